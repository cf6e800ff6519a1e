package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A count is how often a term stands in one field of a document.
type count struct {
	term  int32
	doc   uint16
	field uint8
	n     uint16
}

// A phrase is a unit that is being indexed: its terms, each once.
type phrase struct {
	doc   uint16
	field uint8
	text  uint16 // which of the document's names and asks
	terms []int32
}

// A pair is two terms that are neighbours in the name that is a unit.
type pair struct{ a, b, unit int32 }

// An indexer collects what an index is made of.
type indexer struct {
	stemmer Stemmer
	words   map[string]int32
	terms   map[string]int32
	counts  []count
	lengths [fieldCount][]float64 // in terms, of each document's fields
	units   []phrase
	pairs   []pair
	found   []string // scratch: the words of a text
	inText  []int32  // scratch: their terms
	seen    []int32  // scratch: how often each term stands in this field
	used    []int32  // scratch: the terms of this field
}

func newIndexer(docs int) *indexer {
	return &indexer{
		stemmer: NewStemmer(), words: map[string]int32{}, terms: map[string]int32{},
		counts: make([]count, 0, 600*docs), units: make([]phrase, 0, 40*docs),
	}
}

// add counts the terms of a document.
func (x *indexer) add(doc uint16, d *Document) {
	number := 0 // of the names and asks
	for field, texts := range d.fields() {
		length := 0
		x.used = x.used[:0]
		for _, text := range texts {
			x.read(text)
			length += len(x.inText)
			x.count()
			if field <= inAsks {
				x.addUnit(doc, uint8(field), number, text)
				number++
			}
		}
		for _, t := range x.used {
			x.counts = append(x.counts, count{t, doc, uint8(field), uint16(min(x.seen[t], math.MaxUint16))})
			x.seen[t] = 0
		}
		x.lengths[field] = append(x.lengths[field], float64(length))
	}
}

// read finds the terms of a text.
func (x *indexer) read(text string) {
	x.found = appendWords(x.found[:0], text)
	x.inText = x.inText[:0]
	for _, w := range x.found {
		if t := x.term(w); t >= 0 {
			x.inText = append(x.inText, t)
		}
	}
}

// term returns the number of a word's term, a new one if need be.
func (x *indexer) term(word string) int32 {
	if t, ok := x.words[word]; ok {
		return t
	}
	t := stopWord
	if !inEnglish.stop[word] {
		stem := x.stemmer.Stem(word)
		var ok bool
		if t, ok = x.terms[stem]; !ok {
			t = int32(len(x.terms))
			x.terms[stem] = t
			x.seen = append(x.seen, 0)
		}
	}
	x.words[word] = t
	return t
}

// count counts the terms that were read.
func (x *indexer) count() {
	for _, t := range x.inText {
		if x.seen[t]++; x.seen[t] == 1 {
			x.used = append(x.used, t)
		}
	}
}

// addUnit adds a text as a unit.
func (x *indexer) addUnit(doc uint16, field uint8, number int, text string) {
	if strings.Contains(text, ".") {
		x.readWhole(text)
	}
	if len(x.inText) == 0 || len(x.units) == maxUnits {
		return
	}
	if field != inAsks {
		for i, t := range x.inText[1:] {
			x.pairs = append(x.pairs, pair{x.inText[i], t, int32(len(x.units))})
		}
	}
	terms := slices.Clone(x.inText)
	slices.Sort(terms)
	x.units = append(x.units, phrase{doc, field, uint16(min(number, math.MaxUint16)), slices.Compact(terms)})
}

// readWhole finds the terms of a text in which what dots join is one word.
func (x *indexer) readWhole(text string) {
	x.inText = x.inText[:0]
	for part := range strings.FieldsSeq(text) {
		words := appendWords(x.found[:0], part)
		if joined(words, part) && dotted(part) {
			words = words[len(words)-1:]
		}
		for _, w := range words {
			if t := x.term(w); t >= 0 {
				x.inText = append(x.inText, t)
			}
		}
	}
}

func comparePairs(p, q pair) int {
	return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b), cmp.Compare(p.unit, q.unit))
}

// sortTerms numbers the terms anew, by their order.
func (x *indexer) sortTerms() lexicon {
	stems := make([]string, 0, len(x.terms))
	for stem := range x.terms {
		stems = append(stems, stem)
	}
	l := newLexicon(stems)
	now := make([]int32, l.size())
	for i := range l.size() {
		now[x.terms[l.word(i)]] = int32(i)
	}
	for i := range x.counts {
		x.counts[i].term = now[x.counts[i].term]
	}
	for _, u := range x.units {
		for i, t := range u.terms {
			u.terms[i] = now[t]
		}
	}
	for i, p := range x.pairs {
		x.pairs[i] = pair{now[p.a], now[p.b], p.unit}
	}
	slices.SortFunc(x.pairs, comparePairs)
	x.pairs = slices.Compact(x.pairs)
	for w, t := range x.words {
		if t >= 0 {
			x.words[w] = now[t]
		}
	}
	return l
}

// byTerm returns the counts by term and, as they were made, by document.
func (x *indexer) byTerm(terms int) []count {
	next := make([]int32, terms+1)
	for _, c := range x.counts {
		next[c.term+1]++
	}
	for t := 1; t < len(next); t++ {
		next[t] += next[t-1]
	}
	sorted := make([]count, len(x.counts))
	for _, c := range x.counts {
		sorted[next[c.term]] = c
		next[c.term]++
	}
	return sorted
}
