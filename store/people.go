package store

import (
	"errors"
	"time"
)

// A Member is what is kept of one member of a workspace: settings, and nothing
// that the log of attempts already says.
type Member struct {
	ID   MemberID  `json:"id"`
	Born time.Time `json:"born"` // first seen; part of the keys of everything the member does
	Name string    `json:"name,omitempty"`

	Zone     string   `json:"zone,omitempty"`     // IANA name the member set
	SeenZone string   `json:"seenZone,omitempty"` // IANA name the platform told
	Level    string   `json:"level,omitempty"`    // entry, mid or senior; empty until set
	Days     string   `json:"days,omitempty"`     // working days, as schedule prints them; empty is Monday to Friday
	Cap      int      `json:"cap,omitempty"`      // pieces a day offered unprompted; 0 is the default
	Minutes  int      `json:"minutes,omitempty"`  // minutes a day offered unprompted; 0 is the default
	Skills   []string `json:"skills,omitempty"`   // those of the plan; empty is all
	NoStreak bool     `json:"noStreak,omitempty"`
	Goal     Goal     `json:"goal,omitzero"`
	Remind   Reminder `json:"remind,omitzero"`

	Pauses  []Pause    `json:"pauses,omitempty"`  // oldest first; only the last may not be over
	Were    []Workweek `json:"were,omitempty"`    // working days of before, oldest first
	Excused []string   `json:"excused,omitempty"` // ISO dates that a change of zone cut short, in order

	// Heard is when they last said anything, as far as it matters for whether
	// their reminders find anybody: later lines before the next one leave it.
	Heard time.Time `json:"heard,omitzero"`
}

// A Workweek is which days were working days before some day. What was missed is
// judged by the days of that time, so that a new setting breaks no streak.
type Workweek struct {
	Until    string `json:"until"`              // ISO date of the first day on which it was not so any more
	Days     string `json:"days,omitempty"`     // as Member.Days or Team.Days
	Holidays string `json:"holidays,omitempty"` // as Team.Holidays; of a Team
}

// A Goal is what a member wants to know first.
type Goal struct {
	About []string `json:"about"`        // skills and topics, by id
	By    string   `json:"by,omitempty"` // ISO date until which; empty is some day
}

// On says whether there is a goal.
func (g Goal) On() bool { return len(g.About) > 0 }

// A Pause is a time in which a member is left alone. Its days are ISO dates.
type Pause struct {
	From  string `json:"from"`  // first day of it
	Until string `json:"until"` // first day back
}

// LastPause is the latest pause; the zero Pause if there was none.
func (m *Member) LastPause() Pause {
	if len(m.Pauses) == 0 {
		return Pause{}
	}
	return m.Pauses[len(m.Pauses)-1]
}

// A Reminder is a member's personal daily task. Where it stands in the due index
// follows from it and the calendar, so that the record is not written each time
// that it comes.
type Reminder struct {
	Spec    string    `json:"spec"`              // schedule.Spec; empty is off
	OwnDays bool      `json:"ownDays,omitempty"` // the spec named its days; else the member's working days hold
	Zone    string    `json:"zone,omitempty"`    // IANA name given with it; empty is the member's zone
	First   time.Time `json:"first,omitzero"`    // the first time it came or comes since it was filed anew
	Turn    int       `json:"turn,omitempty"`    // counts how often it was; entries of earlier turns are void
	SkipTo  string    `json:"skipTo,omitempty"`  // ISO date of the first day after "skip this week"
	Shut    bool      `json:"shut,omitempty"`    // the last one could not be delivered, so none comes until the member was told
	Quiet   time.Time `json:"quiet,omitzero"`    // when they were asked whether it shall go on; until that is answered none comes
}

// On says whether there is a reminder.
func (r Reminder) On() bool { return r.Spec != "" }

// A Lead is a member named as lead of the workspace.
type Lead struct {
	ID MemberID  `json:"id"`
	By MemberID  `json:"by"`
	At time.Time `json:"at"`
}

// A Team is what the leads of a workspace set for all of it.
type Team struct {
	Zone      string     `json:"zone,omitempty"`     // IANA name; empty is not set
	Holidays  string     `json:"holidays,omitempty"` // ISO 3166 country code; empty is off
	DaysOff   []string   `json:"daysOff,omitempty"`  // ISO dates, in order
	Days      string     `json:"days,omitempty"`     // working days; empty is Monday to Friday
	NoStreaks bool       `json:"noStreaks,omitempty"`
	Reports   string     `json:"reports,omitempty"`   // people, topics or totals; empty is people
	Retention float64    `json:"retention,omitempty"` // wanted chance of recall; 0 is the default
	Longest   int        `json:"longest,omitempty"`   // longest interval between two reviews, in days; 0 is the default
	Initial   [4]float64 `json:"initial,omitzero"`    // stabilities after a first Again, Hard, Good and Easy, in days, fitted to the log; zero is the published ones

	Were    []Workweek `json:"were,omitempty"`    // working days and holidays of before, oldest first
	WereOff []string   `json:"wereOff,omitempty"` // days off that are over, ISO dates in order
	Excused []string   `json:"excused,omitempty"` // as Member.Excused, of the team's zone
}

// A Channel is what a channel was set up to get.
type Channel struct {
	ID    PlaceID   `json:"id"`
	Name  string    `json:"name,omitempty"`
	Daily Daily     `json:"daily,omitzero"`
	Heard time.Time `json:"heard,omitzero"` // as Member.Heard, of what anybody said to the bot there and its daily task
}

// Daily is a channel's daily practice: a task, or a question.
type Daily struct {
	Spec    string    `json:"spec"`              // schedule.Spec; empty is off
	OwnDays bool      `json:"ownDays,omitempty"` // the spec named its days; else the team's working days hold
	Zone    string    `json:"zone,omitempty"`
	Skills  []string  `json:"skills,omitempty"` // empty is all
	Levels  []string  `json:"levels,omitempty"` // empty is all
	Quiz    bool      `json:"quiz,omitempty"`   // it is a question
	By      MemberID  `json:"by"`
	Set     time.Time `json:"set"`
	Next    time.Time `json:"next,omitzero"`  // where it stands in the due index
	Quiet   time.Time `json:"quiet,omitzero"` // when somebody was asked whether it shall go on; until that is answered none comes
}

// On says whether there is a daily task.
func (d Daily) On() bool { return d.Spec != "" }

// Member returns the record of a member, or ErrNotFound.
func (s *Space) Member(id MemberID) (*Member, error) {
	var m Member
	if err := s.tx.getJSON(s.key('m', string(id)), &m); err != nil {
		return nil, err
	}
	return &m, nil
}

// PutMember writes the record of a member. Born must be set and never changes.
func (s *Space) PutMember(m *Member) error {
	if err := checkName(string(m.ID)); err != nil {
		return err
	}
	if m.Born.IsZero() {
		return errors.New("member without a birth")
	}
	return s.tx.putJSON(s.key('m', string(m.ID)), m)
}

// Members returns up to limit members whose id is greater than past, in order.
func (s *Space) Members(past MemberID, limit int) ([]*Member, error) {
	r := under(s.key('m', ""), limit)
	if past != "" {
		r.From = append(s.key('m', string(past)), 0)
	}
	return scanJSON[Member](s.tx, r)
}

// ForgetMember removes the record and settings of a member at once and leaves
// a note that its data is still to be removed (see RemoveData).
func (s *Space) ForgetMember(m *Member) error {
	if err := s.tx.delete(s.key('m', string(m.ID))); err != nil {
		return err
	}
	if err := s.tx.delete(s.key('l', string(m.ID))); err != nil {
		return err
	}
	return s.tx.put(s.key('x', string(m.ID), string(t8(m.Born))), nil)
}

// RemoveData removes up to limit records of a member that was forgotten, and
// says whether any are left. Promises made to the member go with them.
func (s *Space) RemoveData(id MemberID, born time.Time, limit int) (more bool, err error) {
	m := &Member{ID: id, Born: born}
	all := s.own(m, 'a')
	pairs, err := s.tx.r.Scan(under(all[:len(all)-1], limit))
	if err != nil {
		return false, err
	}
	for _, pair := range pairs {
		if rest := pair.Key[len(all)-1:]; rest[0] == 'q' {
			if err := s.deletePromise(Key(rest[1:])); err != nil {
				return false, err
			}
		}
		if err := s.tx.delete(pair.Key); err != nil {
			return false, err
		}
	}
	if len(pairs) == limit {
		return true, nil
	}
	return false, s.tx.delete(s.key('x', string(id), string(t8(born))))
}

// Lead returns the lead of that name, or ErrNotFound.
func (s *Space) Lead(id MemberID) (*Lead, error) {
	var l Lead
	if err := s.tx.getJSON(s.key('l', string(id)), &l); err != nil {
		return nil, err
	}
	return &l, nil
}

// PutLead names a lead.
func (s *Space) PutLead(l *Lead) error {
	if err := checkName(string(l.ID)); err != nil {
		return err
	}
	return s.tx.putJSON(s.key('l', string(l.ID)), l)
}

// DeleteLead removes a lead.
func (s *Space) DeleteLead(id MemberID) error { return s.tx.delete(s.key('l', string(id))) }

// Leads returns up to limit named leads.
func (s *Space) Leads(limit int) ([]*Lead, error) {
	return scanJSON[Lead](s.tx, under(s.key('l', ""), limit))
}

// Team returns the team's settings; the zero Team if there are none.
func (s *Space) Team() (*Team, error) {
	var t Team
	_, err := absent(s.tx.getJSON(s.key('t'), &t))
	return &t, err
}

// PutTeam writes the team's settings.
func (s *Space) PutTeam(t *Team) error { return s.tx.putJSON(s.key('t'), t) }

// Channel returns the record of a channel; one with only its ID if there is none.
func (s *Space) Channel(id PlaceID) (*Channel, error) {
	c := Channel{ID: id}
	_, err := absent(s.tx.getJSON(s.key('c', string(id)), &c))
	return &c, err
}

// PutChannel writes the record of a channel.
func (s *Space) PutChannel(c *Channel) error {
	if err := checkName(string(c.ID)); err != nil {
		return err
	}
	return s.tx.putJSON(s.key('c', string(c.ID)), c)
}

// Channels returns up to limit channels.
func (s *Space) Channels(limit int) ([]*Channel, error) {
	return scanJSON[Channel](s.tx, under(s.key('c', ""), limit))
}

// Posted returns when each item was last posted to a channel.
func (s *Space) Posted(place PlaceID, limit int) (map[ItemID]time.Time, error) {
	prefix := s.key('u', string(place), "")
	pairs, err := s.tx.r.Scan(under(prefix, limit))
	if err != nil {
		return nil, err
	}
	posted := make(map[ItemID]time.Time, len(pairs))
	for _, pair := range pairs {
		posted[ItemID(pair.Key[len(prefix):])] = fromT8(pair.Value)
	}
	return posted, nil
}

// PutPosted records that an item was posted to a channel.
func (s *Space) PutPosted(place PlaceID, item ItemID, at time.Time) error {
	return s.tx.put(s.key('u', string(place), string(item)), t8(at))
}

// scanJSON decodes what lies in a range.
func scanJSON[T any](tx *Tx, r Range) ([]*T, error) {
	pairs, err := tx.r.Scan(r)
	if err != nil {
		return nil, err
	}
	all := make([]*T, len(pairs))
	for i, pair := range pairs {
		all[i] = new(T)
		if err := decode(pair.Value, all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}
