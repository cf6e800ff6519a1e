package choice

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"mentorbot/content"
)

var (
	proof        = flag.Int("proof", 0, "learners to simulate in TestProof")
	proofSeed    = flag.Uint64("proof-seed", 1, "seed of the first learner")
	proofForm    = flag.Int("proof-form", int(AnyForm), "the form of all items: 1 tasks, 2 questions")
	proofMinutes = flag.Int("proof-minutes", 15, "minutes that each learner has on a day")
)

const simDays = 180

// policies are compared with the last of them, mentorbot's. What the issue is
// about comes first; mixed are the ladder and SM-2 with mentorbot's rule that at
// least one piece in three is new, which they know nothing of.
var policies = []struct {
	name string
	make maker
}{
	{"random", newRandom},
	{"ladder", newLadder(false, false)}, {"ladder, once", newLadder(false, true)}, {"SM-2", newSM2(false)},
	{"ladder, mixed", newLadder(true, true)}, {"SM-2, mixed", newSM2(true)},
	{"mentorbot", newChooser},
}

var models = []struct {
	name string
	make func(rng *rand.Rand, items int) model
}{
	{"two exponentials", newTwoParts}, {"ACT-R power law", newPowerLaw},
}

// An outcome is what half a year came to.
type outcome struct {
	end     float64 // items that would be recalled on the last day
	area    float64 // mean of that over the days
	begun   float64 // items met
	backlog float64 // most items due on a day
	recall  float64 // part of the reviews that were recalled
}

// guesses are the chances of being right without knowing, by item.
func guesses(l *content.Library, c *Curriculum) []float64 {
	all := make([]float64, len(c.Items))
	for i := range c.Items {
		q, ok := l.Question(c.Items[i].ID)
		switch {
		case !ok: // a task is not done by chance
		case q.Several():
			all[i] = 1 / (math.Pow(2, float64(len(q.Options))) - 1)
		default:
			all[i] = 1 / float64(len(q.Options))
		}
	}
	return all
}

// away says on which days a learner does nothing: some at random, and two weeks.
func away(rng *rand.Rand) (days [simDays]bool) {
	missing := 0.1 + 0.25*rng.Float64()
	for i := range days {
		days[i] = rng.Float64() < missing
	}
	from := 40 + rng.IntN(80)
	for i := from; i < from+14; i++ {
		days[i] = true
	}
	return days
}

// live plays one learner's half year.
func live(c *Curriculum, guess []float64, seed uint64, make func(*rand.Rand, int) model, p policy) (o outcome) {
	rng := rand.New(rand.NewPCG(seed, 0))
	off := away(rng)
	memory := make(rng, len(c.Items))
	met := slices.Repeat([]uint64{0}, len(c.Items)) // how often
	budget, answers, right := 0, 0, 0
	for day := range Day(simDays) {
		if !off[day] {
			o.backlog = max(o.backlog, float64(p.backlog(day)))
			budget = min(budget, 0) + *proofMinutes
		}
		for n := 0; !off[day] && budget > 0; n++ {
			item, ok := p.next(day)
			if !ok {
				break
			}
			now := float64(day) + float64(n)/1000
			recalled := chance(seed, item, met[item], 0) < memory.recall(item, now)
			ok = recalled || chance(seed, item, met[item], 1) < guess[item]
			if met[item] > 0 {
				answers++
				if recalled {
					right++
				}
			}
			met[item]++
			memory.met(item, now, recalled)
			p.answered(item, day, ok)
			budget -= c.Items[item].Minutes
		}
		if day%10 == 9 {
			o.end = known(memory, len(met), float64(day+1))
			o.area += o.end * 10 / simDays
		}
	}
	for _, n := range met {
		o.begun += min(float64(n), 1)
	}
	o.recall = float64(right) / float64(max(answers, 1))
	return o
}

// known is how many items would be recalled.
func known(m model, items int, day float64) (sum float64) {
	for item := range items {
		sum += m.recall(item, day)
	}
	return sum
}

// chance is the luck of a learner at an item the nth time, the same whoever
// chooses.
func chance(seed uint64, item int, nth, kind uint64) float64 {
	return rand.New(rand.NewPCG(seed^uint64(item)<<20, nth<<1|kind)).Float64()
}

// only is a curriculum without the items of other forms.
func only(c *Curriculum, form Form) *Curriculum {
	if form == AnyForm {
		return c
	}
	some := &Curriculum{}
	for _, t := range c.Topics {
		items := slices.DeleteFunc(slices.Clone(c.Items[t.First:t.End]), func(i Item) bool { return i.Form != form })
		some.Add(t, items...)
	}
	return some
}

// simulate plays learners under every policy, each with the same luck.
func simulate(t *testing.T, first uint64, learners int) (all [][][]outcome) {
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	c := only(Of(l), Form(*proofForm))
	guess := guesses(l, c)
	all = make([][][]outcome, len(models))
	work := make(chan func())
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for do := range work {
				do()
			}
		})
	}
	for i, m := range models {
		all[i] = make([][]outcome, len(policies))
		for j, p := range policies {
			all[i][j] = make([]outcome, learners)
			for k := range learners {
				seed := first + uint64(k)
				work <- func() { all[i][j][k] = live(c, guess, seed, m.make, p.make(c, seed)) }
			}
		}
	}
	close(work)
	wg.Wait()
	return all
}

// mean is that of a number over all learners, with half of its 95 % interval.
func mean(all []outcome, of func(*outcome) float64) (m, half float64) {
	var sum, squares float64
	for i := range all {
		x := of(&all[i])
		sum += x
		squares += x * x
	}
	n := float64(len(all))
	m = sum / n
	return m, 1.96 * math.Sqrt(max(squares/n-m*m, 0)/(n-1))
}

// times is by how much ours is more than theirs, learner by learner: the
// geometric mean of the ratios, with its 95 % interval.
func times(ours, theirs []outcome, of func(*outcome) float64) (ratio, low, high float64) {
	logs := make([]outcome, len(ours))
	for i := range ours {
		logs[i].end = math.Log(of(&ours[i]) / of(&theirs[i]))
	}
	m, half := mean(logs, end)
	return math.Exp(m), math.Exp(m - half), math.Exp(m + half)
}

func end(o *outcome) float64  { return o.end }
func area(o *outcome) float64 { return o.area }

// TestProof is `make bench-practice`: it prints what learners would recall after
// half a year under mentorbot's way of choosing and under others, at equal time.
// Learners of the same seed have the same memory, days off and luck.
func TestProof(t *testing.T) {
	if *proof == 0 {
		t.Skip("runs by make bench-practice")
	}
	all := simulate(t, *proofSeed, *proof)
	fmt.Printf("%d learners, %d days, %d minutes on each day that they come\n", *proof, simDays, *proofMinutes)
	for i, m := range models {
		fmt.Printf("\n%-16s %14s %12s %6s %8s %7s   %s\n", m.name, "recallable", "mean of days", "begun", "backlog", "recall", "mentorbot has × this (95 %): recallable, mean of days")
		ours := all[i][len(policies)-1]
		for j, p := range policies {
			printRow(p.name, all[i][j], ours)
		}
	}
}

// printRow prints what a policy came to, and by how much ours came to more.
func printRow(name string, row, ours []outcome) {
	last, half := mean(row, end)
	days, _ := mean(row, area)
	begun, _ := mean(row, func(o *outcome) float64 { return o.begun })
	backlog, _ := mean(row, func(o *outcome) float64 { return o.backlog })
	recall, _ := mean(row, func(o *outcome) float64 { return o.recall })
	fmt.Printf("%-16s %8.1f ± %3.1f %12.1f %6.0f %8.0f %7.2f", name, last, half, days, begun, backlog, recall)
	if &row[0] != &ours[0] {
		for _, of := range []func(*outcome) float64{end, area} {
			ratio, low, high := times(ours, row, of)
			fmt.Printf("   %.2f (%.2f to %.2f)", ratio, low, high)
		}
	}
	fmt.Println()
}

// A small run of the simulation, so that it stays whole: the same seed gives the
// same, and choosing by memory beats choosing at random.
func TestSimulation(t *testing.T) {
	first, again := simulate(t, 1000, 3), simulate(t, 1000, 3)
	for i := range first {
		for j := range first[i] {
			if !slices.Equal(first[i][j], again[i][j]) {
				t.Errorf("%s, %s: the same seed gave %v and %v", models[i].name, policies[j].name, first[i][j], again[i][j])
			}
		}
		if ratio, _, _ := times(first[i][len(policies)-1], first[i][0], end); ratio < 1 {
			t.Errorf("%s: %.2f × random", models[i].name, ratio)
		}
	}
}
