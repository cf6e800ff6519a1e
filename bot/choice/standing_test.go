package choice

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"mentorbot/schedule"
)

// A learner of the simulation keeps up: on each of their days they answer all that
// is due, and a few new pieces.
type learner struct {
	*Member
	c     *Curriculum
	rng   *rand.Rand
	wrong float64 // chance of a wrong answer
	new   int     // pieces a day
	slips map[int]bool
}

// day is a day of practice, with what the chooser chooses.
func (l *learner) day() {
	l.slips = map[int]bool{}
	l.Last = -1
	for fresh := 0; ; {
		p, ok := Next(l.c, l.Member, Scope{})
		if !ok || p.Why == Weak || p.Why == New && fresh == l.new && !l.anyDue() {
			return
		}
		if p.Why == New {
			fresh++
		}
		rating := schedule.Rating(2 + l.rng.IntN(3))
		if l.rng.Float64() < l.wrong {
			rating = schedule.Again
			l.slips[l.c.Items[p.Item].Topic] = true
		}
		l.Cards[p.Item].Chance = uint16(l.rng.Uint32())
		answer(l.Member, l.c, p.Item, rating)
	}
}

func (l *learner) anyDue() bool {
	due, _ := l.DueToday(l.c)
	return len(due) > 0
}

// known are the topics that count as known.
func (l *learner) known() map[int]bool {
	known := map[int]bool{}
	for i := range l.c.Topics {
		if l.Standing(&l.c.Topics[i]) == Known {
			known[i] = true
		}
	}
	return known
}

// Somebody who keeps up over 120 days sees no topic fall from known for the mere
// passing of time: only a wrong answer takes one away. Whoever practises daily sees
// none fall at any time; whoever has weekends free has them all back on the day on
// which they are back. (It holds for topics of a few pieces, as all are: one piece
// alone that was missed again and again, and is of a stability of hours, falls
// below the bar within the day that is the shortest interval.)
func TestKnownDoesNotFlicker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := &learner{
			c: wide(rapid.IntRange(3, 9).Draw(t, "items")), rng: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)),
			wrong: rapid.SampledFrom([]float64{0, 0.05, 0.2}).Draw(t, "wrong"), new: rapid.IntRange(1, 4).Draw(t, "new"),
		}
		l.Member = somebody(l.c)
		l.Day = 1_000 // minutes: nothing gathers for somebody who keeps up
		l.Want = schedule.Wanting(rapid.SampledFrom([]float64{0.8, 0.9, 0.95}).Draw(t, "retention"), 3650)
		weekends := rapid.Bool().Draw(t, "weekends off")
		before := l.known()
		for range 120 {
			l.Today++
			if !weekends {
				checkKept(t, l, before, nil, "in the morning of")
			} else if l.Today%7 >= 5 {
				continue
			}
			l.day()
			checkKept(t, l, before, l.slips, "in the evening of")
			before = l.known()
		}
		if l.wrong == 0 && len(before) == 0 {
			t.Fatal("nothing is known after 120 days")
		}
	})
}

func checkKept(t *rapid.T, l *learner, before, slips map[int]bool, when string) {
	now := l.known()
	for topic := range before {
		if !now[topic] && !slips[topic] {
			t.Fatalf("%s day %d topic %d is not known any more: %+v", when, l.Today, topic, l.Cards[l.c.Topics[topic].First:l.c.Topics[topic].End])
		}
	}
}

// wide is a curriculum of twelve topics of so many questions.
func wide(items int) *Curriculum {
	c := &Curriculum{}
	for n := range 12 {
		id := fmt.Sprintf("s%d/t%d", n%4, n)
		var all []Item
		for i := range items {
			all = append(all, Item{ID: fmt.Sprintf("%s#%d", id, i), Form: Questions, Minutes: 1, Level: 1})
		}
		c.Add(Topic{ID: id, Title: id, Skill: fmt.Sprintf("s%d", n%4), Level: 1}, all...)
	}
	return c
}
