package content

import "strings"

// quiz reads the questions under "## Quiz".
func (p *parser) quiz(s section) {
	before, parts := p.split(s.block, "### ")
	if before.text() != "" {
		p.mistake(before.trim().line, "expected a question: ### … {#slug}")
	}
	for _, part := range parts {
		p.question(part)
	}
	p.count(s.line, len(parts), 3, 5, "questions")
}

// question reads a heading, what may stand under it, and the options.
func (p *parser) question(s section) {
	q := Question{Line: s.line}
	q.Text, q.Slug = p.slug(s.line, s.head)
	q.ID = p.topic.ID + "#" + q.Slug
	p.limitItem(s.line, q.Slug)
	p.prose(block{q.Line, []string{q.Text}})
	body, options := cutOptions(s.block)
	if text := body.text(); text != "" {
		q.Text += "\n\n" + text
	}
	p.options(&q, options)
	p.checkKey(&q)
	p.limitQuestion(&q)
	p.prose(body)
	p.topic.Questions = append(p.topic.Questions, q)
}

// cutOptions splits before the first line that is an option.
func cutOptions(b block) (body, options block) {
	open := ""
	for i, line := range b.lines {
		open = fence(line, open)
		if open == "" && strings.HasPrefix(line, "- [") {
			return block{b.line, b.lines[:i]}, block{b.line + i, b.lines[i:]}
		}
	}
	return b, block{}
}

// options reads lines of "- [ ] wrong" and "- [x] right", each with a line
// "  > reason" under it.
func (p *parser) options(q *Question, b block) {
	for i, line := range b.lines {
		wrong, isWrong := strings.CutPrefix(line, "- [ ] ")
		right, isRight := strings.CutPrefix(line, "- [x] ")
		reason, isReason := strings.CutPrefix(line, "  > ")
		n := len(q.Options)
		switch {
		case isWrong:
			q.Options = append(q.Options, Option{Text: strings.TrimSpace(wrong), line: b.line + i})
			p.limitOption(b.line+i, wrong)
		case isRight:
			q.Options = append(q.Options, Option{Text: strings.TrimSpace(right), Right: true, line: b.line + i})
			p.limitOption(b.line+i, right)
		case isReason && n > 0 && q.Options[n-1].Reason == "":
			q.Options[n-1].Reason = strings.TrimSpace(reason)
			p.limitReason(b.line+i, reason)
		case strings.TrimSpace(line) != "":
			p.mistake(b.line+i, `expected "- [ ] wrong option", "- [x] right option" or, once under each, "  > reason"`)
		}
	}
}

// checkKey holds the options to what makes a question answerable.
func (p *parser) checkKey(q *Question) {
	right := 0
	seen := map[string]bool{}
	for _, o := range q.Options {
		if o.Right {
			right++
		}
		if o.Text == "" || o.Reason == "" {
			p.mistake(o.line, "the option has no text, or no reason under it: \"  > …\"")
		}
		if seen[o.Text] {
			p.mistake(o.line, "the option stands twice")
		}
		seen[o.Text] = true
	}
	p.count(q.Line, len(q.Options), 2, 5, "options")
	if right == 0 || right == len(q.Options) {
		p.mistake(q.Line, "a question has at least one right and one wrong option")
	}
}
