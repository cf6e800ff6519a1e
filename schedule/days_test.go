package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDaysString(t *testing.T) {
	for _, tt := range []struct {
		days Days
		want string
	}{
		{0, "no days"},
		{Daily, "daily"},
		{Weekdays, "weekdays"},
		{Weekends, "weekends"},
		{1 << time.Sunday, "sun"},
		{1<<time.Monday | 1<<time.Wednesday | 1<<time.Friday, "mon,wed,fri"},
		{1<<time.Sunday | 1<<time.Monday, "mon,sun"},
		{Daily &^ (1 << time.Friday), "mon-thu,sat-sun"},
	} {
		if got := tt.days.String(); got != tt.want {
			t.Errorf("%07b is %q, want %q", tt.days, got, tt.want)
		}
	}
}

func TestDaysRoundTrip(t *testing.T) {
	for days := Days(1); days <= Daily; days++ {
		if got, err := ParseDays(days.String()); got != days {
			t.Errorf("%q parses to %v, %v", days, got, err)
		}
	}
}

// TestDayRanges holds every range to a walk through the week.
func TestDayRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Weekday(rapid.IntRange(0, 6).Draw(t, "from"))
		to := time.Weekday(rapid.IntRange(0, 6).Draw(t, "to"))
		got, err := ParseDays(from.String() + "-" + to.String()[:3])
		if err != nil {
			t.Fatal(err)
		}
		inside := true
		for i := range 7 {
			day := (from + time.Weekday(i)) % 7
			if got.Has(day) != inside {
				t.Errorf("%v to %v is %v", from, to, got)
			}
			inside = inside && day != to
		}
	})
}

func TestClockRoundTrip(t *testing.T) {
	for c := range Clock(24 * 60) {
		if got, err := ParseClock(c.String()); got != c || err != nil {
			t.Errorf("%q parses to %v, %v", c, got, err)
		}
	}
}
