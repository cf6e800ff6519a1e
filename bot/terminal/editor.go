package terminal

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

const (
	prompt = "> "
	// widest is the most columns that text is wrapped to: longer lines are hard
	// to read.
	widest = 100
)

// An editor reads lines in a window and writes above the line that is being
// edited. Its Write may be called while it reads. What x/term leaves open: a
// line ends at 4,096 runes, and editing counts a column for each rune, also a
// wide one.
type editor struct {
	*term.Terminal
	chat     *Chat
	keys     io.Reader
	history  *history
	atPrompt bool  // the last thing on the screen is a prompt
	failed   error // why no more keys are read
}

func newEditor(c *Chat) *editor {
	e := &editor{chat: c}
	e.Terminal = term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{readerFunc(e.read), c.Out}, prompt)
	e.AutoCompleteCallback = e.complete
	return e
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// begin gives the editor its keys and its history and returns its ReadLine.
func (e *editor) begin(keys io.Reader) func() (string, error) {
	e.keys = keys
	e.history = readHistory(e.chat.History)
	e.Terminal.History = e.history
	return func() (string, error) {
		line, err := e.ReadLine()
		e.atPrompt = err != nil
		return line, err
	}
}

// end leaves the line of a prompt and says what went wrong with the history.
// The chat's lock is held, and nothing is read any more.
func (e *editor) end() {
	if e.atPrompt {
		io.WriteString(e.chat.Out, "\r\n")
	}
	if e.history.err != nil {
		fmt.Fprintf(e.chat.Out, "Lines were not kept: %s\r\n", cleanLine(e.history.err.Error()))
	}
}

// read reads keys. The size of the window is looked at with each of them, which
// needs no signal and is soon enough: the editor draws only then.
func (e *editor) read(p []byte) (int, error) {
	if len(p) == 0 { // a key sequence that is longer than the editor's buffer
		return 0, io.ErrShortBuffer
	}
	if e.failed != nil {
		return 0, e.failed
	}
	n, err := e.keys.Read(p)
	e.fit()
	return n, err
}

// fit tells the editor how large the window is.
func (e *editor) fit() (columns int) {
	columns, rows, err := e.chat.Screen.Size()
	if err != nil || columns <= 0 {
		columns, rows = 80, 24
	}
	e.SetSize(columns, rows)
	return columns
}

// width is the width that text is wrapped to.
func (e *editor) width() int { return min(e.fit(), widest) }

// complete is what the editor calls with every key. On Tab it completes the
// word before the cursor. A panic ends the chat through read: x/term could not
// be unwound from here, and the window would be left in raw mode.
func (e *editor) complete(line string, pos int, key rune) (newLine string, newPos int, ok bool) {
	defer func() {
		if p := recover(); p != nil {
			e.failed = fmt.Errorf("complete a word: panic: %v\n%s", p, debug.Stack())
		}
	}()
	if key != '\t' {
		return "", 0, false
	}
	before := e.completed(line[:pos], pos == len(line))
	return before + line[pos:], len(before), true
}

// completed returns a line with its last word completed as far as all candidates
// agree; if that is no further than it is, it lists them. At the line's end a
// word that is complete gets a space.
func (e *editor) completed(line string, atEnd bool) string {
	word := line[strings.LastIndexByte(line, ' ')+1:]
	candidates := e.chat.Bot.Complete(line)
	full := cleanLine(common(candidates))
	if len(full) < len(word) || !strings.EqualFold(full[:len(word)], word) {
		full = word
	}
	switch {
	case len(candidates) == 1 && full == candidates[0] && atEnd:
		full += " "
	case len(candidates) > 1 && full == word:
		e.list(candidates)
	}
	return strings.TrimSuffix(line, word) + full
}

// list shows what a word could become.
func (e *editor) list(candidates []string) {
	e.chat.mu.Lock()
	defer e.chat.mu.Unlock()
	e.chat.remark(strings.Join(candidates, "  "))
}

// common returns the longest text that all candidates begin with.
func common(candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	prefix := candidates[0]
	for _, c := range candidates[1:] {
		for !strings.HasPrefix(c, prefix) {
			_, size := utf8.DecodeLastRuneInString(prefix)
			prefix = prefix[:len(prefix)-size]
		}
	}
	return prefix
}
