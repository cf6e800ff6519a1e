package bot

import (
	"fmt"
	"slices"
	"strings"

	"mentorbot/schedule"
	"mentorbot/store"
)

func pauseCommand() Command {
	return Command{
		Name: "pause", Args: "until DATE",
		Forms:   []Form{{Name: "until", Say: "pause until", Options: []Option{{"date", "the first day back: 2026-09-01, or a weekday", AnyWord, true}}}},
		Brief:   "stops reminders and moves what is due, until you are back",
		Detail:  "DATE is the first day back: a date such as `2026-09-01`, or the name of a weekday.",
		Example: []string{"pause until 2027-01-07", "pause until monday"},
		Parse:   parsePause,
	}
}

func resumeCommand() Command {
	return Command{
		Name:    "resume",
		Forms:   []Form{{Say: "resume"}},
		Brief:   "ends a pause",
		Example: []string{"resume"},
		Parse:   noArgs((*turn).resume),
	}
}

func parsePause(_ *Bot, args string) (Action, error) {
	c := pauseCommand()
	words := strings.Fields(strings.ToLower(args))
	if len(words) == 0 {
		return nil, c.usage("Until when?")
	}
	switch until := words[len(words)-1]; {
	case len(words) == 2 && words[0] == "until":
		return func(t *turn) (Post, error) { return t.pause(until) }, nil
	case len(words) < 5 && slices.Contains([]string{"day", "days", "week", "weeks", "month", "months"}, until):
		return nil, c.usage("Say the first day back.")
	}
	return nil, errQuestion
}

// longestPause bounds a pause, in days: a slip in the year is not a pause.
const longestPause = 366

func (t *turn) pause(until string) (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		day := t.today(t.now, me, team)
		back, err := schedule.ParseDate(until, day)
		if err != nil {
			return mistakef("%s As in `pause until %s` or `pause until monday`.", sentence(err), day.AddDays(7))
		}
		switch ahead := back.DaysSince(day); {
		case ahead < 1:
			return mistakef("%s is not ahead; say the first day back, as in `pause until %s`.", dayName(back), day.AddDays(7))
		case ahead > longestPause:
			return mistakef("%s is more than a year ahead. Say a day within a year, as in `pause until %s`.", dayName(back), day.AddDays(7))
		}
		pauseUntil(me, day.String(), back.String())
		if err := t.release(s, me, store.Unwanted, "paused"); err != nil {
			return err
		}
		post = Post{
			Body: fmt.Sprintf("Paused. Your first day back is **%s**; until then I send you nothing, your streak holds, and what comes back comes that much later.",
				dayName(back)),
			Choices: []Choice{{"Resume now", "resume"}},
		}
		return t.refile(s, me, t.now)
	})
	return post, err
}

// mostPauses bounds how many pauses are remembered: for the streak, and for what
// was last answered before them.
const mostPauses = 200

// pauseUntil lengthens or shortens the pause that a member is in, or begins one.
// Pauses are in order and do not overlap.
func pauseUntil(me *store.Member, today, back string) {
	begun(me, today)
	if last := me.LastPause(); last.Until >= today && last.Until != "" {
		me.Pauses[len(me.Pauses)-1].Until = back
		return
	}
	me.Pauses = append(me.Pauses, store.Pause{From: today, Until: back})
	me.Pauses = me.Pauses[max(0, len(me.Pauses)-mostPauses):]
}

// resumeOn ends the pause that a member is in.
func resumeOn(me *store.Member, today string) {
	begun(me, today)
	if last := me.LastPause(); last.Until > today {
		me.Pauses[len(me.Pauses)-1].Until = today
	}
}

// begun leaves out pauses that took no day before today: those of today, and those
// of a clock that was ahead.
func begun(me *store.Member, today string) {
	me.Pauses = slices.DeleteFunc(me.Pauses, func(p store.Pause) bool { return p.From >= today })
}

func (t *turn) resume() (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		day := t.today(t.now, me, team)
		post = Post{Body: "You are back from today. `task` gives you something to start with.", Choices: []Choice{{"A task", "task"}}}
		if me.LastPause().Until <= day.String() {
			post.Body = "You were not paused. `task` gives you something to do."
			return nil
		}
		resumeOn(me, day.String())
		return t.refile(s, me, t.now)
	})
	return post, err
}
