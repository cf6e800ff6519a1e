package schedule

import (
	"fmt"
	"strings"
	"time"
)

// Days is a set of days of the week: bit 1<<day for each [time.Weekday]. The
// zero value is the empty set.
type Days uint8

// The sets that have a word of their own.
const (
	Daily    Days = 1<<7 - 1
	Weekends Days = 1<<time.Saturday | 1<<time.Sunday
	Weekdays Days = Daily &^ Weekends
)

// Has reports whether day is in the set.
func (d Days) Has(day time.Weekday) bool { return d&(1<<day) != 0 }

// ParseDays reads a comma list of days in any case: names of at least three
// letters, ranges of names, and the words daily, weekdays and weekends, as in
// "mon,wed,fri", "mon-fri", "Friday-Monday" (over the weekend), "weekdays,sat".
func ParseDays(text string) (Days, error) {
	var all Days
	for item := range strings.SplitSeq(tidy(text), ",") {
		days := itemDays(strings.TrimSpace(item))
		if days == 0 {
			return 0, fmt.Errorf("%s does not name days: write daily, weekdays or weekends, or days such as mon,wed,fri or mon-fri", quote(text))
		}
		all |= days
	}
	return all, nil
}

// itemDays is one item of the list, in lower case; 0 if it names no day.
func itemDays(item string) Days {
	switch item {
	case "daily":
		return Daily
	case "weekdays":
		return Weekdays
	case "weekends":
		return Weekends
	}
	from, to, isRange := strings.Cut(item, "-")
	if !isRange {
		to = from
	}
	first, ok1 := weekday(strings.TrimSpace(from))
	last, ok2 := weekday(strings.TrimSpace(to))
	if !ok1 || !ok2 {
		return 0
	}
	days := Days(1) << last
	for day := first; day != last; day = (day + 1) % 7 {
		days |= 1 << day
	}
	return days
}

// weekday is the day that a word in lower case names, or begins to name with
// three letters or more: "wed", "thurs", "monday".
func weekday(word string) (day time.Weekday, ok bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if len(word) >= 3 && strings.HasPrefix(strings.ToLower(day.String()), word) {
			return day, true
		}
	}
	return 0, false
}

// String is the canonical text of the set, which ParseDays reads back, the week
// beginning on Monday: "weekdays", "mon,wed,fri", "mon-thu,sat". The empty set,
// which no text names, is "no days".
func (d Days) String() string {
	switch d {
	case 0:
		return "no days"
	case Daily:
		return "daily"
	case Weekdays:
		return "weekdays"
	case Weekends:
		return "weekends"
	}
	var items []string
	for i := time.Monday; i <= time.Saturday+1; i++ {
		if !d.Has(i % 7) {
			continue
		}
		item := abbreviation(i)
		for first := i; i <= time.Saturday && d.Has((i+1)%7); {
			i++
			item = abbreviation(first) + "-" + abbreviation(i)
		}
		items = append(items, item)
	}
	return strings.Join(items, ",")
}

// abbreviation is the day's first three letters in lower case; 7 is Sunday too.
func abbreviation(day time.Weekday) string {
	return strings.ToLower((day % 7).String()[:3])
}
