package content

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// names finds topics and skills by what people call them.
type names struct {
	topics map[string][]*Topic // by nameKey; at most one for an id or title
	skills map[string]*Skill
	spelt  []spelling
}

// A spelling is one of the names of something, as nameKey writes it.
type spelling struct {
	key string
	of  Name
}

// A Name is a topic's or skill's id and title. Only a topic's id has a slash.
type Name struct {
	ID    string
	Title string
}

func newNames(skills []Skill, topics []*Topic) names {
	n := names{topics: map[string][]*Topic{}, skills: map[string]*Skill{}}
	for i := range skills {
		s := &skills[i]
		for _, name := range []string{s.ID, s.Title} {
			n.skills[nameKey(name)] = s
			n.spelt = append(n.spelt, spelling{nameKey(name), Name{s.ID, s.Title}})
		}
	}
	n.add(topics, func(t *Topic) []string { return []string{t.ID} })
	n.add(topics, func(t *Topic) []string { return []string{t.Title} })
	n.add(topics, func(t *Topic) []string { return t.Aliases })
	n.add(topics, func(t *Topic) []string { return []string{strings.TrimPrefix(t.ID, t.Skill)} })
	return n
}

// add gives topics the names that no earlier call has given.
func (n *names) add(topics []*Topic, namesOf func(*Topic) []string) {
	given := map[string][]*Topic{}
	for _, t := range topics {
		for _, name := range namesOf(t) {
			key := nameKey(name)
			n.spelt = append(n.spelt, spelling{key, Name{t.ID, t.Title}})
			if len(n.topics[key]) == 0 && !slices.Contains(given[key], t) {
				given[key] = append(given[key], t)
			}
		}
	}
	for key, topics := range given {
		n.topics[key] = topics
	}
}

// nameKey is a name without case and punctuation; + and # stay, for C++ and C#.
func nameKey(name string) string {
	var b strings.Builder
	space := false
	for _, r := range name {
		switch {
		case r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '+' || r == '#':
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(unicode.ToLower(r))
		default:
			space = true
		}
	}
	return b.String()
}

// ResolveTopic returns the topics called text: by id (a former one too), else
// by title, else by alias, else by the part of the id after the slash. Case and
// punctuation do not count. There are several if an alias means several topics,
// and none if nothing is called so.
func (l *Library) ResolveTopic(text string) []*Topic {
	if t, ok := l.Topic(strings.ToLower(strings.TrimSpace(text))); ok {
		return []*Topic{t}
	}
	return l.names.topics[nameKey(text)]
}

// ResolveSkill returns the skill whose id or title is text, apart from case and
// punctuation.
func (l *Library) ResolveSkill(text string) (*Skill, bool) {
	s, ok := l.names.skills[nameKey(text)]
	return s, ok
}

// maxSpelling bounds the names that Nearest compares, in bytes.
const maxSpelling = 48

// Nearest returns the n topics or skills that are spelt most like text, the
// nearest first.
func (l *Library) Nearest(text string, n int) []Name {
	text = clip(nameKey(clip(text, 4*maxSpelling)), maxSpelling)
	distance := map[Name]float64{}
	for _, s := range l.names.spelt {
		key := clip(s.key, maxSpelling)
		longer := float64(max(len(text), len(key), 1))
		before, seen := distance[s.of]
		if seen && math.Abs(float64(len(text)-len(key)))/longer >= before {
			continue // no spelling of that length is nearer
		}
		if d := float64(typos(text, key)) / longer; !seen || d < before {
			distance[s.of] = d
		}
	}
	nearest := make([]Name, 0, len(distance))
	for name := range distance {
		nearest = append(nearest, name)
	}
	slices.SortFunc(nearest, func(a, b Name) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(a.ID, b.ID))
	})
	return nearest[:min(n, len(nearest))]
}

// clip cuts a text to at most n bytes. Only comparisons see what is left, so it
// may cut a character.
func clip(s string, n int) string {
	return s[:min(n, len(s))]
}

// typos is the number of bytes to insert, delete, change or swap with their
// neighbour to make b of a (optimal string alignment distance). Both are at
// most maxSpelling bytes long.
func typos(a, b string) int {
	var rows [3][maxSpelling + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoAbove := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := above[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, above[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twoAbove[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
