package schedule

import (
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, canonical string }{
		{"09:00", "09:00 daily"},
		{"9:05 daily", "09:05 daily"},
		{"09:00 weekdays", "09:00 weekdays"},
		{"09:00 mon-fri", "09:00 weekdays"},
		{"09:00 Weekends", "09:00 weekends"},
		{"23:59 mon,wed,fri", "23:59 mon,wed,fri"},
		{"00:00 Mon, Wed,  FRIDAY", "00:00 mon,wed,fri"},
		{" 07:30\tfri-mon ", "07:30 mon,fri-sun"},
		{"07:30 weekdays,sat", "07:30 mon-sat"},
		{"07:30 thurs", "07:30 thu"},
		{"30 9 * * MON-FRI", "30 9 * * mon-fri"},
		{"*/15  8-18/2 1,15 jan,jul *", "*/15 8-18/2 1,15 jan,jul *"},
		{"0 12 29 2 *", "0 12 29 2 *"},
		{"0 12 30 2 mon", "0 12 30 2 mon"}, // Mondays in February
	} {
		spec, err := Parse(tt.text)
		if err != nil || spec.String() != tt.canonical {
			t.Errorf("Parse(%q) = %q, %v; want %q", tt.text, spec, err, tt.canonical)
			continue
		}
		if again, err := Parse(spec.String()); again != spec {
			t.Errorf("%q does not parse to itself: %q, %v", spec, again, err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	const shape = `write a time and days such as "09:00 mon-fri", or the five fields of cron such as "30 9 * * mon-fri"`
	const clock = "write hours and minutes from 00:00 to 23:59, such as 09:00"
	const days = "write daily, weekdays or weekends, or days such as mon,wed,fri or mon-fri"
	for _, tt := range []struct{ text, want string }{
		{"", shape},
		{" \n", shape},
		{"soon", shape},
		{"@daily", shape},
		{"0 0 9 * * *", shape},
		{"0 9 * *", shape},
		{"9 o'clock", shape},
		{strings.Repeat("0 ", 5000), shape},
		{"TZ=0", "name it separately"},
		{"TZ=", "name it separately"},
		{"CRON_TZ=Europe/Berlin", "name it separately"},
		{"CRON_TZ=Europe/Berlin 0 9 * * *", "name it separately"},
		{"25:00", clock},
		{"24:00", clock},
		{"9:5", clock},
		{"09:00:00", clock},
		{"+9:00", clock},
		{"09:60", clock},
		{"-1:00", clock},
		{"0٩:00", clock},
		{"09:00 noday", days},
		{"09:00 mo", days},
		{"09:00 mon wed", days},
		{"09:00 mon,,wed", days},
		{"09:00 mon-", days},
		{"09:00 mon-wed-fri", days},
		{"09:00 mon-fri Europe/Berlin", days},
		{"09:00 no days", days},
		{"60 9 * * *", `"60" is not a minute: write 0 to 59`},
		{"0 24 * * *", `"24" is not an hour: write 0 to 23`},
		{"0 9 0 * *", `"0" is not a day of the month: write 1 to 31`},
		{"0 9 * foo *", `"foo" is not a month: write 1 to 12 or jan to dec`},
		{"0 9 * * 7", `"7" is not a day of the week: write 0 (Sunday) to 6 or sun to sat`},
		{"0 9 * * fri-mon", `"fri-mon" is not a day of the week`},
		{"0 9 ? * *", `"?" is not a day of the month`},
		{"*-5 9 * * *", `"*-5" is not a minute`},
		{", 9 * * *", `"," is not a minute`},
		{"1,,2 9 * * *", `"1,,2" is not a minute`},
		{"*/0 9 * * *", `"*/0" is not a minute`},
		{"0/99999999999999999999 9 * * *", `"0/99999999999999999999" is not a minute`},
		{"\x00 9 * * *", `"\x00" is not a minute`},
		{"\xff 9 * * *", `is not a minute`},
		{"0 12 30 2 *", `"0 12 30 2 *" never comes, for there is no such day: write one that exists, such as 0 12 28 2 *`},
		{"0 0 31 2,4,6,9,11 *", "never comes"},
	} {
		spec, err := Parse(tt.text)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%.40q) = %q, %v; want an error with %q", tt.text, spec, err, tt.want)
		} else if len(err.Error()) > 300 || strings.ContainsAny(err.Error(), "\x00\n") {
			t.Errorf("Parse(%.40q): the error is not a plain sentence: %q", tt.text, err)
		}
	}
}

func TestAt(t *testing.T) {
	if got, _ := Parse("09:00 mon-fri"); got != At(9*60, Weekdays) {
		t.Errorf("parsed %#v, built %#v", got, At(9*60, Weekdays))
	}
	for _, never := range []Spec{{}, At(9*60, 0)} {
		if at, ok := never.Next(time.Unix(0, 0), time.UTC); ok {
			t.Errorf("%q comes at %v", never, at)
		}
	}
}

// occurrences are the next n of a schedule, as RFC 3339 texts.
func occurrences(t *testing.T, text, zone, from string, n int) (all []string) {
	t.Helper()
	spec, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	at := instant(t, from)
	for range n {
		next, ok := spec.Next(at, place(t, zone))
		if !ok {
			return append(all, "never")
		}
		all = append(all, next.Format(time.RFC3339))
		at = next
	}
	return all
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func place(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestNext(t *testing.T) {
	for _, tt := range []struct{ text, from, want string }{
		{"09:00", "2026-08-24T08:59:59Z", "2026-08-24T09:00:00Z"},
		{"09:00", "2026-08-24T09:00:00Z", "2026-08-25T09:00:00Z"},
		{"09:00 weekdays", "2026-08-28T10:00:00Z", "2026-08-31T09:00:00Z"},
		{"09:00 weekends", "2026-08-28T10:00:00Z", "2026-08-29T09:00:00Z"},
		{"09:00 sun", "2026-08-28T10:00:00Z", "2026-08-30T09:00:00Z"},
		{"*/20 * * * *", "2026-12-31T23:41:00Z", "2027-01-01T00:00:00Z"},
		{"0 9 1 * *", "2026-08-24T00:00:00Z", "2026-09-01T09:00:00Z"},
		{"0 9 13 * fri", "2026-08-24T00:00:00Z", "2026-08-28T09:00:00Z"}, // both day fields: either
		{"0 9 13 * fri", "2026-09-12T00:00:00Z", "2026-09-13T09:00:00Z"},
		{"0 9 */2 * mon", "2026-09-08T00:00:00Z", "2026-09-09T09:00:00Z"}, // a step is set too
		{"0 12 29 2 *", "2026-08-24T00:00:00Z", "2028-02-29T12:00:00Z"},
		{"0 12 30 2 mon", "2026-08-24T00:00:00Z", "2027-02-01T12:00:00Z"},
		{"0 12 29 2 *", "2096-03-01T00:00:00Z", "never"}, // 2104 is too far
	} {
		if got := occurrences(t, tt.text, "UTC", tt.from, 1)[0]; got != tt.want {
			t.Errorf("%q after %s comes at %s, want %s", tt.text, tt.from, got, tt.want)
		}
	}
	if at, _ := At(540, Daily).Next(instant(t, "2026-08-24T08:59:59.999999999Z"), time.UTC); at != instant(t, "2026-08-24T09:00:00Z") {
		t.Errorf("a nanosecond before nine the next is %v", at)
	}
}
