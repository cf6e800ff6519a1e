// Package storetest is the contract of store.Home as a suite of tests, in
// particular where databases differ: the order of bytes, empty and absent
// values, what a transaction sees of itself and of others, what is left of one
// that failed, and who waits for whom.
//
// A home passes if Run passes. The tests use nothing but the contract; what a
// home promises beyond it (a file's damage, a shared commit) it tests itself.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"mentorbot/store"
)

// Open opens the home that is kept in dir, an existing directory; the first time
// it is empty. It fails the test if it cannot. The suite closes what it opened
// before it opens the same again.
type Open func(t *testing.T, dir string) store.Home

// Run runs the suite against the homes that open gives.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Open)
	}{
		{"Order", testOrder},
		{"Values", testValues},
		{"LongKeys", testLongKeys},
		{"BadKeys", testBadKeys},
		{"Ranges", testRanges},
		{"Model", testModel},
		{"DeleteMuch", testDeleteMuch},
		{"DeleteInLoop", testDeleteInLoop},
		{"SlicesOutlive", testSlicesOutlive},
		{"TransactionsDie", testTransactionsDie},

		{"OwnWrites", testOwnWrites},
		{"Isolation", testIsolation},
		{"Failure", testFailure},
		{"Panic", testPanic},
		{"SharedCommits", testSharedCommits},
		{"Counter", testCounter},
		{"Transfers", testTransfers},

		{"ContextBefore", testContextBefore},
		{"ContextWhileWaiting", testContextWhileWaiting},
		{"ContextDuring", testContextDuring},
		{"CloseWaits", testCloseWaits},
		{"Closed", testClosed},
		{"Reopen", testReopen},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

// start opens an empty home and closes it after the test.
func start(t *testing.T, open Open) home {
	t.Helper()
	h := home{open(t, t.TempDir())}
	t.Cleanup(func() {
		if err := h.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
			t.Errorf("Close: %v", err)
		}
	})
	return h
}

// A home fails the test where an error is not expected.
type home struct{ store.Home }

func (h home) update(t *testing.T, fn func(store.Writer) error) {
	t.Helper()
	if err := h.Update(context.Background(), fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

func (h home) view(t *testing.T, fn func(store.Reader) error) {
	t.Helper()
	if err := h.View(context.Background(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// put writes keys, each with itself as its value.
func (h home) put(t *testing.T, keys ...string) {
	t.Helper()
	h.update(t, func(w store.Writer) error { return put(w, keys...) })
}

func put(w store.Writer, keys ...string) error {
	for _, key := range keys {
		if err := w.Put([]byte(key), []byte(key)); err != nil {
			return err
		}
	}
	return nil
}

// want fails the test unless exactly these keys are there, in this order.
func (h home) want(t *testing.T, keys ...string) {
	t.Helper()
	h.view(t, func(r store.Reader) error { return want(r, everything, keys...) })
}

var everything = store.Range{Limit: 1 << 30}

// want returns an error unless the range gives exactly these keys, each with
// itself as its value.
func want(r store.Reader, in store.Range, keys ...string) error {
	pairs, err := r.Scan(in)
	if err != nil {
		return err
	}
	got := make([]string, len(pairs))
	for i, p := range pairs {
		got[i] = string(p.Key)
		if !bytes.Equal(p.Key, p.Value) {
			return fmt.Errorf("%q has the value %q", p.Key, p.Value)
		}
	}
	if !slices.Equal(got, keys) {
		return fmt.Errorf("scan of %s gave %q, want %q", show(in), got, keys)
	}
	return wantEach(r, in, pairs)
}

// wantEach returns an error unless Each gives those pairs, from the front, and
// stops with the error that it is given.
func wantEach(r store.Reader, in store.Range, pairs []store.Pair) error {
	if in.Back {
		return nil
	}
	stop, at := errors.New("stop"), 0
	err := r.Each(in, func(key, value []byte) error {
		if at >= len(pairs) || !bytes.Equal(key, pairs[at].Key) || !bytes.Equal(value, pairs[at].Value) {
			return fmt.Errorf("each of %s gave %q as number %d, the scan %q", show(in), key, at, pairs)
		}
		if at++; at == len(pairs) && at%2 == 1 {
			return stop
		}
		return nil
	})
	if at%2 == 1 && errors.Is(err, stop) {
		err = nil
	}
	if err == nil && at != len(pairs) {
		return fmt.Errorf("each of %s gave %d pairs, the scan %d", show(in), at, len(pairs))
	}
	return err
}

func show(in store.Range) string {
	return fmt.Sprintf("%q to %q, limit %d, back %t", in.From, in.To, in.Limit, in.Back)
}
