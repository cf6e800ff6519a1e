package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"mentorbot/store"
)

func testContextBefore(t *testing.T, open Open) {
	h := start(t, open)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	h.put(t, "a")
	for range 1000 { // that the home is free is no reason to run it now and then
		if err := h.Update(ctx, func(store.Writer) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("Update: %v", err)
		}
	}
	if err := h.View(ctx, func(store.Reader) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("View: %v", err)
	}
}

// testContextWhileWaiting gives up behind an Update that does not end.
func testContextWhileWaiting(t *testing.T, open Open) {
	h := start(t, open)
	pause, resume := pauses()
	first := make(chan error, 1)
	go func() {
		first <- h.Update(context.Background(), func(w store.Writer) error {
			pause()
			return put(w, "a")
		})
	}()
	resume(func() {
		ctx, cancel := context.WithCancel(context.Background())
		second := make(chan error, 1)
		go func() {
			second <- h.Update(ctx, func(store.Writer) error { t.Error("ran"); return nil })
		}()
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("the one that gave up got %v", err)
		}
	})
	if err := <-first; err != nil {
		t.Errorf("the one before it got %v", err)
	}
	h.want(t, "a")
}

// testContextDuring is done when fn has begun: what it wrote is committed, and
// Update knows.
func testContextDuring(t *testing.T, open Open) {
	h := start(t, open)
	ctx, cancel := context.WithCancel(context.Background())
	if err := h.Update(ctx, func(w store.Writer) error {
		cancel()
		return put(w, "a")
	}); err != nil {
		t.Errorf("Update: %v", err)
	}
	h.want(t, "a")
	ctx, cancel = context.WithCancel(context.Background())
	if err := h.View(ctx, func(r store.Reader) error {
		cancel()
		return want(r, everything, "a")
	}); err != nil {
		t.Errorf("View: %v", err)
	}
}

// testCloseWaits closes while a View and an Update run.
func testCloseWaits(t *testing.T, open Open) {
	dir := t.TempDir()
	h := home{open(t, dir)}
	results := make(chan error, 2)
	var ended atomic.Int32
	pauseUpdate, resumeUpdate := pauses()
	go func() {
		results <- h.Update(context.Background(), func(w store.Writer) error {
			pauseUpdate()
			defer ended.Add(1)
			return put(w, "a")
		})
	}()
	pauseView, resumeView := pauses()
	go func() {
		results <- h.View(context.Background(), func(r store.Reader) error {
			pauseView()
			defer ended.Add(1)
			return want(r, everything)
		})
	}()
	closed := make(chan error, 1)
	resumeUpdate(func() {
		resumeView(func() {
			go func() {
				err := h.Close()
				if ended.Load() < 2 {
					t.Error("Close did not wait")
				}
				closed <- err
			}()
		})
	})
	if err := errors.Join(<-results, <-results, <-closed); err != nil {
		t.Error(err)
	}
	again := home{open(t, dir)}
	again.want(t, "a")
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

func testClosed(t *testing.T, open Open) {
	h := start(t, open)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	never := errors.New("ran")
	for name, err := range map[string]error{
		"View":   h.View(context.Background(), func(store.Reader) error { return never }),
		"Update": h.Update(context.Background(), func(store.Writer) error { return never }),
		"Close":  h.Close(),
	} {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
}

func testReopen(t *testing.T, open Open) {
	dir := t.TempDir()
	for i, keys := range [][]string{{}, ordered[:3], ordered[:9], ordered} {
		h := home{open(t, dir)}
		if i > 0 {
			h.put(t, keys...)
		}
		h.want(t, keys...)
		_ = h.Update(context.Background(), func(w store.Writer) error {
			return errors.Join(put(w, "never"), errors.New("changed its mind"))
		})
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
	h := home{open(t, dir)}
	h.want(t, ordered...)
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}
