package content

import (
	"fmt"
	"maps"
	"slices"
)

// maxCurriculum bounds a whole curriculum's topics, in bytes.
const maxCurriculum = 4 << 20

// Totals counts what sources hold.
type Totals struct {
	Skills, Topics, Tasks, Questions, Projects, Words int
}

// String returns the counts in words, on one line.
func (t Totals) String() string {
	return fmt.Sprintf("%d topics in %d skills, %d tasks, %d questions, %d projects, %d words",
		t.Topics, t.Skills, t.Tasks, t.Questions, t.Projects, t.Words)
}

// A Report is what a check found.
type Report struct {
	Mistakes Mistakes
	Stats    *Stats
	Blocks   []CodeBlock // the code of all files, as they stand
	// Library is made of what could be read, to see how it is shown. If there
	// are mistakes, it is good for nothing else.
	Library *Library
}

// Check reads sources as [Load] does and holds all of them to every rule. A
// whole curriculum is held to the house rules too, and, if it is the last of
// the sources, to its list of ids.
func Check(sources ...Source) *Report {
	d := readAll(sources, func(f *files) rules {
		if f.ids != nil {
			return house
		}
		return limits
	})
	clear(d.trusted)
	d.checkLinks()
	d.checkProjects()
	d.checkClaims()
	d.checkNear()
	stats := d.stats()
	if last := d.files[len(d.files)-1]; last.ids != nil {
		d.checkIDs(last.ids)
		d.checkWhole(last, stats)
	}
	report := &Report{Mistakes: d.mistakes.Sorted(), Stats: stats, Blocks: d.blocks()}
	d.dropNameless()
	report.Library = d.library()
	return report
}

// dropNameless takes out topics whose id is none, which nothing can name.
func (d *draft) dropNameless() {
	nameless := func(t *Topic) bool { return !idPattern.MatchString(t.ID) }
	d.topics = slices.DeleteFunc(d.topics, nameless)
	maps.DeleteFunc(d.byID, func(_ string, t *Topic) bool { return nameless(t) })
}

// checkWhole holds a whole curriculum to what no one file answers for.
func (d *draft) checkWhole(f *files, stats *Stats) {
	if f.skills != nil {
		d.checkShares(stats, f.skills)
	}
	size := 0
	for _, text := range d.text {
		size += len(text)
	}
	if size > maxCurriculum {
		d.mistakes.add(f.source.Name, 1, "the topics have %d bytes in all, more than %d", size, maxCurriculum)
	}
}
