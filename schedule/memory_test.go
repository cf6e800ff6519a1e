package schedule

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// reference is what ts-fsrs printed; testdata/fsrs6.mjs says how.
type reference struct {
	By             string
	Weights        []float64
	Sequences      [][][4]float64 // answers: days, rating → stability, difficulty
	Grid           [][6]float64   // stability, difficulty, days, rating → stability, difficulty
	Retrievability [][3]float64   // stability, days → chance
	Intervals      [][3]float64   // stability, retention → days
	Bounded        [][4]float64   // stability, retention, longest → days
	Spreads        [][5]float64   // interval, elapsed, longest → least, most
	Fuzzed         [][6]float64   // stability, retention, longest, elapsed, chance → days
}

func readReference(t *testing.T) (ref reference) {
	t.Helper()
	text, err := os.ReadFile("testdata/fsrs6.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	if ref.By != "ts-fsrs v5.4.2 using FSRS-6.0" || len(ref.Sequences) < 100 || len(ref.Grid) < 1000 {
		t.Fatalf("not the reference expected: by %q, %d sequences, %d steps", ref.By, len(ref.Sequences), len(ref.Grid))
	}
	return ref
}

var model = Published()

// near allows for the reference's rounding to 8 decimals at every step.
func near(got, want float64) bool {
	return math.Abs(got-want) <= 1e-7+1e-6*math.Abs(want)
}

func sameState(got State, stability, difficulty float64) bool {
	return near(got.Stability, stability) && near(got.Difficulty, difficulty)
}

func TestReferenceWeights(t *testing.T) {
	if want := readReference(t).Weights; !slices.Equal(weights[:], want) {
		t.Errorf("weights are %v, published %v", weights, want)
	}
}

func TestReferenceSequences(t *testing.T) {
	for i, sequence := range readReference(t).Sequences {
		var s State
		for j, answer := range sequence {
			days, rating := int(answer[0]), Rating(answer[1])
			s = model.Review(s, rating, days)
			if !sameState(s, answer[2], answer[3]) {
				t.Errorf("sequence %d, answer %d (%d after %d days) gives %+v, reference %v", i, j, rating, days, s, answer[2:])
				break
			}
			if j == 0 && s != model.First(rating) {
				t.Errorf("Review of an item never asked is %+v, First %+v", s, model.First(rating))
			}
		}
	}
}

func TestReferenceSteps(t *testing.T) {
	for _, g := range readReference(t).Grid {
		s := State{Stability: g[0], Difficulty: g[1]}
		got := model.Review(s, Rating(g[3]), int(g[2]))
		if !sameState(got, g[4], g[5]) {
			t.Errorf("Review(%+v, %v, %v) = %+v, reference %v", s, g[3], g[2], got, g[4:])
		}
	}
}

func TestReferenceRetrievability(t *testing.T) {
	for _, v := range readReference(t).Retrievability {
		if got := Retrievability(State{Stability: v[0], Difficulty: 5}, int(v[1])); !near(got, v[2]) {
			t.Errorf("after %v days at stability %v the chance is %v, reference %v", v[1], v[0], got, v[2])
		}
	}
}

func TestReferenceIntervals(t *testing.T) {
	for _, v := range readReference(t).Intervals {
		if got := Wanting(v[1], 36_500).Interval(v[0]); got != int(v[2]) {
			t.Errorf("the interval of %v at %v is %d, reference %v", v[0], v[1], got, v[2])
		}
	}
}

func TestReferenceLongest(t *testing.T) {
	for _, v := range readReference(t).Bounded {
		if got := Wanting(v[1], int(v[2])).Interval(v[0]); got != int(v[3]) {
			t.Errorf("the interval of %v at %v, %v at most, is %d, reference %v", v[0], v[1], v[2], got, v[3])
		}
	}
}

func TestReferenceFuzz(t *testing.T) {
	ref := readReference(t)
	if len(ref.Spreads) < 300 || len(ref.Fuzzed) < 300 {
		t.Fatalf("%d spreads, %d fuzzed", len(ref.Spreads), len(ref.Fuzzed))
	}
	for _, v := range ref.Spreads {
		w := Wanting(0.9, int(v[2]))
		if least, most := w.Spread(int(v[0]), int(v[1])); least != int(v[3]) || most != int(v[4]) {
			t.Errorf("%v after %v, %v at most, spreads over %d to %d, reference %v", v[0], v[1], v[2], least, most, v[3:])
		}
	}
	for _, v := range ref.Fuzzed {
		if got := Wanting(v[1], int(v[2])).Fuzzed(v[0], int(v[3]), v[4]); got != int(v[5]) {
			t.Errorf("the fuzz of %v is %d, reference %v", v[:5], got, v[5])
		}
	}
}

// Fuzz stays within its bounds and the longest interval, and for an item that is
// known better each time it never shortens the interval below what has elapsed.
func TestFuzzBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Wanting(rapid.Float64Range(0.7, 0.97).Draw(t, "retention"), rapid.IntRange(1, 36_500).Draw(t, "longest"))
		stability := rapid.Float64Range(minStability, maxStability).Draw(t, "stability")
		elapsed := rapid.IntRange(0, 4000).Draw(t, "elapsed")
		interval := w.Interval(stability)
		least, most := w.Spread(interval, elapsed)
		got := w.Fuzzed(stability, elapsed, rapid.Float64Range(0, 0.999999).Draw(t, "chance"))
		if low, high := w.Bounds(stability); float64(got) < low || float64(got) > high {
			t.Errorf("an interval of %d days is not from %v to %v", got, low, high)
		}
		if got < 1 || got > w.Longest {
			t.Errorf("an interval of %d days", got)
		}
		if interval >= 3 && (got < least || got > most) {
			t.Errorf("%d is not from %d to %d", got, least, most)
		}
		if interval >= 3 && interval > elapsed && elapsed < w.Longest && got <= elapsed && got != most {
			t.Errorf("an interval of %d became %d after %d days", interval, got, elapsed)
		}
	})
}

func TestOddStates(t *testing.T) {
	seen := model.First(Good)
	if got := model.Review(seen, Good, -3); got != model.Review(seen, Good, 0) {
		t.Errorf("a clock that went back gives %+v", got)
	}
	if model.First(0) != model.First(Again) || model.First(9) != model.First(Easy) {
		t.Error("a rating out of range is not taken as the nearest")
	}
	if got := Retrievability(State{}, 1); got != 0 {
		t.Errorf("an item never asked is recalled with chance %v", got)
	}
	if got := model.Review(State{Stability: -1, Difficulty: 99}, Good, 5); got != bounded(got) || math.IsNaN(got.Stability) {
		t.Errorf("a damaged state leads to %+v", got)
	}
}

// TestMemoryProperties holds whatever the weights are.
func TestMemoryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := State{
			Stability:  rapid.Float64Range(minStability, maxStability).Draw(t, "stability"),
			Difficulty: rapid.Float64Range(minDifficulty, maxDifficulty).Draw(t, "difficulty"),
		}
		days := rapid.IntRange(0, 5000).Draw(t, "days")
		again, hard := model.Review(s, Again, days), model.Review(s, Hard, days)
		good, easy := model.Review(s, Good, days), model.Review(s, Easy, days)
		for _, next := range []State{again, hard, good, easy} {
			if next != bounded(next) {
				t.Errorf("%+v is out of bounds", next)
			}
		}
		if again.Stability > max(s.Stability, minStability) || hard.Stability < s.Stability {
			t.Errorf("from %+v: Again gives %v, Hard %v", s, again.Stability, hard.Stability)
		}
		if !(again.Stability <= hard.Stability && hard.Stability <= good.Stability && good.Stability <= easy.Stability) {
			t.Errorf("a better answer gives less stability: %v %v %v %v", again, hard, good, easy)
		}
		if !(again.Difficulty >= hard.Difficulty && hard.Difficulty >= good.Difficulty && good.Difficulty >= easy.Difficulty) {
			t.Errorf("a better answer gives more difficulty: %v %v %v %v", again, hard, good, easy)
		}
		if now, later := Retrievability(s, days), Retrievability(s, days+1); now > 1 || later > now || later <= 0 {
			t.Errorf("the chance goes from %v to %v in a day", now, later)
		}
		if retention := rapid.Float64Range(0.5, 0.99).Draw(t, "retention"); Wanting(retention, 36_500).Interval(s.Stability) < Wanting(retention+0.005, 36_500).Interval(s.Stability) {
			t.Errorf("a higher retention gives a longer interval")
		}
	})
}

// What a review gains is what Review and Retrievability say of it.
func TestGain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Published()
		s := State{rapid.Float64Range(0.001, 36500).Draw(t, "stability"), rapid.Float64Range(1, 10).Draw(t, "difficulty")}
		days, later := rapid.IntRange(0, 4000).Draw(t, "days"), rapid.IntRange(1, 400).Draw(t, "later")
		recall := Retrievability(s, days)
		with := recall*Retrievability(m.Review(s, Good, days), later) + (1-recall)*Retrievability(m.Review(s, Again, days), later)
		if got, want := Gain(s, days, later), with-Retrievability(s, days+later); got != want {
			t.Fatalf("gain is %v, want %v", got, want)
		}
		if gone := DaysUntil(recall) * s.Stability; math.Abs(gone-float64(days)) > 1e-6*float64(1+days)+1e-9*s.Stability {
			t.Fatalf("recall of %v is reached after %v days, want %d", recall, gone, days)
		}
	})
}
