package bot

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mentorbot/schedule"
	"mentorbot/store"
)

// A bar has ten steps, in the order known, fading, begun, untouched.
func TestBar(t *testing.T) {
	for _, c := range []struct {
		m    mastery
		want string
	}{
		{mastery{untouched: 7}, "░░░░░░░░░░"},
		{mastery{known: 1, untouched: 2}, "███░░░░░░░"},
		{mastery{known: 99, untouched: 1}, "█████████░"},
		{mastery{known: 7}, "██████████"},
		{mastery{known: 1, untouched: 11}, "█░░░░░░░░░"},
		{mastery{known: 99, fading: 1, begun: 1, untouched: 1}, "█████████░"},
		{mastery{known: 2, fading: 1, begun: 1, untouched: 1}, "████▓▓▒▒░░"},
	} {
		if got := c.m.bar(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.m, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30)
		m := mastery{known: n.Draw(t, "known"), fading: n.Draw(t, "fading"), begun: n.Draw(t, "begun"), untouched: 1 + n.Draw(t, "untouched")}
		more := m
		more.known, more.untouched = more.known+1, more.untouched-1
		if utf8.RuneCountInString(m.bar()) != 10 || strings.Count(more.bar(), "█") < strings.Count(m.bar(), "█") {
			t.Fatalf("%+v: %s; one more known: %s", m, m.bar(), more.bar())
		}
	})
}

// What comes back does so by day, today first, of the next week or else the first
// after it; how much has gathered is not counted.
func TestComebacks(t *testing.T) {
	const team = store.Workspace("slack:T1")
	for _, c := range []struct {
		after int // days after some topics were practised
		want  string
	}{
		{0, "- tomorrow: Tables\n- Thursday: HTTP\n- Friday: Code review"},
		{1, "- today: Tables\n- tomorrow: HTTP\n- Friday: Code review"},
		{60, "- today: Tables, HTTP and Code review"},
	} {
		d := newDesk(t)
		for day, topic := range []string{"databases/tables", "apis/http", "teamwork/code-review"} {
			d.now = begin.AddDate(0, 0, day)
			d.say(team, "ann", doLine(t, d.say(team, "ann", "task "+topic)))
		}
		d.now = d.now.AddDate(0, 0, c.after-1)
		_, back, _ := strings.Cut(d.say(team, "ann", "progress").Body, "**Coming back**\n\n")
		if back, _, _ = strings.Cut(back, "\n\n"); back != c.want {
			t.Errorf("after %d days:\n%s\nwant\n%s", c.after, back, c.want)
		}
	}
}

// Progress, the App Home, team and mydata agree, whatever somebody did, also if the
// clock or the zone went back.
func TestNumbersAgree(t *testing.T) {
	d := newDesk(t)
	d.afterPractice(t, func(rt *rapid.T, w store.Workspace) {
		d.now = d.now.AddDate(0, 0, rapid.IntRange(-5, 20).Draw(rt, "days later"))
		own := d.say(w, "ann", "progress").Body
		home, err := d.Home(ctx, Message{Workspace: w, From: Person{ID: "ann", Name: "ann"}, Place: Place{ID: "D1", Direct: true}})
		if err != nil {
			rt.Fatal(err)
		}
		if home[0].Body != own {
			rt.Fatalf("the home says\n%s\nprogress says\n%s", home[0].Body, own)
		}
		_, seen, _ := strings.Cut(d.say(w, "ann", "mydata").Body, "**What a lead sees of you**\n\n")
		if lead := d.say(w, "boss", "team ann").Body; lead != seen {
			rt.Fatalf("a lead sees\n%s\nmydata says\n%s", lead, seen)
		}
		checkAgree(rt, own, seen)
	})
}

var (
	ownKnown  = regexp.MustCompile(`\*\*(\w+)\*\*: (\d+) of`)
	ownWeek   = regexp.MustCompile(`This week: (\d+ pieces?) in .*, (.*) right`)
	seenKnown = regexp.MustCompile(`(?m)^- (\w+): (\d+) topics? known`)
	seenWeek  = regexp.MustCompile(`: (\d+ pieces?), (.*) right`)
)

// checkAgree compares what a member sees with what a lead sees.
func checkAgree(t *rapid.T, own, seen string) {
	known := map[string]string{}
	for _, m := range ownKnown.FindAllStringSubmatch(own, -1) {
		if m[2] != "0" {
			known[m[1]] = m[2]
		}
	}
	lead := map[string]string{}
	for _, m := range seenKnown.FindAllStringSubmatch(seen, -1) {
		lead[m[1]] = m[2]
	}
	if fmt.Sprint(known) != fmt.Sprint(lead) {
		t.Fatalf("known are %v to the member, %v to a lead", known, lead)
	}
	a, b := ownWeek.FindStringSubmatch(own), seenWeek.FindStringSubmatch(seen)
	if a != nil && (b == nil || a[1] != b[1] || a[2] != b[2]) {
		t.Fatalf("the week is %q to the member, %q to a lead", a, b)
	}
}

// Less often is two of three days and more, and one of two.
func TestLessOften(t *testing.T) {
	for _, c := range []struct {
		spec  string
		usual schedule.Days
		own   bool
		want  string
	}{
		{"09:00 daily", schedule.Weekdays, false, "09:00 mon,thu"},
		{"09:00 daily", schedule.Daily, true, "09:00 mon,fri"},
		{"08:30 mon,wed,fri", schedule.Weekdays, true, "08:30 mon,fri"},
		{"08:30 weekends", schedule.Weekdays, true, "08:30 sat"},
		{"08:30 sun", schedule.Weekdays, true, "08:30 sun"},
	} {
		if got, err := lessOften(c.spec, c.usual, c.own); got != c.want || err != nil {
			t.Errorf("%s: %q, %v, want %s", c.spec, got, err, c.want)
		}
	}
	if _, err := lessOften("0 9 * * mon", schedule.Weekdays, true); err == nil {
		t.Error("a schedule without a clock was made rarer")
	}
}
