package questions_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mentorbot/content"
	"mentorbot/content/questions"
)

const own = "../testdata/questions"

var (
	kinds   = strings.Fields("how why what when versus symptom interview code follow-up")
	outside = strings.Fields("off-topic untaught noise command")
	styles  = strings.Fields("clean sloppy typo long short learner")
)

// sets returns the project's own two.
func sets(t *testing.T) []questions.Set {
	t.Helper()
	sets, err := questions.Read(own)
	if err != nil {
		t.Fatal(err)
	}
	if len(sets) != 2 || sets[0].Name != "held" || sets[1].Name != "tune" {
		t.Fatalf("expected held.tsv and tune.tsv in %s", own)
	}
	return sets
}

func library(t *testing.T) *content.Library {
	t.Helper()
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestRows holds each row to what the README says of it.
func TestRows(t *testing.T) {
	l := library(t)
	for _, set := range sets(t) {
		for _, q := range set.Questions {
			of := kinds
			if len(q.Topics) == 0 {
				of = outside
			}
			if !slices.Contains(of, q.Kind) || !slices.Contains(styles, q.Style) {
				t.Errorf("%s: %q: kind %q, style %q", set.Name, q.Text, q.Kind, q.Style)
			}
			if len(q.Topics) > 3 {
				t.Errorf("%s: %q: more than three topics", set.Name, q.Text)
			}
			for i, id := range q.Topics {
				_, known := l.Topic(id)
				if !known || slices.Contains(q.Topics[:i], id) {
					t.Errorf("%s: %q: topic %s is unknown or stands twice", set.Name, q.Text, id)
				}
			}
		}
	}
}

// TestSplit holds that both sets are about everything, and that nobody can have
// tuned on what is held back.
func TestSplit(t *testing.T) {
	l := library(t)
	seen := map[string]string{}
	for _, topic := range l.Topics() {
		for _, ask := range topic.Asks {
			seen[key(ask)] = topic.ID
		}
	}
	in, out := 0, 0
	for _, set := range sets(t) {
		asked := map[string]bool{}
		for _, q := range set.Questions {
			if where, twice := seen[key(q.Text)]; twice {
				t.Errorf("%s: %q stands in %s too: word one of them another way", set.Name, q.Text, where)
			}
			seen[key(q.Text)] = set.Name
			if len(q.Topics) == 0 {
				out++
				continue
			}
			in++
			asked[q.Topics[0]] = true
		}
		for _, topic := range l.Topics() {
			if !asked[topic.ID] {
				t.Errorf("%s: no question is about %s first", set.Name, topic.ID)
			}
		}
	}
	if in < 640 || out < 80 {
		t.Errorf("%d questions in scope and %d out of it; want 640 and 80", in, out)
	}
}

// key is what two questions share that differ in case, spaces or the mark at
// their end only.
func key(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	return cmp.Or(strings.TrimRight(text, "?.! "), text)
}

func TestRead(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", `line 1: no column "text"`},
		{"no style", "text\tkind\ttopics\n", `line 1: no column "style"`},
		{"too few", "text\tkind\tstyle\ttopics\nhi\tnoise\n", "line 2: 2 values in 4 columns"},
		{"no topics", "text\tkind\tstyle\ttopics\nhi\tnoise\tshort\t\n", "line 2: topics, or - if none answers"},
		{"other order", "topics\ttext\tid\tstyle\tkind\na/b c/d\thow?\t7\tshort\thow\n-\t\t8\tshort\tnoise\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "some.tsv"), []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			sets, err := questions.Read(dir)
			if test.want != "" {
				if err == nil || !strings.HasSuffix(err.Error(), test.want) {
					t.Fatalf("error %v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := sets[0].Questions
			if len(got) != 2 || got[0].Text != "how?" || !slices.Equal(got[0].Topics, []string{"a/b", "c/d"}) || len(got[1].Topics) != 0 {
				t.Errorf("got %+v", got)
			}
		})
	}
	if _, err := questions.Read(t.TempDir()); err == nil {
		t.Error("a directory without questions: no error")
	}
}
