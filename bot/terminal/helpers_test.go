package terminal

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"mentorbot/bot"
)

// A script is a Bot that answers from a function and keeps what it was asked.
type script struct {
	reply      func(bot.Message) bot.Reply
	candidates []string
	heard      []bot.Message
}

func (s *script) Handle(_ context.Context, m bot.Message) bot.Reply {
	s.heard = append(s.heard, m)
	return s.reply(m)
}

func (s *script) Complete(line string) []string {
	if line == "panic " {
		panic("no such word")
	}
	word := line[strings.LastIndexByte(line, ' ')+1:]
	var found []string
	for _, c := range s.candidates {
		if strings.HasPrefix(c, strings.ToLower(word)) {
			found = append(found, c)
		}
	}
	return found
}

// lines returns what was heard.
func (s *script) lines() []string {
	var lines []string
	for _, m := range s.heard {
		lines = append(lines, m.Line)
	}
	return lines
}

// echo answers a line with itself as the title.
func echo(m bot.Message) bot.Reply { return bot.Reply{Post: bot.Post{Title: angled(m.Line)}} }

// angled puts a line between brackets, so that an empty one shows.
func angled(line string) string { return "<" + line + ">" }

// pipe returns a chat in a pipe and what it prints to.
func pipe(b Bot, in io.Reader) (*Chat, *output) {
	out := &output{}
	return New(Config{Bot: b, From: bot.Person{ID: "me"}, In: in, Out: out, Files: "/nowhere"}), out
}

// talk runs a chat in a pipe over its input and returns what it printed.
func talk(t *testing.T, b Bot, input string) string {
	t.Helper()
	c, out := pipe(b, strings.NewReader(input))
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// An output is a buffer that can be read while it is written.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
