package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbot/content"
	"mentorbot/content/questions"
)

func TestDropAsks(t *testing.T) {
	const want = "---\ntitle: A\nasks: []\nlevel: mid\n---\nasks: stay\n"
	for name, asks := range map[string]string{
		"one line":    "asks: [\"a\", \"b\"]\n",
		"a list":      "asks:\n  - a\n  - b\n",
		"at the edge": "asks:\n- a\n- b\n",
		"wrapped":     "asks: [\"a\",\n  \"b\",\n]\n",
		"none":        "asks: []\n",
	} {
		if got := dropAsks(strings.Replace(want, "asks: []\n", asks, 1)); got != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
	if got := dropAsks("---\nasks:\n- a\n---\nbody\n"); got != "---\nasks: []\n---\nbody\n" {
		t.Errorf("last of the front matter: got %q", got)
	}
}

// TestBoth holds that both sides search the embedded topics, with asks and
// without.
func TestBoth(t *testing.T) {
	full, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	bare, err := withoutAsks(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if len(bare.Topics()) != len(full.Topics()) {
		t.Fatalf("%d topics without asks, %d with them", len(bare.Topics()), len(full.Topics()))
	}
	topic := full.Topics()[0]
	for _, l := range []*content.Library{full, bare} {
		all, err := sides(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			if f := s.find(topic.Title); !f.Answered || !slices.Contains(f.Topics, topic.ID) {
				t.Errorf("%s does not find %s by its title: %v", s.name, topic.ID, f)
			}
		}
	}
}

// TestFields holds that bleve has every text that mentorbot searches, and
// searches each field.
func TestFields(t *testing.T) {
	topic := &content.Topic{
		ID: "a/b", Title: "aardvark", Aliases: []string{"badger"}, Asks: []string{"cormorant"},
		Answer: "dolphin", KeyPoints: []string{"elephant"}, Pitfalls: []string{"flamingo"}, Example: "gorilla",
		Versus:    []content.Versus{{With: "a/hedgehog", Points: []string{"iguana"}}},
		Tasks:     []content.Task{{Title: "jackal", Body: "kangaroo", DoneWhen: "lemur", Hint: "marmot", Solution: "narwhal"}},
		Questions: []content.Question{{Text: "ocelot", Options: []content.Option{{Text: "penguin", Reason: "quail"}}}},
	}
	ix, err := newBleve([]*content.Topic{topic, {ID: "c/d", Title: "zebra"}})
	if err != nil {
		t.Fatal(err)
	}
	for field, words := range map[string]string{
		"title": "aardvark", "aliases": "badger", "asks": "cormorant", "answer": "dolphin",
		"body":     "elephant flamingo gorilla iguana kangaroo lemur marmot narwhal",
		"headings": "hedgehog jackal", "quiz": "ocelot penguin quail",
	} {
		for word := range strings.FieldsSeq(words) {
			if f := find(ix, []boost{{field, 1}}, 0)(word); !slices.Equal(f.Topics, []string{"a/b"}) {
				t.Errorf("%s does not find %s: %v", field, word, f.Topics)
			}
		}
		for _, boosts := range [][]boost{plain, boosted} {
			if !slices.ContainsFunc(boosts, func(b boost) bool { return b.field == field }) {
				t.Errorf("%s is not searched", field)
			}
		}
	}
	if f := find(ix, plain, 1)("aardvqrk"); !slices.Equal(f.Topics, []string{"a/b"}) {
		t.Errorf("fuzziness 1 does not find a typo: %v", f.Topics)
	}
	if f := find(ix, plain, 0)(""); f.Answered || len(f.Topics) > 0 {
		t.Errorf("nothing finds something: %v", f)
	}
}

func TestLead(t *testing.T) {
	q := questions.Question{Topics: []string{"a/b"}}
	right, wrong := questions.Found{Topics: []string{"a/b"}}, questions.Found{Topics: []string{"c/d", "a/b"}}
	asked := []questions.Question{q, q, {}, q, q}
	ours := []questions.Found{right, right, right, right, wrong}
	theirs := []questions.Found{wrong, wrong, wrong, right, right}
	mean, deviation := lead(asked, ours, theirs) // of +1, +1, 0 and -1
	if math.Abs(mean-0.25) > 1e-9 || math.Abs(deviation-math.Sqrt(11.0/48)) > 1e-9 {
		t.Errorf("got %v ± %v", mean, deviation)
	}
}

func TestAt(t *testing.T) {
	times := make([]time.Duration, 101)
	for i := range times {
		times[i] = time.Duration(i)
	}
	if at(times, 50) != 50 || at(times, 99) != 99 || at(nil, 50) != 0 {
		t.Errorf("p50 %d, p99 %d of 0 to 100", at(times, 50), at(times, 99))
	}
}

func TestRunRefuses(t *testing.T) {
	if err := run(os.Stdout, nil, 1, ""); err == nil {
		t.Error("no directories: no error")
	}
	if err := run(os.Stdout, []string{t.TempDir()}, 1, ""); err == nil {
		t.Error("a directory without questions: no error")
	}
}
