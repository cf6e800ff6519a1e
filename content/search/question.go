package search

import (
	"strings"
	"unicode"
)

const (
	// So much of a question is read, so that any takes about the same time.
	maxQuestionBytes = 2000
	maxQuestionWords = 60
	// Of so many unknown words it is found out what they may be, which takes a
	// hundred times as long as to know a word. Who asks mistypes fewer.
	maxRepaired = 8
	// mended is what a repaired word counts, and related what a word counts
	// that nobody knows but that is near to known ones, as a share of a word
	// that was typed; near is what each word counts that one typed is near to.
	mended  = 0.9
	related = 0.8
	near    = 0.5
	// added is what a word counts, as a share, after a first sentence in which
	// there was enough to go by.
	added  = 0.6
	enough = 4
)

// A term is a word of a question that documents have.
type term struct {
	id     int32
	stem   string
	weight float32
	// aside is set if the word stands behind "in", "with", "using" and the
	// like: where something is done, often, not what.
	aside bool
}

// A question is what somebody typed, read.
type question struct {
	terms []term
	// total is the weight of all terms, and unknown of the words that no
	// document has and no typo explains.
	total, unknown float32
	passing        float32 // of total, what no name and no ask has
	// outside is how many words name what is not taught and no document has.
	// Suspects are such words that some document has; unnamed is how many of
	// them are in no name that the question says whole.
	outside, unnamed int
	suspects         []int32

	repaired int     // while it is read: of how many unknown words it was tried
	aside    bool    // while it is read: whether what follows stands aside
	share    float32 // while it is read: what a word counts, as a share
}

// asides are the words that say that what follows is where, or with what.
var asides = map[string]bool{
	"in": true, "with": true, "using": true, "on": true, "from": true, "under": true, "inside": true, "within": true, "via": true,
}

// parse reads a question, field by field of what white space separates.
func (ix *Index) parse(s *scratch, text string) *question {
	q := &s.question
	*q = question{terms: q.terms[:0], suspects: q.suspects[:0], share: 1}
	s.words = s.words[:0]
	for field := range strings.FieldsSeq(text[:min(len(text), maxQuestionBytes)]) {
		before := len(s.words)
		s.words = ix.appendField(s.stemmer, s.words, field)
		s.words = s.words[:min(len(s.words), maxQuestionWords)]
		for _, w := range s.words[before:] {
			ix.parseWord(s, w)
		}
		q.endField(field)
		if len(s.words) == maxQuestionWords {
			break
		}
	}
	ix.joinWords(s)
	return q
}

// parseWord reads a word. Words that are passed over end an aside.
func (ix *Index) parseWord(s *scratch, w string) {
	q := &s.question
	if asides[w] {
		q.aside = true
		return
	}
	switch t, stem := ix.term(s.stemmer, w); t {
	case stopWord:
		q.aside = false
	case unknownWord:
		ix.parseUnknown(s, w, stem)
	default:
		ix.use(q, t, stem, 1)
		if inEnglish.outside[w] {
			q.suspects = append(q.suspects, t)
		}
	}
}

// endField notes where a sentence ends: what is asked comes before what is added
// to it.
func (q *question) endField(field string) {
	if last := field[len(field)-1]; (last == '?' || last == '.' || last == '!') && q.total >= enough {
		q.share, q.aside = added, false
	}
}

// use adds a known term that counts such a share of its rarity, unless it is
// there.
func (ix *Index) use(q *question, id int32, stem string, share float32) {
	for i := range q.terms {
		if q.terms[i].id == id {
			q.terms[i].aside = q.terms[i].aside && q.aside
			return
		}
	}
	weight := share * q.share * ix.rarity(id)
	q.terms = append(q.terms, term{id, stem, weight, q.aside})
	q.total += weight
	if ix.strong[id] == 0 {
		q.passing += weight
	}
}

// parseUnknown makes what can be made of a word that no document has: words it
// is near to, two words written as one, or a typo. Numbers say nothing.
func (ix *Index) parseUnknown(s *scratch, word, stem string) {
	q := &s.question
	if inEnglish.light[stem] {
		return
	}
	if inEnglish.outside[word] {
		q.outside++
		q.unknown += q.share * rarity(0, ix.size)
		return
	}
	if ix.useNear(q, stem) {
		return
	}
	t := unknownWord
	if q.repaired < maxRepaired {
		q.repaired++
		if ix.useTwo(s, word) {
			return
		}
		t, stem = ix.mend(s.stemmer, word)
	}
	switch {
	case t >= 0:
		ix.use(q, t, stem, mended)
	case t == unknownWord && strings.ContainsFunc(word, unicode.IsLetter):
		q.unknown += q.share * rarity(0, ix.size)
	}
}

// useNear adds the terms that an unknown word is near to, if there are any.
func (ix *Index) useNear(q *question, stem string) (any bool) {
	for _, other := range inEnglish.near[stem] {
		if t, known := ix.terms.find(other); known {
			ix.use(q, t, other, related)
			any = true
		}
	}
	return any
}

// useTwo adds two words of a name that were written as one, such as
// loadbalancer.
func (ix *Index) useTwo(s *scratch, word string) bool {
	const least = 3
	for i := least; i <= len(word)-least && len(word) <= maxMended; i++ {
		a, first := ix.term(s.stemmer, word[:i])
		if a < 0 {
			continue
		}
		b, second := ix.term(s.stemmer, word[i:])
		if ix.areNeighbours(a, b) {
			ix.use(&s.question, a, first, mended)
			ix.use(&s.question, b, second, mended)
			return true
		}
	}
	return false
}

// joinWords adds what two words mean as one, such as "data base", if no name
// has them as two.
func (ix *Index) joinWords(s *scratch) {
	const least = 6
	for i := 1; i < len(s.words); i++ {
		one, two := s.words[i-1], s.words[i]
		if len(one)+len(two) < least || inEnglish.stop[one] || inEnglish.stop[two] {
			continue
		}
		t, stem := ix.term(s.stemmer, one+two)
		if t < 0 || ix.strong[t] == 0 {
			continue
		}
		a, _ := ix.term(s.stemmer, one)
		b, _ := ix.term(s.stemmer, two)
		if !ix.areNeighbours(a, b) {
			s.question.aside = false
			ix.use(&s.question, t, stem, 1)
		}
	}
}

// appendField appends the words of a field. Of one of several parts the parts
// count, and the whole too if something is called so; if a dot joins them the
// whole counts alone then, as it does in units.
func (ix *Index) appendField(s Stemmer, words []string, field string) []string {
	before := len(words)
	words = appendWords(words, field)
	if !joined(words[before:], field) {
		return words
	}
	last := len(words) - 1
	if t, _ := ix.term(s, words[last]); t < 0 || ix.strong[t] == 0 {
		return words[:last]
	}
	if dotted(field) {
		words[before] = words[last]
		return words[:before+1]
	}
	return words
}
