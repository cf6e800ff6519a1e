package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"strings"
)

// Names finds names: by what they are, by how they are spelt, or by how they
// begin. It never changes. A name and what is typed are in lower case, words with
// one space between them.
type Names struct {
	name  func(i int) string
	order []uint32 // the names in order
}

// compared is how many names are compared in full, at most.
const compared = 48

// NewNames returns an index of size names. They are not kept, but asked for.
func NewNames(size int, name func(i int) string) *Names {
	n := &Names{name, make([]uint32, size)}
	names := make([]string, size)
	for i := range names {
		n.order[i], names[i] = uint32(i), name(i)
	}
	slices.SortFunc(n.order, func(a, b uint32) int {
		return cmp.Or(strings.Compare(names[a], names[b]), cmp.Compare(a, b))
	})
	return n
}

// pairMask has a bit for each pair of neighbouring letters in a name; some pairs
// share one. It tells how much a name has in common with what was typed, so that
// few are compared in full.
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
	shares := make([]uint8, len(n.order))
	var histogram [steps + 1]int
	for i := range shares {
		other := pairMask(n.name(i))
		share := 2 * steps * bits.OnesCount64(mask&other) / max(own+bits.OnesCount64(other), 1)
		shares[i] = uint8(share)
		histogram[share]++
	}
	least, count := steps, histogram[steps]
	for least > 1 && count+histogram[least-1] <= compared {
		least--
		count += histogram[least]
	}
	for i, share := range shares {
		if int(share) >= least && len(places) < compared {
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
	type beginning struct{ name, at, length int }
	var found []beginning
	for i := range n.order {
		name := n.name(i)
		if at := wordAt(name, text); at >= 0 {
			found = append(found, beginning{i, at, len(name)})
		}
	}
	slices.SortStableFunc(found, func(a, b beginning) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.length, b.length))
	})
	for _, f := range found {
		places = append(places, f.name)
	}
	return places
}

// wordAt returns where text first begins a word of a name and goes on as it does,
// or -1.
func wordAt(name, text string) int {
	for from := 0; ; {
		i := strings.Index(name[from:], text)
		switch at := from + i; {
		case i < 0:
			return -1
		case at == 0 || name[at-1] == ' ':
			return at
		}
		from += i + 1
	}
}
