package content

import "strings"

// Two questions are nearly one if they share fewestNear word trigrams or more, and
// these are a share of nearShare or more of all that the two have. Both are from
// the curriculum of 2026: of 1,174 questions 19,000 pairs share any trigram, nine
// in ten of those pairs less than a tenth of them. Pairs with fewer than five in
// common share a turn of phrase ("which of these belong into the"); of those with
// more, all from 0.18 up ask the same thing, and half of those below do not.
const (
	nearShare  = 0.17
	fewestNear = 5
)

// chooseAll is said of every question with several right options, so it makes
// none of them alike.
const chooseAll = "choose all that apply"

// A nearSet finds questions that share word trigrams.
type nearSet struct {
	all   []claim
	sizes []int            // how many trigrams each has
	have  map[string][]int // the questions with a trigram
}

// checkNear reports questions that are others in other words.
func (d *draft) checkNear() {
	n := nearSet{have: map[string][]int{}}
	for _, t := range d.trustedFirst() {
		for i := range t.Questions {
			n.add(d, claim{t.Questions[i].Text, t, t.Questions[i].Line})
		}
	}
}

// add reports the question if it is like one before it, and notes it.
func (n *nearSet) add(d *draft, c claim) {
	set := trigrams(c.text)
	shared := map[int]int{}
	for g := range set {
		for _, other := range n.have[g] {
			shared[other]++
		}
		n.have[g] = append(n.have[g], len(n.all))
	}
	for other, both := range shared {
		before := n.all[other]
		share := float64(both) / float64(len(set)+n.sizes[other]-both)
		if both >= fewestNear && share >= nearShare && nameKey(before.text) != nameKey(c.text) {
			d.fault(c, "the question is nearly the one at %s:%d: they share %d of %d word trigrams",
				before.topic.File, before.line, both, len(set)+n.sizes[other]-both)
		}
	}
	n.all, n.sizes = append(n.all, c), append(n.sizes, len(set))
}

// trigrams returns every three words in a row of a text.
func trigrams(text string) map[string]bool {
	words := strings.Fields(strings.ReplaceAll(nameKey(text), chooseAll, ""))
	set := make(map[string]bool, len(words))
	for i := 2; i < len(words); i++ {
		set[strings.Join(words[i-2:i+1], " ")] = true
	}
	return set
}
