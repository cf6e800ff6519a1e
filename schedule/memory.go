package schedule

import "math"

// State is what is known of one item in one memory: the S and D of the model.
// The zero value is an item that was never asked.
type State struct {
	// Stability is the number of days after which the chance of recall has
	// fallen to nine in ten: 0.001 to 36,500.
	Stability float64

	// Difficulty is how slowly the item's stability grows: 1 to 10.
	Difficulty float64
}

// Rating is how an answer went. A value out of range counts as the nearest.
type Rating int

// The four ratings, with the model's numbers.
const (
	Again Rating = iota + 1 // not recalled
	Hard                    // recalled with much effort, or after a hint
	Good                    // recalled
	Easy                    // recalled without effort
)

// The bounds that the model's publishers keep stability and difficulty in.
const (
	minStability, maxStability   = 0.001, 36500
	minDifficulty, maxDifficulty = 1, 10
)

// weights are the published default parameters of FSRS-6, w0 to w20, as in
// github.com/open-spaced-repetition/srs-benchmark; the formulas below are those of
// github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm.
var weights = [21]float64{
	0.212, 1.2931, 2.3065, 8.2956, // stability after a first Again, Hard, Good, Easy
	6.4133, 0.8334, 3.0194, 0.001, // difficulty
	1.8722, 0.1666, 0.796, // stability after recall
	1.4835, 0.0614, 0.2629, 1.6483, // stability after a lapse
	0.6014, 1.8729, // Hard's and Easy's part in the growth
	0.5425, 0.0912, 0.0658, // stability after another answer on the same day
	0.1542, // the forgetting curve's decay
}

// forgetting is the factor that makes the curve pass 0.9 at t = S.
var forgetting = math.Pow(0.9, -1/weights[20]) - 1

// What the formulas below take of the weights alone.
var (
	forgettingPower = newPower(-weights[20])
	stabilityPower  = newPower(-weights[9])
	difficultyPower = newPower(-weights[12])
	lapsePower      = newPower(weights[13])
	sameDayPower    = newPower(-weights[19])

	growthFactor = math.Exp(weights[8])
	lapseDivisor = math.Exp(weights[17] * weights[18])
)

// A Model is FSRS-6 with the stabilities, in days, of an item whose first answer
// was Again, Hard, Good or Easy: the part of it that can be fitted to a
// workspace's own log (see [Fit]). All else is as published.
type Model struct{ Initial [4]float64 }

// Published is the model with its published default weights.
func Published() Model { return Model{[4]float64(weights[:4])} }

// First is the state after the first answer to an item.
func (m Model) First(r Rating) State {
	r = min(max(r, Again), Easy)
	return bounded(State{Stability: m.Initial[r-1], Difficulty: firstDifficulty(r)})
}

// Review is the state after another answer, days after the one before; for the
// zero State it is [Model.First]. Days are whole days of the calendar, in the member's
// zone ([Date.DaysSince]), because the weights were fitted to whole days: 0 is
// the same day, for which the model has a rule of its own. A clock that went back
// counts as the same day.
func (m Model) Review(s State, r Rating, days int) State {
	r = min(max(r, Again), Easy)
	if s == (State{}) {
		return m.First(r)
	}
	s = bounded(s)
	return bounded(State{
		Stability:  nextStability(s, r, days, Retrievability(s, days)),
		Difficulty: nextDifficulty(s.Difficulty, r),
	})
}

// nextStability is that of a state within bounds after another answer (recall is
// its retrievability), not yet bounded.
func nextStability(s State, r Rating, days int, recall float64) float64 {
	switch {
	case days <= 0:
		return sameDayStability(s.Stability, r)
	case r == Again:
		return lapseStability(s, recall)
	}
	return recallStability(s, r, recall)
}

// Gain is what reviewing an item today, days after its last answer, adds to the
// chance that it is recalled some days later, whether it is recalled today or
// not; for an item that was answered.
func Gain(s State, days, later int) float64 {
	s = bounded(s)
	recall := Retrievability(s, days)
	good := State{Stability: nextStability(s, Good, days, recall)}
	again := State{Stability: nextStability(s, Again, days, recall)}
	with := recall*Retrievability(good, later) + (1-recall)*Retrievability(again, later)
	return with - Retrievability(s, days+later)
}

// Retrievability is the chance, 0 to 1, that an item in this state is recalled
// days after its last answer; 0 for the zero State.
func Retrievability(s State, days int) float64 {
	if s == (State{}) {
		return 0
	}
	s = bounded(s)
	return forgettingPower.of(1 + forgetting*float64(max(days, 0))/s.Stability)
}

// firstDifficulty is D0(r), not yet bounded.
func firstDifficulty(r Rating) float64 {
	return weights[4] - math.Exp(weights[5]*float64(r-1)) + 1
}

// nextDifficulty moves difficulty by the rating, the less the nearer it is to its
// upper bound, and a little back to that of an easy item.
func nextDifficulty(d float64, r Rating) float64 {
	moved := d - weights[6]*float64(r-Good)*(maxDifficulty-d)/9
	return weights[7]*firstDifficulty(Easy) + (1-weights[7])*moved
}

// recallStability grows the more, the easier the item, the lower its stability
// and the nearer it was to being forgotten (recall is its retrievability).
func recallStability(s State, r Rating, recall float64) float64 {
	growth := growthFactor * (11 - s.Difficulty) *
		stabilityPower.of(s.Stability) * (math.Exp(weights[10]*(1-recall)) - 1)
	switch r {
	case Hard:
		growth *= weights[15]
	case Easy:
		growth *= weights[16]
	}
	return s.Stability * (1 + growth)
}

// lapseStability is what is left after a lapse: less than before, always.
func lapseStability(s State, recall float64) float64 {
	left := weights[11] * difficultyPower.of(s.Difficulty) *
		(lapsePower.of(s.Stability+1) - 1) * math.Exp(weights[14]*(1-recall))
	return min(left, s.Stability/lapseDivisor)
}

// sameDayStability is that after another answer on the same day, which does not
// shrink unless the answer was Again.
func sameDayStability(stability float64, r Rating) float64 {
	growth := math.Exp(weights[17]*(float64(r-Good)+weights[18])) * sameDayPower.of(stability)
	if r != Again {
		growth = max(growth, 1)
	}
	return stability * growth
}

func bounded(s State) State {
	return State{
		Stability:  bound(s.Stability, minStability, maxStability),
		Difficulty: bound(s.Difficulty, minDifficulty, maxDifficulty),
	}
}

func bound(x, low, high float64) float64 { return min(max(x, low), high) }
