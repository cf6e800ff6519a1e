package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Spec is a schedule in wall time: a time of day on days of the week, or five
// fields of cron. Specs are equal (==) if their texts are. The zero value never
// comes.
type Spec struct {
	text  string
	table crontab
}

// At is the schedule of one time of day on the given days of the week.
func At(clock Clock, days Days) Spec {
	return Spec{text: clock.String() + " " + days.String(), table: clockTable(clock, days)}
}

// Parse reads a schedule: "HH:MM [days]", as in "09:00 mon-fri", with days as
// ParseDays reads them and daily if there are none; or the five fields of cron,
// as in "30 9 * * mon-fri". In cron the days of week go from 0, Sunday, to 6, and
// if both day fields are set (are no plain star) either one matches. Seconds,
// @-words and TZ= are errors, and so is a schedule that can never come.
func Parse(text string) (Spec, error) {
	fields := strings.Fields(tidy(text))
	switch {
	case len(fields) > 0 && strings.Contains(fields[0], ":"):
		return parseAt(fields[0], fields[1:])
	case strings.Contains(text, "="):
		return Spec{}, fmt.Errorf("%s names a time zone inside the schedule: leave it out and name it separately", quote(text))
	case len(fields) != len(cronFields):
		return Spec{}, fmt.Errorf(`%s is not a schedule: write a time and days such as "09:00 mon-fri", or the five fields of cron such as "30 9 * * mon-fri"`, quote(text))
	}
	table, err := parseCron(fields)
	if err != nil {
		return Spec{}, err
	}
	return Spec{text: strings.Join(fields, " "), table: table}, nil
}

// parseAt reads a time of day and the words of its days, if any.
func parseAt(clock string, words []string) (Spec, error) {
	at, err := ParseClock(clock)
	if err != nil {
		return Spec{}, err
	}
	if len(words) == 0 {
		return At(at, Daily), nil
	}
	days, err := ParseDays(strings.Join(words, " "))
	if err != nil {
		return Spec{}, err
	}
	return At(at, days), nil
}

// String is the canonical text, which [Parse] reads as an equal Spec:
// "09:00 weekdays", "30 9 * * mon-fri".
func (s Spec) String() string { return s.text }

// Next is the first instant strictly after the given one at which the schedule
// comes in the zone. It is in the zone. ok is false if there is none in the
// next five years, as for 29 February from 2096 to 2104.
func (s Spec) Next(after time.Time, zone *time.Location) (at time.Time, ok bool) {
	next, ok := s.next(after, zone)
	return next.At, ok
}

// Occurrence is one coming of a schedule.
type Occurrence struct {
	At time.Time // when, in the schedule's zone

	// Day is the local day it stands for, the one to name it by. It is At's day
	// unless the clocks skipped the end of Day, when At is the first instant of
	// the next one. Of several wall times that became one instant in a gap, the
	// latest counts.
	Day Date
}

func (s Spec) next(after time.Time, zone *time.Location) (next Occurrence, ok bool) {
	if s == (Spec{}) {
		return Occurrence{}, false
	}
	wall := wallTime(after, zone)
	for {
		if wall = nextWall(&s.table, wall); wall.IsZero() {
			return Occurrence{}, false
		}
		// In the second pass of an hour that happens twice, the hour's wall
		// times resolve to the first pass, which is over.
		if next.At = Resolve(wall, zone); next.At.After(after) {
			break
		}
	}
	for shown := wallTime(next.At, zone); wall.Before(shown); {
		later := nextWall(&s.table, wall)
		if later.IsZero() || later.After(shown) {
			break
		}
		wall = later
	}
	next.Day = DateOf(wall, time.UTC)
	return next, true
}
