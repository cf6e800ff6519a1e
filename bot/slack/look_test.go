package slack

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/bot/bottest"
	"mentorbot/content"
	"mentorbot/store"
)

// look compares what people see with a file of testdata/look.
func look(t *testing.T, name string, shown any) {
	t.Helper()
	golden(t, filepath.Join("testdata", "look", name+".json"), shown)
}

// TestLooks renders what people see most, as the bot says it.
func TestLooks(t *testing.T) {
	library, err := content.Load(content.Source{Name: "library", FS: os.DirFS(filepath.Join("..", "testdata", "library"))})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, slog.New(slog.DiscardHandler), library)
	say := func(who, line string) bot.Reply {
		d.now = d.now.Add(time.Second)
		return d.Handle(t.Context(), bot.Message{
			Workspace: "slack:T1", From: bot.Person{ID: store.MemberID(who), Name: who, Zone: "Europe/Berlin", Admin: who == "boss"},
			Place: bot.Place{ID: "C1", Name: "backend"}, Via: bot.PressedOwn, Line: line,
		})
	}
	look(t, "welcome", Render(*say("ann", "help").Then))
	look(t, "answer", Render(say("ann", "ask indexing").Post))
	task := say("ann", "task databases/indexing")
	look(t, "task", Render(task.Post))
	for _, c := range task.Choices {
		if c.Label == "Done" {
			look(t, "done", Render(say("ann", c.Line).Post))
		}
	}
	for _, topic := range []string{"databases/tables", "databases/joins", "apis/http"} {
		say("ann", say("ann", "task "+topic).Choices[2].Line) // Done
		say("bob", say("bob", "quiz "+topic).Choices[0].Line)
	}
	say("bob", "how do I bribe a judge")
	question := say("ann", "quiz databases/tables")
	look(t, "question", Render(question.Post))
	look(t, "verdict", Render(say("ann", option(question, "It names one row of the table")).Post))
	look(t, "progress", Render(say("ann", "progress").Post))
	look(t, "settings", Render(say("ann", "settings").Post))
	look(t, "mydata", Render(say("ann", "mydata").Post))
	look(t, "team", Render(say("boss", "team").Post))
	say("boss", "daily 09:30")
	look(t, "daily", Render(d.due(t, time.Date(2026, 8, 25, 9, 30, 0, 0, time.UTC))))
	d.now = d.now.Add(time.Second)
	posts, err := d.Home(t.Context(), bot.Message{Workspace: "slack:T1", From: bot.Person{ID: "ann", Name: "ann", Zone: "Europe/Berlin"}, Place: bot.Place{Direct: true}})
	if err != nil {
		t.Fatal(err)
	}
	look(t, "home", slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: RenderHome(posts)}})
}

// option is the line of a question's option of that text.
func option(question bot.Reply, text string) string {
	before, _, _ := strings.Cut(question.Body, text)
	return question.Choices[strings.Count(before, "\n- ")-1].Line
}

// due is the first promise that falls due by some time, as it is to be sent.
func (d *desk) due(t *testing.T, at time.Time) (post bot.Post) {
	t.Helper()
	d.now = at
	_, _, post = bottest.Due(t, d.Bot, d.store, "slack", at)
	return post
}

func TestStyles(t *testing.T) {
	for lines, want := range map[string]string{
		"hint x,solution x,done x,skip x":    "  primary ",
		"answer x A,answer x B,answer x C":   "  ",
		"answer x A?,answer x B?,answer x A": "  primary",
		"quiz,grade x hard,grade x easy":     "primary  ",
		"task a,quiz a,more a":               "primary  ",
		"mydata export,mydata delete yes":    " danger",
		"remind off":                         "",
		"ask a,ask b":                        " ",
		"done x,done x hard":                 "primary ",
		"task,quiz,plan,done x":              "   primary",
	} {
		var choices []bot.Choice
		for line := range strings.SplitSeq(lines, ",") {
			choices = append(choices, bot.Choice{Label: "A", Line: line})
		}
		var got []string
		for _, look := range styles(choices) {
			got = append(got, string(look))
		}
		if !slices.Equal(got, strings.Split(want, " ")) {
			t.Errorf("%s: %q", lines, got)
		}
	}
}
