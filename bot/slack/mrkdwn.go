package slack

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"mentorbot/content/markdown"
)

// Slack's markup has no escape but for &, < and >
// (https://docs.slack.dev/messaging/formatting-message-text). A mark counts as one
// only at the border of a word: joiner takes the border away from marks that a
// text has by chance, border makes one for marks that are meant.
const (
	joiner = '\u2060' // word joiner
	border = '\u200b' // zero width space
)

// escape is what makes text literal for Slack.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// units is the length of text in UTF-16 units.
func units(text string) (n int) {
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// size is how long blocks are in Slack's markup.
func size(blocks []markdown.Block) int { return units(mrkdwn(blocks)) }

// mrkdwn returns blocks in Slack's markup.
func mrkdwn(blocks []markdown.Block) string {
	parts := make([]string, 0, len(blocks))
	for _, b := range blocks {
		if part := mrkdwnBlock(b); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n")
}

func mrkdwnBlock(b markdown.Block) string {
	switch b := b.(type) {
	case markdown.Paragraph:
		return mrkdwnLine(b.Inlines)
	case markdown.Code:
		text := strings.TrimRight(printable(b.Text), "\n")
		text = strings.ReplaceAll(text, "```", "``"+string(border)+"`")
		return "```\n" + escape.Replace(text) + "\n```"
	case markdown.List:
		items := make([]string, len(b.Items))
		for i, item := range b.Items {
			mark := "• "
			if b.Ordered {
				mark = strconv.Itoa(b.Start+i) + ". "
			}
			items[i] = mark + strings.ReplaceAll(mrkdwnLine(item), "\n", "\n    ")
		}
		return strings.Join(items, "\n")
	case markdown.Quote:
		return quote(b.Blocks)
	}
	return ""
}

// quote marks every line; a fence does not work inside a quote, so that code
// there is set line by line.
func quote(blocks []markdown.Block) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		code, ok := b.(markdown.Code)
		if !ok {
			parts[i] = mrkdwnBlock(b)
			continue
		}
		var w writer
		for line := range strings.Lines(code.Text) {
			w.code(strings.TrimRight(line, "\n"))
			w.raw("\n")
		}
		parts[i] = strings.TrimRight(w.String(), "\n")
	}
	return "> " + strings.ReplaceAll(strings.Join(parts, "\n\n"), "\n", "\n> ")
}

func mrkdwnLine(inlines []markdown.Inline) string {
	var w writer
	w.inlines(inlines)
	return w.String()
}

// A writer sets a run of text.
type writer struct {
	strings.Builder
	last   rune // what was written last; 0 at the start
	closed bool // that was the end of a format, which no letter may touch
}

func (w *writer) inlines(inlines []markdown.Inline) {
	for _, in := range inlines {
		switch in := in.(type) {
		case markdown.Text:
			w.text(string(in))
		case markdown.Bold:
			w.format("*", in.Inlines)
		case markdown.Italic:
			w.format("_", in.Inlines)
		case markdown.CodeSpan:
			w.code(string(in))
		case markdown.Link:
			w.link(in)
		case markdown.Time:
			w.raw(date(in))
		}
	}
}

// raw writes what is markup already.
func (w *writer) raw(markup string) {
	if markup == "" {
		return
	}
	if first, _ := utf8.DecodeRuneInString(markup); w.closed && isWord(first) {
		w.WriteRune(border)
	}
	w.WriteString(markup)
	w.last, _ = utf8.DecodeLastRuneInString(markup)
	w.closed = false
}

// rune writes a character as itself.
func (w *writer) rune(r rune) {
	switch r {
	case '&', '<', '>':
		w.raw(escape.Replace(string(r)))
		return
	}
	if w.closed && isWord(r) {
		w.WriteRune(border)
	}
	w.WriteRune(r)
	w.last, w.closed = r, false
}

// emoji is what Slack would show as a picture.
var emoji = regexp.MustCompile(`:([a-z0-9_+'-]+):`)

// bars are what progress is drawn with. In code, all their characters are as wide
// as each other, so that bars under one another line up.
var bars = regexp.MustCompile(`[█░]{2,}`)

// text writes what is to be read as it is.
func (w *writer) text(text string) {
	if !strings.ContainsAny(text, "█░") { // as in most texts
		w.words(text)
		return
	}
	if at := bars.FindStringIndex(text); at != nil {
		w.words(text[:at[0]])
		w.code(text[at[0]:at[1]])
		w.text(text[at[1]:])
		return
	}
	w.words(text)
}

// words writes text without bars.
func (w *writer) words(text string) {
	text = printable(text)
	if strings.Contains(text, ":") {
		text = emoji.ReplaceAllString(text, ":"+string(joiner)+"$1:")
	}
	runes := []rune(text)
	for i, r := range runes {
		next := rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		mark := strings.ContainsRune("*_~`", r) && !(isWord(w.last) && isWord(next))
		if mark || r == '>' && (w.last == 0 || w.last == '\n') {
			w.raw(string(joiner))
		}
		w.rune(r)
		if mark {
			w.raw(string(joiner))
		}
		w.last = r
	}
}

// format writes inlines between two marks, on one line.
func (w *writer) format(mark string, inlines []markdown.Inline) {
	inner := writer{last: rune(mark[0])}
	inner.inlines(inlines)
	w.between(mark, inner.String())
}

// code writes code on one line. There is no way to put a backtick into it.
func (w *writer) code(code string) {
	w.between("`", escape.Replace(strings.ReplaceAll(printable(code), "`", "ˋ")))
}

func (w *writer) between(mark, markup string) {
	markup = strings.ReplaceAll(markup, "\n", " ")
	if strings.TrimSpace(markup) == "" {
		w.raw(markup)
		return
	}
	if isWord(w.last) || w.closed {
		w.WriteRune(border)
	}
	w.raw(mark + markup + mark)
	w.closed = true
}

// address is what may not stand in the address of a link.
var address = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "\n", "")

func (w *writer) link(l markdown.Link) {
	label := strings.Join(strings.Fields(printable(markdown.PlainInlines(l.Inlines))), " ")
	url := address.Replace(printable(l.URL))
	if label == "" || label == l.URL {
		w.raw("<" + url + ">")
		return
	}
	w.raw("<" + url + "|" + escape.Replace(label) + ">")
}

// date shows an instant in the reader's zone
// (https://docs.slack.dev/messaging/formatting-message-text#date-formatting).
// A relative one is shown as date and time, in words where it is near.
func date(t markdown.Time) string {
	form, layout := "{date_short_pretty} at {time}", "2 Jan 2006 15:04 UTC"
	switch t.Style {
	case 't':
		form, layout = "{time}", "15:04 UTC"
	case 'T':
		form, layout = "{time_secs}", "15:04:05 UTC"
	case 'd':
		form, layout = "{date_short}", "2 Jan 2006"
	case 'D':
		form, layout = "{date}", "2 January 2006"
	case 'F':
		form, layout = "{date_long} at {time}", "Mon 2 Jan 2006 15:04 UTC"
	}
	return fmt.Sprintf("<!date^%d^%s|%s>", t.Unix, form, time.Unix(t.Unix, 0).UTC().Format(layout))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// printable returns text without control characters and without the marks that
// make it show in another order than it is stored in (Unicode TR 36, 2.4).
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
