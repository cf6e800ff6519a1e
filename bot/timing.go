package bot

import (
	"strings"
	"time"

	"mentorbot/content"
	"mentorbot/schedule"
	"mentorbot/store"
)

// A timing is what people say of when: HH:MM [days] [ZONE] [quiz] [skills…] [levels…].
type timing struct {
	clock  schedule.Clock
	days   schedule.Days // 0 if it named none
	zone   string        // empty if it named none
	quiz   bool          // it is to be a question
	skills []string
	levels []string
}

// spec is the schedule; without days of its own it comes daily, and the
// calendar it is used with leaves out what is not a working day.
func (w timing) spec() string {
	if w.days == 0 {
		return schedule.At(w.clock, schedule.Daily).String()
	}
	return schedule.At(w.clock, w.days).String()
}

// timing reads a time and what follows it: each word is tried as days, then as
// a zone, then as the word quiz, then as a level, then as a skill.
func (b *Bot) timing(c *Command, args string) (timing, error) {
	words := strings.Fields(args)
	if !strings.Contains(words[0], ":") && (words[0][0] < '0' || words[0][0] > '9') {
		return timing{}, errQuestion
	}
	clock, err := schedule.ParseClock(words[0])
	if err != nil {
		return timing{}, c.usage(sentence(err))
	}
	when := timing{clock: clock}
	for _, word := range words[1:] {
		if err := b.timingWord(c, &when, word); err != nil {
			return timing{}, err
		}
	}
	return when, nil
}

func (b *Bot) timingWord(c *Command, when *timing, word string) error {
	days, daysErr := schedule.ParseDays(word)
	if daysErr == nil {
		when.days |= days
		return nil
	}
	if strings.Contains(word, "/") || strings.EqualFold(word, "UTC") {
		zone, err := b.zones.load(word)
		if err != nil {
			return c.usage(sentence(err))
		}
		when.zone = zone.String()
		return nil
	}
	if !c.Lead {
		return c.usage(sentence(daysErr))
	}
	if strings.EqualFold(word, "quiz") {
		when.quiz = true
		return nil
	}
	if level, err := content.ParseLevel(word); err == nil {
		when.levels = append(when.levels, level.String())
		return nil
	}
	skill, ok := b.library.ResolveSkill(word)
	if !ok {
		return unknown(word, b.library.Nearest(word, 3))
	}
	when.skills = append(when.skills, skill.ID)
	return nil
}

// sentence makes an error of another package one that a member may read.
func sentence(err error) string { return strings.TrimRight(capital(err.Error()), ".") + "." }

// remindTable is when a member's reminder comes; ok is false if it is off.
func (b *Bot) remindTable(me *store.Member, team *store.Team) (table schedule.Timetable, ok bool) {
	spec, err := schedule.Parse(me.Remind.Spec)
	if err != nil {
		return table, false
	}
	table = schedule.Timetable{Spec: spec, Zone: b.zoneOf(me, team).Location, Calendar: workdays(me, team)}
	if me.Remind.Zone != "" {
		if zone, err := b.zones.load(me.Remind.Zone); err == nil {
			table.Zone = zone
		}
	}
	if me.Remind.OwnDays {
		table.Calendar.Days = schedule.Daily
	}
	if skip, err := schedule.ParseISODate(me.Remind.SkipTo); err == nil && table.Calendar.Back.Before(skip) {
		table.Calendar.Back = skip
	}
	return table, true
}

// dailyTable is when a channel's daily task comes; ok is false if it is off.
func (b *Bot) dailyTable(d *store.Daily, team *store.Team) (table schedule.Timetable, ok bool) {
	spec, err := schedule.Parse(d.Spec)
	if err != nil {
		return table, false
	}
	table = schedule.Timetable{Spec: spec, Zone: b.teamZone(team).Location, Calendar: teamDays(team)}
	if d.Zone != "" {
		if zone, err := b.zones.load(d.Zone); err == nil {
			table.Zone = zone
		}
	}
	if d.OwnDays {
		table.Calendar.Days = schedule.Daily
	}
	return table, true
}

// refile writes the member and files their reminder anew at its next time, which
// follows from everything about them.
func (b *Bot) refile(s *store.Space, me *store.Member, now time.Time) error {
	team, err := s.Team()
	if err != nil {
		return err
	}
	if err := b.unfile(s, me); err != nil {
		return err
	}
	me.Remind.First = time.Time{}
	me.Remind.Turn++
	if table, on := b.remindTable(me, team); on {
		day := schedule.DateOf(now, table.Zone)
		from, err := afterPromised(s, remindKey(day, me.ID, ""), now, day, table.Zone)
		if err != nil {
			return err
		}
		if next, ok := table.Next(from); ok {
			me.Remind.First = next.At
			if err := s.File(next.At, store.RemindDue, store.RemindID(me)); err != nil {
				return err
			}
		}
	}
	return s.PutMember(me)
}

// unfile takes a member's reminder out of the due index. Where the team's
// settings have moved it meanwhile, an entry stays that does nothing.
func (b *Bot) unfile(s *store.Space, me *store.Member) error {
	team, err := s.Team()
	if err != nil {
		return err
	}
	if err := s.Unfile(me.Remind.First, store.RemindDue, store.RemindID(me)); err != nil {
		return err
	}
	table, on := b.remindTable(me, team)
	if next, ok := table.Next(b.now()); on && ok {
		return s.Unfile(next.At, store.RemindDue, store.RemindID(me))
	}
	return nil
}

// afterPromised is the instant after which a schedule that is set anew comes:
// now, or the end of the day if what it promises was promised today.
func afterPromised(s *store.Space, key store.Key, now time.Time, day schedule.Date, zone *time.Location) (time.Time, error) {
	if _, err := s.Promised(key); err != nil {
		return now, ignoreAbsent(err)
	}
	return day.AddDays(1).At(0, zone).Add(-1), nil
}

// nextTimes are the next few times of a timetable, each as a line with a time
// mark: those after now, but none before the one that is filed.
func nextTimes(table schedule.Timetable, now, filed time.Time, n int) (lines []string) {
	from := now
	if filed.After(now) {
		from = filed.Add(-1)
	}
	for range n {
		next, ok := table.Next(from)
		if !ok {
			return lines
		}
		lines = append(lines, mark(next.At, 'F'))
		from = next.At
	}
	return lines
}
