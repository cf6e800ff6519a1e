package content

import (
	"cmp"
	"slices"
	"strings"
)

// An Answer is what Find found.
type Answer struct {
	// Hits are the five best topics, or all if there are fewer, best first.
	// They are there even where nothing fits.
	Hits []Hit
	// Confident says that the first hit answers the question.
	Confident bool
}

// A Hit is a topic that may answer a question.
type Hit struct {
	Topic *Topic
	// Score, from 0 to 1, is how much of what the question says the topic
	// explains: its words, weighed by their rarity, as a share of what a topic
	// would get that is all about them.
	Score float64
}

const (
	maxHits = 5
	// So much of a question is read, so that any takes about the same time.
	maxQuestionBytes = 2000
	maxQuestionWords = 60
	// maxPhrase is how many words a name has, at most, to be noticed.
	maxPhrase = 5
	// nameBonus is what a word adds as part of a topic's name, as a share of
	// what it adds at most as a word; allBonus if the name is the question.
	nameBonus = 0.6
	allBonus  = 0.4
	// confident is the score from which a topic is an answer.
	confident = 0.5
)

// Find returns the topics that answer a question best.
func (l *Library) Find(question string) Answer {
	question = clip(question, maxQuestionBytes)
	scores := make([]float32, len(l.topics))
	most := l.index.addWords(scores, question)
	l.index.addNames(scores, question)
	best := top(scores, maxHits)
	a := Answer{Hits: make([]Hit, len(best))}
	for i, doc := range best {
		a.Hits[i].Topic = l.topics[doc]
		if most > 0 {
			a.Hits[i].Score = float64(min(scores[doc]/most, 1))
		}
	}
	a.Confident = len(a.Hits) > 0 && a.Hits[0].Score >= confident
	return a
}

// addWords adds to each topic what it says about the question's words, and
// returns how much that is at most. A word that no topic has counts as the
// rarest; one that was joined by appendWords only if a topic has it.
func (ix *index) addWords(scores []float32, question string) (most float32) {
	s := newStemmer()
	words := appendWords(nil, question)
	question = strings.ToLower(question)
	var used []string
	for _, w := range words[:min(len(words), maxQuestionWords)] {
		stem := s.stem(w)
		if stopWords[w] || slices.Contains(used, stem) {
			continue
		}
		used = append(used, stem)
		t, known := ix.terms[stem]
		switch {
		case known:
			most += ix.rarity[t]
			for i := ix.starts[t]; i < ix.starts[t+1]; i++ {
				scores[ix.docs[i]] += ix.weights[i]
			}
		case strings.Contains(question, w):
			most += rarity(0, len(scores))
		}
	}
	return most
}

// addNames adds to each topic whose name stands in the question, longest names
// first, and more if nothing else stands there.
func (ix *index) addNames(scores []float32, question string) {
	words := phrase(newStemmer(), question)
	words = words[:min(len(words), maxQuestionWords)]
	for i := 0; i < len(words); {
		n := min(maxPhrase, len(words)-i)
		var docs []uint16
		for ; n > 0; n-- {
			if docs = ix.phrases[strings.Join(words[i:i+n], " ")]; docs != nil {
				break
			}
		}
		bonus := float32(nameBonus)
		if n == len(words) {
			bonus += allBonus
		}
		for _, doc := range docs {
			scores[doc] += bonus * ix.sum(words[i:i+n])
		}
		i += max(n, 1)
	}
}

// sum returns the rarity of stems that are all known.
func (ix *index) sum(stems []string) (sum float32) {
	for _, s := range stems {
		if t, known := ix.terms[s]; known {
			sum += ix.rarity[t]
		}
	}
	return sum
}

// top returns the n topics with the highest scores, and of equal ones the
// earlier.
func top(scores []float32, n int) []int {
	best := make([]int, 0, n+1)
	for doc, s := range scores {
		if len(best) == n && s <= scores[best[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, s, func(b int, s float32) int {
			if scores[b] >= s {
				return -1
			}
			return cmp.Compare(s, scores[b])
		})
		best = slices.Insert(best, at, doc)
		best = best[:min(len(best), n)]
	}
	return best
}
