package discord

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"mentorbot/content/markdown"
)

// Discord's Markdown is not quite the subset's: how it is read is written nowhere
// in full, so what is said here was seen in its clients
// (support.discord.com/hc/en-us/articles/210298617).

// blocks is a body in Discord's Markdown.
func blocks(all []markdown.Block) string {
	parts := make([]string, len(all))
	for i, b := range all {
		parts[i] = block(b)
	}
	return strings.Join(parts, "\n\n")
}

// size is how Discord counts a body: in characters.
func size(all []markdown.Block) int { return utf8.RuneCountInString(blocks(all)) }

func block(b markdown.Block) string {
	switch b := b.(type) {
	case markdown.Paragraph:
		return lineStarts(inlines(b.Inlines))
	case markdown.Code:
		return codeBlock(b)
	case markdown.List:
		items := make([]string, len(b.Items))
		for i, item := range b.Items {
			mark := "- "
			if b.Ordered {
				mark = strconv.Itoa(b.Start+i) + ". "
			}
			items[i] = mark + strings.ReplaceAll(lineStarts(inlines(item)), "\n", "\n  ")
		}
		return strings.Join(items, "\n")
	case markdown.Quote:
		return "> " + strings.ReplaceAll(blocks(b.Blocks), "\n", "\n> ")
	}
	return ""
}

// footnote is a footer: the runs of text of its blocks, on one line.
func footnote(all []markdown.Block) string {
	var parts []string
	for _, b := range all {
		if p, ok := b.(markdown.Paragraph); ok {
			parts = append(parts, inlines(p.Inlines))
			continue
		}
		parts = append(parts, escape(markdown.Plain([]markdown.Block{b})))
	}
	return lineStarts(strings.ReplaceAll(strings.Join(parts, " "), "\n", " "))
}

// bars are what shows a share. Only in code are their characters equally wide
// everywhere, and stand under one another.
var bars = regexp.MustCompile("[█░]{5,}")

func evenBars(text string) string {
	if !strings.ContainsAny(text, "█░") { // as in most texts
		return text
	}
	return bars.ReplaceAllString(text, "`$0`")
}

func inlines(all []markdown.Inline) string {
	var b strings.Builder
	for _, in := range all {
		b.WriteString(inline(in))
	}
	return b.String()
}

func inline(in markdown.Inline) string {
	switch in := in.(type) {
	case markdown.Text:
		return evenBars(escape(string(in)))
	case markdown.Bold:
		return between("**", inlines(in.Inlines))
	case markdown.Italic:
		return between("*", inlines(in.Inlines))
	case markdown.CodeSpan:
		return codeSpan(string(in))
	case markdown.Link:
		return link(in)
	case markdown.Time:
		return in.String()
	}
	return ""
}

// between puts marks around a text. White space at its ends stays outside, where
// it does not keep them from being marks.
func between(mark, text string) string {
	inner := strings.TrimSpace(text)
	if inner == "" {
		return text
	}
	before, after, _ := strings.Cut(text, inner)
	return before + mark + inner + mark + after
}

// inAddress are the characters that would end an address early.
var inAddress = strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", `\`, "%5C")

// link hides an address behind its label, unless they are the same: Discord shows
// the marks of such a link.
func link(l markdown.Link) string {
	address := inAddress.Replace(l.URL)
	if markdown.PlainInlines(l.Inlines) == l.URL {
		return "<" + address + ">"
	}
	return "[" + inlines(l.Inlines) + "](" + address + ")"
}

// language is what may stand after a fence.
var language = regexp.MustCompile(`^[A-Za-z0-9_+.#-]{0,20}$`)

func codeBlock(c markdown.Code) string {
	lang, text := c.Lang, c.Text
	if !language.MatchString(lang) {
		lang = ""
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	if strings.Contains(text, "```") {
		text = apart(text)
	}
	return "```" + lang + "\n" + text + "```"
}

// codeSpan fences code by more backticks than it holds.
func codeSpan(code string) string {
	if !strings.Contains(code, "`") {
		return "`" + code + "`"
	}
	return "`` " + apart(code) + " ``"
}

// apart keeps backticks from standing together.
func apart(code string) string {
	for strings.Contains(code, "``") {
		code = strings.ReplaceAll(code, "``", "`\u200b`")
	}
	return code
}

// escaper takes the meaning from everything that Discord would format, link or
// mention (discord.com/developers/docs/reference#message-formatting).
var escaper = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`,
	"[", `\[`, "]", `\]`, "<", `\<`, "://", `\://`,
	"@everyone", "@\u200beveryone", "@here", "@\u200bhere",
)

func escape(text string) string { return escaper.Replace(text) }

// lineStarts takes the meaning from what counts at the start of a line: headings,
// quotes, lists and small print.
func lineStarts(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		rest := strings.TrimLeft(line, " \t\n\f\r")
		b.WriteString(line[:len(line)-len(rest)])
		digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
		b.WriteString(digits)
		rest = rest[len(digits):]
		if marks := "#>+-"; digits == "" && rest != "" && strings.IndexByte(marks, rest[0]) >= 0 || digits != "" && strings.HasPrefix(rest, ".") {
			b.WriteByte('\\')
		}
		b.WriteString(rest)
	}
	return b.String()
}

// clip cuts a text to n characters.
func clip(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n-1]) + "…"
}
