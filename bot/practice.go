package bot

import (
	"strconv"
	"strings"
	"time"

	"mentorbot/content"
	"mentorbot/store"
)

// amendable is how long after an attempt its grade may be amended.
const amendable = 24 * time.Hour

// An offer is an item, by the id under which it is remembered, as it was shown to
// somebody at some time. Buttons carry it; each member answers it once.
type offer struct {
	item store.ItemID
	at   time.Time
}

// stampEpoch is where stamps begin; they count tenths of a second, in base 36.
var stampEpoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

const stampUnit = 100 * time.Millisecond

// kept is the id under which an item is remembered, whatever it is called now:
// by the first name that its topic ever had, which stands first in "was". So
// renaming a topic moves nothing.
func (b *Bot) kept(id string) store.ItemID { return keptID(b.library, id) }

func keptID(l *content.Library, id string) store.ItemID {
	name, slug, _ := strings.Cut(id, "#")
	if topic, ok := l.Topic(name); ok && len(topic.Was) > 0 {
		name = topic.Was[0]
	}
	return store.ItemID(name + "#" + slug)
}

// offered is an offer made now.
func offered(item store.ItemID, now time.Time) offer {
	return offer{item, now.UTC().Truncate(stampUnit)}
}

func (o offer) stamp() string {
	return strconv.FormatInt(int64(o.at.Sub(stampEpoch)/stampUnit), 36)
}

// String is how a line names an offer: ITEM STAMP.
func (o offer) String() string { return string(o.item) + " " + o.stamp() }

// parseOffer reads the two words of an offer, and what follows them.
func parseOffer(args string) (o offer, rest []string, err error) {
	words := strings.Fields(args)
	if len(words) == 0 || !strings.Contains(words[0], "#") {
		return offer{}, nil, errQuestion
	}
	if len(words) == 1 {
		return offer{}, nil, Mistake("That line is what a button says; press the button, or type `task` for a new one.")
	}
	n, err := strconv.ParseInt(words[1], 36, 64)
	const century = int64(100 * 365 * 24 * time.Hour / stampUnit)
	if err != nil || n < 0 || n > century {
		return offer{}, nil, mistakef("I do not know that offer. Type `task` for a new one.")
	}
	return offer{store.ItemID(words[0]), stampEpoch.Add(time.Duration(n) * stampUnit)}, words[2:], nil
}

// A record is what one entry of the log changed.
type record struct {
	attempt store.Attempt
	memory  store.Memory
	back    string // when the item comes back, as people say it
	already bool   // the offer was answered before: nothing changed
}

// spent says whether an offer was already answered, or overtaken by an answer
// to a later one.
func spent(s *store.Space, me *store.Member, mem *store.Memory, o offer) (bool, error) {
	if mem.Reps == 0 {
		return false, nil
	}
	last, err := s.Attempt(me, mem.Last)
	if err != nil {
		return false, err
	}
	return last.Offered.Equal(o.at) || o.at.Before(mem.Last.Truncate(stampUnit)), nil
}

// startOf is what an entry about an offer starts from: the memory of its item, and
// whether the offer is spent.
func startOf(s *store.Space, me *store.Member, o offer) (team *store.Team, mem *store.Memory, gone bool, err error) {
	if team, err = s.Team(); err != nil {
		return nil, nil, false, err
	}
	if mem, err = s.Memory(me, o.item); err != nil {
		return nil, nil, false, err
	}
	gone, err = spent(s, me, mem, o)
	return team, mem, gone, err
}

// settle records that a member finished an offer. The attempt, the memory of
// the item, the summary of its topic and the day commit together.
func (t *turn) settle(s *store.Space, me *store.Member, o offer, a store.Attempt) (record, error) {
	team, mem, gone, err := startOf(s, me, o)
	if err != nil {
		return record{}, err
	}
	if gone {
		return record{memory: *mem, back: t.back(team, me, mem), already: true}, nil
	}
	a.Act = store.Settled
	if a.Helped = !mem.Opened.IsZero(); a.Helped && a.Grade > store.Hard {
		a.Grade = store.Hard
	}
	if err := t.enter(s, me, team, o, &a); err != nil {
		return record{}, err
	}
	after := advance(modelOf(team), *mem, &a)
	if err := keep(s, me, &after, 1); err != nil {
		return record{}, err
	}
	if err := count(s, me, &a, 1); err != nil {
		return record{}, err
	}
	t.news, err = t.streakNews(s, me, team, &a)
	return record{attempt: a, memory: after, back: t.back(team, me, &after)}, err
}

// amend changes the grade of the latest attempt at an item, if it was at this
// offer and is not too long ago.
func (t *turn) amend(s *store.Space, me *store.Member, o offer, grade store.Grade) (record, error) {
	team, err := s.Team()
	if err != nil {
		return record{}, err
	}
	mem, err := s.Memory(me, o.item)
	if err != nil {
		return record{}, err
	}
	if mem.Reps == 0 {
		return record{}, Mistake("There is nothing recorded for that yet. Press *Done* first.")
	}
	a, err := s.Attempt(me, mem.Last)
	if err != nil {
		return record{}, err
	}
	if !a.Offered.Equal(o.at) || t.now.Sub(a.At) > amendable {
		return record{memory: *mem, back: t.back(team, me, mem), already: true}, nil
	}
	if _, question := t.library.Question(string(o.item)); question {
		if a.Grade == store.Again {
			return record{}, Mistake("A question that was missed stays missed; it comes back soon.")
		}
		if grade == store.Again {
			return record{}, Mistake("A question that was right stays right. Say `hard` if it was.")
		}
	}
	if err := count(s, me, a, -1); err != nil {
		return record{}, err
	}
	a.Grade = grade
	if a.Helped && grade > store.Hard {
		a.Grade = store.Hard
	}
	if err := s.Amend(me, a); err != nil {
		return record{}, err
	}
	after := regrade(modelOf(team), *mem, a)
	if err := keep(s, me, &after, 0); err != nil {
		return record{}, err
	}
	return record{attempt: *a, memory: after, back: t.back(team, me, &after)}, count(s, me, a, 1)
}

// note records a look at help, or a skip.
func (t *turn) note(s *store.Space, me *store.Member, o offer, a store.Attempt) (record, error) {
	team, mem, gone, err := startOf(s, me, o)
	if err != nil {
		return record{}, err
	}
	if gone {
		return record{memory: *mem, back: t.back(team, me, mem), already: true}, nil
	}
	if a.Act == store.Opened && !mem.Opened.IsZero() ||
		a.Act == store.Skipped && mem.Rest.Equal(store.Midnight(a.Rest)) {
		return record{memory: *mem}, nil // pressed again: it is noted already
	}
	if err := t.enter(s, me, team, o, &a); err != nil {
		return record{}, err
	}
	after := advance(modelOf(team), *mem, &a)
	return record{attempt: a, memory: after}, keep(s, me, &after, 0)
}

// back is when an item comes back, as people say it.
func (t *turn) back(team *store.Team, me *store.Member, mem *store.Memory) string {
	return onDay(midnightOf(t.today(t.now, me, team)), dueDay(team, me, mem))
}

// enter fills in what every entry has and appends it.
func (t *turn) enter(s *store.Space, me *store.Member, team *store.Team, o offer, a *store.Attempt) error {
	a.At, a.Item, a.Offered = t.now.UTC(), o.item, o.at
	a.Day = t.today(t.now, me, team).String()
	return s.Append(me, a)
}

// keep writes the memory of an item and the summary of its topic.
func keep(s *store.Space, me *store.Member, mem *store.Memory, attempts int) error {
	if err := s.PutMemory(me, mem); err != nil {
		return err
	}
	if !carded(mem) {
		return nil
	}
	sum, err := s.Summary(me, mem.Item.Topic())
	if err != nil {
		return err
	}
	summarised(sum, mem, attempts)
	return s.PutSummary(me, sum)
}

// count adds an attempt to its day, or takes it out.
func count(s *store.Space, me *store.Member, a *store.Attempt, sign int) error {
	day, err := s.Day(me, a.Day)
	if err != nil {
		return err
	}
	addDay(day, a, sign)
	return s.PutDay(me, day)
}

// OfferLine is how lines name the offer of an item at some time: ITEM STAMP.
func OfferLine(item store.ItemID, at time.Time) string { return offer{item, at}.String() }
