package search

import "math"

// What speaks for a question being one that some document answers.
const (
	always       = iota
	sureOfOne    // the probability of the first document, and of the first three
	sureOfThree  //
	firstCovered // how much of the question the first document's names and asks have
	firstNear    // how near its nearest names and asks are
	firstWhole   // the name of it that stands in the question whole
	firstText    // how much of the question its text has
	firstGroup   // how much of all matches are in its group
	anyWhole     // the longest name of any document that stands in the question
	inPassing    // how much of the question no name or ask has, but texts do
	unknownShare // how much of the question no document has
	namesOutside // whether it names what is not taught
	commands     // how often it commands
	isEmpty      // whether it says anything
	fewWords     // whether it is a word or two
	manyWords    // how much longer it is than a sentence
	evidenceCount
)

var evidenceNames = [evidenceCount]string{
	"always", "sureOfOne", "sureOfThree", "firstCovered", "firstNear", "firstWhole", "firstText", "firstGroup", "anyWhole", "inPassing", "unknownShare", "namesOutside", "commands", "isEmpty", "fewWords", "manyWords",
}

// sentence is how many terms a sentence has, mostly.
const sentence = 8

type evidence [evidenceCount]float32

// evidence is what there is after documents were ranked: the hits are their
// probabilities if the question is in scope.
func (s *scratch) evidence(hits []Hit) (e evidence) {
	q, f := &s.question, &s.of[hits[0].Doc]
	e[always] = 1
	e[sureOfOne] = float32(hits[0].Score)
	for _, h := range hits[:min(3, len(hits))] {
		e[sureOfThree] += float32(h.Score)
	}
	e[firstCovered] = f[covered]
	e[firstNear] = f[nearThree]
	e[firstWhole] = f[wholeName]
	e[firstText] = max(f[onLead], f[onBody])
	e[firstGroup] = f[group]
	e[anyWhole] = s.anyWhole
	for _, pair := range inEnglish.commands {
		if _, found := s.wording.words.find(pair); found {
			e[commands] = min(e[commands]+1, 2)
		}
	}
	e[namesOutside] = float32(min(q.outside+q.unnamed, 2))
	if all := q.total + q.unknown; all > 0 {
		e[unknownShare] = q.unknown / all
		e[inPassing] = q.passing / all
	}
	switch n := len(q.terms); {
	case n == 0:
		e[isEmpty] = 1
	case n <= 2:
		e[fewWords] = 1
	case n > sentence:
		e[manyWords] = float32(min(n-sentence, sentence)) / sentence
	}
	return e
}

// scope is the probability that the question is in scope.
func (e *evidence) scope(weights *[evidenceCount]float32) float64 {
	if e[isEmpty] > 0 {
		return 0
	}
	sum := 0.0
	for i := range e {
		sum += float64(e[i] * weights[i])
	}
	return 1 / (1 + math.Exp(-sum))
}
