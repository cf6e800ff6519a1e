package bot

import (
	"slices"
	"sync"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// zones loads time zones once. It holds as many as there are in the world.
type zones struct{ loaded sync.Map }

// load is schedule.LoadZone, remembered.
func (z *zones) load(name string) (*time.Location, error) {
	if loc, ok := z.loaded.Load(name); ok {
		return loc.(*time.Location), nil
	}
	loc, err := schedule.LoadZone(name)
	if err == nil && loc.String() == name {
		z.loaded.Store(name, loc)
	}
	return loc, err
}

// A zone is where somebody is, and how that is known.
type zone struct {
	*time.Location
	guess string // what it was taken from if the member did not say; else empty
}

// zoneOf is a member's own zone, else what the platform knows, else the
// workspace's, else UTC.
func (b *Bot) zoneOf(me *store.Member, team *store.Team) zone {
	for _, known := range []struct{ name, guess string }{
		{me.Zone, ""},
		{me.SeenZone, "what your profile says"},
		{team.Zone, "your team's setting"},
	} {
		if known.name == "" {
			continue
		}
		if loc, err := b.zones.load(known.name); err == nil {
			return zone{loc, known.guess}
		}
	}
	return zone{time.UTC, "a guess"}
}

// teamZone is the zone of a workspace's own times.
func (b *Bot) teamZone(team *store.Team) zone { return b.zoneOf(&store.Member{}, team) }

// note says which zone was guessed, and how to set it; empty if it is known.
func (z zone) note() string {
	if z.guess == "" {
		return ""
	}
	return "Times are in " + z.String() + ", from " + z.guess + "; `settings zone Europe/Berlin` sets yours."
}

// today is the day it is for a member.
func (b *Bot) today(now time.Time, me *store.Member, team *store.Team) schedule.Date {
	return schedule.DateOf(now, b.zoneOf(me, team).Location)
}

// teamToday is the day it is for the team.
func (b *Bot) teamToday(now time.Time, team *store.Team) schedule.Date {
	return schedule.DateOf(now, b.teamZone(team).Location)
}

// midnightOf is a day as the store keeps it.
func midnightOf(d schedule.Date) time.Time { return store.Midnight(d.String()) }

// workdays is the calendar of a member: their days or the team's, the team's
// holidays and days off, and their pause.
func workdays(me *store.Member, team *store.Team) schedule.Calendar {
	c := teamDays(team)
	if days, err := schedule.ParseDays(me.Days); err == nil {
		c.Days = days
	}
	if back, err := schedule.ParseISODate(me.LastPause().Until); err == nil {
		c.Back = back
	}
	return c
}

// worked says of a day that is over whether it was one to practise on, by the
// settings of that time.
func worked(me *store.Member, team *store.Team) func(schedule.Date) bool {
	all := stretches(me, team)
	return func(d schedule.Date) bool {
		day := d.String()
		i := slices.IndexFunc(all, func(s stretch) bool { return day < s.until })
		working, _ := all[i].Working(d)
		return working && !paused(me, day) && !slices.Contains(me.Excused, day) && !slices.Contains(team.Excused, day)
	}
}

// paused says whether a day lies in a pause.
func paused(me *store.Member, day string) bool {
	return slices.ContainsFunc(me.Pauses, func(p store.Pause) bool { return p.From <= day && day < p.Until })
}

// A stretch is the calendar of a time in which no setting changed.
type stretch struct {
	schedule.Calendar
	until string // ISO date of the first day after it
}

// stretches are the calendars of a member, pauses aside, until the end of time.
func stretches(me *store.Member, team *store.Team) (all []stretch) {
	const never = "~" // comes after every date
	ends := []string{never}
	for _, w := range slices.Concat(me.Were, team.Were) {
		ends = append(ends, w.Until)
	}
	slices.Sort(ends)
	for _, end := range slices.Compact(ends) {
		mine, theirs := *me, *team
		mine.Pauses = nil
		theirs.DaysOff = slices.Concat(team.DaysOff, team.WereOff)
		if w := before(me.Were, end); w != nil {
			mine.Days = w.Days
		}
		if w := before(team.Were, end); w != nil {
			theirs.Days, theirs.Holidays = w.Days, w.Holidays
		}
		all = append(all, stretch{workdays(&mine, &theirs), end})
	}
	return all
}

// before is what was set on the day before one; nil if that is still so.
func before(were []store.Workweek, end string) *store.Workweek {
	i := slices.IndexFunc(were, func(w store.Workweek) bool { return w.Until >= end })
	if i < 0 {
		return nil
	}
	return &were[i]
}

// mostWere bounds how many former settings are remembered.
const mostWere = 50

// remembered adds what was set until today. Of several changes in a day the day
// itself knows the last.
func remembered(were []store.Workweek, w store.Workweek) []store.Workweek {
	if n := len(were); n > 0 && were[n-1].Until >= w.Until {
		return were
	}
	were = append(were, w)
	return were[max(0, len(were)-mostWere):]
}

// excuse adds the days that a change of zone cut short: those from the day that
// it was to the day that it became, if the calendar went forward.
func excuse(excused []string, was, is schedule.Date) []string {
	if !was.Before(is) {
		return excused
	}
	for day := was; !is.Before(day); day = day.AddDays(1) {
		excused = append(excused, day.String())
	}
	slices.Sort(excused)
	excused = slices.Compact(excused)
	return excused[max(0, len(excused)-mostWere):]
}

// teamDays is the calendar of the team: Monday to Friday unless it said else.
func teamDays(team *store.Team) schedule.Calendar {
	c := schedule.Calendar{Days: schedule.Weekdays, Country: team.Holidays}
	if days, err := schedule.ParseDays(team.Days); err == nil {
		c.Days = days
	}
	for _, off := range team.DaysOff {
		if day, err := schedule.ParseISODate(off); err == nil {
			c.Off = append(c.Off, day)
		}
	}
	return c
}
