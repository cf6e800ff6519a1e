package content

import (
	"slices"
	"strings"
)

// A Count is how much there is of something's content.
type Count struct {
	Topics, Words, Tasks, Questions int
}

func (c *Count) add(o Count) {
	c.Topics += o.Topics
	c.Words += o.Words
	c.Tasks += o.Tasks
	c.Questions += o.Questions
}

// SkillStats are the numbers of a skill, or of all of them.
type SkillStats struct {
	Skill string // its id
	// Levels are counted from entry up. A task counts at its own level, what
	// else a topic has at the topic's.
	Levels [Senior]Count
	// Longest is how many questions have a right option that no other is
	// longer than: they can be guessed.
	Longest int
	Versus  int    // contrasts that the files hold
	Checked string // the oldest day on which a topic's facts were checked
	// Places says of the questions with one right option how often it was
	// written first, second and so on.
	Places [5]int
}

// All is the count over the levels.
func (s *SkillStats) All() (all Count) {
	for _, c := range s.Levels {
		all.add(c)
	}
	return all
}

// Stats are the numbers of a library.
type Stats struct {
	Skills   []SkillStats // those that have topics, as the skills are listed
	Projects int
}

// Sum is the numbers of all skills together.
func (s *Stats) Sum() SkillStats {
	var sum SkillStats
	for _, skill := range s.Skills {
		for l := range sum.Levels {
			sum.Levels[l].add(skill.Levels[l])
		}
		sum.Longest += skill.Longest
		sum.Versus += skill.Versus
		sum.Checked = earlier(sum.Checked, skill.Checked)
		for i := range sum.Places {
			sum.Places[i] += skill.Places[i]
		}
	}
	return sum
}

// Totals are the numbers in short.
func (s *Stats) Totals() Totals {
	sum := s.Sum()
	all := sum.All()
	return Totals{len(s.Skills), all.Topics, all.Tasks, all.Questions, s.Projects, all.Words}
}

// stats counts the draft.
func (d *draft) stats() *Stats {
	s := &Stats{Projects: len(d.projects)}
	for _, t := range d.topics {
		i := slices.IndexFunc(s.Skills, func(s SkillStats) bool { return s.Skill == t.Skill })
		if i < 0 {
			i = len(s.Skills)
			s.Skills = append(s.Skills, SkillStats{Skill: t.Skill})
		}
		s.Skills[i].count(t)
	}
	return s
}

// count adds a topic. One without a level, which is a mistake, counts as entry.
func (s *SkillStats) count(t *Topic) {
	at := func(l Level) *Count { return &s.Levels[max(l, Entry)-Entry] }
	at(t.Level).add(Count{Topics: 1, Words: t.words, Questions: len(t.Questions)})
	for i := range t.Tasks {
		at(t.Tasks[i].Level).Tasks++
	}
	for i := range t.Questions {
		s.countQuestion(&t.Questions[i])
	}
	s.Versus += len(t.Versus)
	s.Checked = earlier(s.Checked, t.Checked)
}

func (s *SkillStats) countQuestion(q *Question) {
	if longestIsRight(q) {
		s.Longest++
	}
	i := slices.IndexFunc(q.Options, func(o Option) bool { return o.Right })
	if i >= 0 && i < len(s.Places) && !q.Several() {
		s.Places[i]++
	}
}

// earlier returns the earlier of two days, of which either may be missing.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// The share of questions whose right option is the longest, in percent.
const (
	maxLongest        = 40 // of all
	maxLongestOfSkill = 55
)

// checkShares holds a whole curriculum to what keeps it from being guessed. Its
// mistakes are of no one topic, so they stand at the skill's line in the list f.
func (d *draft) checkShares(s *Stats, f *file) {
	sum := s.Sum()
	sum.Skill = "all skills"
	d.checkShare(&sum, maxLongest, f.name, 1)
	lines := strings.Split(f.text, "\n")
	for i := range s.Skills {
		line := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, s.Skills[i].Skill+"\t") })
		d.checkShare(&s.Skills[i], maxLongestOfSkill, f.name, max(line, 0)+1)
	}
}

func (d *draft) checkShare(s *SkillStats, most int, file string, line int) {
	if n := s.All().Questions; 100*s.Longest > most*n {
		d.mistakes.add(file, line, "%s: the right option is the longest in %d of %d questions, more than %d %%", s.Skill, s.Longest, n, most)
	}
}
