package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbot/bot"
	"mentorbot/content"
)

// What is embedded has no mistakes, and every post of it is shown whole on every
// platform.
func TestContentCheck(t *testing.T) {
	t.Parallel()
	got := execute(t, nil, "", "content", "check")
	if got.code != 0 || !strings.Contains(got.out, " topics in ") {
		t.Errorf("exit %d:\n%s%s", got.code, got.out, got.err)
	}
}

// Flags may stand after the words; the table has a row for every skill, and one
// for all.
func TestContentStats(t *testing.T) {
	t.Parallel()
	dir := authorDir(t, "a.md", "", "")
	got := execute(t, nil, "", "content", "check", dir, "--stats")
	library := embedded(t)
	lines := strings.Split(got.out, "\n")
	for i, s := range library.Skills() {
		if row := strings.Fields(lines[2+i]); row[0] != s.ID || len(row) != 21 {
			t.Errorf("row %d is %q, want one of %s", i, lines[2+i], s.ID)
		}
	}
	all := strings.Fields(lines[2+len(library.Skills())])
	if want := fmt.Sprint(len(library.Topics()) + 1); all[0] != "all" || all[4] != want {
		t.Errorf("the sum is %q, want %s topics", all, want)
	}
}

// A stats table of one skill, in full.
func TestStatsTable(t *testing.T) {
	var out strings.Builder
	printStats(&out, &content.Stats{Skills: []content.SkillStats{{
		Skill:   "tea",
		Levels:  [3]content.Count{{Topics: 1, Words: 20, Tasks: 3, Questions: 4}, {}, {Topics: 5, Words: 600, Tasks: 7, Questions: 8}},
		Longest: 3, Versus: 2, Checked: "2026-11-20", Places: [5]int{1, 2, 3, 4, 0},
	}}})
	const want = `
                          topics                       words           tasks           questions longest         oldest
skill              e   m   s all      e      m      s    all   e   m   s all    e    m    s  all   right  versus checked
tea                1   0   5   6     20      0    600    620   3   0   7  10    4    0    8   12    25 %       2 2026-11-20
all                1   0   5   6     20      0    600    620   3   0   7  10    4    0    8   12    25 %       2 2026-11-20
the one right option of 10 questions is written first in 10 %, second in 20 %, third in 30 %, fourth in 40 %, fifth in 0 %
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%swant%s", got, want)
	}
}

// authorDir is a directory with one topic of its own, after an edit.
func authorDir(t *testing.T, name, old, new string) string {
	t.Helper()
	topic := strings.Replace(ownTopic, old, new, 1)
	if old != "" && topic == ownTopic {
		t.Fatalf("%q is not in the topic", old)
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "databases"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "databases", name), []byte(topic), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// standAlone lets a directory not be one over what is embedded.
func standAlone(t *testing.T, dir string) {
	t.Helper()
	for name, text := range map[string]string{"ids.txt": "", "skills.tsv": "databases\tDatabases\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Mistakes of every kind come in one run, in order, with their lines.
func TestContentCheckMistakes(t *testing.T) {
	t.Parallel()
	points := strings.Repeat("- "+strings.Repeat("An option is given up here, at length. ", 40)+"\n", 3)
	dir := authorDir(t, "a.md", "- Sow.\n- Wait.\n- Mow.\n", points)
	file := filepath.Join(dir, "databases", "a.md")
	got := execute(t, nil, "", "content", "check", dir)
	var where []string
	for line := range strings.Lines(got.out) {
		if what, ok := strings.CutPrefix(line, file); ok {
			what, _, _ = strings.Cut(what, ",")
			where = append(where, what)
		}
	}
	want := []string{
		`:1: the post "Our lawn · entry" on Discord: the text has 4780 characters`,
		":14: a key point has 320 words", ":15: a key point has 320 words", ":16: a key point has 320 words",
	}
	if got.code != 1 || !slices.Equal(where, want) {
		t.Errorf("exit %d\n got %q\nwant %q", got.code, where, want)
	}
}

// Nothing of a directory is executed, unless the check is told to run it.
func TestContentCheckExecutesNothing(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash here")
	}
	ran := filepath.Join(t.TempDir(), "ran")
	dir := authorDir(t, "a.md", "Look out of the window.", "```sh run\ntouch "+ran+"\necho a\n```\n\n```output\nb\n```")
	standAlone(t, dir)
	const mistake = `a.md:19: in line 1 the example prints "a", and its output shows "b"`
	for _, flags := range [][]string{{"--stats"}, {"--tools"}, {"--run"}} {
		got := execute(t, nil, "", append([]string{"content", "check", dir}, flags...)...)
		_, err := os.Stat(ran)
		if told := flags[0] == "--run"; got.code != 1 || told != (err == nil) || told != strings.Contains(got.out, mistake) {
			t.Errorf("%s: exit %d, %v\n%s", flags, got.code, err, got.out)
		}
	}
}

// What cannot even be named is a mistake like others.
func TestContentCheckNameless(t *testing.T) {
	dir := authorDir(t, "c#.md", "", "")
	standAlone(t, dir)
	got := execute(t, nil, "", "content", "check", dir)
	if got.code != 1 || !strings.Contains(got.out, "c#.md:1: the path must be") {
		t.Errorf("exit %d: %s%s", got.code, got.out, got.err)
	}
}

func TestContentShow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"databases/joins", 0, "SQL joins · entry\n"},
		{"SQL joins --as terminal", 0, "SQL joins · entry\n"},
		{"databases/joins#lonely-rows", 0, "Find the lonely rows\n"},
		{"url-shortener", 0, "Build a link shortener\n"},
		{"databases/none", 1, ""},
		{"databases/joins --as irc", 2, ""},
		{"", 2, ""},
	} {
		got := execute(t, nil, "", append([]string{"content", "show"}, strings.Fields(tt.args)...)...)
		if got.code != tt.code || !strings.HasPrefix(got.out, tt.want) || (tt.want == "") != (got.out == "") {
			t.Errorf("show %s: exit %d, %.80q, %q", tt.args, got.code, got.out, got.err)
		}
	}
}

// For a platform it is the JSON of each post, one after the other.
func TestContentShowAs(t *testing.T) {
	t.Parallel()
	library := embedded(t)
	topic, _ := library.Topic("databases/joins")
	for as, key := range map[string]string{"slack": "blocks", "discord": "embeds"} {
		got := execute(t, nil, "", "content", "show", topic.ID, "--as", as)
		n := 0
		for d := json.NewDecoder(strings.NewReader(got.out)); d.More(); n++ {
			var payload map[string]any
			if err := d.Decode(&payload); err != nil || payload[key] == nil {
				t.Fatalf("%s: %v, %v", as, err, payload)
			}
		}
		want := 0
		for _, piece := range bot.TopicPieces(library, topic) {
			want += len(piece.Posts)
		}
		if n != want {
			t.Errorf("%s: %d posts, want %d", as, n, want)
		}
	}
}

// ownTopic is one that an author might write.
const ownTopic = `---
title: Our lawn
level: entry
aliases: [company lawn]
asks: ["who mows the lawn"]
requires: []
related: []
sources: [{title: "Lawn", url: "https://example.org/lawn"}]
checked: 2026-11-20
---
The lawn is mown on Fridays.

## Key points
- Sow.
- Wait.
- Mow.

## Example
Look out of the window.

## Pitfalls
- **Rain.** Wait.
- **Snow.** Wait longer.

## Task: Mow it {#mow}
minutes: 5 · level: entry

Mow.

**Done when** it is short.

### Hint
The mower is in the shed.

### Solution
Mow in lines.

## Quiz

### When is the lawn cut? {#when}
- [x] Before Saturday
  > It is.
- [ ] On Saturday or later
  > It is not.

### What with? {#what}
- [x] A machine
  > It is.
- [ ] Scissors, by hand
  > It is not.

### Where from? {#where}
- [x] A shed
  > It is.
- [ ] From the far end
  > It is not.
`
