package search

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
)

// A speller mends words that nobody knows. Words of the documents and stop words
// are never mended: blind fuzziness costs more than it finds.
//
// The words lie by length. Each has a mask of the letters in it, and one slip
// changes at most two bits of a mask, so that nearly all words are passed over
// at the price of a comparison of numbers.
type speller struct {
	from  [maxMended + 2]int32 // words of n letters begin at from[n]
	text  string               // all words, by length and then in order
	at    [maxMended + 2]int32 // words of n letters begin at text[at[n]]
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

// newSpeller returns the speller of the words that were seen, each with its term.
func newSpeller(ix *Index, seen map[string]int32) (s speller) {
	var all []string
	for w, t := range seen {
		if mendable(w) && t >= 0 && (ix.strong[t] > 0 || ix.documents(t) >= familiar) {
			all = append(all, w)
		}
	}
	for w := range inEnglish.stop {
		if mendable(w) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	s.text, s.masks = strings.Join(all, ""), make([]uint32, len(all))
	for i, w := range all {
		s.masks[i] = letters(w)
		for n := len(w) + 1; n < len(s.from); n++ {
			s.from[n] = int32(i + 1)
			s.at[n] += int32(len(w))
		}
	}
	return s
}

// word returns the i-th word, which has n letters.
func (s *speller) word(i int32, n int) string {
	start := int(s.at[n]) + int(i-s.from[n])*n
	return s.text[start : start+n]
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

// mend returns the term that somebody meant who typed an unknown word, and its
// stem. It may be stopWord, or unknownWord if none is plausible.
func (ix *Index) mend(st Stemmer, word string) (int32, string) {
	best, stem := unknownWord, ""
	if !mendable(word) {
		return best, stem
	}
	slips := 1
	if len(word) >= twoSlips {
		slips = 2
	}
	bestCost := math.Inf(1)
	for n := max(len(word)-slips, minMended); n <= min(len(word)+slips, maxMended); n++ {
		ix.speller.like(word, n, slips, func(meant string, slips int) {
			t, s := ix.term(st, meant)
			if cost := ix.slipCost(t, slips); cost < bestCost {
				best, stem, bestCost = t, s, cost
			}
		})
	}
	return best, stem
}

// like yields the words of n letters that a word may be, with so many slips at
// most.
func (s *speller) like(word string, n, slips int, yield func(meant string, slips int)) {
	mask := letters(word)
	for i := s.from[n]; i < s.from[n+1]; i++ {
		if bits.OnesCount32(mask^s.masks[i]) > 2*slips {
			continue
		}
		meant := s.word(i, n)
		if !plausible(word, meant) {
			continue
		}
		if made := Typos(word, meant); made <= slips {
			yield(meant, made)
		}
	}
}

// plausible reports whether a word may be another one mistyped: it begins as
// that does, or with its first two letters swapped; and one of four letters has
// two of them swapped, or lacks one. Anything else is too likely to be a word of
// its own.
func plausible(typed, meant string) bool {
	if typed[0] != meant[0] && (typed[0] != meant[1] || typed[1] != meant[0]) {
		return false
	}
	switch len(meant) - len(typed) {
	case 0:
		return len(typed) > minMended || letters(typed) == letters(meant)
	case 1:
		return true
	}
	return len(typed) > minMended
}

// slipCost says how unlikely it is that a known word was meant: by the number of
// slips, and how common it is.
func (ix *Index) slipCost(t int32, slips int) float64 {
	cost := 3 * float64(slips)
	if t < 0 {
		return cost - 2.5
	}
	return cost - 0.5*float64(bits.Len(uint(ix.documents(t))))
}
