package schedule

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, in no zone. The zero value is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day that a calendar on the wall shows in the zone at t.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	return Date{year, month, day}
}

// ParseISODate reads the text that [Date.String] writes: "2026-09-01".
func ParseISODate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("%s is not a date: write year, month and day, such as 2026-09-01", quote(text))
	}
	return DateOf(t, time.UTC), nil
}

// ParseDate reads what a member writes for a day: an ISO date, which may lie in
// the past, or the name of a weekday, which is the next such day after today.
func ParseDate(text string, today Date) (Date, error) {
	word := tidy(text)
	if date, err := ParseISODate(word); err == nil {
		return date, nil
	}
	day, ok := weekday(word)
	if !ok {
		return Date{}, fmt.Errorf("%s is not a day: write a date such as %v or a weekday such as monday", quote(text), today.AddDays(7))
	}
	ahead := (int(day-today.Weekday()) + 6) % 7
	return today.AddDays(ahead + 1), nil
}

// String is the ISO 8601 form, "2026-09-01". For the years 1 to 9999 texts sort
// as the days do.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// AddDays is the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date {
	return DateOf(d.midnight().AddDate(0, 0, n), time.UTC)
}

// DaysSince is the number of days from earlier to d: 1 for yesterday, negative
// if earlier is the later one.
func (d Date) DaysSince(earlier Date) int {
	const day = 24 * 60 * 60
	return int((d.midnight().Unix() - earlier.midnight().Unix()) / day)
}

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.midnight().Before(other.midnight()) }

// At is the instant at which a clock in the zone first shows c or later on this
// day, as [Resolve] says. d.At(0, zone) is when the day begins, and so
// d.AddDays(1).At(0, zone) when it ends, whatever its length.
func (d Date) At(c Clock, zone *time.Location) time.Time {
	return Resolve(d.midnight().Add(time.Duration(c)*time.Minute), zone)
}

// midnight stands for the day in calculations: its beginning, as if in UTC.
func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
