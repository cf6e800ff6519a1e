package content

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"mentorbot/content/markdown"
)

// outside are lines that are not of the Markdown subset of package markdown,
// as they look outside code.
var outside = []struct {
	line *regexp.Regexp
	what string
}{
	{regexp.MustCompile(`^\s*#{1,6}\s`), "a heading that is not of the format"},
	{regexp.MustCompile(`^\s+([-*+]|\d+[.)])\s`), "a list inside a list"},
	{regexp.MustCompile(`^\s*([*+]|\d+\))\s`), `a list is written with "- " or "1. "`},
	{regexp.MustCompile(`^\s*\|`), "a table"},
	{regexp.MustCompile(`^\s*(-{2,}|={2,}|\*{3,}|_{3,}|~~~.*)\s*$`), "a rule, an underlined heading, or a fence that is not of backticks"},
	{regexp.MustCompile(`!\[`), "an image"},
	{regexp.MustCompile(`\[\^`), "a footnote"},
	{regexp.MustCompile(`\]\((?:[^h)]|h[^t]|https?:(?:[^/]|/[^/]|//[^a-zA-Z0-9\[]))`), "a link that does not lead to http or https"},
	{regexp.MustCompile(`&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);`), "an HTML entity: write the character"},
}

// literal are characters that only show in a code span, lest they be taken for
// marks.
const literal = "*_<`"

var (
	spans     = regexp.MustCompile("`+[^`]*`+")
	fenceLang = regexp.MustCompile("^ *`{3,}([a-z0-9+#.-]+)( run)?$")
)

// prose reports what is outside the Markdown subset in a block, and code in it
// that does not decode.
func (p *parser) prose(b block) {
	if p.rules < limits {
		return
	}
	text := make([]string, len(b.lines)) // with empty lines in place of fenced code
	open, start := "", 0
	for i, line := range b.lines {
		was := open
		switch open = fence(line, open); {
		case was == "" && open != "":
			start = i
		case was != "" && open == "":
			p.code(b.line+start, b.lines[start:i])
		case open == "":
			text[i] = line
			p.outside(b.line+i, spans.ReplaceAllString(line, "``"))
		}
	}
	p.literal(b.line, text)
}

func (p *parser) outside(line int, text string) {
	for _, o := range outside {
		if o.line.MatchString(text) {
			p.mistake(line, "outside the Markdown subset: %s", o.what)
		}
	}
}

// literal reports characters of literal that show as themselves.
func (p *parser) literal(first int, lines []string) {
	blocks := markdown.Parse(strings.Join(lines, "\n"))
	shown := literals(blocks)
	for _, mark := range literal {
		if !strings.ContainsRune(shown, mark) {
			continue
		}
		at := 0
		for i, line := range lines {
			if strings.ContainsRune(literals(markdown.Parse(strings.TrimSpace(line))), mark) {
				at = i
				break
			}
		}
		p.mistake(first+at, "a literal %c belongs in a code span, or a mark is not closed", mark)
	}
	for _, b := range blocks {
		if c, isCode := b.(markdown.Code); isCode {
			line, _, _ := strings.Cut(c.Text, "\n")
			p.mistake(first, "indented text shows as code: %q", line)
		}
	}
}

// literals returns the text of blocks that is not in code.
func literals(blocks []markdown.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		switch block := block.(type) {
		case markdown.Paragraph:
			inlineLiterals(&b, block.Inlines)
		case markdown.List:
			for _, item := range block.Items {
				inlineLiterals(&b, item)
			}
		case markdown.Quote:
			b.WriteString(literals(block.Blocks))
		}
	}
	return b.String()
}

func inlineLiterals(b *strings.Builder, inlines []markdown.Inline) {
	for _, in := range inlines {
		switch in := in.(type) {
		case markdown.Text:
			b.WriteString(string(in))
		case markdown.Bold:
			inlineLiterals(b, in.Inlines)
		case markdown.Italic:
			inlineLiterals(b, in.Inlines)
		}
	}
}

// code checks a fenced block, given without its last fence: that it names its
// language, and that JSON and YAML decode.
func (p *parser) code(line int, lines []string) {
	m := fenceLang.FindStringSubmatch(lines[0])
	if m == nil {
		p.mistake(line, "a code fence names its language: ```go")
		return
	}
	text := strings.NewReader(unindented(lines))
	var err error
	switch m[1] {
	case "json":
		err = decodes(json.NewDecoder(text))
	case "yaml":
		err = decodes(yaml.NewDecoder(text))
	}
	if err != nil {
		p.mistake(line, "the %s does not decode: %v", m[1], err)
	}
}

// decodes reads all values or documents of a stream.
func decodes(d interface{ Decode(any) error }) error {
	for {
		var value any
		if err := d.Decode(&value); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
