package slack

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// A desk is a bot over an empty store, at a time that stands still unless a test
// moves it.
type desk struct {
	now time.Time
	*bot.Bot
	library *content.Library
	home    *bolt.Home
	store   *store.Store
}

func newDesk(t *testing.T, log *slog.Logger, library *content.Library) *desk {
	d := &desk{now: time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC), library: library}
	var err error
	if d.home, err = bolt.Open(filepath.Join(t.TempDir(), "mentor.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.home.Close() })
	if d.store, err = store.Open(t.Context(), d.home); err != nil {
		t.Fatal(err)
	}
	d.Bot = bot.New(bot.Config{Store: d.store, Library: d.library, Now: func() time.Time { return d.now }, Log: log})
	return d
}

// taught is the library of the program, loaded once.
var taught = sync.OnceValues(func() (*content.Library, error) { return content.Load(content.Embedded()) })

func everything(t *testing.T) *content.Library {
	t.Helper()
	library, err := taught()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// stored are the keys of all records but the schema's version.
func (d *desk) stored() (keys []string) {
	err := d.home.View(context.Background(), func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{Limit: 1_000})
		for _, pair := range pairs {
			if key := string(pair.Key); key != "s" {
				keys = append(keys, key)
			}
		}
		return err
	})
	if err != nil {
		return []string{err.Error()}
	}
	return keys
}

// log is how many entries somebody's log has.
func (d *desk) log(who store.MemberID) (n int) {
	err := d.store.View(context.Background(), func(tx *store.Tx) error {
		s := tx.In("slack:T1")
		me, err := s.Member(who)
		if err != nil {
			return err
		}
		log, err := s.Log(me, time.Time{}, 1_000)
		n = len(log)
		return err
	})
	if err != nil {
		return -1
	}
	return n
}

// linesAbout are the lines whose answers are all of a topic.
func linesAbout(topic *content.Topic) []string {
	lines := []string{"ask " + topic.ID, "more " + topic.ID}
	for _, task := range topic.Tasks {
		offer := fmt.Sprint(task.ID, " 4mqz4h")
		lines = append(lines, "hint "+offer, "solution "+offer)
	}
	return append(lines, "task "+topic.ID, "quiz "+topic.ID)
}

// TestEverythingFits renders every topic with what its buttons lead to, every task
// and question, and the reply to every example of every command.
func TestEverythingFits(t *testing.T) {
	t.Parallel()
	d := newDesk(t, slog.New(slog.DiscardHandler), everything(t))
	b, library := d.Bot, d.library
	lead := bot.Message{
		Workspace: "slack:T1", From: bot.Person{ID: "U1", Name: "<!channel> *Ann*", Zone: "Europe/Berlin", Admin: true},
		Place: bot.Place{ID: "C1", Name: "backend"},
	}
	say := func(m bot.Message, line string) {
		m.Line = line
		reply := b.Handle(context.Background(), m)
		fits(t, line, Render(reply.Post))
		if reply.Then != nil {
			fits(t, line+" (then)", Render(*reply.Then))
		}
	}
	topics := make(chan *content.Topic)
	var readers sync.WaitGroup
	for i := range 32 { // at once they share commits
		m := lead
		m.From.ID = store.MemberID(fmt.Sprint("R", i))
		readers.Go(func() {
			for topic := range topics {
				for _, line := range linesAbout(topic) {
					say(m, line)
				}
			}
		})
	}
	for _, topic := range library.Topics() {
		topics <- topic
	}
	close(topics)
	readers.Wait()
	lines := []string{"", "nothing of the kind", "<@U9> *x* <!here>"}
	for _, c := range bot.Commands() {
		lines = append(append(lines, c.Example...), "help "+c.Name, c.Name)
	}
	for _, line := range lines {
		say(lead, line)
	}
	posts, err := b.Home(t.Context(), lead)
	if wrong := misfits(RenderHome(posts)); err != nil || len(wrong) > 0 {
		t.Error("home:", wrong, err)
	}
}
