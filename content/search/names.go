package search

import (
	"cmp"
	"slices"
	"strings"
)

// Names finds names by how they are spelt, or by how they begin. It never
// changes.
//
// An index of pairs of letters tells which names have most in common with what
// was typed, so that few are compared in full. A name and what is typed are in
// lower case, words with one space between them.
type Names struct {
	names  []string
	starts [pairKinds + 1]int32 // names[having[starts[p]:starts[p+1]]] have the pair p
	having []int32
}

const (
	letterKinds = 28 // gap, other, a to z
	pairKinds   = letterKinds * letterKinds
	// compared is how many names are compared in full, at most.
	compared = 48
)

// NewNames returns an index of names.
func NewNames(names []string) *Names {
	n := &Names{names: names}
	var next [pairKinds + 1]int32
	n.eachPair(func(_ int32, p int) { next[p+1]++ })
	for p := 1; p < len(next); p++ {
		next[p] += next[p-1]
	}
	n.starts = next
	n.having = make([]int32, next[pairKinds])
	n.eachPair(func(name int32, p int) {
		n.having[next[p]] = name
		next[p]++
	})
	return n
}

func (n *Names) eachPair(yield func(name int32, pair int)) {
	var pairs []int
	for i, name := range n.names {
		pairs = appendPairs(pairs[:0], name)
		for _, p := range pairs {
			yield(int32(i), p)
		}
	}
}

// appendPairs appends the pairs of neighbouring letters of a name, each once,
// with gaps around it.
func appendPairs(pairs []int, name string) []int {
	last := 0
	for i := range min(len(name), MaxTypos) + 1 {
		k := 0
		if i < min(len(name), MaxTypos) {
			k = letterKind(name[i])
		}
		pairs = append(pairs, last*letterKinds+k)
		last = k
	}
	slices.Sort(pairs)
	return slices.Compact(pairs)
}

func letterKind(c byte) int {
	switch {
	case c == ' ':
		return 0
	case c < 'a' || c > 'z':
		return 1
	}
	return 2 + int(c-'a')
}

// A Spelling is a name and how far it is from what was typed: slips as a share
// of the longer of the two, from 0 to 1.
type Spelling struct {
	Name     int // its place in what [NewNames] was given
	Distance float64
}

// Nearest returns names that are spelt like text, the nearest first.
func (n *Names) Nearest(text string) []Spelling {
	text = text[:min(len(text), MaxTypos)]
	pairs := appendPairs(nil, text)
	common := make([]uint8, len(n.names))
	for _, p := range pairs {
		for _, name := range n.having[n.starts[p]:n.starts[p+1]] {
			common[name]++
		}
	}
	var near []Spelling
	for _, name := range n.mostCommon(common, len(text)) {
		length := min(len(n.names[name]), MaxTypos)
		near = append(near, Spelling{name, float64(Typos(text, n.names[name])) / float64(max(len(text), length, 1))})
	}
	slices.SortStableFunc(near, func(a, b Spelling) int { return cmp.Compare(a.Distance, b.Distance) })
	return near
}

// mostCommon returns the names that share most of their pairs with a text of
// that length, in order.
func (n *Names) mostCommon(common []uint8, length int) (names []int) {
	const steps = 64
	step := func(name int) int { // the share, Dice's coefficient, in steps
		return min(2*steps*int(common[name])/(length+min(len(n.names[name]), MaxTypos)+2), steps)
	}
	var histogram [steps + 1]int
	for name := range common {
		if common[name] > 0 {
			histogram[step(name)]++
		}
	}
	least, count := steps, histogram[steps]
	for least > 0 && count+histogram[least-1] <= compared {
		least--
		count += histogram[least]
	}
	for name := range common {
		if common[name] > 0 && step(name) >= least {
			names = append(names, name)
		}
	}
	return names
}

// Beginning returns the names in which a word begins as text does, and goes on
// so: those that begin with it first, the shorter first.
func (n *Names) Beginning(text string) (names []int) {
	if text == "" {
		return nil
	}
	rarest := 0
	for i, p := range appendPairs(nil, text) {
		if q := p % letterKinds; q == 0 && !strings.HasSuffix(text, " ") {
			continue // the gap at the end, where the name may go on
		}
		if i == 0 || n.count(p) < n.count(rarest) {
			rarest = p
		}
	}
	for _, name := range n.having[n.starts[rarest]:n.starts[rarest+1]] {
		if hasBeginning(n.names[name], text) {
			names = append(names, int(name))
		}
	}
	slices.SortStableFunc(names, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(strings.Index(n.names[a], text), strings.Index(n.names[b], text)),
			cmp.Compare(len(n.names[a]), len(n.names[b])))
	})
	return names
}

func (n *Names) count(pair int) int32 { return n.starts[pair+1] - n.starts[pair] }

// hasBeginning reports whether a word of a name, and what follows it, begins
// with text.
func hasBeginning(name, text string) bool {
	for {
		if strings.HasPrefix(name, text) {
			return true
		}
		_, rest, more := strings.Cut(name, " ")
		if !more {
			return false
		}
		name = rest
	}
}
