package bot

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"mentorbot/content/markdown"
	"mentorbot/schedule"
	"mentorbot/store"
)

// list joins names as a sentence does: a, b and c.
func list(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// quoted shows what somebody typed, literally and not too much of it.
func quoted(text string) string {
	if utf8.RuneCountInString(text) > 60 {
		text = string([]rune(text)[:60]) + "…"
	}
	return "“" + markdown.Escape(text) + "”"
}

// plural is a number with its noun: 1 task, 2 tasks, 3 entries.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "ry"); ok {
		noun = stem + "rie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// mark is a time mark, which every platform shows in its reader's zone.
func mark(t time.Time, style byte) string {
	return fmt.Sprintf("<t:%d:%c>", t.Unix(), style)
}

// dayName is a day as people say it: Mon 24 Aug 2026.
func dayName(d schedule.Date) string {
	return midnightOf(d).Format("Mon 2 Jan 2006")
}

// aheadName is a day that is to come, as people say it from another on: today,
// tomorrow, Friday, Mon 24 Aug, Mon 23 Aug 2027. Both are as store.Midnight has them.
func aheadName(today, day time.Time) string {
	switch n := int(store.DayNumber(day) - store.DayNumber(today)); {
	case n <= 0:
		return "today"
	case n == 1:
		return "tomorrow"
	case n < 7:
		return day.Format("Monday")
	case n < 300:
		return day.Format("Mon 2 Jan")
	}
	return day.Format("Mon 2 Jan 2006")
}

// onDay is aheadName as an adverb: today, tomorrow, on Friday, on Mon 24 Aug.
func onDay(today, day time.Time) string {
	name := aheadName(today, day)
	if name == "today" || name == "tomorrow" {
		return name
	}
	return "on " + name
}

// bullets is a Markdown list.
func bullets(lines []string) string {
	return "- " + strings.Join(lines, "\n- ")
}
