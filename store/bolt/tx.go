package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"

	"mentorbot/store"
)

// errOver says that a Reader or Writer was used after its closure.
var errOver = errors.New("transaction is over")

// top is the bucket that holds all keys, nil if there is none.
func top(tx *bbolt.Tx) (b *bbolt.Bucket, err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	return tx.Bucket(bucket), nil
}

// A reader is a transaction's view of the bucket, nil when it is over.
type reader struct{ bucket *bbolt.Bucket }

func (r *reader) end() { r.bucket = nil }

func (r *reader) Get(key []byte) (value []byte, err error) {
	if r.bucket == nil {
		return nil, errOver
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	value = r.bucket.Get(key)
	if value == nil {
		return nil, store.ErrNotFound
	}
	return bytes.Clone(value), nil
}

func (r *reader) Scan(in store.Range) (pairs []store.Pair, err error) {
	if r.bucket == nil {
		return nil, errOver
	}
	if in.Limit <= 0 {
		return nil, nil
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	c := r.bucket.Cursor()
	first, value := c.Seek(in.From)
	if first == nil || beyond(first, in.To) {
		return nil, nil
	}
	if in.Back {
		return back(c, in, bytes.Clone(first)), nil
	}
	var room []byte
	for k, v := first, value; k != nil && !beyond(k, in.To) && len(pairs) < in.Limit; k, v = c.Next() {
		if len(k)+len(v) > cap(room)-len(room) {
			room = make([]byte, 0, max(len(k)+len(v), min(2*cap(room), mostRoom)))
		}
		at := len(room)
		room = append(append(room, k...), v...)
		mid, end := at+len(k), len(room)
		pairs = append(pairs, store.Pair{Key: room[at:mid:mid], Value: room[mid:end:end]})
	}
	return pairs, nil
}

func (r *reader) Each(in store.Range, fn func(key, value []byte) error) (err error) {
	if r.bucket == nil {
		return errOver
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	c := r.bucket.Cursor()
	n := 0
	for k, v := c.Seek(in.From); k != nil && !beyond(k, in.To) && n < in.Limit; k, v = c.Next() {
		if err := fn(k, v); err != nil {
			return err
		}
		n++
	}
	return nil
}

// mostRoom bounds the pieces of memory, in bytes, that the pairs of a scan share.
// The first pair has one of its own, since many scans find one.
const mostRoom = 64 << 10

func beyond(key, to []byte) bool { return to != nil && bytes.Compare(key, to) >= 0 }

// back walks from the end of a range to its first key, which there is. It goes
// by that key because bbolt's Prev returns nil on a page whose keys were all
// deleted in this transaction, and its Last does not return at all where there
// are only such pages.
func back(c *bbolt.Cursor, in store.Range, first []byte) (pairs []store.Pair) {
	k, v := last(c, in.To)
	for len(pairs) < in.Limit {
		if k != nil {
			pairs = append(pairs, pair(k, v))
			if bytes.Equal(k, first) {
				break
			}
		}
		k, v = c.Prev()
	}
	return pairs
}

// last moves to the last key before to, or to an emptied page behind it.
func last(c *bbolt.Cursor, to []byte) (k, v []byte) {
	if to != nil {
		if k, _ = c.Seek(to); k != nil {
			return c.Prev()
		}
	}
	return c.Last()
}

// pair copies a key with its value, in one piece of memory.
func pair(k, v []byte) store.Pair {
	both := slices.Concat(k, v)
	return store.Pair{Key: both[:len(k):len(k)], Value: both[len(k):]}
}

// A writer remembers what it overwrote.
type writer struct {
	reader
	undo []store.Pair // what was there before each write; a nil Value was absent
}

func (w *writer) Put(key, value []byte) (err error) {
	if w.bucket == nil {
		return errOver
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	old := w.bucket.Get(key)
	// bbolt keeps the value until the commit, and takes a nil one for absent.
	if err := w.bucket.Put(key, append([]byte{}, value...)); err != nil {
		return fmt.Errorf("put: %w", err)
	}
	w.undo = append(w.undo, store.Pair{Key: bytes.Clone(key), Value: old})
	return nil
}

func (w *writer) Delete(key []byte) (err error) {
	if w.bucket == nil {
		return errOver
	}
	defer guard(debug.SetPanicOnFault(true), &err)
	old := w.bucket.Get(key)
	if old == nil {
		return nil
	}
	if err := w.bucket.Delete(key); err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	w.undo = append(w.undo, store.Pair{Key: bytes.Clone(key), Value: old})
	return nil
}

// rollback puts back what was there, latest write first. An old value needs no
// copy: it is bbolt's until the transaction ends.
func (w *writer) rollback() (err error) {
	defer guard(debug.SetPanicOnFault(true), &err)
	for _, old := range slices.Backward(w.undo) {
		if old.Value == nil {
			err = w.bucket.Delete(old.Key)
		} else {
			err = w.bucket.Put(old.Key, old.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// guard makes an error of what a damaged page gives: a panic of bbolt, or a
// fault on the mapped file. Faults panic in the goroutine that asked for it;
// faults is what it had asked for before.
func guard(faults bool, err *error) {
	debug.SetPanicOnFault(faults)
	if v := recover(); v != nil {
		*err = fmt.Errorf("damaged: %v", v)
	}
}
