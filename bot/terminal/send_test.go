package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mentorbot/bot"
)

var (
	toPlace  = bot.Destination{Workspace: Workspace, Place: Place}
	toMember = bot.Destination{Workspace: Workspace, Member: "me"}
)

// opened runs a chat in a pipe until the test ends, inside a bubble, and returns
// where to type.
func opened(t *testing.T, b Bot) (*Chat, *output, io.WriteCloser) {
	in, keyboard := io.Pipe()
	c, out := pipe(b, in)
	go c.Run(context.Background())
	synctest.Wait()
	return c, out, keyboard
}

func TestSend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &script{reply: echo}
		c, out, keyboard := opened(t, b)
		post := bot.Post{Title: "Daily", Body: "At <t:0:t>.", Choices: []bot.Choice{{Label: "Done", Line: "done x"}}}
		to := toPlace
		to.Zone = time.FixedZone("X", 3600)
		if got := c.Send(t.Context(), to, "daily/1/terminal", post); got != (bot.Outcome{Fate: bot.Done}) {
			t.Errorf("to the place: %+v", got)
		}
		fmt.Fprintln(keyboard, "1")
		synctest.Wait()
		if got := c.Send(t.Context(), toMember, "remind/1/me", post); got != (bot.Outcome{Fate: bot.Done}) {
			t.Errorf("to the member: %+v", got)
		}
		fmt.Fprintln(keyboard, "1")
		keyboard.Close()
		synctest.Wait()

		want := "Daily\nAt 01:00 X.\n\n[1] Done\n\n<done x>\n\nDaily\nAt 00:00 UTC.\n\n[1] Done\n\n<done x>\n"
		if got := out.String(); got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
		if b.heard[0].Via != bot.PressedShared || b.heard[1].Via != bot.PressedOwn {
			t.Errorf("pressed via %d and %d", b.heard[0].Via, b.heard[1].Via)
		}
	})
}

func TestSendElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, out, keyboard := opened(t, &script{reply: echo})
		tests := []struct {
			to   bot.Destination
			fate bot.Fate
			in   time.Duration
			why  string
		}{
			{bot.Destination{Workspace: Workspace, Member: "ann"}, bot.Retry, 15 * time.Minute, "ann is not at the terminal"},
			{bot.Destination{Workspace: Workspace, Place: "attic"}, bot.Gone, 0, "attic"},
			{bot.Destination{Workspace: "slack:T1", Place: Place}, bot.Gone, 0, "slack:T1"},
		}
		for _, tt := range tests {
			got := c.Send(t.Context(), tt.to, "k", bot.Post{Title: "x"})
			if got.Fate != tt.fate || got.After != tt.in || !strings.Contains(got.Why, tt.why) {
				t.Errorf("to %+v: %+v", tt.to, got)
			}
		}
		keyboard.Close()
		synctest.Wait()
		if out.String() != "" {
			t.Errorf("printed %q", out.String())
		}
	})
}

func TestSendWhenClosed(t *testing.T) {
	c, out := pipe(&script{reply: echo}, strings.NewReader(""))
	if got := c.Send(t.Context(), toPlace, "k", bot.Post{Title: "x"}); got.Fate != bot.Retry {
		t.Errorf("before: %+v", got)
	}
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := c.Send(t.Context(), toPlace, "k", bot.Post{Title: "x"}); got.Fate != bot.Retry {
		t.Errorf("after: %+v", got)
	}
	if out.String() != "" {
		t.Errorf("printed %q", out.String())
	}
}

func TestSendToBrokenOutput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _, keyboard := opened(t, &script{reply: echo})
		defer keyboard.Close()
		c.Out = failing{errors.New("broken")}
		if got := c.Send(t.Context(), toPlace, "k", bot.Post{Title: "x"}); got.Fate != bot.Uncertain {
			t.Errorf("a failing output: %+v", got)
		}
		reader, stuck := io.Pipe()
		defer reader.Close()
		c.Out = stuck
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if got := c.Send(ctx, toPlace, "k", bot.Post{Title: "x"}); got.Fate != bot.Uncertain {
			t.Errorf("an output that takes nothing: %+v", got)
		}
		if got := c.Send(ctx, toPlace, "k", bot.Post{Title: "x"}); got.Fate != bot.Retry {
			t.Errorf("a context that is done: %+v", got)
		}
	})
}

// Posts and replies that come at once stand one after the other.
func TestSendWhileAnswering(t *testing.T) {
	in, keyboard := io.Pipe()
	reply := bot.Post{Title: "reply", Body: "a\n\nb", Footer: "end"}
	c, out := pipe(&script{reply: func(bot.Message) bot.Reply { return bot.Reply{Post: reply, Then: &reply} }}, in)
	ran := make(chan error)
	go func() { ran <- c.Run(context.Background()) }()
	fmt.Fprintln(keyboard, "open it")
	post := bot.Post{Title: "post", Body: "c\n\nd", Footer: "end"}
	if got := c.Send(t.Context(), toPlace, "k", post); got.Fate != bot.Done {
		t.Errorf("sent: %+v", got)
	}
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for range 50 {
				c.Send(t.Context(), toPlace, "k", post)
			}
		})
	}
	for range 50 {
		fmt.Fprintln(keyboard, "line")
	}
	keyboard.Close()
	senders.Wait()
	if err := <-ran; err != nil {
		t.Fatal(err)
	}
	one := "reply\na\n\nb\n\nend\n"
	rest := strings.ReplaceAll(out.String()+"\n", one+"\n"+one+"\n", "")
	if left := strings.ReplaceAll(rest, "post\nc\n\nd\n\nend\n\n", ""); left != "" {
		t.Errorf("parts of posts are left: %q", left)
	}
}
