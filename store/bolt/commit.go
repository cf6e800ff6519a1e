package bolt

import (
	"context"
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"mentorbot/store"
)

// A commit is one transaction of bbolt and those who share it.
type commit struct {
	lend chan *bbolt.Bucket // to the caller whose turn it is
	back chan struct{}      // from the caller, who is through with it

	wrote  bool  // somebody wrote what stays
	broken error // what was written could not be put back

	done chan struct{} // closed when err is the outcome
	err  error
}

// Update runs fn and commits what it wrote; see store.Home. It runs fn once.
func (h *Home) Update(ctx context.Context, fn func(store.Writer) error) error {
	if err := h.enter(); err != nil {
		return err
	}
	defer h.running.Done()
	select {
	case c := <-h.turns:
		return c.take(ctx, fn)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// take is the caller's side of a turn: it runs fn and waits for the outcome.
func (c *commit) take(ctx context.Context, fn func(store.Writer) error) error {
	select {
	case b := <-c.lend:
		if err := c.run(ctx, b, fn); err != nil {
			return err
		}
		<-c.done
	case <-c.done: // it could not begin
	}
	return c.err
}

// run gives the bucket back in any case, without a trace of fn if it returned
// an error, panicked or left by runtime.Goexit.
func (c *commit) run(ctx context.Context, b *bbolt.Bucket, fn func(store.Writer) error) (err error) {
	w := &writer{reader: reader{b}}
	kept := false
	defer func() {
		if kept {
			c.wrote = c.wrote || len(w.undo) > 0
		} else {
			c.broken = w.rollback()
		}
		w.end()
		c.back <- struct{}{}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	err = fn(w)
	kept = err == nil
	return err
}

// write is the one goroutine that commits.
func (h *Home) write() {
	defer close(h.ended)
	debug.SetPanicOnFault(true)
	for {
		c := &commit{
			lend: make(chan *bbolt.Bucket),
			back: make(chan struct{}),
			done: make(chan struct{}),
		}
		select {
		case h.turns <- c:
			c.err = h.commit(c)
			close(c.done)
		case <-h.stop:
			return
		}
	}
}

// commit runs the transaction of c, which has been offered to a first caller.
func (h *Home) commit(c *commit) (err error) {
	defer guard(true, &err)
	tx, err := h.db.Begin(true)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // does nothing after a commit
	turns, err := h.share(c, tx.Bucket(bucket))
	if err != nil || !c.wrote {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	h.commits.Add(1)
	h.updates.Add(uint64(turns))
	return nil
}

// share lends the bucket to the first caller of c and then to all who wait.
func (h *Home) share(c *commit, b *bbolt.Bucket) (turns int, err error) {
	for more := true; more; {
		c.lend <- b
		<-c.back
		turns++
		if c.broken != nil {
			return turns, c.broken
		}
		more = turns < h.most && h.offer(c)
	}
	return turns, nil
}

// offer gives somebody who is waiting a part in c, and says whether there was one.
func (h *Home) offer(c *commit) bool {
	select {
	case h.turns <- c:
		return true
	default:
		return false
	}
}
