package terminal

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"mentorbot/bot"
)

var update = flag.Bool("update", false, "write the golden files")

// full is a post with everything that a post can have.
func full() bot.Post {
	return bot.Post{
		Title: "What is an *index*",
		Body: "An **index** is a *sorted* copy of some columns, see [the manual](https://www.postgresql.org/docs/current/indexes.html). " +
			"`CREATE INDEX` takes a lock.\n\n" +
			"- one that is long enough to need a second line in a narrow window\n- two\n\n9. nine\n10. ten, which is also rather long\n\n" +
			"```sql\nSELECT *\n\n\tFROM a_table_with_a_long_name WHERE a_column_with_a_long_name = 1;\n```\n\n" +
			"> A quote that goes on for a while, and\n> - has a list\n\n" +
			"hard  \nbreak and  two spaces",
		Footer: "Source: [PostgreSQL](https://www.postgresql.org) · checked 2026-11-20",
		Choices: []bot.Choice{
			{Label: "Practise", Line: "task x"}, {Label: "Quiz me", Line: "quiz x"}, {Label: "A rather long label", Line: "ask y"},
		},
		File: &bot.File{Name: "data.json", Alt: "All that is kept about you,\nas JSON"},
	}
}

func TestRender(t *testing.T) {
	tests := []struct {
		name string
		post bot.Post
	}{
		{"full", full()},
		{"title", bot.Post{Title: "Only a title"}},
		{"body", bot.Post{Body: "Only a body."}},
		{"footer", bot.Post{Title: "A title", Footer: "and a *footer* with `code`"}},
		{"choices", bot.Post{Body: "Pick.", Choices: []bot.Choice{{Label: "Hint", Line: "hint"}, {Label: "Solution", Line: "solution"}}}},
		{"alone", bot.Post{Choices: []bot.Choice{{Label: "Hint", Line: "hint"}}}},
		{"lists", bot.Post{Body: "1. a\n   - x\n   - y\n2. b\n   ```sh\n   ls\n   ```\n3. c"}},
		{"fences", bot.Post{Body: "````md\n```go\nx\n```\n````\n\n`` a ` b ``, **bold `code`**"}},
		{"links", bot.Post{Body: "<https://a.example>, [https://a.example](https://a.example), [**b** c](https://b.example/x_y), [x](javascript:alert)"}},
		{"times", bot.Post{Body: "<t:1787554800:t> · <t:1787554800:T> · <t:1787554800:d> · <t:1787554800:D> · <t:1787554800:f> · <t:1787554800:F> · <t:1787554800:R>"}},
		{"wide", bot.Post{Body: "索引 は 検索 を 速く する。 Cafe\u0301 cafe\u0301 cafe\u0301 cafe\u0301 café café 👍 👍 👍"}},
		{"hostile", bot.Post{
			Title:   "\x1b[31mred\x1b[0m\ntwo \u202Elines\x07\u009b1m",
			Body:    "a\x1b]0;title\x07b `\x1b[1m` [x\x1b](https://a.example/\x1b[2J)\n\n```\x1b[1m\n\x1b[2Jcode\r\n```",
			Footer:  "\xff\x00 foot",
			Choices: []bot.Choice{{Label: "One\n[2] Two", Line: "x"}},
		}},
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		golden(t, tt.name+".pipe.txt", Render(tt.post, Style{Zone: berlin}))
		golden(t, tt.name+".window.txt", Render(tt.post, Style{Width: 40, Colour: true, Zone: berlin}))
	}
}

// golden compares a text with a file in which escape codes begin with "␛".
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	got = strings.ReplaceAll(got, "\x1b", "␛")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
	}
}

func TestTimeWithoutZone(t *testing.T) {
	got := Render(bot.Post{Body: "<t:0:F>"}, Style{})
	if want := "Thu 1 Jan 1970 00:00 UTC\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// hostile draws text that is made to break out of where it is shown.
func hostile(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringOf(rapid.SampledFrom([]rune("ab \n\r\t\x00\x07\x08\x1b[]()0;1mJH\x7f\u0085\u009b\u200b\u202e\u2028*_`~<>#-.\\世👍"))),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	).Draw(t, label)
}

func hostilePost(t *rapid.T) bot.Post {
	return bot.Post{
		Title:   hostile(t, "title"),
		Body:    hostile(t, "body"),
		Footer:  hostile(t, "footer"),
		Choices: []bot.Choice{{Label: hostile(t, "label"), Line: "x"}},
		File:    &bot.File{Name: hostile(t, "name"), Alt: hostile(t, "alt")},
	}
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]+m")

// steers reports whether a text could steer a terminal.
func steers(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && unicode.IsControl(r) || overridesDirection(r)
	})
}

func TestRenderNeverSteers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		post := hostilePost(t)
		if got := Render(post, Style{}); steers(got) {
			t.Fatalf("in a pipe: %q", got)
		}
		got := Render(post, Style{Width: rapid.IntRange(1, 60).Draw(t, "width"), Colour: true})
		if got = sgr.ReplaceAllString(got, ""); steers(got) {
			t.Fatalf("in a window: %q", got)
		}
	})
}

// Wrapping moves words, loses none, and no line is too wide that could be
// broken.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-z世é]{1,12} ?){0,40}`).Draw(t, "text")
		style := Style{Width: rapid.IntRange(1, 30).Draw(t, "width"), Colour: rapid.Bool().Draw(t, "colour")}
		got := sgr.ReplaceAllString(Render(bot.Post{Title: text}, style), "")
		if a, b := strings.Fields(got), strings.Fields(text); strings.Join(a, " ") != strings.Join(b, " ") {
			t.Fatalf("%q became %q", text, got)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if columns(line) > style.Width && strings.Contains(line, " ") {
				t.Fatalf("%q is wider than %d", line, style.Width)
			}
		}
	})
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{"", "a **b**\n\n- c", "\x1b[2J", "```\n\x9b1m\n```", "<t:0:R>", "\xff\u202e", "> - `\x1b`", "[\x1b](https://a.example)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		post := bot.Post{Title: s, Body: s, Footer: s, Choices: []bot.Choice{{Label: s}}, File: &bot.File{Alt: s}}
		if got := Render(post, Style{}); steers(got) {
			t.Errorf("Render shows %q", got)
		}
	})
}
