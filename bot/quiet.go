package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// When what the bot brings finds nobody, it asks once whether to go on, and then
// is quiet: a member about their reminder; about a channel's daily task whoever
// set it, else a lead, so that the channel is not asked in public why it is silent.
//
// A reaction to a reminder is any line of the member's after it, to a daily task
// any line said in its channel. Only the first line after each is written down. How
// many found nobody is not counted anywhere: it is read from the promises
// themselves. The question is a promise whose key names when somebody was last
// heard, so it is made once; that it was asked is written down with its settling.

// askAfter is how many posts in a row may find nobody.
const askAfter = 3

// leftAlone says whether the latest posts found nobody: askAfter were sent before
// today and since somebody was heard. Key is what the one of a day is promised
// under.
func leftAlone(s *store.Space, heard time.Time, today schedule.Date, key func(schedule.Date) store.Key) (bool, error) {
	since := schedule.DateOf(heard, time.UTC).AddDays(-1) // theirs is at most one off
	since = laterDay(since, today.AddDays(-keptDays))
	n := 0
	for day := today.AddDays(-1); since.Before(day); day = day.AddDays(-1) {
		p, err := s.Promised(key(day))
		if ignoreAbsent(err) != nil {
			return false, err
		}
		if err == nil && p.Status == store.Sent && p.From.After(heard) {
			n++
		}
		if n == askAfter {
			return true, nil
		}
	}
	return false, nil
}

func laterDay(a, b schedule.Date) schedule.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func askReminderKey(me *store.Member) store.Key {
	return store.Key(fmt.Sprintf("ask/reminder/%d/%s", me.Heard.Unix(), me.ID))
}

func askDailyKey(c *store.Channel) store.Key {
	return store.Key(fmt.Sprintf("ask/daily/%d/%s", c.Heard.Unix(), c.ID))
}

// latestTime is the latest time at which a schedule may have come on the day that
// it is, or else the day's beginning: whoever was heard since then need not be
// written down again.
func latestTime(spec string, zone *time.Location, now time.Time) time.Time {
	day := schedule.DateOf(now, zone)
	clock, _, _ := strings.Cut(spec, " ")
	if c, err := schedule.ParseClock(clock); err == nil && !now.Before(day.At(c, zone)) {
		return day.At(c, zone)
	}
	return day.At(0, zone)
}

// remindOrAsk promises a member's reminder or, if the last ones found nobody, the
// question instead.
func (b *Bot) remindOrAsk(s *store.Space, me *store.Member, o schedule.Occurrence, zone *time.Location) error {
	switch {
	case me.Remind.Shut || !me.Remind.Quiet.IsZero():
		return nil
	case me.Heard.IsZero(): // it was set before anybody listened
		me.Heard = o.At
		if err := s.PutMember(me); err != nil {
			return err
		}
	}
	alone, err := leftAlone(s, me.Heard, o.Day, func(day schedule.Date) store.Key { return remindKey(day, me.ID, "") })
	if err != nil {
		return err
	}
	if !alone {
		return b.promiseReminder(s, me, o.At, o.Day, zone, "")
	}
	return b.promiseAsk(s, me, store.Promise{Key: askReminderKey(me)}, o.At)
}

// dailyOrAsk is remindOrAsk for a channel's daily task, which it changes.
func (b *Bot) dailyOrAsk(s *store.Space, c *store.Channel, o schedule.Occurrence, zone *time.Location) error {
	switch {
	case !c.Daily.Quiet.IsZero():
		return nil
	case c.Heard.IsZero():
		c.Heard = o.At
	}
	alone, err := leftAlone(s, c.Heard, o.Day, func(day schedule.Date) store.Key { return dailyKey(day, c.ID) })
	if err != nil {
		return err
	}
	daily := store.Promise{
		Key: dailyKey(o.Day, c.ID), Kind: store.DailyTask,
		Place: c.ID, By: c.Daily.By, Made: b.now(),
		From: o.At, Until: o.Day.AddDays(1).At(0, zone),
		Status: store.Waiting, At: o.At,
	}
	if !alone {
		_, err := s.Promise(&daily)
		return err
	}
	to, err := b.owner(s, &daily)
	if err != nil {
		return err
	}
	ask := store.Promise{Key: askDailyKey(c), About: c.ID}
	if to == nil { // nobody is left to ask but the channel
		ask.Place = c.ID
	}
	return b.promiseAsk(s, to, ask, o.At)
}

// promiseAsk promises the question to a member or, if that is nil, to a place.
func (b *Bot) promiseAsk(s *store.Space, to *store.Member, p store.Promise, at time.Time) error {
	p.Kind, p.Status, p.Made = store.Ask, store.Waiting, b.now()
	p.From, p.At, p.Until = at, at, at.Add(tellFor)
	if to != nil {
		p.Member, p.By = to.ID, to.ID
	}
	made, err := s.Promise(&p)
	if err != nil || !made || to == nil {
		return err
	}
	return s.NotePromise(to, &p)
}

// prepareAsk says whether a question is still to be asked.
func (b *Bot) prepareAsk(s *store.Space, p *store.Promise) (wanted bool, why string, err error) {
	const heard, off = "somebody was heard meanwhile", "it was switched off"
	if p.About != "" {
		c, err := s.Channel(p.About)
		switch {
		case err != nil:
			return false, "", err
		case !c.Daily.On():
			return false, off, nil
		}
		return c.Daily.Quiet.IsZero() && p.Key == askDailyKey(c), heard, nil
	}
	me, err := s.Member(p.Member)
	switch {
	case err != nil:
		return false, "the member is gone", ignoreAbsent(err)
	case !me.Remind.On():
		return false, off, nil
	}
	return me.Remind.Quiet.IsZero() && p.Key == askReminderKey(me), heard, nil
}

// keepReminderChoices are the answers to whether a reminder shall go on.
func keepReminderChoices() []Choice {
	return []Choice{{"Keep", "remind keep"}, {"Less often", "remind less"}, {"Stop", "remind off"}}
}

// askPost is the question.
func askPost(s *store.Space, p *store.Promise) (Post, error) {
	if p.About == "" {
		return Post{
			Body:    "The last three reminders came at a bad time, it seems. Shall they go on? Until you say so I send no more.",
			Choices: keepReminderChoices(),
		}, nil
	}
	c, err := s.Channel(p.About)
	if err != nil {
		return Post{}, err
	}
	return Post{
		Body: fmt.Sprintf("Nobody took up the last three daily %ss in %s. Shall they go on? Until a lead says so I post no more there.",
			dailyPiece(&c.Daily), quoted(channelName(c))),
		Choices: keepChoices(c.ID),
	}, nil
}

// asked writes down that a question was asked, or that it cannot be: it is not
// asked again. Who was heard while it was on its way has answered it.
func (b *Bot) asked(s *store.Space, p *store.Promise, now time.Time) error {
	if p.Status == store.Unwanted {
		return nil
	}
	if p.About != "" {
		c, err := s.Channel(p.About)
		if err != nil || !c.Daily.On() || p.Key != askDailyKey(c) {
			return err
		}
		c.Daily.Quiet = now
		return s.PutChannel(c)
	}
	me, err := s.Member(p.Member)
	if err != nil || !me.Remind.On() || p.Key != askReminderKey(me) {
		return ignoreAbsent(err)
	}
	me.Remind.Quiet = now
	me.Remind.Shut = p.Status == store.Gone
	return s.PutMember(me)
}

// unheard says whether a line is the first of a member since their reminder may
// have come.
func (t *turn) unheard(me *store.Member, team *store.Team) bool {
	table, on := t.remindTable(me, team)
	return on && me.Heard.Before(latestTime(me.Remind.Spec, table.Zone, t.now))
}

// hear notes such a line. The first after they were asked tells them that
// reminders rest.
func (t *turn) hear(me *store.Member, team *store.Team) {
	if t.unheard(me, team) {
		t.rests = me.Heard.Before(me.Remind.Quiet)
		me.Heard = t.now
	}
}

// restNote says that reminders rest.
const restNote = "Your reminders rest until you want them back: `remind keep`."

// unheardChannel is unheard for the channel of a line.
func (t *turn) unheardChannel(s *store.Space, team *store.Team) (c *store.Channel, unheard bool, err error) {
	if t.Place.Direct || t.Place.ID == "" {
		return nil, false, nil
	}
	c, err = s.Channel(t.Place.ID)
	if err != nil {
		return nil, false, err
	}
	table, on := t.dailyTable(&c.Daily, team)
	return c, on && c.Heard.Before(latestTime(c.Daily.Spec, table.Zone, t.now)), nil
}

// hearChannel is hear for the channel of a line.
func (t *turn) hearChannel(s *store.Space, team *store.Team) error {
	c, unheard, err := t.unheardChannel(s, team)
	if err != nil || !unheard {
		return err
	}
	c.Heard = t.now
	return s.PutChannel(c)
}

// keepReminder lets a reminder go on, or less often.
func (t *turn) keepReminder(less bool) (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		if !me.Remind.On() {
			post = noReminder()
			return nil
		}
		team, err := s.Team()
		if err != nil {
			return err
		}
		if less {
			days := workdays(me, team).Days
			if me.Remind.Spec, err = lessOften(me.Remind.Spec, days, me.Remind.OwnDays); err != nil {
				return err
			}
			me.Remind.OwnDays = true
		}
		t.rests = false
		me.Heard, me.Remind.Quiet = t.now, time.Time{}
		if err := t.refile(s, me, t.now); err != nil {
			return err
		}
		post, err = t.reminderPost(s, me, "Your reminder goes on coming by direct message")
		return err
	})
	t.wake()
	return post, err
}

// keepDaily is keepReminder for the daily task of a channel.
func (t *turn) keepDaily(place store.PlaceID, less bool) (post Post, err error) {
	err = t.update(func(s *store.Space, _ *store.Member) error {
		c, team, err := t.channel(s, place)
		if err != nil {
			return err
		}
		if !c.Daily.On() {
			post = t.noDaily(c)
			return nil
		}
		if less {
			if c.Daily.Spec, err = lessOften(c.Daily.Spec, teamDays(team).Days, c.Daily.OwnDays); err != nil {
				return err
			}
			c.Daily.OwnDays = true
		}
		c.Heard, c.Daily.Quiet = t.now, time.Time{}
		if err := t.fileDaily(s, c, team, t.now); err != nil {
			return err
		}
		post = t.dailyPost(c, team)
		return nil
	})
	t.wake()
	return post, err
}

// lessOften is a schedule on fewer days: two of three and more, one of two. It
// came on the usual days unless it had days of its own.
func lessOften(spec string, usual schedule.Days, own bool) (string, error) {
	clock, days, _ := strings.Cut(spec, " ")
	at, err := schedule.ParseClock(clock)
	if err != nil {
		return "", fmt.Errorf("less often: %w", err)
	}
	if own {
		if usual, err = schedule.ParseDays(days); err != nil {
			return "", fmt.Errorf("less often: %w", err)
		}
	}
	var all []schedule.Days
	for day := time.Monday; day <= time.Saturday+1; day++ {
		if one := schedule.Days(1 << (day % 7)); usual&one != 0 {
			all = append(all, one)
		}
	}
	few := all[0]
	if len(all) > 2 {
		few |= all[(len(all)+1)/2]
	}
	return schedule.At(at, few).String(), nil
}

// resting are the channels whose daily task rests because nobody took it up.
func resting(s *store.Space) (names []string, err error) {
	channels, err := s.Channels(manyChannels)
	for _, c := range channels {
		if c.Daily.On() && !c.Daily.Quiet.IsZero() {
			names = append(names, quoted(channelName(c)))
		}
	}
	slices.Sort(names)
	return names, err
}
