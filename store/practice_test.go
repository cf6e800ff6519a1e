package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

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
		Grade:  store.Good, Due: store.Midnight("2026-08-28"), Opened: noon.Add(2), Rest: store.Midnight("2026-08-25"),
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

// Whatever is written, what is due is what the memories say, in the order of
// when and then of the item.
func TestDueItems(t *testing.T) {
	s := openStore(t)
	members := 0
	rapid.Check(t, func(t *rapid.T) {
		members++
		m := &store.Member{ID: store.MemberID(fmt.Sprint("U", members)), Born: noon}
		due := map[store.ItemID]time.Time{}
		day := func(label string) time.Time {
			return store.Midnight("2026-08-24").AddDate(0, 0, rapid.IntRange(0, 5).Draw(t, label))
		}
		err := s.Update(ctx, func(tx *store.Tx) error {
			clear(due) // the closure may run again
			for range rapid.IntRange(0, 12).Draw(t, "writes") {
				mem := &store.Memory{Item: store.ItemID(rapid.SampledFrom([]string{"a", "a#", "b", "c"}).Draw(t, "item"))}
				if rapid.Bool().Draw(t, "has a day") {
					mem.Due = day("due")
				}
				due[mem.Item] = mem.Due
				if err := tx.In(here).PutMemory(m, mem); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		today, limit := day("today"), rapid.IntRange(0, 4).Draw(t, "limit")
		want := dueOn(due, today)
		want = want[:min(limit, len(want))]
		if err := s.View(ctx, func(tx *store.Tx) error {
			got, err := tx.In(here).DueItems(m, today, limit)
			if !slices.Equal(got, want) {
				t.Errorf("DueItems = %q, want %q", got, want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}

func dueOn(due map[store.ItemID]time.Time, day time.Time) []store.ItemID {
	var items []store.ItemID
	for item, at := range due {
		if !at.IsZero() && !at.After(day) {
			items = append(items, item)
		}
	}
	slices.SortFunc(items, func(a, b store.ItemID) int {
		if c := due[a].Compare(due[b]); c != 0 {
			return c
		}
		return slices.Compare([]byte(a), []byte(b))
	})
	return items
}

func TestSummaries(t *testing.T) {
	s := openStore(t)
	sum := &store.Summary{Topic: "a/b", Items: 3, Wrong: 1, Attempts: 9, Last: noon.Add(1), Strength: 12.5}
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

func TestGaps(t *testing.T) {
	s := openStore(t)
	update(t, s, func(sp *store.Space) error {
		return errors.Join(
			sp.AddGap("2026-08-22", "apis"), sp.AddGap("2026-08-23", "apis"), sp.AddGap("2026-08-23", ""),
			sp.AddGap("2026-08-24", "apis"), sp.AddGap("2026-08-24", "apis"), sp.AddGap("2026-08-24", "databases"),
		)
	})
	for from, want := range map[string]map[string]int{
		"2026-08-22": {"apis": 4, "": 1, "databases": 1},
		"2026-08-23": {"apis": 3, "": 1, "databases": 1},
		"2026-08-24": {"apis": 2, "databases": 1},
		"2026-08-25": {},
	} {
		same(t, "Gaps from "+from, view(t, s, func(sp *store.Space) (map[string]int, error) { return sp.Gaps(from) }), want)
	}
}

func TestMidnight(t *testing.T) {
	same(t, "Midnight", store.Midnight("2026-08-24"), time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC))
	for _, text := range []string{"", "today", "2026-02-30", "2026-8-24"} {
		same(t, "Midnight of "+text, store.Midnight(text), time.Time{})
	}
}
