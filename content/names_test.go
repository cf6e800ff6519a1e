package content

import (
	"strings"
	"testing"
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

// What is called by marks alone is called by those alone.
func TestResolveMarks(t *testing.T) {
	l, err := Load(Source{FS: mend(t, tea(t), edit{milk, "[cream", `["=>", cream`})})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"=>": 1, " => ": 1, "???": 0, "👋": 0, "...": 0, "": 0, "Cream!": 1} {
		if got := l.ResolveTopic(text); len(got) != want {
			t.Errorf("%q means %v", text, got)
		}
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

// The words before a name do not hide it; alone they are none.
func TestComplete(t *testing.T) {
	l := teaLibrary(t)
	for text, want := range map[string]string{
		"stee":                   "kitchen/steeping",
		"what is stee":           "kitchen/steeping",
		"What's the boiling wat": "kitchen/boiling-water",
		"how do i know how long": "kitchen/steeping",
		"why does a kettle fi":   "table/milk",
		"what is the":            "",
		"what is a zymurg":       "",
		"":                       "",
	} {
		got := ""
		if names := l.Complete(text, 1); len(names) > 0 {
			got = names[0].ID
		}
		if got != want {
			t.Errorf("Complete(%q) = %q, want %q", text, got, want)
		}
	}
}
