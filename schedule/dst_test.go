package schedule

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestDaylightSaving is what happens where the clocks change.
func TestDaylightSaving(t *testing.T) {
	for _, tt := range []struct{ zone, spec, from, want string }{
		// New York springs from 02:00 to 03:00 on 14 March 2027.
		{"America/New_York", "02:30", "2027-03-13T12:00:00-05:00",
			"2027-03-14T03:00:00-04:00 2027-03-15T02:30:00-04:00"},
		{"America/New_York", "02:30 sun", "2027-03-13T12:00:00-05:00",
			"2027-03-14T03:00:00-04:00 2027-03-21T02:30:00-04:00"},
		{"America/New_York", "*/20 2 * * *", "2027-03-13T12:00:00-05:00",
			"2027-03-14T03:00:00-04:00 2027-03-15T02:00:00-04:00 2027-03-15T02:20:00-04:00"},
		{"America/New_York", "*/30 1-3 * * *", "2027-03-14T01:00:00-05:00",
			"2027-03-14T01:30:00-05:00 2027-03-14T03:00:00-04:00 2027-03-14T03:30:00-04:00"},
		{"America/New_York", "03:00", "2027-03-13T12:00:00-05:00",
			"2027-03-14T03:00:00-04:00 2027-03-15T03:00:00-04:00"},
		// It falls back from 02:00 to 01:00 on 1 November 2026.
		{"America/New_York", "01:30", "2026-10-31T12:00:00-04:00",
			"2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00"},
		{"America/New_York", "01:30", "2026-11-01T01:10:00-05:00", // in the second pass it is over
			"2026-11-02T01:30:00-05:00"},
		{"America/New_York", "*/30 * * * *", "2026-11-01T00:50:00-04:00",
			"2026-11-01T01:00:00-04:00 2026-11-01T01:30:00-04:00 2026-11-01T02:00:00-05:00"},
		{"America/New_York", "02:00", "2026-10-31T12:00:00-04:00",
			"2026-11-01T02:00:00-05:00 2026-11-02T02:00:00-05:00"},
		{"America/New_York", "09:00", "2026-10-31T09:00:00-04:00",
			"2026-11-01T09:00:00-05:00 2026-11-02T09:00:00-05:00"},
		// London springs from 01:00 to 02:00 on 28 March 2027, and back on 25 October 2026.
		{"Europe/London", "01:00", "2027-03-27T12:00:00Z",
			"2027-03-28T02:00:00+01:00 2027-03-29T01:00:00+01:00"},
		{"Europe/London", "01:15", "2026-10-24T12:00:00+01:00",
			"2026-10-25T01:15:00+01:00 2026-10-26T01:15:00Z"},
		{"Europe/London", "09:00 weekdays", "2026-10-23T09:00:00+01:00",
			"2026-10-26T09:00:00Z 2026-10-27T09:00:00Z"},
		// São Paulo had no midnight on 4 November 2018, and 23:00 to 24:00 of
		// 17 February 2018 twice.
		{"America/Sao_Paulo", "00:00", "2018-11-03T12:00:00-03:00",
			"2018-11-04T01:00:00-02:00 2018-11-05T00:00:00-02:00"},
		{"America/Sao_Paulo", "00:30 sun", "2018-11-03T12:00:00-03:00",
			"2018-11-04T01:00:00-02:00 2018-11-11T00:30:00-02:00"},
		{"America/Sao_Paulo", "23:30", "2018-02-17T12:00:00-02:00",
			"2018-02-17T23:30:00-02:00 2018-02-18T23:30:00-03:00"},
		{"America/Sao_Paulo", "00:00", "2018-02-17T12:00:00-02:00",
			"2018-02-18T00:00:00-03:00 2018-02-19T00:00:00-03:00"},
		// Lord Howe moves by half an hour: from 02:00 to 02:30 on 4 October
		// 2026, from 02:00 to 01:30 on 4 April 2027.
		{"Australia/Lord_Howe", "02:15", "2026-10-03T12:00:00+10:30",
			"2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00"},
		{"Australia/Lord_Howe", "01:45", "2027-04-03T12:00:00+11:00",
			"2027-04-04T01:45:00+11:00 2027-04-05T01:45:00+10:30"},
		{"Australia/Lord_Howe", "*/15 1-2 * * *", "2026-10-04T01:40:00+10:30",
			"2026-10-04T01:45:00+10:30 2026-10-04T02:30:00+11:00 2026-10-04T02:45:00+11:00"},
		// Samoa had no 30 December 2011.
		{"Pacific/Apia", "09:00", "2011-12-29T08:00:00-10:00",
			"2011-12-29T09:00:00-10:00 2011-12-31T00:00:00+14:00 2011-12-31T09:00:00+14:00"},
		{"Pacific/Apia", "09:00 fri", "2011-12-28T08:00:00-10:00",
			"2011-12-31T00:00:00+14:00 2012-01-06T09:00:00+14:00"},
		{"Pacific/Apia", "0 */8 * * *", "2011-12-29T12:00:00-10:00",
			"2011-12-29T16:00:00-10:00 2011-12-31T00:00:00+14:00 2011-12-31T08:00:00+14:00"},
		// Nuuk skips the last hour of a Saturday.
		{"America/Nuuk", "23:30", "2026-03-28T12:00:00-02:00",
			"2026-03-29T00:00:00-01:00 2026-03-29T23:30:00-01:00"},
		// The last day of a leap year that the zone database does not list.
		{"America/New_York", "09:00", "2040-12-30T12:00:00-05:00",
			"2040-12-31T09:00:00-05:00 2041-01-01T09:00:00-05:00"},
		{"Australia/Sydney", "09:00", "2040-12-30T12:00:00+11:00",
			"2040-12-31T09:00:00+11:00 2041-01-01T09:00:00+11:00"},
		// The 30th of February never comes, the 29th every fourth year.
		{"Europe/London", "0 12 29 2 *", "2026-01-01T00:00:00Z",
			"2028-02-29T12:00:00Z 2032-02-29T12:00:00Z"},
	} {
		want := strings.Fields(tt.want)
		if got := occurrences(t, tt.spec, tt.zone, tt.from, len(want)); !slices.Equal(got, want) {
			t.Errorf("%s, %q after %s:\n got %v\nwant %v", tt.zone, tt.spec, tt.from, got, want)
		}
	}
}

// TestOccurrenceDay is the day that an occurrence stands for.
func TestOccurrenceDay(t *testing.T) {
	for _, tt := range []struct{ zone, spec, from, at, day string }{
		{"Europe/London", "23:30", "2026-08-24T12:00:00+01:00", "2026-08-24T23:30:00+01:00", "2026-08-24"},
		{"America/Sao_Paulo", "00:00", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00", "2018-11-04"},
		{"America/Nuuk", "23:30", "2026-03-28T12:00:00-02:00", "2026-03-29T00:00:00-01:00", "2026-03-28"},
		{"America/Nuuk", "0 0,23 * * *", "2026-03-28T12:00:00-02:00", "2026-03-29T00:00:00-01:00", "2026-03-29"},
		{"Pacific/Apia", "09:00", "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-30"},
		{"Pacific/Apia", "00:00", "2011-12-29T12:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31"},
	} {
		spec, err := Parse(tt.spec)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := spec.next(instant(t, tt.from), place(t, tt.zone))
		if !ok || !got.At.Equal(instant(t, tt.at)) || got.Day.String() != tt.day {
			t.Errorf("%s, %q: %v for %v, want %s for %s", tt.zone, tt.spec, got.At, got.Day, tt.at, tt.day)
		}
	}
}

// somewhere draws a zone and an instant near, if there is one, a change of its
// clocks. Until 1972 there were offsets with seconds in them.
func somewhere(t *rapid.T) (zone *time.Location, at time.Time) {
	lines := strings.Split(strings.TrimSpace(zoneList), "\n")
	words := strings.Fields(rapid.SampledFrom(lines).Draw(t, "area"))
	zone, err := LoadZone(words[0] + "/" + rapid.SampledFrom(words[1:]).Draw(t, "city"))
	if err != nil {
		t.Fatal(err)
	}
	year := rapid.IntRange(1973, 2060).Draw(t, "year")
	at = time.Date(year, 1, 1, 0, 0, 0, 0, zone)
	if _, change := at.ZoneBounds(); !change.IsZero() {
		at = change
	}
	minutes := rapid.IntRange(-3000, 3000).Draw(t, "minutes")
	return zone, at.Truncate(time.Minute).Add(time.Duration(minutes) * time.Minute)
}

// TestResolveByWatching holds Resolve to its definition: it watches a clock on the
// wall, minute by minute, until it shows the wall time or later.
func TestResolveByWatching(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, at := somewhere(t)
		wall := wallTime(at, zone)
		want := at.Add(-27 * time.Hour)
		for wallTime(want, zone).Before(wall) {
			want = want.Add(time.Minute)
		}
		got := Resolve(wall, zone)
		if !got.Equal(want) || got.Location() != zone {
			t.Errorf("%v in %v is %v, the clock showed it at %v", wall, zone, got, want)
		}
		once := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
		if unambiguous(once) && !got.Equal(once) {
			t.Errorf("%v exists once in %v, at %v, but is resolved to %v", wall, zone, once, got)
		}
	})
}

// unambiguous reports whether no clock change is within a day and a half.
func unambiguous(at time.Time) bool {
	start, end := at.ZoneBounds()
	return (start.IsZero() || at.Sub(start) > 36*time.Hour) && (end.IsZero() || end.Sub(at) > 36*time.Hour)
}

// TestNextByWatching watches a clock for two days and rings whenever it first
// shows a time of the schedule or has jumped over one; Next must give the same.
func TestNextByWatching(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, from := somewhere(t)
		spec := someSpec(t)
		var want []time.Time
		shown := latestShown(from, zone)
		for at := from.Add(time.Minute); at.Sub(from) <= 48*time.Hour; at = at.Add(time.Minute) {
			now := wallTime(at, zone)
			rings := false
			for ; shown.Before(now); shown = shown.Add(time.Minute) {
				rings = rings || matches(spec, shown.Add(time.Minute))
			}
			if rings {
				want = append(want, at)
			}
		}
		at := from
		for _, w := range want {
			next, ok := spec.Next(at, zone)
			if !ok || !next.Equal(w) || !next.After(at) {
				t.Fatalf("%q in %v after %v: %v, the clock rang at %v", spec, zone, at.In(zone), next, w.In(zone))
			}
			at = next
		}
		if next, ok := spec.Next(at, zone); ok && next.Sub(from) <= 48*time.Hour {
			t.Errorf("%q in %v: %v, when no clock rang", spec, zone, next)
		}
	})
}

// someSpec draws a time of day on some days, or a cron line of many times a day.
func someSpec(t *rapid.T) Spec {
	if rapid.Bool().Draw(t, "once a day") {
		clock := Clock(rapid.IntRange(0, 1439).Draw(t, "clock"))
		return At(clock, Days(rapid.IntRange(1, 127).Draw(t, "days")))
	}
	minute, step := rapid.IntRange(0, 59).Draw(t, "minute"), rapid.IntRange(1, 59).Draw(t, "step")
	hours := rapid.IntRange(1, 23).Draw(t, "hours")
	spec, err := Parse(fmt.Sprintf("%d-59/%d */%d * * *", minute, step, hours))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// latestShown is the latest wall time that a clock has shown up to an instant.
func latestShown(at time.Time, zone *time.Location) time.Time {
	latest := wallTime(at, zone)
	for before := range 27 * 60 {
		if shown := wallTime(at.Add(-time.Duration(before)*time.Minute), zone); shown.After(latest) {
			latest = shown
		}
	}
	return latest
}

// matches reports whether a schedule that names no month or day of the month
// comes at a wall time.
func matches(spec Spec, wall time.Time) bool {
	return spec.table.Minute>>wall.Minute()&1 == 1 && spec.table.Hour>>wall.Hour()&1 == 1 &&
		spec.table.Dow>>int(wall.Weekday())&1 == 1
}
