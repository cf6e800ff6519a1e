package search

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// A Document is what is found: its texts, from what it is called to what it
// says.
type Document struct {
	Title    string
	Aliases  []string // other names
	Asks     []string // ways people ask for it
	Headings []string // of its parts
	Lead     []string // what it says first
	Body     []string // what else it says
	Group    int      // documents of a group support each other; counted from 0
}

// The fields of a document.
const (
	inTitle = iota
	inAliases
	inAsks
	inHeadings
	inLead
	inBody
	fieldCount
)

func (d *Document) fields() [fieldCount][]string {
	return [fieldCount][]string{{d.Title}, d.Aliases, d.Asks, d.Headings, d.Lead, d.Body}
}

// How much a word counts in a field that has it n times: n/(n + saturation)
// with n divided by the field's length as far as lengthNorm goes, the average
// length being 1. That is BM25, each field on its own: Robertson, Zaragoza and
// Taylor, "Simple BM25 extension to multiple weighted fields" (CIKM 2004).
var (
	saturation = [fieldCount]float64{0.5, 0.7, 1.2, 1.2, 1.2, 2}
	lengthNorm = [fieldCount]float64{0.3, 0.1, 0.1, 0.3, 0.3, 0.5}
)

// An Index finds documents. It never changes and may be used by many goroutines.
//
// It is slices of numbers, so that it stays small and quick: term t stands in
// the documents docs[starts[t]:starts[t+1]], as much in each field as the same
// places of counts say, and in the units unitsOf[unitStarts[t]:unitStarts[t+1]].
type Index struct {
	size   int              // in documents
	groups []uint8          // of each document
	words  map[string]int32 // the term of each word seen; stopWord for stop words
	terms  map[string]int32 // by stem

	rarity []float32          // of each term
	strong []uint16           // how many documents have the term in a title, alias or ask
	near   map[string][]int32 // by stem, known or not: the terms it is near to
	nearTo [][]int32          // the same, by term

	starts []int32
	docs   []uint16
	counts [][fieldCount]uint8 // saturated, 255 at most

	units      []unit
	unitStarts []int32
	unitsOf    []int32
	pairs      map[uint64][]int32 // the units of names in which two terms are neighbours

	speller speller
	scratch sync.Pool
}

// A unit is one title, alias or ask.
type unit struct {
	doc    uint16
	field  uint8
	rarity float32 // of its terms together
}

const (
	stopWord    = int32(-1)
	unknownWord = int32(-2)
)

// New returns the index of documents, at most 65,535.
func New(docs []Document) *Index {
	x := newIndexer(len(docs))
	for i := range docs {
		x.add(uint16(i), &docs[i])
	}
	ix := &Index{size: len(docs), words: x.words, terms: x.terms, pairs: map[uint64][]int32{}}
	for i := range docs {
		ix.groups = append(ix.groups, uint8(min(docs[i].Group, math.MaxUint8)))
	}
	ix.addPostings(x)
	ix.addUnits(x)
	ix.addNear(x.stemmer)
	ix.speller = newSpeller(ix)
	ix.scratch.New = func() any { return newScratch(ix) }
	return ix
}

// addPostings turns counts into slices.
func (ix *Index) addPostings(x *indexer) {
	var average [fieldCount]float64
	for f, lengths := range x.lengths {
		for _, n := range lengths {
			average[f] += n / float64(ix.size)
		}
	}
	ix.strong = make([]uint16, len(ix.terms))
	counts := x.byTerm()
	for i := 0; i < len(counts); {
		c := counts[i]
		for int(c.term) >= len(ix.starts) {
			ix.starts = append(ix.starts, int32(len(ix.docs)))
		}
		var row [fieldCount]uint8
		for ; i < len(counts) && counts[i].term == c.term && counts[i].doc == c.doc; i++ {
			f := counts[i].field
			n := float64(counts[i].n) / (1 - lengthNorm[f] + lengthNorm[f]*x.lengths[f][c.doc]/average[f])
			row[f] = uint8(math.Ceil(255 * n / (n + saturation[f])))
		}
		if row[inTitle] > 0 || row[inAliases] > 0 || row[inAsks] > 0 {
			ix.strong[c.term]++
		}
		ix.docs = append(ix.docs, c.doc)
		ix.counts = append(ix.counts, row)
	}
	ix.starts = append(ix.starts, int32(len(ix.docs)))
	ix.docs, ix.counts = slices.Clip(ix.docs), slices.Clip(ix.counts)
	ix.rarity = make([]float32, len(ix.terms))
	for t := range ix.rarity {
		ix.rarity[t] = rarity(ix.documents(int32(t)), ix.size)
		if n := int(ix.strong[t]); n > 0 {
			ix.rarity[t] = rarity(n, ix.size)
		}
	}
}

// documents is how many documents have a term.
func (ix *Index) documents(t int32) int { return int(ix.starts[t+1] - ix.starts[t]) }

// rarity is the inverse document frequency of a term that stands in n of all
// documents. Terms that names or asks have are weighed by those alone: what
// every text mentions in passing, such as a language, may still be what one
// document is about.
func rarity(n, size int) float32 {
	return float32(math.Log(1 + (float64(size-n)+0.5)/(float64(n)+0.5)))
}

// addUnits indexes the titles, aliases and asks one by one.
func (ix *Index) addUnits(x *indexer) {
	next := make([]int32, len(ix.terms)+1)
	for _, u := range x.units {
		for _, t := range u.terms {
			next[t+1]++
		}
	}
	for t := 1; t < len(next); t++ {
		next[t] += next[t-1]
	}
	ix.unitStarts = slices.Clone(next)
	ix.unitsOf = make([]int32, next[len(next)-1])
	ix.units = make([]unit, len(x.units))
	for i, u := range x.units {
		ix.units[i] = unit{doc: u.doc, field: u.field}
		for _, t := range u.terms {
			ix.units[i].rarity += ix.rarity[t]
			ix.unitsOf[next[t]] = int32(i)
			next[t]++
		}
	}
	for _, p := range x.pairs {
		key := pairKey(p.a, p.b)
		if at := ix.pairs[key]; len(at) == 0 || at[len(at)-1] != p.unit {
			ix.pairs[key] = append(at, p.unit)
		}
	}
}

func pairKey(a, b int32) uint64 { return uint64(a)<<32 | uint64(b) }

// addNear looks up the related words.
func (ix *Index) addNear(s Stemmer) {
	ix.near = make(map[string][]int32, len(inEnglish.near))
	for stem, words := range inEnglish.near {
		for _, w := range words {
			if t, known := ix.terms[s.Stem(w)]; known && !slices.Contains(ix.near[stem], t) {
				ix.near[stem] = append(ix.near[stem], t)
			}
		}
	}
	ix.nearTo = make([][]int32, len(ix.terms))
	for stem, terms := range ix.near {
		if t, known := ix.terms[stem]; known {
			ix.nearTo[t] = terms
		}
	}
}

// term returns the number of a word, stopWord or unknownWord.
func (ix *Index) term(s Stemmer, word string) int32 {
	if t, seen := ix.words[word]; seen {
		return t
	}
	if inEnglish.stop[word] {
		return stopWord
	}
	if t, known := ix.terms[s.Stem(word)]; known {
		return t
	}
	return unknownWord
}

// Stems returns the stems of a text's words, without stop words.
func Stems(s Stemmer, text string) (stems []string) {
	for _, w := range strings.Fields(text) {
		if !inEnglish.stop[w] {
			stems = append(stems, s.Stem(w))
		}
	}
	return stems
}
