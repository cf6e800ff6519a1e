package bot

import (
	"fmt"
	"strings"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/store"
)

func progressCommand() Command {
	return Command{
		Name: "progress", Args: "[weeks]",
		Forms:   []Form{{Say: "progress", Options: []Option{{"view", "weeks: your last twelve as a picture", ViewWords, false}}}},
		Brief:   "shows what you know, what fades and what comes back when",
		Detail:  "`progress weeks` shows your last twelve weeks as a picture, which says the same in words.",
		Example: []string{"progress", "progress weeks"},
		Parse:   parseProgress,
	}
}

func parseProgress(_ *Bot, args string) (Action, error) {
	switch strings.ToLower(args) {
	case "":
		return (*turn).progress, nil
	case "weeks":
		return (*turn).weeks, nil
	}
	return nil, errQuestion
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
		post = t.progressPost(l, weekOf(days, l.day))
		goal, err := t.goalLine(l)
		if err != nil {
			return err
		}
		post.Body = strings.TrimSpace(post.Body + "\n\n" + goal)
		if wantsStreak(me, team) && len(days) > 0 {
			st := streakOf(days, worked(me, team), dateOf(l.day))
			post.Body += "\n\n" + st.line(dateOf(l.day))
			post.Footer = streakRule
		}
		return nil
	})
	return post, err
}

// recentDays are the days on which a member practised, latest first, as far
// back as a streak is counted.
func recentDays(s *store.Space, me *store.Member) ([]*store.DaySum, error) {
	return s.Days(me, "", longestStreak)
}

func (t *turn) progressPost(l *learner, week store.DaySum) Post {
	post := Post{
		Title:   "Your progress",
		Choices: []Choice{{"A task", "task"}, {"A question", "quiz"}, {"My plan", "plan"}, {"Twelve weeks", "progress weeks"}},
	}
	var lines []string
	for _, m := range l.masteries(t.library.Skills()) {
		if m.touched() > 0 {
			lines = append(lines, fmt.Sprintf("%s **%s**: %s", m.bar(), m.skill.Title, m.numbers()))
		}
	}
	if len(lines) == 0 && week.Items == 0 {
		post.Body = "Nothing practised yet. Take a task or a question; five minutes are enough for a start."
		post.Choices = post.Choices[:3]
		return post
	}
	post.Body = bullets([]string{"This week: " + weekLine(&week), "Fading: " + firstOf(l.fading(), 5)})
	if len(lines) > 0 {
		post.Body = bullets(lines) + "\n\n" + l.defined() + "\n\n" + post.Body
	}
	if back := l.comebacks(); len(back) > 0 {
		post.Body += "\n\n**Coming back**\n\n" + bullets(back)
	}
	return post
}

// fading are the titles of the topics that fade.
func (l *learner) fading() (titles []string) {
	for i := range l.Topics {
		if l.Standing(&l.Topics[i]) == choice.Fading {
			titles = append(titles, l.Topics[i].Title)
		}
	}
	return titles
}

// weekLine is what was done in a week.
func weekLine(week *store.DaySum) string {
	return fmt.Sprintf("%s in %s, %s right", plural(week.Items, "piece"), plural(week.Minutes, "minute"), percent(week.Right, week.Items))
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
	to := from.AddDate(0, 0, 7)
	for _, d := range days {
		if at := store.Midnight(d.Day); at.Before(from) || !at.Before(to) {
			continue
		}
		week.Items += d.Items
		week.Right += d.Right
		week.Minutes += d.Minutes
	}
	return week
}
