package search

import (
	"math"
	"slices"
)

// grams are what a text has in common with another as it is worded, nothing left
// out: its words and those side by side, and each four letters of a word. They
// tell apart what has the same terms, since those are without the words that say
// how something is asked, and find forms of a word that stemming does not.
type grams struct {
	words, letters []uint32
}

const (
	// How many bits number the places of the tables of how rare grams are. Some
	// grams share a place.
	wordBits, letterBits = 14, 12
	gramStep             = 1.0 / 20
	hashStart, hashBy    = 2166136261, 16777619 // FNV
	spread               = 0x9E3779B1
)

// read finds the grams of a text.
func (g *grams) read(text string) {
	g.words, g.letters = g.words[:0], g.letters[:0]
	last := uint32(hashStart)
	for at := 0; at < len(text); {
		if !inGram(text[at]) {
			at++
			continue
		}
		hash, window, start := uint32(hashStart), uint32('^'), at
		for ; at < len(text) && inGram(text[at]); at++ {
			c := uint32(text[at])
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			if window = window<<8 | c; at-start >= 2 {
				g.letters = append(g.letters, window)
			}
			hash = (hash ^ c) * hashBy
		}
		g.letters = append(g.letters, window<<8|'$')
		g.words = append(g.words, hash, (last*hashBy)^hash)
		last = hash
	}
}

// inGram reports whether a byte is part of a word.
func inGram(c byte) bool { return c >= 0x80 || classes[c] == inWord || c == '+' || c == '#' }

// rarities are the inverse frequencies of grams among texts, in gramStep, by hash.
type rarities struct {
	of   []uint8
	bits int
}

func (r *rarities) at(gram uint32) uint32 { return gram * spread >> (32 - r.bits) }

func (r *rarities) rarity(gram uint32) float32 { return float32(r.of[r.at(gram)]) * gramStep }

// newRarities turns how many of all texts have grams into rarities.
func newRarities(counts []uint32, texts int) (r rarities) {
	r.of = make([]uint8, len(counts))
	for len(counts) > 1<<r.bits {
		r.bits++
	}
	for i, n := range counts {
		r.of[i] = uint8(min(math.Log(float64(texts+1)/float64(n+1))/gramStep, math.MaxUint8))
	}
	return r
}

// A gramSet is the grams of a question.
type gramSet struct {
	grams []uint32 // by hash; 0 is none
	norm  float32
}

const gramSetBits = 10

// fill makes the set of grams.
func (s *gramSet) fill(grams []uint32, r *rarities) {
	if s.grams == nil {
		s.grams = make([]uint32, 1<<gramSetBits)
	}
	clear(s.grams)
	sum := float32(0)
	for _, g := range grams[:min(len(grams), 1<<gramSetBits/2)] {
		if at, found := s.find(g); !found {
			s.grams[at] = g
			w := r.rarity(g)
			sum += w * w
		}
	}
	s.norm = sum
}

func (s *gramSet) find(gram uint32) (at uint32, found bool) {
	const mask = 1<<gramSetBits - 1
	for at = gram * spread >> (32 - gramSetBits); s.grams[at] != 0; at = (at + 1) & mask {
		if s.grams[at] == gram {
			return at, true
		}
	}
	return at, false
}

// like returns how much the grams of a text are those of the question, from 0 to
// 1 (the cosine of their rarities).
func (s *gramSet) like(grams []uint32, r *rarities) float32 {
	var both, norm float32
	for _, g := range grams {
		w := r.rarity(g)
		norm += w * w
		if _, found := s.find(g); found {
			both += w * w
		}
	}
	if both == 0 {
		return 0
	}
	return both / float32(math.Sqrt(float64(norm*s.norm)))
}

// A wordingScratch is what comparing a question with wordings needs to write on.
type wordingScratch struct {
	grams          grams
	words, letters gramSet
}

// read reads the question.
func (s *wordingScratch) read(text string, w *wordings) {
	s.grams.read(text[:min(len(text), maxQuestionBytes)])
	s.words.fill(s.grams.words, &w.words)
	s.letters.fill(s.grams.letters, &w.letters)
}

// addWording adds how much the nearest names and asks of a document are worded as
// the question, which was read.
func (ix *Index) addWording(s *scratch, doc int) {
	f, w := &s.of[doc], &ix.wordings
	var words, letters [kept]float32
	for i, n := range s.nearest[doc] {
		if n.near > 0 {
			s.wording.grams.read(w.of[doc].text(int(n.unit)))
			words[i] = s.wording.words.like(s.wording.grams.words, &w.words)
			letters[i] = s.wording.letters.like(s.wording.grams.letters, &w.letters)
		}
	}
	f[wordsAlike], f[wordsAlikeThree] = bestAndMean(&words)
	f[lettersAlike], f[lettersAlikeThree] = bestAndMean(&letters)
}

// bestAndMean returns the best, and the mean of the three best.
func bestAndMean(of *[kept]float32) (best, mean float32) {
	slices.Sort(of[:])
	return of[kept-1], (of[kept-1] + of[kept-2] + of[kept-3]) / 3
}

// wordings are the names and asks of documents, as they are worded.
type wordings struct {
	of      []wording // of each document
	words   rarities
	letters rarities
}

// A wording is what a document is called and asked by, which are units from the
// first on; the texts are not copied.
type wording struct {
	title         string
	aliases, asks []string
	first         int
}

// text returns that of a unit.
func (w *wording) text(unit int) string {
	switch i := unit - w.first; w.field(unit) {
	case inTitle:
		return w.title
	case inAliases:
		return w.aliases[i-1]
	default:
		return w.asks[i-1-len(w.aliases)]
	}
}

// field returns that of a unit.
func (w *wording) field(unit int) int {
	switch i := unit - w.first; {
	case i == 0:
		return inTitle
	case i <= len(w.aliases):
		return inAliases
	}
	return inAsks
}

func newWordings(docs []Document) (w wordings) {
	words, letters := make([]uint32, 1<<wordBits), make([]uint32, 1<<letterBits)
	w.words.bits, w.letters.bits = wordBits, letterBits
	w.of = make([]wording, len(docs))
	var g grams
	n := 0
	for i := range docs {
		d := &w.of[i]
		*d = wording{docs[i].Title, docs[i].Aliases, docs[i].Asks, n}
		for range 1 + len(d.aliases) + len(d.asks) {
			g.read(d.text(n))
			n++
			for _, x := range g.words {
				words[w.words.at(x)]++
			}
			for _, x := range g.letters {
				letters[w.letters.at(x)]++
			}
		}
	}
	w.words, w.letters = newRarities(words, n), newRarities(letters, n)
	return w
}
