package content

import (
	"fmt"
	"strings"
)

// Totals counts what sources hold.
type Totals struct {
	Skills, Topics, Tasks, Questions, Words int
}

// String returns the counts in words, on one line.
func (t Totals) String() string {
	return fmt.Sprintf("%d topics in %d skills, %d tasks, %d questions, %d words", t.Topics, t.Skills, t.Tasks, t.Questions, t.Words)
}

// Check reads sources as [Load] does and holds all of them to every rule. A
// whole curriculum is held to the house rules too, and, if it is the last of
// the sources, to its list of ids.
func Check(sources ...Source) (Totals, Mistakes) {
	d := readAll(sources, func(f *files) rules {
		if f.ids != nil {
			return house
		}
		return limits
	})
	clear(d.trusted)
	d.checkLinks()
	d.checkClaims()
	d.checkPlanned()
	if last := d.files[len(d.files)-1]; last.ids != nil {
		d.checkIDs(last.ids)
	}
	return d.totals(), d.mistakes.sorted()
}

// checkPlanned reports topics that are listed as to come and are there.
func (d *draft) checkPlanned() {
	for _, f := range d.files {
		if f.planned == nil {
			continue
		}
		for i, id := range strings.Split(f.planned.text, "\n") {
			if d.byID[id] != nil {
				d.mistakes.add(f.planned.name, i+1, "%s is written: take it off this list", id)
			}
		}
	}
}

func (d *draft) totals() Totals {
	var n Totals
	skills := map[string]bool{}
	for _, t := range d.topics {
		skills[t.Skill] = true
		n.Topics++
		n.Tasks += len(t.Tasks)
		n.Questions += len(t.Questions)
		n.Words += t.words
	}
	n.Skills = len(skills)
	return n
}
