package content

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// tea returns the files of testdata/tea.
func tea(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	root := filepath.Join("testdata", "tea")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func teaLibrary(t testing.TB) *Library {
	t.Helper()
	l, err := Load(Source{Name: "tea", FS: tea(t)})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLoadReadsEveryPart(t *testing.T) {
	topic, ok := teaLibrary(t).Topic("kitchen/steeping")
	if !ok {
		t.Fatal("no such topic")
	}
	got := *topic
	got.lines = topicLines{}
	got.words = 0
	for i := range got.Tasks {
		got.Tasks[i].Line = 0
	}
	for i := range got.Questions {
		got.Questions[i].Line = 0
		for j := range got.Questions[i].Options {
			got.Questions[i].Options[j].line = 0
		}
	}
	want := Topic{
		ID: "kitchen/steeping", Skill: "kitchen", Title: "Steeping", Level: Mid,
		Aliases:   []string{"infusion", "c# tea", "how long to brew"},
		Asks:      []string{"why is my tea bitter", "how long do i leave the bag in"},
		Requires:  []string{"kitchen/boiling-water"},
		Related:   []string{"kitchen/boiling-water", "table/milk"},
		Sources:   []Citation{{"ISO 3103", "https://www.iso.org/standard/73224.html"}},
		Checked:   "2026-11-20",
		Was:       []string{"kitchen/brewing"},
		Answer:    "Steeping draws tannin and caffeine out of the leaf.\n\nThree minutes, then take the leaf out.",
		KeyPoints: []string{"Three to five minutes for black tea.", "**Green** tea wants `80 °C`, and less time.", "Tannin comes last."},
		Example:   "The same leaf, three times:\n\n```json\n{\"minutes\": [1, 3, 9]}\n```",
		Pitfalls:  []string{"**Leaving it.** Set a timer.", "**Squeezing the bag.** Let it drip."},
		Versus:    []Versus{{"table/milk", []string{"Steeping makes bitterness, milk hides it.", "Steeping comes first.", "Milk is optional."}}},
		Tasks: []Task{{
			ID: "kitchen/steeping#bitter-minute", Slug: "bitter-minute", Title: "Find the bitter minute", Minutes: 10, Level: Entry,
			Body:     "Brew one cup, and taste it each minute.\n\n```sh\n## not a heading\nsleep 60\n```",
			DoneWhen: "you know the minute\nat which it turns.", Hint: "Begin at the second minute.", Solution: "Mostly the fifth.",
		}, {
			ID: "kitchen/steeping#two-waters", Slug: "two-waters", Title: "Compare two waters", Minutes: 15, Level: Mid,
			Body: "Brew with hard and with soft water.", DoneWhen: "you taste which is which.",
			Hint: "Look at the surface.", Solution: "Hard water leaves a film.",
		}},
		Questions: []Question{{
			ID: "kitchen/steeping#bitter", Slug: "bitter", Text: "Which of these make it bitter? Choose all that apply.",
			Options: []Option{
				{Text: "Water that is too cold", Reason: "Cold water extracts less of everything, tannin too."},
				{Text: "Steeping twice as long", Right: true, Reason: "Tannins dissolve slowly, so they come with time."},
				{Text: "Squeezing the bag", Right: true, Reason: "The last drops are the bitter ones."},
			},
		}, {
			ID: "kitchen/steeping#print", Slug: "print", Text: "What does this print?\n\n```go\nfmt.Println(1 + 1)\n```",
			Options: []Option{{Text: "2", Right: true, Reason: "It is a sum."}, {Text: "11", Reason: "These are numbers, not texts."}},
		}, {
			ID: "kitchen/steeping#stop", Slug: "stop", Text: "When do you stop?",
			Options: []Option{{Text: "At one minute", Reason: "Colour comes before taste."}, {Text: "At three", Right: true, Reason: "See the answer."}},
		}},
		File: "tea/topics/kitchen/steeping.md",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !topic.Questions[0].Several() || topic.Questions[1].Several() {
		t.Error("only the first question has several right options")
	}
}

func TestLibraryLooksUp(t *testing.T) {
	l := teaLibrary(t)
	var ids []string
	for _, s := range l.Skills() {
		ids = append(ids, s.ID+":")
		for _, topic := range s.Topics {
			ids = append(ids, topic.ID)
		}
	}
	if got, want := strings.Join(ids, " "), "kitchen: kitchen/boiling-water kitchen/steeping table: table/milk"; got != want {
		t.Errorf("skills and topics are %s, want %s", got, want)
	}
	if len(l.Topics()) != 3 || len(l.Order()) != 3 {
		t.Errorf("%d topics, %d in order", len(l.Topics()), len(l.Order()))
	}
	for _, id := range []string{"kitchen/steeping#two-waters", "kitchen/brewing#two-waters"} {
		if task, ok := l.Task(id); !ok || task.ID != "kitchen/steeping#two-waters" {
			t.Errorf("Task(%s) = %v, %v", id, task, ok)
		}
		if _, ok := l.Question(id); ok {
			t.Errorf("%s is no question", id)
		}
	}
	item, ok := l.Item("table/milk#thin")
	if !ok || item.Question == nil || item.Task != nil || item.Topic.ID != "table/milk" {
		t.Errorf("Item(table/milk#thin) = %+v, %v", item, ok)
	}
	for _, id := range []string{"", "#", "kitchen/steeping", "kitchen/steeping#nothing", "nothing/here#stop"} {
		if _, ok := l.Item(id); ok {
			t.Errorf("there is an item %q", id)
		}
	}
	if _, ok := l.Skill("unused"); ok {
		t.Error("a skill without topics is there")
	}
	if s, ok := l.Skill("table"); !ok || s.Title != "At the table" {
		t.Errorf("Skill(table) = %+v, %v", s, ok)
	}
	milk, _ := l.Topic("table/milk")
	if want := []Versus{{"kitchen/steeping", []string{"Steeping makes bitterness, milk hides it.", "Steeping comes first.", "Milk is optional."}}}; !reflect.DeepEqual(milk.Versus, want) {
		t.Errorf("milk shows the contrasts %v", milk.Versus)
	}
}

func TestCurrent(t *testing.T) {
	l := teaLibrary(t)
	for id, want := range map[string]string{
		"kitchen/brewing":      "kitchen/steeping",
		"kitchen/brewing#stop": "kitchen/steeping#stop",
		"kitchen/brewing#gone": "kitchen/steeping#gone",
		"kitchen/steeping":     "kitchen/steeping",
		"no/such#thing":        "no/such#thing",
		"":                     "",
	} {
		if got := l.Current(id); got != want {
			t.Errorf("Current(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestHash(t *testing.T) {
	base := Question{Text: "a", Options: []Option{{Text: "b", Right: true, Reason: "c"}, {Text: "d"}}}
	const want = "ygl6"
	seen := map[string]string{base.Hash(): "base"}
	change := func(what string, edit func(*Question)) {
		q := base
		q.Options = append([]Option(nil), base.Options...)
		edit(&q)
		if before, same := seen[q.Hash()]; same {
			t.Errorf("%s has the hash of %s", what, before)
		}
		seen[q.Hash()] = what
	}
	change("another text", func(q *Question) { q.Text = "A" })
	change("another option", func(q *Question) { q.Options[1].Text = "e" })
	change("another key", func(q *Question) { q.Options[0].Right, q.Options[1].Right = false, true })
	change("one option more", func(q *Question) { q.Options = append(q.Options, Option{}) })
	change("another order", func(q *Question) { q.Options[0], q.Options[1] = q.Options[1], q.Options[0] })
	reason := base
	reason.Options = []Option{{Text: "b", Right: true, Reason: "better said"}, {Text: "d"}}
	if reason.Hash() != base.Hash() {
		t.Error("a reason is not part of the question")
	}
	if got := base.Hash(); got != want { // buttons that were posted carry it
		t.Errorf("Hash = %s, want %s as ever", got, want)
	}
}

func TestLevel(t *testing.T) {
	for _, l := range []Level{Entry, Mid, Senior} {
		if got, err := ParseLevel(strings.ToUpper(l.String())); err != nil || got != l {
			t.Errorf("ParseLevel(%s) = %v, %v", l, got, err)
		}
	}
	if _, err := ParseLevel(Level(0).String()); err == nil {
		t.Error("no level is one")
	}
}
