package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"mentorbot/store"
	"mentorbot/store/bolt"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 8, 24, 12, 0, 0, 0, time.UTC)
)

const here store.Workspace = "slack:T1"

func openHome(t *testing.T) (*bolt.Home, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mentor.db")
	home, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Close() })
	return home, path
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	home, _ := openHome(t)
	s, err := store.Open(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// update runs fn in a transaction of its own, in the workspace here.
func update(t *testing.T, s *store.Store, fn func(*store.Space) error) {
	t.Helper()
	if err := s.Update(ctx, func(tx *store.Tx) error { return fn(tx.In(here)) }); err != nil {
		t.Fatal(err)
	}
}

// view is what fn returns for the workspace here.
func view[T any](t *testing.T, s *store.Store, fn func(*store.Space) (T, error)) (v T) {
	t.Helper()
	if err := s.View(ctx, func(tx *store.Tx) (err error) {
		v, err = fn(tx.In(here))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return v
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s = %+v, want %+v", what, got, want)
	}
}

func TestSchema(t *testing.T) {
	current := strconv.Itoa(store.Version())
	for _, row := range []struct {
		name, version string
		want          error
	}{
		{"fresh", "", nil},
		{"current", current, nil},
		{"newer", strconv.Itoa(store.Version() + 1), store.ErrNewer},
		{"much newer", "999999", store.ErrNewer},
		{"no number", "one", errAny},
		{"negative", "-1", errAny},
	} {
		t.Run(row.name, func(t *testing.T) {
			home, path := openHome(t)
			if row.version != "" {
				setVersion(t, home, row.version)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = store.Open(ctx, home)
			if err != row.want && !errors.Is(err, row.want) && (err == nil || row.want != errAny) {
				t.Fatalf("Open: %v, want %v", err, row.want)
			}
			if err == nil {
				wantVersion(t, home, current)
			}
			after, err := os.ReadFile(path)
			if changed := !bytes.Equal(before, after); err != nil || changed != (row.version == "") {
				t.Errorf("file changed: %t, %v", changed, err)
			}
		})
	}
}

var errAny = errors.New("any error")

func setVersion(t *testing.T, home store.Home, version string) {
	t.Helper()
	if err := home.Update(ctx, func(w store.Writer) error { return w.Put([]byte("s"), []byte(version)) }); err != nil {
		t.Fatal(err)
	}
}

func wantVersion(t *testing.T, home store.Home, version string) {
	t.Helper()
	if err := home.View(ctx, func(r store.Reader) error {
		got, err := r.Get([]byte("s"))
		if string(got) != version {
			t.Errorf("version is %q, want %q", got, version)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestViewWritesNothing(t *testing.T) {
	s := openStore(t)
	if err := s.View(ctx, func(tx *store.Tx) error { return tx.In(here).PutTeam(&store.Team{Zone: "UTC"}) }); err == nil {
		t.Error("a View wrote")
	}
	if err := s.View(ctx, func(tx *store.Tx) error { return tx.In(here).DeleteLead("U1") }); err == nil {
		t.Error("a View deleted")
	}
	same(t, "Team", view(t, s, (*store.Space).Team), &store.Team{})
}

func TestClosed(t *testing.T) {
	s := openStore(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.View(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("View: %v", err)
	}
	if err := s.Update(ctx, func(*store.Tx) error { return nil }); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Update: %v", err)
	}
}

// Names that could not stand in a key are refused where records are named.
func TestNames(t *testing.T) {
	s := openStore(t)
	for _, name := range []string{"", "a\x00b", "a\nb", "\x1f", "U\xff", strings.Repeat("x", 301)} {
		for what, fn := range map[string]func(*store.Space) error{
			"PutMember":  func(sp *store.Space) error { return sp.PutMember(&store.Member{ID: store.MemberID(name), Born: noon}) },
			"PutLead":    func(sp *store.Space) error { return sp.PutLead(&store.Lead{ID: store.MemberID(name)}) },
			"PutChannel": func(sp *store.Space) error { return sp.PutChannel(&store.Channel{ID: store.PlaceID(name)}) },
			"Promise": func(sp *store.Space) error {
				_, err := sp.Promise(&store.Promise{Key: store.Key(name), Status: store.Waiting})
				return err
			},
		} {
			err := s.Update(ctx, func(tx *store.Tx) error { return fn(tx.In(here)) })
			if !errors.Is(err, store.ErrBadName) {
				t.Errorf("%s(%.10q): %v", what, name, err)
			}
		}
	}
	for _, name := range []string{"U1", "a b", "ä/#:", "\x7f😀", strings.Repeat("x", 300)} {
		update(t, s, func(sp *store.Space) error {
			return sp.PutMember(&store.Member{ID: store.MemberID(name), Born: noon})
		})
	}
	if n := len(view(t, s, func(sp *store.Space) ([]*store.Member, error) { return sp.Members("", 99) })); n != 5 {
		t.Errorf("%d members, want 5", n)
	}
}

func TestIDs(t *testing.T) {
	item := store.ItemID("databases/indexing#slow-query")
	same(t, "Topic", item.Topic(), store.TopicID("databases/indexing"))
	same(t, "Skill", item.Topic().Skill(), "databases")
	same(t, "Platform", store.Workspace("slack:T1").Platform(), "slack")
	same(t, "Platform", store.Workspace("local").Platform(), "local")
}
