//go:build linux || darwin

package bolt

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"go.etcd.io/bbolt"

	"mentorbot/store"
)

const limitedVariable = "MENTORBOT_LIMITED_TEST"

// limited says whether this is a process of the test's own, which lives when it
// goes beyond its limit. Elsewhere it runs the test in one and reports: the limit
// would also hit what the test runner writes.
func limited(t *testing.T) bool {
	t.Helper()
	if os.Getenv(limitedVariable) != "" {
		signal.Ignore(syscall.SIGXFSZ)
		t.Cleanup(func() { signal.Reset(syscall.SIGXFSZ) })
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), limitedVariable+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// limit makes this process's disk full: no file can be written beyond size
// bytes. free takes that back.
func limit(t *testing.T, size uint64) (free func()) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	now := was
	now.Cur = size
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	free = sync.OnceFunc(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(free)
	return free
}

// All who share a commit that the disk refuses get its error, those too who only
// read; nothing of it remains; and it goes on when the disk does.
func TestDiskFull(t *testing.T) {
	if !limited(t) {
		return
	}
	for name, row := range map[string]struct {
		size func(file int64) uint64
		big  int // bytes that somebody writes
	}{
		"pages cannot be written": {func(int64) uint64 { return uint64(2 * os.Getpagesize()) }, 1},
		"file cannot grow":        {func(file int64) uint64 { return uint64(file) }, 17 << 20}, // it grows by 16 MiB
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, path := start(t)
				mustPut(t, h, "a", "b")
				info, err := os.Stat(path)
				if err != nil {
					t.Fatal(err)
				}
				free := limit(t, row.size(info.Size()))
				for range 3 {
					refusedCommit(t, h, row.big)
					wantKeys(t, h, "a", "b")
				}
				if name != "pages cannot be written" {
					mustPut(t, h, "b") // there is room for this
				}
				free()
				mustPut(t, h, "c")
				if err := put(h, "d", row.big); err != nil {
					t.Error(err)
				}
				h.Close()
				h = open1(t, path)
				defer h.Close()
				wantKeys(t, h, "a", "b", "c", "d")
				consistent(t, h)
			})
		})
	}
}

// refusedCommit has several share a commit in which one writes too much.
func refusedCommit(t *testing.T, h *Home, big int) {
	t.Helper()
	waiting := make(chan struct{})
	full := syscall.EFBIG.Error() // bbolt wraps it as text
	var all sync.WaitGroup
	caller := func(want string, fn func(w store.Writer) error) {
		all.Go(func() {
			err := h.Update(ctx, fn)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("Update: %v, want %v", err, want)
			}
		})
		synctest.Wait()
	}
	caller(full, func(w store.Writer) error { <-waiting; return w.Put([]byte("a"), []byte("x")) })
	caller(full, func(w store.Writer) error { return w.Put([]byte("big"), make([]byte, big)) })
	caller("sorry", func(w store.Writer) error { return errors.Join(w.Delete([]byte("a")), errors.New("sorry")) })
	caller(full, func(w store.Writer) error { return w.Delete([]byte("b")) })
	caller(full, func(w store.Writer) error { _, err := w.Get([]byte("a")); return err })
	close(waiting)
	all.Wait()
}

// consistent fails the test if a page is lost, or used twice.
func consistent(t *testing.T, h *Home) {
	t.Helper()
	if err := h.db.View(func(tx *bbolt.Tx) (err error) {
		for e := range tx.Check() {
			err = errors.Join(err, e)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestBackupDiskFull(t *testing.T) {
	if !limited(t) {
		return
	}
	h, path := start(t)
	fill(t, h)
	to := filepath.Join(filepath.Dir(path), "backup.db")
	free := limit(t, 100_000)
	if err := h.Backup(ctx, to); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("Backup: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(to)); len(entries) != 1 {
		t.Errorf("left: %v", entries)
	}
	free()
	if err := h.Backup(ctx, to); err != nil {
		t.Error(err)
	}
}

// A store that cannot be made leaves nothing that the next start would refuse.
func TestCreateDiskFull(t *testing.T) {
	if !limited(t) {
		return
	}
	path := filepath.Join(t.TempDir(), "mentor.db")
	for size := range 6 {
		free := limit(t, uint64(size*os.Getpagesize()))
		h, err := Open(path)
		free()
		if err == nil {
			h.Close()
			t.Fatalf("made a store within %d pages", size)
		}
		if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 0 {
			t.Fatalf("%d pages: %v, left: %v", size, err, entries)
		}
	}
	open1(t, path).Close()
}
