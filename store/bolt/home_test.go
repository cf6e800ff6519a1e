package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mentorbot/store"
	"mentorbot/store/storetest"
)

var ctx = context.Background()

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) store.Home {
		return open1(t, filepath.Join(dir, "mentor.db"))
	})
}

func open1(t *testing.T, path string) *Home {
	t.Helper()
	h, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// start opens a new home, in the synctest bubble of t if there is one.
func start(t *testing.T) (h *Home, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "mentor.db")
	h = open1(t, path)
	t.Cleanup(func() {
		if err := h.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
	})
	return h, path
}

func put(h *Home, key string, size int) error {
	return h.Update(ctx, func(w store.Writer) error { return w.Put([]byte(key), make([]byte, size)) })
}

func mustPut(t *testing.T, h *Home, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if err := put(h, key, 8); err != nil {
			t.Fatal(err)
		}
	}
}

func wantKeys(t *testing.T, h *Home, keys ...string) {
	t.Helper()
	var got []string
	if err := h.View(ctx, func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{Limit: 1 << 20})
		for _, p := range pairs {
			got = append(got, string(p.Key))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(keys) {
		t.Errorf("keys are %q, want %q", got, keys)
	}
}

func commits(t *testing.T, h *Home) uint64 {
	t.Helper()
	s, err := h.Stats()
	if err != nil {
		t.Fatal(err)
	}
	return s.Commits
}

// hold begins an Update that waits, with one write, until it is let go.
func hold(t *testing.T, h *Home, all *sync.WaitGroup) (letGo func()) {
	waiting := make(chan struct{})
	all.Go(func() {
		if err := h.Update(ctx, func(w store.Writer) error {
			<-waiting
			return w.Put([]byte("held"), nil)
		}); err != nil {
			t.Error(err)
		}
	})
	synctest.Wait()
	return func() { close(waiting) }
}

// All who wait share the next commit; those of them who fail, panic or leave
// share nothing.
func TestCommitIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(t)
		mustPut(t, h, "old")
		before := commits(t, h)
		var all sync.WaitGroup
		letGo := hold(t, h, &all)
		sorry := errors.New("sorry")
		for i := range 20 {
			all.Go(func() {
				defer func() {
					if v := recover(); v != nil && (v != i || i%4 != 2) {
						t.Errorf("%d panicked with %v", i, v)
					}
				}()
				err := h.Update(ctx, func(w store.Writer) error {
					err := errors.Join(w.Delete([]byte("old")), w.Put([]byte("old"), []byte{1}), w.Put([]byte{'n', byte('a' + i)}, nil))
					switch i % 4 {
					case 1:
						return sorry
					case 2:
						panic(i)
					case 3:
						runtime.Goexit()
					}
					return errors.Join(err, w.Put([]byte("old"), nil))
				})
				if want := map[int]error{1: sorry}[i%4]; err != want {
					t.Errorf("%d got %v, want %v", i, err, want)
				}
			})
		}
		synctest.Wait()
		letGo()
		all.Wait()
		wantKeys(t, h, "held", "na", "ne", "ni", "nm", "nq", "old")
		if n := commits(t, h) - before; n != 1 {
			t.Errorf("%d commits, want 1", n)
		}
	})
}

func TestCommitIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(t)
		h.most = 10
		var all sync.WaitGroup
		letGo := hold(t, h, &all)
		for i := range 29 {
			all.Go(func() { mustPut(t, h, fmt.Sprint(i)) })
		}
		synctest.Wait()
		letGo()
		all.Wait()
		s, err := h.Stats()
		if s.Commits != 3 || s.Updates != 30 || err != nil {
			t.Errorf("%d updates in %d commits, %v, want 30 in 3", s.Updates, s.Commits, err)
		}
	})
}

// Who gives up waiting gets the context's error at once and holds up nobody.
func TestContextWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := start(t)
		var all sync.WaitGroup
		letGo := hold(t, h, &all)
		ctx, cancel := context.WithTimeout(ctx, time.Hour)
		defer cancel()
		begun := time.Now()
		err := h.Update(ctx, func(store.Writer) error { t.Error("ran"); return nil })
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Hour {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
		letGo()
		all.Wait()
		wantKeys(t, h, "held")
	})
}

// Close waits for those who wait too, and refuses those who come later.
func TestCloseWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, path := start(t)
		var all sync.WaitGroup
		letGo := hold(t, h, &all)
		all.Go(func() { mustPut(t, h, "waiting") })
		synctest.Wait()
		closed := make(chan error, 1)
		go func() { closed <- h.Close() }()
		synctest.Wait()
		if err := put(h, "late", 0); !errors.Is(err, store.ErrClosed) {
			t.Errorf("Update while closing: %v", err)
		}
		select {
		case err := <-closed:
			t.Errorf("Close did not wait: %v", err)
		default:
		}
		letGo()
		all.Wait()
		if err := <-closed; err != nil {
			t.Error(err)
		}
		h = open1(t, path)
		wantKeys(t, h, "held", "waiting")
		h.Close()
	})
}

// A transaction in which nobody wrote does not touch the file.
func TestNothingToCommit(t *testing.T) {
	h, path := start(t)
	mustPut(t, h, "a")
	before := read(t, path)
	for _, fn := range []func(store.Writer) error{
		func(store.Writer) error { return nil },
		func(w store.Writer) error { return w.Delete([]byte("absent")) },
		func(w store.Writer) error { _, err := w.Get([]byte("a")); return err },
		func(w store.Writer) error { w.Delete([]byte("a")); return store.ErrNotFound },
	} {
		if err := h.Update(ctx, fn); err != nil && err != store.ErrNotFound {
			t.Error(err)
		}
	}
	if !bytes.Equal(before, read(t, path)) {
		t.Error("the file has changed")
	}
	if n := commits(t, h); n != 1 {
		t.Errorf("%d commits, want 1", n)
	}
}

func TestStats(t *testing.T) {
	h, path := start(t)
	if err := put(h, "large", 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := put(h, "large", 1); err != nil {
		t.Fatal(err)
	}
	mustPut(t, h, "a", "b")
	s, err := h.Stats()
	if err != nil || s.Commits != 4 || s.Updates != 4 || s.Bytes < 1<<20 || s.Bytes > 2<<20 || s.Free < 1<<20 || s.Free > s.Bytes {
		t.Errorf("Stats = %+v, %v", s, err)
	}
	if size := int64(len(read(t, path))); size < s.Bytes {
		t.Errorf("file of %d bytes, Stats has %d", size, s.Bytes)
	}
	h.Close()
	if _, err := h.Stats(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Stats after Close: %v", err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDamageInUse damages pages of an open file. What lies in them gives errors
// and nothing panics.
func TestDamageInUse(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string){
		"page overwritten": func(t *testing.T, path string) { overwriteLeaf(t, path, key(1500)) },
		"file cut off":     cutOff,
	} {
		t.Run(name, func(t *testing.T) {
			h, path := start(t)
			fill(t, h)
			damage(t, path)
			in := store.Range{From: key(1500), Limit: 1}
			back := store.Range{From: key(1500), Limit: 1, Back: true}
			for name, err := range map[string]error{
				"Get":    h.View(ctx, func(r store.Reader) error { _, err := r.Get(key(1500)); return err }),
				"Scan":   h.View(ctx, func(r store.Reader) error { _, err := r.Scan(in); return err }),
				"Back":   h.View(ctx, func(r store.Reader) error { _, err := r.Scan(back); return err }),
				"Put":    h.Update(ctx, func(w store.Writer) error { return w.Put(key(1500), nil) }),
				"Delete": h.Update(ctx, func(w store.Writer) error { return w.Delete(key(1500)) }),
			} {
				if err == nil || !strings.Contains(err.Error(), "damaged") {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// TestDamageAtCommit lets a commit come upon a damaged page, with which it would
// merge the next one. The rest stays in use.
func TestDamageAtCommit(t *testing.T) {
	h, path := start(t)
	fill(t, h)
	overwriteLeaf(t, path, key(1500))
	readable := func(i int) bool {
		return h.View(ctx, func(r store.Reader) error { _, err := r.Get(key(i)); return err }) == nil
	}
	next := 1501 // the first key on the next page
	for !readable(next) {
		next++
	}
	for range 2 {
		err := h.Update(ctx, func(w store.Writer) (err error) {
			for i := next + 1; i < next+14; i++ { // of the 16 or so that are there
				err = errors.Join(err, w.Delete(key(i)))
			}
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("Update: %v", err)
		}
		mustPut(t, h, "elsewhere", "key 0001")
		if !readable(next+1) || !readable(1) {
			t.Error("what was not committed is gone")
		}
	}
}

func key(i int) []byte { return fmt.Appendf(nil, "key %04d", i) }

// fill writes enough keys for many pages.
func fill(t *testing.T, h *Home) {
	t.Helper()
	if err := h.Update(ctx, func(w store.Writer) (err error) {
		for i := range 2000 {
			err = errors.Join(err, w.Put(key(i), bytes.Repeat([]byte("x"), 100)))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// overwriteLeaf writes zeros over the pages of leaves that hold key.
func overwriteLeaf(t *testing.T, path string, key []byte) {
	data, page := read(t, path), os.Getpagesize()
	hit := false
	for at := 0; at < len(data); at += page {
		if leaf := data[at+8] == 2; leaf && bytes.Contains(data[at:at+page], key) {
			clear(data[at : at+page])
			hit = true
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(data, 0); err != nil || !hit {
		t.Fatal(hit, err)
	}
}

// cutOff leaves the two first pages.
func cutOff(t *testing.T, path string) {
	if err := os.Truncate(path, int64(2*os.Getpagesize())); err != nil {
		t.Fatal(err)
	}
}
