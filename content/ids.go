package content

import (
	"slices"
	"strings"
)

// An idList is ids.txt: every id of a topic or item that was ever used. A line
// is an id, "- id" for one that was given up, or a comment after "#".
type idList struct {
	lines map[string]int
	gone  map[string]bool
}

func readIDs(f *file, mistakes *Mistakes) idList {
	ids := idList{map[string]int{}, map[string]bool{}}
	for i, line := range strings.Split(f.text, "\n") {
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		id, gone := strings.CutPrefix(line, "- ")
		if _, twice := ids.lines[id]; twice {
			mistakes.add(f.name, i+1, "%s stands twice", id)
		}
		ids.lines[id], ids.gone[id] = i+1, gone
	}
	return ids
}

// checkIDs holds the draft to the list of ids, so that what members remember
// under an id stays true.
func (d *draft) checkIDs(f *file) {
	listed := readIDs(f, &d.mistakes)
	used := map[string]bool{}
	for _, t := range d.topics {
		fresh := 0
		for _, id := range t.ids() {
			used[id] = true
			if _, known := listed.lines[id]; !known {
				fresh++
			}
		}
		d.checkWasOrder(t, listed)
		if fresh > 0 {
			d.mistakes.add(t.File, 1, "%d ids of this file are new: make ids lists them in %s", fresh, f.name)
		}
	}
	for id, line := range listed.lines {
		switch {
		case used[id] && listed.gone[id]:
			d.mistakes.add(f.name, line, "%s was given up and is never used again", id)
		case !used[id] && !listed.gone[id] && !d.moved(id):
			d.mistakes.add(f.name, line, `the content has no %s any more: bring it back, or name its topic in "was", or write "- %s"`, id, id)
		}
	}
}

// checkWasOrder holds the former ids of a topic to the order in which they were
// listed: memory is kept under the first.
func (d *draft) checkWasOrder(t *Topic, listed idList) {
	for i, old := range t.Was {
		switch {
		case listed.lines[old] == 0:
			d.mistakes.add(t.File, t.lines.was[i], "was: no topic ever was %s", old)
		case i > 0 && listed.lines[old] < listed.lines[t.Was[i-1]]:
			d.mistakes.add(t.File, t.lines.was[i], "was: %s is older than %s: the oldest stands first", old, t.Was[i-1])
		}
	}
}

// ids returns the ids of a topic and its items.
func (t *Topic) ids() []string {
	ids := []string{t.ID}
	for _, task := range t.Tasks {
		ids = append(ids, task.ID)
	}
	for _, q := range t.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}

// moved reports whether an id belongs to a topic that was renamed and still has
// it.
func (d *draft) moved(id string) bool {
	topic, slug, isItem := strings.Cut(id, "#")
	for _, t := range d.topics {
		if slices.Contains(t.Was, topic) {
			return !isItem || slices.Contains(t.ids(), t.ID+"#"+slug)
		}
	}
	return false
}
