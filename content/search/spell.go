package search

import (
	"cmp"
	"math/bits"
	"slices"
)

// A speller mends words that nobody knows. Words of the documents and stop words
// are never mended: blind fuzziness costs more than it finds.
//
// The words lie by length. Each has a mask of the letters in it, and one slip
// changes at most two bits of a mask, so that nearly all words are passed over
// at the price of a comparison of numbers.
type speller struct {
	from  [maxMended + 2]int32 // words of n letters begin at from[n]
	words []string
	terms []int32
	masks []uint32
}

const (
	// Shorter words are too near to one another, longer ones are no words.
	minMended, maxMended = 4, 24
	// twoSlips is the length from which a word may have two slips.
	twoSlips = 8
	// familiar is in how many documents a word stands that none is called by,
	// at least, to be what somebody meant.
	familiar = 4
)

func newSpeller(ix *Index) (s speller) {
	type known struct {
		word string
		term int32
	}
	var all []known
	for w, t := range ix.words {
		if mendable(w) && (t < 0 || ix.strong[t] > 0 || ix.documents(t) >= familiar) {
			all = append(all, known{w, t})
		}
	}
	for w := range inEnglish.stop {
		if _, seen := ix.words[w]; mendable(w) && !seen {
			all = append(all, known{w, stopWord})
		}
	}
	slices.SortFunc(all, func(a, b known) int {
		return cmp.Or(cmp.Compare(len(a.word), len(b.word)), cmp.Compare(a.word, b.word))
	})
	for i, k := range all {
		for n := len(k.word) + 1; n < len(s.from); n++ {
			s.from[n] = int32(i + 1)
		}
		s.words, s.terms, s.masks = append(s.words, k.word), append(s.terms, k.term), append(s.masks, letters(k.word))
	}
	return s
}

// mendable reports whether a word is of letters only, and long enough.
func mendable(word string) bool {
	if len(word) < minMended || len(word) > maxMended {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

func letters(word string) (mask uint32) {
	for i := range len(word) {
		mask |= 1 << (word[i] & 31)
	}
	return mask
}

// mend returns the term that somebody meant who typed an unknown word, which
// may be stopWord, or unknownWord if none is plausible.
func (ix *Index) mend(word string) int32 {
	if !mendable(word) {
		return unknownWord
	}
	s, slips := &ix.speller, 1
	if len(word) >= twoSlips {
		slips = 2
	}
	mask := letters(word)
	best, bestCost := unknownWord, 1e9
	for i := s.from[max(len(word)-slips, minMended)]; i < s.from[min(len(word)+slips, maxMended)+1]; i++ {
		if bits.OnesCount32(mask^s.masks[i]) > 2*slips {
			continue
		}
		n := Typos(word, s.words[i])
		if n > slips || !plausible(word, s.words[i]) {
			continue
		}
		if cost := ix.slipCost(i, n); cost < bestCost {
			best, bestCost = s.terms[i], cost
		}
	}
	return best
}

// plausible reports whether a word may be another one mistyped: it begins as
// that does, or with its first two letters swapped; and one of four letters has
// two of them swapped. Anything else is too likely to be a word of its own.
func plausible(typed, meant string) bool {
	if typed[0] != meant[0] && (typed[0] != meant[1] || typed[1] != meant[0]) {
		return false
	}
	return len(typed) > minMended || len(meant) == minMended && letters(typed) == letters(meant)
}

// slipCost says how unlikely it is that a known word was meant: by the number of
// slips, and how common it is.
func (ix *Index) slipCost(i int32, slips int) float64 {
	t, cost := ix.speller.terms[i], 3*float64(slips)
	if t == stopWord {
		return cost - 2.5
	}
	return cost - 0.5*float64(bits.Len(uint(ix.documents(t))))
}
