package bot

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

var ctx = context.Background()

// begin is when the tests' clocks begin.
var begin = time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)

// tea is the library of the tests, which does not change with the curriculum.
var tea = sync.OnceValues(func() (*content.Library, error) {
	return content.Load(content.Source{Name: "library", FS: os.DirFS(filepath.Join("testdata", "library"))})
})

func library(t testing.TB) *content.Library {
	t.Helper()
	l, err := tea()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A desk is a bot over a store of its own, with a clock to set.
type desk struct {
	*Bot
	home store.Home
	now  time.Time
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	home, err := bolt.Open(filepath.Join(t.TempDir(), "mentor.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Close() })
	s, err := store.Open(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{home: home, now: begin}
	d.Bot = New(Config{Store: s, Library: library(t), Now: func() time.Time { return d.now }, Log: slog.New(failing{t})})
	return d
}

// say has a line of somebody in a channel answered.
func (d *desk) say(w store.Workspace, who store.MemberID, line string) Reply {
	return d.Handle(ctx, Message{
		Workspace: w, From: Person{ID: who, Name: string(who), Admin: who == "boss"},
		Place: Place{ID: "C1", Name: "backend"}, Line: line,
	})
}

// in runs fn over a workspace.
func (d *desk) in(t testing.TB, w store.Workspace, fn func(*store.Space) error) {
	t.Helper()
	if err := d.store.View(ctx, func(tx *store.Tx) error { return fn(tx.In(w)) }); err != nil {
		t.Fatal(err)
	}
}

// fallDue lets everything fall due that is due.
func (d *desk) fallDue(t testing.TB) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = d.FallDue(ctx, 100); err != nil {
			t.Fatal(err)
		}
	}
}

// dump is every record of a workspace, and what the indexes have of it.
func (d *desk) dump(t testing.TB, w store.Workspace) string {
	t.Helper()
	var out strings.Builder
	err := d.home.View(ctx, func(r store.Reader) error {
		for _, prefix := range []string{"w" + string(w) + "\x00", "d", "o"} {
			pairs, err := r.Scan(store.Range{From: []byte(prefix), To: []byte(prefix + "\xff"), Limit: 1_000_000})
			if err != nil {
				return err
			}
			for _, p := range pairs {
				if strings.Contains(string(p.Key), string(w)+"\x00") {
					fmt.Fprintf(&out, "%q %q\n", p.Key, p.Value)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// failing is a log that fails the test at an error: a panic, a broken record.
type failing struct{ t testing.TB }

func (failing) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func (f failing) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		text += " " + a.String()
		return true
	})
	f.t.Errorf("logged: %s", text)
	return nil
}

func (f failing) WithAttrs([]slog.Attr) slog.Handler { return f }

func (f failing) WithGroup(string) slog.Handler { return f }

// kept is a log that is kept.
type kept struct{ lines []string }

func (k *kept) Write(line []byte) (int, error) {
	k.lines = append(k.lines, string(line))
	return len(line), nil
}

func (k *kept) logger() *slog.Logger { return slog.New(slog.NewTextHandler(k, nil)) }
