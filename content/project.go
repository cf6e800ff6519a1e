package content

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Project is something to build over several sittings with what several topics
// teach. It lies in projects/<id>.md. Nothing of it is graded or remembered.
type Project struct {
	ID         string // "url-shortener"
	Title      string
	Level      Level    // no topic of it has a higher one
	Topics     []string // ids of what it needs, of at least two skills
	Skills     []string // the skills of those, as the topics name them first
	Hours      int      // what the milestones take together, rounded
	Sources    []Citation
	Checked    string // as of a topic
	Intro      string // Markdown, as are the texts of milestones
	Milestones []Milestone
	File       string // where it stands, as mistakes show it

	text     string
	trusted  bool
	replaces int // line of "replaces: true", or 0
	lines    projectLines
}

type projectLines struct {
	title, hours int
	topics       []int
}

// A Milestone is a part of a project that is done in one sitting.
type Milestone struct {
	Slug     string
	Title    string
	Minutes  int
	Body     string // what to do
	DoneWhen string
	Hint     string // may be empty
	Line     int    // of its heading in the project's file
}

// Limits of a project.
const (
	maxIntroWords                = 90
	minHours, maxHours           = 2, 6
	minMinutes, maxMinutes       = 15, 60 // of a milestone
	minMilestones, maxMilestones = 3, 12
)

var projectRequired = []string{"title", "level", "topics", "hours", "sources", "checked"}

// A projectParser reads one project's file.
type projectParser struct {
	*parser
	project *Project
}

func parseProject(f file, rules rules, trusted bool) (*Project, Mistakes) {
	p := &projectParser{
		parser:  newParser(f, rules),
		project: &Project{ID: f.id, File: f.name, text: f.text, trusted: trusted},
	}
	if !slugForm.MatchString(f.id) || len(f.id) > maxSlug {
		p.mistake(1, "the path must be projects/<id>.md with an id of at most %d of [a-z0-9-], not %s.md", maxSlug, f.id)
	}
	p.front(projectRequired, p.key)
	if p.body.line > 0 {
		p.milestones()
		if rules >= limits {
			p.limitBlocks()
			p.limitHours()
		}
	}
	return p.project, p.mistakes
}

// key takes one value of the front matter; it returns false if there is no such
// key.
func (p *projectParser) key(key string, value *yaml.Node) bool {
	pr := p.project
	switch key {
	case "title":
		pr.Title, pr.lines.title = p.scalar(value), value.Line
	case "level":
		pr.Level = p.level(value.Line, p.scalar(value))
	case "topics":
		pr.Topics, pr.lines.topics = p.ids(value)
	case "hours":
		pr.Hours, pr.lines.hours = p.hours(value), value.Line
	case "sources":
		pr.Sources = p.sources(value)
	case "checked":
		pr.Checked = p.date(value)
	case "replaces":
		pr.replaces = p.replaces(value)
	default:
		return false
	}
	return true
}

func (p *projectParser) hours(n *yaml.Node) int {
	hours, err := strconv.Atoi(p.scalar(n))
	if err != nil || hours < minHours || hours > maxHours {
		p.mistake(n.Line, "hours is a whole number from %d to %d", minHours, maxHours)
	}
	return hours
}

// milestones reads the body: the introduction, then "## Milestone: Title {#slug}".
func (p *projectParser) milestones() {
	intro, parts := p.split(p.body, "## ")
	p.project.Intro = intro.text()
	if p.project.Intro == "" {
		p.mistake(p.body.line, "the introduction is missing: a paragraph before the first heading")
	}
	p.limitWords(intro.trim().line, p.project.Intro, maxIntroWords, "the introduction")
	p.prose(intro)
	for _, s := range parts {
		head, ok := strings.CutPrefix(s.head, "Milestone: ")
		if !ok {
			p.mistake(s.line, `unknown section %q: a project has "## Milestone: Title {#slug}"`, s.head)
			continue
		}
		p.milestone(s, head)
	}
	p.count(1, len(p.project.Milestones), minMilestones, maxMilestones, "milestones")
}

var milestoneMeta = regexp.MustCompile(`^minutes: (\d{1,3})$`)

// milestone reads the line of minutes, what to do, "**Done when** …", and
// "### Hint" if there is one.
func (p *projectParser) milestone(s section, head string) {
	m := Milestone{Line: s.line}
	m.Title, m.Slug = p.slug(s.line, head)
	todo, parts := p.split(s.block, "### ")
	todo = p.milestoneMeta(&m, todo.trim())
	todo, done := cutDone(todo)
	m.Body = todo.text()
	m.DoneWhen = doneWhen.ReplaceAllString(done.text(), "")
	if m.Body == "" || m.DoneWhen == "" {
		p.mistake(s.line, `a milestone says what to do and has a paragraph that begins with "**Done when** "`)
	}
	for _, part := range parts {
		if part.head != "Hint" || m.Hint != "" {
			p.mistake(part.line, "a milestone may have one ### Hint, not %q", part.head)
		}
		m.Hint = part.text()
		p.prose(part.block)
	}
	p.limit(s.line, m.Body+m.DoneWhen, maxTask, "the milestone with its Done when")
	p.limit(s.line, m.Hint, maxHint, "the hint")
	p.prose(block{s.line, []string{m.Title}})
	p.prose(todo)
	p.prose(done)
	p.project.Milestones = append(p.project.Milestones, m)
}

// milestoneMeta takes the line of minutes and returns the lines after it.
func (p *projectParser) milestoneMeta(m *Milestone, b block) block {
	if len(b.lines) == 0 {
		return b
	}
	found := milestoneMeta.FindStringSubmatch(b.lines[0])
	if found == nil {
		p.mistake(b.line, `expected a line such as "minutes: 40"`)
		return b
	}
	m.Minutes, _ = strconv.Atoi(found[1])
	if m.Minutes < minMinutes || m.Minutes > maxMinutes {
		p.mistake(b.line, "a milestone takes %d to %d minutes, not %d", minMinutes, maxMinutes, m.Minutes)
	}
	return block{b.line + 1, b.lines[1:]}
}

// limitHours holds the hours to what the milestones take.
func (p *projectParser) limitHours() {
	minutes := 0
	for _, m := range p.project.Milestones {
		minutes += m.Minutes
	}
	switch {
	case minutes < 60*minHours || minutes > 60*maxHours:
		p.mistake(1, "the milestones take %d minutes, not %d to %d hours", minutes, minHours, maxHours)
	case (minutes+30)/60 != p.project.Hours && p.project.lines.hours > 0:
		p.mistake(p.project.lines.hours, "the milestones take %d minutes, which is not %d hours", minutes, p.project.Hours)
	}
}

// addProjects parses the projects of a source and lays them over those before.
func (d *draft) addProjects(f *files, rules rules) {
	for _, file := range f.projects {
		pr, mistakes := parseProject(file, rules, f.source.trusted)
		d.mistakes = append(d.mistakes, mistakes...)
		at := slices.IndexFunc(d.projects, func(o *Project) bool { return o.ID == pr.ID })
		switch {
		case at < 0 && pr.replaces > 0:
			d.mistakes.add(pr.File, pr.replaces, "there is no project %s to replace", pr.ID)
			fallthrough
		case at < 0:
			d.projects = append(d.projects, pr)
			continue
		case d.projects[at].text != pr.text && pr.replaces == 0:
			d.mistakes.add(pr.File, 1, "the project %s exists already (%s): say replaces: true, or choose another name", pr.ID, d.projects[at].File)
		}
		d.projects[at] = pr
	}
}

// sortProjects sets projects by level and id.
func (d *draft) sortProjects() {
	slices.SortFunc(d.projects, func(a, b *Project) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.ID, b.ID))
	})
}

// checkProjects reports what is wrong between projects and topics.
func (d *draft) checkProjects() {
	titles := map[string]*Project{}
	for _, pr := range d.projects {
		if other := titles[nameKey(pr.Title)]; other != nil && pr.Title != "" {
			d.mistakes.add(pr.File, pr.lines.title, "the same title stands at %s:%d", other.File, other.lines.title)
		}
		titles[nameKey(pr.Title)] = pr
		if !pr.trusted {
			d.checkProject(pr)
		}
	}
}

func (d *draft) checkProject(pr *Project) {
	d.checkNamed(pr.File, pr.Topics, pr.lines.topics, "topics")
	for i, id := range pr.Topics {
		if t := d.byID[id]; t != nil && pr.Level > 0 && t.Level > pr.Level {
			d.mistakes.add(pr.File, pr.lines.topics[i], "a project of level %s needs %s of level %s", pr.Level, id, t.Level)
		}
	}
	if len(pr.Topics) > 0 && len(pr.skills()) < 2 {
		d.mistakes.add(pr.File, pr.lines.topics[0], "a project joins topics of at least two skills")
	}
}

// skills returns the skills of the topics, each once.
func (pr *Project) skills() (all []string) {
	for _, id := range pr.Topics {
		if skill, _, _ := strings.Cut(id, "/"); !slices.Contains(all, skill) {
			all = append(all, skill)
		}
	}
	return all
}

// Projects returns all projects: by level, then by id.
func (l *Library) Projects() []*Project { return l.projects }

// Project returns the project of that id.
func (l *Library) Project(id string) (*Project, bool) {
	i := slices.IndexFunc(l.projects, func(pr *Project) bool { return pr.ID == id })
	if i < 0 {
		return nil, false
	}
	return l.projects[i], true
}
