package schedule

import (
	"strings"
	"testing"
)

func TestParseDeadline(t *testing.T) {
	today := Date{2026, 11, 21} // a Saturday
	for text, want := range map[string]string{
		"2027-03-01": "2027-03-01", "2020-01-01": "2020-01-01", "friday": "2026-11-27", "Sat": "2026-11-28",
		"march": "2027-03-01", "MAR": "2027-03-01", "sept": "2027-09-01", "december": "2026-12-01", "march 2028": "2028-03-01",
		"november": "2026-11-30", "november 2027": "2027-11-01", "january": "2027-01-01",
		"15 march": "2027-03-15", "March 15th, 2028": "2028-03-15", "22nd nov": "2026-11-22", "21 november": "2027-11-21",
		"1 dec.": "2026-12-01", "3. march": "2027-03-03", "29 february": "2028-02-29",
		"end of march": "2027-03-31", "end of november": "2026-11-30", "end of feb 2028": "2028-02-29", "end of 2027": "2027-12-31",
		"6 weeks": "2027-01-02", "in 10 days": "2026-12-01", "a year": "2027-11-21", "in 3 months": "2027-02-21", "1 week": "2026-11-28",
	} {
		got, err := ParseDeadline(text, today)
		if err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "summer", "soon", "31 june", "30 february 2027", "0 march", "march april", "in weeks", "in -3 weeks", "in 0 days",
		"in 99999999999999999999 weeks", "in 10001 days", "end of", "end of time", "end of march next", "32 march", "march 99", "6 parsecs", "ma",
	} {
		if got, err := ParseDeadline(text, today); err == nil {
			t.Errorf("%q: %v, want an error", text, got)
		} else {
			sentence(t, text, err)
		}
	}
	if got, _ := ParseDeadline("3 months", Date{2026, 11, 30}); got != (Date{2027, 2, 28}) {
		t.Errorf("three months after 30 November: %v", got)
	}
	if got, _ := ParseDeadline("november", Date{2026, 11, 30}); got != (Date{2027, 11, 1}) {
		t.Errorf("november on its last day: %v", got)
	}
}

// Whatever a deadline is read from lies ahead and is in the calendar, unless it
// names its year.
func FuzzParseDeadline(f *testing.F) {
	for _, seed := range []string{"march", "29 february", "end of feb 2028", "in 6 weeks", "2027-03-01", "friday", "march 15th, 2027", "in 9999 years", "0x1 day", "a month"} {
		f.Add(seed)
	}
	today := Date{2026, 11, 21}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseDeadline(text, today)
		if err != nil {
			sentence(t, text, err)
			return
		}
		if !inCalendar(got) || !today.Before(got) && !strings.ContainsAny(text, "0123456789") {
			t.Errorf("%q is %v", text, got)
		}
	})
}
