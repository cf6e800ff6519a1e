package store_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"time"

	"mentorbot/store"
)

// What version 1 had of a member is what version 2 has, but for what follows from
// it anyway.
func TestCardsIntoSummaries(t *testing.T) {
	home, _ := openHome(t)
	setVersion(t, home, "1")
	day := store.Midnight("2026-08-24")
	own := func(member, rest string) []byte {
		key := append([]byte("w"+string(here)+"\x00D"+member+"\x00"), binary.BigEndian.AppendUint64(nil, uint64(noon.UnixNano()))...)
		return append(key, rest...)
	}
	old := map[string][]byte{
		"ia/b#c":  memory1(3.5, noon, day),
		"ia/b#d":  memory1(7, noon, day),
		"ia/bb#c": memory1(9, noon, day),
		"k" + string(binary.BigEndian.AppendUint64(nil, uint64(day.UnixNano()))) + "a/b#c": nil,
		"sa/b":  summary1(5, noon),
		"sa/bb": summary1(1, noon),
	}
	if err := home.Update(ctx, func(w store.Writer) error {
		for _, member := range []string{"U1", "U2"} {
			for rest, value := range old {
				if err := w.Put(own(member, rest), value); err != nil {
					return err
				}
			}
		}
		return w.Put([]byte("w"+string(here)+"\x00t"), []byte(`{"zone":"UTC"}`))
	}); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []store.MemberID{"U1", "U2"} {
		m := &store.Member{ID: id, Born: noon}
		memories := view(t, s, func(sp *store.Space) ([]*store.Memory, error) { return sp.Memories(m, "", 9) })
		sums := view(t, s, func(sp *store.Space) ([]*store.Summary, error) { return sp.Summaries(m, 9) })
		if len(memories) != 3 || len(sums) != 2 {
			t.Fatalf("%d memories, %d summaries", len(memories), len(sums))
		}
		mem := memories[0]
		want := &store.Memory{Item: "a/b#c", State: store.State{Stability: 3.5, Difficulty: 5, Last: noon, Day: day, Reps: 2}, Grade: store.Good, Rest: day}
		same(t, "Memory", mem, want)
		same(t, "Summary", sums[0], &store.Summary{Topic: "a/b", Attempts: 5, Last: noon, Cards: []store.Card{mem.Card(), memories[1].Card()}})
	}
	if err := home.View(ctx, func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{From: own("U1", "k"), To: own("U1", "l"), Limit: 9})
		same(t, "the old index", len(pairs), 0)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// memory1 is a memory as version 1 wrote it, answered twice.
func memory1(stability float64, last, day time.Time) []byte {
	b := []byte{1, byte(store.Good)}
	u64 := func(v uint64) { b = binary.BigEndian.AppendUint64(b, v) }
	u64(math.Float64bits(stability))
	u64(math.Float64bits(5))
	u64(uint64(last.UnixNano()))
	u64(uint64(day.UnixNano()))
	u64(2 << 32) // answers and lapses
	b = slices.Concat(b, make([]byte, 40))
	u64(uint64(day.AddDate(0, 0, 4).UnixNano())) // due
	u64(0)                                       // opened
	u64(uint64(day.UnixNano()))                  // rest
	return b
}

// summary1 is a summary as version 1 wrote it.
func summary1(attempts uint32, last time.Time) []byte {
	b := []byte{1}
	for _, n := range []uint32{2, 1, attempts} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(last.UnixNano()))
	return binary.BigEndian.AppendUint64(b, math.Float64bits(9))
}
