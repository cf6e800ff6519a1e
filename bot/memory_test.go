package bot

import (
	"testing"
	"time"

	"mentorbot/store"
)

// What is known of an item after each entry of a log.
func TestAdvance(t *testing.T) {
	entry := func(day int, act store.Act, grade store.Grade) *store.Attempt {
		at := begin.AddDate(0, 0, day)
		return &store.Attempt{At: at, Item: "databases/joins#left", Act: act, Grade: grade, Day: at.Format(time.DateOnly), Rest: at.AddDate(0, 0, 1).Format(time.DateOnly)}
	}
	date := func(day int) time.Time { return store.Midnight(begin.AddDate(0, 0, day).Format(time.DateOnly)) }
	mem := store.Memory{Item: "databases/joins#left"}
	for i, c := range []struct {
		entry        *store.Attempt
		reps, lapses int
		opened       bool
		rest         time.Time
		due          time.Time
	}{
		{entry(0, store.Opened, 0), 0, 0, true, time.Time{}, time.Time{}},
		{entry(0, store.Skipped, 0), 0, 0, true, date(1), time.Time{}},
		{entry(1, store.Settled, store.Again), 1, 0, false, time.Time{}, date(2)}, // a first miss is no lapse
		{entry(2, store.Settled, store.Again), 2, 1, false, time.Time{}, date(3)},
		{entry(3, store.Settled, store.Hard), 3, 1, false, time.Time{}, date(4)},
		{entry(4, store.Settled, store.Easy), 4, 1, false, time.Time{}, date(6)},
		{entry(4, store.Skipped, 0), 4, 1, false, date(5), date(6)},
	} {
		mem = advance(mem, c.entry)
		if mem.Reps != c.reps || mem.Lapses != c.lapses || mem.Opened.IsZero() == c.opened || !mem.Rest.Equal(c.rest) || !mem.Due.Equal(c.due) {
			t.Errorf("after entry %d: %+v", i, mem)
		}
	}
	if mem.Before.Reps != 3 || mem.Grade != store.Easy {
		t.Errorf("before the latest: %+v, grade %d", mem.Before, mem.Grade)
	}
}

// A better grade never brings an item back sooner, and every one brings it back
// after a day at least and ten years at most.
func TestDueByGrade(t *testing.T) {
	known := store.Memory{Item: "a/b#c"}
	day := begin
	for range 60 {
		last := time.Time{}
		for grade := store.Again; grade <= store.Easy; grade++ {
			a := &store.Attempt{At: day, Act: store.Settled, Grade: grade, Day: day.Format(time.DateOnly)}
			due := advance(known, a).Due
			today := store.Midnight(a.Day)
			if days := daysBetween(today, due); days < 1 || days > longestInterval {
				t.Fatalf("after %d times, graded %d, it is due after %d days", known.Reps, grade, days)
			}
			if due.Before(last) {
				t.Errorf("after %d times, grade %d brings it back before grade %d does", known.Reps, grade, grade-1)
			}
			last = due
		}
		known = advance(known, &store.Attempt{At: day, Act: store.Settled, Grade: store.Easy, Day: day.Format(time.DateOnly)})
		day = known.Due.Add(9 * time.Hour)
	}
	if days := daysBetween(known.Day, known.Due); days != longestInterval {
		t.Errorf("in the end it is due after %d days, want %d", days, longestInterval)
	}
}
