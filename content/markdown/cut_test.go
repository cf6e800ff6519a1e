package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func plainSize(blocks []Block) int { return utf8.RuneCountInString(Plain(blocks)) }

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name, in  string
		max       int
		fit, rest string
	}{
		{"all fits", "one\n\ntwo", 100, "one\n\ntwo", ""},
		{"between paragraphs", "one two\n\nthree", 9, "one two", "three"},
		{"between words", "one two three", 9, "one two ", "three"},
		{"inside a long word", "abcdefghij", 4, "abcd", "efghij"},
		{"between items", "- one\n- two\n- three", 11, "- one\n- two", "- three"},
		{"numbers go on", "3. one\n4. two\n5. three", 13, "3. one\n4. two", "5. three"},
		{"inside the only item", "- one two three", 10, "- one two ", "- three"},
		{"between lines of code", "```go\na := 1\nb := 2\n```", 7, "a := 1", "b := 2"},
		{"nothing fits", "- one", 1, "", "- one"},
		{"wide runes stay whole", "äöü", 2, "äö", "ü"},
	} {
		fit, rest := Cut(Parse(c.in), c.max, plainSize)
		if Plain(fit) != c.fit || Plain(rest) != c.rest {
			t.Errorf("%s: got %q and %q, want %q and %q", c.name, Plain(fit), Plain(rest), c.fit, c.rest)
		}
	}
}

func TestCutCodeStaysCode(t *testing.T) {
	fit, rest := Cut(Parse("```sql\nSELECT 1;\nSELECT 2;\n```"), 10, plainSize)
	for _, part := range [][]Block{fit, rest} {
		if code, ok := part[0].(Code); !ok || code.Lang != "sql" {
			t.Errorf("a part is %#v", part[0])
		}
	}
}

// TestCutLosesNothing cuts until nothing is left: each part fits, and together
// they hold every letter in order.
func TestCutLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab ä\n\n`*->1.[](")), 0, 300, -1).Draw(t, "text")
		most := rapid.IntRange(8, 60).Draw(t, "max")
		blocks := Parse(text)
		var parts []string
		for rest := blocks; len(rest) > 0; {
			var fit []Block
			fit, rest = Cut(rest, most, plainSize)
			if len(fit) == 0 {
				return // a link longer than the room
			}
			if n := plainSize(fit); n > most {
				t.Fatalf("a part has %d of %d: %q", n, most, Plain(fit))
			}
			parts = append(parts, Plain(fit))
		}
		if got, want := letters(strings.Join(parts, "")), letters(Plain(blocks)); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// letters are what a cut must keep: marks of lists and quotes may come again.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abä", r) {
			return r
		}
		return -1
	}, text)
}
