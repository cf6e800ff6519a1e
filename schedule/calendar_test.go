package schedule

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

func day(t testing.TB, text string) Date {
	t.Helper()
	d, err := ParseISODate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorking(t *testing.T) {
	team := Calendar{Days: Weekdays, Country: "DE", Off: []Date{day(t, "2026-12-24"), day(t, "2026-12-31")}}
	paused := team
	paused.Back = day(t, "2026-09-01")
	for _, tt := range []struct {
		calendar Calendar
		day, why string
	}{
		{team, "2026-08-24", ""},
		{team, "2026-08-29", "not a working day"},
		{team, "2026-12-24", "a day off for the team"},
		{team, "2026-12-25", "a public holiday (Weihnachtstag)"},
		{team, "2026-05-14", "a public holiday (Christi Himmelfahrt)"},
		{team, "2026-04-06", "a public holiday (Ostermontag)"},
		{paused, "2026-08-31", "paused until 2026-09-01"},
		{paused, "2026-09-01", ""},
		{Calendar{Days: Daily}, "2026-12-25", ""},
		{Calendar{}, "2026-08-24", "not a working day"},
	} {
		ok, why := tt.calendar.Working(day(t, tt.day))
		if why != tt.why || ok != (tt.why == "") {
			t.Errorf("%s: working %v, %q; want %q", tt.day, ok, why, tt.why)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, tt := range []struct{ country, day, name string }{
		{"US", "2026-07-04", "Independence Day"}, // a Saturday,
		{"US", "2026-07-03", "Independence Day"}, // and so observed on Friday
		{"US", "2021-12-31", "New Year's Day"},   // that of 2022, a Saturday
		{"US", "2026-11-26", "Thanksgiving Day"},
		{"US", "2026-11-27", ""},
		{"GB", "2026-12-28", "Boxing Day"}, // the 26th is a Saturday
		{"GB", "2026-08-31", "Summer Bank Holiday"},
		{"JP", "2026-03-20", "Vernal Equinox Day"},
		{"AU", "2026-04-25", "ANZAC Day"},
		{"RO", "2026-01-06", "Boboteaza"}, // since 2024
		{"PL", "2026-12-24", "Wigilia Bożego Narodzenia"},
		{"FR", "2026-07-14", "Fête Nationale"},
		{"FR", "2026-07-15", ""},
		{"XX", "2026-12-25", ""},
		{"", "2026-12-25", ""},
	} {
		if name, ok := holiday(tt.country, day(t, tt.day)); name != tt.name || ok != (name != "") {
			t.Errorf("%s in %s is %q, want %q", tt.day, tt.country, name, tt.name)
		}
	}
}

// TestEveryCountry also holds, under the race detector, that members of all
// countries can be looked up at once.
func TestEveryCountry(t *testing.T) {
	var all sync.WaitGroup
	for country := range nationalHolidays {
		for range 2 {
			all.Go(func() {
				free := 0
				for d := (Date{2027, time.January, 1}); d.Year == 2027; d = d.AddDays(1) {
					if name, ok := holiday(country, d); ok {
						free++
						if name == "" {
							t.Errorf("%s: %v has no name", country, d)
						}
					}
				}
				if free < 6 || free > 30 {
					t.Errorf("%s has %d public holidays in 2027", country, free)
				}
			})
		}
	}
	all.Wait()
}

// TestHolidaysAnywhere: the machine's zone does not move them. Where the clocks
// change at midnight the library's own midnight is on the day before.
func TestHolidaysAnywhere(t *testing.T) {
	defer func(own *time.Location) { cal.DefaultLoc = own }(cal.DefaultLoc)
	cal.DefaultLoc = place(t, "America/Sao_Paulo")
	h := cal.Holiday{
		Month: time.November, Day: 4, Func: cal.CalcDayOfMonth,
		Observed: []cal.AltDay{{Day: time.Sunday, Offset: 1}, {Day: time.Saturday, Offset: -1}},
	}
	actual, observed := ruleAtNoon(h).Calc(2018)
	if DateOf(actual, time.UTC) != (Date{2018, 11, 4}) || DateOf(observed, time.UTC) != (Date{2018, 11, 5}) {
		t.Errorf("the Sunday and the Monday after are %v and %v", actual, observed)
	}
}

func TestParseCountry(t *testing.T) {
	for _, text := range []string{"DE", "de", " De "} {
		if got, err := ParseCountry(text); got != "DE" || err != nil {
			t.Errorf("ParseCountry(%q) = %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "UK", "Germany", "D\x00"} {
		got, err := ParseCountry(text)
		if err == nil || !strings.Contains(err.Error(), "write one of AR AT AU BE") || !strings.HasSuffix(err.Error(), "such as DE") {
			t.Errorf("ParseCountry(%q) = %q, %v", text, got, err)
		}
	}
}
