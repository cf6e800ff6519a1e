// Package bolt keeps a store.Home in one file on the local disk, by bbolt.
//
// # Commits
//
// A commit of bbolt is two fdatasyncs, whatever it holds, so callers share
// them: one goroutine holds the transaction and lends it, in turn, to everybody
// who is waiting at that instant, then commits once and answers all. There is no
// timer, so a lone caller commits at once. A closure runs in its caller's own
// goroutine and exactly once; a panic, or the end of a test, goes on there. What
// a closure that fails has written is put back as it was, inside the
// transaction, and those who share its commit notice nothing.
//
// A commit that fails, as on a full disk, gives its error to all who shared it,
// those too who only read, since they may have read what is not to be. The next
// one is tried afresh.
//
// # Invariants
//
//   - All keys lie in one bucket. Nothing is written while a cursor walks, and
//     what bbolt hands out, which dies with its transaction, is copied.
//   - A file appears under its name whole or not at all: it is written beside,
//     synced and linked to its name, which never replaces another file.
//   - A file is looked at before bbolt gets it, because bbolt initialises an
//     empty one and panics on some truncated ones. One that is refused is not
//     touched.
//   - A page that turns out to be damaged later gives an error where it is used;
//     the rest of the data stays in use.
//
// bbolt reuses freed pages but never shrinks a file, and writes the list of free
// pages with each commit: deleting much at once makes every later commit slow.
// Delete a little at a time.
package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"mentorbot/store"
)

// ErrInUse says that another process, or this one, has the file open.
var ErrInUse = errors.New("in use by another process")

// bucket holds all keys. A bbolt file without it is somebody else's.
var bucket = []byte("mentorbot")

const (
	// patience is how long Open waits for another process to let go of the
	// file, as one that is just shutting down does.
	patience = 500 * time.Millisecond

	// window is how much of the file is mapped from the start. It is address
	// space, not memory. When a file outgrows its mapping the writer waits for
	// every reader, a backup included, and new readers wait for the writer: so
	// it is larger than the file should ever be in one run.
	window = min(16<<30, math.MaxInt/4)

	// most is how many closures may share a commit, so that nobody waits for an
	// endless stream of others.
	most = 256
)

// A Home is a store.Home in a file.
type Home struct {
	db *bbolt.DB

	turns chan *commit // offers a part in the next commit
	most  int          // closures per commit
	stop  chan struct{}
	ended chan struct{} // closed when the writer is gone

	gate    sync.Mutex // over closed, and over running while it may still rise
	closed  bool
	running sync.WaitGroup

	backup           sync.Mutex
	commits, updates atomic.Uint64
}

var _ store.Home = (*Home)(nil)

// Open opens the file at path, and creates it (0600, with its directory, 0700)
// if it is not there. Its error is one sentence that names the file: it is held
// by another process (ErrInUse, after half a second), is empty, truncated,
// damaged or not ours, or cannot be read and written. Such a file is left as it
// is.
func Open(path string) (*Home, error) {
	db, err := open(path)
	if err != nil {
		var pe *os.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	h := &Home{
		db:    db,
		turns: make(chan *commit),
		most:  most,
		stop:  make(chan struct{}),
		ended: make(chan struct{}),
	}
	go h.write()
	return h, nil
}

func open(path string) (*bbolt.DB, error) {
	if err := create(path); err != nil {
		return nil, err
	}
	db, err := attach(path)
	if err != nil {
		return nil, err
	}
	sweep(path) // the lock is ours: what lies beside was left by a crash
	return db, nil
}

// attach gives an existing file to bbolt, if it is sound and ours. Where bbolt
// panics the lock stays until the process ends, as its mapping does.
func attach(path string) (_ *bbolt.DB, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:         patience,
		InitialMmapSize: window,
		OpenFile:        openSound,
		// The list of free pages is kept in maps, since searching an array for
		// room is slow when it is long, as it is in an aged file. It is written
		// with each commit (NoFreelistSync is off): without it an open after a
		// crash would read the whole file.
		FreelistType: bbolt.FreelistMapType,
	})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if b, err := top(tx); b != nil || err != nil {
			return err
		}
		return errForeign
	})
	if err != nil {
		return nil, cmp.Or(err, db.Close())
	}
	return db, nil
}

// create makes an empty store at path unless something is there.
func create(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	err := beside(path, func(f *os.File) error {
		db, err := bbolt.Open(f.Name(), 0o600, nil)
		if err != nil {
			return err
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket(bucket)
			return err
		})
		return cmp.Or(err, db.Close())
	})
	if _, there := os.Lstat(path); there == nil {
		return nil // ours, or that of a process that was faster
	}
	return err
}

// View runs fn over one consistent state, in the caller's goroutine. A context
// that is done before gives its error. While it runs no page that it can see is
// used again, so a long one makes the file grow.
func (h *Home) View(ctx context.Context, fn func(store.Reader) error) error {
	if err := h.enter(); err != nil {
		return err
	}
	defer h.running.Done()
	if err := ctx.Err(); err != nil {
		return err
	}
	return h.db.View(func(tx *bbolt.Tx) error {
		b, err := top(tx)
		if err != nil {
			return err
		}
		r := &reader{b}
		defer r.end()
		return fn(r)
	})
}

// enter admits a call, which Close then waits for.
func (h *Home) enter() error {
	h.gate.Lock()
	defer h.gate.Unlock()
	if h.closed {
		return store.ErrClosed
	}
	h.running.Add(1)
	return nil
}

// Close waits for the calls that are running and releases the file. Calls after
// it, another Close too, give store.ErrClosed.
func (h *Home) Close() error {
	h.gate.Lock()
	closed := h.closed
	h.closed = true
	h.gate.Unlock()
	if closed {
		return store.ErrClosed
	}
	h.running.Wait()
	close(h.stop)
	<-h.ended
	if err := h.db.Close(); err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}

// Stats tells how a Home is doing.
type Stats struct {
	Bytes   int64  // of the file that hold data or did
	Free    int64  // of these, bytes that will be used again
	Commits uint64 // since Open
	Updates uint64 // closures that shared them
}

// Stats returns how h is doing, or store.ErrClosed.
func (h *Home) Stats() (Stats, error) {
	s := Stats{Commits: h.commits.Load(), Updates: h.updates.Load()}
	if err := h.enter(); err != nil {
		return s, err
	}
	defer h.running.Done()
	pages := h.db.Stats()
	s.Free = int64(pages.FreePageN+pages.PendingPageN) * int64(h.db.Info().PageSize)
	return s, h.db.View(func(tx *bbolt.Tx) error {
		s.Bytes = tx.Size()
		return nil
	})
}
