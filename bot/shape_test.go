package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"mentorbot/store"
)

// Whether a reply is private and whether it replaces the pressed post follows
// from the command and the way it came.
func TestShape(t *testing.T) {
	b := newDesk(t).Bot
	channel, direct := Place{ID: "C1"}, Place{ID: "D1", Direct: true}
	public := map[string]bool{"ask": true, "skills": true, "help": true}
	replaces := map[string]bool{"done": true, "grade": true, "skip": true, "answer": true, "more": true, "wish": true, "server": true, "project": true}
	lines := map[string]string{
		"share": "share apis/http", "more": "more apis/http", "quiz": "quiz apis", "task": "task", "skills": "skills",
	}
	for _, c := range Commands() {
		line, ok := lines[c.Name]
		if !ok {
			line = c.Example[0]
		}
		for _, want := range []struct {
			via              Via
			place            Place
			private, replace bool
		}{
			{Typed, channel, c.Name != "share", false},
			{Typed, direct, false, false},
			{Mentioned, channel, !public[c.Name], false},
			{Mentioned, direct, false, false},
			{PressedShared, channel, c.Name != "share", false},
			{PressedOwn, channel, c.Name != "share", replaces[c.Name]},
		} {
			private, replace := b.Shape(Message{Via: want.via, Place: want.place, Line: line})
			if private != want.private || replace != want.replace {
				t.Errorf("%q via %d in a direct conversation (%t): private %t, replaces %t, want %t, %t",
					line, want.via, want.place.Direct, private, replace, want.private, want.replace)
			}
		}
	}
}

// A line that is wrong is answered in private and replaces nothing, also where
// the command would be public.
func TestShapeOfMistakes(t *testing.T) {
	b := newDesk(t).Bot
	for _, line := range []string{"", "share apis/graphql", "more nonsense", "skills nonsense", "help xyzzy", "ask", "grade a#b 1 perfect"} {
		for _, via := range []Via{Typed, Mentioned, PressedOwn, PressedShared} {
			private, replace := b.Shape(Message{Via: via, Place: Place{ID: "C1"}, Line: line})
			if !private || replace {
				t.Errorf("%q via %d: private %t, replaces %t", line, via, private, replace)
			}
		}
	}
}

// A panic is a calm sentence too, with one line of log, and rewrites nothing.
func TestPanic(t *testing.T) {
	d := newDesk(t)
	var log kept
	d.log = log.logger()
	d.say("slack:T1", "ann", "help")
	offer := offered("databases/joins#count-orders", d.now)
	d.store = nil
	reply := d.Handle(ctx, Message{
		Workspace: "slack:T1", From: Person{ID: "ann"}, Place: Place{ID: "C1"}, Via: PressedOwn, Line: "done " + offer.String(),
	})
	if !reply.Private || reply.Replace || !strings.HasPrefix(reply.Body, "That did not work, and it is not your fault.") {
		t.Errorf("the reply is %+v", reply)
	}
	if len(log.lines) != 1 || !strings.Contains(log.lines[0], "panic") {
		t.Errorf("logged: %q", log.lines)
	}
}

// A home that panics is an error, for its platform to log and to say so calmly.
func TestHomePanic(t *testing.T) {
	d := newDesk(t)
	d.store = nil
	if posts, err := d.Home(ctx, Message{Workspace: "slack:T1", From: Person{ID: "ann"}}); posts != nil || err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("got %v and %v", posts, err)
	}
}

// An error shows its reference, and never itself; its line is not in the log.
func TestErrorHasTwoReaders(t *testing.T) {
	d := newDesk(t)
	var log kept
	d.log = log.logger()
	d.home.Close()
	reply := d.say("slack:T1", "ann", "how do i hide a body in postgres")
	if len(log.lines) != 1 {
		t.Fatalf("logged: %q", log.lines)
	}
	_, ref, _ := strings.Cut(log.lines[0], "ref=")
	if ref = ref[:6]; !strings.Contains(reply.Body, ref) || strings.Contains(reply.Body, store.ErrClosed.Error()) {
		t.Errorf("reference %s, reply %s", ref, reply.Body)
	}
	if strings.Contains(log.lines[0], "body") {
		t.Errorf("the question was logged: %s", log.lines[0])
	}
	if !errors.Is(d.store.View(context.Background(), nil), store.ErrClosed) {
		t.Error("the store is not closed")
	}
}
