package content

import (
	"slices"
	"strings"
)

// checkLinks reports what is wrong between topics: ids that name nothing, and
// prerequisites that cannot be met in order. Topics that tests have checked are
// passed over.
func (d *draft) checkLinks() {
	for _, t := range d.topics {
		if d.trusted[t.ID] {
			continue
		}
		d.checkRequires(t)
		d.checkNamed(t.File, t.Related, t.lines.related, "related")
		for i, v := range t.Versus {
			d.checkNamed(t.File, []string{v.With}, t.lines.versus[i:], "Versus")
			d.checkVersusOnce(t, i)
		}
		d.checkWas(t)
	}
	d.checkCycles()
}

func (d *draft) checkRequires(t *Topic) {
	d.checkNamed(t.File, t.Requires, t.lines.requires, "requires")
	for i, id := range t.Requires {
		if r := d.byID[id]; r != nil && t.Level > 0 && r.Level > t.Level {
			d.mistakes.add(t.File, t.lines.requires[i], "a topic of level %s requires %s of level %s", t.Level, id, r.Level)
		}
	}
}

// checkNamed reports ids that name no topic, or name one twice.
func (d *draft) checkNamed(file string, ids []string, lines []int, where string) {
	for i, id := range ids {
		switch {
		case d.byID[id] == nil:
			d.mistakes.add(file, lines[i], "%s: there is no topic %s", where, id)
		case slices.Index(ids, id) < i:
			d.mistakes.add(file, lines[i], "%s: %s stands twice", where, id)
		}
	}
}

// checkVersusOnce reports a contrast that the other topic's file holds too.
func (d *draft) checkVersusOnce(t *Topic, i int) {
	with := t.Versus[i].With
	if d.byID[with] == nil || with < t.ID && !d.trusted[with] {
		return // reported from the side of the smaller id
	}
	for _, v := range d.byID[with].Versus {
		if v.With == t.ID {
			d.mistakes.add(t.File, t.lines.versus[i], "%s has this contrast too; one side is enough", with)
		}
	}
}

func (d *draft) checkWas(t *Topic) {
	for i, old := range t.Was {
		if d.byID[old] != nil {
			d.mistakes.add(t.File, t.lines.was[i], "was: there is still a topic %s", old)
		}
		for _, other := range d.topics {
			if other != t && slices.Contains(other.Was, old) {
				d.mistakes.add(t.File, t.lines.was[i], "was: %s was %s too", other.ID, old)
			}
		}
	}
}

// checkCycles reports each circle of prerequisites once, at its first topic.
func (d *draft) checkCycles() {
	const onPath, done = 1, 2
	state := map[*Topic]int{}
	var path []*Topic
	var visit func(t *Topic)
	visit = func(t *Topic) {
		state[t] = onPath
		path = append(path, t)
		for _, id := range t.Requires {
			switch r := d.byID[id]; {
			case r == nil || state[r] == done || r == t:
			case state[r] == onPath:
				d.reportCycle(path[slices.Index(path, r):])
			default:
				visit(r)
			}
		}
		path = path[:len(path)-1]
		state[t] = done
	}
	for _, t := range d.topics {
		if state[t] == 0 {
			visit(t)
		}
	}
}

func (d *draft) reportCycle(cycle []*Topic) {
	ids := make([]string, len(cycle)+1)
	for i, t := range cycle {
		ids[i] = t.ID
	}
	ids[len(cycle)] = ids[0]
	t := cycle[0]
	d.mistakes.add(t.File, t.lines.requires[0], "the prerequisites form a circle: %s", strings.Join(ids, " → "))
}
