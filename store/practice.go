package store

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"
)

// An Act is what a member did with an item.
type Act string

const (
	Opened  Act = "opened"  // looked at the hint or the solution
	Skipped Act = "skipped" // "not today"
	Settled Act = "settled" // done, or answered
	Placed  Act = "placed"  // answered in a placement, which is no review: it has a grade, and the item rests
)

// A Grade is how well an item was settled, on FSRS's scale.
type Grade int

const (
	Ungraded Grade = iota
	Again
	Hard
	Good
	Easy
)

// An Attempt is one entry of a member's log. The log is only appended to,
// except that the grade of the latest Settled entry of an item may be amended.
type Attempt struct {
	At      time.Time `json:"at"` // unique in the member's log
	Item    ItemID    `json:"item"`
	Act     Act       `json:"act"`
	Offered time.Time `json:"offered,omitzero"` // when the item was shown; an offer is answered once
	Grade   Grade     `json:"grade,omitempty"`  // of Settled and Placed
	Helped  bool      `json:"helped,omitempty"` // the hint or the solution had been opened
	Chosen  string    `json:"chosen,omitempty"` // letters of the written options chosen, for a question
	Place   PlaceID   `json:"place,omitempty"`  // the channel where a question was answered
	Day     string    `json:"day"`              // ISO date where the member was
	Minutes int       `json:"minutes,omitempty"`
	Rest    string    `json:"rest,omitempty"` // of Skipped and Placed: ISO date before which it is not to be offered
}

// Midnight is how a day is kept as a time: 00:00 UTC of its ISO date, wherever
// the member was. Days of one member compare as such times; a change of zone
// moves nothing. The zero time is returned for a text that is no date.
func Midnight(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return time.Time{}
	}
	return t
}

// A State is what FSRS knows of an item: stability in days and difficulty, 1 to
// 10. The zero State is an item never settled.
type State struct {
	Stability, Difficulty float64
	Last                  time.Time // of the latest settled attempt: its place in the log
	Day                   time.Time // the day of it, see Midnight
	Reps, Lapses          int
}

// A Memory is what is derived from the log about one item.
type Memory struct {
	Item   ItemID
	State            // after the latest settled attempt
	Before State     // before it, so that its grade can be amended
	Grade  Grade     // of the latest settled attempt
	Opened time.Time // help looked at since the latest settled attempt; zero if none
	Rest   time.Time // the day before which it is not to be offered, see Midnight
}

// A Summary is what is derived from the log about a topic, and all that choosing
// and progress need of its items, so that a member is read in one scan of small
// records. When an item is due is not kept: it follows from its card, from what
// the workspace wants and from the member's pauses.
type Summary struct {
	Topic    TopicID
	Attempts int       // settled attempts
	Last     time.Time // latest settled attempt
	Cards    []Card    // of the items settled or put off, in the order of their slugs
}

// A Card is a Memory in small.
type Card struct {
	Slug                  string // of the item, which is "topic#slug"
	Stability, Difficulty float64
	Day                   int32  // of the latest settled attempt, see DayNumber
	Rest                  int32  // the day before which it is not to be offered, see DayNumber
	Gap                   uint32 // days between the latest two settled attempts
	Reps                  uint32 // settled attempts
	Grade                 Grade  // of the latest settled attempt
	Chance                uint16 // of the fuzz of when it is due, of 65,536
}

// Card is the memory in small. The chance of its fuzz follows from the item and
// from when it was last settled, so that the same log gives the same.
func (mem *Memory) Card() Card {
	c := Card{
		Slug: mem.Item.Slug(), Stability: mem.Stability, Difficulty: mem.Difficulty,
		Day: DayNumber(mem.Day), Rest: DayNumber(mem.Rest), Reps: uint32(mem.Reps), Grade: mem.Grade,
	}
	if mem.Reps == 0 {
		return c
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%s %d", mem.Item, mem.Last.UnixNano())
	c.Chance = uint16(h.Sum64() >> 48)
	if mem.Before.Reps > 0 {
		c.Gap = uint32(max(0, c.Day-DayNumber(mem.Before.Day)))
	}
	return c
}

// SetCard puts a card in the place of the one with its slug, or in between those
// that there are.
func (s *Summary) SetCard(c Card) {
	i, found := slices.BinarySearchFunc(s.Cards, c.Slug, func(has Card, slug string) int { return strings.Compare(has.Slug, slug) })
	if found {
		s.Cards[i] = c
		return
	}
	s.Cards = slices.Insert(s.Cards, i, c)
}

// DayNumber is a day (see Midnight) as the number of days since 1970-01-01; 0 for
// the zero time.
func DayNumber(day time.Time) int32 {
	if day.IsZero() {
		return 0
	}
	return int32(day.Unix() / (24 * 60 * 60))
}

// A DaySum is what is derived from the log about a member's day.
type DaySum struct {
	Day     string // ISO date
	Items   int    // settled attempts
	Right   int    // of these, those not graded Again
	Minutes int
}

// Append adds an entry to the member's log. If the log has an entry at the same
// nanosecond, At moves on to a free one.
func (s *Space) Append(m *Member, a *Attempt) error {
	for {
		found, err := absent(s.tx.getJSON(s.own(m, 'a', t8(a.At)), &Attempt{}))
		if err != nil {
			return err
		}
		if !found {
			return s.Amend(m, a)
		}
		a.At = a.At.Add(1)
	}
}

// Amend overwrites the entry at a.At.
func (s *Space) Amend(m *Member, a *Attempt) error {
	return s.tx.putJSON(s.own(m, 'a', t8(a.At)), a)
}

// Attempt returns the entry of the log at that time, or ErrNotFound.
func (s *Space) Attempt(m *Member, at time.Time) (*Attempt, error) {
	var a Attempt
	if err := s.tx.getJSON(s.own(m, 'a', t8(at)), &a); err != nil {
		return nil, err
	}
	return &a, nil
}

// Log returns up to limit entries from a time on, oldest first.
func (s *Space) Log(m *Member, from time.Time, limit int) ([]*Attempt, error) {
	r := under(s.own(m, 'a'), limit)
	r.From = s.own(m, 'a', t8(from))
	return scanJSON[Attempt](s.tx, r)
}

// EachLatest calls fn for up to limit entries, latest first, until it wants no
// more. An entry that is not asked for is not decoded.
func (s *Space) EachLatest(m *Member, limit int, fn func(*Attempt) (more bool)) error {
	r := under(s.own(m, 'a'), limit)
	r.Back = true
	pairs, err := s.tx.r.Scan(r)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		var a Attempt
		if err := decode(pair.Value, &a); err != nil {
			return err
		}
		if !fn(&a) {
			return nil
		}
	}
	return nil
}

// Memory returns what is known of an item; the zero Memory with its Item if
// there is nothing.
func (s *Space) Memory(m *Member, item ItemID) (*Memory, error) {
	data, err := s.tx.r.Get(s.own(m, 'i', []byte(item)))
	if errors.Is(err, ErrNotFound) {
		return &Memory{Item: item}, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeMemory(item, data)
}

// PutMemory writes what is known of an item.
func (s *Space) PutMemory(m *Member, mem *Memory) error {
	return s.tx.put(s.own(m, 'i', []byte(mem.Item)), mem.encode())
}

// Memories returns what is known of up to limit items whose id starts with
// prefix, in the order of their ids.
func (s *Space) Memories(m *Member, prefix string, limit int) ([]*Memory, error) {
	pairs, err := s.tx.r.Scan(under(s.own(m, 'i', []byte(prefix)), limit))
	if err != nil {
		return nil, err
	}
	skip := len(s.own(m, 'i'))
	all := make([]*Memory, len(pairs))
	for i, pair := range pairs {
		if all[i], err = decodeMemory(ItemID(pair.Key[skip:]), pair.Value); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Summary returns what is known of a topic; zero with its Topic if nothing.
func (s *Space) Summary(m *Member, topic TopicID) (*Summary, error) {
	data, err := s.tx.r.Get(s.own(m, 's', []byte(topic)))
	if errors.Is(err, ErrNotFound) {
		return &Summary{Topic: topic}, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeSummary(topic, data)
}

// PutSummary writes what is known of a topic.
func (s *Space) PutSummary(m *Member, sum *Summary) error {
	return s.tx.put(s.own(m, 's', []byte(sum.Topic)), sum.encode())
}

// Summaries returns what is known of every topic, up to limit of them.
func (s *Space) Summaries(m *Member, limit int) ([]*Summary, error) {
	prefix := s.own(m, 's')
	pairs, err := s.tx.r.Scan(under(prefix, limit))
	if err != nil {
		return nil, err
	}
	all := make([]*Summary, len(pairs))
	for i, pair := range pairs {
		if all[i], err = decodeSummary(TopicID(pair.Key[len(prefix):]), pair.Value); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// EachDeck calls fn for every topic of which the member has cards, in the order of
// the ids. The id and the deck hold only until fn returns. It is for those who
// read thousands of cards at a time.
func (s *Space) EachDeck(m *Member, fn func(topic []byte, d *Deck)) error {
	prefix := s.own(m, 's')
	var sum Summary
	var d Deck
	return s.tx.r.Each(under(prefix, everyTopic), func(key, value []byte) error {
		f, err := sum.head(value)
		if err == nil {
			d = Deck{rest: f}
			fn(key[len(prefix):], &d)
			err = d.err
		}
		if err != nil {
			return fmt.Errorf("decode summary of %s: %w", key[len(prefix):], err)
		}
		return nil
	})
}

// A Deck is a topic's cards that are still to be read, in the order of their slugs.
type Deck struct {
	rest fields
	err  error
}

// Next reads the next card. The card has no Slug: it stands beside it, and holds
// as long as the deck. ok is false if there is no more.
func (d *Deck) Next(c *Card) (slug []byte, ok bool) {
	if d.err != nil || len(d.rest) == 0 {
		return nil, false
	}
	slug, d.err = d.rest.card(c)
	return slug, d.err == nil
}

// everyTopic is more than there are.
const everyTopic = 100_000

// Day returns what was done on a day; zero with its Day if nothing.
func (s *Space) Day(m *Member, day string) (*DaySum, error) {
	d := DaySum{Day: day}
	_, err := absent(s.tx.getJSON(s.own(m, 'y', []byte(day)), &d))
	return &d, err
}

// PutDay writes what was done on a day.
func (s *Space) PutDay(m *Member, d *DaySum) error {
	return s.tx.putJSON(s.own(m, 'y', []byte(d.Day)), d)
}

// Days returns up to limit days on which something was done, from the day
// before last back, or all if last is empty: latest first.
func (s *Space) Days(m *Member, last string, limit int) ([]*DaySum, error) {
	r := under(s.own(m, 'y'), limit)
	r.Back = true
	if last != "" {
		r.To = s.own(m, 'y', []byte(last))
	}
	return scanJSON[DaySum](s.tx, r)
}
