package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"
)

// An Act is what a member did with an item.
type Act string

const (
	Opened  Act = "opened"  // looked at the hint or the solution
	Skipped Act = "skipped" // "not today"
	Settled Act = "settled" // done, or answered
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
	Grade   Grade     `json:"grade,omitempty"`  // of Settled
	Helped  bool      `json:"helped,omitempty"` // the hint or the solution had been opened
	Chosen  string    `json:"chosen,omitempty"` // letters of the written options chosen, for a question
	Day     string    `json:"day"`              // ISO date where the member was
	Minutes int       `json:"minutes,omitempty"`
	Rest    string    `json:"rest,omitempty"` // of Skipped: ISO date before which it is not to be offered
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
	Due    time.Time // the day from which on it is due, see Midnight
	Opened time.Time // help looked at since the latest settled attempt; zero if none
	Rest   time.Time // the day before which it is not to be offered, see Midnight
}

// A Summary is what is derived from the log about a topic.
type Summary struct {
	Topic    TopicID
	Items    int       // items settled at least once
	Wrong    int       // of these, those last graded Again
	Attempts int       // settled attempts
	Last     time.Time // latest settled attempt
	Strength float64   // mean of the items' stability, in days
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

// PutMemory writes what is known of an item and keeps the order of what is due.
func (s *Space) PutMemory(m *Member, mem *Memory) error {
	old, err := s.Memory(m, mem.Item)
	if err != nil {
		return err
	}
	if !old.Due.IsZero() && !old.Due.Equal(mem.Due) {
		if err := s.tx.delete(s.own(m, 'k', t8(old.Due), []byte(mem.Item))); err != nil {
			return err
		}
	}
	if !mem.Due.IsZero() {
		if err := s.tx.put(s.own(m, 'k', t8(mem.Due), []byte(mem.Item)), nil); err != nil {
			return err
		}
	}
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

// DueItems returns up to limit items that are due on a day (see Midnight),
// longest due first.
func (s *Space) DueItems(m *Member, day time.Time, limit int) ([]ItemID, error) {
	prefix := s.own(m, 'k')
	to := s.own(m, 'k', t8(day.Add(1)))
	pairs, err := s.tx.r.Scan(Range{From: prefix, To: to, Limit: limit})
	if err != nil {
		return nil, err
	}
	items := make([]ItemID, len(pairs))
	for i, pair := range pairs {
		items[i] = ItemID(pair.Key[len(prefix)+8:])
	}
	return items, nil
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

// Memories and summaries are fixed-width: they are read by the thousand. The
// first byte is the version of the layout.

func (mem *Memory) encode() []byte {
	b := []byte{1, byte(mem.Grade)}
	b = appendState(b, mem.State)
	b = appendState(b, mem.Before)
	for _, t := range []time.Time{mem.Due, mem.Opened, mem.Rest} {
		b = binary.BigEndian.AppendUint64(b, uint64(nanos(t)))
	}
	return b
}

func appendState(b []byte, s State) []byte {
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.Stability))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.Difficulty))
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Last)))
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Day)))
	b = binary.BigEndian.AppendUint32(b, uint32(s.Reps))
	return binary.BigEndian.AppendUint32(b, uint32(s.Lapses))
}

// A reader of fixed-width records takes values off the front.
type fields []byte

func (f *fields) u64() uint64 {
	v := binary.BigEndian.Uint64(*f)
	*f = (*f)[8:]
	return v
}

func (f *fields) u32() int {
	v := binary.BigEndian.Uint32(*f)
	*f = (*f)[4:]
	return int(v)
}

func (f *fields) time() time.Time { return instant(int64(f.u64())) }

func (f *fields) float() float64 { return math.Float64frombits(f.u64()) }

func (f *fields) state() State {
	return State{Stability: f.float(), Difficulty: f.float(), Last: f.time(), Day: f.time(), Reps: f.u32(), Lapses: f.u32()}
}

const (
	memorySize  = 2 + 2*40 + 3*8
	summarySize = 1 + 3*4 + 2*8
)

func decodeMemory(item ItemID, data []byte) (*Memory, error) {
	if len(data) != memorySize || data[0] != 1 {
		return nil, fmt.Errorf("decode memory of %s: %d bytes", item, len(data))
	}
	f := fields(data[2:])
	return &Memory{
		Item: item, Grade: Grade(data[1]),
		State: f.state(), Before: f.state(),
		Due: f.time(), Opened: f.time(), Rest: f.time(),
	}, nil
}

func (s *Summary) encode() []byte {
	b := []byte{1}
	for _, n := range []int{s.Items, s.Wrong, s.Attempts} {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Last)))
	return binary.BigEndian.AppendUint64(b, math.Float64bits(s.Strength))
}

func decodeSummary(topic TopicID, data []byte) (*Summary, error) {
	if len(data) != summarySize || data[0] != 1 {
		return nil, fmt.Errorf("decode summary of %s: %d bytes", topic, len(data))
	}
	f := fields(data[1:])
	return &Summary{
		Topic: topic, Items: f.u32(), Wrong: f.u32(), Attempts: f.u32(),
		Last: f.time(), Strength: f.float(),
	}, nil
}

// AddGap counts a question of that day which found no answer, under the nearest
// skill (empty if none). Its text is not kept.
func (s *Space) AddGap(day, skill string) error {
	key := s.key('g', day, skill)
	var n int
	if _, err := absent(s.tx.getJSON(key, &n)); err != nil {
		return err
	}
	return s.tx.putJSON(key, n+1)
}

// Gaps returns how many questions found no answer from a day on, by skill.
func (s *Space) Gaps(from string) (map[string]int, error) {
	prefix := s.key('g', "")
	r := under(prefix, 100_000)
	r.From = s.key('g', from)
	pairs, err := s.tx.r.Scan(r)
	if err != nil {
		return nil, err
	}
	gaps := make(map[string]int)
	for _, pair := range pairs {
		var n int
		if err := json.Unmarshal(pair.Value, &n); err != nil {
			return nil, fmt.Errorf("decode gap: %w", err)
		}
		gaps[string(pair.Key[len(prefix)+len("2006-01-02")+1:])] += n
	}
	return gaps, nil
}
