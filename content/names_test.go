package content

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestResolve(t *testing.T) {
	l := teaLibrary(t)
	for text, want := range map[string]string{
		"kitchen/steeping":   "kitchen/steeping",
		" Kitchen/Steeping ": "kitchen/steeping",
		"kitchen/brewing":    "kitchen/steeping",
		"STEEPING":           "kitchen/steeping",
		"boiling-water":      "kitchen/boiling-water",
		"Boiling, water!":    "kitchen/boiling-water",
		"how long to brew?":  "kitchen/steeping",
		"C# tea":             "kitchen/steeping",
		"c tea":              "",
		"kettle":             "kitchen/boiling-water",
		"kettle first":       "table/milk",
		"kitchen":            "",
		"tea":                "",
		"":                   "",
		"?!":                 "",
	} {
		var got []string
		for _, topic := range l.ResolveTopic(text) {
			got = append(got, topic.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("ResolveTopic(%q) = %v, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"kitchen": "kitchen", "in the Kitchen": "kitchen", "table": "table", "unused": "", "steeping": ""} {
		got := ""
		if s, ok := l.ResolveSkill(text); ok {
			got = s.ID
		}
		if got != want {
			t.Errorf("ResolveSkill(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestResolveSharedAlias(t *testing.T) {
	files := mend(t, tea(t), edit{milk, "[cream", "[hot water"}, edit{milk, "related: [", "related: [kitchen/boiling-water, "},
		edit{"topics/kitchen/boiling-water.md", "related: [", "related: [table/milk, "})
	l, err := Load(Source{FS: files})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.ResolveTopic("hot water"); len(got) != 2 || got[0].ID != "kitchen/boiling-water" || got[1].ID != "table/milk" {
		t.Errorf("hot water means %v", got)
	}
}

func TestNearest(t *testing.T) {
	l := teaLibrary(t)
	for text, want := range map[string]string{
		"steping":                    "kitchen/steeping",
		"mlik":                       "table/milk",
		"kittle":                     "kitchen/boiling-water",
		"tabel":                      "table",
		"boilng watter":              "kitchen/boiling-water",
		"":                           "kitchen",
		strings.Repeat("steep", 999): "kitchen/steeping",
	} {
		got := l.Nearest(text, 3)
		if len(got) != 3 || got[0].ID != want || got[0].Title == "" {
			t.Errorf("Nearest(%.20q) = %v, want %s first", text, got, want)
		}
	}
	if got := l.Nearest("x", 99); len(got) != 5 {
		t.Errorf("%d of 5 names", len(got))
	}
}

// Every topic comes after those it requires, and no level before a lower one
// where the prerequisites allow it.
func TestTeachingOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		topics := make([]*Topic, n)
		for i := range topics {
			topics[i] = &Topic{ID: string(rune('a' + i)), Level: Level(rapid.IntRange(1, 3).Draw(t, "level"))}
			for j := range i {
				if topics[j].Level <= topics[i].Level && rapid.IntRange(0, 3).Draw(t, "requires") == 0 {
					topics[i].Requires = append(topics[i].Requires, topics[j].ID)
				}
			}
		}
		order := teachingOrder(rapid.Permutation(topics).Draw(t, "given"))
		if len(order) != n {
			t.Fatalf("%d of %d topics", len(order), n)
		}
		place := map[string]int{}
		for i, topic := range order {
			place[topic.ID] = i
			if i > 0 && order[i-1].Level > topic.Level {
				t.Fatalf("%s of level %s comes after level %s", topic.ID, topic.Level, order[i-1].Level)
			}
		}
		for _, topic := range order {
			for _, r := range topic.Requires {
				if place[r] > place[topic.ID] {
					t.Fatalf("%s comes before %s", topic.ID, r)
				}
			}
		}
	})
}

func TestTeachingOrderOfCircle(t *testing.T) {
	a, b, c := &Topic{ID: "a", Requires: []string{"b"}}, &Topic{ID: "b", Requires: []string{"a", "c"}}, &Topic{ID: "c"}
	if got := teachingOrder([]*Topic{a, b, c}); len(got) != 3 || got[0] != c {
		t.Errorf("order %v", got)
	}
}
