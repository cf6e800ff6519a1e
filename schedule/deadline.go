package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseDeadline reads what a member writes for the day by which something is to be
// done, always a day after today unless an ISO date says else:
//
//	2027-03-01, friday           as [ParseDate]
//	march, march 2027            its first day; of the month that it is now, its last
//	15 march, march 15th 2027    that day; without a year the next one
//	end of march, end of 2027    the last day
//	6 weeks, in 10 days, a year  from today on
func ParseDeadline(text string, today Date) (Date, error) {
	words := strings.Fields(strings.ReplaceAll(tidy(text), ",", " "))
	for _, read := range []func([]string, Date) (Date, bool){inSpan, atEnd, inMonth} {
		if date, ok := read(words, today); ok {
			return date, nil
		}
	}
	if date, err := ParseDate(text, today); err == nil {
		return date, nil
	}
	return Date{}, fmt.Errorf("%s is not a day: write a date such as %v, a month such as march, or a time such as in 6 weeks", quote(text), today.AddDays(42))
}

// inSpan reads [in] N days, weeks, months or years.
func inSpan(words []string, today Date) (Date, bool) {
	if len(words) > 0 && words[0] == "in" {
		words = words[1:]
	}
	if len(words) != 2 {
		return Date{}, false
	}
	const most = 10_000 // of anything: nobody plans further
	n, err := strconv.Atoi(words[0])
	if words[0] == "a" || words[0] == "an" || words[0] == "one" {
		n, err = 1, nil
	}
	if err != nil || n < 1 || n > most {
		return Date{}, false
	}
	switch strings.TrimSuffix(words[1], "s") {
	case "day":
		return today.AddDays(n), true
	case "week":
		return today.AddDays(7 * n), true
	case "month":
		return monthsOn(today, n), true
	case "year":
		return monthsOn(today, 12*n), n <= most/12
	}
	return Date{}, false
}

// monthsOn is the same day of a later month, or its last one if that is shorter.
func monthsOn(d Date, n int) Date {
	first := DateOf(time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC), time.UTC)
	return first.AddDays(min(d.Day, lastOf(first).Day) - 1)
}

// lastOf is the last day of a month.
func lastOf(d Date) Date {
	return DateOf(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC), time.UTC)
}

// atEnd reads end of MONTH [YEAR] and end of YEAR.
func atEnd(words []string, today Date) (Date, bool) {
	if len(words) < 3 || words[0] != "end" || words[1] != "of" {
		return Date{}, false
	}
	if year, ok := yearOf(words[2]); ok && len(words) == 3 {
		return Date{year, time.December, 31}, true
	}
	month, ok := monthOf(words[2])
	if !ok {
		return Date{}, false
	}
	last := lastOf(Date{today.Year, month, 1})
	if !today.Before(last) {
		last = lastOf(Date{today.Year + 1, month, 1})
	}
	return withYear(words[3:], last, func(year int) Date { return lastOf(Date{year, month, 1}) })
}

// inMonth reads MONTH [YEAR], DAY MONTH [YEAR] and MONTH DAY [YEAR].
func inMonth(words []string, today Date) (Date, bool) {
	if len(words) == 0 {
		return Date{}, false
	}
	if month, ok := monthOf(words[0]); ok && len(words) == 1 {
		if last := lastOf(today); month == today.Month && today.Before(last) {
			return last, true
		}
		return onDay(nil, month, 1, today)
	}
	if len(words) < 2 {
		return Date{}, false
	}
	if month, ok := monthOf(words[0]); ok {
		if year, ok := yearOf(words[1]); ok && len(words) == 2 {
			return Date{year, month, 1}, true
		}
	}
	name, number := words[1], words[0]
	if _, ok := monthOf(words[0]); ok {
		name, number = words[0], words[1]
	}
	month, ok := monthOf(name)
	day, err := strconv.Atoi(strings.TrimRight(number, ".stndrh"))
	if !ok || err != nil {
		return Date{}, false
	}
	return onDay(words[2:], month, day, today)
}

// onDay is a day of a month in the year that is said, else the next one.
func onDay(year []string, month time.Month, day int, today Date) (Date, bool) {
	if day < 1 || day > 31 {
		return Date{}, false
	}
	next := Date{today.Year, month, day}
	for range 8 { // 29 February is not in every year
		if today.Before(next) && inCalendar(next) {
			break
		}
		next.Year++
	}
	date, ok := withYear(year, next, func(year int) Date { return Date{year, month, day} })
	return date, ok && inCalendar(date)
}

// inCalendar says whether the calendar has a day.
func inCalendar(d Date) bool { return DateOf(d.midnight(), time.UTC) == d }

// withYear is a day in the year that is said, or the next one if none is.
func withYear(words []string, next Date, in func(year int) Date) (Date, bool) {
	if len(words) == 0 {
		return next, true
	}
	year, ok := yearOf(words[0])
	return in(year), ok && len(words) == 1
}

func yearOf(word string) (int, bool) {
	year, err := strconv.Atoi(word)
	return year, err == nil && len(word) == 4 && year >= 1000
}

// monthOf is the month of a name of at least three letters.
func monthOf(word string) (time.Month, bool) {
	word = strings.TrimSuffix(word, ".")
	for month := time.January; month <= time.December; month++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(month.String()), word) {
			return month, true
		}
	}
	return 0, false
}
