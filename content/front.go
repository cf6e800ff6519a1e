package content

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// topicRequired are the keys that every topic has; related, was and replaces may
// be absent.
var topicRequired = []string{"title", "level", "aliases", "asks", "requires", "sources", "checked"}

var (
	idPattern   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`)
	yamlMistake = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)
)

// front reads the YAML between the two "---" lines, which has the required keys,
// and leaves the parser at the first line of the body. Take takes a key's value;
// it returns false if there is no such key.
func (p *parser) front(required []string, take func(key string, value *yaml.Node) bool) {
	end := 1
	for end < len(p.lines) && p.lines[end] != "---" {
		end++
	}
	if p.lines[0] != "---" || end == len(p.lines) {
		p.mistake(1, "the file begins with front matter between two lines of ---")
		return
	}
	p.body = block{end + 2, p.lines[end+1:]}
	// The newline stands for the line of "---", so that YAML counts as we do.
	source := "\n" + strings.Join(p.lines[1:end], "\n")
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(source), &doc); err != nil {
		p.yamlMistake(err)
		return
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		p.mistake(1, "the front matter is a list of keys with values")
		return
	}
	p.keys(doc.Content[0].Content, required, take)
}

func (p *parser) yamlMistake(err error) {
	m := yamlMistake.FindStringSubmatch(err.Error())
	if m == nil {
		p.mistake(1, "front matter: %v", err)
		return
	}
	line, _ := strconv.Atoi(m[1])                         // 0 where YAML names none
	if strings.HasPrefix(m[2], "did not find expected") { // these count from 0, the others from 1
		line++
	}
	p.mistake(max(line, 1), "front matter: %s", m[2])
}

// keys takes the pairs of key and value of the front matter.
func (p *parser) keys(pairs []*yaml.Node, required []string, take func(string, *yaml.Node) bool) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(pairs); i += 2 {
		key, value := pairs[i].Value, pairs[i+1]
		if seen[key] {
			p.mistake(pairs[i].Line, "%s stands twice", key)
			continue
		}
		seen[key] = true
		if !take(key, value) {
			p.mistake(pairs[i].Line, "unknown key %q", key)
		}
	}
	for _, key := range required {
		if !seen[key] {
			p.mistake(1, "the front matter has no %s", key)
		}
	}
}

// key takes one value; it returns false if there is no such key.
func (p *parser) key(key string, value *yaml.Node) bool {
	t := p.topic
	switch key {
	case "title":
		t.Title, t.lines.title = p.scalar(value), value.Line
	case "level":
		t.Level = p.level(value.Line, p.scalar(value))
	case "aliases":
		t.Aliases, t.lines.aliases = p.list(value)
	case "asks":
		t.Asks, t.lines.asks = p.list(value)
	case "requires":
		t.Requires, t.lines.requires = p.ids(value)
	case "related":
		t.Related, t.lines.related = p.ids(value)
	case "was":
		t.Was, t.lines.was = p.ids(value)
	case "sources":
		t.Sources = p.sources(value)
	case "checked":
		t.Checked = p.date(value)
	case "replaces":
		t.replaces = p.replaces(value)
	default:
		return false
	}
	return true
}

// scalar returns the text of a plain value; an empty or compound one is a
// mistake.
func (p *parser) scalar(n *yaml.Node) string {
	text := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || text == "" || n.Tag == "!!null" {
		p.mistake(n.Line, "expected a text")
		return ""
	}
	return strings.Join(strings.Fields(text), " ")
}

// list returns a list of texts, none twice, and the line of each.
func (p *parser) list(n *yaml.Node) (texts []string, lines []int) {
	if n.Kind != yaml.SequenceNode {
		p.mistake(n.Line, "expected a list")
		return nil, nil
	}
	texts = make([]string, 0, len(n.Content))
	lines = make([]int, 0, len(n.Content))
	for _, item := range n.Content {
		if text := p.scalar(item); text != "" {
			texts = append(texts, text)
			lines = append(lines, item.Line)
		}
	}
	return texts, lines
}

// ids returns a list of topic ids, none of them the topic's own.
func (p *parser) ids(n *yaml.Node) (ids []string, lines []int) {
	ids, lines = p.list(n)
	for i, id := range ids {
		switch {
		case !idPattern.MatchString(id):
			p.mistake(lines[i], "%q is not an id: <skill>/<topic> in [a-z0-9-]", id)
		case id == p.topic.ID:
			p.mistake(lines[i], "%s names itself", id)
		}
	}
	return ids, lines
}

func (p *parser) level(line int, text string) Level {
	l, err := ParseLevel(text)
	if err != nil {
		p.mistake(line, "%v", err)
	}
	return l
}

// sources reads a list of {title, url}.
func (p *parser) sources(n *yaml.Node) (all []Citation) {
	if n.Kind != yaml.SequenceNode || len(n.Content) < 1 || len(n.Content) > 3 {
		p.mistake(n.Line, "sources: expected one to three of {title: …, url: …}")
		return nil
	}
	for _, item := range n.Content {
		var c Citation
		pairs := item.Content
		for i := 0; item.Kind == yaml.MappingNode && i+1 < len(pairs); i += 2 {
			switch pairs[i].Value {
			case "title":
				c.Title = p.scalar(pairs[i+1])
			case "url":
				c.URL = p.scalar(pairs[i+1])
			default:
				p.mistake(pairs[i].Line, "unknown key %q in a source", pairs[i].Value)
			}
		}
		if u, err := url.Parse(c.URL); c.Title == "" || err != nil || u.Scheme != "https" || u.Host == "" {
			p.mistake(item.Line, "a source is {title: …, url: https://…}")
		}
		all = append(all, c)
	}
	return all
}

func (p *parser) date(n *yaml.Node) string {
	day := p.scalar(n)
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		p.mistake(n.Line, "%q is not a day as in 2026-11-20", day)
	}
	return day
}

// replaces returns the line of "replaces: true".
func (p *parser) replaces(n *yaml.Node) int {
	if n.Value != "true" {
		p.mistake(n.Line, "replaces is true or absent")
	}
	return n.Line
}
