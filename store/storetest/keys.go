package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mentorbot/store"
)

// ordered are keys in the order of their bytes, which is neither that of any
// language nor that of signed bytes.
var ordered = []string{
	"\x00", "\x00\x00", "\x00\x01", "\x00\xff", "\x01",
	"A", "B", "Z", "_", "a", "a\x00", "a\x00b", "a\x01", "a b", "aa", "ab", "a\xff", "b",
	"\x7f", "\x80", "é", "\xfe", "\xff", "\xff\x00", "\xff\xff",
}

func testOrder(t *testing.T, open Open) {
	h := start(t, open)
	backwards := slices.Clone(ordered)
	slices.Reverse(backwards)
	h.put(t, backwards...)
	h.want(t, ordered...)
	back := everything
	back.Back = true
	h.view(t, func(r store.Reader) error { return want(r, back, backwards...) })
}

// testRanges asks for every range between two of the ordered keys, or between
// their neighbours that are not there.
func testRanges(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, ordered...)
	ends := []string{""}
	for _, key := range ordered {
		ends = append(ends, key, key+"\x00x")
	}
	h.view(t, func(r store.Reader) error {
		var errs []error
		for _, from := range ends {
			errs = append(errs, checkRange(r, []byte(from), nil))
			for _, to := range ends {
				errs = append(errs, checkRange(r, []byte(from), []byte(to)))
			}
		}
		return errors.Join(errs...)
	})
}

func checkRange(r store.Reader, from, to []byte) error {
	var keys []string
	for _, key := range ordered {
		if key >= string(from) && (to == nil || key < string(to)) {
			keys = append(keys, key)
		}
	}
	backwards := slices.Clone(keys)
	slices.Reverse(backwards)
	var errs []error
	for _, limit := range []int{-1, 0, 1, 2, len(ordered), len(ordered) + 1} {
		n := min(max(limit, 0), len(keys))
		errs = append(errs,
			want(r, store.Range{From: from, To: to, Limit: limit}, keys[:n]...),
			want(r, store.Range{From: from, To: to, Limit: limit, Back: true}, backwards[:n]...))
	}
	return errors.Join(errs...)
}

func testValues(t *testing.T, open Open) {
	h := start(t, open)
	large := bytes.Repeat([]byte{0, 0xff, 'x'}, 100_000)
	h.update(t, func(w store.Writer) error {
		return errors.Join(
			w.Put([]byte("nil"), nil),
			w.Put([]byte("empty"), []byte{}),
			w.Put([]byte("zero"), []byte{0}),
			w.Put([]byte("large"), large),
			w.Put([]byte("twice"), []byte("first")),
			w.Put([]byte("twice"), []byte("second")),
			values(w, large),
		)
	})
	h.view(t, func(r store.Reader) error { return values(r, large) })
	h.update(t, func(w store.Writer) error {
		return errors.Join(w.Put([]byte("large"), nil), w.Delete([]byte("empty")), w.Delete([]byte("absent")))
	})
	h.view(t, func(r store.Reader) error {
		return errors.Join(value(r, "large", nil), absent(r, "empty"), value(r, "nil", nil))
	})
}

func values(r store.Reader, large []byte) error {
	return errors.Join(
		value(r, "nil", nil),
		value(r, "empty", nil),
		value(r, "zero", []byte{0}),
		value(r, "large", large),
		value(r, "twice", []byte("second")),
		absent(r, "absent"),
		absent(r, "nil\x00"),
		absent(r, "ni"),
	)
}

// value returns an error unless key is there with that value, for Get and Scan.
func value(r store.Reader, key string, want []byte) error {
	got, err := r.Get([]byte(key))
	if err != nil || !bytes.Equal(got, want) {
		return fmt.Errorf("get of %q gave %.20q, %v, want %.20q", key, got, err, want)
	}
	pairs, err := r.Scan(store.Range{From: []byte(key), Limit: 1})
	if err != nil || len(pairs) != 1 || string(pairs[0].Key) != key || !bytes.Equal(pairs[0].Value, want) {
		return fmt.Errorf("scan from %q gave %.40q, %v, want %.20q", key, pairs, err, want)
	}
	return nil
}

// absent returns an error unless key is not there.
func absent(r store.Reader, key string) error {
	if got, err := r.Get([]byte(key)); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("get of %q gave %q, %v, want %v", key, got, err, store.ErrNotFound)
	}
	return want(r, store.Range{From: []byte(key), To: []byte(key + "\x00"), Limit: 1})
}

// testLongKeys has keys of the full length that differ in their last byte only.
func testLongKeys(t *testing.T, open Open) {
	h := start(t, open)
	long := strings.Repeat("long\x00", 300)
	keys := []string{long[:1499], long[:1499] + "\x00", long[:1499] + "a", long[:1499] + "b"}
	h.put(t, keys[3], keys[1], keys[2], keys[0])
	h.want(t, keys...)
	h.update(t, func(w store.Writer) error { return w.Delete([]byte(keys[2])) })
	h.want(t, keys[0], keys[1], keys[3])
}

func testBadKeys(t *testing.T, open Open) {
	h := start(t, open)
	h.update(t, func(w store.Writer) error {
		for _, key := range [][]byte{nil, {}} {
			if w.Put(key, []byte("x")) == nil {
				return errors.New("a key of no bytes was taken")
			}
		}
		return put(w, "a")
	})
	h.want(t, "a")
}

// testDeleteMuch empties whole pages, and scans over them before they are gone.
func testDeleteMuch(t *testing.T, open Open) {
	h := start(t, open)
	all := fill(t, h, 2000)
	few := slices.Concat(all[:3], all[1990:])
	back := slices.Clone(few)
	slices.Reverse(back)
	middle := store.Range{From: []byte(all[1]), To: []byte(all[1000]), Limit: 9, Back: true}
	h.update(t, func(w store.Writer) error {
		err := remove(w, all[3:1990])
		return errors.Join(err,
			want(w, everything, few...),
			want(w, store.Range{Limit: 99, Back: true}, back...),
			want(w, middle, all[2], all[1]),
			want(w, store.Range{From: []byte(all[3]), To: []byte(all[1990]), Limit: 1, Back: true}),
		)
	})
	h.want(t, few...)
	h.update(t, func(w store.Writer) error {
		err := put(w, all...)
		last := store.Range{Limit: 1, Back: true}
		return errors.Join(err, remove(w, all), want(w, everything), want(w, last), put(w, all[7]), want(w, last, all[7]))
	})
	h.want(t, all[7])
}

// fill writes n keys, enough for several pages, and returns them.
func fill(t *testing.T, h home, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("%04d %s", i, strings.Repeat("x", 60))
	}
	h.put(t, keys...)
	return keys
}

func remove(w store.Writer, keys []string) error {
	for _, key := range keys {
		if err := w.Delete([]byte(key)); err != nil {
			return err
		}
	}
	return nil
}

// testDeleteInLoop removes what a scan returned, a little at a time.
func testDeleteInLoop(t *testing.T, open Open) {
	h := start(t, open)
	for i := range 250 {
		h.put(t, fmt.Sprintf("%03d", i))
	}
	for left := 250; left > 0; {
		h.update(t, func(w store.Writer) error {
			pairs, err := w.Scan(store.Range{Limit: 40})
			for _, p := range pairs {
				err = errors.Join(err, w.Delete(p.Key))
			}
			left -= len(pairs)
			if left > 0 {
				err = errors.Join(err, want(w, store.Range{Limit: 1}, fmt.Sprintf("%03d", 250-left)))
			}
			return err
		})
	}
	h.want(t)
}

// testSlicesOutlive keeps what was read, reuses what was written, and writes
// into both.
func testSlicesOutlive(t *testing.T, open Open) {
	h := start(t, open)
	fill(t, h, 200) // a few keys may be kept in another way
	key, val := []byte("key"), []byte("key")
	h.update(t, func(w store.Writer) error {
		err := w.Put(key, val)
		copy(key, "yek")
		copy(val, "lav")
		return errors.Join(err, value(w, "key", []byte("key")))
	})

	var got []byte
	var pairs []store.Pair
	h.view(t, func(r store.Reader) (err error) {
		if got, err = r.Get([]byte("key")); err != nil {
			return err
		}
		pairs, err = r.Scan(store.Range{From: []byte("key"), Limit: 2})
		return err
	})
	for i := range 50 {
		h.put(t, fmt.Sprint("other", i))
		h.update(t, func(w store.Writer) error { return w.Put([]byte("key"), []byte("new")) })
	}
	_ = append(pairs[0].Key, "tail"...)
	if string(got) != "key" || string(pairs[0].Key) != "key" || string(pairs[0].Value) != "key" {
		t.Errorf("read %q and %q, later they are %q", "key", "key", append(pairs, store.Pair{Value: got}))
	}
	copy(got, "xxx")
	copy(pairs[0].Value, "xxx")
	h.view(t, func(r store.Reader) error { return value(r, "key", []byte("new")) })
}

// testTransactionsDie uses a Reader and a Writer after their closures.
func testTransactionsDie(t *testing.T, open Open) {
	h := start(t, open)
	h.put(t, "a")
	var r store.Reader
	var w store.Writer
	h.view(t, func(tx store.Reader) error { r = tx; return nil })
	h.update(t, func(tx store.Writer) error { w = tx; return nil })
	h.update(t, func(store.Writer) error {
		for _, dead := range []store.Reader{r, w} {
			if _, err := dead.Get([]byte("a")); err == nil || errors.Is(err, store.ErrNotFound) {
				t.Errorf("Get after the end: %v", err)
			}
			if _, err := dead.Scan(everything); err == nil {
				t.Error("Scan after the end: no error")
			}
			if err := dead.Each(everything, func([]byte, []byte) error { return nil }); err == nil {
				t.Error("Each after the end: no error")
			}
		}
		if w.Put([]byte("b"), nil) == nil || w.Delete([]byte("a")) == nil {
			t.Error("write after the end: no error")
		}
		return nil
	})
	h.want(t, "a")
	if err := h.View(context.Background(), func(store.Reader) error { return nil }); err != nil {
		t.Error(err)
	}
}
