package content

import (
	"math"
	"slices"
	"strings"
)

// The fields of a topic that are searched, from what it is called to what it
// says.
const (
	inTitle = iota
	inAliases
	inAsks
	inHeadings
	inAnswer
	inBody
	fieldCount
)

// Ranking is BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to
// multiple weighted fields" (CIKM 2004). A word counts in each field by the
// field's weight and, as far as fieldNorm goes, less the longer the field is.
var (
	fieldWeight = [fieldCount]float64{inTitle: 6, inAliases: 5, inAsks: 2.5, inHeadings: 1.5, inAnswer: 2, inBody: 1}
	fieldNorm   = [fieldCount]float64{inTitle: 0.3, inAliases: 0.3, inAsks: 0.3, inHeadings: 0.5, inAnswer: 0.5, inBody: 0.75}
)

const saturation = 1.2 // k1

// An index finds topics by words. It is slices of numbers, so that it stays
// small and quick: term t stands in the topics docs[starts[t]:starts[t+1]], and
// adds as much to each as the same places of weights say.
type index struct {
	terms   map[string]int32
	rarity  []float32 // of each term: its inverse document frequency
	starts  []int32
	docs    []uint16
	weights []float32
	phrases map[string][]uint16 // titles and aliases, as phraseKey writes them
}

// A count is how often a term stands in one field of a topic.
type count struct {
	term  int32
	doc   uint16
	field uint8
	n     uint16
}

// An indexer collects what an index is made of.
type indexer struct {
	stemmer stemmer
	words   map[string]int32 // the term of each word seen; -1 for stop words
	terms   map[string]int32
	counts  []count
	lengths [fieldCount][]float64 // in terms, of each topic's fields
	found   []string              // scratch: the words of a field
	seen    []int32               // scratch: how often each term stands in this field
	used    []int32               // scratch: the terms of this field
}

func newIndex(topics []*Topic) *index {
	x := &indexer{stemmer: newStemmer(), words: map[string]int32{}, terms: map[string]int32{}, counts: make([]count, 0, 1000*len(topics))}
	ix := &index{terms: x.terms, phrases: map[string][]uint16{}}
	for doc, t := range topics {
		x.add(uint16(doc), t)
		ix.addPhrases(x.stemmer, uint16(doc), t)
	}
	ix.weigh(x, len(topics))
	return ix
}

// add counts the terms of a topic.
func (x *indexer) add(doc uint16, t *Topic) {
	for field, texts := range fieldTexts(t) {
		x.found = x.found[:0]
		for _, text := range texts {
			x.found = appendWords(x.found, text)
		}
		x.addField(doc, uint8(field), x.found)
	}
}

func (x *indexer) addField(doc uint16, field uint8, words []string) {
	x.used = x.used[:0]
	length := 0
	for _, w := range words {
		t := x.term(w)
		if t < 0 {
			continue
		}
		length++
		for int(t) >= len(x.seen) {
			x.seen = append(x.seen, 0)
		}
		if x.seen[t]++; x.seen[t] == 1 {
			x.used = append(x.used, t)
		}
	}
	for _, t := range x.used {
		x.counts = append(x.counts, count{t, doc, field, uint16(min(x.seen[t], math.MaxUint16))})
		x.seen[t] = 0
	}
	x.lengths[field] = append(x.lengths[field], float64(length))
}

// term returns the number of a word's term, a new one if need be, or -1 for a
// stop word.
func (x *indexer) term(word string) int32 {
	if t, ok := x.words[word]; ok {
		return t
	}
	t := int32(-1)
	if !stopWords[word] {
		stem := x.stemmer.stem(word)
		var ok bool
		if t, ok = x.terms[stem]; !ok {
			t = int32(len(x.terms))
			x.terms[stem] = t
		}
	}
	x.words[word] = t
	return t
}

// fieldTexts returns the texts of each field.
func fieldTexts(t *Topic) [fieldCount][]string {
	f := [fieldCount][]string{
		inTitle:   {t.Title},
		inAliases: t.Aliases,
		inAsks:    t.Asks,
		inAnswer:  {t.Answer},
		inBody:    slices.Concat(t.KeyPoints, t.Pitfalls, []string{t.Example}),
	}
	for _, v := range t.Versus {
		_, with, _ := strings.Cut(v.With, "/")
		f[inHeadings] = append(f[inHeadings], with)
		f[inBody] = append(f[inBody], v.Points...)
	}
	for _, task := range t.Tasks {
		f[inHeadings] = append(f[inHeadings], task.Title)
		f[inBody] = append(f[inBody], task.Body, task.DoneWhen, task.Hint, task.Solution)
	}
	for _, q := range t.Questions {
		f[inHeadings] = append(f[inHeadings], q.Text)
		for _, o := range q.Options {
			f[inBody] = append(f[inBody], o.Text, o.Reason)
		}
	}
	return f
}

// weigh turns counts into the index's slices.
func (ix *index) weigh(x *indexer, topics int) {
	var average [fieldCount]float64
	for f, lengths := range x.lengths {
		for _, n := range lengths {
			average[f] += n / float64(topics)
		}
	}
	counts := x.byTerm()
	for i := 0; i < len(counts); {
		c := counts[i]
		if int(c.term) == len(ix.starts) {
			ix.starts = append(ix.starts, int32(len(ix.docs)))
		}
		tf := 0.0
		for ; i < len(counts) && counts[i].term == c.term && counts[i].doc == c.doc; i++ {
			f := counts[i].field
			norm := 1 - fieldNorm[f] + fieldNorm[f]*x.lengths[f][c.doc]/average[f]
			tf += fieldWeight[f] * float64(counts[i].n) / norm
		}
		ix.docs = append(ix.docs, c.doc)
		ix.weights = append(ix.weights, float32(tf/(saturation+tf)))
	}
	ix.starts = append(ix.starts, int32(len(ix.docs)))
	ix.rarity = make([]float32, len(ix.terms))
	for t := range ix.rarity {
		n := ix.starts[t+1] - ix.starts[t]
		ix.rarity[t] = rarity(int(n), topics)
		for i := ix.starts[t]; i < ix.starts[t+1]; i++ {
			ix.weights[i] *= ix.rarity[t]
		}
	}
}

// byTerm returns the counts by term and, as they were made, by topic.
func (x *indexer) byTerm() []count {
	next := make([]int32, len(x.terms)+1)
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

// rarity is the inverse document frequency of a term that stands in n of all
// topics.
func rarity(n, topics int) float32 {
	return float32(math.Log(1 + (float64(topics-n)+0.5)/(float64(n)+0.5)))
}

// addPhrases notes what a topic is called.
func (ix *index) addPhrases(s stemmer, doc uint16, t *Topic) {
	for _, name := range append([]string{t.Title}, t.Aliases...) {
		key := strings.Join(phrase(s, name), " ")
		if docs := ix.phrases[key]; key != "" && !slices.Contains(docs, doc) {
			ix.phrases[key] = append(docs, doc)
		}
	}
}

// phrase returns the stems of a name's or question's words, without stop words.
func phrase(s stemmer, text string) []string {
	words := strings.Fields(nameKey(text))
	stems := words[:0]
	for _, w := range words {
		if !stopWords[w] {
			stems = append(stems, s.stem(w))
		}
	}
	return stems
}
