package terminal

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A flow sets words into lines of at most width columns; width 0 is no limit.
// A word that is wider than a line stands alone on one, whole: the window breaks
// it, and an address can still be copied.
type flow struct {
	width int
	lines []string

	line     strings.Builder
	look     string // that the line is in at its end
	atColumn int
	spaces   int // between line and word
	word     []span
	columns  int // of word
}

// A span is text in one look: the parameters of an SGR sequence (ECMA-48,
// 8.3.117), "" for none.
type span struct{ text, look string }

// add appends text, which may be broken at spaces and is at "\n".
func (f *flow) add(text, look string) {
	for text != "" {
		switch text[0] {
		case ' ':
			f.endWord()
			f.spaces++
			text = text[1:]
		case '\n':
			f.endLine()
			text = text[1:]
		default:
			end := strings.IndexAny(text, " \n")
			if end < 0 {
				end = len(text)
			}
			f.addPart(text[:end], look)
			text = text[end:]
		}
	}
}

// addPart appends to the word; what it is given is never broken.
func (f *flow) addPart(text, look string) {
	f.word = append(f.word, span{text, look})
	f.columns += columns(text)
}

// endWord puts the word onto the line, or onto the next one if it is too wide.
func (f *flow) endWord() {
	if len(f.word) == 0 {
		return
	}
	if f.width > 0 && f.atColumn > 0 && f.atColumn+f.spaces+f.columns > f.width {
		f.newLine()
	}
	if f.word[0].look != f.look {
		f.turn(plain)
	}
	f.line.WriteString(strings.Repeat(" ", f.spaces))
	for _, s := range f.word {
		f.turn(s.look)
		f.line.WriteString(s.text)
	}
	f.atColumn += f.spaces + f.columns
	f.word, f.columns, f.spaces = f.word[:0], 0, 0
}

// turn changes the look of what comes next on the line.
func (f *flow) turn(look string) {
	if look == f.look {
		return
	}
	if f.look != plain {
		f.line.WriteString("\x1b[0m")
	}
	if look != plain {
		f.line.WriteString("\x1b[" + look + "m")
	}
	f.look = look
}

func (f *flow) endLine() {
	f.endWord()
	f.newLine()
}

// newLine ends the line without the spaces that would stand at its end.
func (f *flow) newLine() {
	f.turn(plain)
	f.lines = append(f.lines, f.line.String())
	f.line.Reset()
	f.atColumn, f.spaces = 0, 0
}

// end returns the lines.
func (f *flow) end() []string {
	f.endWord()
	if f.line.Len() > 0 {
		f.newLine()
	}
	return f.lines
}

// columns returns how many columns a terminal needs for text. Sequences that
// make one picture of several runes are overestimated, so that a line may end
// early but never late.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
