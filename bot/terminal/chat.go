package terminal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// Workspace and Place are where everything in a terminal is said.
const (
	Workspace store.Workspace = "local"
	Place     store.PlaceID   = "terminal"
)

// A Bot answers lines.
type Bot interface {
	// Handle answers a message.
	Handle(ctx context.Context, m bot.Message) bot.Reply
	// Complete returns what the last word of a line could become, sorted, and
	// no more than a person can look through.
	Complete(line string) []string
}

// Config is what a Chat is made of.
type Config struct {
	Bot  Bot
	From bot.Person // who sits there

	In  io.Reader
	Out io.Writer
	// Screen is the window around In and Out; nil means that they are a pipe.
	// The fields after it matter only in a window.
	Screen  Screen
	Colour  bool   // bold titles and dim footers
	History string // path of the file of lines typed; "" keeps none

	Files string // directory where the files of posts are saved
}

// A Chat is a conversation of one person with the bot. It is a [bot.Sender] for
// that person and for the channel they sit in, safe for concurrent use.
type Chat struct {
	Config
	editor *editor // nil in a pipe

	mu      sync.Mutex // guards what follows and what is written
	open    bool       // Run answers lines
	printed bool       // something was
	posts   posts
}

// New returns a chat that has not begun.
func New(c Config) *Chat {
	chat := &Chat{Config: c}
	if c.Screen != nil {
		chat.editor = newEditor(chat)
	}
	return chat
}

// Run answers lines until there are no more, ctx is done or, in a window, the
// person leaves: with Ctrl-D, Ctrl-C, "exit" or "quit". These all return nil; an
// input that cannot be read or an output that cannot be written is an error. A
// line that is being answered when ctx ends is answered. Run is called once.
//
// A read from In may be left waiting when Run returns; it ends, and what it read
// is lost, when In has something.
func (c *Chat) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next, restore, err := c.input(ctx, cancel)
	if err != nil {
		return fmt.Errorf("prepare the terminal: %w", err)
	}
	defer restore()
	c.begin()
	defer c.end()
	return c.talk(ctx, next)
}

// input returns what reads a line, and what undoes the preparations for it.
func (c *Chat) input(ctx context.Context, leave func()) (next func() (string, error), restore func() error, err error) {
	if c.editor == nil {
		return lineReader{bufio.NewReader(newSource(ctx, c.In, nil))}.ReadLine, func() error { return nil }, nil
	}
	restore, err = c.Screen.Raw()
	if err != nil {
		return nil, nil, err
	}
	restore = sync.OnceValue(restore)
	// At once, so that a second Ctrl-C is a signal, whatever is in hand.
	context.AfterFunc(ctx, func() { restore() })
	return c.editor.begin(newSource(ctx, c.In, keys(leave))), restore, nil
}

// talk answers the lines that next returns.
func (c *Chat) talk(ctx context.Context, next func() (string, error)) error {
	for ctx.Err() == nil {
		line, err := next()
		if err == io.EOF || ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a line: %w", err)
		}
		if c.leaves(line) {
			return nil
		}
		if err := c.answer(context.WithoutCancel(ctx), line); err != nil {
			return fmt.Errorf("print a reply: %w", err)
		}
	}
	return nil
}

// leaves reports whether a line is how people leave a window. In a pipe the end
// of input is, and every line is the bot's.
func (c *Chat) leaves(line string) bool {
	word := strings.TrimSpace(line)
	return c.editor != nil && (word == "exit" || word == "quit")
}

// answer has a line, or the choice that it names, answered.
func (c *Chat) answer(ctx context.Context, line string) error {
	m := bot.Message{
		Workspace: Workspace,
		From:      c.From,
		Place:     bot.Place{ID: Place, Name: string(Place)},
		Via:       bot.Typed,
		Line:      line,
	}
	c.mu.Lock()
	pressed, choice := c.posts.find(line)
	c.mu.Unlock()
	if pressed != nil {
		m.Via, m.Line = pressed.via, choice.Line
	}
	reply := c.Bot.Handle(ctx, m)

	c.mu.Lock()
	defer c.mu.Unlock()
	if reply.Replace {
		c.posts.forget(pressed)
	}
	via := bot.PressedShared
	if reply.Private {
		via = bot.PressedOwn
	}
	if reply.Then != nil { // above the answer, whose choices are then the latest
		if err := c.print(*reply.Then, bot.PressedOwn, reply.Zone); err != nil {
			return err
		}
	}
	return c.print(reply.Post, via, reply.Zone)
}

// print shows a post whose choices are pressed as via says. c.mu is held.
func (c *Chat) print(post bot.Post, via bot.Via, zone *time.Location) error {
	if post.File != nil {
		file := *post.File
		file.Alt = strings.TrimSpace(file.Alt + "\n" + c.keep(file))
		post.File = &file
	}
	text := Render(post, c.style(zone))
	if text == "" {
		return nil
	}
	c.posts.add(post.Choices, via)
	return c.write(text)
}

// write puts lines between the posts before and after them. c.mu is held.
func (c *Chat) write(text string) error {
	w := c.Out
	switch {
	case c.editor != nil:
		w = c.editor
		text += "\n"
	case c.printed:
		text = "\n" + text
	}
	c.printed = true
	_, err := io.WriteString(w, text)
	return err
}

func (c *Chat) style(zone *time.Location) Style {
	if c.editor == nil {
		return Style{Zone: zone}
	}
	return Style{Width: c.editor.width(), Colour: c.Colour, Zone: zone}
}

// keep saves a file and says where, or why not.
func (c *Chat) keep(f bot.File) string {
	path, err := save(c.Files, f)
	if err != nil {
		return "It could not be saved: " + err.Error()
	}
	return "Saved as " + path
}

// begin opens the chat for promised posts.
func (c *Chat) begin() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = true
	if c.editor != nil {
		c.remark(greeting)
	}
}

// greeting is what a window shows first.
const greeting = "Ask a question, or type help. Tab completes a word, exit leaves."

// remark prints a line of the chat's own. c.mu is held.
func (c *Chat) remark(text string) {
	c.write(join(renderer{c.style(nil)}.text(clean(text), dim)))
}

// end closes the chat for promised posts.
func (c *Chat) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = false
	if c.editor != nil {
		c.editor.end()
	}
}
