package content

import (
	"slices"
	"strings"
	"unicode"

	"mentorbot/content/search"
)

// names finds topics and skills by what people call them: the ids and titles of
// skills, and then, in rounds, the ids of topics, their titles, their aliases, and
// the ends of their ids.
type names struct {
	skills  map[string]*Skill
	listed  []Skill
	topics  []*Topic
	spelt   *search.Names // as nameKey writes them
	of      []uint16      // whose they are: skills, and then topics
	rounds  []int         // where each begins
	aliases []int         // where those of each topic begin
}

// A Name is a topic's or skill's id and title. Only a topic's id has a slash.
type Name struct {
	ID    string
	Title string
}

func newNames(skills []Skill, topics []*Topic) *names {
	n := &names{skills: map[string]*Skill{}, listed: skills, topics: topics}
	add := func(of, count int) {
		for range count {
			n.of = append(n.of, uint16(of))
		}
	}
	for i := range skills {
		n.skills[nameKey(skills[i].ID)], n.skills[nameKey(skills[i].Title)] = &skills[i], &skills[i]
		add(i, 2)
	}
	for round := range aliasRound + 2 {
		n.rounds = append(n.rounds, len(n.of))
		for i, t := range topics {
			if round != aliasRound {
				add(len(skills)+i, 1)
				continue
			}
			n.aliases = append(n.aliases, len(n.of))
			add(len(skills)+i, len(t.Aliases))
		}
	}
	n.of = slices.Clone(n.of)
	n.spelt = search.NewNames(len(n.of), n.name)
	return n
}

// aliasRound is that of aliases.
const aliasRound = 2

// name returns the i-th name.
func (n *names) name(i int) string {
	of := int(n.of[i])
	if i < n.rounds[0] {
		return nameKey([]string{n.listed[of].ID, n.listed[of].Title}[i%2])
	}
	t := n.topics[of-len(n.listed)]
	switch {
	case i < n.rounds[1]:
		return nameKey(t.ID)
	case i < n.rounds[aliasRound]:
		return nameKey(t.Title)
	case i < n.rounds[aliasRound+1]:
		return nameKey(t.Aliases[i-n.aliases[of-len(n.listed)]])
	}
	return nameKey(strings.TrimPrefix(t.ID, t.Skill))
}

// called returns the topics that are called so in the first round in which any is.
func (n *names) called(key string) (topics []*Topic) {
	places := n.spelt.Called(key)
	for i, start := range n.rounds {
		end := len(n.of)
		if i+1 < len(n.rounds) {
			end = n.rounds[i+1]
		}
		for _, p := range places {
			if p < start || p >= end {
				continue
			}
			if t := n.topics[int(n.of[p])-len(n.listed)]; !slices.Contains(topics, t) {
				topics = append(topics, t)
			}
		}
		if len(topics) > 0 {
			break
		}
	}
	return topics
}

// nameKey is a name without case and punctuation; + and # stay, for C++ and C#.
// A name of nothing but marks, such as "=>", is its own key: as none it would be
// called so by every other line of marks and emoji.
func nameKey(name string) string {
	if isKey(name) {
		return name
	}
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
	if b.Len() == 0 {
		return strings.TrimSpace(name)
	}
	return b.String()
}

// isKey reports whether a name is its own key; most aliases are.
func isKey(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '#':
		case c == ' ' && 0 < i && i < len(name)-1 && name[i-1] != ' ':
		default:
			return false
		}
	}
	return true
}

// ResolveTopic returns the topics called text: by id (a former one too), else
// by title, else by alias, else by the part of the id after the slash. Case and
// punctuation do not count. There are several if an alias means several topics,
// and none if nothing is called so.
func (l *Library) ResolveTopic(text string) (topics []*Topic) {
	if t, ok := l.Topic(strings.ToLower(strings.TrimSpace(text))); ok {
		return []*Topic{t}
	}
	return l.names.called(nameKey(text))
}

// ResolveSkill returns the skill whose id or title is text, apart from case and
// punctuation.
func (l *Library) ResolveSkill(text string) (*Skill, bool) {
	s, ok := l.names.skills[nameKey(text)]
	return s, ok
}

// Nearest returns the n topics or skills that are spelt most like text, the
// nearest first, and then any.
func (l *Library) Nearest(text string, n int) []Name {
	nearest := make([]Name, 0, n)
	for _, s := range l.names.spelt.Nearest(nameKey(clip(text, 4*search.MaxTypos))) {
		nearest = appendName(nearest, n, l.named(s.Name))
	}
	for i := 0; i < len(l.names.of) && len(nearest) < n; i++ {
		nearest = appendName(nearest, n, l.named(i))
	}
	return nearest
}

// named returns what the i-th name is one of.
func (l *Library) named(i int) Name {
	of := int(l.names.of[i])
	if of < len(l.skills) {
		return Name{l.skills[of].ID, l.skills[of].Title}
	}
	t := l.topics[of-len(l.skills)]
	return Name{t.ID, t.Title}
}

// Complete returns at most n topics that somebody may mean who has typed so much
// of a name or a question: those that are called so, the shortest name first,
// then those that are called what follows the words it begins with as a question
// ("what is a"), then those that answer it as far as it goes. It is for offering
// them while somebody types.
func (l *Library) Complete(text string, n int) []Name {
	complete := make([]Name, 0, n)
	key := nameKey(clip(text, 4*search.MaxTypos))
	complete = l.appendBeginning(complete, n, key)
	if asked := search.SkipPassing(key); asked != key {
		complete = l.appendBeginning(complete, n, asked)
	}
	if len(complete) < n && key != "" {
		for _, h := range l.index.Find(text, maxHits).Hits {
			if h.Score >= worthOffering {
				complete = appendName(complete, n, Name{l.topics[h.Doc].ID, l.topics[h.Doc].Title})
			}
		}
	}
	return complete
}

// appendBeginning appends the topics that have a name with key at the beginning
// of a word.
func (l *Library) appendBeginning(names []Name, n int, key string) []Name {
	for _, i := range l.names.spelt.Beginning(key) {
		if name := l.named(i); strings.Contains(name.ID, "/") {
			names = appendName(names, n, name)
		}
	}
	return names
}

// worthOffering is the probability from which a topic is offered for a question
// that is not finished.
const worthOffering = 0.02

// appendName appends a name unless it is there or there are n.
func appendName(names []Name, n int, name Name) []Name {
	if len(names) >= n || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// clip cuts a text to at most n bytes. Only comparisons see what is left, so it
// may cut a character.
func clip(s string, n int) string {
	return s[:min(n, len(s))]
}

// phrase returns the stems of a name's or question's words, without stop words.
func phrase(s search.Stemmer, text string) []string { return search.Stems(s, nameKey(text)) }
