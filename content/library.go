package content

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"mentorbot/content/search"
)

// A Library is everything that the bot knows: topics in order, found by id, by
// name and by question.
type Library struct {
	skills   []Skill
	topics   []*Topic // in teaching order within skills
	order    []*Topic // in teaching order over all skills
	projects []*Project
	byID     map[string]*Topic
	was      map[string]string
	names    *names
	index    *search.Index
}

// An Item is what a member practises: a task or a question of a topic. Exactly
// one of Task and Question is set.
type Item struct {
	Topic    *Topic
	Task     *Task
	Question *Question
}

// Load reads the sources, each over the ones before it. The error is a value of
// type [Mistakes].
//
// Embedded is held to the grammar only, since tests hold it to the rest, so
// that the program starts quickly.
func Load(sources ...Source) (*Library, error) {
	d := readAll(sources, func(f *files) rules {
		if f.source.trusted {
			return grammar
		}
		return limits
	})
	d.checkLinks()
	d.checkProjects()
	if slices.ContainsFunc(sources, func(s Source) bool { return !s.trusted }) {
		d.checkClaims()
	}
	if len(d.mistakes) > 0 {
		return nil, d.mistakes.Sorted()
	}
	return d.library(), nil
}

// A draft is a library that is being put together.
type draft struct {
	files    []*files
	skills   []Skill
	topics   []*Topic // by skill as listed, then by id
	projects []*Project
	byID     map[string]*Topic
	text     map[string]string // of each topic's file
	trusted  map[string]bool   // topics that tests have checked
	mistakes Mistakes
}

// readAll reads, parses and merges the sources.
func readAll(sources []Source, rulesOf func(*files) rules) *draft {
	d := &draft{byID: map[string]*Topic{}, text: map[string]string{}, trusted: map[string]bool{}}
	for _, s := range sources {
		f := s.read()
		d.files = append(d.files, f)
		d.mistakes = append(d.mistakes, f.mistakes...)
		d.addSkills(f.skills)
		d.addTopics(f, rulesOf(f))
		d.addProjects(f, rulesOf(f))
	}
	d.sortTopics()
	d.sortProjects()
	return d
}

// addSkills reads lines of id, tab and title.
func (d *draft) addSkills(f *file) {
	if f == nil {
		return
	}
	for i, line := range strings.Split(strings.TrimSuffix(f.text, "\n"), "\n") {
		id, title, ok := strings.Cut(line, "\t")
		switch known := d.skill(id); {
		case !ok || !slugForm.MatchString(id) || strings.TrimSpace(title) != title || title == "":
			d.mistakes.add(f.name, i+1, "expected a skill: its id, a tab and its title")
		case known == nil:
			d.skills = append(d.skills, Skill{ID: id, Title: title})
		case known.Title != title:
			d.mistakes.add(f.name, i+1, "the skill %s exists already, as %q", id, known.Title)
		}
	}
}

func (d *draft) skill(id string) *Skill {
	i := slices.IndexFunc(d.skills, func(s Skill) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &d.skills[i]
}

// addTopics parses the topics of a source and lays them over those before.
func (d *draft) addTopics(f *files, rules rules) {
	topics, mistakes := parseAll(f.topics, rules)
	d.mistakes = append(d.mistakes, mistakes...)
	for i, t := range topics {
		if d.skill(t.Skill) == nil {
			d.mistakes.add(t.File, 1, "unknown skill %q: a line of skills.tsv beside the topics names a new one", t.Skill)
		}
		d.addTopic(t, f.topics[i].text, f.source.trusted)
	}
}

// addTopic lays one topic over those before. A copy of a file that is there
// already changes nothing but where it stands.
func (d *draft) addTopic(t *Topic, text string, trusted bool) {
	before := d.byID[t.ID]
	switch {
	case before != nil && d.text[t.ID] == text:
	case before != nil && t.replaces == 0:
		d.mistakes.add(t.File, 1, "the topic %s exists already (%s): say replaces: true, or choose another name", t.ID, before.File)
	case before == nil && t.replaces > 0:
		d.mistakes.add(t.File, t.replaces, "there is no topic %s to replace", t.ID)
	}
	d.byID[t.ID], d.text[t.ID], d.trusted[t.ID] = t, text, trusted
}

// parseAll parses files side by side; the result is in their order.
func parseAll(fs []file, rules rules) ([]*Topic, Mistakes) {
	topics := make([]*Topic, len(fs))
	mistakes := make([]Mistakes, len(fs))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(fs); i += workers {
				topics[i], mistakes[i] = parse(fs[i], rules)
			}
		})
	}
	wg.Wait()
	return topics, slices.Concat(mistakes...)
}

// sortTopics sets topics by skill and id.
func (d *draft) sortTopics() {
	rank := map[string]int{}
	for i, s := range d.skills {
		rank[s.ID] = i
	}
	for _, t := range d.byID {
		d.topics = append(d.topics, t)
	}
	slices.SortFunc(d.topics, func(a, b *Topic) int {
		return cmp.Or(cmp.Compare(rank[a.Skill], rank[b.Skill]), cmp.Compare(a.ID, b.ID))
	})
}

// library makes the indexes of a draft without mistakes.
func (d *draft) library() *Library {
	l := &Library{byID: d.byID, was: map[string]string{}}
	d.mirrorVersus()
	for _, pr := range d.projects {
		pr.Skills = pr.skills()
	}
	l.projects = d.projects
	l.order = teachingOrder(d.topics)
	for _, s := range d.skills {
		own := slices.Collect(func(yield func(*Topic) bool) {
			for _, t := range d.topics {
				if t.Skill == s.ID && !yield(t) {
					return
				}
			}
		})
		if len(own) == 0 {
			continue
		}
		s.Topics = teachingOrder(own)
		l.skills = append(l.skills, s)
		l.topics = append(l.topics, s.Topics...)
	}
	for _, t := range l.topics {
		for _, old := range t.Was {
			l.was[old] = t.ID
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { l.names = newNames(l.skills, l.topics) })
	l.index = search.New(documents(l.topics))
	wg.Wait()
	return l
}

// mirrorVersus gives each contrast to the other topic too.
func (d *draft) mirrorVersus() {
	type pair struct {
		topic  *Topic
		versus Versus
	}
	var mirrored []pair
	for _, t := range d.topics {
		for _, v := range t.Versus {
			if other := d.byID[v.With]; other != nil {
				mirrored = append(mirrored, pair{other, Versus{t.ID, v.Points}})
			}
		}
	}
	for _, m := range mirrored {
		m.topic.Versus = append(m.topic.Versus, m.versus)
	}
}

// Topics returns all topics: by skill, and in teaching order within a skill.
func (l *Library) Topics() []*Topic { return l.topics }

// Order returns all topics in the order in which to learn them: every topic
// after those it requires, lower levels first, and of what is left the most
// valuable first, in short runs of one skill.
func (l *Library) Order() []*Topic { return l.order }

// Skills returns the skills that have topics.
func (l *Library) Skills() []Skill { return l.skills }

// Skill returns the skill of that id.
func (l *Library) Skill(id string) (*Skill, bool) {
	i := slices.IndexFunc(l.skills, func(s Skill) bool { return s.ID == id })
	if i < 0 {
		return nil, false
	}
	return &l.skills[i], true
}

// Topic returns the topic that has the id or had it.
func (l *Library) Topic(id string) (*Topic, bool) {
	t, ok := l.byID[l.Current(id)]
	return t, ok
}

// Item returns the task or question that has the id or had it.
func (l *Library) Item(id string) (Item, bool) {
	id = l.Current(id)
	topic, _, _ := strings.Cut(id, "#")
	t := l.byID[topic]
	if t == nil {
		return Item{}, false
	}
	for i := range t.Tasks {
		if t.Tasks[i].ID == id {
			return Item{Topic: t, Task: &t.Tasks[i]}, true
		}
	}
	for i := range t.Questions {
		if t.Questions[i].ID == id {
			return Item{Topic: t, Question: &t.Questions[i]}, true
		}
	}
	return Item{}, false
}

// Task returns the task that has the id or had it.
func (l *Library) Task(id string) (*Task, bool) {
	i, _ := l.Item(id)
	return i.Task, i.Task != nil
}

// Question returns the question that has the id or had it.
func (l *Library) Question(id string) (*Question, bool) {
	i, _ := l.Item(id)
	return i.Question, i.Question != nil
}

// Current returns what a topic's or item's id is now: another one if its topic
// was renamed, otherwise the same.
func (l *Library) Current(id string) string {
	topic, slug, isItem := strings.Cut(id, "#")
	now, renamed := l.was[topic]
	switch {
	case !renamed:
		return id
	case isItem:
		return now + "#" + slug
	}
	return now
}
