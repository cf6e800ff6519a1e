package bot

import (
	"fmt"
	"testing"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/schedule"
	"mentorbot/store"
)

func TestWords(t *testing.T) {
	then := time.Date(2026, 8, 25, 0, 0, 0, 0, time.UTC)
	tuesday := &learner{Member: choice.Member{Today: 1_000}, day: then}
	for got, want := range map[string]string{
		list(nil):                            "",
		list([]string{"a"}):                  "a",
		list([]string{"a", "b"}):             "a and b",
		list([]string{"a", "b", "c"}):        "a, b and c",
		firstOf(nil, 2):                      "nothing",
		firstOf([]string{"a", "b"}, 2):       "a and b",
		firstOf([]string{"a", "b", "c"}, 2):  "a, b and 1 more",
		plural(0, "task"):                    "0 tasks",
		plural(1, "task"):                    "1 task",
		plural(2, "entry"):                   "2 entries",
		plural(2, "working day"):             "2 working days",
		tuesday.when(1_000):                  "today",
		tuesday.when(999):                    "yesterday",
		tuesday.when(994):                    "on Wednesday",
		tuesday.when(993):                    "on 18 August",
		tuesday.when(600):                    "on 21 July 2025",
		onDay(then, then.AddDate(0, 0, -3)):  "today",
		onDay(then, then):                    "today",
		onDay(then, then.AddDate(0, 0, 1)):   "tomorrow",
		onDay(then, then.AddDate(0, 0, 6)):   "on Monday",
		onDay(then, then.AddDate(0, 0, 7)):   "on Tue 1 Sep",
		onDay(then, then.AddDate(0, 0, 300)): "on Mon 21 Jun 2027",
		percent(0, 0):                        "none",
		percent(2, 3):                        "67 %",
		percent(3, 3):                        "100 %",
		capital(""):                          "",
		capital("a word"):                    "A word",
		capital("“quoted” is odd"):           "“quoted” is odd",
		capital("éclair"):                    "Éclair",
		numbered([]string{"a", "b"}):         "1. a\n2. b\n",
		bullets([]string{"a", "b"}):          "- a\n- b",
		mark(begin, 'F'):                     fmt.Sprintf("<t:%d:F>", begin.Unix()),
		dayName(schedule.Date{Year: 2026, Month: 8, Day: 24}): "Mon 24 Aug 2026",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// days are days of practice, latest first as the store has them.
func days(practised ...string) (all []*store.DaySum) {
	for _, day := range practised {
		all = append([]*store.DaySum{{Day: day, Items: 1}}, all...)
	}
	return all
}

// A week begins on Monday.
func TestWeek(t *testing.T) {
	all := days("2026-08-21", "2026-08-23", "2026-08-24", "2026-08-26")
	for day, want := range map[string]int{"2026-08-26": 2, "2026-08-30": 2, "2026-08-31": 0} {
		if got := weekOf(all, store.Midnight(day)).Items; got != want {
			t.Errorf("in the week of %s: %d, want %d", day, got, want)
		}
	}
	if got := monday(store.Midnight("2026-08-30")); !got.Equal(time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("the Monday before Sunday 30 August is %v", got)
	}
}
