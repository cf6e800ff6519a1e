package markdown

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// in is a run of text.
func in(inlines ...Inline) []Inline { return inlines }

func para(inlines ...Inline) []Block { return []Block{Paragraph{inlines}} }

func TestParse(t *testing.T) {
	web := "https://example.org/a_b"
	tests := []struct {
		text string
		want []Block
	}{
		{"", nil},
		{" \n\t\n", nil},
		{"one\ntwo\n\nthree", []Block{Paragraph{in(Text("one two"))}, Paragraph{in(Text("three"))}}},
		{"one  \ntwo\\\nthree", para(Text("one\ntwo\nthree"))},
		{"a **b** *c* `d*`", para(Text("a "), Bold{in(Text("b"))}, Text(" "), Italic{in(Text("c"))}, Text(" "), CodeSpan("d*"))},
		{"***both***", para(Italic{in(Bold{in(Text("both"))})})},
		{"****deep****", para(Bold{in(Text("deep"))})},
		{"snake_case \\*no\\* 2 * 3", para(Text("snake_case *no* 2 * 3"))},
		{"``a ` b``", para(CodeSpan("a ` b"))},
		{"```go\nfunc\n\n\tx()\n```", []Block{Code{"go", "func\n\n\tx()\n"}}},
		{"```python run\n1\n```", []Block{Code{"python", "1\n"}}},
		{"    a <b>\n     c", []Block{Code{"", "a <b>\n c\n"}}},
		{"```\nnever closed", []Block{Code{"", "never closed\n"}}},
		{"- a\n- b **c**", []Block{List{Items: [][]Inline{in(Text("a")), in(Text("b "), Bold{in(Text("c"))})}}}},
		{"3. a\n4. b", []Block{List{Ordered: true, Start: 3, Items: [][]Inline{in(Text("a")), in(Text("b"))}}}},
		{"- a\n\n  b", []Block{List{Items: [][]Inline{in(Text("a\nb"))}}}},
		{"1. a\n   - x\n2. b", []Block{
			List{Ordered: true, Start: 1, Items: [][]Inline{in(Text("a"))}},
			List{Items: [][]Inline{in(Text("x"))}},
			List{Ordered: true, Start: 2, Items: [][]Inline{in(Text("b"))}},
		}},
		{"1. a\n   ```sh\n   ls\n   ```\n2. b", []Block{
			List{Ordered: true, Start: 1, Items: [][]Inline{in(Text("a"))}},
			Code{"sh", "ls\n"},
			List{Ordered: true, Start: 2, Items: [][]Inline{in(Text("b"))}},
		}},
		{"> a\n> > b\n>\n> - c", []Block{Quote{[]Block{
			Paragraph{in(Text("a"))}, Paragraph{in(Text("b"))}, List{Items: [][]Inline{in(Text("c"))}},
		}}}},
		{"[a *b*](" + web + ")", para(Link{web, in(Text("a "), Italic{in(Text("b"))})})},
		{"[](" + web + ")", para(Link{web, in(Text(web))})},
		{"<" + web + ">", para(Link{web, in(Text(web))})},
		{"at <t:1790000000:R>.", para(Text("at "), Time{1790000000, 'R'}, Text("."))},
		{"**<t:-1:f>**", para(Bold{in(Time{-1, 'f'})})},
	}
	for _, tt := range tests {
		if got := Parse(tt.text); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Parse(%q)\n got %#v\nwant %#v", tt.text, got, tt.want)
		}
	}
}

// What is outside the subset shows as text, whole.
func TestOutside(t *testing.T) {
	tests := []struct{ text, want string }{
		{"# Heading", "# Heading"},
		{"Heading\n===", "Heading ==="},
		{"a\n\n---\n\nb", "a ---\nb"},
		{"<b>no</b> <script>alert(1)</script>", "<b>no</b> <script>alert(1)</script>"},
		{"<div>\n\ntext", "<div> text"},
		{"&lt;b&gt; &amp; &#42;", "&lt;b&gt; &amp; &#42;"},
		{"![alt](https://example.org/x.png)", "alt (https://example.org/x.png)"},
		{"[x](javascript:alert%281%29)", "x (javascript:alert%281%29)"},
		{"[x](/etc/passwd)", "x (/etc/passwd)"},
		{"[x]() [y]", "x [y]"},
		{"[x]: https://example.org", "[x]: https://example.org"},
		{"<ann@example.org>", "<ann@example.org>"},
		{"<t:123:x> <t::R> <t:1234567890123:R>", "<t:123:x> <t::R> <t:1234567890123:R>"},
		{"a | b\n--|--\n1 | 2", "a | b --|-- 1 | 2"},
		{"~~gone~~", "~~gone~~"},
		{"<@U1> <!here> @everyone", "<@U1> <!here> @everyone"},
	}
	for _, tt := range tests {
		var got []string
		for _, b := range Parse(tt.text) {
			switch b := b.(type) {
			case Paragraph:
				for _, i := range b.Inlines {
					got = append(got, string(i.(Text)))
				}
			default:
				t.Errorf("Parse(%q) has a %T", tt.text, b)
			}
		}
		if s := strings.NewReplacer("\n\n", " ").Replace(strings.Join(got, " ")); s != strings.ReplaceAll(tt.want, "\n", " ") {
			t.Errorf("Parse(%q) shows %q, want %q", tt.text, s, tt.want)
		}
	}
}

func TestPlain(t *testing.T) {
	text := "A **b** [c](https://d.example) <https://e.example> <t:0:f>\n\n1. x\n2. y\n\n```go\ncode\n```\n\n> q\n> - r"
	want := "A b c (https://d.example) https://e.example 1970-01-01 00:00 UTC\n\n1. x\n2. y\n\ncode\n\n> q\n> \n> - r"
	if got := Plain(Parse(text)); got != want {
		t.Errorf("Plain:\n%s\nwant:\n%s", got, want)
	}
}

func TestTimeString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Time{
			Unix:  rapid.Int64Range(-99999999999, 999999999999).Draw(t, "unix"),
			Style: rapid.SampledFrom([]byte("tTdDfFR")).Draw(t, "style"),
		}
		if got := Parse(want.String()); !reflect.DeepEqual(got, para(want)) {
			t.Fatalf("Parse(%q) = %#v", want.String(), got)
		}
	})
}

// escapedShowsLiterally is the property of Escape.
func escapedShowsLiterally(text string) error {
	var want []Block
	shown := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), isBlank), " ")
	if shown != "" {
		want = para(Text(shown))
	}
	for _, around := range []string{"%s", "- %s", "> %s"} {
		got := Parse(fmt.Sprintf(around, Escape(text)))
		if len(got) == 1 && around == "- %s" {
			got = []Block{Paragraph{got[0].(List).Items[0]}}
		}
		if len(got) == 1 && around == "> %s" {
			got = got[0].(Quote).Blocks
		}
		if !reflect.DeepEqual(got, want) {
			return fmt.Errorf("Parse(%q) of Escape(%q) = %#v", fmt.Sprintf(around, Escape(text)), text, got)
		}
	}
	return nil
}

func isBlank(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.TrimSpace(string(r)) == "" || r >= 0x80 && r < 0xa0
}

func TestEscape(t *testing.T) {
	alphabet := []rune("a1 *_`~<>[]()!#+-.|\\&;:@=\"'/\n\té世\u00a0\u2028\x00")
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom(alphabet)))
	rapid.Check(t, func(t *rapid.T) {
		if err := escapedShowsLiterally(text.Draw(t, "text")); err != nil {
			t.Fatal(err)
		}
	})
}

// shallow reports whether the tree keeps the promises of the package comment.
func shallow(blocks []Block, quoted bool) bool {
	for _, b := range blocks {
		switch b := b.(type) {
		case Quote:
			if quoted || len(b.Blocks) == 0 || !shallow(b.Blocks, true) {
				return false
			}
		case Paragraph:
			if len(b.Inlines) == 0 || !shallowInlines(b.Inlines, context{}) {
				return false
			}
		case List:
			for _, item := range b.Items {
				if len(item) == 0 || !shallowInlines(item, context{}) {
					return false
				}
			}
		}
	}
	return true
}

func shallowInlines(inlines []Inline, c context) bool {
	for _, i := range inlines {
		ok := true
		switch i := i.(type) {
		case Bold:
			ok = !c.bold && shallowInlines(i.Inlines, context{true, c.italic, c.link})
		case Italic:
			ok = !c.italic && shallowInlines(i.Inlines, context{c.bold, true, c.link})
		case Link:
			ok = !c.link && isWeb(i.URL) && shallowInlines(i.Inlines, context{c.bold, c.italic, true})
		}
		if !ok {
			return false
		}
	}
	return true
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a **b** *c* `d` [e](https://f) <t:1:R>", "- a\n  - b\n    1. c", "> > > a", "```go\nx\n```", "***", "![[a](b)](c)",
		"[a", "`", "<t:", "\\", "\xff\x00", "1)\n2. ", "-\n-", "> - > - a", "[[[[[[](]]]]", "\t- \ta\r\n\tb", "<https://a.b/**>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		blocks := Parse(text)
		if !shallow(blocks, false) {
			t.Errorf("Parse(%q) is nested: %#v", text, blocks)
		}
		Plain(blocks)
		if err := escapedShowsLiterally(text); err != nil {
			t.Error(err)
		}
	})
}

// Texts that are nested as deeply as their length allows give shallow trees.
func TestHostile(t *testing.T) {
	for _, s := range hostile {
		if blocks := Parse(strings.Repeat(s, 4<<10/len(s))); !shallow(blocks, false) {
			t.Errorf("4 kB of %q are nested", s)
		}
	}
	for _, n := range []int{maxText, maxText + 1} {
		got := Parse(strings.Repeat("*a* ", n/4) + strings.Repeat(".", n%4))
		if _, parsed := got[0].(Paragraph).Inlines[0].(Italic); parsed != (n <= maxText) {
			t.Errorf("%d bytes are parsed: %v", n, parsed)
		}
	}
}

var hostile = []string{"> ", ">", "- ", "1. ", "*a ", "**a_", "`a``b```", "[", "[a](", "![", "]", "<", "<t:", "\\", "*a*_b_", "> - ", "[a](https://b.c)", "> a\n\n", "- a\n\n",
	"```\n", "[](", "![a](b)[", "`\n",
}

// BenchmarkHostile shows what bounds the longest text.
func BenchmarkHostile(b *testing.B) {
	for _, s := range hostile {
		b.Run(s, func(b *testing.B) {
			text := strings.Repeat(s, maxText/len(s))
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("An **index** is a [sorted copy](https://example.org) of `columns`, *kept* with the table.\n\n- one\n- two\n\n```sql\nSELECT 1;\n```\n\n", 8)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse(text)
	}
}
