package slack

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// newBot returns a bot over the embedded content and an empty store, at a time
// that stands still.
func newBot(t *testing.T) (*bot.Bot, *content.Library) {
	library, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	home, err := bolt.Open(filepath.Join(t.TempDir(), "mentor.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Close() })
	s, err := store.Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)
	return bot.New(bot.Config{Store: s, Library: library, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}), library
}

// TestEverythingFits renders every topic with what its buttons lead to, every task
// and question, and the reply to every example of every command.
func TestEverythingFits(t *testing.T) {
	t.Parallel()
	b, library := newBot(t)
	lead := bot.Message{
		Workspace: "slack:T1", From: bot.Person{ID: "U1", Name: "<!channel> *Ann*", Zone: "Europe/Berlin", Admin: true},
		Place: bot.Place{ID: "C1", Name: "backend"},
	}
	lines := []string{"", "nothing of the kind", "<@U9> *x* <!here>"}
	for _, topic := range library.Topics() {
		lines = append(lines, "ask "+topic.ID, "more "+topic.ID)
		for _, task := range topic.Tasks {
			offer := fmt.Sprint(task.ID, " 4mqz4h")
			lines = append(lines, "hint "+offer, "solution "+offer)
		}
		lines = append(lines, "task "+topic.ID, "quiz "+topic.ID)
	}
	for _, c := range bot.Commands() {
		lines = append(append(lines, c.Example...), "help "+c.Name, c.Name)
	}
	for _, line := range lines {
		m := lead
		m.Line = line
		reply := b.Handle(context.Background(), m)
		fits(t, line, Render(reply.Post))
		if reply.Then != nil {
			fits(t, line+" (then)", Render(*reply.Then))
		}
	}
	posts, err := b.Home(t.Context(), lead)
	if wrong := misfits(RenderHome("", posts)); err != nil || len(wrong) > 0 {
		t.Error("home:", wrong, err)
	}
}
