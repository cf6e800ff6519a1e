package search

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// A count is how often a term stands in one field of a document.
type count struct {
	term  int32
	doc   uint16
	field uint8
	n     uint16
}

// A use is that of a term in a unit.
type use struct {
	term, unit int32
	isName     bool
	at         uint8 // of a name: the bit of its place, if there is one
}

// An indexer collects what an index is made of from some documents.
type indexer struct {
	stemmer Stemmer
	words   map[string]int32 // the term of each word
	terms   map[string]int32 // the number of each stem
	counts  []count
	lengths [fieldCount][]float64 // in terms, of each document's fields
	units   []uint16              // the document of each
	uses    []use                 // by unit
	found   []string              // scratch: the words of a text
	inText  []int32               // scratch: their terms
	seen    []int32               // scratch: how often each term stands in this field
	used    []int32               // scratch: the terms of this field
}

func newIndexer(docs int) *indexer {
	return &indexer{
		stemmer: NewStemmer(), words: make(map[string]int32, 60*docs), terms: make(map[string]int32, 40*docs),
		counts: make([]count, 0, 600*docs), units: make([]uint16, 0, 60*docs), uses: make([]use, 0, 160*docs),
	}
}

// add counts the terms of a document.
func (x *indexer) add(doc uint16, d *Document) {
	for field, texts := range d.fields() {
		length := 0
		x.used = x.used[:0]
		for _, text := range texts {
			x.read(text)
			length += len(x.inText)
			x.count()
			if field <= inAsks {
				x.addUnit(doc, uint8(field), text)
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
func (x *indexer) addUnit(doc uint16, field uint8, text string) {
	if strings.Contains(text, ".") {
		x.readWhole(text)
	}
	for i, t := range x.inText {
		u := use{term: t, unit: int32(len(x.units)), isName: field != inAsks}
		if u.isName && i < places {
			u.at = 1 << i
		}
		x.uses = append(x.uses, u)
	}
	x.units = append(x.units, doc)
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

// collect collects from so many runs of documents side by side, and numbers the
// terms of all by their order. What comes out does not depend on how many.
func collect(docs []Document, runs int) (*indexer, lexicon) {
	parts := make([]*indexer, runs)
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() {
			from, to := i*len(docs)/runs, (i+1)*len(docs)/runs
			parts[i] = newIndexer(to - from)
			for doc := from; doc < to; doc++ {
				parts[i].add(uint16(doc), &docs[doc])
			}
		})
	}
	wg.Wait()
	var stems []string
	for _, x := range parts {
		stems = slices.AppendSeq(stems, maps.Keys(x.terms))
	}
	terms := newLexicon(stems)
	for _, x := range parts {
		wg.Go(func() { x.renumber(&terms) })
	}
	wg.Wait()
	for _, x := range parts[1:] {
		parts[0].append(x)
	}
	return parts[0], terms
}

// renumber numbers the terms as a lexicon does that has all.
func (x *indexer) renumber(terms *lexicon) {
	now := make([]int32, len(x.terms))
	for stem, t := range x.terms {
		now[t], _ = terms.find(stem)
	}
	for i := range x.counts {
		x.counts[i].term = now[x.counts[i].term]
	}
	for i := range x.uses {
		x.uses[i].term = now[x.uses[i].term]
	}
	for w, t := range x.words {
		if t >= 0 {
			x.words[w] = now[t]
		}
	}
}

// append adds what was collected from the documents that follow.
func (x *indexer) append(next *indexer) {
	maps.Copy(x.words, next.words)
	for i := range next.uses {
		next.uses[i].unit += int32(len(x.units))
	}
	x.counts = append(x.counts, next.counts...)
	x.uses = append(x.uses, next.uses...)
	x.units = append(x.units, next.units...)
	for f := range x.lengths {
		x.lengths[f] = append(x.lengths[f], next.lengths[f]...)
	}
}

// byTerm returns the things of each term, in their order.
func byTerm[T any](things []T, terms int, term func(*T) int32) [][]T {
	next := make([]int32, terms+1)
	for i := range things {
		next[term(&things[i])+1]++
	}
	for t := 1; t < len(next); t++ {
		next[t] += next[t-1]
	}
	sorted, of := make([]T, len(things)), make([][]T, terms)
	for t := range of {
		of[t] = sorted[next[t]:next[t+1]]
	}
	for i := range things {
		t := term(&things[i])
		sorted[next[t]] = things[i]
		next[t]++
	}
	return of
}

// appendPostings appends what a term counts in each document that has it.
func (x *indexer) appendPostings(docs []posting, counts []count, average *[fieldCount]float64) []posting {
	for _, c := range counts {
		if len(docs) == 0 || docs[len(docs)-1].doc != c.doc {
			docs = append(docs, posting{doc: c.doc})
		}
		n := float64(c.n) / (1 - lengthNorm[c.field] + lengthNorm[c.field]*x.lengths[c.field][c.doc]/average[c.field])
		docs[len(docs)-1].row[c.field] = uint8(math.Ceil(most * n / (n + saturation[c.field])))
	}
	return docs
}

// splitMentions appends the uses of a term to names and asks, one for each that
// is kept.
func splitMentions(names, asks []mention, uses []use) (inNames, inAsks []mention) {
	add := func(to []mention, u use) []mention {
		if last := len(to) - 1; last >= 0 && int32(to[last].unit) == u.unit {
			to[last].at |= u.at
			return to
		}
		return append(to, mention{uint16(u.unit), u.at})
	}
	for _, u := range uses {
		switch {
		case u.unit >= maxUnits:
		case u.isName:
			names = add(names, u)
		default:
			asks = add(asks, u)
		}
	}
	return names, asks
}
