package bot

import (
	"testing"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// What is known of an item after each entry of a log.
func TestAdvance(t *testing.T) {
	entry := func(day int, act store.Act, grade store.Grade) *store.Attempt {
		at := begin.AddDate(0, 0, day)
		return &store.Attempt{At: at, Item: "databases/joins#left", Act: act, Grade: grade, Day: at.Format(time.DateOnly), Rest: at.AddDate(0, 0, 1).Format(time.DateOnly)}
	}
	date := func(day int) time.Time { return store.Midnight(begin.AddDate(0, 0, day).Format(time.DateOnly)) }
	due := func(mem store.Memory) time.Time {
		if mem.Reps == 0 {
			return time.Time{}
		}
		return dueDay(&store.Team{}, &store.Member{}, &mem)
	}
	mem := store.Memory{Item: "databases/joins#left"}
	for i, c := range []struct {
		entry        *store.Attempt
		reps, lapses int
		opened       bool
		rest         time.Time
		due          time.Time // with the team's settings as they are at first
	}{
		{entry(0, store.Opened, 0), 0, 0, true, time.Time{}, time.Time{}},
		{entry(0, store.Skipped, 0), 0, 0, true, date(1), time.Time{}},
		{entry(1, store.Settled, store.Again), 1, 0, false, time.Time{}, date(2)}, // a first miss is no lapse
		{entry(2, store.Settled, store.Again), 2, 1, false, time.Time{}, date(3)},
		{entry(3, store.Settled, store.Hard), 3, 1, false, time.Time{}, date(4)},
		{entry(4, store.Settled, store.Easy), 4, 1, false, time.Time{}, date(6)},
		{entry(4, store.Skipped, 0), 4, 1, false, date(5), date(6)},
	} {
		mem = advance(schedule.Published(), mem, c.entry)
		if mem.Reps != c.reps || mem.Lapses != c.lapses || mem.Opened.IsZero() == c.opened || !mem.Rest.Equal(c.rest) || !due(mem).Equal(c.due) {
			t.Errorf("after entry %d: %+v", i, mem)
		}
	}
	if mem.Before.Reps != 3 || mem.Grade != store.Easy {
		t.Errorf("before the latest: %+v, grade %d", mem.Before, mem.Grade)
	}
}

// Every answer brings an item back after a day at least and ten years at most,
// and the fuzz aside a better grade never brings it back sooner.
func TestDueByGrade(t *testing.T) {
	model, want := schedule.Published(), wantOf(&store.Team{})
	known := store.Memory{Item: "a/b#c"}
	day := begin
	for range 60 {
		last := 0
		for grade := store.Again; grade <= store.Easy; grade++ {
			a := &store.Attempt{At: day, Act: store.Settled, Grade: grade, Day: day.Format(time.DateOnly)}
			mem := advance(model, known, a)
			if days := int(dueDay(&store.Team{}, &store.Member{}, &mem).Sub(mem.Day).Hours() / 24); days < 1 || days > defaultLongest {
				t.Fatalf("after %d times, graded %d, it is due after %d days", known.Reps, grade, days)
			}
			interval := want.Interval(mem.Stability)
			if interval < last {
				t.Errorf("after %d times, grade %d brings it back before grade %d does", known.Reps, grade, grade-1)
			}
			last = interval
		}
		known = advance(model, known, &store.Attempt{At: day, Act: store.Settled, Grade: store.Easy, Day: day.Format(time.DateOnly)})
		day = day.AddDate(0, 0, want.Interval(known.Stability))
	}
	if days := want.Interval(known.Stability); days != defaultLongest {
		t.Errorf("in the end it is due after %d days, want %d", days, defaultLongest)
	}
}

// A workspace's retention and longest interval move what is due at once, and a
// pause moves it by its length.
func TestDueBySettings(t *testing.T) {
	a := &store.Attempt{At: begin, Act: store.Settled, Grade: store.Easy, Day: "2026-08-24"}
	mem := advance(schedule.Published(), store.Memory{Item: "a/b#c"}, a)
	days := func(team *store.Team, me *store.Member) int {
		return int(dueDay(team, me, &mem).Sub(mem.Day).Hours() / 24)
	}
	usual := days(&store.Team{}, &store.Member{})
	if low, high := days(&store.Team{Retention: 0.7}, &store.Member{}), days(&store.Team{Retention: 0.97}, &store.Member{}); !(low > 2*usual && high < usual) {
		t.Errorf("due after %d days; at 0.7 after %d, at 0.97 after %d", usual, low, high)
	}
	if got := days(&store.Team{Longest: 3}, &store.Member{}); got > 3 {
		t.Errorf("due after %d days, at most 3 wanted", got)
	}
	paused := &store.Member{Pauses: []store.Pause{{From: "2026-08-01", Until: "2026-08-10"}, {From: "2026-08-26", Until: "2026-09-09"}}}
	if got := days(&store.Team{}, paused); got != usual+14 {
		t.Errorf("due after %d days, after %d with a pause of 14", usual, got)
	}
}
