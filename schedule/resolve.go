package schedule

import "time"

// Resolve is the instant of a wall time in a zone: the first instant at which a
// clock there shows the wall time or a later one. A wall time that the clocks
// skip is thereby the first instant after the gap, and one that happens twice is
// its first time. A later wall time never resolves to an earlier instant.
//
// The wall time is the date and time of day that wall shows; wall's own
// location is ignored. The result is in the zone.
func Resolve(wall time.Time, zone *time.Location) time.Time {
	wall = wallTime(wall, wall.Location())
	// No zone was ever further than 16 hours from UTC, so this is before.
	const margin = 26 * time.Hour
	at := wall.Add(-margin).In(zone)
	for {
		// In this stretch of constant offset the clock shows wall at t.
		_, offset := at.Zone()
		start, end := stretch(at)
		t := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if t.Before(start) {
			return start // the clock jumped over it
		}
		if end.IsZero() || t.Before(end) {
			return t
		}
		at = end
	}
}

// stretch is the time of constant offset around at; a zero end is none. Where the
// zone goes on by a rule, the standard library ends every year after 365 days and
// so, on the last day of a leap year, before at (golang.org/issue/81583).
func stretch(at time.Time) (start, end time.Time) {
	start, end = at.ZoneBounds()
	if !end.IsZero() && !end.After(at) {
		end = end.Add(24 * time.Hour)
	}
	return start, end
}

// wallTime is what a clock in the zone shows at t, written as if in UTC: there
// every wall time exists once, and arithmetic on it is that of the wall.
func wallTime(t time.Time, zone *time.Location) time.Time {
	_, offset := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
