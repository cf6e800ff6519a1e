package schedule

import "math"

// A Want is how well a workspace wants its items remembered. Made by [Wanting].
type Want struct {
	// Retention is the chance of recall at which an item is due, in (0, 1].
	Retention float64
	// Longest bounds every interval, in days.
	Longest int

	factor float64 // interval of a stability of one day
}

// Wanting is the Want of a retention in (0, 1] and a longest interval of 1 to
// 36,500 days.
func Wanting(retention float64, longest int) Want {
	return Want{retention, longest, DaysUntil(retention)}
}

// DaysUntil is the number of days, for each day of stability, until the chance of
// recall has fallen to so much: not a whole number, and without end for 0 or less.
func DaysUntil(recall float64) float64 {
	if recall <= 0 {
		return math.Inf(1)
	}
	return (math.Pow(recall, -1/weights[20]) - 1) / forgetting
}

// Interval is the number of whole days, at least 1 and at most w.Longest, until
// the chance of recall has fallen to the wanted retention: for 0.9 it is about
// the stability. There is no fuzz in it.
func (w Want) Interval(stability float64) int {
	return int(math.Round(bound(stability*w.factor, 1, float64(w.Longest))))
}

// Fuzzed is Interval with fuzz, so that items learnt together do not come back
// together for ever: one of the days between the bounds of [Want.Spread], by
// chance, which is in [0, 1) and the caller's to seed. Elapsed is the number of
// days between the last two answers.
func (w Want) Fuzzed(stability float64, elapsed int, chance float64) int {
	interval := w.Interval(stability)
	if float64(interval) < fuzzFrom {
		return interval
	}
	least, most := w.Spread(interval, elapsed)
	return least + int(chance*float64(most-least+1))
}

// Bounds are numbers of days that every interval of that stability lies between,
// with fuzz and all: by them most of what is due, and of what is not, can be told
// at little cost.
func (w Want) Bounds(stability float64) (least, most float64) {
	days := min(stability*w.factor, float64(w.Longest))
	return 0.95*days - 3, 1.05*days + 3.5
}

// fuzzFrom is the interval, in days, from which on there is fuzz.
const fuzzFrom = 2.5

// Spread is between which days, both included, the fuzz of an interval may move
// it: by a day, and by a part of the interval that is the smaller the longer it
// is. An interval that has grown stays longer than the elapsed days. The parts
// are those of the model's publishers.
func (w Want) Spread(interval, elapsed int) (least, most int) {
	ivl := float64(interval)
	delta := 1 + 0.15*bound(ivl-fuzzFrom, 0, 4.5) + 0.1*bound(ivl-7, 0, 13) + 0.05*max(ivl-20, 0)
	interval = min(interval, w.Longest)
	ivl = float64(interval)
	least = max(2, int(math.Round(ivl-delta)))
	most = min(int(math.Round(ivl+delta)), w.Longest)
	if interval > elapsed {
		least = max(least, elapsed+1)
	}
	return min(least, most), most
}
