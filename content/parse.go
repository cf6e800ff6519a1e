package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A parser reads one topic's file. It goes on after a mistake, so that one run
// finds them all.
type parser struct {
	file     string
	lines    []string
	body     block // what follows the front matter
	rules    rules
	topic    *Topic
	slugs    map[string]bool
	mistakes Mistakes
}

// A block is a run of lines of the file.
type block struct {
	line  int // of the first of lines
	lines []string
}

// A section is a heading with the block under it.
type section struct {
	head string // without the leading "## "
	line int    // of the heading
	block
}

func newParser(f file, rules rules) *parser {
	return &parser{
		file:  f.name,
		lines: strings.Split(f.text, "\n"),
		rules: rules,
		topic: &Topic{ID: f.id, File: f.name},
		slugs: map[string]bool{},
	}
}

// parse reads a topic's file.
func parse(f file, rules rules) (*Topic, Mistakes) {
	p := newParser(f, rules)
	p.topic.Skill, _, _ = strings.Cut(f.id, "/")
	if !idPattern.MatchString(f.id) {
		p.mistake(1, "the path must be <skill>/<topic>.md in [a-z0-9-], not %s.md", f.id)
	}
	p.front(topicRequired, p.key)
	if p.body.line > 0 {
		p.sections()
		p.limitFile(len(f.text))
	}
	return p.topic, p.mistakes
}

// mistake adds one. YAML knows more line ends than we do, so that its lines may
// lie behind the last.
func (p *parser) mistake(line int, format string, args ...any) {
	p.mistakes.add(p.file, min(line, len(p.lines)), format, args...)
}

// The order of the sections of a body; Versus, Task and Quiz are found by their
// first word.
var sectionOrder = []string{"Key points", "Example", "Pitfalls", "Versus", "Task:", "Quiz"}

// sections reads the body.
func (p *parser) sections() {
	answer, parts := p.split(p.body, "## ")
	p.topic.Answer = answer.text()
	if p.topic.Answer == "" {
		p.mistake(p.body.line, "the answer is missing: a paragraph before the first heading")
	}
	p.limitAnswer(answer)
	count := make([]int, len(sectionOrder))
	last := 0
	for _, s := range parts {
		kind := sectionKind(s.head)
		if kind < 0 {
			p.mistake(s.line, "unknown section %q", s.head)
			continue
		}
		if kind < last {
			p.mistake(s.line, "%q stands after %q", s.head, sectionOrder[last])
		}
		last = max(last, kind)
		if count[kind]++; count[kind] > 1 && sectionOrder[kind] == s.head {
			p.mistake(s.line, "a second section %q", s.head)
			continue
		}
		p.section(kind, s)
	}
	for kind, name := range sectionOrder {
		if count[kind] == 0 && name != "Versus" {
			p.mistake(1, "no section %q", name)
		}
	}
}

func sectionKind(head string) int {
	for kind, name := range sectionOrder {
		if head == name {
			return kind
		}
		if (name == "Versus" || name == "Task:") && strings.HasPrefix(head, name+" ") {
			return kind
		}
	}
	return -1
}

func (p *parser) section(kind int, s section) {
	switch sectionOrder[kind] {
	case "Key points":
		p.topic.KeyPoints = p.keyPoints(s)
	case "Example":
		p.topic.Example = p.example(s)
	case "Pitfalls":
		p.topic.Pitfalls = p.pitfalls(s)
	case "Versus":
		p.versus(s)
	case "Task:":
		p.task(s)
	case "Quiz":
		p.quiz(s)
	}
}

func (p *parser) keyPoints(s section) []string {
	items := p.items(s.block)
	p.count(s.line, len(items), 3, 6, "key points")
	for _, it := range items {
		p.limitWords(it.line, it.text, maxKeyPointWords, "a key point")
	}
	return texts(items)
}

func (p *parser) example(s section) string {
	text := s.text()
	if text == "" {
		p.mistake(s.line, "the example is empty")
	}
	p.limitExample(s)
	return text
}

func (p *parser) pitfalls(s section) []string {
	items := p.items(s.block)
	p.count(s.line, len(items), 2, 4, "pitfalls")
	return texts(items)
}

func (p *parser) versus(s section) {
	with := strings.TrimSpace(strings.TrimPrefix(s.head, "Versus"))
	if !idPattern.MatchString(with) || with == p.topic.ID {
		p.mistake(s.line, "Versus takes the id of another topic, not %q", with)
		return
	}
	if slices.ContainsFunc(p.topic.Versus, func(v Versus) bool { return v.With == with }) {
		p.mistake(s.line, "a second contrast with %s", with)
	}
	items := p.items(s.block)
	p.count(s.line, len(items), 3, 5, "contrasts")
	p.topic.Versus = append(p.topic.Versus, Versus{with, texts(items)})
	p.topic.lines.versus = append(p.topic.lines.versus, s.line)
}

var (
	taskMeta = regexp.MustCompile(`^minutes: (\d{1,3}) · level: (\S+)$`)
	doneWhen = regexp.MustCompile(`^\*\*Done when\*\*\s*`)
)

// task reads "Task: Title {#slug}": the line of minutes and level, what to do,
// "**Done when** …", "### Hint" and "### Solution".
func (p *parser) task(s section) {
	t := Task{Line: s.line}
	t.Title, t.Slug = p.slug(s.line, strings.TrimSpace(strings.TrimPrefix(s.head, "Task:")))
	t.ID = p.topic.ID + "#" + t.Slug
	p.limitItem(s.line, t.Slug)
	todo, parts := p.split(s.block, "### ")
	todo = p.taskMeta(&t, todo)
	todo, done := cutDone(todo)
	t.Body = todo.text()
	t.DoneWhen = doneWhen.ReplaceAllString(done.text(), "")
	if t.Body == "" || t.DoneWhen == "" {
		p.mistake(s.line, `a task says what to do and has a paragraph that begins with "**Done when** "`)
	}
	p.taskParts(&t, parts)
	p.limitTask(&t)
	p.prose(block{t.Line, []string{t.Title}})
	p.prose(todo)
	p.prose(done)
	p.topic.Tasks = append(p.topic.Tasks, t)
}

// taskMeta takes the line of minutes and level and returns the lines after it.
func (p *parser) taskMeta(t *Task, b block) block {
	b = b.trim()
	if len(b.lines) == 0 {
		return b
	}
	m := taskMeta.FindStringSubmatch(b.lines[0])
	if m == nil {
		p.mistake(b.line, `expected a line such as "minutes: 10 · level: entry"`)
		return b
	}
	t.Minutes, _ = strconv.Atoi(m[1])
	if t.Minutes < 5 || t.Minutes > 15 {
		p.mistake(b.line, "a task takes 5 to 15 minutes, not %d", t.Minutes)
	}
	t.Level = p.level(b.line, m[2])
	return block{b.line + 1, b.lines[1:]}
}

// cutDone splits before the line that begins with "**Done when**".
func cutDone(b block) (todo, done block) {
	open := ""
	for i, line := range b.lines {
		open = fence(line, open)
		if open == "" && doneWhen.MatchString(line) {
			return block{b.line, b.lines[:i]}, block{b.line + i, b.lines[i:]}
		}
	}
	return b, block{}
}

func (p *parser) taskParts(t *Task, parts []section) {
	for _, s := range parts {
		switch {
		case s.head == "Hint" && t.Hint == "" && t.Solution == "":
			t.Hint = s.text()
		case s.head == "Solution" && t.Solution == "":
			t.Solution = s.text()
		default:
			p.mistake(s.line, "a task has ### Hint and then ### Solution, once, not %q", s.head)
		}
		p.prose(s.block)
	}
	if t.Hint == "" || t.Solution == "" {
		p.mistake(t.Line, "a task needs ### Hint and ### Solution with a text under each")
	}
}

// slug cuts "Title {#slug}" and checks the slug.
func (p *parser) slug(line int, head string) (title, slug string) {
	at := strings.LastIndex(head, "{#")
	if at <= 0 || !strings.HasSuffix(head, "}") {
		p.mistake(line, "the heading needs a title and then an id in braces: {#slug}")
		return head, ""
	}
	title, slug = strings.TrimSpace(head[:at]), head[at+len("{#"):len(head)-len("}")]
	p.checkSlug(line, slug)
	return title, slug
}

// split cuts a block at its headings of one level, given with "#" and space.
// Lines inside a code fence are not headings.
func (p *parser) split(b block, prefix string) (before block, parts []section) {
	before = b
	current := &before
	start, open, openLine := 0, "", 0
	for i, line := range b.lines {
		was := open
		if open = fence(line, open); was == "" && open != "" {
			openLine = b.line + i
		}
		if open != "" || !strings.HasPrefix(line, prefix) {
			continue
		}
		current.lines = b.lines[start:i]
		start = i + 1
		parts = append(parts, section{strings.TrimSpace(line[len(prefix):]), b.line + i, block{line: b.line + i + 1}})
		current = &parts[len(parts)-1].block
	}
	current.lines = b.lines[start:]
	if open != "" && prefix == "## " {
		p.mistake(openLine, "the code fence is not closed")
	}
	return before, parts
}

// fence returns the code fence that is open after the line: its backticks, or
// "". The argument open is the one before it.
func fence(line, open string) string {
	line = strings.TrimLeft(line, " ")
	ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
	switch {
	case open == "" && len(ticks) >= 3:
		return ticks
	case open != "" && len(ticks) >= len(open) && strings.TrimSpace(line) == ticks:
		return ""
	}
	return open
}

// An item is one entry of a list.
type item struct {
	text string
	line int
}

// items reads a block that is one "- " list and nothing else. A line that is
// indented by two spaces goes on with the item before it.
func (p *parser) items(b block) []item {
	var items []item
	for i, line := range b.lines {
		text := strings.TrimSpace(line)
		switch {
		case text == "":
		case strings.HasPrefix(line, "- "):
			items = append(items, item{strings.TrimSpace(line[2:]), b.line + i})
		case strings.HasPrefix(line, "  ") && len(items) > 0 && !strings.HasPrefix(text, "- "):
			items[len(items)-1].text += " " + text
		default:
			p.mistake(b.line+i, `expected a list item, "- …", not nested`)
		}
	}
	p.prose(b)
	return items
}

func texts(items []item) []string {
	t := make([]string, len(items))
	for i, it := range items {
		t[i] = it.text
	}
	return t
}

// count holds the number of something to a range.
func (p *parser) count(line, n, low, high int, what string) {
	if n < low || n > high {
		p.mistake(line, "%d %s, not %s", n, what, between(low, high))
	}
}

func between(low, high int) string {
	return fmt.Sprintf("%d to %d", low, high)
}

// trim drops the empty lines before and after.
func (b block) trim() block {
	for len(b.lines) > 0 && strings.TrimSpace(b.lines[0]) == "" {
		b = block{b.line + 1, b.lines[1:]}
	}
	for n := len(b.lines); n > 0 && strings.TrimSpace(b.lines[n-1]) == ""; n-- {
		b.lines = b.lines[:n-1]
	}
	return b
}

func (b block) text() string {
	return strings.Join(b.trim().lines, "\n")
}

func (b block) words() int {
	n := 0
	for _, line := range b.lines {
		n += len(strings.Fields(line))
	}
	return n
}
