package search

import "strings"

// between are the words between the two sides of a comparison, the surest first.
var between = []string{
	" vs. ", " vs ", " versus ", " v ", " compared to ", " compared with ", " v/s ", " instead of ", " rather than ",
	" different from ", " differ from ", " or ", " than ", " and ", " over ", " from ", " with ",
}

// sure is how many of between compare whatever stands around them; "and" and what
// follows only where before or after stands too.
const sure = 13

// before are words that may stand before the first side, and after those that may
// end a comparison.
var (
	before = []string{"difference between ", "differences between ", "diff between ", "compare ", "comparison of ", "choose between ", "choosing between ", "distinguish ", "distinction between "}
	after  = []string{" difference", " differences", " differ", " compared"}
)

// Pair returns the two documents that a question compares: "X vs Y",
// "difference between X and Y", "X or Y". Each side is what a document is
// called, alone or with the last word of the other side ("inner or left join").
func (ix *Index) Pair(text string) (one, other int, ok bool) {
	left, right, ok := sides(strings.ToLower(text[:min(len(text), maxQuestionBytes)]))
	if !ok {
		return 0, 0, false
	}
	s := ix.scratch.Get().(*scratch)
	defer ix.scratch.Put(s)
	one, other = ix.side(s, left, right), ix.side(s, right, left)
	return one, other, one >= 0 && other >= 0 && one != other
}

// sides splits a comparison.
func sides(text string) (left, right string, ok bool) {
	text = strings.TrimRight(strings.TrimSpace(text), "?!. ")
	compares := false
	for _, b := range before {
		if _, rest, found := strings.Cut(text, b); found {
			text, compares = rest, true
			break
		}
	}
	for _, a := range after {
		if rest, found := strings.CutSuffix(text, a); found {
			text, compares = rest, true
			break
		}
	}
	words := between
	if !compares {
		words = between[:sure]
	}
	for _, w := range words {
		if left, right, ok := strings.Cut(text, w); ok {
			return left, right, true
		}
	}
	return "", "", false
}

// side returns the document whose name a side of a comparison says, or -1: it is
// the one with the longest name that stands in it whole.
func (ix *Index) side(s *scratch, text, other string) int {
	words := strings.Fields(other)
	if doc, found := ix.called(s, text); found || len(words) == 0 {
		return doc
	}
	doc, _ := ix.called(s, text+" "+words[len(words)-1])
	return doc
}

// skipLight takes the light words off the beginning of a question that has others
// ("should I use a cache").
func (ix *Index) skipLight(q *question) {
	n := 0
	for n < len(q.terms) && ix.light[q.terms[n].id] {
		n++
	}
	if n == len(q.terms) {
		return
	}
	for _, t := range q.terms[:n] {
		q.total -= t.weight
	}
	q.terms = q.terms[n:]
}

// called returns the document with the longest name that stands in a text whole.
func (ix *Index) called(s *scratch, text string) (doc int, found bool) {
	ix.skipLight(ix.parse(s, text))
	ix.measure(s)
	best := float32(0)
	doc = -1
	for d := range s.of {
		f := &s.of[d]
		if f[wholeName] < 0.4 {
			continue
		}
		if score := f[wholeName] + f[nearName] + 0.1*f[nearTitle] + 0.1*f[onAsks]; score > best {
			doc, best = d, score
		}
	}
	return doc, doc >= 0
}
