package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func berlin(t testing.TB, spec string) Timetable {
	t.Helper()
	parsed, err := Parse(spec)
	if err != nil {
		t.Fatal(err)
	}
	return Timetable{Spec: parsed, Zone: place(t, "Europe/Berlin"), Calendar: Calendar{Days: Weekdays, Country: "DE"}}
}

func TestTimetableNext(t *testing.T) {
	plain := berlin(t, "09:00")
	paused := plain
	paused.Calendar.Back = day(t, "2026-09-02")
	forever := plain
	forever.Calendar.Back = day(t, "9999-12-31")
	never := plain
	never.Calendar.Days = 0
	nuuk := Timetable{Spec: At(23*60+30, Daily), Zone: place(t, "America/Nuuk"), Calendar: Calendar{Days: Daily &^ (1 << time.Saturday)}}
	for _, tt := range []struct {
		timetable  Timetable
		after, day string
	}{
		{plain, "2026-08-24T08:59:59+02:00", "2026-08-24"},
		{plain, "2026-08-24T09:00:00+02:00", "2026-08-25"},
		{plain, "2026-08-28T12:00:00+02:00", "2026-08-31"}, // over the weekend
		{plain, "2026-12-24T12:00:00+01:00", "2026-12-28"}, // over Christmas and the weekend
		{paused, "2026-08-24T08:00:00+02:00", "2026-09-02"},
		{forever, "2026-08-24T08:00:00+02:00", ""},
		{never, "2026-08-24T08:00:00+02:00", ""},
		{berlin(t, "* * * * *"), "2026-12-24T23:59:00+01:00", "2026-12-28"},
		{nuuk, "2026-03-28T12:00:00-02:00", "2026-03-29"}, // Saturday's would be at Sunday's first instant
	} {
		next, ok := tt.timetable.Next(instant(t, tt.after))
		if ok != (tt.day != "") || ok && next.Day.String() != tt.day {
			t.Errorf("%q after %s comes on %v, %v; want %s", tt.timetable.Spec, tt.after, next.Day, ok, tt.day)
		}
	}
	first, _ := berlin(t, "* * * * *").Next(instant(t, "2026-12-24T23:59:00+01:00"))
	if want := instant(t, "2026-12-28T00:00:00+01:00"); !first.At.Equal(want) {
		t.Errorf("the first minute of the next working day is %v", first.At)
	}
}

func TestDue(t *testing.T) {
	at9, at21, hourly := berlin(t, "09:00"), berlin(t, "21:00"), berlin(t, "0 * * * *")
	for _, tt := range []struct {
		name       string
		timetable  Timetable
		filed, now string
		want       string // "" is nothing to post
		skipped    int
	}{
		{"not yet", at9, "2026-08-24T09:00:00+02:00", "2026-08-24T08:59:59+02:00", "", 0},
		{"to the instant", at9, "2026-08-24T09:00:00+02:00", "2026-08-24T09:00:00+02:00", "2026-08-24T09:00:00+02:00", 0},
		{"a busy loop", at9, "2026-08-24T09:00:00+02:00", "2026-08-24T09:00:07+02:00", "2026-08-24T09:00:00+02:00", 0},
		{"back within four hours", at9, "2026-08-24T09:00:00+02:00", "2026-08-24T13:00:00+02:00", "2026-08-24T09:00:00+02:00", 0},
		{"back later", at9, "2026-08-24T09:00:00+02:00", "2026-08-24T13:00:01+02:00", "", 1},
		{"two days down", at9, "2026-08-24T09:00:00+02:00", "2026-08-26T11:00:00+02:00", "2026-08-26T09:00:00+02:00", 2},
		{"two days down, back late", at9, "2026-08-24T09:00:00+02:00", "2026-08-26T18:00:00+02:00", "", 3},
		{"down over the weekend", at9, "2026-08-28T09:00:00+02:00", "2026-08-31T10:00:00+02:00", "2026-08-31T09:00:00+02:00", 1},
		{"back on a Saturday", at9, "2026-08-28T09:00:00+02:00", "2026-08-29T10:00:00+02:00", "", 1},
		{"in the evening, on time", at21, "2026-08-24T21:00:00+02:00", "2026-08-24T21:10:00+02:00", "2026-08-24T21:00:00+02:00", 0},
		{"in the evening, late", at21, "2026-08-24T21:00:00+02:00", "2026-08-24T21:10:01+02:00", "", 1},
		{"after midnight", at21, "2026-08-24T21:00:00+02:00", "2026-08-25T00:30:00+02:00", "", 1},
		{"to the last minute", berlin(t, "16:30"), "2026-08-24T16:30:00+02:00", "2026-08-24T19:59:59+02:00", "2026-08-24T16:30:00+02:00", 0},
		{"at eight", berlin(t, "16:30"), "2026-08-24T16:30:00+02:00", "2026-08-24T20:00:00+02:00", "", 1},
		{"no burst", hourly, "2026-08-24T09:00:00+02:00", "2026-08-24T12:30:00+02:00", "2026-08-24T12:00:00+02:00", 3},
		{"the time was changed since", at9, "2026-08-24T07:00:00+02:00", "2026-08-24T09:01:00+02:00", "2026-08-24T09:00:00+02:00", 0},
		{"the time was moved on", at9, "2026-08-24T07:00:00+02:00", "2026-08-24T07:00:00+02:00", "", 0},
		{"down for ten years", at9, "2016-08-24T09:00:00+02:00", "2026-08-24T09:00:00+02:00", "2026-08-24T09:00:00+02:00", 251},
	} {
		now := instant(t, tt.now)
		got, next, skipped, ok := tt.timetable.Due(instant(t, tt.filed), now)
		if want, _ := tt.timetable.Next(now); next != want {
			t.Errorf("%s: next is %v, want %v", tt.name, next, want)
		}
		if ok != (tt.want != "") || ok && !got.At.Equal(instant(t, tt.want)) || skipped != tt.skipped {
			t.Errorf("%s: %v, %v, %d skipped; want %q, %d", tt.name, got.At, ok, skipped, tt.want, tt.skipped)
		}
	}
}

func TestDueOnDayOff(t *testing.T) {
	timetable := berlin(t, "09:00")
	filed := instant(t, "2026-08-24T09:00:00+02:00")
	timetable.Calendar.Off = []Date{day(t, "2026-08-24")} // decided after it was filed
	if got, _, skipped, ok := timetable.Due(filed, filed); ok || skipped != 0 {
		t.Errorf("on a day off %v is posted, %d skipped", got, skipped)
	}
}

// TestDueProperties: an entry that is looked at late and refiled, again and again,
// posts only what Next lists, each at most once, in order.
func TestDueProperties(t *testing.T) {
	zone := place(t, "Europe/Berlin")
	rapid.Check(t, func(t *rapid.T) {
		timetable := Timetable{
			Spec:     At(Clock(rapid.IntRange(0, 1439).Draw(t, "clock")), Days(rapid.IntRange(1, 127).Draw(t, "days"))),
			Zone:     zone,
			Calendar: Calendar{Days: Daily, Country: "DE"},
		}
		now := time.Date(2027, 3, 20, 0, 0, 0, 0, zone)
		filed, ok := timetable.Next(now)
		posted := time.Time{}
		for i := 0; i < 20 && ok; i++ {
			now = filed.At.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "minutes late")) * time.Minute)
			due, _, _, post := timetable.Due(filed.At, now)
			if post {
				again, _ := timetable.Next(due.At.Add(-1))
				if again != due || !due.At.After(posted) || due.At.After(now) || due.At.Before(filed.At) {
					t.Fatalf("%q filed for %v posts %v at %v after %v", timetable.Spec, filed.At, due.At, now, posted)
				}
				if late := now.Sub(due.At); late > MakeUpWithin || late > OnTime && now.In(zone).Hour() >= 20 {
					t.Fatalf("%q posts %v at %v", timetable.Spec, due.At, now)
				}
				posted = due.At
			}
			filed, ok = timetable.Next(now)
		}
	})
}
