package search

import (
	"slices"
	"sort"
	"strings"
)

// A lexicon numbers words in their order. They are one string, each with a line
// feed after it, which none of them has; only where every fourth begins is noted.
type lexicon struct {
	text   string
	blocks []uint32
	size   int
}

const blockSize = 4

// newLexicon returns the lexicon of words.
func newLexicon(words []string) lexicon {
	words = slices.Clone(words)
	slices.Sort(words)
	words = slices.Compact(words)
	l := lexicon{text: strings.Join(words, "\n") + "\n", size: len(words)}
	at := 0
	for i, w := range words {
		if i%blockSize == 0 {
			l.blocks = append(l.blocks, uint32(at))
		}
		at += len(w) + 1
	}
	l.blocks = slices.Clone(l.blocks)
	return l
}

// find returns the number of a word.
func (l *lexicon) find(word string) (int32, bool) {
	after := sort.Search(len(l.blocks), func(i int) bool {
		first, _, _ := strings.Cut(l.text[l.blocks[i]:], "\n")
		return first > word
	})
	if after == 0 {
		return 0, false
	}
	rest := l.text[l.blocks[after-1]:]
	for i := (after - 1) * blockSize; i < min(after*blockSize, l.size); i++ {
		var found string
		if found, rest, _ = strings.Cut(rest, "\n"); found == word {
			return int32(i), true
		}
	}
	return 0, false
}
