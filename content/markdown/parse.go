package markdown

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxText is the longest text that is parsed, in bytes. Some nestings take
// goldmark time that grows with the square of the length, so this is what
// bounds it; nobody reads that much in a chat.
const maxText = 32 << 10

// subset has no parsers for what is outside the subset, which is how that stays
// text. It is not changed after it is made.
var subset = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500), // would lose indented lines otherwise
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(timeParser{}, 150),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
)

// Parse reads a text. It takes any text, and loses nothing but white space and
// marks of the subset. A text of more than 32 kB comes back as one unparsed
// paragraph.
func Parse(source string) []Block {
	source = strings.ToValidUTF8(source, "\uFFFD")
	if len(source) > maxText {
		return []Block{Paragraph{[]Inline{Text(source)}}}
	}
	r := reader{[]byte(source)}
	return r.blocks(subset.Parse(text.NewReader(r.source)), false)
}

// A reader turns goldmark's tree into ours.
type reader struct{ source []byte }

// blocks returns the blocks under a node; inside a quote, quotes are their
// contents.
func (r reader) blocks(parent ast.Node, quoted bool) []Block {
	var blocks []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			blocks = append(blocks, Code{string(n.Language(r.source)), r.lines(n)})
		case *ast.CodeBlock:
			blocks = append(blocks, Code{"", r.lines(n)})
		case *ast.List:
			blocks = append(blocks, r.list(n, quoted)...)
		case *ast.Blockquote:
			inside := r.blocks(n, true)
			if !quoted && len(inside) > 0 {
				inside = []Block{Quote{inside}}
			}
			blocks = append(blocks, inside...)
		default: // a paragraph, or the text block of a tight list
			if inlines := r.inlines(n, context{}); len(inlines) > 0 {
				blocks = append(blocks, Paragraph{inlines})
			}
		}
	}
	return blocks
}

// list returns a list, in pieces if something else than text stands between
// its items' texts: that comes after the piece with its item.
func (r reader) list(n *ast.List, quoted bool) []Block {
	var blocks []Block
	piece := List{Ordered: n.IsOrdered(), Start: n.Start}
	next := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		inlines, others := r.item(item, quoted)
		if len(inlines) > 0 {
			piece.Items = append(piece.Items, inlines)
		}
		next++
		if len(others) > 0 {
			blocks = append(appendList(blocks, piece), others...)
			piece = List{Ordered: piece.Ordered, Start: next}
		}
	}
	return appendList(blocks, piece)
}

func appendList(blocks []Block, l List) []Block {
	if len(l.Items) == 0 {
		return blocks
	}
	if !l.Ordered {
		l.Start = 0
	}
	return append(blocks, l)
}

// item returns the text of a list's item, which may be several paragraphs, and
// what else stands in it.
func (r reader) item(item ast.Node, quoted bool) (inlines []Inline, others []Block) {
	for _, b := range r.blocks(item, quoted) {
		p, isText := b.(Paragraph)
		switch {
		case !isText || len(others) > 0:
			others = append(others, b)
		case len(inlines) > 0:
			inlines = appendInline(inlines, Text("\n"))
			fallthrough
		default:
			for _, in := range p.Inlines {
				inlines = appendInline(inlines, in)
			}
		}
	}
	return inlines, others
}

func (r reader) lines(n ast.Node) string {
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(r.source))
	}
	return b.String()
}

// context says what the inlines are inside of.
type context struct{ bold, italic, link bool }

func (r reader) inlines(parent ast.Node, in context) []Inline {
	var all []Inline
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		for _, i := range r.inline(n, in) {
			all = appendInline(all, i)
		}
	}
	return all
}

func (r reader) inline(n ast.Node, in context) []Inline {
	switch n := n.(type) {
	case *ast.Text:
		return []Inline{Text(r.text(n))}
	case *timeNode:
		return []Inline{n.Time}
	case *ast.CodeSpan:
		return []Inline{CodeSpan(r.code(n))}
	case *ast.Emphasis:
		return r.emphasis(n, in)
	case *ast.Link:
		return r.link(n, string(util.UnescapePunctuations(n.Destination)), in)
	case *ast.Image:
		return r.link(n, string(util.UnescapePunctuations(n.Destination)), in)
	case *ast.AutoLink:
		return autoLink(string(n.URL(r.source)), string(n.Label(r.source)), in)
	}
	return r.inlines(n, in)
}

func (r reader) emphasis(n *ast.Emphasis, in context) []Inline {
	bold := n.Level > 1
	if bold && in.bold || !bold && in.italic {
		return r.inlines(n, in)
	}
	if bold {
		in.bold = true
		return []Inline{Bold{r.inlines(n, in)}}
	}
	in.italic = true
	return []Inline{Italic{r.inlines(n, in)}}
}

// link returns a link, or its label and address as text if it is an image or
// leads to anything but the web.
func (r reader) link(n ast.Node, to string, in context) []Inline {
	_, image := n.(*ast.Image)
	if !image && !in.link && isWeb(to) {
		in.link = true
		if label := r.inlines(n, in); len(label) > 0 {
			return []Inline{Link{to, label}}
		}
		return []Inline{Link{to, []Inline{Text(to)}}}
	}
	label := r.inlines(n, in)
	switch {
	case to == "":
		return label
	case len(label) == 0:
		return []Inline{Text(to)}
	}
	return append(label, Text(" ("+to+")"))
}

func autoLink(to, label string, in context) []Inline {
	if in.link || !isWeb(to) {
		return []Inline{Text("<" + label + ">")}
	}
	return []Inline{Link{to, []Inline{Text(label)}}}
}

// isWeb reports whether an address is one of http or https with a host.
func isWeb(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// text returns a run of text without backslashes before punctuation, and with
// the line break after it: a space if it is not a hard one.
func (r reader) text(n *ast.Text) string {
	s := string(n.Segment.Value(r.source))
	if !n.IsRaw() {
		s = string(util.UnescapePunctuations([]byte(s)))
	}
	switch {
	case n.HardLineBreak():
		return s + "\n"
	case n.SoftLineBreak():
		return s + " "
	}
	return s
}

// code returns the text of a code span; its lines are joined by spaces.
func (r reader) code(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(r.source))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// appendInline keeps a run of text in one piece.
func appendInline(all []Inline, in Inline) []Inline {
	t, isText := in.(Text)
	if !isText {
		return append(all, in)
	}
	if t == "" {
		return all
	}
	if len(all) > 0 {
		if before, ok := all[len(all)-1].(Text); ok {
			all[len(all)-1] = before + t
			return all
		}
	}
	return append(all, t)
}

var timeMark = regexp.MustCompile(`^<t:(-?\d{1,12}):([tTdDfFR])>`)

var kindTime = ast.NewNodeKind("Time")

// A timeNode is a Time in goldmark's tree.
type timeNode struct {
	ast.BaseInline
	Time Time
}

// Kind and Dump make a timeNode an ast.Node.
func (n *timeNode) Kind() ast.NodeKind            { return kindTime }
func (n *timeNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// timeParser finds marks of instants.
type timeParser struct{}

func (timeParser) Trigger() []byte { return []byte{'<'} }

func (timeParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := timeMark.FindSubmatch(line)
	if m == nil {
		return nil
	}
	unix, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil { // unreachable: twelve digits fit
		return nil
	}
	block.Advance(len(m[0]))
	return &timeNode{Time: Time{Unix: unix, Style: m[2][0]}}
}
