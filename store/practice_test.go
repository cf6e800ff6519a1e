package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"mentorbot/store"
)

var ann = &store.Member{ID: "U1", Born: noon}

func TestLog(t *testing.T) {
	s := openStore(t)
	first := store.Attempt{
		At: noon, Item: "a/b#c", Act: store.Settled, Offered: noon.Add(-time.Minute), Grade: store.Good, Helped: true,
		Chosen: "AC", Day: "2026-08-24", Minutes: 7, Rest: "2026-08-25",
	}
	wantAbsent(t, s, "Attempt", func(sp *store.Space) error { _, err := sp.Attempt(ann, noon); return err })
	var ats []time.Time
	for range 3 { // at the same nanosecond
		a := first
		update(t, s, func(sp *store.Space) error {
			a = first // the closure may run again
			return sp.Append(ann, &a)
		})
		ats = append(ats, a.At)
	}
	same(t, "times", ats, []time.Time{noon, noon.Add(1), noon.Add(2)})

	amended := first
	amended.At, amended.Grade = noon.Add(1), store.Hard
	update(t, s, func(sp *store.Space) error { return sp.Amend(ann, &amended) })
	same(t, "Attempt", view(t, s, func(sp *store.Space) (*store.Attempt, error) { return sp.Attempt(ann, noon.Add(1)) }), &amended)
	last := first
	last.At = noon.Add(2)
	for _, row := range []struct {
		from  time.Time
		limit int
		want  []*store.Attempt
	}{
		{time.Time{}, 9, []*store.Attempt{&first, &amended, &last}},
		{time.Time{}, 2, []*store.Attempt{&first, &amended}},
		{noon.Add(1), 9, []*store.Attempt{&amended, &last}},
		{noon.Add(3), 9, []*store.Attempt{}},
	} {
		same(t, "Log", view(t, s, func(sp *store.Space) ([]*store.Attempt, error) { return sp.Log(ann, row.from, row.limit) }), row.want)
	}
}

func TestMemories(t *testing.T) {
	s := openStore(t)
	mem := &store.Memory{
		Item:   "a/b#c",
		State:  store.State{Stability: 3.5, Difficulty: 5.25, Last: noon.Add(1), Day: store.Midnight("2026-08-24"), Reps: 4, Lapses: 1},
		Before: store.State{Stability: 1.5, Difficulty: 6, Last: noon.Add(-time.Hour), Reps: 3},
		Grade:  store.Good, Opened: noon.Add(2), Rest: store.Midnight("2026-08-25"),
	}
	one := func(item store.ItemID) *store.Memory {
		return view(t, s, func(sp *store.Space) (*store.Memory, error) { return sp.Memory(ann, item) })
	}
	same(t, "absent Memory", one("a/b#c"), &store.Memory{Item: "a/b#c"})
	bare := &store.Memory{Item: "a/b#d"}
	other := &store.Memory{Item: "a/bb#c", Grade: store.Easy}
	update(t, s, func(sp *store.Space) error {
		return errors.Join(sp.PutMemory(ann, other), sp.PutMemory(ann, bare), sp.PutMemory(ann, mem))
	})
	same(t, "Memory", one("a/b#c"), mem)
	same(t, "Memory", one("a/b#d"), bare)
	for prefix, want := range map[string][]*store.Memory{
		"": {mem, bare, other}, "a/b#": {mem, bare}, "a/b": {mem, bare, other}, "a/bb#": {other}, "z": {},
	} {
		same(t, "Memories "+prefix, view(t, s, func(sp *store.Space) ([]*store.Memory, error) { return sp.Memories(ann, prefix, 9) }), want)
	}
	same(t, "Memories, one", view(t, s, func(sp *store.Space) ([]*store.Memory, error) { return sp.Memories(ann, "", 1) }), []*store.Memory{mem})
}

func TestEachLatest(t *testing.T) {
	s := openStore(t)
	for i := range 3 {
		update(t, s, func(sp *store.Space) error {
			return sp.Append(ann, &store.Attempt{At: noon.Add(time.Duration(i)), Minutes: i})
		})
	}
	for _, row := range []struct {
		limit, until int
		want         []int
	}{{2, -1, []int{2, 1}}, {9, 1, []int{2, 1}}, {9, -1, []int{2, 1, 0}}} {
		got := view(t, s, func(sp *store.Space) (got []int, err error) {
			err = sp.EachLatest(ann, row.limit, func(a *store.Attempt) bool {
				got = append(got, a.Minutes)
				return a.Minutes != row.until
			})
			return got, err
		})
		same(t, fmt.Sprint("EachLatest, ", row.limit, " until ", row.until), got, row.want)
	}
}

// A card says in small what its memory says, and the same memory has the same.
func TestCard(t *testing.T) {
	mem := &store.Memory{
		Item:   "a/b#c",
		State:  store.State{Stability: 3.5, Difficulty: 5.25, Last: noon, Day: store.Midnight("2026-08-24"), Reps: 4, Lapses: 1},
		Before: store.State{Stability: 1.5, Difficulty: 6, Last: noon.AddDate(0, 0, -3), Day: store.Midnight("2026-08-21"), Reps: 3},
		Grade:  store.Good, Rest: store.Midnight("2026-08-25"),
	}
	got := mem.Card()
	if got != mem.Card() || got.Chance == 0 {
		t.Errorf("the fuzz of %+v is not that of its log", got)
	}
	got.Chance = 0
	day := store.DayNumber(mem.Day)
	want := store.Card{Slug: "c", Stability: 3.5, Difficulty: 5.25, Day: day, Rest: day + 1, Gap: 3, Reps: 4, Grade: store.Good}
	same(t, "Card", got, want)
	same(t, "Card of an item put off", (&store.Memory{Item: "a/b#d", Rest: mem.Rest}).Card(), store.Card{Slug: "d", Rest: day + 1})
}

func TestSetCard(t *testing.T) {
	sum := &store.Summary{}
	for i, slug := range []string{"m", "a", "z", "m"} {
		sum.SetCard(store.Card{Slug: slug, Reps: uint32(i)})
	}
	same(t, "cards", sum.Cards, []store.Card{{Slug: "a", Reps: 1}, {Slug: "m", Reps: 3}, {Slug: "z", Reps: 2}})
}

func TestSummaries(t *testing.T) {
	s := openStore(t)
	sum := &store.Summary{Topic: "a/b", Attempts: 9, Last: noon.Add(1), Cards: []store.Card{
		{Slug: "c", Stability: 12.5, Difficulty: 7, Day: 20_000, Rest: 20_001, Gap: 4, Reps: 3, Grade: store.Good, Chance: 65_535}, {Slug: "d", Rest: 1},
	}}
	other := &store.Summary{Topic: "a/bb"}
	one := func(topic store.TopicID) *store.Summary {
		return view(t, s, func(sp *store.Space) (*store.Summary, error) { return sp.Summary(ann, topic) })
	}
	all := func(limit int) []*store.Summary {
		return view(t, s, func(sp *store.Space) ([]*store.Summary, error) { return sp.Summaries(ann, limit) })
	}
	same(t, "absent Summary", one("a/b"), &store.Summary{Topic: "a/b"})
	update(t, s, func(sp *store.Space) error {
		return errors.Join(sp.PutSummary(ann, other), sp.PutSummary(ann, sum))
	})
	same(t, "Summary", one("a/b"), sum)
	same(t, "Summaries", all(9), []*store.Summary{sum, other})
	same(t, "Summaries, one", all(1), []*store.Summary{sum})
}

func TestDays(t *testing.T) {
	s := openStore(t)
	var days []*store.DaySum
	for i := range 4 {
		days = append(days, &store.DaySum{Day: fmt.Sprintf("2026-08-2%d", i), Items: i, Right: i - 1, Minutes: 9})
	}
	one := func(day string) *store.DaySum {
		return view(t, s, func(sp *store.Space) (*store.DaySum, error) { return sp.Day(ann, day) })
	}
	same(t, "absent Day", one("2026-08-20"), &store.DaySum{Day: "2026-08-20"})
	update(t, s, func(sp *store.Space) (err error) {
		for _, d := range days {
			err = errors.Join(err, sp.PutDay(ann, d))
		}
		return err
	})
	same(t, "Day", one("2026-08-22"), days[2])
	for _, row := range []struct {
		last  string
		limit int
		want  []*store.DaySum
	}{
		{"", 9, []*store.DaySum{days[3], days[2], days[1], days[0]}},
		{"", 2, []*store.DaySum{days[3], days[2]}},
		{"2026-08-23", 9, []*store.DaySum{days[2], days[1], days[0]}},
		{"2026-08-22", 1, []*store.DaySum{days[1]}},
		{"2026-08-20", 9, []*store.DaySum{}},
		{"2027-01-01", 1, []*store.DaySum{days[3]}},
	} {
		same(t, "Days before "+row.last, view(t, s, func(sp *store.Space) ([]*store.DaySum, error) {
			return sp.Days(ann, row.last, row.limit)
		}), row.want)
	}
}

func TestMidnight(t *testing.T) {
	same(t, "Midnight", store.Midnight("2026-08-24"), time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC))
	for _, text := range []string{"", "today", "2026-02-30", "2026-8-24"} {
		same(t, "Midnight of "+text, store.Midnight(text), time.Time{})
	}
}

// What a wording of a question was answered with is forgotten with the wording.
func TestTallyOfAWording(t *testing.T) {
	s := openStore(t)
	put := store.Tally{Item: "apis/rest#one", Hash: "aaaa", Answered: 3, Right: 2}
	err := s.Update(ctx, func(tx *store.Tx) error { return tx.In("slack:T1").PutTally(&put) })
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(ctx, func(tx *store.Tx) error {
		same, err1 := tx.In("slack:T1").Tally(put.Item, "aaaa")
		other, err2 := tx.In("slack:T1").Tally(put.Item, "bbbb")
		if *same != put || *other != (store.Tally{Item: put.Item, Hash: "bbbb"}) {
			t.Errorf("%+v and %+v", same, other)
		}
		return errors.Join(err1, err2)
	})
	if err != nil {
		t.Error(err)
	}
}

// A placement is one record, and the zero one if there was none.
func TestPlacement(t *testing.T) {
	s := openStore(t)
	m := &store.Member{ID: "U1", Born: noon}
	err := s.Update(ctx, func(tx *store.Tx) error {
		none, err := tx.In("slack:T1").Placement(m)
		if err != nil || none.Open() || len(none.Given) > 0 {
			t.Errorf("%+v, %v", none, err)
		}
		return tx.In("slack:T1").PutPlacement(m, &store.Placement{At: noon, Asked: "a/b#c", Given: []store.Given{{Item: "a/b#d", Right: true}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(ctx, func(tx *store.Tx) error {
		p, err := tx.In("slack:T1").Placement(m)
		if !p.Open() || !p.Has("a/b#d") || p.Has("a/b#c") {
			t.Errorf("%+v", p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
