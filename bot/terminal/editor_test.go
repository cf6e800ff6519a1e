package terminal

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"mentorbot/bot"
)

// A sitting is a chat in a window, inside a bubble.
type sitting struct {
	*Chat
	*fakeScreen
	keyboard io.WriteCloser
	cancel   func()
	ran      chan error
}

// sit opens a window and runs a chat in it.
func sit(t *testing.T, b Bot, history string) *sitting {
	in, keyboard := io.Pipe()
	screen := newFakeScreen(40)
	chat := New(Config{Bot: b, From: bot.Person{ID: "me"}, In: in, Out: screen, Screen: screen, History: history})
	ctx, cancel := context.WithCancel(context.Background())
	s := &sitting{chat, screen, keyboard, cancel, make(chan error, 1)}
	go func() { s.ran <- chat.Run(ctx) }()
	synctest.Wait()
	t.Cleanup(func() {
		cancel()
		keyboard.Close()
	})
	return s
}

// press sends keys in one piece, and waits until all is quiet.
func (s *sitting) press(keys string) {
	fmt.Fprint(s.keyboard, keys)
	synctest.Wait()
}

// shows checks the rows below the greeting.
func (s *sitting) shows(t *testing.T, what, want string) {
	t.Helper()
	_, got, _ := strings.Cut(s.fakeScreen.String(), "exit leaves.\n\n")
	if got != want {
		t.Errorf("%s: the window shows\n%s\nwant\n%s", what, got, want)
	}
}

// left checks that Run has returned nil and the window is as it was.
func (s *sitting) left(t *testing.T, how string) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-s.ran:
		if err != nil {
			t.Errorf("%s: %v", how, err)
		}
	default:
		t.Errorf("%s does not leave", how)
	}
	if s.isRaw() {
		t.Errorf("%s leaves the window raw", how)
	}
}

const (
	up        = "\x1b[A"
	leftArrow = "\x1b[D"
	enter     = "\r"
)

func TestEditing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &script{reply: echo}
		s := sit(t, b, "")
		s.shows(t, "at first", "> _")
		s.press("helo" + leftArrow + "l")
		s.shows(t, "while editing", "> hell_o")
		s.press(enter)
		s.shows(t, "after a line", "> hello\n<hello>\n\n> _")
		if got, want := b.lines(), []string{"hello"}; !reflect.DeepEqual(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

// A post that comes while a line is edited stands above it.
func TestUnpromptedPost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &script{reply: echo}
		s := sit(t, b, "")
		s.press("half a li" + leftArrow + leftArrow)
		post := bot.Post{Title: "Daily task", Body: "A text that is wider than the window is."}
		if got := s.Send(t.Context(), toPlace, "k", post); got.Fate != bot.Done {
			t.Errorf("Send: %+v", got)
		}
		s.shows(t, "while editing", "Daily task\nA text that is wider than the window is.\n\n> half a _li")
		s.press("\x05ne" + enter)
		if got, want := b.lines(), []string{"half a line"}; !reflect.DeepEqual(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

// A line that is longer than the window is put back whole.
func TestUnpromptedPostOverLongLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.press(strings.Repeat("abcdefghi ", 6))
		s.Send(t.Context(), toPlace, "k", bot.Post{Title: "Daily task"})
		s.shows(t, "a long line", "Daily task\n\n> abcdefghi abcdefghi abcdefghi abcdefgh\ni abcdefghi abcdefghi _")
	})
}

func TestCompletion(t *testing.T) {
	words := []string{"databases/indexing", "databases/isolation", "daily", "quiz"}
	tests := []struct{ name, keys, shows string }{
		{"one candidate", "qu\t", "> quiz _"},
		{"what all agree on", "ask data\t", "> ask databases/i_"},
		{"a list", "ask databases/i\t", "databases/indexing  databases/isolation\n\n> ask databases/i_"},
		{"in any case", "QU\t", "> quiz _"},
		{"nothing", "xy\t", "> xy_"},
		{"inside a line", "qu now" + strings.Repeat(leftArrow, 4) + "\t", "> quiz_ now"},
		{"another key", "qu" + leftArrow, "> q_u"},
	}
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			s := sit(t, &script{reply: echo, candidates: words}, "")
			s.press(tt.keys)
			s.shows(t, tt.name, tt.shows)
		})
	}
}

// A panic in the bot's completion must not leave the window raw.
func TestPanicWhileCompleting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.press("panic \t")
		if err := <-s.ran; err == nil || !strings.Contains(err.Error(), "no such word") {
			t.Errorf("Run: %v", err)
		}
		if s.isRaw() {
			t.Error("the window is raw")
		}
	})
}

func TestPanicWhileAnswering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, keyboard := io.Pipe()
		screen := newFakeScreen(40)
		c := New(Config{Bot: &script{reply: func(bot.Message) bot.Reply { panic("oh") }}, In: in, Out: screen, Screen: screen})
		go func() {
			fmt.Fprint(keyboard, "a\r")
			keyboard.Close()
		}()
		defer func() {
			if recover() == nil || screen.isRaw() || screen.rawTimes != 1 {
				t.Error("the panic was swallowed, or the window is raw")
			}
		}()
		c.Run(t.Context())
	})
}

func TestLeaving(t *testing.T) {
	for _, keys := range []string{"exit\r", " quit \r", "\x04", "\x03", "half a line\x03"} {
		synctest.Test(t, func(t *testing.T) {
			s := sit(t, &script{reply: echo}, "")
			s.press(keys)
			s.left(t, fmt.Sprintf("%q", keys))
			if !strings.HasSuffix(s.fakeScreen.String(), "\n_") {
				t.Errorf("after %q the cursor is not on a new row:\n%s", keys, s.fakeScreen)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.cancel()
		s.left(t, "the context")
	})
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.keyboard.Close()
		s.left(t, "the end of input")
	})
}

// Ctrl-C while a line is being answered gives the window back at once, and the
// answer still comes.
func TestCtrlCWhileAnswering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := make(chan bool)
		b := &answering{func(ctx context.Context, m bot.Message) bot.Reply {
			<-answer
			return echo(m)
		}}
		s := sit(t, b, "")
		s.press("slow\r")
		s.press("\x03")
		if s.isRaw() {
			t.Error("the window is still raw")
		}
		close(answer)
		s.left(t, "Ctrl-C")
		s.shows(t, "at the end", "> slow\n<slow>\n\n_")
	})
}

// The Escape key alone does not swallow what is typed after it.
func TestEscapeKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &script{reply: echo}
		s := sit(t, b, "")
		s.press("\x1b")
		s.press("1\r")
		if got, want := b.lines(), []string{"1"}; !reflect.DeepEqual(got, want) {
			t.Errorf("heard %q, want %q", got, want)
		}
	})
}

// A key sequence without an end stops the chat, not the machine.
func TestEndlessKeySequence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.press("\x1b[" + strings.Repeat("1", 300))
		if err := <-s.ran; err == nil || s.isRaw() {
			t.Errorf("Run: %v", err)
		}
	})
}

func TestResize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, "")
		s.resize(12)
		s.Send(t.Context(), toPlace, "k", bot.Post{Body: "some words in a narrow window"})
		s.shows(t, "narrow", "some words\nin a narrow\nwindow\n\n> _")
	})
}

func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, path)
		s.press("first\rsecond\rsecond\r\r")
		s.press("draft" + up + up)
		s.shows(t, "two up", "> first\n<first>\n\n> second\n<second>\n\n> second\n<second>\n\n>\n<>\n\n> first_")
	})
	synctest.Test(t, func(t *testing.T) {
		s := sit(t, &script{reply: echo}, path)
		s.press(up)
		s.shows(t, "the next day", "> second_")
	})
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(path)
	if info.Mode() != 0o600 || string(text) != "first\nsecond\n" {
		t.Errorf("the file is %v: %q", info.Mode(), text)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	h := readHistory(path)
	for i := range maxHistory + 20 {
		h.append(fmt.Sprint("line ", i))
	}
	h.Add(strings.Repeat("x", maxHistoryLine+1))
	h.Add("\x1b[2Jlast\n")
	if h.Len() != maxHistory || h.At(0) != "[2Jlast" || h.At(maxHistory-1) != "line 21" {
		t.Errorf("%d lines from %q to %q", h.Len(), h.At(maxHistory-1), h.At(0))
	}
	if again := readHistory(path); !reflect.DeepEqual(again.lines, h.lines) || again.err != nil {
		t.Errorf("read again: %d lines, %v", again.Len(), again.err)
	}
}

// A history that cannot be kept is said once, at the end.
func TestHistoryThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "missing", "history")} {
		synctest.Test(t, func(t *testing.T) {
			s := sit(t, &script{reply: echo}, path)
			s.press("one\r" + up)
			s.press("\rexit\r")
			s.left(t, "exit")
			if got := s.fakeScreen.String(); strings.Count(got, "Lines were not kept: ") != 1 || strings.Count(got, "<one>") != 2 {
				t.Errorf("the window shows\n%s", got)
			}
		})
	}
}
