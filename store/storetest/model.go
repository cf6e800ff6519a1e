package storetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"mentorbot/store"
)

// testModel holds a home to a sorted map: runs of writes and deletes that empty
// whole pages, scans of the same transaction in both directions, and
// transactions that fail.
func testModel(t *testing.T, open Open) {
	h := start(t, open)
	rapid.Check(t, func(t *rapid.T) {
		m := model{}
		if err := h.Update(context.Background(), clear); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 8).Draw(t, "updates") {
			m.update(t, h)
			if err := h.View(context.Background(), func(r store.Reader) error { return m.check(t, r) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func clear(w store.Writer) error {
	pairs, err := w.Scan(everything)
	for _, p := range pairs {
		err = errors.Join(err, w.Delete(p.Key))
	}
	return err
}

// A model is what a home should hold: values by number of the key.
type model map[int]string

const keys = 300 // several pages of most databases

var errChanged = errors.New("changed its mind")

func (m *model) update(t *rapid.T, h home) {
	fail := rapid.Bool().Draw(t, "fail")
	was := maps.Clone(*m)
	err := h.Update(context.Background(), func(w store.Writer) error {
		*m = maps.Clone(was) // as it may run again
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			if err := errors.Join(m.step(t, w), m.check(t, w)); err != nil {
				return err
			}
		}
		if fail {
			return errChanged
		}
		return nil
	})
	if fail && err == errChanged {
		*m = was
	} else if err != nil {
		t.Fatal(err)
	}
}

// step writes or deletes a run of keys.
func (m model) step(t *rapid.T, w store.Writer) error {
	from := rapid.IntRange(0, keys-1).Draw(t, "from")
	to := rapid.IntRange(from, keys).Draw(t, "to")
	val := rapid.StringN(0, 80, -1).Draw(t, "value")
	remove := rapid.Bool().Draw(t, "delete")
	for i := from; i < to; i++ {
		var err error
		if remove {
			err = w.Delete(number(i))
			delete(m, i)
		} else {
			err = w.Put(number(i), []byte(val))
			m[i] = val
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func number(i int) []byte { return binary.BigEndian.AppendUint32([]byte("key"), uint32(i)) }

// check compares a scan of some range, and one Get.
func (m model) check(t *rapid.T, r store.Reader) error {
	from := rapid.IntRange(0, keys).Draw(t, "scan from")
	to := rapid.IntRange(0, keys).Draw(t, "scan to")
	in := store.Range{From: number(from), To: number(to)}
	if to == keys {
		in.To = nil
	}
	in.Limit = rapid.SampledFrom([]int{1, 3, 100, 2 * keys}).Draw(t, "limit")
	in.Back = rapid.Bool().Draw(t, "back")
	got, err := r.Scan(in)
	if err != nil {
		return err
	}
	want := m.scan(in, from, to)
	if !slices.EqualFunc(got, want, func(a, b store.Pair) bool {
		return bytes.Equal(a.Key, b.Key) && bytes.Equal(a.Value, b.Value)
	}) {
		return fmt.Errorf("scan of %s gave %d pairs %q, want %d pairs %q", show(in), len(got), got, len(want), want)
	}
	if val, ok := m[from]; ok {
		return value(r, string(number(from)), []byte(val))
	}
	return absent(r, string(number(from)))
}

func (m model) scan(in store.Range, from, to int) (pairs []store.Pair) {
	for i := from; i < to; i++ {
		if val, ok := m[i]; ok {
			pairs = append(pairs, store.Pair{Key: number(i), Value: []byte(val)})
		}
	}
	if in.Back {
		slices.Reverse(pairs)
	}
	return pairs[:min(in.Limit, len(pairs))]
}
