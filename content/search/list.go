package search

import (
	"slices"
	"sort"
	"strings"
)

// A list is strings by number. They are one string, each with a line feed after
// it, which none of them has; only where every fourth begins is noted.
type list struct {
	text   string
	blocks []uint32
	size   int
}

const blockSize = 4

func newList(all []string) list {
	bytes := 0
	for _, s := range all {
		bytes += len(s) + 1
	}
	l := list{blocks: make([]uint32, 0, (len(all)+blockSize-1)/blockSize), size: len(all)}
	var b strings.Builder
	b.Grow(bytes)
	for i, s := range all {
		if i%blockSize == 0 {
			l.blocks = append(l.blocks, uint32(b.Len()))
		}
		b.WriteString(s)
		b.WriteByte('\n')
	}
	l.text = b.String()
	return l
}

// at returns the i-th.
func (l *list) at(i int) string {
	start := int(l.blocks[i/blockSize])
	for range i % blockSize {
		start += strings.IndexByte(l.text[start:], '\n') + 1
	}
	s, _, _ := strings.Cut(l.text[start:], "\n")
	return s
}

// numberAt returns the number of the one that a place of the text is in.
func (l *list) numberAt(place int) int {
	block := sort.Search(len(l.blocks), func(i int) bool { return int(l.blocks[i]) > place }) - 1
	return block*blockSize + strings.Count(l.text[l.blocks[block]:place], "\n")
}

// A lexicon numbers words in their order.
type lexicon struct{ list }

// newLexicon returns the lexicon of words.
func newLexicon(words []string) lexicon {
	words = slices.Clone(words)
	slices.Sort(words)
	return lexicon{newList(slices.Compact(words))}
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
