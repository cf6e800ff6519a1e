package content

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Limits of a topic's texts: lengths in characters, unless they say words,
// lines or bytes.
const (
	maxAnswerWords   = 90
	maxKeyPointWords = 25
	maxExampleLines  = 28 // 25 of code, and a sentence or two
	maxTask          = 1500
	maxHint          = 600
	maxSolution      = 2400
	maxQuestion      = 900
	maxOption        = 160
	maxReason        = 200
	maxSlug          = 24
)

// MaxItem is what is left for an item's id, in bytes, of the 100 of the longest
// button line: answer ITEM STAMP HASH LETTERS, where the last has a letter for
// each option and a mark.
const MaxItem = 100 - len("answer ") - len(" 1k3f9xz") - len(" 0a1b") - len(" ABCDE?")

// The house rules.
const (
	minAsks                = 8
	minRelated, maxRelated = 2, 5
	minFile, maxHouseFile  = 5500, 12500 // bytes
)

// rules says what a file is held to beyond the grammar.
type rules int

const (
	grammar rules = iota // nothing: tests have checked it
	limits               // the limits of texts, and the Markdown subset
	house                // the house rules of the curriculum too
)

// limit reports a text that is too long.
func (p *parser) limit(line int, text string, most int, what string) {
	if n := utf8.RuneCountInString(text); p.rules >= limits && n > most {
		p.mistake(line, "%s has %d characters, more than %d", what, n, most)
	}
}

func (p *parser) limitWords(line int, text string, most int, what string) {
	if n := len(strings.Fields(text)); p.rules >= limits && n > most {
		p.mistake(line, "%s has %d words, more than %d", what, n, most)
	}
}

func (p *parser) limitAnswer(b block) {
	p.limitWords(b.trim().line, b.text(), maxAnswerWords, "the answer")
	p.prose(b)
}

func (p *parser) limitExample(s section) {
	n := 0
	for _, line := range s.lines {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(strings.TrimSpace(line), "```") {
			n++
		}
	}
	if p.rules >= limits && n > maxExampleLines {
		p.mistake(s.line, "the example has %d lines, more than %d", n, maxExampleLines)
	}
	p.prose(s.block)
}

func (p *parser) limitTask(t *Task) {
	p.limit(t.Line, t.Body+t.DoneWhen, maxTask, "the task with its Done when")
	p.limit(t.Line, t.Hint, maxHint, "the hint")
	p.limit(t.Line, t.Solution, maxSolution, "the solution")
}

func (p *parser) limitQuestion(q *Question) {
	p.limit(q.Line, q.Text, maxQuestion, "the question")
	if p.rules >= limits && q.Several() && !strings.Contains(strings.ToLower(q.Text), "choose all") {
		p.mistake(q.Line, `several options are right: the question says "Choose all that apply."`)
	}
}

// catchAll is an option that is about the other options.
var catchAll = regexp.MustCompile(`(?i)^((all|none|any|both|neither) of the above|all of (them|these))\b`)

func (p *parser) limitOption(line int, text string) {
	if p.rules >= limits && catchAll.MatchString(strings.TrimSpace(text)) {
		p.mistake(line, "an option stands for itself: no %q", strings.TrimSpace(text))
	}
	p.limit(line, text, maxOption, "the option")
	p.prose(block{line, []string{text}})
}

func (p *parser) limitReason(line int, text string) {
	p.limit(line, text, maxReason, "the reason")
	p.prose(block{line, []string{text}})
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkSlug holds a slug to its form and to being the only one in its topic.
func (p *parser) checkSlug(line int, slug string) {
	switch {
	case !slugForm.MatchString(slug) || len(slug) > maxSlug:
		p.mistake(line, "%q is not a slug: at most %d of [a-z0-9-]", slug, maxSlug)
	case p.slugs[slug]:
		p.mistake(line, "the slug %q stands twice in this topic", slug)
	}
	p.slugs[slug] = true
}

// limitItem holds the id of an item to what buttons have room for, also under the
// first name of its topic, which is what members' memory is kept under.
func (p *parser) limitItem(line int, slug string) {
	names := []string{p.topic.ID}
	if len(p.topic.Was) > 0 {
		names = append(names, p.topic.Was[0])
	}
	for _, name := range names {
		if id := name + "#" + slug; len(id) > MaxItem {
			p.mistake(line, "the id %s has %d bytes, more than the %d a button has room for", id, len(id), MaxItem)
		}
	}
}

// limitFile counts the parts of the whole file and applies the house rules.
func (p *parser) limitFile(size int) {
	if p.rules < limits {
		return
	}
	t := p.topic
	t.words = p.body.words()
	p.limitBlocks()
	if len(t.Tasks) > 3 {
		p.mistake(t.Tasks[3].Line, "%d tasks, more than 3", len(t.Tasks))
	}
	if p.rules < house {
		return
	}
	p.count(1, size, minFile, maxHouseFile, "bytes")
	p.count(1, len(t.Related), minRelated, maxRelated, "related topics")
	if len(t.Asks) < minAsks {
		p.mistake(1, "%d asks, fewer than %d", len(t.Asks), minAsks)
	}
	p.giveaways()
}
