package content

import (
	"cmp"
	"slices"
)

// teachingOrder sorts topics so that each comes after those of them it
// requires, and otherwise by level and then as given. Topics that require each
// other in a circle, which is a mistake elsewhere, come last.
func teachingOrder(topics []*Topic) []*Topic {
	waits := make(map[string]int, len(topics)) // for how many of its prerequisites
	leads := map[string][]*Topic{}
	place := make(map[string]int, len(topics))
	for i, t := range topics {
		waits[t.ID], place[t.ID] = 0, i
	}
	for _, t := range topics {
		for _, r := range t.Requires {
			if _, here := waits[r]; here {
				waits[t.ID]++
				leads[r] = append(leads[r], t)
			}
		}
	}
	byLevel := func(a, b *Topic) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(place[a.ID], place[b.ID]))
	}
	var ready, order []*Topic // ready is sorted
	for _, t := range topics {
		if waits[t.ID] == 0 {
			ready = append(ready, t)
		}
	}
	slices.SortFunc(ready, byLevel)
	for len(ready) > 0 {
		t := ready[0]
		ready, order = ready[1:], append(order, t)
		for _, next := range leads[t.ID] {
			if waits[next.ID]--; waits[next.ID] == 0 {
				at, _ := slices.BinarySearchFunc(ready, next, byLevel)
				ready = slices.Insert(ready, at, next)
			}
		}
	}
	for _, t := range topics {
		if waits[t.ID] > 0 {
			order = append(order, t)
		}
	}
	return order
}
