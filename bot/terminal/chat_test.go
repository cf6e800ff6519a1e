package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"mentorbot/bot"
)

func TestPipe(t *testing.T) {
	tests := []struct {
		name, in, out string
		heard         []string
	}{
		{"nothing", "", "", nil},
		{"lines", "a\nb\n", "<a>\n\n<b>\n", []string{"a", "b"}},
		{"no end of line", "a\nb", "<a>\n\n<b>\n", []string{"a", "b"}},
		{"other ends of line", "a\r\n\r\nb\r", "<a>\n\n<>\n\n<b>\n", []string{"a", "", "b"}},
		{"empty lines", "\n \n", "<>\n\n< >\n", []string{"", " "}},
		{"leaving words are the bot's", "exit\nquit\n", "<exit>\n\n<quit>\n", []string{"exit", "quit"}},
		{"control characters and broken UTF-8", "\x1b[2J\x00\n\xff\n", "<[2J>\n\n<\uFFFD>\n", []string{"\x1b[2J\x00", "\xff"}},
	}
	for _, tt := range tests {
		b := &script{reply: echo}
		if out := talk(t, b, tt.in); out != tt.out {
			t.Errorf("%s: printed %q, want %q", tt.name, out, tt.out)
		}
		if got := b.lines(); !reflect.DeepEqual(got, tt.heard) {
			t.Errorf("%s: heard %q, want %q", tt.name, got, tt.heard)
		}
	}
}

func TestMessage(t *testing.T) {
	b := &script{reply: echo}
	talk(t, b, "hello")
	want := bot.Message{
		Workspace: "local", From: bot.Person{ID: "me"}, Place: bot.Place{ID: "terminal", Name: "terminal"},
		Via: bot.Typed, Line: "hello",
	}
	if !reflect.DeepEqual(b.heard[0], want) {
		t.Errorf("heard %+v, want %+v", b.heard[0], want)
	}
}

// A line of any length costs what is read of it, and the next one is whole.
func TestGiantLine(t *testing.T) {
	b := &script{reply: func(bot.Message) bot.Reply { return bot.Reply{} }}
	giant := io.LimitReader(endless{}, 20<<20)
	c, out := pipe(b, io.MultiReader(giant, strings.NewReader("\nnext\n")))
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(b.heard) != 2 || len(b.heard[0].Line) != maxLine || b.heard[1].Line != "next" {
		t.Errorf("heard %d lines, the first of %d bytes", len(b.heard), len(b.heard[0].Line))
	}
	if out.String() != "" {
		t.Errorf("empty replies printed %q", out.String())
	}
}

// endless reads as one line without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestErrors(t *testing.T) {
	broken := errors.New("broken")
	c, _ := pipe(&script{reply: echo}, io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)))
	if err := c.Run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("a broken input: %v", err)
	}
	c, _ = pipe(&script{reply: echo}, strings.NewReader("a\nb"))
	c.Out = failing{broken}
	if err := c.Run(t.Context()); !errors.Is(err, broken) {
		t.Errorf("a broken output: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// What is in hand when the context ends is finished, with a context of its own.
func TestCancel(t *testing.T) {
	in, keep := io.Pipe()
	defer keep.Close()
	ctx, cancel := context.WithCancel(t.Context())
	b := &answering{func(ctx context.Context, m bot.Message) bot.Reply {
		cancel()
		return bot.Reply{Post: bot.Post{Title: fmt.Sprint(m.Line, " ", ctx.Err())}}
	}}
	c, out := pipe(b, in)
	go keep.Write([]byte("a\nb\n"))
	if err := c.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "a <nil>\n"; got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// answering is a Bot that sees the context.
type answering struct {
	handle func(context.Context, bot.Message) bot.Reply
}

func (a *answering) Handle(ctx context.Context, m bot.Message) bot.Reply { return a.handle(ctx, m) }
func (a *answering) Complete(string) []string                            { return nil }

// offers answers "offer X Y" with a post of these choices, which say "press X N"
// with N the number of the offer, and other lines with nothing. A first word
// with flags makes it private ("p"), replacing ("r") or followed by another
// private post ("t").
func offers() *script {
	n := 0
	return &script{reply: func(m bot.Message) bot.Reply {
		words := strings.Split(m.Line, ",")
		flags, ok := strings.CutPrefix(words[0], "offer")
		if !ok {
			return bot.Reply{Replace: strings.Contains(m.Line, "!")}
		}
		n++
		reply := bot.Reply{Private: strings.Contains(flags, "p")}
		reply.Post = offer(n, words[1:])
		if strings.Contains(flags, "t") {
			then := offer(n, []string{"Then"})
			reply.Then = &then
		}
		return reply
	}}
}

func offer(n int, labels []string) bot.Post {
	post := bot.Post{Body: "offer"}
	for _, l := range labels {
		post.Choices = append(post.Choices, bot.Choice{Label: l, Line: fmt.Sprintf("press %s %d", l, n)})
	}
	return post
}

func TestPress(t *testing.T) {
	tests := []struct {
		name string
		in   []string
		want string // the last line that was heard
		via  bot.Via
	}{
		{"a number", []string{"offer,Hint,Solution", "2"}, "press Solution 1", bot.PressedShared},
		{"a label in any case", []string{"offer,Hint,Not today", " NOT today "}, "press Not today 1", bot.PressedShared},
		{"the latest post with that label", []string{"offer,A,B", "offer,B,C", "b"}, "press B 2", bot.PressedShared},
		{"an earlier post with that label", []string{"offer,A,B", "offer,B,C", "A"}, "press A 1", bot.PressedShared},
		{"a number that only an earlier post has", []string{"offer,A,B,C", "offer,D", "3"}, "press C 1", bot.PressedShared},
		{"a number before a label", []string{"offer,2,1", "1"}, "press 2 1", bot.PressedShared},
		{"a number that is a label", []string{"offer,9,x", "9"}, "press 9 1", bot.PressedShared},
		{"a label with a symbol", []string{"offer,A ✓,B", "a"}, "press A ✓ 1", bot.PressedShared},
		{"a label with a mark that is typed", []string{"offer,C++", "c"}, "c", bot.Typed},
		{"no such number", []string{"offer,A", "2"}, "2", bot.Typed},
		{"not quite a number", []string{"offer,A", "+1"}, "+1", bot.Typed},
		{"nothing", []string{"offer,A", ""}, "", bot.Typed},
		{"more than a label", []string{"offer,A", "A B"}, "A B", bot.Typed},
		{"before any post", []string{"1"}, "1", bot.Typed},
		{"a private post", []string{"offer p,A", "1"}, "press A 1", bot.PressedOwn},
		{"the answer before the second post", []string{"offer t,A", "1"}, "press A 1", bot.PressedShared},
		{"the second post by its label", []string{"offer t,A", "then"}, "press Then 1", bot.PressedOwn},
		{"a post that was replaced", []string{"offer,A!,B", "1", "2"}, "2", bot.Typed},
		{"a post under one that was replaced", []string{"offer,A,B", "offer,A!", "1", "2"}, "press B 1", bot.PressedShared},
	}
	for _, tt := range tests {
		b := offers()
		talk(t, b, strings.Join(tt.in, "\n")+"\n")
		if got := b.heard[len(b.heard)-1]; got.Line != tt.want || got.Via != tt.via {
			t.Errorf("%s: heard %q via %d, want %q via %d", tt.name, got.Line, got.Via, tt.want, tt.via)
		}
	}
}

func TestOldPostsAreForgotten(t *testing.T) {
	b := offers()
	talk(t, b, "offer,First\noffer,Second\n"+strings.Repeat("offer,Other\n", maxPosts-1)+"first\nsecond\n")
	if got, want := b.lines()[maxPosts+1:], []string{"first", "press Second 2"}; !reflect.DeepEqual(got, want) {
		t.Errorf("heard %q, want %q", got, want)
	}
}

// No input and no post makes a chat in a pipe print an escape code.
func TestPipeNeverSteers(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		post := hostilePost(t)
		post.File.Data = []byte("x")
		b := &script{reply: func(bot.Message) bot.Reply { return bot.Reply{Post: post, Then: &post} }}
		c, out := pipe(b, strings.NewReader(hostile(t, "input")))
		c.Files, _ = os.MkdirTemp(dir, "")
		if err := c.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); steers(got) {
			t.Fatalf("printed %q", got)
		}
	})
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	post := bot.Post{Body: "Here.", File: &bot.File{Name: "../my data.json", Data: []byte("{}"), Alt: "Your data"}}
	c, out := pipe(&script{reply: func(bot.Message) bot.Reply { return bot.Reply{Post: post} }}, strings.NewReader("a\nb\n"))
	c.Files = dir
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(dir, "my-data.json"), filepath.Join(dir, "my-data-2.json")
	want := "Here.\n\nYour data\nSaved as " + first + "\n\nHere.\n\nYour data\nSaved as " + second + "\n"
	if got := out.String(); got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
	if post.File.Alt != "Your data" {
		t.Error("the bot's own post was changed")
	}
	for _, path := range []string{first, second} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 || info.Size() != 2 {
			t.Errorf("%s is %v of %d bytes", path, info.Mode(), info.Size())
		}
	}
}

func TestFileThatCannotBeSaved(t *testing.T) {
	post := bot.Post{File: &bot.File{Name: "a.json", Alt: "Your data"}}
	got := talk(t, &script{reply: func(bot.Message) bot.Reply { return bot.Reply{Post: post} }}, "a\n")
	if !strings.HasPrefix(got, "Your data\nIt could not be saved: ") {
		t.Errorf("printed %q", got)
	}
}

func TestFileName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"data.json", "data.json"},
		{"/etc/passwd", "passwd"},
		{`C:\x\y.txt`, "y.txt"},
		{"..", "file"},
		{"", "file"},
		{"a/", "file"},
		{".bashrc", "bashrc"},
		{"-rf *", "rf--"},
		{"a\x00b\nc", "a-b-c"},
		{"café.json", "café.json"},
		{strings.Repeat("é", 60), strings.Repeat("é", 50)},
		{"x" + strings.Repeat("é", 60), "x" + strings.Repeat("é", 49)},
	}
	for _, tt := range tests {
		if got := fileName(tt.name); got != tt.want {
			t.Errorf("fileName(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}
