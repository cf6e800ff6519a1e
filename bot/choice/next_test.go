package choice

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/schedule"
)

// small is a curriculum of three skills with two topics each, of a task of ten
// minutes and two questions; the second topic of a skill requires the first and
// is of the next level.
func small() *Curriculum {
	c := &Curriculum{}
	for level := 1; level <= 2; level++ {
		for skill, name := range []string{"a", "b", "c"} {
			t := Topic{ID: fmt.Sprintf("%s/%d", name, level), Title: fmt.Sprint(name, level), Skill: name, Level: level}
			if level == 2 {
				t.Requires = []int{skill}
			}
			var items []Item
			for i, form := range []Form{Tasks, Questions, Questions} {
				items = append(items, Item{ID: fmt.Sprintf("%s#%d", t.ID, i), Form: form, Minutes: 1 + 9*(2-int(form)), Level: level})
			}
			c.Add(t, items...)
		}
	}
	return c
}

// somebody is a member who never did anything.
func somebody(c *Curriculum) *Member {
	return &Member{
		Today: 100, Level: 1, Cards: make([]Card, len(c.Items)),
		Model: schedule.Published(), Want: schedule.Wanting(0.9, 3650), Day: 15, Last: -1,
	}
}

// card is one answered well, so many days ago.
func card(stability float64, day Day) Card {
	return Card{State: schedule.State{Stability: stability, Difficulty: 5}, Day: day, Reps: 1}
}

func TestNext(t *testing.T) {
	c := small()
	const taskA, askA, askA2, taskB, askC = 0, 1, 2, 3, 7
	for _, row := range []struct {
		name  string
		set   func(*Member)
		scope Scope
		want  Pick
	}{
		{"a new member begins with the plan's first", func(*Member) {}, Scope{}, Pick{taskA, New}},
		{"or with the first of a form", func(*Member) {}, Scope{Form: Questions}, Pick{askA, New}},
		{"or of a skill", func(*Member) {}, Scope{Skill: "b"}, Pick{taskB, New}},
		{"or of a topic", func(*Member) {}, Scope{Topic: &c.Topics[2], Form: Questions}, Pick{askC, New}},
		{"or at the level", func(m *Member) { m.Level = 2 }, Scope{}, Pick{9, New}},
		{"or within the skills chosen", func(m *Member) { m.Skills = map[string]bool{"b": true} }, Scope{}, Pick{taskB, New}},
		{"or with what the goal is about", func(m *Member) { m.First = map[string]bool{"c/1": true, "c/2": true} }, Scope{}, Pick{6, New}},
		{"also outside of the skills and below the level", func(m *Member) {
			m.Level, m.Skills, m.First = 2, map[string]bool{"b": true}, map[string]bool{"c/1": true}
		}, Scope{}, Pick{6, New}},
		{"the goal's topic alone is not the next twice", func(m *Member) { m.First, m.Last = map[string]bool{"c/1": true}, 2 }, Scope{}, Pick{taskA, New}},
		{"the rest of the plan follows", func(m *Member) {
			m.First = map[string]bool{"c/1": true}
			m.Cards[6], m.Cards[7], m.Cards[8] = card(50, 99), card(50, 99), card(50, 99)
		}, Scope{}, Pick{taskA, New}},
		{"what was asked for is served outside of them", func(m *Member) { m.Skills = map[string]bool{"b": true} }, Scope{Skill: "a"}, Pick{taskA, New}},
		{"only what fits the minutes", func(*Member) {}, Scope{Most: 5}, Pick{askA, New}},
		{"what is avoided comes if there is nothing else", func(m *Member) { m.Avoid = map[int]bool{askA: true} }, Scope{Topic: &c.Topics[0], Form: Questions}, Pick{askA2, New}},
		{"the topic before is left alone", func(m *Member) { m.Last = 0 }, Scope{}, Pick{taskB, New}},
		{"unless there is no choice", func(m *Member) { m.Last = 0 }, Scope{Topic: &c.Topics[0]}, Pick{taskA, New}},
		{"due comes before new", func(m *Member) { m.Cards[askA2] = card(5, 90) }, Scope{}, Pick{askA2, Due}},
		{"not of the topic before, if something new is of another", func(m *Member) { m.Cards[askA], m.Cards[askA2], m.Last = card(5, 100), card(5, 90), 0 }, Scope{}, Pick{taskB, New}},
		{"but for that of another day", func(m *Member) { m.Cards[askA], m.Cards[askA2], m.Last = card(50, 99), card(5, 90), 0 }, Scope{}, Pick{askA2, Due}},
		{"unless that has to wait", func(m *Member) { m.Cards[taskA], m.Cards[askA2], m.Last = card(5, 100), card(5, 90), 0 }, Scope{Topic: &c.Topics[0]}, Pick{askA2, Due}},
		{"but the third in a row is new", func(m *Member) { m.Cards[askA2] = card(5, 90); m.Since = 2 }, Scope{}, Pick{taskA, New}},
		{"not what was done today", func(m *Member) { m.Cards[askA] = card(0.1, 100) }, Scope{Topic: &c.Topics[0], Form: Questions}, Pick{askA2, New}},
		{"nor what was put off", func(m *Member) { m.Cards[askA].Rest = 101 }, Scope{Form: Questions}, Pick{askA2, New}},
		{"what a clock ahead saw waits until then", func(m *Member) { m.Cards[askA] = card(0.1, 120) }, Scope{Form: Questions}, Pick{askA2, New}},
		{"a pause moves what is due", func(m *Member) { m.Cards[askA] = card(5, 90); m.Pauses = []Pause{{92, 99}} }, Scope{Form: Questions}, Pick{askA2, New}},
	} {
		m := somebody(c)
		row.set(m)
		if got, ok := Next(c, m, row.scope); !ok || got != row.want {
			t.Errorf("%s: %+v, %t, want %+v", row.name, got, ok, row.want)
		}
	}
}

// With all answered: what is due, then what is weakest, then nothing.
func TestNextAtTheEnd(t *testing.T) {
	c := small()
	m := somebody(c)
	for i := range m.Cards {
		m.Cards[i] = card(100+float64(i), 99)
	}
	if got, ok := Next(c, m, Scope{}); !ok || got != (Pick{0, Weak}) {
		t.Errorf("%+v, %t, want the weakest", got, ok)
	}
	for i := range m.Cards {
		m.Cards[i].Day = 100
	}
	if got, ok := Next(c, m, Scope{}); ok {
		t.Errorf("%+v was done today", got)
	}
}

// After a break the most valuable comes first: a review that adds much rather
// than one that adds little, and a short one rather than a long one.
func TestAfterABreak(t *testing.T) {
	c := small()
	m := somebody(c)
	m.Cards[1], m.Cards[4] = card(200, -200), card(3, 60)
	if got, _ := Next(c, m, Scope{}); got != (Pick{4, Due}) {
		t.Errorf("%+v, want what adds most", got)
	}
	m.Cards[3], m.Cards[4] = card(20, 60), Card{}
	m.Cards[1] = card(20, 60)
	if got, _ := Next(c, m, Scope{}); got != (Pick{1, Due}) {
		t.Errorf("%+v, want the short one", got)
	}
}

// When more is due than a week has minutes for, the wanted retention gives way,
// and new pieces go on.
func TestGivesWay(t *testing.T) {
	c := small()
	m := somebody(c)
	m.Day = 1
	for _, i := range []int{0, 3} {
		m.Cards[i] = card(10, 10)
	}
	if _, got := m.DueToday(c); got.Retention != Floor {
		t.Errorf("20 minutes are due and a week has 7: %+v", got)
	}
	m.Day = 3
	if _, got := m.DueToday(c); got.Retention != 0.9 {
		t.Errorf("20 minutes are due and a week has 21: %+v", got)
	}
	m.Day, m.Want = 1, schedule.Wanting(0.75, 3650)
	if _, got := m.DueToday(c); got.Retention != 0.75 {
		t.Errorf("the workspace wants still less: %+v", got)
	}
}

// Whatever somebody did: nothing comes twice in a day, the topic changes where it
// can, at least one piece in three is new while there is something new, and what
// is new has its prerequisites begun.
func TestNextProperties(t *testing.T) {
	c := small()
	rapid.Check(t, func(t *rapid.T) {
		m := somebody(c)
		m.Level = rapid.IntRange(1, 2).Draw(t, "level")
		if rapid.Bool().Draw(t, "goal") {
			m.First = map[string]bool{"b/1": true, "b/2": true}
		}
		scope := Scope{Form: Form(rapid.IntRange(0, 2).Draw(t, "form"))}
		done, sinceNew, last := map[int]bool{}, 0, -1
		for range rapid.IntRange(1, 60).Draw(t, "pieces") {
			if days := rapid.SampledFrom([]int{0, 0, 0, 1, 1, 3, 40}).Draw(t, "days"); days > 0 {
				m.Today += Day(days)
				done, last = map[int]bool{}, -1
				m.Last = -1
			}
			p, ok := Next(c, m, scope)
			if !ok {
				continue
			}
			if done[p.Item] {
				t.Fatalf("item %d came twice on a day", p.Item)
			}
			topic := c.Items[p.Item].Topic
			if topic == last {
				checkNoChoice(t, c, m, &scope, p)
			}
			fresh := untouched(c, m, &scope)
			if p.Why != New {
				if sinceNew++; sinceNew >= Share && fresh > 0 {
					t.Fatalf("%d pieces in a row were not new, and %d are", sinceNew, fresh)
				}
			} else {
				sinceNew = 0
			}
			done[p.Item], last = true, topic
			answer(m, c, p.Item, schedule.Rating(rapid.IntRange(1, 4).Draw(t, "rating")))
		}
	})
}

// untouched counts what the plan has new in a scope.
func untouched(c *Curriculum, m *Member, s *Scope) (n int) {
	for i := range m.Cards {
		if m.Cards[i].Reps == 0 && m.free(&m.Cards[i]) && s.has(c, i) && m.Plans(&c.Topics[c.Items[i].Topic]) {
			n++
		}
	}
	return n
}

// checkNoChoice fails if something of the same kind was there of another topic.
func checkNoChoice(t *rapid.T, c *Curriculum, m *Member, s *Scope, p Pick) {
	_, want := m.DueToday(c)
	if first, ready, some := m.new(c, s); p.Why == Due && some && ready && m.atIt(c) {
		t.Fatalf("%+v came of the topic before, and %+v is new", p, first)
	}
	for i := range m.Cards {
		topic := &c.Topics[c.Items[i].Topic]
		if !s.has(c, i) || c.Items[i].Topic == m.Last {
			continue
		}
		switch card := &m.Cards[i]; {
		case p.Why == Due && m.isDue(card, &want):
			t.Fatalf("%+v came of the topic before, and %d is due", p, i)
		case p.Why == New && card.Reps == 0 && m.free(card) && m.Plans(topic) && m.ready(c, topic, s.Form):
			t.Fatalf("%+v came of the topic before, and %d is new", p, i)
		}
	}
}

// answer is what the bot makes of an answer.
func answer(m *Member, c *Curriculum, item int, r schedule.Rating) {
	card := &m.Cards[item]
	days := m.elapsed(card)
	if m.Since++; card.Reps == 0 {
		m.Since, days = 0, 0
	}
	card.State = m.Model.Review(card.State, r, days)
	card.Gap, card.Day, card.Missed = uint16(days), m.Today, r == schedule.Again
	card.Reps++
	m.Last = c.Items[item].Topic
}

func TestStanding(t *testing.T) {
	c := small()
	for _, row := range []struct {
		name string
		set  func(*Member)
		want Standing
	}{
		{"never practised", func(*Member) {}, Untouched},
		{"one of three", func(m *Member) { m.Cards[0] = card(9, 99) }, Begun},
		{"two of three", func(m *Member) { m.Cards[0], m.Cards[1] = card(9, 99), card(9, 99) }, Known},
		{"on the day that they are due", func(m *Member) { m.Cards[0], m.Cards[1] = card(9, 91), card(9, 91) }, Known},
		{"long after", func(m *Member) { m.Cards[0], m.Cards[1] = card(9, 10), card(9, 10) }, Fading},
		{"one missed", func(m *Member) { m.Cards[0], m.Cards[1] = card(9, 99), card(9, 99); m.Cards[1].Missed = true }, Fading},
	} {
		m := somebody(c)
		row.set(m)
		if got := m.Standing(&c.Topics[0]); got != row.want {
			t.Errorf("%s: %d, want %d", row.name, got, row.want)
		}
	}
}

func TestDaily(t *testing.T) {
	c := small()
	at := func(n int) time.Time { return time.Unix(int64(n), 0) }
	never := func(int) bool { return false }
	for _, row := range []struct {
		name  string
		ch    Channel
		stale func(int) bool
		want  int
		ok    bool
	}{
		{"the first", Channel{}, never, 0, true},
		{"of its skills", Channel{Skills: map[string]bool{"c": true}}, never, 6, true},
		{"of its levels", Channel{Levels: map[int]bool{2: true}}, never, 9, true},
		{"the skill that it had longest ago", Channel{Posted: map[int]time.Time{0: at(1)}}, never, 3, true},
		{"not again until the pool is used", Channel{Skills: map[string]bool{"a": true}, Posted: map[int]time.Time{0: at(1)}}, never, 9, true},
		{"then what it had longest ago", Channel{Skills: map[string]bool{"a": true}, Posted: map[int]time.Time{0: at(2), 9: at(1)}}, never, 9, true},
		{"not what most did", Channel{}, func(i int) bool { return i == 0 }, 3, true},
		{"unless they did everything", Channel{}, func(int) bool { return true }, 0, true},
		{"nothing suits", Channel{Levels: map[int]bool{3: true}}, never, 0, false},
	} {
		if got, ok := Daily(c, &row.ch, row.stale); got != row.want || ok != row.ok {
			t.Errorf("%s: %d, %t, want %d", row.name, got, ok, row.want)
		}
	}
}

// Whatever is skipped on the way: what is due is what is due by the wants in turn,
// and what comes is the first of those whose review is worth most.
func TestShortcuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := wide(rapid.IntRange(3, 8).Draw(t, "items"))
		m := somebody(c)
		m.Today, m.Day = 1_000, rapid.IntRange(1, 5).Draw(t, "minutes")
		m.Want = schedule.Wanting(rapid.SampledFrom([]float64{0.7, 0.8, 0.9, 0.97, 1}).Draw(t, "retention"), 3650)
		if rapid.Bool().Draw(t, "paused") {
			m.Pauses = []Pause{{From: 960, Until: 990}}
		}
		for i := range m.Cards {
			m.Cards[i] = card(float64(rapid.IntRange(1, 300).Draw(t, "stability")), Day(rapid.IntRange(500, 1_001).Draw(t, "day")))
			m.Cards[i].Reps = rapid.Uint16Range(0, 2).Draw(t, "answers")
			c.Items[i].Minutes = rapid.IntRange(1, 40).Draw(t, "minutes of it")
		}
		due, want := dueSlowly(c, m)
		got, given := m.DueToday(c)
		if !slices.Equal(got, due) || given != want {
			t.Fatalf("%v are due, by %+v; want %v, by %+v", got, given, due, want)
		}
		best, worth := -1, -1.0
		for _, i := range due {
			if w := m.worth(&m.Cards[i], c.Items[i].Minutes); w > worth {
				best, worth = i, w
			}
		}
		if p, ok := m.review(c, &Scope{}, due, 0); ok && p.Item != best && m.other(c, best) {
			t.Fatalf("%d comes, %d is worth most", p.Item, best)
		}
	})
}

// dueSlowly is DueToday, asked of every item for every want in turn.
func dueSlowly(c *Curriculum, m *Member) (items []int, want schedule.Want) {
	want = m.Want
	for i := range m.Cards {
		if m.isDue(&m.Cards[i], &want) {
			items = append(items, i)
		}
	}
	for want.Retention > Floor && load(c, &Scope{}, items) > 7*m.Day {
		want = schedule.Wanting(max(Floor, want.Retention-step), want.Longest)
		items = slices.DeleteFunc(items, func(i int) bool { return !m.isDue(&m.Cards[i], &want) })
	}
	return items, want
}
