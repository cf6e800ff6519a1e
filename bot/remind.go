package bot

import (
	"fmt"
	"strings"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

func remindCommand() Command {
	return Command{
		Name: "remind", Args: "HH:MM [days] [ZONE] | off | later | skip",
		Forms: []Form{
			{"set", "remind", "brings you a task or a question at a time", []Option{
				{"time", "HH:MM", AnyWord, true}, {"days", "your working days if left out", DayWords, false}, {"zone", "your own if left out", ZoneWords, false},
			}},
			{Name: "off", Say: "remind off", Brief: "stops your reminders"},
			{Name: "show", Say: "remind", Brief: "shows when your reminder comes next"},
			{Name: "later", Say: "remind later", Brief: "moves today's reminder by two hours"},
			{Name: "skip", Say: "remind skip", Brief: "leaves out the rest of this week"},
		},
		Brief: "brings you a task or a question by direct message, at your time",
		Detail: "Without days it comes on your working days (`settings days`). Days are `daily`, `weekdays`, `weekends`, or names such as `mon,wed,fri` and `mon-thu`. " +
			"`remind` alone shows when it comes next; `remind later` moves today's by two hours, `remind skip` leaves out the rest of the week. " +
			"After three that found you busy I ask whether to go on, and rest until you say `remind keep`, or `remind less` for fewer days.",
		Example: []string{"remind 09:00", "remind 08:30 mon,wed,fri Europe/Berlin", "remind off"},
		Parse:   parseRemind,
	}
}

func parseRemind(b *Bot, args string) (Action, error) {
	switch strings.ToLower(args) {
	case "":
		return (*turn).showReminder, nil
	case "off":
		return (*turn).stopReminder, nil
	case "later":
		return (*turn).remindLater, nil
	case "skip":
		return (*turn).skipWeek, nil
	case "keep", "less":
		return func(t *turn) (Post, error) { return t.keepReminder(strings.EqualFold(args, "less")) }, nil
	}
	c := remindCommand()
	when, err := b.timing(&c, args)
	if err != nil {
		return nil, err
	}
	return func(t *turn) (Post, error) { return t.setReminder(when) }, nil
}

// shutSentence tells a member, at their next line, that reminders did not arrive.
const shutSentence = "I could not reach you with your reminder: your direct messages are closed to me. " +
	"Open them for this server or app; from now on I try again at your usual times. `remind off` stops them."

func (t *turn) setReminder(when timing) (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		me.Remind = store.Reminder{
			Spec: when.spec(), OwnDays: when.days != 0, Zone: when.zone,
			First: me.Remind.First, Turn: me.Remind.Turn,
		}
		t.rests, me.Heard = false, t.now
		if err := t.refile(s, me, t.now); err != nil {
			return err
		}
		post, err = t.reminderPost(s, me, "I will bring you a task or a question by direct message")
		return err
	})
	t.wake()
	return post, err
}

func (t *turn) showReminder() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		t.rests = false
		if !me.Remind.On() {
			post = noReminder()
			return nil
		}
		post, err = t.reminderPost(s, me, "Your reminder comes by direct message")
		return err
	})
	return post, err
}

func noReminder() Post {
	return Post{
		Body:    "You have no reminder. `remind 09:00` brings you a small task or a question by direct message at nine on your working days.",
		Choices: []Choice{{"Remind me at 09:00", "remind 09:00"}},
	}
}

// reminderPost says when the reminder comes next.
func (t *turn) reminderPost(s *store.Space, me *store.Member, says string) (Post, error) {
	team, err := s.Team()
	if err != nil {
		return Post{}, err
	}
	if !me.Remind.Quiet.IsZero() {
		return Post{
			Body:    "Your reminder rests, since the last three found you busy. Shall it go on?",
			Choices: keepReminderChoices(),
		}, nil
	}
	table, _ := t.remindTable(me, team)
	when := "at " + strings.TrimSuffix(me.Remind.Spec, " daily")
	if !me.Remind.OwnDays {
		when += " on your working days"
	}
	post := Post{
		Body:    fmt.Sprintf("%s %s (%s). The next times are:\n\n%s", says, when, table.Zone, bullets(nextTimes(table, t.now, me.Remind.First, 3))),
		Choices: []Choice{{"Stop it", "remind off"}},
	}
	post.Footer = t.zoneOf(me, team).note()
	if table.Calendar.Back != (schedule.Date{}) && t.today(t.now, me, team).Before(table.Calendar.Back) {
		post.Footer = fmt.Sprintf("It rests until %s. %s", dayName(table.Calendar.Back), post.Footer)
	}
	return post, nil
}

func (t *turn) stopReminder() (Post, error) {
	err := t.update(func(s *store.Space, me *store.Member) error {
		if err := t.release(s, me, store.Unwanted, "switched off"); err != nil {
			return err
		}
		t.rests = false
		me.Remind = store.Reminder{First: me.Remind.First, Turn: me.Remind.Turn}
		return t.refile(s, me, t.now)
	})
	return Post{Body: "No more reminders. `remind 09:00` starts them again."}, err
}

// release settles the reminders that are held for a member, of which there is at
// most one.
func (b *Bot) release(s *store.Space, me *store.Member, status store.Status, why string) error {
	day := schedule.DateOf(b.now(), time.UTC) // theirs is at most one off
	held, err := reminders(s, me.ID, day.AddDays(-1), day.AddDays(1))
	if err != nil {
		return err
	}
	for _, p := range held {
		if !p.Status.Open() || p.Status == store.Leased {
			continue
		}
		if err := b.settlePromise(s, p, status, why); err != nil {
			return err
		}
	}
	return nil
}

// laterBy is how much later "later today" is.
const laterBy = 2 * time.Hour

// remindLater promises today's reminder once more, later.
func (t *turn) remindLater() (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		table, on := t.remindTable(me, team)
		if !on {
			post = noReminder()
			return nil
		}
		zone := table.Zone
		at := t.now.Add(laterBy).Truncate(time.Minute)
		day := schedule.DateOf(t.now, zone)
		if working, why := table.Calendar.Working(day); !working {
			post = Post{Body: "I do not come by myself today (" + why + "). `task` gives you one whenever you like."}
			return nil
		}
		if !at.Before(day.At(schedule.MakeUpBefore, zone)) {
			post = Post{Body: "It is too late to come back today; the next one comes as planned. `task` gives you one whenever you like."}
			return nil
		}
		post = Post{Body: "I will come back at " + mark(at, 't') + "."}
		rest := "/later-" + at.In(zone).Format("1504")
		if _, err := s.Promised(remindKey(day, me.ID, rest)); err == nil {
			return nil
		}
		if err := t.release(s, me, store.Superseded, "a later reminder took its place"); err != nil {
			return err
		}
		return t.promiseReminder(s, me, at, day, zone, rest)
	})
	t.wake()
	return post, err
}

func (t *turn) skipWeek() (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		day := t.today(t.now, me, team)
		next := day.AddDays(7 - (int(day.Weekday())+6)%7)
		me.Remind.SkipTo = next.String()
		if err := t.release(s, me, store.Unwanted, "skipped this week"); err != nil {
			return err
		}
		post = Post{
			Body:    "No reminders for the rest of this week; the next may come on " + dayName(next) + ".",
			Choices: []Choice{{"When next?", "remind"}},
		}
		return t.refile(s, me, t.now)
	})
	return post, err
}
