package placement

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A learner answers by the model with an ability of their own. What they know
// rises with ability as steeply as slope says; the model's own is 1.
type learner struct {
	ability, slope float64
	r              *rand.Rand
}

func (l *learner) answers(q *Question) bool {
	known := 1 / (1 + math.Exp(l.slope*(q.Difficulty()-l.ability)))
	return l.r.Float64() < q.Guess+(1-q.Guess)*known
}

// sitting is a placement with as many questions of each level as it needs, all
// with four options of which one is right.
func sitting(l *learner) (level, length int) {
	var qs []Question
	for level := 1; level <= Levels; level++ {
		qs = append(qs, Question{Level: level, Guess: Guess(4, false)})
	}
	b := Prior()
	for ; !b.Over(length); length++ {
		q := slices.MaxFunc(qs, func(p, q Question) int {
			if b.Tells(&p) < b.Tells(&q) {
				return -1
			}
			return 1
		})
		b = b.After(&q, l.answers(&q))
	}
	level, _ = b.Level()
	return level, length
}

// middle is the ability of somebody who belongs at a level: they know seven in ten
// of it.
func middle(level int) float64 { return difficulty(level) + starts + apart/2 }

// sittings are many placements of learners of a level: the share that landed there,
// and the median length.
func sittings(level int, slope float64, n int) (there float64, median int) {
	r := rand.New(rand.NewPCG(6, uint64(level)))
	var lengths []int
	for range n {
		got, length := sitting(&learner{middle(level), slope, r})
		if got == level {
			there++
		}
		lengths = append(lengths, length)
	}
	slices.Sort(lengths)
	return there / float64(n), lengths[n/2]
}

// Of learners who belong at a level nine in ten land there, and half of them
// sooner than with the most questions. Where knowing is less steep than the model
// has it, or more, it still mostly holds.
func TestLearnersLandAtTheirLevel(t *testing.T) {
	for level := 1; level <= Levels; level++ {
		for _, c := range []struct{ slope, least float64 }{{1, 0.9}, {0.7, 0.8}, {1.5, 0.9}} {
			there, median := sittings(level, c.slope, 2_000)
			t.Logf("level %d, slope %g: %.3f land there, median length %d", level, c.slope, there, median)
			if there < c.least || median >= Most && c.slope == 1 {
				t.Errorf("level %d, slope %g: %.3f land there, median length %d", level, c.slope, there, median)
			}
		}
	}
}

// A tested is a set of answers: how many of each level, and how many right.
type tested [Levels]struct{ right, of int }

func (x tested) belief() Belief {
	b := Prior()
	for i, level := range x {
		q := Question{Level: i + 1, Guess: Guess(4, false)}
		for n := range level.of {
			b = b.After(&q, n < level.right)
		}
	}
	return b
}

func TestLevelOfAnswers(t *testing.T) {
	for _, c := range []struct {
		answers tested
		want    int
	}{
		{tested{{0, 4}}, 1},
		{tested{{4, 4}, {0, 4}}, 1},
		{tested{{7, 8}, {2, 5}}, 1},
		{tested{{3, 3}, {4, 5}, {0, 3}}, 2},
		{tested{{2, 2}, {5, 5}, {2, 5}}, 2},
		{tested{{0, 0}, {4, 4}, {4, 4}}, 3},
	} {
		b := c.answers.belief()
		if got, sure := b.Level(); got != c.want {
			t.Errorf("%v: level %d with %.2f, want %d; %v", c.answers, got, sure, c.want, b.Levels())
		}
	}
}

func TestOver(t *testing.T) {
	sure, unsure := tested{{0, 6}}.belief(), Prior()
	for _, c := range []struct {
		b       Belief
		answers int
		want    bool
	}{{sure, Least - 1, false}, {sure, Least, true}, {unsure, Most - 1, false}, {unsure, Most, true}} {
		if got := c.b.Over(c.answers); got != c.want {
			_, p := c.b.Level()
			t.Errorf("with %.2f after %d answers: over %t", p, c.answers, got)
		}
	}
}

// Answers of members move a question, at most half of the way to the next level.
func TestDifficulty(t *testing.T) {
	plain := Question{Level: 2, Guess: 0.25}
	if d := plain.Difficulty(); math.Abs(d) > 1e-9 {
		t.Errorf("of level 2 without answers: %g", d)
	}
	for _, c := range []struct {
		answered, right int
		least, most     float64
	}{
		{1, 0, 0.01, 0.4}, {1, 1, -0.4, -0.01}, {16, 10, -0.01, 0.01}, {100, 20, farthest, farthest}, {100, 100, -farthest, -farthest},
	} {
		q := Question{Level: 2, Guess: 0.25, Answered: c.answered, Right: c.right}
		if d := q.Difficulty(); d < c.least-1e-9 || d > c.most+1e-9 {
			t.Errorf("%d of %d right: %g, want %g to %g", c.right, c.answered, d, c.least, c.most)
		}
	}
}

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		options int
		several bool
		want    float64
	}{{4, false, 0.25}, {3, false, 1.0 / 3}, {4, true, 1.0 / 15}} {
		if got := Guess(c.options, c.several); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("Guess(%d, %t) = %g", c.options, c.several, got)
		}
	}
}

func drawQuestion(t *rapid.T) Question {
	answered := rapid.IntRange(0, 200).Draw(t, "answered")
	return Question{
		Level: rapid.IntRange(1, Levels).Draw(t, "level"), Guess: rapid.SampledFrom([]float64{0, 0.0667, 0.25, 0.5}).Draw(t, "guess"),
		Answered: answered, Right: rapid.IntRange(0, answered).Draw(t, "right of them"),
	}
}

// A belief sums to 1; a right answer never makes a higher ability less likely, nor
// a wrong one a lower; and what was answered first makes no difference.
func TestBelief(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type answer struct {
			q     Question
			right bool
		}
		b := Prior()
		var all []answer
		for range rapid.IntRange(0, Most).Draw(t, "answers") {
			a := answer{drawQuestion(t), rapid.Bool().Draw(t, "right")}
			all = append(all, a)
			after := b.After(&a.q, a.right)
			checkShift(t, &b, &after, a.right)
			b = after
		}
		slices.Reverse(all)
		back := Prior()
		for _, a := range all {
			back = back.After(&a.q, a.right)
		}
		for i := range b {
			if math.Abs(b[i]-back[i]) > 1e-9 {
				t.Fatalf("in another order it is %v, not %v", back, b)
			}
		}
	})
}

func checkShift(t *rapid.T, before, after *Belief, right bool) {
	sum, below, belowBefore := 0.0, 0.0, 0.0
	for i := range after {
		sum += after[i]
		below += after[i]
		belowBefore += before[i]
		if right && below > belowBefore+1e-9 || !right && below < belowBefore-1e-9 {
			t.Fatalf("right %t: up to %g there is %g, before %g", right, ability(i), below, belowBefore)
		}
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Fatalf("it sums to %g", sum)
	}
}

// What a question tells is never negative, nor more than there is to know.
func TestTells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Prior()
		for range rapid.IntRange(0, Most).Draw(t, "answers") {
			q := drawQuestion(t)
			b = b.After(&q, rapid.Bool().Draw(t, "right"))
		}
		q := drawQuestion(t)
		open := 0.0
		for _, p := range b.Levels() {
			if p > 0 {
				open -= p * math.Log(p)
			}
		}
		if tells := b.Tells(&q); tells < -1e-9 || tells > open+1e-9 {
			t.Errorf("it tells %g of %g", tells, open)
		}
	})
}
