package terminal

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// A Style says how posts look.
type Style struct {
	Width  int            // columns to wrap at; 0 does not wrap
	Colour bool           // bold titles and dim footers, by escape codes
	Zone   *time.Location // the reader's, for time marks; nil is UTC
}

// Looks of text, see span.
const (
	plain  = ""
	bold   = "1"
	dim    = "2"
	italic = "3"
)

// narrowest is the least width that text is wrapped to, whatever stands in
// front of it.
const narrowest = 20

// Render returns a post as lines that each end in "\n": the title, the body, what
// its file shows, the footer, and the choices as "[1] Hint  [2] Solution". A
// blank line stands between paragraphs; an empty post is "". Code stands between
// its fences as it is written, never wrapped or indented, so that it can be
// copied. Without Style.Colour nothing in the result is a control character
// but line ends, and tabs inside code.
func Render(post bot.Post, style Style) string {
	r := renderer{style}
	top := r.line(post.Title, bold)
	top = append(top, r.blocks(markdown.Parse(post.Body), style.Width, plain)...)
	var file []string
	if post.File != nil {
		file = r.text(clean(post.File.Alt), plain)
	}
	foot := r.blocks(markdown.Parse(post.Footer), style.Width, dim)
	foot = append(foot, r.choices(post.Choices)...)
	return join(top, file, foot)
}

// join returns groups of lines with a blank line between them.
func join(groups ...[]string) string {
	var b strings.Builder
	for _, lines := range groups {
		if b.Len() > 0 && len(lines) > 0 {
			b.WriteByte('\n')
		}
		for _, line := range lines {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

type renderer struct{ Style }

// look is the given look if there are colours at all.
func (r renderer) look(looks ...string) string {
	if !r.Colour {
		return plain
	}
	return strings.Trim(strings.Join(looks, ";"), ";")
}

// line sets text that stands on one line, if that is wide enough.
func (r renderer) line(text, look string) []string {
	return r.text(cleanLine(text), look)
}

// text sets text that is clean.
func (r renderer) text(text, look string) []string {
	f := flow{width: r.Width}
	f.add(strings.ReplaceAll(text, "\t", " "), r.look(look))
	return f.end()
}

// choices sets the choices side by side.
func (r renderer) choices(choices []bot.Choice) []string {
	f := flow{width: r.Width}
	for i, c := range choices {
		if i > 0 {
			f.add("  ", plain)
		}
		f.addPart(fmt.Sprintf("[%d] %s", i+1, cleanLine(c.Label)), plain)
	}
	return f.end()
}

// blocks sets blocks with a blank line between two that are not both lists.
func (r renderer) blocks(blocks []markdown.Block, width int, look string) []string {
	var lines []string
	for i, b := range blocks {
		if i > 0 && !(isList(b) && isList(blocks[i-1])) {
			lines = append(lines, "")
		}
		lines = append(lines, r.block(b, width, look)...)
	}
	return lines
}

func isList(b markdown.Block) bool {
	_, ok := b.(markdown.List)
	return ok
}

func (r renderer) block(b markdown.Block, width int, look string) []string {
	switch b := b.(type) {
	case markdown.Paragraph:
		return r.inlines(b.Inlines, width, look)
	case markdown.Code:
		return r.code(b)
	case markdown.List:
		var lines []string
		for i, item := range b.Items {
			mark := "- "
			if b.Ordered {
				mark = strconv.Itoa(b.Start+i) + ". "
			}
			set := r.inlines(item, inside(width, len(mark)), look)
			lines = append(lines, indent(set, mark, strings.Repeat(" ", len(mark)))...)
		}
		return lines
	case markdown.Quote:
		return indent(r.blocks(b.Blocks, inside(width, 2), look), "> ", "> ")
	}
	return nil
}

// inside is the width that is left beside a mark.
func inside(width, mark int) int {
	if width == 0 {
		return 0
	}
	return max(width-mark, narrowest)
}

// indent puts one mark before the first line and another before the others.
func indent(lines []string, first, other string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimRight(first+line, " ")
		first = other
	}
	return out
}

// code sets a block of code between fences that are longer than any in it.
func (r renderer) code(c markdown.Code) []string {
	text := strings.TrimSuffix(clean(c.Text), "\n")
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	lines := r.line(fence+c.Lang, dim)
	lines = append(lines, strings.Split(text, "\n")...)
	return append(lines, r.line(fence, dim)...)
}

func (r renderer) inlines(inlines []markdown.Inline, width int, look string) []string {
	f := flow{width: width}
	r.flow(&f, inlines, look)
	return f.end()
}

// flow adds inlines to a flow.
func (r renderer) flow(f *flow, inlines []markdown.Inline, look string) {
	for _, in := range inlines {
		switch in := in.(type) {
		case markdown.Text:
			f.add(strings.ReplaceAll(clean(string(in)), "\t", " "), r.look(look))
		case markdown.Bold:
			r.flow(f, in.Inlines, r.look(look, bold))
		case markdown.Italic:
			r.flow(f, in.Inlines, r.look(look, italic))
		case markdown.CodeSpan:
			f.addPart(quoteCode(cleanSpan(string(in))), r.look(look))
		case markdown.Link:
			r.link(f, in, look)
		case markdown.Time:
			f.addPart(r.time(in), r.look(look))
		}
	}
}

// link adds a label with its address, or the address alone if that is what the
// label says.
func (r renderer) link(f *flow, l markdown.Link, look string) {
	address := cleanLine(l.URL)
	if cleanLine(markdown.PlainInlines(l.Inlines)) != address {
		r.flow(f, l.Inlines, look)
		f.add(" (", r.look(look))
		address += ")"
	}
	f.add(address, r.look(look))
}

// cleanSpan is clean for code inside a line, which keeps its spaces.
func cleanSpan(code string) string {
	return strings.NewReplacer("\n", " ", "\t", " ").Replace(clean(code))
}

// quoteCode returns code between backticks, more of them if there are some in
// it (CommonMark 6.1).
func quoteCode(code string) string {
	mark := "`"
	for strings.Contains(code, mark) {
		mark += "`"
	}
	if len(mark) > 1 {
		return mark + " " + code + " " + mark
	}
	return mark + code + mark
}

// time returns an instant as the reader's clock and calendar show it.
func (r renderer) time(t markdown.Time) string {
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.Unix(t.Unix, 0).In(zone).Format(layout(t.Style))
}

// layout is the form of an instant by the mark's style. A relative one is shown
// as date and time: what is printed stays, and would be wrong in a minute.
func layout(style byte) string {
	switch style {
	case 't':
		return "15:04 MST"
	case 'T':
		return "15:04:05 MST"
	case 'd':
		return "2 Jan 2006"
	case 'D':
		return "2 January 2006"
	case 'f':
		return "2 Jan 2006 15:04 MST"
	}
	return "Mon 2 Jan 2006 15:04 MST"
}
