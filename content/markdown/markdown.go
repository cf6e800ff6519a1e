// Package markdown reads the one Markdown subset that the bot writes in, so
// that each platform can show it in its own way.
//
// The subset is CommonMark's paragraphs, **bold**, *italic*, `code spans`,
// fenced code with a language, "-" and "1." lists, [links](https://…) and ">"
// quotes, and a mark for an instant that each reader sees in their own zone:
// <t:UNIX:STYLE>, as Discord writes it.
//
// Everything else shows as the text it is: headings, tables, HTML, entities,
// images and links to anything but http and https keep all their characters or
// their label and address; indented code is code without a language. Nothing that a text holds can make a platform show
// something that is not in this package's types.
//
// The tree that [Parse] returns is shallow, whatever the text: a list holds no
// lists, a quote no quotes, and each kind of inline is never inside itself.
package markdown

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Block is a [Paragraph], [Code], [List] or [Quote].
type Block interface{ block() }

// A Paragraph is a run of text.
type Paragraph struct{ Inlines []Inline }

// Code is a block of code, its lines ending in "\n".
type Code struct {
	Lang string // the first word after the fence, may be ""
	Text string
}

// A List has items that are runs of text. Ordered items are numbered from
// Start.
type List struct {
	Ordered bool
	Start   int
	Items   [][]Inline
}

// A Quote holds paragraphs, code and lists.
type Quote struct{ Blocks []Block }

func (Paragraph) block() {}
func (Code) block()      {}
func (List) block()      {}
func (Quote) block()     {}

// An Inline is a [Text], [Bold], [Italic], [CodeSpan], [Link] or [Time].
type Inline interface{ inline() }

// Text is shown as it is. A "\n" in it breaks the line.
type Text string

// Bold is strong emphasis.
type Bold struct{ Inlines []Inline }

// Italic is emphasis.
type Italic struct{ Inlines []Inline }

// CodeSpan is code inside a line.
type CodeSpan string

// A Link leads to an http or https address.
type Link struct {
	URL     string
	Inlines []Inline
}

// Time is an instant, for each reader to see in their own zone.
type Time struct {
	Unix int64 // seconds
	// Style is one of t 16:20, T 16:20:30, d 20/04/2026, D 20 April 2026,
	// f both date and time, F with the weekday too, R relative to now.
	Style byte
}

func (Text) inline()     {}
func (Bold) inline()     {}
func (Italic) inline()   {}
func (CodeSpan) inline() {}
func (Link) inline()     {}
func (Time) inline()     {}

// String returns the mark that is parsed as the Time.
func (t Time) String() string {
	return fmt.Sprintf("<t:%d:%c>", t.Unix, t.Style)
}

// Escape returns Markdown that shows text as it is, on one line: runs of white
// space and control characters become one space. Names and questions of members
// go through it.
func Escape(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
	var b strings.Builder
	for _, r := range strings.Join(words, " ") {
		if r < unicode.MaxASCII && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Plain returns blocks as text without marks, for places that show nothing
// else. Times are in UTC.
func Plain(blocks []Block) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		parts[i] = plainBlock(b)
	}
	return strings.Join(parts, "\n\n")
}

func plainBlock(b Block) string {
	switch b := b.(type) {
	case Paragraph:
		return PlainInlines(b.Inlines)
	case Code:
		return strings.TrimSuffix(b.Text, "\n")
	case List:
		items := make([]string, len(b.Items))
		for i, item := range b.Items {
			mark := "- "
			if b.Ordered {
				mark = strconv.Itoa(b.Start+i) + ". "
			}
			items[i] = mark + PlainInlines(item)
		}
		return strings.Join(items, "\n")
	case Quote:
		return "> " + strings.ReplaceAll(Plain(b.Blocks), "\n", "\n> ")
	}
	return ""
}

// PlainInlines is [Plain] for a run of text.
func PlainInlines(inlines []Inline) string {
	var b strings.Builder
	for _, in := range inlines {
		switch in := in.(type) {
		case Text:
			b.WriteString(string(in))
		case CodeSpan:
			b.WriteString(string(in))
		case Bold:
			b.WriteString(PlainInlines(in.Inlines))
		case Italic:
			b.WriteString(PlainInlines(in.Inlines))
		case Link:
			b.WriteString(labelled(PlainInlines(in.Inlines), in.URL))
		case Time:
			b.WriteString(time.Unix(in.Unix, 0).UTC().Format("2006-01-02 15:04 UTC"))
		}
	}
	return b.String()
}

// labelled returns an address with its label, without saying it twice.
func labelled(label, url string) string {
	if label == "" || label == url {
		return url
	}
	return label + " (" + url + ")"
}
