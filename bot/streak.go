package bot

import (
	"fmt"
	"strings"

	"mentorbot/schedule"
	"mentorbot/store"
)

// A streak is a member's own affair: nobody else is shown it, and there is no
// board of who leads, not even for those who would opt in. Boards and badges took
// motivation and results away in the one trial over a term (Hanus and Fox 2015,
// Computers & Education 80:152), and they would have to show what a lead who chose
// `settings team reports totals` does not want shown.

// A streak is working days in a row on which something was practised.
type streak struct {
	days    int
	freezes int             // kept
	frozen  []schedule.Date // missed days on which a freeze held it, oldest first
}

const (
	freezeAfter = 10 // days of a streak that earn a freeze
	mostFreezes = 2  // kept at a time

	// longestStreak bounds how far back a streak is looked for, in days.
	longestStreak = 3_650
)

// streakRule is what a streak counts.
const streakRule = "A streak counts your working days with a piece done. Days off, holidays and pauses never break it; " +
	"10 days in a row earn a freeze, 2 are kept at most, and a missed day uses one by itself."

// streakOf counts a streak over days of practice, in any order, up to today, which
// does not break it while it lasts. A day off on which something was done counts
// too. A day counts once however often it came, as where the clock or the zone went
// back; days that are still ahead, as after that, count and cannot be missed.
func streakOf(days []*store.DaySum, working func(schedule.Date) bool, today schedule.Date) (s streak) {
	practised := make(map[string]bool, len(days))
	first, ahead := today, 0
	for _, d := range days {
		day, err := schedule.ParseISODate(d.Day)
		if err != nil || d.Items <= 0 || practised[d.Day] {
			continue
		}
		practised[d.Day] = true
		switch {
		case today.Before(day):
			ahead++
		case day.Before(first):
			first = day
		}
	}
	if least := today.AddDays(-longestStreak); first.Before(least) {
		first = least
	}
	for day := first; !today.Before(day); day = day.AddDays(1) {
		switch {
		case practised[day.String()]:
			s.practise()
		case day != today && working(day):
			s.miss(day)
		}
	}
	for range ahead {
		s.practise()
	}
	return s
}

// practise counts a day of practice.
func (s *streak) practise() {
	s.days++
	if s.days%freezeAfter == 0 {
		s.freezes = min(mostFreezes, s.freezes+1)
	}
}

// miss uses a freeze for a missed day, or ends the streak.
func (s *streak) miss(day schedule.Date) {
	if s.freezes == 0 {
		*s = streak{}
		return
	}
	s.freezes--
	if s.days > 0 {
		s.frozen = append(s.frozen, day)
	}
}

// line is the number and what freezes did lately.
func (s *streak) line(today schedule.Date) string {
	if s.days == 0 {
		return "**Streak: begins with your next piece.**"
	}
	number := "**Streak: " + plural(s.days, "working day") + ".**"
	if s.freezes > 0 {
		number += " " + capital(plural(s.freezes, "freeze")) + " kept."
	}
	if held := s.heldSince(today.AddDays(-recently)); held != "" {
		number += " " + held
	}
	return number
}

// recently is for how many days a freeze that was used is spoken of.
const recently = 14

// heldSince says on which days from one on a freeze held the streak; empty if
// there was none.
func (s *streak) heldSince(from schedule.Date) string {
	var days []string
	for _, day := range s.frozen {
		if !day.Before(from) {
			days = append(days, "on "+midnightOf(day).Format("Monday, 2 January"))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return fmt.Sprintf("A freeze held it %s.", list(days))
}

// wantsStreak says whether a member sees a streak.
func wantsStreak(me *store.Member, team *store.Team) bool { return !me.NoStreak && !team.NoStreaks }

// news is what the first piece of a day did for the streak; empty if nothing out
// of the ordinary. Days are those of practice, latest first, today's included.
func (s *streak) news(days []*store.DaySum) string {
	var parts []string
	if len(days) > 1 {
		if held := s.heldSince(dateOf(store.Midnight(days[1].Day)).AddDays(1)); held != "" {
			parts = append(parts, fmt.Sprintf("Your streak stands at %s. %s", plural(s.days, "working day"), held))
		}
	}
	if s.days > 0 && s.days%freezeAfter == 0 {
		parts = append(parts, fmt.Sprintf("%s in a row: you have %s to spare for a day that you miss.", plural(s.days, "working day"), plural(s.freezes, "freeze")))
	}
	return strings.Join(parts, " ")
}

// streakNews is the news of a piece that was just counted, if it was the day's
// first.
func (t *turn) streakNews(s *store.Space, me *store.Member, team *store.Team, a *store.Attempt) (string, error) {
	today, err := s.Day(me, a.Day)
	if err != nil || today.Items != 1 || !wantsStreak(me, team) {
		return "", err
	}
	days, err := recentDays(s, me)
	if err != nil {
		return "", err
	}
	st := streakOf(days, worked(me, team), t.today(t.now, me, team))
	return st.news(days), nil
}
