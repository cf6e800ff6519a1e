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
	size   int     // in documents
	groups []uint8 // of each document
	terms  lexicon

	light map[int32]bool // the terms that weigh less

	strong []uint16 // how many documents are called by the term; or that ask for it, with onlyAsks
	starts []uint32
	docs   []uint16
	counts [][fieldCount / 2]uint8 // two fields in each

	units      []unit
	unitStarts []uint32
	unitsOf    []uint16
	pairs      []pair // by terms, then unit

	wordings wordings
	speller  speller
	scratch  sync.Pool
}

// A unit is one title, alias or ask. Those after the first maxUnits are not kept;
// their words count as words of the document all the same.
type unit struct {
	doc    uint16
	rarity uint16 // of its terms together, in rarityStep
	text   uint16 // its number in wordings
	field  uint8
}

const (
	maxUnits   = math.MaxUint16
	rarityStep = 1.0 / 256
)

// most is what a field counts at most.
const most = 15

// A row is what a term counts in each field of a document.
type row [fieldCount]uint8

func (r *row) pack() (packed [fieldCount / 2]uint8) {
	for i := range packed {
		packed[i] = r[2*i]<<4 | r[2*i+1]
	}
	return packed
}

// row returns what stands at a place of counts.
func (ix *Index) row(at uint32) (r row) {
	for i, packed := range ix.counts[at] {
		r[2*i], r[2*i+1] = packed>>4, packed&most
	}
	return r
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
	ix := &Index{size: len(docs), terms: x.sortTerms()}
	ix.pairs = slices.Clone(x.pairs)
	ix.light = ix.termsOf(inEnglish.light)
	for i := range docs {
		ix.groups = append(ix.groups, uint8(min(docs[i].Group, math.MaxUint8)))
	}
	ix.addPostings(x)
	ix.addUnits(x)
	ix.wordings = newWordings(docs)
	ix.speller = newSpeller(ix, x.words)
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
	ix.strong = make([]uint16, ix.terms.size())
	counts := x.byTerm(ix.terms.size())
	for i := 0; i < len(counts); {
		c := counts[i]
		for int(c.term) >= len(ix.starts) {
			ix.starts = append(ix.starts, uint32(len(ix.docs)))
		}
		var r row
		for ; i < len(counts) && counts[i].term == c.term && counts[i].doc == c.doc; i++ {
			f := counts[i].field
			n := float64(counts[i].n) / (1 - lengthNorm[f] + lengthNorm[f]*x.lengths[f][c.doc]/average[f])
			r[f] = uint8(math.Ceil(most * n / (n + saturation[f])))
		}
		ix.strong[c.term] = stronger(ix.strong[c.term], &r)
		ix.docs = append(ix.docs, c.doc)
		ix.counts = append(ix.counts, r.pack())
	}
	ix.starts = slices.Clone(append(ix.starts, uint32(len(ix.docs))))
	ix.docs, ix.counts = slices.Clone(ix.docs), slices.Clone(ix.counts)
}

// onlyAsks says that no title and no alias has a term.
const onlyAsks = 1 << 15

// stronger counts one more document in strong.
func stronger(strong uint16, r *row) uint16 {
	switch inName := r[inTitle] > 0 || r[inAliases] > 0; {
	case inName && strong&onlyAsks != 0:
		return 1
	case inName && strong < onlyAsks-1:
		return strong + 1
	case !inName && r[inAsks] > 0 && strong == 0:
		return onlyAsks + 1
	case !inName && r[inAsks] > 0 && strong&onlyAsks != 0 && strong < math.MaxUint16:
		return strong + 1
	}
	return strong
}

// documents is how many documents have a term.
func (ix *Index) documents(t int32) int { return int(ix.starts[t+1] - ix.starts[t]) }

// lighter is what light words weigh, as a share.
const lighter = 0.3

// rarity is the inverse document frequency of a term among names, or if none has
// it among asks, or else among texts: what every text mentions in passing, such
// as a language, may still be what one document is about. Light words weigh less.
func (ix *Index) rarity(t int32) float32 {
	n := int(ix.strong[t] &^ onlyAsks)
	if n == 0 {
		n = ix.documents(t)
	}
	if ix.light[t] {
		return lighter * rarity(n, ix.size)
	}
	return rarity(n, ix.size)
}

// termsOf returns the terms that stems are.
func (ix *Index) termsOf(stems map[string]bool) map[int32]bool {
	terms := map[int32]bool{}
	for stem := range stems {
		if t, known := ix.terms.find(stem); known {
			terms[t] = true
		}
	}
	return terms
}

// rarity is the inverse document frequency of what stands in n of all documents.
func rarity(n, size int) float32 {
	return float32(math.Log(1 + (float64(size-n)+0.5)/(float64(n)+0.5)))
}

// addUnits indexes the titles, aliases and asks one by one.
func (ix *Index) addUnits(x *indexer) {
	next := make([]uint32, ix.terms.size()+1)
	for _, u := range x.units {
		for _, t := range u.terms {
			next[t+1]++
		}
	}
	for t := 1; t < len(next); t++ {
		next[t] += next[t-1]
	}
	ix.unitStarts = slices.Clone(next)
	ix.unitsOf = make([]uint16, next[len(next)-1])
	ix.units = make([]unit, len(x.units))
	rarities := make([]float32, ix.terms.size())
	for t := range rarities {
		rarities[t] = ix.rarity(int32(t))
	}
	for i, u := range x.units {
		rarity := float32(0)
		for _, t := range u.terms {
			rarity += rarities[t]
			ix.unitsOf[next[t]] = uint16(i)
			next[t]++
		}
		ix.units[i] = unit{u.doc, uint16(min(rarity/rarityStep, math.MaxUint16)), u.text, u.field}
	}
}

// neighbours returns the pairs of two terms, one for each name that has them
// side by side.
func (ix *Index) neighbours(a, b int32) []pair {
	low, _ := slices.BinarySearchFunc(ix.pairs, pair{a, b, 0}, comparePairs)
	high := low
	for high < len(ix.pairs) && ix.pairs[high].a == a && ix.pairs[high].b == b {
		high++
	}
	return ix.pairs[low:high]
}

// term returns the number of a word and its stem, or stopWord, or unknownWord
// and the stem it would have.
func (ix *Index) term(s Stemmer, word string) (int32, string) {
	if inEnglish.stop[word] {
		return stopWord, ""
	}
	stem := s.Stem(word)
	if t, known := ix.terms.find(stem); known {
		return t, stem
	}
	return unknownWord, stem
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
