package search

import (
	"cmp"
	"math"
	"slices"
)

// An Explanation is why documents were found: what [Index.Find] computes,
// before it is weighed. Weights are fitted to explanations.
type Explanation struct {
	// Features are those of each document: how well it answers the question.
	Features [][]float32
	// Evidence of the question being in scope.
	Evidence []float32
}

// Explain explains what Find finds.
func (ix *Index) Explain(text string) Explanation { return ix.explain(text, &weights) }

// ExplainBy explains what Find would find with other weights of the features.
func (ix *Index) ExplainBy(text string, by []float64) Explanation {
	var w [featureCount]float32
	for i := range w {
		w[i] = float32(by[i])
	}
	return ix.explain(text, &w)
}

func (ix *Index) explain(text string, by *[featureCount]float32) (x Explanation) {
	s := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(s)
	ix.parse(s, text)
	ix.measure(s)
	s.wording.read(text, &ix.wordings)
	for doc := range s.of {
		ix.addWording(s, doc)
	}
	for doc := range s.of {
		f := s.of[doc]
		x.Features = append(x.Features, f[:])
	}
	ix.measure(s) // again, since Find sees how no other documents are worded
	s.score(by)
	ix.reword(s, text, by)
	_, e := s.rank(0)
	x.Evidence = e[:]
	return x
}

// FeatureNames and EvidenceNames say what the numbers of an Explanation are, in
// order.
func FeatureNames() []string  { return featureNames[:] }
func EvidenceNames() []string { return evidenceNames[:] }

// A Share is what one number adds to a score: its value times its weight.
type Share struct {
	Name          string
	Value, Weight float32
}

// Product is how much that is.
func (s Share) Product() float32 { return s.Value * s.Weight }

// Why returns the n documents that [Index.Find] finds, each with the shares of
// its score, and the shares of their being in scope, what weighs most first.
// Shares of nothing are left out.
func (ix *Index) Why(text string, n int) (r Result, hits [][]Share, scope []Share) {
	s := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(s)
	r, e := ix.find(s, text, n)
	for _, h := range r.Hits {
		hits = append(hits, shares(featureNames[:], s.of[h.Doc][:], weights[:]))
	}
	return r, hits, shares(evidenceNames[:], e[:], scopeWeights[:])
}

// shares pairs values with their weights.
func shares(names []string, values, weights []float32) (all []Share) {
	for i, v := range values {
		if s := (Share{names[i], v, weights[i]}); s.Product() != 0 {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Share) int {
		return cmp.Compare(math.Abs(float64(b.Product())), math.Abs(float64(a.Product())))
	})
	return all
}
