package schedule

import (
	"cmp"
	"math"
	"slices"
)

// An Answer is one entry of a History: how it went, and on which day, as a
// number that grows by one a day.
type Answer struct {
	Rating Rating
	Day    int
}

// A History is what one learner answered to one item, in order.
type History []Answer

// A Fitting is what Fit found.
type Fitting struct {
	Model         Model   // the fitted one
	Reviews, Held int     // reviews in all, and those of them that were held back
	Before, After float64 // mean log loss on those, by the model before and by the fitted one
}

// Better says whether the fitted model predicted the reviews that were held back
// better than the one before.
func (f *Fitting) Better() bool { return f.Held > 0 && f.After < f.Before }

// heldBack is the part of the reviews, the latest, that a model is not fitted to.
const heldBack = 0.2

// Fit fits a model's initial stabilities to histories, as the model's publishers
// do in their pretraining (github.com/open-spaced-repetition/fsrs-optimizer): for
// each first grade alone, the stability under which the forgetting curve predicts
// best how the second answer went on whatever later day it came, weighted by the
// number of answers, with a prior for the published stability. It looks at the
// earlier part of the reviews only; how well both models predict the later part,
// with all that went before, is Before and After. A review is an answer on a
// later day than the one before it.
func Fit(before Model, histories []History) Fitting {
	var days []int
	right := 0
	for _, h := range histories {
		for i := 1; i < len(h); i++ {
			if h[i].Day > h[i-1].Day {
				days = append(days, h[i].Day)
				if h[i].Rating != Again {
					right++
				}
			}
		}
	}
	f := Fitting{Model: before, Reviews: len(days)}
	if len(days) == 0 {
		return f
	}
	slices.Sort(days)
	cut := days[int(float64(len(days))*(1-heldBack))]
	f.Model = pretrain(histories, cut, float64(right)/float64(len(days)))
	f.Before, f.Held = logLoss(before, histories, cut)
	f.After, _ = logLoss(f.Model, histories, cut)
	return f
}

// A tally is how often a second answer went right, of how many.
type tally struct{ right, all float64 }

// pretrain fits the initial stabilities to second answers before a day.
func pretrain(histories []History, cut int, average float64) Model {
	var tallies [4]map[int]tally // by first grade, and the days in between
	for _, h := range histories {
		if len(h) < 2 || h[1].Day <= h[0].Day || h[1].Day >= cut {
			continue
		}
		g := min(max(h[0].Rating, Again), Easy) - 1
		if tallies[g] == nil {
			tallies[g] = map[int]tally{}
		}
		t := tallies[g][h[1].Day-h[0].Day]
		t.all++
		if h[1].Rating != Again {
			t.right++
		}
		tallies[g][h[1].Day-h[0].Day] = t
	}
	var fitted, counts [4]float64
	for g, t := range tallies {
		for _, one := range t {
			counts[g] += one.all
		}
		if counts[g] > 0 {
			fitted[g] = fitOne(t, weights[g], average)
		}
	}
	return Model{fill(rising(fitted, counts))}
}

// mostInitial is the longest initial stability, in days.
const mostInitial = 100

// fitOne is the stability that predicts second answers best: a search over its
// logarithm, since the loss has one valley there.
func fitOne(t map[int]tally, prior, average float64) float64 {
	days := slices.Sorted(func(yield func(int) bool) {
		for d := range t {
			if !yield(d) {
				return
			}
		}
	})
	loss := func(log float64) float64 {
		s := math.Exp(log)
		sum := math.Abs(s-prior) / 16
		for _, d := range days {
			one := t[d]
			y := (one.right + average) / (one.all + 1)
			p := bound(Retrievability(State{Stability: s, Difficulty: 5}, d), 1e-6, 1-1e-6)
			sum -= one.all * (y*math.Log(p) + (1-y)*math.Log(1-p))
		}
		return sum
	}
	const ratio = 0.6180339887498949
	low, high := math.Log(minStability), math.Log(mostInitial)
	for high-low > 1e-6 {
		a, b := high-ratio*(high-low), low+ratio*(high-low)
		if loss(a) < loss(b) {
			high = b
		} else {
			low = a
		}
	}
	return math.Exp((low + high) / 2)
}

// rising makes a better first grade not begin with less stability: of two that
// do, the one with fewer answers gives way.
func rising(fitted, counts [4]float64) [4]float64 {
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 3}, {0, 2}, {1, 3}, {0, 3}} {
		a, b := pair[0], pair[1]
		switch {
		case fitted[a] == 0 || fitted[b] == 0 || fitted[a] <= fitted[b]:
		case counts[a] > counts[b]:
			fitted[b] = fitted[a]
		default:
			fitted[a] = fitted[b]
		}
	}
	return fitted
}

// fill moves the published stability of a grade that was never given as far as
// its fitted neighbours were moved: by the mean of their factors.
func fill(fitted [4]float64) [4]float64 {
	all := fitted
	for g := range all {
		if fitted[g] > 0 {
			continue
		}
		var sum, n float64
		for _, step := range []int{-1, 1} {
			for at := g + step; at >= 0 && at < 4; at += step {
				if fitted[at] > 0 {
					sum += math.Log(fitted[at] / weights[at])
					n++
					break
				}
			}
		}
		all[g] = weights[g] * math.Exp(sum/max(n, 1))
	}
	least := minStability
	for g := range all {
		least = bound(all[g], least, mostInitial)
		all[g] = least
	}
	return all
}

// logLoss is how badly a model predicts the reviews from a day on, and of how
// many: the mean of -ln of the chance that it gave to what came.
func logLoss(m Model, histories []History, from int) (loss float64, n int) {
	for _, h := range histories {
		var s State
		for i, a := range h {
			days := 0
			if i > 0 {
				days = a.Day - h[i-1].Day
			}
			if i > 0 && days > 0 && a.Day >= from {
				p := bound(Retrievability(s, days), 1e-6, 1-1e-6)
				if a.Rating == Again {
					p = 1 - p
				}
				loss -= math.Log(p)
				n++
			}
			s = m.Review(s, a.Rating, days)
		}
	}
	return loss / float64(cmp.Or(n, 1)), n
}
