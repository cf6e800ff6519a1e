package bot

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

func dailyCommand() Command {
	return Command{
		Name: "daily", Args: "HH:MM [days] [ZONE] [quiz] [skills…] [levels…] | off", Lead: true,
		Forms: []Form{
			{"set", "daily", "posts a task or a question here every working day", []Option{
				{"time", "HH:MM", AnyWord, true}, {"days", "the team's working days if left out", DayWords, false},
				{"zone", "your own if left out", ZoneWords, false}, {"form", "`quiz` for a question; a task if left out", FormWords, false},
				{"skills", "what it is about; all if left out", SkillWords, false}, {"level", "of what it brings; all if left out", LevelWords, false},
			}},
			{Name: "off", Say: "daily off", Brief: "stops the daily task here"},
			{Name: "show", Say: "daily", Brief: "shows what is set here"},
		},
		Brief: "posts a practice task, or a question, in this channel every working day",
		Detail: "One per channel; a new one replaces it, from tomorrow if today's was posted. Without days it comes on the team's working days. " +
			"With the word `quiz` it is a question: everybody answers in private, and eight hours later, at midnight at the latest, I say who took part and what share was right. " +
			"Skills and levels (`entry`, `mid`, `senior`) narrow what it is about. `daily` alone shows what is set.",
		Example: []string{"daily 09:30", "daily 10:00 mon-thu Europe/Berlin databases apis mid", "daily 09:00 mon-fri quiz", "daily off"},
		Parse:   parseDaily,
	}
}

func parseDaily(b *Bot, args string) (Action, error) {
	if args == "" {
		return (*turn).showDaily, nil
	}
	verb, place, _ := strings.Cut(args, " ")
	if act := ofDaily(strings.ToLower(verb), store.PlaceID(place)); act != nil && !strings.Contains(place, " ") {
		return leads(act), nil
	}
	c := dailyCommand()
	when, err := b.timing(&c, args)
	if err != nil {
		return nil, err
	}
	return leads(func(t *turn) (Post, error) { return t.setDaily(when) }), nil
}

// ofDaily is what a word says of the daily task of a place, or of the one where it
// is said; nil if it says nothing.
func ofDaily(verb string, place store.PlaceID) Action {
	switch verb {
	case "off":
		return func(t *turn) (Post, error) { return t.stopDaily(place) }
	case "keep", "less":
		return func(t *turn) (Post, error) { return t.keepDaily(place, verb == "less") }
	}
	return nil
}

func (t *turn) setDaily(when timing) (post Post, err error) {
	if t.Place.Direct {
		return Post{}, Mistake("A daily task belongs to a channel; say it there. For yourself there is `remind 09:00`.")
	}
	err = t.update(func(s *store.Space, me *store.Member) error {
		channel, team, err := t.channel(s, "")
		if err != nil {
			return err
		}
		if when.zone == "" {
			when.zone = t.zoneOf(me, team).String()
		}
		channel.Daily = store.Daily{
			Next: channel.Daily.Next, // where it stands until it is filed anew
			Spec: when.spec(), OwnDays: when.days != 0, Zone: when.zone,
			Quiz: when.quiz, Skills: when.skills, Levels: when.levels, By: me.ID, Set: t.now,
		}
		channel.Heard = t.now
		if err := t.fileDaily(s, channel, team, t.now); err != nil {
			return err
		}
		post = t.dailyPost(channel, team)
		return nil
	})
	t.wake()
	return post, err
}

// channel is the record of a place or, if it is empty, of the one that the line
// was said in.
func (t *turn) channel(s *store.Space, place store.PlaceID) (*store.Channel, *store.Team, error) {
	channel, err := s.Channel(cmp.Or(place, t.Place.ID))
	if err != nil {
		return nil, nil, err
	}
	if t.Place.Name != "" && channel.ID == t.Place.ID {
		channel.Name = t.Place.Name
	}
	team, err := s.Team()
	return channel, team, err
}

// fileDaily writes a channel whose daily task was set and puts it into the due
// index, from tomorrow if today's was posted.
func (b *Bot) fileDaily(s *store.Space, channel *store.Channel, team *store.Team, now time.Time) error {
	if err := s.Unfile(channel.Daily.Next, store.DailyDue, string(channel.ID)); err != nil {
		return err
	}
	table, _ := b.dailyTable(&channel.Daily, team)
	day := schedule.DateOf(now, table.Zone)
	from, err := afterPromised(s, dailyKey(day, channel.ID), now, day, table.Zone)
	if err != nil {
		return err
	}
	channel.Daily.Next = time.Time{}
	if next, ok := table.Next(from); ok {
		channel.Daily.Next = next.At
		if err := s.File(next.At, store.DailyDue, string(channel.ID)); err != nil {
			return err
		}
	}
	return s.PutChannel(channel)
}

func (t *turn) showDaily() (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		channel, team, err := t.channel(s, "")
		if err != nil {
			return err
		}
		if !channel.Daily.On() {
			post = t.noDaily(channel)
			return nil
		}
		post = t.dailyPost(channel, team)
		return nil
	})
	return post, err
}

// noDaily is said of a channel without a daily task.
func (t *turn) noDaily(c *store.Channel) Post {
	return Post{Body: capital(t.here(c)) + " has no daily task. A lead can set one, as in `daily 09:30`."}
}

// channelName is what a channel is called.
func channelName(c *store.Channel) string { return cmp.Or(c.Name, string(c.ID)) }

// here is what a channel is called where the line was said.
func (t *turn) here(c *store.Channel) string {
	if c.ID == t.Place.ID {
		return "this channel"
	}
	return quoted(channelName(c))
}

// keepChoices are the answers to whether a daily task shall go on, wherever they
// are given.
func keepChoices(place store.PlaceID) []Choice {
	at := " " + string(place)
	return []Choice{{"Keep", "daily keep" + at}, {"Less often", "daily less" + at}, {"Stop", "daily off" + at}}
}

// dailyPost says when a channel's daily task comes next.
func (t *turn) dailyPost(channel *store.Channel, team *store.Team) Post {
	if !channel.Daily.Quiet.IsZero() {
		return Post{
			Body:    fmt.Sprintf("The daily %s in %s rests, since nobody took up the last three. A lead can let it go on.", dailyPiece(&channel.Daily), t.here(channel)),
			Choices: keepChoices(channel.ID),
		}
	}
	table, _ := t.dailyTable(&channel.Daily, team)
	when := "at " + strings.TrimSuffix(channel.Daily.Spec, " daily")
	if !channel.Daily.OwnDays {
		when += " on working days"
	}
	return Post{
		Body: fmt.Sprintf("%s gets a practice %s %s (%s), from %s. The next times are:\n\n%s", capital(t.here(channel)),
			dailyPiece(&channel.Daily), when, table.Zone, aboutDaily(&channel.Daily), bullets(nextTimes(table, t.now, channel.Daily.Next, 3))),
		Choices: []Choice{{"Stop it", "daily off " + string(channel.ID)}},
	}
}

// aboutDaily says what a channel's daily task is about.
func aboutDaily(d *store.Daily) string {
	about := "all skills"
	if len(d.Skills) > 0 {
		about = list(d.Skills)
	}
	if len(d.Levels) > 0 {
		about += ", level " + list(d.Levels)
	}
	return about
}

func (t *turn) stopDaily(place store.PlaceID) (post Post, err error) {
	err = t.update(func(s *store.Space, _ *store.Member) error {
		channel, _, err := t.channel(s, place)
		if err != nil {
			return err
		}
		if err := s.Unfile(channel.Daily.Next, store.DailyDue, string(channel.ID)); err != nil {
			return err
		}
		channel.Daily = store.Daily{}
		post = Post{Body: fmt.Sprintf("No more daily tasks in %s. `daily 09:30` starts them again.", t.here(channel))}
		return s.PutChannel(channel)
	})
	return post, err
}
