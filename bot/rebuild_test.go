package bot

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/schedule"
	"mentorbot/store"
)

// Whatever somebody did, over days and in whatever zones, memory, summaries and
// days are what their log says, through the same pure functions.
func TestRebuild(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.afterPractice(t, func(rt *rapid.T, w store.Workspace) {
		d.in(t, w, func(s *store.Space) error {
			me, err := s.Member("ann")
			if err != nil {
				return err
			}
			log, err := s.Log(me, time.Time{}, everything)
			if err != nil {
				return err
			}
			got, err := derived(s, me)
			if want := rebuilt(schedule.Published(), log); !reflect.DeepEqual(got, want) {
				rt.Errorf("the store has\n%+v\nthe log says\n%+v", got, want)
			}
			return err
		})
	})
}

// afterPractice checks what holds whatever ann practised, each time in a workspace
// of its own.
func (d *desk) afterPractice(t *testing.T, check func(*rapid.T, store.Workspace)) {
	t.Helper()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w := store.Workspace(fmt.Sprintf("slack:T%d", n))
		d.practise(rt, w, "ann")
		check(rt, w)
	})
}

// practise is some weeks of somebody's practice: new pieces, and presses on
// anything that was ever shown, in any order.
func (d *desk) practise(rt *rapid.T, w store.Workspace, who store.MemberID) {
	d.now = begin
	d.say(w, who, "help")
	lines := []string{
		"task", "quiz", "level test", "task databases", "quiz databases/joins", "task databases/tables", "quiz databases/tables",
		"settings zone Pacific/Kiritimati", "settings zone America/Los_Angeles", "settings zone Europe/Berlin",
	}
	for range rapid.IntRange(1, 30).Draw(rt, "lines") {
		hours := rapid.SampledFrom([]int{0, 0, 0, 1, 9, 25, 24 * 6}).Draw(rt, "hours")
		d.now = d.now.Add(time.Duration(hours)*time.Hour + time.Second)
		line := rapid.SampledFrom(lines).Draw(rt, "line")
		for _, c := range d.say(w, who, line).Choices {
			lines = append(lines, c.Line)
		}
	}
}

// A record of what is derived from a log.
type derivation struct {
	Memories  []store.Memory
	Summaries []store.Summary
	Days      []store.DaySum
}

// derived is what the store has.
func derived(s *store.Space, me *store.Member) (got derivation, err error) {
	memories, err := s.Memories(me, "", everything)
	if err != nil {
		return got, err
	}
	for _, m := range memories {
		got.Memories = append(got.Memories, *m)
	}
	summaries, err := s.Summaries(me, everything)
	if err != nil {
		return got, err
	}
	for _, sum := range summaries {
		got.Summaries = append(got.Summaries, *sum)
	}
	days, err := s.Days(me, "", everything)
	if err != nil {
		return got, err
	}
	for _, day := range slices.Backward(days) {
		got.Days = append(got.Days, *day)
	}
	return got, nil
}

// rebuilt is what a log says.
func rebuilt(model schedule.Model, log []*store.Attempt) (want derivation) {
	memories, sums := derive(model, log)
	days := map[string]store.DaySum{}
	for _, a := range log {
		if a.Act == store.Settled {
			day := days[a.Day]
			day.Day = a.Day
			addDay(&day, a, 1)
			days[a.Day] = day
		}
	}
	for _, item := range slices.Sorted(maps.Keys(memories)) {
		want.Memories = append(want.Memories, memories[item])
	}
	for _, topic := range slices.Sorted(maps.Keys(sums)) {
		want.Summaries = append(want.Summaries, sums[topic])
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		want.Days = append(want.Days, days[day])
	}
	return want
}
