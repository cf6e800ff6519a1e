package bot

import (
	"fmt"
	"strings"
	"time"

	"mentorbot/bot/heatmap"
	"mentorbot/store"
)

// manyWeeks is how many weeks the picture of them shows.
const manyWeeks = 12

// weeks shows the last weeks as a picture.
func (t *turn) weeks() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		days, err := recentDays(s, me)
		if err != nil {
			return err
		}
		c := &chart{day: midnightOf(t.today(t.now, me, team))}
		c.from = monday(c.day).AddDate(0, 0, -7*(manyWeeks-1))
		c.fill(t.Bot, me, team, days)
		post, err = c.post()
		return err
	})
	return post, err
}

// A chart is a member's last weeks.
type chart struct {
	from, day time.Time // the first Monday, and today; see store.Midnight
	weeks     []heatmap.Week
	sum       store.DaySum
	active    int // days with practice
}

// fill finds out what each day was.
func (c *chart) fill(b *Bot, me *store.Member, team *store.Team, days []*store.DaySum) {
	done := make(map[string]*store.DaySum, len(days))
	for _, d := range days {
		done[d.Day] = d
	}
	working := worked(me, team)
	frozen := map[string]bool{}
	if wantsStreak(me, team) {
		for _, d := range streakOf(days, working, dateOf(c.day)).frozen {
			frozen[d.String()] = true
		}
	}
	born := b.today(me.Born, me, team).String()
	c.weeks = make([]heatmap.Week, manyWeeks)
	for i := range 7 * manyWeeks {
		at := c.from.AddDate(0, 0, i)
		day := at.Format(time.DateOnly)
		square := &c.weeks[i/7][i%7]
		if d := done[day]; d != nil && !at.After(c.day) {
			square.Pieces = d.Items
			c.add(d)
		}
		switch {
		case at.After(c.day) || day < born:
		case paused(me, day):
			square.Kind = heatmap.Paused
		case frozen[day]:
			square.Kind = heatmap.Frozen
		case working(dateOf(at)):
			square.Kind = heatmap.Working
		default:
			square.Kind = heatmap.Off
		}
	}
}

// add counts a day.
func (c *chart) add(d *store.DaySum) {
	if d.Items > 0 {
		c.active++
	}
	c.sum.Items += d.Items
	c.sum.Right += d.Right
	c.sum.Minutes += d.Minutes
}

func (c *chart) post() (Post, error) {
	data, err := heatmap.PNG(c.from, c.weeks)
	if err != nil {
		return Post{}, err
	}
	return Post{
		Title:   "Your last twelve weeks",
		Body:    fmt.Sprintf("On %s: %s.", plural(c.active, "day"), weekLine(&c.sum)),
		Choices: []Choice{{"My progress", "progress"}, {"A task", "task"}},
		File: &File{
			Name: "weeks-" + c.day.Format(time.DateOnly) + ".png", Type: "image/png", Data: data, Alt: c.words(),
		},
	}, nil
}

// words say what the picture shows: pieces by day, week after week that has
// something to say, Monday first. They stand on one line, which no platform
// changes.
func (c *chart) words() string {
	var weeks []string
	for w, week := range c.weeks {
		var days []string
		for _, day := range week {
			days = append(days, wordOf(day))
		}
		text := strings.TrimRight(strings.Join(days, " "), " ")
		if text == "" {
			continue
		}
		weeks = append(weeks, c.from.AddDate(0, 0, 7*w).Format("2 Jan")+": "+strings.Join(strings.Fields(text), " "))
	}
	return "Pieces a day from Monday on, by week: " + strings.Join(weeks, "; ") + "."
}

// wordOf is a day in a word; empty for one that is still to come.
func wordOf(day heatmap.Day) string {
	if day.Pieces > 0 {
		return fmt.Sprint(day.Pieces)
	}
	return map[heatmap.Kind]string{heatmap.Working: "0", heatmap.Off: "off", heatmap.Paused: "pause", heatmap.Frozen: "freeze"}[day.Kind]
}
