package schedule

import (
	"strings"
	"testing"
	"time"
)

// sentence fails unless an error could be shown to a member.
func sentence(t *testing.T, text string, err error) {
	t.Helper()
	if message := err.Error(); len(message) > 500 || strings.ContainsFunc(message, func(r rune) bool { return r < ' ' }) {
		t.Errorf("the error for %q is no sentence: %q", text, message)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"09:00", "9:00 mon-fri", "23:59 fri-mon,wed", "30 9 * * mon-fri", "*/15 8-18/2 1,15 jan,jul *",
		"0 12 30 2 *", "0 12 29 2 *", "TZ=0", "TZ=", "CRON_TZ=Europe/Berlin", "TZ=UTC * * * * *", "@every 1s",
		"0/9223372036854775807 * * * *", ", , , , ,", "*-1 ? */0 1-2-3 1/2/3", "24:00", "\x00:\xff", "* * * * 7",
	} {
		f.Add(seed)
	}
	after := time.Date(2027, 3, 14, 5, 59, 59, 1, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		spec, err := Parse(text)
		if err != nil {
			sentence(t, text, err)
			return
		}
		if again, err := Parse(spec.String()); again != spec {
			t.Fatalf("%q is %q, which parses to %q, %v", text, spec, again, err)
		}
		zone := place(t, "America/New_York")
		first, ok := spec.Next(after, zone)
		if !ok || !first.After(after) {
			t.Fatalf("%q never comes, or in the past: %v", text, first)
		}
		if second, ok := spec.Next(first, zone); ok && !second.After(first) {
			t.Fatalf("%q comes at %v and then at %v", text, first, second)
		}
	})
}

func FuzzParseDays(f *testing.F) {
	for _, seed := range []string{"daily", "weekdays", "mon-fri", "Friday - Monday", "mon,,", "-", "weekends,thurs", "mon-fri-sun", "sаt"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		days, err := ParseDays(text)
		if err != nil {
			sentence(t, text, err)
			return
		}
		if again, err := ParseDays(days.String()); again != days || days == 0 {
			t.Errorf("%q is %q, which parses to %q, %v", text, days, again, err)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-09-01", "2026-02-30", "0000-01-01", "9999-12-31", "friday", "Wed", "yesterday", "-001-01-01", "2026-09-01 "} {
		f.Add(seed)
	}
	today := Date{2026, time.August, 24}
	f.Fuzz(func(t *testing.T, text string) {
		date, err := ParseDate(text, today)
		if err != nil {
			sentence(t, text, err)
			return
		}
		if again, err := ParseDate(date.String(), today); again != date {
			t.Errorf("%q is %v, which parses to %v, %v", text, date, again, err)
		}
	})
}

func FuzzLoadZone(f *testing.F) {
	for _, seed := range []string{"UTC", "Europe/Berlin", "europe/berln", "Local", "", "../../etc/passwd", "right/UTC", "a/b\x00", "Etc/GMT-14"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		zone, err := LoadZone(name)
		if err != nil {
			sentence(t, name, err)
			return
		}
		if again, err := LoadZone(zone.String()); err != nil || again.String() != zone.String() || zone == time.Local {
			t.Errorf("%q is %v, which loads as %v, %v", name, zone, again, err)
		}
	})
}
