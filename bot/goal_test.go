package bot

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/schedule"
	"mentorbot/store"
)

func TestGoalDay(t *testing.T) {
	today := schedule.Date{Year: 2026, Month: 8, Day: 24}
	for value, want := range map[string][2]string{
		"databases":                            {"databases", ""},
		"databases by March":                   {"databases", "2027-03-01"},
		"databases, apis until end of 2026":    {"databases, apis", "2026-12-31"},
		"javascript in the browser":            {"javascript in the browser", ""},
		"javascript in the browser in 2 weeks": {"javascript in the browser", "2026-09-07"},
		"sql before friday":                    {"sql", "2026-08-28"},
		"sql 2026-12-01":                       {"sql", "2026-12-01"},
		"by march":                             {"by march", ""},
	} {
		about, by, err := goalDay(value, today)
		got := ""
		if by != (schedule.Date{}) {
			got = by.String()
		}
		if err != nil || about != want[0] || got != want[1] {
			t.Errorf("%q: %q by %q, %v, want %q", value, about, got, err, want)
		}
	}
	for _, value := range []string{"sql by", "sql by the weekend", "sql by 2026-08-24", "sql in 99 years", "sql 2020-01-01"} {
		if about, by, err := goalDay(value, today); err == nil {
			t.Errorf("%q: %q by %v, want an error", value, about, by)
		}
	}
}

// Whatever is said of a goal is a goal, or a sentence and the old one.
func TestGoalIsSetOrAnswered(t *testing.T) {
	d := newDesk(t)
	words := rapid.SampledFrom([]string{
		"databases", "apis/rest", "joins", ",", "and", "by", "in", "6", "weeks", "march", "2027", "until", "end", "of", "none", "x", "tomorrow", "-1",
	})
	rapid.Check(t, func(rt *rapid.T) {
		old := store.Goal{About: []string{"databases"}, By: "2026-12-01"}
		m := &store.Member{Goal: old}
		value := strings.Join(rapid.SliceOfN(words, 1, 8).Draw(rt, "words"), " ")
		err := setGoal(change{d.Bot, schedule.Date{Year: 2026, Month: 8, Day: 24}}, m, value)
		switch {
		case err != nil && (goalText(m) != goalText(&store.Member{Goal: old}) || err == errQuestion || err.Error() == ""):
			rt.Fatalf("%q: %v leaves %+v", value, err, m.Goal)
		case err == nil && m.Goal.By != "" && m.Goal.By <= "2026-08-24":
			rt.Fatalf("%q: %+v", value, m.Goal)
		}
	})
}

func TestAtLevel(t *testing.T) {
	l := library(t)
	for _, c := range []struct {
		skill string
		level content.Level
		want  string
	}{
		{"databases", content.Entry, "databases/tables databases/joins"},
		{"databases", content.Mid, "databases/indexing"},
		{"databases", content.Senior, "databases/indexing"},
		{"apis", content.Senior, "apis/idempotency"},
	} {
		skill, _ := l.Skill(c.skill)
		var ids []string
		for _, topic := range atLevel(skill, c.level) {
			ids = append(ids, topic.ID)
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.skill, c.level, got, c.want)
		}
	}
}

func TestPaceInWords(t *testing.T) {
	for _, c := range []struct {
		p    pace
		want string
	}{
		{pace{week: 0.57, day: 2}, "At 2 a day: about 30 topics a year."},
		{pace{week: 0.01, day: 1}, "At 1 a day: about 1 topic a year."},
		{pace{week: 0.3, day: 1, own: true}, "At your pace of the last weeks: about 16 topics a year."},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
	mine := pace{week: 0.5, day: 1.4, own: true}
	for _, c := range []struct {
		topics, days int
		want         string
	}{
		{12, 63, "12 topics in 9 weeks take about 4 pieces a day; at your pace now (about 1 piece a day) they take about 24 weeks."},
		{5, 63, "5 topics in 9 weeks take about 2 pieces a day; at your pace now (about 1 piece a day) they take about 10 weeks."},
		{4, 63, "4 topics in 9 weeks: you get there at your pace now (about 1 piece a day)."},
		{1, 0, "1 topic in 1 day takes about 20 pieces a day; at your pace now (about 1 piece a day) it takes about 2 weeks."},
	} {
		c.want = strings.Replace(c.want, " weeks.", " weeks. Do more of `task` and `quiz` than I bring, or give it more time.", 1)
		if got := mine.reach(c.topics, c.days); got != c.want {
			t.Errorf("%d in %d days: %q, want %q", c.topics, c.days, got, c.want)
		}
	}
}

// The pace is that of the cap until somebody did something new for two weeks, and
// again when they have not for four.
func TestPace(t *testing.T) {
	d := newDesk(t)
	paceOn := func(days int) (p pace) {
		d.now = begin.AddDate(0, 0, days)
		d.in(t, "slack:T1", func(s *store.Space) error {
			me, err := s.Member("ann")
			if err != nil {
				return err
			}
			l, err := d.learner(s, me, d.now)
			if err != nil {
				return err
			}
			p, err = l.pace()
			return err
		})
		return p
	}
	d.say("slack:T1", "ann", "settings cap 1")
	most := 1 * 5.0 / choice.Share / 4 // a piece a day, and no topic has less than four
	if got := paceOn(0); got.own || got.day != 1 || got.week > most || got.week < most/1.5 {
		t.Errorf("at first %+v, want about %g a week", got, most)
	}
	for day := range 16 {
		d.now = begin.AddDate(0, 0, day)
		d.say("slack:T1", "ann", d.say("slack:T1", "ann", "task").Choices[2].Line)
	}
	if got := paceOn(5); got.own {
		t.Errorf("after five days %+v", got)
	}
	if got := paceOn(15); !got.own || got.week < 0.8 || got.week > 0.9 { // 8 new tasks in 16 days
		t.Errorf("after two weeks %+v", got)
	}
	if got := paceOn(60); got.own {
		t.Errorf("after a long break %+v", got)
	}
}
