package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"mentorbot/store"
)

// A backup that is made while others write holds one state of the data, and can
// be opened and written to.
func TestBackupWhileWriting(t *testing.T) {
	h, path := start(t)
	to := filepath.Join(filepath.Dir(path), "backup.db")
	fill(t, h)
	pair := func(n uint64) error { // two numbers that are always the same
		return h.Update(ctx, func(w store.Writer) error {
			value := binary.BigEndian.AppendUint64(nil, n)
			return errors.Join(w.Put([]byte("a"), value), w.Put([]byte("z"), value))
		})
	}
	if err := pair(0); err != nil {
		t.Fatal(err)
	}
	var writer sync.WaitGroup
	begun, done := make(chan struct{}), make(chan struct{})
	writer.Go(func() {
		for n := uint64(1); ; n++ {
			if err := pair(n); err != nil {
				t.Error(err)
			}
			if n == 5 {
				close(begun)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	<-begun
	err := h.Backup(ctx, to)
	close(done)
	writer.Wait()
	if err != nil {
		t.Fatal(err)
	}
	b := open1(t, to)
	defer b.Close()
	if err := b.View(ctx, func(r store.Reader) error {
		a, err1 := r.Get([]byte("a"))
		z, err2 := r.Get([]byte("z"))
		all, err3 := r.Scan(store.Range{Limit: 1 << 20})
		if !bytes.Equal(a, z) || binary.BigEndian.Uint64(a) < 5 || len(all) != 2002 {
			t.Errorf("backup has %x, %x and %d keys", a, z, len(all))
		}
		return errors.Join(err1, err2, err3)
	}); err != nil {
		t.Error(err)
	}
	mustPut(t, b, "more")
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestBackupRefuses(t *testing.T) {
	h, path := start(t)
	dir := filepath.Dir(path)
	there, link := filepath.Join(dir, "there"), filepath.Join(dir, "link")
	write(t, there, []byte("theirs"))
	if err := os.Symlink("nowhere", link); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{there, link, path, dir} {
		err := h.Backup(ctx, to)
		if !errors.Is(err, os.ErrExist) || !strings.Contains(err.Error(), to) {
			t.Errorf("Backup(%s): %v", to, err)
		}
	}
	if string(read(t, there)) != "theirs" {
		t.Error("a file was replaced")
	}
	missing := filepath.Join(dir, "missing", "backup.db")
	if err := h.Backup(ctx, missing); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("Backup to a missing directory: %v", err)
	}
	h.backup.Lock()
	if err := h.Backup(ctx, filepath.Join(dir, "second")); err == nil {
		t.Error("two backups at a time")
	}
	h.backup.Unlock()
	h.Close()
	if err := h.Backup(ctx, filepath.Join(dir, "closed")); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Backup after Close: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("left: %v", entries)
	}
}

// A fading context ends after it was asked a few times.
type fading struct {
	context.Context
	left int
}

func (f *fading) Err() error {
	if f.left--; f.left < 0 {
		return context.Canceled
	}
	return nil
}

// A backup that is broken off leaves nothing, and what a killed one left is no
// obstacle.
func TestBackupBrokenOff(t *testing.T) {
	h, path := start(t)
	fill(t, h)
	to := filepath.Join(filepath.Dir(path), "backup.db")
	write(t, to+unfinished+"42", []byte("from a crash"))
	for left := range 6 {
		if err := h.Backup(&fading{ctx, left}, to); !errors.Is(err, context.Canceled) {
			t.Fatalf("Backup: %v", err)
		}
		if entries, _ := os.ReadDir(filepath.Dir(to)); len(entries) != 1 {
			t.Fatalf("left: %v", entries)
		}
	}
	if err := h.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	open1(t, to).Close()
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tick := time.NewTicker(perTick)
		defer tick.Stop()
		begun := time.Now()
		n, err := io.CopyN(&paced{ctx: t.Context(), to: io.Discard, tick: tick.C}, zeros{}, 128<<20)
		if took := time.Since(begun); n != 128<<20 || err != nil || took != 2*time.Second {
			t.Errorf("%d bytes in %v, %v, want 128 MiB in 2 s", n, took, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		n, err = io.CopyN(&paced{ctx: ctx, to: io.Discard, tick: tick.C}, zeros{}, 128<<20)
		if !errors.Is(err, context.DeadlineExceeded) || n>>20 < 60 || n>>20 > 65 {
			t.Errorf("%d bytes in a second, %v", n, err)
		}
	})
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// A backup waits for the pace, and the writers do not wait for the backup, even
// when the file grows under it.
func TestBackupHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, path := start(t)
		if err := put(h, "large", 3*stride); err != nil {
			t.Fatal(err)
		}
		backup := make(chan error, 1)
		go func() { backup <- h.Backup(ctx, filepath.Join(filepath.Dir(path), "backup.db")) }()
		synctest.Wait() // it waits for the first tick
		if err := put(h, "larger", 17*stride); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-backup:
			t.Errorf("the backup did not wait: %v", err)
		default:
		}
		if err := <-backup; err != nil {
			t.Error(err)
		}
	})
}
