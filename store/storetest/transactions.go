package storetest

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"mentorbot/store"
)

func testOwnWrites(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, "a", "b", "c")
	h.update(t, func(w store.Writer) error {
		back := store.Range{From: []byte("a"), To: []byte("c"), Limit: 2, Back: true}
		return errors.Join(
			put(w, "bb", "d"), w.Delete([]byte("b")),
			absent(w, "b"), value(w, "bb", []byte("bb")),
			want(w, everything, "a", "bb", "c", "d"),
			want(w, back, "bb", "a"),
			put(w, "b"), w.Delete([]byte("d")),
			want(w, everything, "a", "b", "bb", "c"),
			want(w, back, "bb", "b"),
			w.Put([]byte("a"), []byte("other")), value(w, "a", []byte("other")), put(w, "a"),
		)
	})
	h.want(t, "a", "b", "bb", "c")
	h.update(t, func(w store.Writer) error { return want(w, everything, "a", "b", "bb", "c") }) // writes nothing
}

// testIsolation changes everything under a View that has begun, and looks at an
// Update that has not ended.
func testIsolation(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, "a", "b", "c")
	pause, resume := pauses()
	viewed := make(chan error, 1)
	go func() {
		viewed <- h.View(context.Background(), func(r store.Reader) error {
			err := want(r, store.Range{Limit: 1}, "a")
			pause()
			return errors.Join(err, want(r, everything, "a", "b", "c"), value(r, "b", []byte("b")), absent(r, "bb"))
		})
	}()
	resume(func() { change(t, h) })
	if err := <-viewed; err != nil {
		t.Errorf("View: %v", err)
	}
	h.want(t, "bb", "c")

	pause, resume = pauses()
	updated := make(chan error, 1)
	go func() {
		updated <- h.Update(context.Background(), func(w store.Writer) error {
			err := put(w, "z")
			pause()
			return err
		})
	}()
	resume(func() { h.want(t, "bb", "c") })
	if err := <-updated; err != nil {
		t.Errorf("Update: %v", err)
	}
	h.want(t, "bb", "c", "z")
}

// pauses makes a closure stand still, the first time that it comes to pause,
// while resume does something.
func pauses() (pause func(), resume func(do func())) {
	there, over := make(chan struct{}), make(chan struct{})
	reach := sync.OnceFunc(func() { close(there) })
	pause = func() { reach(); <-over }
	resume = func(do func()) {
		<-there
		defer close(over)
		do()
	}
	return pause, resume
}

// change is several commits, as some databases reuse room after two.
func change(t *testing.T, h home) {
	for range 3 {
		for _, fn := range []func(store.Writer) error{
			func(w store.Writer) error { return errors.Join(w.Delete([]byte("a")), w.Delete([]byte("b"))) },
			func(w store.Writer) error { return put(w, "b", "bb") },
			func(w store.Writer) error { return w.Delete([]byte("b")) },
		} {
			h.update(t, fn)
		}
	}
}

func testFailure(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, "a", "b")
	sorry := errors.New("sorry")
	for name, fn := range map[string]func(store.Writer) error{
		"before writing": func(store.Writer) error { return sorry },
		"after writing": func(w store.Writer) error {
			return errors.Join(put(w, "c", "d"), w.Put([]byte("a"), []byte("x")), w.Put([]byte("a"), []byte("y")),
				w.Delete([]byte("b")), w.Delete([]byte("c")), sorry)
		},
	} {
		if err := h.Update(context.Background(), fn); !errors.Is(err, sorry) {
			t.Errorf("Update that fails %s: %v", name, err)
		}
		h.want(t, "a", "b")
	}
	if err := h.View(context.Background(), func(store.Reader) error { return sorry }); !errors.Is(err, sorry) {
		t.Errorf("View that fails: %v", err)
	}
}

func testPanic(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, "a")
	for _, value := range []any{"oh", errors.New("oh no")} {
		got := panics(func() error {
			return h.Update(context.Background(), func(w store.Writer) error {
				if err := errors.Join(put(w, "b"), w.Delete([]byte("a"))); err != nil {
					return err
				}
				panic(value)
			})
		})
		if got != value {
			t.Errorf("Update panicked with %v, want %v", got, value)
		}
		got = panics(func() error {
			return h.View(context.Background(), func(store.Reader) error { panic(value) })
		})
		if got != value {
			t.Errorf("View panicked with %v, want %v", got, value)
		}
		h.want(t, "a")
	}
}

// panics returns what fn panicked with, or else the error it returned.
func panics(fn func() error) (value any) {
	defer func() {
		if v := recover(); v != nil {
			value = v
		}
	}()
	return fn()
}

// testSharedCommits lets many go at once, of whom some fail and some panic after
// they have written where the others write.
func testSharedCommits(t *testing.T, open Open) {
	h := start(t, open)
	const callers, rounds = 48, 6
	sorry := errors.New("sorry")
	for range rounds {
		h.update(t, clear)
		gate := make(chan struct{})
		var all sync.WaitGroup
		for i := range callers {
			all.Go(func() {
				<-gate
				got := panics(func() error {
					return h.Update(context.Background(), func(w store.Writer) error {
						if _, err := add(w, "sum", 1); err != nil {
							return err
						}
						if _, err := add(w, fmt.Sprint(i), 1); err != nil {
							return err
						}
						switch i % 4 {
						case 1:
							return sorry
						case 2:
							panic(i)
						}
						return nil
					})
				})
				if want := map[int]any{1: sorry, 2: i}[i%4]; got != want {
					t.Errorf("caller %d got %v, want %v", i, got, want)
				}
			})
		}
		close(gate)
		all.Wait()
		h.view(t, func(r store.Reader) error { return checkShared(r, callers) })
	}
}

func checkShared(r store.Reader, callers int) error {
	pairs, err := r.Scan(everything)
	if err != nil {
		return err
	}
	if want := callers/2 + 1; len(pairs) != want {
		return fmt.Errorf("%d keys, want %d", len(pairs), want)
	}
	for _, p := range pairs {
		want := int64(1)
		if string(p.Key) == "sum" {
			want = int64(callers / 2)
		}
		if n := int64(binary.BigEndian.Uint64(p.Value)); n != want {
			return fmt.Errorf("%q is %d, want %d", p.Key, n, want)
		}
	}
	return nil
}

// add adds n to the number at key and returns the sum.
func add(w store.Writer, key string, n int64) (sum int64, err error) {
	value, err := w.Get([]byte(key))
	if err == nil {
		sum = int64(binary.BigEndian.Uint64(value))
	} else if !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	sum += n
	return sum, w.Put([]byte(key), binary.BigEndian.AppendUint64(nil, uint64(sum)))
}

// testCounter loses no increment and returns each sum once, though a closure may
// run more than once.
func testCounter(t *testing.T, open Open) {
	h := start(t, open)
	const callers, each = 16, 12
	seen := make([]bool, callers*each+1)
	var mu sync.Mutex
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for range each {
				var sum int64
				err := h.Update(context.Background(), func(w store.Writer) (err error) {
					sum, err = add(w, "n", 1)
					return err
				})
				mu.Lock()
				if err != nil || seen[sum] {
					t.Errorf("Update counted %d, seen before or %v", sum, err)
				}
				seen[sum] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
}

// testTransfers moves money between accounts while others look on: no View ever
// sees another total, nor do transfers that are refused change it.
func testTransfers(t *testing.T, open Open) {
	h := start(t, open)
	const accounts, total = 10, 10 * 100
	h.update(t, func(w store.Writer) (err error) {
		for i := range accounts {
			_, e := add(w, fmt.Sprint("account", i), total/accounts)
			err = errors.Join(err, e)
		}
		return err
	})
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for i := range 8 {
		writers.Go(func() {
			rng := rand.New(rand.NewPCG(1, uint64(i)))
			for range 25 {
				from, to := rng.IntN(accounts), rng.IntN(accounts)
				err := h.Update(context.Background(), transfer(from, to, rng.Int64N(80)))
				if err != nil && !errors.Is(err, errPoor) {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := h.View(context.Background(), checkTotal(total)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	h.view(t, checkTotal(total))
}

var errPoor = errors.New("not enough money")

// transfer gives first and finds out then that there was not enough.
func transfer(from, to int, amount int64) func(store.Writer) error {
	return func(w store.Writer) error {
		if _, err := add(w, fmt.Sprint("account", to), amount); err != nil {
			return err
		}
		left, err := add(w, fmt.Sprint("account", from), -amount)
		if err == nil && left < 0 {
			return errPoor
		}
		return err
	}
}

func checkTotal(total int64) func(store.Reader) error {
	return func(r store.Reader) error {
		pairs, err := r.Scan(everything)
		if err != nil {
			return err
		}
		sum := int64(0)
		for _, p := range pairs {
			n := int64(binary.BigEndian.Uint64(p.Value))
			if n < 0 {
				return fmt.Errorf("%s has %d", p.Key, n)
			}
			sum += n
		}
		if sum != total {
			return fmt.Errorf("total is %d, want %d", sum, total)
		}
		return nil
	}
}
