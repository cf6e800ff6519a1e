package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/schedule"
	"mentorbot/store"
)

// iso is a day of the tests.
func iso(t interface{ Fatal(...any) }, day string) schedule.Date {
	d, err := schedule.ParseISODate(day)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// In August 2026 the 24th and the 31st are Mondays.
func TestStreak(t *testing.T) {
	plain := &store.Member{}
	for _, c := range []struct {
		name  string
		me    *store.Member
		team  store.Team
		did   string
		today string
		want  int
	}{
		{"nothing done", plain, store.Team{}, "", "2026-08-24", 0},
		{"today", plain, store.Team{}, "24", "2026-08-24", 1},
		{"today does not break it while it lasts", plain, store.Team{}, "24 25", "2026-08-26", 2},
		{"yesterday does", plain, store.Team{}, "24 25", "2026-08-27", 0},
		{"over the weekend", plain, store.Team{}, "20 21 24", "2026-08-24", 3},
		{"a Sunday off counts too", plain, store.Team{}, "21 23 24", "2026-08-24", 3},
		{"a gap ends it", plain, store.Team{}, "17 18 20 21", "2026-08-21", 2},
		{"one's own days", &store.Member{Days: "mon,wed"}, store.Team{}, "17 19 24", "2026-08-25", 3},
		{"the team's days", plain, store.Team{Days: "sun-thu"}, "20 23 24", "2026-08-24", 3},
		{"a day off of the team", plain, store.Team{DaysOff: []string{"2026-08-25"}}, "24 26", "2026-08-26", 2},
		{"a day off that is not listed any more", plain, store.Team{WereOff: []string{"2026-08-25"}}, "24 26", "2026-08-26", 2},
		{"a holiday", plain, store.Team{Holidays: "GB"}, "28", "2026-09-01", 1}, // 31 August is a bank holiday
		{"a pause", &store.Member{Pauses: []store.Pause{{From: "2026-08-18", Until: "2026-08-24"}}}, store.Team{}, "17 24", "2026-08-24", 2},
		{"a pause mends nothing before it", &store.Member{Pauses: []store.Pause{{From: "2026-08-20", Until: "2026-08-24"}}}, store.Team{}, "17 19 24", "2026-08-24", 2},
		{"each of several pauses", &store.Member{Pauses: []store.Pause{{From: "2026-08-12", Until: "2026-08-14"}, {From: "2026-08-18", Until: "2026-08-24"}}}, store.Team{}, "11 14 17 24", "2026-08-24", 4},
		{"the first day back counts", &store.Member{Pauses: []store.Pause{{From: "2026-08-18", Until: "2026-08-21"}}}, store.Team{}, "17 24", "2026-08-24", 1},
		{"what was a working day then", &store.Member{Were: []store.Workweek{{Until: "2026-08-20", Days: "mon,wed"}}}, store.Team{}, "17 19 20 21", "2026-08-21", 4},
		{"and what was one of the team's", plain, store.Team{Were: []store.Workweek{{Until: "2026-08-20", Days: "mon,wed"}}}, "17 19 20 21", "2026-08-21", 4},
		{"and what was a holiday", plain, store.Team{Were: []store.Workweek{{Until: "2026-09-01", Holidays: "GB"}}}, "28", "2026-09-01", 1},
		{"a day that a change of zone cut short", &store.Member{Excused: []string{"2026-08-25"}}, store.Team{}, "24 26", "2026-08-26", 2},
		{"of the team's zone too", plain, store.Team{Excused: []string{"2026-08-25"}}, "24 26", "2026-08-26", 2},
		{"a day that is still ahead counts once", plain, store.Team{}, "21 24 25", "2026-08-24", 3},
		{"and cannot be missed", plain, store.Team{}, "24 28", "2026-08-24", 2},
	} {
		var did []string
		for _, day := range strings.Fields(c.did) {
			did = append(did, "2026-08-"+day)
		}
		if got := streakOf(days(did...), worked(c.me, &c.team), iso(t, c.today)); got.days != c.want {
			t.Errorf("%s: %d, want %d", c.name, got.days, c.want)
		}
	}
}

// Ten days earn a freeze, two are kept at most, a missed day uses one by itself,
// and what it held is said.
func TestFreezes(t *testing.T) {
	for _, c := range []struct {
		did     string // x done, . not; working days from Monday 3 August 2026 on, today is the last
		want    int
		freezes int
		frozen  string
	}{
		{"xxxxxxxxx.x", 1, 0, ""},
		{"xxxxxxxxxx", 10, 1, ""},
		{"xxxxxxxxxx.", 10, 1, ""}, // today may still be done
		{"xxxxxxxxxx..", 10, 0, "2026-08-17"},
		{"xxxxxxxxxx.x", 11, 0, "2026-08-17"},
		{"xxxxxxxxxx..x", 1, 0, ""},
		{"xxxxxxxxxx.xxxxxxxxxx", 20, 1, "2026-08-17"},
		{strings.Repeat("x", 30), 30, 2, ""},
		{strings.Repeat("x", 30) + "..x", 31, 0, "2026-09-14 2026-09-15"},
		{strings.Repeat("x", 30) + "...x", 1, 0, ""},
	} {
		var did []string
		day := iso(t, "2026-08-03")
		for i, mark := range c.did {
			if mark == 'x' {
				did = append(did, day.String())
			}
			if i < len(c.did)-1 {
				for day = day.AddDays(1); day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; {
					day = day.AddDays(1)
				}
			}
		}
		slices.Reverse(did)
		got := streakOf(days(did...), worked(&store.Member{}, &store.Team{}), day)
		var frozen []string
		for _, d := range got.frozen {
			frozen = append(frozen, d.String())
		}
		if got.days != c.want || got.freezes != c.freezes || strings.Join(frozen, " ") != c.frozen {
			t.Errorf("%s: %+v, want %d days, %d freezes, frozen %q", c.did, got, c.want, c.freezes, c.frozen)
		}
	}
}

// Days off, pauses and the future never break a streak, whatever was done: making
// any missed day one of them, or doing something on it, never makes it shorter; and
// what a streak counts are days of practice, each once.
func TestStreakProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := iso(t, "2026-08-03")
		length := rapid.IntRange(1, 60).Draw(t, "length")
		today := begin.AddDays(length - 1 - rapid.IntRange(0, 3).Draw(t, "ahead"))
		var did []string
		for i := range length {
			if rapid.IntRange(0, 9).Draw(t, fmt.Sprint("day ", i)) > 0 {
				did = append(did, begin.AddDays(i).String())
			}
		}
		me, team := &store.Member{}, &store.Team{}
		before := streakOf(days(did...), worked(me, team), today)
		if before.days > len(did) {
			t.Fatalf("%d days of %d", before.days, len(did))
		}
		doubled := append(slices.Clone(did), did...)
		if got := streakOf(days(doubled...), worked(me, team), today); got.days != before.days {
			t.Fatalf("told twice: %d, told once: %d", got.days, before.days)
		}
		off := begin.AddDays(rapid.IntRange(0, length-1).Draw(t, "off")).String()
		for name, way := range map[string]struct {
			me   store.Member
			team store.Team
		}{
			"a day off":     {team: store.Team{DaysOff: []string{off}}},
			"a pause":       {me: store.Member{Pauses: []store.Pause{{From: off, Until: iso(t, off).AddDays(1).String()}}}},
			"a short day":   {me: store.Member{Excused: []string{off}}},
			"a former week": {me: store.Member{Were: []store.Workweek{{Until: off, Days: "mon"}}}},
		} {
			if got := streakOf(days(did...), worked(&way.me, &way.team), today); got.days < before.days {
				t.Fatalf("%s on %s: %d, without %d", name, off, got.days, before.days)
			}
		}
	})
}

// A change of zone in the middle of a streak, either way, and a clock that went
// back: nothing is counted twice, and nothing is lost.
func TestStreakAcrossZones(t *testing.T) {
	const team = store.Workspace("slack:T1")
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	for _, c := range []struct {
		name  string
		steps []string // TIME LINE; do practises, seen and team tell a zone
		want  int
	}{
		{"eastward over the date line loses no day", []string{
			"2026-08-24T20:00:00Z settings zone Pacific/Honolulu", "2026-08-24T20:01:00Z do", // Monday
			"2026-08-25T12:00:00Z settings zone Pacific/Kiritimati", // Tuesday 02:00 becomes Wednesday 02:00
			"2026-08-25T22:00:00Z help", "2026-08-26T20:00:00Z do",  // Thursday
		}, 2},
		{"so it does where the platform tells", []string{
			"2026-08-24T20:00:00Z seen Pacific/Honolulu", "2026-08-24T20:01:00Z do",
			"2026-08-25T12:00:00Z seen Pacific/Kiritimati", "2026-08-26T20:00:00Z do",
		}, 2},
		{"and where the team moves", []string{
			"2026-08-24T20:00:00Z team Pacific/Honolulu", "2026-08-24T20:01:00Z do",
			"2026-08-25T12:00:00Z team Pacific/Kiritimati", "2026-08-26T20:00:00Z do",
		}, 2},
		{"without the change the days between are missed", []string{
			"2026-08-24T20:00:00Z settings zone Pacific/Honolulu", "2026-08-24T20:01:00Z do", "2026-08-27T20:00:00Z do",
		}, 1},
		{"westward a day comes twice and counts once", []string{
			"2026-08-24T10:00:00Z settings zone Pacific/Kiritimati", "2026-08-24T20:00:00Z do", // Tuesday
			"2026-08-24T21:00:00Z settings zone Pacific/Honolulu", "2026-08-24T21:01:00Z do", // Monday
			"2026-08-25T21:00:00Z do", // Tuesday again
		}, 2},
		{"and the number does not fall for it", []string{
			"2026-08-23T20:00:00Z settings zone Pacific/Kiritimati", "2026-08-23T20:01:00Z do", "2026-08-24T20:00:00Z do", // Monday, Tuesday
			"2026-08-24T21:00:00Z settings zone Pacific/Honolulu", // Monday
		}, 2},
		{"a clock that went back", []string{
			"2026-08-24T09:00:00Z do", "2026-08-28T09:00:00Z do", "2026-08-24T10:00:00Z do", "2026-08-25T10:00:00Z do",
		}, 3},
	} {
		d := newDesk(t)
		for _, step := range c.steps {
			when, line, _ := strings.Cut(step, " ")
			d.now = at(when)
			switch verb, zone, _ := strings.Cut(line, " "); verb {
			case "do":
				d.say(team, "ann", doLine(t, d.say(team, "ann", "task")))
			case "seen":
				d.Handle(ctx, Message{Workspace: team, From: Person{ID: "ann", Zone: zone}, Line: "help"})
			case "team":
				d.say(team, "boss", "settings team zone "+zone)
			default:
				d.say(team, "ann", line)
			}
		}
		d.in(t, team, func(s *store.Space) error {
			me, err := s.Member("ann")
			if err != nil {
				return err
			}
			all, err := recentDays(s, me)
			team, _ := s.Team()
			if got := streakOf(all, worked(me, team), d.today(d.now, me, team)); got.days != c.want {
				t.Errorf("%s: %d, want %d", c.name, got.days, c.want)
			}
			return err
		})
	}
}

// doLine is the line of a task's Done.
func doLine(t testing.TB, r Reply) string {
	t.Helper()
	for _, c := range r.Choices {
		if c.Label == "Done" {
			return c.Line
		}
	}
	t.Fatalf("no Done in %+v", r.Post)
	return ""
}

// A setting that changes breaks no streak: what was missed is judged by the days
// of that time.
func TestSettingsBreakNoStreak(t *testing.T) {
	const team = store.Workspace("slack:T1")
	for _, c := range []struct {
		set    []string // on Monday 17 August, before anything
		change string   // on Friday the 28th
	}{
		{[]string{"ann settings days mon,fri"}, "ann settings days daily"},
		{[]string{"boss settings team days mon,fri"}, "boss settings team days daily"},
		{[]string{"boss settings team dayoff 2026-08-18,2026-08-19,2026-08-20,2026-08-25,2026-08-26,2026-08-27"}, "boss settings team dayoff none"},
	} {
		d := newDesk(t)
		d.now = time.Date(2026, 8, 17, 9, 0, 0, 0, time.UTC)
		say := func(line string) {
			who, line, _ := strings.Cut(line, " ")
			d.say(team, store.MemberID(who), line)
		}
		for _, line := range c.set {
			say(line)
		}
		for _, day := range []int{17, 21, 24, 28} {
			d.now = time.Date(2026, 8, day, 9, 0, 0, 0, time.UTC)
			d.say(team, "ann", doLine(t, d.say(team, "ann", "task")))
		}
		say(c.change)
		if body := d.say(team, "ann", "progress").Body; !strings.Contains(body, "**Streak: 4 working days.**") {
			t.Errorf("%s: %s", c.change, body)
		}
	}
}
