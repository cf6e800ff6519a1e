package search

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTypos(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "abc", 3}, {"index", "indexing", 3}, {"abcd", "abdc", 1}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}} {
		if got := Typos(tt.a, tt.b); got != tt.want {
			t.Errorf("Typos(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
	if got := Typos(strings.Repeat("a", 99), "b"); got != MaxTypos {
		t.Errorf("a long word is read to its end: %d", got)
	}
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, MaxTypos, MaxTypos)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := Typos(a, b)
		if d != Typos(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)) {
			t.Fatalf("Typos(%q, %q) = %d, back %d", a, b, d, Typos(b, a))
		}
	})
}
