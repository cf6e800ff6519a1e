package choice

import (
	"math"
	"math/rand/v2"
)

// Learners of the simulation forget by models that are not the scheduler's own.
// Each learner has parameters of their own, and each item a difficulty of its own
// for each of them.

// A model is how a learner remembers and forgets.
type model interface {
	// recall is the chance of recalling an item on a day; 0 if it was never met.
	recall(item int, day float64) float64
	// met changes the memory of an item that was recalled or not, and was then
	// shown with its reasons.
	met(item int, day float64, recalled bool)
}

// lognormal is a positive number around a median.
func lognormal(rng *rand.Rand, median, spread float64) float64 {
	return median * math.Exp(spread*rng.NormFloat64())
}

// Two components, a fast and a slow one, each forgotten exponentially. A
// retrieval moves weight into the slow one, the more the longer the fast one has
// been fading, and makes it slower; a lapse takes some of both away.
type twoParts struct {
	fast, slow    float64 // days in which a component falls to 1/e
	share         float64 // weight of the slow one after the first meeting
	gain, stretch float64 // of a retrieval
	kept          float64 // part of the slow one that a lapse leaves
	hard          []float64
	traces        []trace
}

type trace struct{ day, share, slow float64 }

func newTwoParts(rng *rand.Rand, items int) model {
	m := &twoParts{
		fast: lognormal(rng, 3, 0.3), slow: lognormal(rng, 40, 0.4), share: 0.35 + 0.2*rng.Float64(),
		gain: 0.5 + 0.3*rng.Float64(), stretch: lognormal(rng, 1.5, 0.3), kept: 0.4 + 0.3*rng.Float64(),
		hard: make([]float64, items), traces: make([]trace, items),
	}
	for i := range m.hard {
		m.hard[i] = lognormal(rng, 1, 0.5)
	}
	return m
}

func (m *twoParts) recall(item int, day float64) float64 {
	t := &m.traces[item]
	if t.slow == 0 {
		return 0
	}
	past := (day - t.day) * m.hard[item]
	return (1-t.share)*math.Exp(-past/m.fast) + t.share*math.Exp(-past/t.slow)
}

func (m *twoParts) met(item int, day float64, recalled bool) {
	t := &m.traces[item]
	switch past := (day - t.day) * m.hard[item]; {
	case t.slow == 0:
		*t = trace{day, m.share, m.slow}
	case recalled:
		faded := 1 - math.Exp(-past/m.fast)
		*t = trace{day, t.share + (1-t.share)*m.gain*faded, t.slow * (1 + m.stretch*(1-math.Exp(-past/t.slow)))}
	default:
		*t = trace{day, max(m.share, t.share*m.kept), max(m.slow, t.slow*m.kept)}
	}
}

// ACT-R's power law with activation-dependent decay, after Pavlik and Anderson,
// "Practice and forgetting effects on vocabulary memory", Cognitive Science 29
// (2005): each meeting leaves a trace that decays as a power of time, the faster
// the more active the memory was at the meeting. Between sessions psychological
// time passes at 0.025 of the clock's. What an item is worth beyond one
// presentation of a word (its reasons are read) stands in ease.
type powerLaw struct {
	decay, scale     float64 // a and c
	threshold, noise float64 // τ and s
	ease             []float64
	meetings         [][]meeting
}

type meeting struct{ day, decay float64 }

func newPowerLaw(rng *rand.Rand, items int) model {
	m := &powerLaw{
		decay: lognormal(rng, 0.177, 0.12), scale: lognormal(rng, 0.217, 0.15), threshold: -0.704, noise: lognormal(rng, 0.255, 0.1),
		ease: make([]float64, items), meetings: make([][]meeting, items),
	}
	learner := 0.15 * rng.NormFloat64()
	for i := range m.ease {
		m.ease[i] = 1.1 + learner + 0.35*rng.NormFloat64()
	}
	return m
}

// activation is what all meetings with an item have left of it on a day.
func (m *powerLaw) activation(item int, day float64) float64 {
	sum := 0.0
	for _, k := range m.meetings[item] {
		seconds := max((day-k.day)*86400*0.025, 60)
		sum += math.Exp(-k.decay * math.Log(seconds))
	}
	return math.Log(sum)
}

func (m *powerLaw) recall(item int, day float64) float64 {
	if len(m.meetings[item]) == 0 {
		return 0
	}
	return 1 / (1 + math.Exp((m.threshold-m.activation(item, day)-m.ease[item])/m.noise))
}

func (m *powerLaw) met(item int, day float64, _ bool) {
	decay := m.decay
	if len(m.meetings[item]) > 0 {
		decay += m.scale * math.Exp(m.activation(item, day))
	}
	m.meetings[item] = append(m.meetings[item], meeting{day, decay})
}
