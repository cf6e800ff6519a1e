package discord

import (
	"slices"
	"testing"

	"mentorbot/bot"
)

// checkPost checks a post in its fullest form, and that its buttons carry their
// lines and are ours.
func checkPost(t *testing.T, from string, p bot.Post) {
	t.Helper()
	commands := bot.Commands()
	for _, breach := range breaches(notifying(p, channels+guild).message(nil)) {
		t.Errorf("%s: %s", from, breach)
	}
	again := map[string]int{}
	for _, c := range p.Choices {
		if got := lineOf(customID(c.Line, again[c.Line])); got != c.Line || !isCommand(got, commands) {
			t.Errorf("%s: a press on %q says %q", from, c.Line, got)
		}
		again[c.Line]++
	}
}

// TestTopics checks all that is taught.
func TestTopics(t *testing.T) {
	t.Parallel()
	library := everything(t)
	for _, piece := range bot.Pieces(library) {
		for _, p := range piece.Posts {
			checkPost(t, piece.ID, p)
		}
	}
}

// TestReplies says every example of every command and what gets no answer, as a
// lead and as a member, then presses every button that comes up.
func TestReplies(t *testing.T) {
	t.Parallel()
	lines := []string{"", "what is a covering index", "how do i bribe the king of siam", "@everyone **<@1>** `x", "remind 25:99", "taks", "team @nobody"}
	for _, c := range bot.Commands() {
		lines = append(append(lines, c.Name, "help "+c.Name), c.Example...)
	}
	library := everything(t)
	for who, name := range map[string]string{"lead": "boss", "member": "@everyone *b* [ob](https://x.y)"} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, library)
			for _, line := range []string{"lead add <@2>", "settings name **bold**"} {
				w.say(name, bot.Typed, line)
			}
			said := map[string]bool{}
			for todo := slices.Clone(lines); len(todo) > 0 && len(said) < 400; todo = todo[1:] {
				line := todo[0]
				if said[line] || line == "mydata delete sure" {
					continue
				}
				said[line] = true
				reply := w.say(name, bot.PressedOwn, line)
				checkPost(t, line, reply.Post)
				if reply.Then != nil {
					checkPost(t, line, *reply.Then)
				}
				for _, c := range reply.Choices {
					todo = append(todo, c.Line)
				}
			}
			if len(said) < 100 {
				t.Errorf("only %d lines were said", len(said))
			}
		})
	}
}
