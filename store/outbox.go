package store

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// A Promise is an unprompted post, written down before it is sent. It is never
// deleted because it could not be delivered: it is settled with what became of it.
type Promise struct {
	Key    Key       `json:"key"`
	Kind   Kind      `json:"kind"`
	Place  PlaceID   `json:"place,omitempty"`  // the channel it goes to, or
	Member MemberID  `json:"member,omitempty"` // the member it goes to, directly
	By     MemberID  `json:"by,omitempty"`     // who set it, to be told when it fails
	Made   time.Time `json:"made"`
	From   time.Time `json:"from"`  // not before
	Until  time.Time `json:"until"` // of no use from here on

	Item ItemID `json:"item,omitempty"` // chosen and frozen at the first claim
	Hash string `json:"hash,omitempty"` // of the wording of the question that it is, as sent
	Text string `json:"text,omitempty"` // of a notice

	About PlaceID `json:"about,omitempty"` // the channel that an Ask is about; empty if it is about the member's reminder

	Status Status    `json:"state"`
	At     time.Time `json:"at,omitzero"`     // next try of Waiting and Doubtful, end of the lease of Leased, else when it was settled
	Tries  int       `json:"tries,omitempty"` // times it was handed to the platform
	First  time.Time `json:"first,omitzero"`  // when it was first handed over
	Ref    string    `json:"ref,omitempty"`   // the platform's reference to the post, when Sent
	Why    string    `json:"why,omitempty"`   // what happened last, for the operator
}

// A Kind says what a promised post is.
type Kind string

const (
	DailyTask Kind = "daily"  // a channel's daily practice: a task, or a question
	Remind    Kind = "remind" // a member's daily practice: a task, or a question
	Result    Kind = "result" // who took part in a channel's daily question, once it is closed
	Notice    Kind = "notice" // a sentence to somebody: a post of theirs failed
	Ask       Kind = "ask"    // whether a reminder, or a channel's daily task, shall go on, since nobody reacted
	Greeting  Kind = "hello"  // what to do next, to whoever brought the bot; remembered for ever, since it comes once
)

// A Status is where a promise stands.
type Status string

const (
	Waiting    Status = "waiting"    // to be sent at At
	Leased     Status = "leased"     // being sent; the lease ends at At
	Doubtful   Status = "doubtful"   // may have been sent; to be looked up at At
	Uncertain  Status = "uncertain"  // may have been sent, and nobody can tell: for the operator
	Sent       Status = "sent"       // delivered, see Ref
	Gone       Status = "gone"       // its destination does not exist for us any more
	Expired    Status = "expired"    // could not be sent while it was of use
	Unwanted   Status = "unwanted"   // nobody wanted it any more when it was to be sent
	Superseded Status = "superseded" // a later one took its place
	Dropped    Status = "dropped"    // the operator dropped it
)

// Open says whether the promise is still to be kept.
func (s Status) Open() bool { return s == Waiting || s == Leased || s == Doubtful }

// Parked says whether the promise ended in a way the operator should see.
func (s Status) Parked() bool { return s == Uncertain || s == Gone || s == Expired }

// A shelf of the outbox index holds promises in the order of At.
type shelf byte

const (
	toSend shelf = 's' // Waiting, Doubtful
	leased shelf = 'l' // Leased
	parked shelf = 'p' // what the operator should see
)

func (s Status) shelf() (shelf, bool) {
	switch {
	case s == Leased:
		return leased, true
	case s.Open():
		return toSend, true
	case s.Parked():
		return parked, true
	}
	return 0, false
}

// A Ref names a record across workspaces: nothing of the record itself.
type Ref struct {
	Workspace Workspace
	Key       Key
}

// String is how an operator names a promise: WORKSPACE/KEY.
func (r Ref) String() string { return string(r.Workspace) + "/" + string(r.Key) }

// ParseRef reads what String printed.
func ParseRef(text string) (Ref, error) {
	workspace, key, ok := strings.Cut(text, "/")
	if !ok || workspace == "" || key == "" {
		return Ref{}, fmt.Errorf("%q is not WORKSPACE/KEY, as in local/daily/2026-08-24/terminal", text)
	}
	return Ref{Workspace(workspace), Key(key)}, nil
}

// Promise writes p down unless its key is already there, and says whether it did.
func (s *Space) Promise(p *Promise) (made bool, err error) {
	if err := checkName(string(p.Key)); err != nil {
		return false, err
	}
	_, err = s.tx.r.Get(s.key('p', string(p.Key)))
	found, err := absent(err)
	if found || err != nil {
		return false, err
	}
	return true, s.shelve(p)
}

// Promised returns the promise of that key, or ErrNotFound.
func (s *Space) Promised(key Key) (*Promise, error) {
	var p Promise
	if err := s.tx.getJSON(s.key('p', string(key)), &p); err != nil {
		return nil, err
	}
	return &p, nil
}

// PutPromise writes p and keeps the outbox index in step.
func (s *Space) PutPromise(p *Promise) error {
	old, err := s.Promised(p.Key)
	found, err := absent(err)
	if err != nil {
		return err
	}
	if found {
		if err := s.unshelve(old); err != nil {
			return err
		}
	}
	return s.shelve(p)
}

// shelve writes p, whose former shelf it is not on any more.
func (s *Space) shelve(p *Promise) error {
	if shelf, ok := p.Status.shelf(); ok {
		if err := s.tx.put(s.shelfKey(shelf, p), nil); err != nil {
			return err
		}
	}
	return s.tx.putJSON(s.key('p', string(p.Key)), p)
}

// NotePromise lets a member's data say that p was made to them, so that it is
// exported and deleted with the rest.
func (s *Space) NotePromise(m *Member, p *Promise) error {
	return s.tx.put(s.own(m, 'q', []byte(p.Key)), nil)
}

// PromisesUnder returns up to limit promises whose key starts with prefix.
func (s *Space) PromisesUnder(prefix Key, limit int) ([]*Promise, error) {
	return scanJSON[Promise](s.tx, under(s.key('p', string(prefix)), limit))
}

// RemovePromise forgets a promise, open or not, with the member it was made to.
func (s *Space) RemovePromise(key Key) error { return s.deletePromise(key) }

// PromisesTo returns up to limit promises that were noted with a member.
func (s *Space) PromisesTo(m *Member, limit int) ([]*Promise, error) {
	prefix := s.own(m, 'q')
	pairs, err := s.tx.r.Scan(under(prefix, limit))
	if err != nil {
		return nil, err
	}
	var all []*Promise
	for _, pair := range pairs {
		p, err := s.Promised(Key(pair.Key[len(prefix):]))
		found, err := absent(err)
		if err != nil {
			return nil, err
		}
		if found {
			all = append(all, p)
		}
	}
	return all, nil
}

// RetirePromise forgets a settled promise; an open one stays.
func (s *Space) RetirePromise(key Key) error {
	p, err := s.Promised(key)
	found, err := absent(err)
	if !found || err != nil || p.Status.Open() {
		return err
	}
	return s.deletePromise(key)
}

func (s *Space) deletePromise(key Key) error {
	p, err := s.Promised(key)
	found, err := absent(err)
	if !found || err != nil {
		return err
	}
	if err := s.unshelve(p); err != nil {
		return err
	}
	return s.tx.delete(s.key('p', string(key)))
}

func (s *Space) unshelve(p *Promise) error {
	shelf, ok := p.Status.shelf()
	if !ok {
		return nil
	}
	return s.tx.delete(s.shelfKey(shelf, p))
}

func (s *Space) shelfKey(at shelf, p *Promise) []byte {
	key := shelfPrefix(at, s.name.Platform())
	key = append(key, t8(p.At)...)
	key = append(key, s.name...)
	key = append(key, 0)
	return append(key, p.Key...)
}

func shelfPrefix(at shelf, platform string) []byte {
	key := append([]byte{'o', byte(at)}, platform...)
	return append(key, 0)
}

// ToSend returns up to limit promises of a platform that are to be sent or
// looked up at now, longest waiting first.
func (tx *Tx) ToSend(platform string, now time.Time, limit int) ([]Ref, error) {
	prefix := shelfPrefix(toSend, platform)
	to := append(shelfPrefix(toSend, platform), t8(now.Add(1))...)
	return tx.shelf(Range{From: prefix, To: to, Limit: limit})
}

// NextToSend is when the first promise of a platform is to be sent or looked
// up; ok is false if there is none.
func (tx *Tx) NextToSend(platform string) (at time.Time, ok bool, err error) {
	return tx.firstAt(shelfPrefix(toSend, platform))
}

// Pending returns up to limit promises that are still to be sent, whenever.
func (tx *Tx) Pending(limit int) ([]Ref, error) {
	return tx.shelf(under([]byte{'o', byte(toSend)}, limit))
}

// LeasedOut returns up to limit promises of a platform that are leased,
// whatever the time.
func (tx *Tx) LeasedOut(platform string, limit int) ([]Ref, error) {
	return tx.shelf(under(shelfPrefix(leased, platform), limit))
}

// ParkedUp returns up to limit promises that the operator should see.
func (tx *Tx) ParkedUp(limit int) ([]Ref, error) {
	return tx.shelf(under([]byte{'o', byte(parked)}, limit))
}

func (tx *Tx) shelf(r Range) ([]Ref, error) {
	pairs, err := tx.r.Scan(r)
	if err != nil {
		return nil, err
	}
	refs := make([]Ref, len(pairs))
	for i, pair := range pairs {
		// o shelf platform 0 t8 workspace 0 key
		_, rest, ok := bytes.Cut(pair.Key, []byte{0})
		if !ok || len(rest) < 8 {
			return nil, fmt.Errorf("outbox index: bad key %q", pair.Key)
		}
		workspace, key, ok := strings.Cut(string(rest[8:]), "\x00")
		if !ok {
			return nil, fmt.Errorf("outbox index: bad key %q", pair.Key)
		}
		refs[i] = Ref{Workspace(workspace), Key(key)}
	}
	return refs, nil
}

func (tx *Tx) firstAt(prefix []byte) (time.Time, bool, error) {
	pairs, err := tx.r.Scan(under(prefix, 1))
	if err != nil || len(pairs) == 0 {
		return time.Time{}, false, err
	}
	return fromT8(pairs[0].Key[len(prefix):][:8]), true, nil
}
