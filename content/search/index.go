package search

import (
	"math"
	"runtime"
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
// It is slices of numbers, so that it stays small and quick. What units and
// documents have of term t is packed[starts[t]:starts[t+1]] (see [postings]).
type Index struct {
	size   int     // in documents
	groups []uint8 // of each document
	terms  lexicon

	light map[int32]bool // the terms that weigh less

	strong []uint16 // how many documents are called by the term; or that ask for it, with onlyAsks
	starts []uint32
	packed []byte
	units  []unit

	wordings wordings
	speller  speller
	scratch  sync.Pool
}

// A unit is one title, alias or ask; the first of a document is its title. Those
// after the first maxUnits are not kept; their words count as words of the
// document all the same.
type unit struct {
	doc    uint16
	rarity uint16 // of its terms together, in rarityStep
}

const (
	maxUnits   = math.MaxUint16
	rarityStep = 1.0 / 256
)

const (
	stopWord    = int32(-1)
	unknownWord = int32(-2)
)

// New returns the index of documents, at most 65,535.
func New(docs []Document) *Index {
	x, terms := collect(docs, runtime.GOMAXPROCS(0))
	ix := &Index{size: len(docs), terms: terms}
	ix.light = ix.termsOf(inEnglish.light)
	for i := range docs {
		ix.groups = append(ix.groups, uint8(min(docs[i].Group, math.MaxUint8)))
	}
	var wg sync.WaitGroup
	wg.Go(func() { ix.wordings = newWordings(docs) })
	ix.pack(x)
	ix.addUnits(x.units)
	ix.speller = newSpeller(ix, x.words)
	wg.Wait()
	ix.scratch.New = func() any { return newScratch(ix) }
	return ix
}

// pack packs what was collected, term by term.
func (ix *Index) pack(x *indexer) {
	var average [fieldCount]float64
	for f, lengths := range x.lengths {
		for _, n := range lengths {
			average[f] += n / float64(ix.size)
		}
	}
	ix.strong, ix.starts = make([]uint16, ix.terms.size), make([]uint32, ix.terms.size+1)
	counts := byTerm(x.counts, ix.terms.size, func(c *count) int32 { return c.term })
	uses := byTerm(x.uses, ix.terms.size, func(u *use) int32 { return u.term })
	packed := make([]byte, 0, 4*len(x.counts))
	var docs []posting
	var names, asks []mention
	for t := range ix.strong {
		docs = x.appendPostings(docs[:0], counts[t], &average)
		for i := range docs {
			ix.strong[t] = stronger(ix.strong[t], &docs[i].row)
		}
		names, asks = splitMentions(names[:0], asks[:0], uses[t])
		packed = appendPostings(packed, names, asks, docs)
		ix.starts[t+1] = uint32(len(packed))
	}
	ix.packed = slices.Clone(packed)
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
func (ix *Index) documents(t int32) int {
	p := ix.postings(t)
	return p.called + p.others
}

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

// addUnits adds the titles, aliases and asks of those documents.
func (ix *Index) addUnits(docs []uint16) {
	ix.units = make([]unit, min(len(docs), maxUnits))
	rarities := make([]float32, len(ix.units))
	var s termScratch
	for t := range int32(ix.terms.size) {
		s.readMentions(ix.postings(t))
		rarity := ix.rarity(t)
		for _, m := range s.mentions {
			rarities[m.unit] += rarity
		}
	}
	for i, rarity := range rarities {
		ix.units[i] = unit{docs[i], uint16(min(rarity/rarityStep, math.MaxUint16))}
	}
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

// SkipPassing returns what follows the words at the beginning of a text that are
// passed over or weigh less, such as "what is the best".
func SkipPassing(text string) string {
	s := NewStemmer()
	rest := strings.TrimLeft(text, " ")
	for {
		word, after, _ := strings.Cut(rest, " ")
		if !inEnglish.stop[word] && !inEnglish.light[s.Stem(word)] {
			return rest
		}
		rest = strings.TrimLeft(after, " ")
	}
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
