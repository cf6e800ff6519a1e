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

// worked says of a day that is over whether it was one to practise on. A pause
// began on some day; those before it count.
func worked(me *store.Member, team *store.Team) func(schedule.Date) bool {
	calendar := workdays(me, team)
	calendar.Back = schedule.Date{}
	return func(d schedule.Date) bool {
		working, _ := calendar.Working(d)
		day := d.String()
		return working && !slices.ContainsFunc(me.Pauses, func(p store.Pause) bool { return p.From <= day && day < p.Until })
	}
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
