package content

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	l := teaLibrary(t)
	for _, tt := range []struct {
		question, want string
		confident      bool
	}{
		{"steeping", "kitchen/steeping", true},
		{"What is steeping?", "kitchen/steeping", true},
		{"why does my tea taste bitter", "kitchen/steeping", true},
		{"how hot must water be", "kitchen/boiling-water", true},
		{"kettle", "kitchen/boiling-water", true},
		{"kettle first", "table/milk", true},
		{"brew tea c#", "kitchen/steeping", true},
		{"curdling oat milk", "table/milk", true},
		{"how do I deploy kubernetes on a mainframe with milk", "table/milk", false},
		{"", "kitchen/boiling-water", false},
		{"what is the", "kitchen/boiling-water", false},
		{"qwertz asdfgh", "kitchen/boiling-water", false},
	} {
		a := l.Find(tt.question)
		if len(a.Hits) != 3 || a.Hits[0].Topic.ID != tt.want || a.Confident != tt.confident {
			t.Errorf("Find(%q): %s %.2f, confident %v; want %s, %v", tt.question, a.Hits[0].Topic.ID, a.Hits[0].Score, a.Confident, tt.want, tt.confident)
		}
		if again := teaLibrary(t).Find(tt.question); again.Hits[0].Score != a.Hits[0].Score {
			t.Errorf("Find(%q) differs from load to load", tt.question)
		}
	}
}

// A long question takes no longer than the part of it that is read.
func TestFindLongQuestion(t *testing.T) {
	l := teaLibrary(t)
	start := time.Now()
	a := l.Find("bitter tea " + strings.Repeat("lorem.ipsum/dolor ", 100<<10/18))
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	if a.Confident || a.Hits[0].Topic.ID != "kitchen/steeping" {
		t.Errorf("%+v", a)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "why is my tea bitter?", "c++ c# .net n+1", "''''", ".", "a.b-c_d", "\xff\xfe", "世界 İstanbul ß", strings.Repeat("a-", 2000)} {
		f.Add(s)
	}
	l := teaLibrary(f)
	f.Fuzz(func(t *testing.T, question string) {
		a := l.Find(question)
		if len(a.Hits) != 3 || !slices.IsSortedFunc(a.Hits, func(a, b Hit) int { return int(1e6 * (b.Score - a.Score)) }) {
			t.Errorf("Find(%q) = %v", question, a.Hits)
		}
		for _, h := range a.Hits {
			if h.Topic == nil || h.Score < 0 || h.Score > 1 {
				t.Errorf("Find(%q) has %v", question, h)
			}
		}
		if !reflect.DeepEqual(a, l.Find(question)) {
			t.Errorf("Find(%q) differs", question)
		}
		l.ResolveTopic(question)
		l.Nearest(question, 3)
	})
}

func FuzzParseTopic(f *testing.F) {
	for name, file := range tea(f) {
		if strings.HasSuffix(name, ".md") {
			f.Add(string(file.Data))
		}
	}
	for _, s := range []string{
		"", "---\n---\n", "---\na: &a [*a]\n---\n", "---\ntitle: x\n---\n## Quiz\n### a {#b}\n- [x] \n  > \n- [", "---\n{}\n---\n## Task: {#a}\n### Hint\n### ",
		"---\n? [a]\n: b\n---\n```\n## Example\n````\n", "---\nsources: [{title: {a: b}, url: [c]}]\n---\n## Versus \n## Versus a/b\n- x\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.HasPrefix(text, "---\n") {
			text = "---\n" + text
		}
		topic, mistakes := parse(file{"x.md", "table/x", text}, house)
		for _, m := range mistakes {
			if m.Line < 1 || m.Line > 1+strings.Count(text, "\n") || m.What == "" || strings.Contains(m.What, "\n") {
				t.Errorf("a mistake at %v in %q", m, text)
			}
		}
		if len(mistakes) == 0 && (topic.Title == "" || topic.Answer == "" || len(topic.Questions) < 3 || len(topic.Tasks) < 1) {
			t.Errorf("no mistake in %q", text)
		}
	})
}
