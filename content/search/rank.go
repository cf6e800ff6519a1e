package search

import (
	"cmp"
	"math"
	"slices"
)

// A Result is what was found for a question.
type Result struct {
	// Hits are the best documents, best first. They are there even where
	// nothing fits.
	Hits []Hit
	// Scope is the probability that the question is one that some document
	// answers.
	Scope float64
}

// A Hit is a document that may answer a question.
type Hit struct {
	Doc int // its place in what [New] was given
	// Score is the probability that it is the right one.
	Score float64
}

// negligible is how much less than the best a score is that adds nothing to the
// softmax.
const negligible = -16

// atLeast is how many of the best documents are weighed.
const atLeast = 3

// Find returns the n documents that answer a question best.
func (ix *Index) Find(text string, n int) Result {
	s := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(s)
	r, _ := ix.find(s, text, n)
	return r
}

// find finds them, and says by what evidence that is in scope.
func (ix *Index) find(s *scratch, text string, n int) (Result, evidence) {
	ix.parse(s, text)
	ix.measure(s)
	s.score(&weights)
	ix.reword(s, text, &weights)
	return s.rank(n)
}

// score scores the documents by their features.
func (s *scratch) score(weights *[featureCount]float32) {
	for doc := range s.of {
		s.scores[doc] = s.of[doc].score(weights)
	}
}

// reworded is how many of the documents that are best so far are compared with a
// question as they are worded, which takes long. More find no more.
const reworded = 6

// reword adds how those are worded.
func (ix *Index) reword(s *scratch, text string, weights *[featureCount]float32) {
	s.wording.read(text, &ix.wordings)
	for _, doc := range top(s.scores, reworded) {
		ix.addWording(s, doc)
		s.scores[doc] = s.of[doc].score(weights)
	}
}

// rank weighs what the scores mean: their softmax is the probability of each
// document if the question is in scope.
func (s *scratch) rank(n int) (r Result, e evidence) {
	best := top(s.scores, max(n, atLeast))
	r.Hits = make([]Hit, 0, len(best))
	sum := 0.0
	for _, score := range s.scores {
		if less := float64(score - s.scores[best[0]]); less > negligible {
			sum += math.Exp(less)
		}
	}
	for _, doc := range best {
		r.Hits = append(r.Hits, Hit{doc, math.Exp(float64(s.scores[doc]-s.scores[best[0]])) / sum})
	}
	if len(best) > 0 {
		e = s.evidence(r.Hits)
		r.Scope = e.scope(&scopeWeights)
	}
	for i := range r.Hits {
		r.Hits[i].Score *= r.Scope
	}
	r.Hits = r.Hits[:min(n, len(r.Hits))]
	return r, e
}

// score is in four sums, none of which waits for another: every document is scored.
func (f *features) score(weights *[featureCount]float32) float32 {
	var a, b, c, d float32
	i := 0
	for ; i+3 < featureCount; i += 4 {
		a += f[i] * weights[i]
		b += f[i+1] * weights[i+1]
		c += f[i+2] * weights[i+2]
		d += f[i+3] * weights[i+3]
	}
	for ; i < featureCount; i++ {
		a += f[i] * weights[i]
	}
	return a + b + c + d
}

// top returns the n documents with the highest scores, and of equal ones the
// earlier.
func top(scores []float32, n int) []int {
	best := make([]int, 0, n+1)
	for doc, s := range scores {
		if len(best) == n && s <= scores[best[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, s, func(b int, s float32) int {
			if scores[b] >= s {
				return -1
			}
			return cmp.Compare(s, scores[b])
		})
		best = slices.Insert(best, at, doc)
		best = best[:min(len(best), n)]
	}
	return best
}
