package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	today := Date{2026, time.August, 24} // a Monday
	for _, tt := range []struct{ text, want string }{
		{"2026-09-01", "2026-09-01"},
		{" 2026-08-23 ", "2026-08-23"}, // whether it may be past is the caller's
		{"2028-02-29", "2028-02-29"},
		{"tuesday", "2026-08-25"},
		{"FRI", "2026-08-28"},
		{"sun", "2026-08-30"},
		{"monday", "2026-08-31"}, // not today
	} {
		if got, err := ParseDate(tt.text, today); err != nil || got.String() != tt.want {
			t.Errorf("ParseDate(%q) = %v, %v; want %s", tt.text, got, err, tt.want)
		}
	}
	for _, text := range []string{"", "yesterday", "mo", "2026-02-29", "2026-9-1", "01.09.2026", "2026-09-01T00:00", "next week", "fri-mon"} {
		got, err := ParseDate(text, today)
		if err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, got)
		}
	}
	_, err := ParseDate("yesterday", today)
	if want := `"yesterday" is not a day: write a date such as 2026-08-31 or a weekday such as monday`; err == nil || err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date{2026, time.January, 1}.AddDays(rapid.IntRange(-300_000, 300_000).Draw(t, "day"))
		n := rapid.IntRange(-300_000, 300_000).Draw(t, "days")
		later := d.AddDays(n)
		if later.DaysSince(d) != n || later.AddDays(-n) != d || d.Before(later) != (n > 0) {
			t.Errorf("%d days after %v is %v, which is %d days since", n, d, later, later.DaysSince(d))
		}
		if got, err := ParseISODate(d.String()); got != d || err != nil {
			t.Errorf("%v parses to %v, %v", d, got, err)
		}
	})
}

// TestDateAt is the length of days, and DateOf as At's inverse.
func TestDateAt(t *testing.T) {
	for _, tt := range []struct {
		zone  string
		day   Date
		hours float64
	}{
		{"UTC", Date{2026, 8, 24}, 24},
		{"America/New_York", Date{2027, 3, 14}, 23},
		{"America/New_York", Date{2026, 11, 1}, 25},
		{"Australia/Lord_Howe", Date{2026, 10, 4}, 23.5},
		{"America/Sao_Paulo", Date{2018, 11, 4}, 23},
		{"Pacific/Apia", Date{2011, 12, 30}, 0},
	} {
		zone := place(t, tt.zone)
		begin, end := tt.day.At(0, zone), tt.day.AddDays(1).At(0, zone)
		if got := end.Sub(begin).Hours(); got != tt.hours {
			t.Errorf("%v in %s has %v hours, want %v", tt.day, tt.zone, got, tt.hours)
		}
		if tt.hours > 0 && (DateOf(begin, zone) != tt.day || DateOf(end.Add(-1), zone) != tt.day || DateOf(end, zone) == tt.day) {
			t.Errorf("%v in %s does not reach from %v to %v", tt.day, tt.zone, begin, end)
		}
	}
}
