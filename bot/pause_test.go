package bot

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/schedule"
	"mentorbot/store"
)

// Whatever somebody practised, pausing and coming back (as planned, later, or
// earlier by resume) never makes more due on the day back than was due, or put off,
// on the day of leaving; and nobody's recall is any better for it.
func TestPauseGathersNothing(t *testing.T) {
	d := newDesk(t)
	d.afterPractice(t, func(rt *rapid.T, w store.Workspace) {
		d.say(w, "ann", "settings zone UTC")
		if rapid.Bool().Draw(rt, "paused before") {
			d.pauseFor(rt, w, "the first pause")
			for range rapid.IntRange(0, 5).Draw(rt, "pieces between") {
				r := d.say(w, "ann", "quiz")
				if len(r.Choices) > 0 {
					d.say(w, "ann", r.Choices[0].Line)
				}
				d.now = d.now.Add(time.Duration(rapid.IntRange(0, 50).Draw(rt, "hours between")) * time.Hour)
			}
		}
		leaving := d.gathered(t, w)
		d.pauseFor(rt, w, "the pause")
		for item, back := range d.gathered(t, w) {
			if !leaving[item] && back {
				rt.Fatalf("%s is due on the day back, and was not on the day of leaving", item)
			}
		}
	})
}

// pauseFor pauses until some day, perhaps until another one on the way, and goes to
// the first day back.
func (d *desk) pauseFor(rt *rapid.T, w store.Workspace, name string) {
	until := func(days int) string { return schedule.DateOf(d.now, time.UTC).AddDays(days).String() }
	length := rapid.IntRange(1, 100).Draw(rt, name)
	d.say(w, "ann", "pause until "+until(length))
	switch rapid.IntRange(0, 2).Draw(rt, name+" changes") {
	case 1: // another day back, said on the way
		on := rapid.IntRange(0, length).Draw(rt, name+" is changed after")
		d.now = d.now.AddDate(0, 0, on)
		length = rapid.IntRange(1, 100).Draw(rt, name+" goes on for")
		d.say(w, "ann", "pause until "+until(length))
	case 2:
		length = rapid.IntRange(0, length).Draw(rt, name+" ends after")
		d.now = d.now.AddDate(0, 0, length)
		d.say(w, "ann", "resume")
		return
	}
	d.now = d.now.AddDate(0, 0, length)
}

// gathered says of every item answered whether it is due now, were it not put off.
func (d *desk) gathered(t testing.TB, w store.Workspace) map[store.ItemID]bool {
	all := map[store.ItemID]bool{}
	d.in(t, w, func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		l, err := d.learner(s, me, d.now)
		for i := range l.Cards {
			card := l.Cards[i]
			card.Rest = 0
			all[l.ids[i]] = card.Reps > 0 && card.Day < l.Today && l.Due(&card, &l.Want) <= l.Today
		}
		return err
	})
	return all
}

// Recall goes by the time that really went by: a pause does not hide that something
// fades. What it moves is when it comes back, by its real length.
func TestPauseMovesDueAlone(t *testing.T) {
	const team = store.Workspace("slack:T1")
	for _, c := range []struct {
		name  string
		lines map[int]string // by day
		moved int
	}{
		{"none", nil, 0},
		{"as planned", map[int]string{1: "pause until 2026-09-04"}, 10},
		{"ended early", map[int]string{1: "pause until 2026-09-04", 4: "resume"}, 3},
		{"ended at once", map[int]string{1: "pause until 2026-09-04 ", 2: "resume"}, 1},
		{"made longer", map[int]string{1: "pause until 2026-08-28", 3: "pause until 2026-09-04"}, 10},
		{"twice", map[int]string{1: "pause until 2026-08-28", 5: "pause until 2026-09-01"}, 6},
		{"not paused", map[int]string{1: "resume"}, 0},
	} {
		d := newDesk(t)
		d.say(team, "ann", doLine(t, d.say(team, "ann", "task")))
		look := func() (due, recall float64) {
			d.in(t, team, func(s *store.Space) error {
				me, err := s.Member("ann")
				if err != nil {
					return err
				}
				l, err := d.learner(s, me, d.now)
				for i := range l.Cards {
					if card := &l.Cards[i]; card.Reps > 0 {
						due, recall = float64(l.Due(card, &l.Want)), l.Recall(card)
					}
				}
				return err
			})
			return due, recall
		}
		before, _ := look()
		for day := 1; day <= 14; day++ {
			d.now = begin.AddDate(0, 0, day)
			if line, ok := c.lines[day]; ok {
				d.say(team, "ann", line)
			}
		}
		due, recall := look()
		if moved := int(due - before); moved != c.moved {
			t.Errorf("%s: moved by %d days, want %d", c.name, moved, c.moved)
		}
		if recall > 0.8 {
			t.Errorf("%s: recall is %.2f after two weeks", c.name, recall)
		}
	}
}

// Pauses are in order and do not overlap, also if the clock went back.
func TestPausesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		me := &store.Member{}
		day := begin
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			day = day.AddDate(0, 0, rapid.IntRange(-3, 20).Draw(t, "days"))
			today := day.Format(time.DateOnly)
			switch {
			case rapid.Bool().Draw(t, "pause"):
				pauseUntil(me, today, day.AddDate(0, 0, rapid.IntRange(1, 30).Draw(t, "length")).Format(time.DateOnly))
			case me.LastPause().Until > today:
				resumeOn(me, today)
			}
			for i, p := range me.Pauses {
				if p.From >= p.Until || i > 0 && p.From < me.Pauses[i-1].Until {
					t.Fatalf("on %s: %+v", today, me.Pauses)
				}
			}
		}
	})
}
