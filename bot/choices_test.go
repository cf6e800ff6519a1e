package bot

import (
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mentorbot/content"
	"mentorbot/store"
)

// What every platform has room for: Discord takes five rows of five buttons.
const (
	mostChoices = 25
	mostLabel   = 40 // characters
)

func logTo(t testing.TB) *slog.Logger { return slog.New(failing{t}) }

// checkPost holds a post to what every post must be.
func checkPost(t testing.TB, b *Bot, p Post) {
	t.Helper()
	if strings.TrimSpace(p.Title+p.Body) == "" {
		t.Errorf("an empty post: %+v", p)
	}
	if !utf8.ValidString(p.Title + p.Body + p.Footer) {
		t.Errorf("not UTF-8: %+v", p)
	}
	if len(p.Choices) > mostChoices {
		t.Errorf("%q has %d choices", p.Title, len(p.Choices))
	}
	for _, c := range p.Choices {
		checkChoice(t, b, c)
	}
}

// checkChoice holds a choice to its limits, and its line to being a command.
func checkChoice(t testing.TB, b *Bot, c Choice) {
	t.Helper()
	if n := utf8.RuneCountInString(c.Label); n == 0 || n > mostLabel {
		t.Errorf("the label %q has %d characters", c.Label, n)
	}
	if !sayable(c.Line) {
		t.Errorf("the line %q has %d bytes, or some that are not ASCII", c.Line, len(c.Line))
	}
	word, rest, _ := strings.Cut(c.Line, " ")
	command := b.command(word)
	if command == nil {
		t.Errorf("the line %q is no command", c.Line)
		return
	}
	if _, err := command.Parse(b, rest); err != nil {
		t.Errorf("the line %q does not parse: %v", c.Line, err)
	}
}

// Every choice under every post of the curriculum fits a button, until stamps
// have seven characters and longer.
func TestChoicesOfTheCurriculumFit(t *testing.T) {
	t.Parallel()
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	turn := alone(l)
	turn.Place.Direct = false // with Share
	turn.commands = Commands()
	for _, topic := range l.Topics() {
		for _, p := range turn.everyPost(topic) {
			checkPost(t, turn.Bot, p)
		}
	}
	for _, piece := range Pieces(l) {
		for _, p := range piece.Posts {
			checkPost(t, turn.Bot, p)
		}
	}
}

// The longest id that content allows leaves room for the longest line.
func TestLongestItemFits(t *testing.T) {
	q := &content.Question{Options: make([]content.Option, 5)}
	id := "skill/topic#" + strings.Repeat("x", content.MaxItem-len("skill/topic#"))
	a := &asked{offered(store.ItemID(id), stampEpoch.AddDate(99, 0, 0)), q, ""}
	if line := a.line("ABCDE", "?"); len(line) != MaxLine {
		t.Errorf("%q has %d bytes, not %d", line, len(line), MaxLine)
	}
}

// everyPost is every post about a topic and its items, long after 2026.
func (t *turn) everyPost(topic *content.Topic) []Post {
	then := stampEpoch.AddDate(99, 0, 0)
	found := &looked{Answer: content.Answer{Hits: []content.Hit{{Topic: topic, Score: 1}}, Pair: &content.Pair{A: topic, B: topic}}}
	posts := append(t.everyView(topic), t.share(topic))
	for found.kind = noAnswer; found.kind <= oneTopic; found.kind++ {
		posts = append(posts, t.replyTo(found, questionStamp(then)))
	}
	for i := range topic.Tasks {
		task := &topic.Tasks[i]
		o := offered(store.ItemID(task.ID), then)
		r := record{attempt: store.Attempt{Grade: store.Good}, back: "tomorrow"}
		posts = append(posts, t.taskPost(task, o, ""), t.hintPost(task, o), t.solutionPost(task, o),
			recorded(task.Title, o, r, "Recorded", afterTask(o)...), alreadyRecorded(task.Title, r))
	}
	for i := range topic.Questions {
		q := &topic.Questions[i]
		for _, chosen := range []string{"", "A", "ABCDE"[:len(q.Options)]} {
			a := &asked{offered(store.ItemID(q.ID), then), q, chosen}
			posts = append(posts, t.questionPost(a, ""), t.verdict(a, record{}, sitting{}), t.verdict(a, record{already: true}, sitting{position: "1 of 5"}))
		}
	}
	return posts
}

// The examples that help shows parse, and so do the words that complete a form.
func TestExamplesParse(t *testing.T) {
	d := newDesk(t)
	for _, c := range Commands() {
		if len(c.Example) == 0 || c.Brief == "" || c.Parse == nil {
			t.Errorf("%s lacks an example, a brief or a parser", c.Name)
		}
		for _, line := range c.Example {
			word, rest, _ := strings.Cut(line, " ")
			if word != c.Name {
				t.Errorf("%q is no example of %s", line, c.Name)
			}
			// An example may name what this library does not teach.
			if _, err := c.Parse(d.Bot, rest); err != nil && !strings.Contains(err.Error(), "I do not teach") {
				t.Errorf("%q: %v", line, err)
			}
		}
	}
}

// Lines and labels are cut at a word, and only if they must be.
func TestShort(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"Joins", 40, "Joins"},
		{"Exactly forty characters are in this one", 40, "Exactly forty characters are in this one"},
		{"Exactly forty-one characters are in here.", 40, "Exactly forty-one characters are in…"},
		{"Donaudampfschifffahrtsgesellschaftskapitän", 20, "Donaudampfschifffah…"},
		{"naïve: übergrößenträger", 12, "naïve…"},
	} {
		got := short(c.text, c.n)
		if got != c.want || utf8.RuneCountInString(got) > c.n {
			t.Errorf("short(%q, %d) = %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

// A stamp says when something was offered, to a tenth of a second.
func TestStamp(t *testing.T) {
	at := time.Date(2026, 8, 24, 9, 0, 0, 199_999_999, time.FixedZone("", 7200))
	o := offered("databases/joins#left", at)
	got, rest, err := parseOffer(o.String() + " A b")
	if err != nil || got != o || strings.Join(rest, ",") != "A,b" {
		t.Errorf("parseOffer(%q) = %v, %q, %v", o, got, rest, err)
	}
	if want := at.UTC().Truncate(100 * time.Millisecond); !got.at.Equal(want) {
		t.Errorf("offered at %v, want %v", got.at, want)
	}
}
