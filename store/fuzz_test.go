package store

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"
)

// What is decoded is encoded again to the same bytes, so a decoder loses
// nothing and takes nothing that an encoder would not write.

func FuzzMemory(f *testing.F) {
	at := time.Date(2026, 8, 24, 9, 0, 0, 1, time.UTC)
	for _, m := range []Memory{
		{},
		{State: State{Stability: 1.5, Difficulty: 10, Last: at, Day: at, Reps: 7, Lapses: 1}, Grade: Easy, Rest: at},
		{Before: State{Stability: math.Inf(1), Difficulty: math.NaN(), Reps: math.MaxUint32}, Grade: 255, Opened: time.Unix(0, -1)},
	} {
		f.Add(m.encode())
	}
	f.Add([]byte{})
	f.Add([]byte{1})
	f.Add(bytes.Repeat([]byte{2}, memorySize+1))
	f.Add(bytes.Repeat([]byte{1}, memorySize))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeMemory("a/b#c", data)
		if valid := len(data) == memorySize && data[0] == memoryLayout; valid != (err == nil) {
			t.Fatalf("decodeMemory of %d bytes: %v", len(data), err)
		}
		if err == nil && !bytes.Equal(m.encode(), data) {
			t.Errorf("%x is encoded as %x", data, m.encode())
		}
	})
}

func FuzzSummary(f *testing.F) {
	card := Card{Slug: "c", Stability: 12.5, Difficulty: math.Inf(1), Day: 20_000, Rest: -1, Gap: 4, Reps: math.MaxUint32, Grade: 255, Chance: 65_535}
	for _, s := range []Summary{{}, {Attempts: 9, Last: time.Unix(7, 7), Cards: []Card{card, {}, card}}} {
		f.Add(s.encode())
	}
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{1}, summaryHead-1))
	f.Add(bytes.Repeat([]byte{2}, summaryHead+cardSize))
	f.Add(bytes.Repeat([]byte{2}, summaryHead+1))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := decodeSummary("a/b", data); err == nil && !bytes.Equal(s.encode(), data) {
			t.Errorf("%x is encoded as %x", data, s.encode())
		}
	})
}

func FuzzParseRef(f *testing.F) {
	for _, text := range []string{"local/daily/2026-08-24/terminal", "slack:T1/k", "/", "a/", "/a", "a", "", "a//", "a\x00/b\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := ParseRef(text)
		if err != nil {
			if i := strings.Index(text, "/"); i > 0 && i < len(text)-1 {
				t.Errorf("ParseRef(%q): %v", text, err)
			}
			return
		}
		if ref.String() != text || ref.Workspace == "" || ref.Key == "" || strings.Contains(string(ref.Workspace), "/") {
			t.Errorf("ParseRef(%q) = %q, %q", text, ref.Workspace, ref.Key)
		}
	})
}
