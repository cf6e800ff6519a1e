package search

import (
	"slices"
	"sort"
	"strings"
)

// A lexicon numbers words in their order. It is one string.
type lexicon struct {
	text string
	ends []uint32
}

// newLexicon returns the lexicon of different words.
func newLexicon(words []string) lexicon {
	words = slices.Sorted(slices.Values(words))
	l := lexicon{strings.Join(words, ""), make([]uint32, len(words))}
	end := 0
	for i, w := range words {
		end += len(w)
		l.ends[i] = uint32(end)
	}
	return l
}

func (l *lexicon) size() int { return len(l.ends) }

// word returns the word of a number.
func (l *lexicon) word(i int) string {
	start := uint32(0)
	if i > 0 {
		start = l.ends[i-1]
	}
	return l.text[start:l.ends[i]]
}

// find returns the number of a word.
func (l *lexicon) find(word string) (int32, bool) {
	i, found := sort.Find(len(l.ends), func(i int) int { return strings.Compare(word, l.word(i)) })
	return int32(i), found
}
