package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"go.etcd.io/bbolt"
)

// A backup goes out at 64 MiB/s, because an unpaced one takes nearly all writes
// away from those who use the store.
const (
	stride  = 1 << 20 // bytes
	perTick = time.Second / 64
)

// Backup writes the state of this instant to a new file at path, which opens
// like any other. An existing file is refused with os.ErrExist and never
// replaced; a file appears only when it is complete, and is synced. A second
// backup at the same time is refused.
//
// It is one long read: as long as it runs no page that was in use when it began
// is used again, so the file grows by about what is written meanwhile (at 16 s a
// GiB). It needs hard links, which FAT does not have.
func (h *Home) Backup(ctx context.Context, path string) error {
	if err := h.enter(); err != nil {
		return err
	}
	defer h.running.Done()
	if err := h.copyTo(ctx, path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

func (h *Home) copyTo(ctx context.Context, path string) error {
	if !h.backup.TryLock() {
		return errors.New("another one is being written")
	}
	defer h.backup.Unlock()
	if _, err := os.Lstat(path); err == nil {
		return &os.PathError{Op: "create", Path: path, Err: os.ErrExist}
	}
	sweep(path)
	tick := time.NewTicker(perTick)
	defer tick.Stop()
	return beside(path, func(f *os.File) error {
		return h.db.View(func(tx *bbolt.Tx) error {
			p := &paced{ctx: ctx, to: f, tick: tick.C}
			_, err := tx.WriteTo(p)
			return cmp.Or(p.err, err)
		})
	})
}

// A paced writer lets a stride through per tick, until its context is done. It
// keeps its error, of which bbolt makes a text.
type paced struct {
	ctx  context.Context
	to   io.Writer
	tick <-chan time.Time
	n    int // bytes since the last tick
	err  error
}

func (p *paced) Write(b []byte) (n int, err error) {
	defer func() { p.err = err }()
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	n, err = p.to.Write(b)
	p.n += n
	for err == nil && p.n >= stride {
		p.n -= stride
		select {
		case <-p.tick:
		case <-p.ctx.Done():
			err = p.ctx.Err()
		}
	}
	return n, err
}
