package schedule

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// learners answer items at random intervals, and recall them as a model says.
func learners(m Model, n int, seed uint64) (all []History) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range n {
		first := []Rating{Again, Hard, Good, Good, Easy}[rng.IntN(5)]
		day := i * 300 / n // learnt one after the other, so that the split by time has all kinds
		h := History{{first, day}}
		s := m.First(first)
		for range 1 + rng.IntN(4) {
			gap := 1 + rng.IntN(12)
			day += gap
			r := Again
			if rng.Float64() < Retrievability(s, gap) {
				r = Good
			}
			h = append(h, Answer{r, day})
			s = m.Review(s, r, gap)
		}
		all = append(all, h)
	}
	return all
}

// A fit finds the initial stabilities by which answers were made, and predicts
// the later ones better than the published do.
func TestFit(t *testing.T) {
	truth := Model{[4]float64{0.9, 4, 9, 30}}
	f := Fit(Published(), learners(truth, 8_000, 1))
	if !f.Better() || f.Held < f.Reviews/6 || f.Held > f.Reviews/4 {
		t.Errorf("log loss %.4f before, %.4f after, on %d of %d", f.Before, f.After, f.Held, f.Reviews)
	}
	for g, want := range truth.Initial {
		if got := f.Model.Initial[g]; math.Abs(math.Log(got/want)) > math.Log(1.4) {
			t.Errorf("grade %d begins with %.2f days, made with %.2f", g+1, got, want)
		}
	}
	again := Fit(f.Model, learners(truth, 8_000, 1))
	if again.Model != f.Model || again.Before != f.After || again.Better() {
		t.Errorf("fitted twice: %+v, then %+v", f, again)
	}
}

// Where the published stabilities hold, a fit stays near them.
func TestFitOfPublished(t *testing.T) {
	f := Fit(Published(), learners(Published(), 8_000, 2))
	if math.Abs(f.After-f.Before) > 0.002 {
		t.Errorf("log loss %.4f before, %.4f after", f.Before, f.After)
	}
}

// Without answers nothing changes, and few answers are held near the published.
func TestFitOfLittle(t *testing.T) {
	if f := Fit(Published(), []History{{{Good, 3}}, {}, {{Good, 3}, {Good, 3}}}); f.Reviews != 0 || f.Better() || f.Model != Published() {
		t.Errorf("nothing was reviewed: %+v", f)
	}
	f := Fit(Published(), []History{{{Good, 1}, {Again, 2}}, {{Good, 1}, {Good, 3}}, {{Good, 1}, {Good, 30}}})
	for g, s := range f.Model.Initial {
		if s <= 0 || s > mostInitial {
			t.Errorf("grade %d begins with %v days", g+1, s)
		}
	}
}

// Whatever was answered, a better first grade does not begin with less, and all
// stays within bounds.
func TestFitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []History
		for range rapid.IntRange(0, 40).Draw(t, "items") {
			var h History
			day := rapid.IntRange(0, 50).Draw(t, "day")
			for range rapid.IntRange(0, 4).Draw(t, "answers") {
				h = append(h, Answer{Rating(rapid.IntRange(1, 4).Draw(t, "rating")), day})
				day += rapid.IntRange(-1, 20).Draw(t, "gap")
			}
			all = append(all, h)
		}
		f := Fit(Published(), all)
		last := 0.0
		for _, s := range f.Model.Initial {
			if !(s >= minStability && s <= maxStability) || s < last {
				t.Fatalf("initial stabilities %v", f.Model.Initial)
			}
			last = s
		}
		if math.IsNaN(f.Before) || math.IsNaN(f.After) {
			t.Fatalf("%+v", f)
		}
	})
}
