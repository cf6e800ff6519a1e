package bot

import (
	"fmt"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/schedule"
	"mentorbot/store"
)

func progressCommand() Command {
	return Command{
		Name:    "progress",
		Forms:   []Form{{Say: "progress"}},
		Brief:   "shows what you know, what is due and what fades",
		Example: []string{"progress"},
		Parse:   noArgs((*turn).progress),
	}
}

func (t *turn) progress() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return err
		}
		team, err := s.Team()
		if err != nil {
			return err
		}
		days, err := recentDays(s, me)
		if err != nil {
			return err
		}
		post = t.progressPost(l, l.due(), weekOf(days, l.day))
		post.Footer = streakLine(days, me, team, t.today(t.now, me, team))
		return nil
	})
	return post, err
}

// due counts the items that are due today.
func (l *learner) due() int {
	items, _ := l.DueToday(l.Curriculum)
	return len(items)
}

// recentDays are the days on which a member practised, latest first, as far
// back as a streak is counted.
func recentDays(s *store.Space, me *store.Member) ([]*store.DaySum, error) {
	return s.Days(me, "", longestStreak)
}

// longestStreak bounds how far back a streak is counted, in days of practice.
const longestStreak = 2_000

func (t *turn) progressPost(l *learner, due int, week store.DaySum) Post {
	post := Post{
		Title:   "Your progress",
		Choices: []Choice{{"A task", "task"}, {"A question", "quiz"}, {"My plan", "plan"}},
	}
	var lines []string
	var fades []string
	for _, skill := range t.library.Skills() {
		touched := false
		for _, topic := range skill.Topics {
			switch l.standing(topic) {
			case choice.Fading:
				fades = append(fades, topic.Title)
				touched = true
			case choice.Begun, choice.Known:
				touched = true
			}
		}
		if touched {
			n := l.mastered(&skill)
			lines = append(lines, fmt.Sprintf("%s **%s**: %d of %d known", bar(n, len(skill.Topics)), skill.Title, n, len(skill.Topics)))
		}
	}
	if len(lines) == 0 && week.Items == 0 {
		post.Body = "Nothing practised yet. Take a task or a question; five minutes are enough for a start."
		return post
	}
	if len(lines) > 0 {
		post.Body = bullets(lines) + "\n\n"
	}
	post.Body += bullets([]string{
		fmt.Sprintf("This week: %s in %s, %s right", plural(week.Items, "piece"), plural(week.Minutes, "minute"), percent(week.Right, week.Items)),
		"Due now: " + plural(due, "piece"),
		"Fading: " + firstOf(fades, 5),
	})
	return post
}

// firstOf lists some names and says how many are left out.
func firstOf(names []string, n int) string {
	switch {
	case len(names) == 0:
		return "nothing"
	case len(names) > n:
		return list(append(names[:n:n], fmt.Sprintf("%d more", len(names)-n)))
	}
	return list(names)
}

func percent(part, whole int) string {
	if whole == 0 {
		return "none"
	}
	return fmt.Sprintf("%d %%", (100*part+whole/2)/whole)
}

// monday is the first day of a day's week.
func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// weekOf sums the days of the week that a day lies in.
func weekOf(days []*store.DaySum, day time.Time) (week store.DaySum) {
	from := monday(day)
	for _, d := range days {
		if store.Midnight(d.Day).Before(from) {
			break
		}
		week.Items += d.Items
		week.Right += d.Right
		week.Minutes += d.Minutes
	}
	return week
}

// streakLine is the streak with its rule; empty if streaks are off.
func streakLine(days []*store.DaySum, me *store.Member, team *store.Team, day schedule.Date) string {
	if me.NoStreak || team.NoStreaks {
		return ""
	}
	n := streak(days, worked(me, team), day)
	return fmt.Sprintf("Streak: %s. It counts your working days with at least one piece done; days off, holidays and pauses never break it, and today counts once you practise.",
		plural(n, "working day"))
}

// streak counts working days in a row with practice, back from a day, which
// does not break it while it lasts. A day off on which something was done
// counts too.
func streak(days []*store.DaySum, working func(schedule.Date) bool, day schedule.Date) (n int) {
	practised := make(map[string]bool, len(days))
	first := day.String()
	for _, d := range days {
		if d.Items > 0 {
			practised[d.Day] = true
			first = min(first, d.Day)
		}
	}
	for d := day; d.String() >= first; d = d.AddDays(-1) {
		switch {
		case practised[d.String()]:
			n++
		case d != day && working(d):
			return n
		}
	}
	return n
}
