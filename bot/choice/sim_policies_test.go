package choice

import (
	"math/rand/v2"

	"mentorbot/schedule"
)

// A policy is a way of choosing what comes next. All of them have the same
// curriculum and the same order of what is new.
type policy interface {
	next(day Day) (item int, ok bool)
	answered(item int, day Day, right bool)
	backlog(day Day) int // items that are due
}

// Random items of the pool, as bots do that post the problem of the day.
type random struct {
	items int
	rng   *rand.Rand
}

// A maker makes a policy for one learner.
type maker func(c *Curriculum, seed uint64) policy

func newRandom(c *Curriculum, seed uint64) policy {
	return &random{len(c.Items), rand.New(rand.NewPCG(seed, 1))}
}

func (p *random) next(Day) (int, bool)    { return p.rng.IntN(p.items), true }
func (p *random) answered(int, Day, bool) {}
func (p *random) backlog(Day) int         { return 0 }

// An agenda is what a scheduler by dates keeps: when each item is due, if ever
// again, and which is new. Mixed, at least one piece in three is new, as in
// mentorbot; otherwise what is new comes when nothing is due.
type agenda struct {
	due   []Day // by item; never for what is not to come, or not yet
	fresh int   // the first item that is new
	since int   // pieces since the latest that was new
	mixed bool
}

const never = Day(1 << 30)

func newAgenda(c *Curriculum, mixed bool) agenda {
	a := agenda{due: make([]Day, len(c.Items)), mixed: mixed}
	for i := range a.due {
		a.due[i] = never
	}
	return a
}

// next is what is longest due, then what is new.
func (a *agenda) next(day Day) (int, bool) {
	best := a.fresh
	for item, due := range a.due[:a.fresh] {
		if due <= day && (best == a.fresh || due < a.due[best]) {
			best = item
		}
	}
	if a.mixed && a.since >= Share-1 {
		best = min(a.fresh, len(a.due)-1)
	}
	return best, best < len(a.due)
}

// set moves an item to a day.
func (a *agenda) set(item int, due Day) {
	a.since++
	if item == a.fresh {
		a.fresh, a.since = item+1, 0
	}
	a.due[item] = due
}

func (a *agenda) backlog(day Day) (n int) {
	for _, due := range a.due {
		if due <= day {
			n++
		}
	}
	return n
}

// A ladder of fixed gaps: 1, 3, 7, 14 and 30 days. A miss begins it again. After
// the last rung an item stays on it or, with once, is let go.
type ladder struct {
	agenda
	rung []int
	once bool
}

var rungs = []Day{1, 3, 7, 14, 30}

func newLadder(mixed, once bool) maker {
	return func(c *Curriculum, _ uint64) policy {
		return &ladder{newAgenda(c, mixed), make([]int, len(c.Items)), once}
	}
}

func (p *ladder) answered(item int, day Day, right bool) {
	if !right {
		p.rung[item] = 0
	}
	if p.once && p.rung[item] == len(rungs) {
		p.set(item, never)
		return
	}
	p.set(item, day+rungs[min(p.rung[item], len(rungs)-1)])
	p.rung[item]++
}

// SM-2 after Wozniak, "Application of a computer to improve the results obtained
// in working with the SuperMemo method" (1990): intervals 1, 6 and then the last
// one times the easiness, which begins at 2.5; an answer below quality 3 begins
// again and leaves the easiness as it is. A right answer is of quality 4, which
// leaves it too, a wrong one of quality 1. What scored below 4 is repeated the
// same day until it does not.
type sm2 struct {
	agenda
	cards []sm2Card
}

type sm2Card struct {
	interval float64
	again    bool // repeated within the day: its interval stands
}

func newSM2(mixed bool) maker {
	return func(c *Curriculum, _ uint64) policy { return &sm2{newAgenda(c, mixed), make([]sm2Card, len(c.Items))} }
}

const easiness = 2.5

func (p *sm2) answered(item int, day Day, right bool) {
	card := &p.cards[item]
	switch {
	case card.again:
		card.again = !right
		card.interval = 1
	case !right:
		card.again = true
	case card.interval == 0:
		card.interval = 1
	case card.interval == 1:
		card.interval = 6
	default:
		card.interval *= easiness
	}
	if card.again {
		p.set(item, day)
		return
	}
	p.set(item, day+Day(card.interval+0.5))
}

// The chooser of this package, fed as the bot feeds it.
type chooser struct {
	*Curriculum
	Member
	rng *rand.Rand
}

func newChooser(c *Curriculum, seed uint64) policy {
	return &chooser{c, Member{
		Level: 1, Cards: make([]Card, len(c.Items)), Model: schedule.Published(), Want: schedule.Wanting(0.9, 3650), Day: *proofMinutes, Last: -1,
	}, rand.New(rand.NewPCG(seed, 2))}
}

func (p *chooser) next(day Day) (int, bool) {
	p.Today = day
	pick, ok := Next(p.Curriculum, &p.Member, Scope{})
	return pick.Item, ok
}

func (p *chooser) answered(item int, day Day, right bool) {
	card := &p.Cards[item]
	rating := schedule.Good
	switch {
	case !right && p.Items[item].Form == Tasks:
		rating = schedule.Hard // its solution was opened first, and then it was done
	case !right:
		rating = schedule.Again
	}
	p.Since++
	if card.Reps == 0 {
		p.Since = 0
	} else {
		card.Gap = uint16(day - card.Day)
	}
	card.State = p.Model.Review(card.State, rating, int(day-card.Day))
	card.Day, card.Missed, card.Chance = day, rating == schedule.Again, uint16(p.rng.Uint32())
	card.Reps++
	p.Last = p.Items[item].Topic
}

func (p *chooser) backlog(day Day) int {
	p.Today = day
	due, _ := p.DueToday(p.Curriculum)
	return len(due)
}
