package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// Names finds names: by what they are, by how they are spelt, or by how they
// begin. It never changes.
//
// Of each name there is a mask of its pairs of neighbouring letters, which tells
// how much it has in common with what was typed, so that few are compared in
// full. A name and what is typed are in lower case, words with one space between
// them.
type Names struct {
	text  string   // all names
	ends  []uint32 // of each
	masks []uint64
	order []uint32 // the names in order
}

// compared is how many names are compared in full, at most.
const compared = 48

// NewNames returns an index of names.
func NewNames(names []string) *Names {
	n := &Names{
		text: strings.Join(names, ""), ends: make([]uint32, len(names)),
		masks: make([]uint64, len(names)), order: make([]uint32, len(names)),
	}
	end := 0
	for i, name := range names {
		end += len(name)
		n.ends[i], n.masks[i], n.order[i] = uint32(end), pairMask(name), uint32(i)
	}
	slices.SortStableFunc(n.order, func(a, b uint32) int { return strings.Compare(names[a], names[b]) })
	return n
}

// name returns the i-th name.
func (n *Names) name(i int) string {
	start := uint32(0)
	if i > 0 {
		start = n.ends[i-1]
	}
	return n.text[start:n.ends[i]]
}

// pairMask has a bit for each pair of neighbouring letters in a name; some pairs
// share one.
func pairMask(name string) (mask uint64) {
	last := uint32(' ')
	for i := range min(len(name), MaxTypos) {
		mask |= 1 << ((last*31 + uint32(name[i])) * 0x9E3779B1 >> 26)
		last = uint32(name[i])
	}
	return mask
}

// Called returns the places of the names that are text, in order.
func (n *Names) Called(text string) (places []int) {
	at, _ := sort.Find(len(n.order), func(i int) int { return strings.Compare(text, n.name(int(n.order[i]))) })
	for ; at < len(n.order) && n.name(int(n.order[at])) == text; at++ {
		places = append(places, int(n.order[at]))
	}
	return places
}

// A Spelling is a name and how far it is from what was typed: slips as a share
// of the longer of the two, from 0 to 1.
type Spelling struct {
	Name     int // its place in what [NewNames] was given
	Distance float64
}

// Nearest returns names that are spelt like text, the nearest first.
func (n *Names) Nearest(text string) (near []Spelling) {
	text = text[:min(len(text), MaxTypos)]
	for _, i := range n.mostCommon(pairMask(text)) {
		name := n.name(i)
		longer := max(len(text), min(len(name), MaxTypos), 1)
		near = append(near, Spelling{i, float64(Typos(text, name)) / float64(longer)})
	}
	slices.SortStableFunc(near, func(a, b Spelling) int { return cmp.Compare(a.Distance, b.Distance) })
	return near
}

// mostCommon returns the names whose masks are most like one, in order: those
// with the highest shares (Dice's coefficient, in steps) that are few enough.
func (n *Names) mostCommon(mask uint64) (places []int) {
	const steps = 128
	own := bits.OnesCount64(mask)
	step := func(other uint64) int {
		return 2 * steps * bits.OnesCount64(mask&other) / max(own+bits.OnesCount64(other), 1)
	}
	var histogram [steps + 1]int
	for _, other := range n.masks {
		histogram[step(other)]++
	}
	least, count := steps, histogram[steps]
	for least > 1 && count+histogram[least-1] <= compared {
		least--
		count += histogram[least]
	}
	for i, other := range n.masks {
		if step(other) >= least && len(places) < compared {
			places = append(places, i)
		}
	}
	return places
}

// Beginning returns the names in which text begins a word and goes on as they
// do: those that begin with it first, the shorter first.
func (n *Names) Beginning(text string) (places []int) {
	if text == "" {
		return nil
	}
	mask := pairMask(text)
	for i, other := range n.masks {
		if mask&^other == 0 && hasBeginning(n.name(i), text) {
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(a, b int) int {
		one, two := n.name(a), n.name(b)
		return cmp.Or(cmp.Compare(strings.Index(one, text), strings.Index(two, text)), cmp.Compare(len(one), len(two)))
	})
	return places
}

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
