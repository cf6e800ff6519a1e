package bot

import (
	"slices"
	"strings"
	"testing"

	"mentorbot/content"
)

// Every answer of the curriculum stands on one screen of a phone, and with it at
// least three of its key points; the rest of them are the beginning of More.
func TestAnswersFitOneScreen(t *testing.T) {
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	turn := alone(l)
	whole, longest := 0, 0
	for _, topic := range l.Topics() {
		n := fitting(topic)
		lines := 1 + onPhone(turn.topicPost(topic).Body)
		if lines > phoneLines || n < 3 {
			t.Errorf("%s takes %d lines with %d key points", topic.ID, lines, n)
		}
		more := turn.partPost(topic, theRest).Body
		for i, point := range topic.KeyPoints {
			if strings.Contains(more, "- "+point) != (i >= n) {
				t.Errorf("%s: key point %d is in both, or in neither", topic.ID, i+1)
			}
		}
		if n == len(topic.KeyPoints) {
			whole++
		}
		longest = max(longest, 2+onPhone(topic.Answer+"\n\n"+bullets(topic.KeyPoints)))
	}
	t.Logf("%d of %d answers are shown whole; the longest would take %d lines", whole, len(l.Topics()), longest)
}

// What a question gets follows from what was found.
func TestKindOf(t *testing.T) {
	a, b := &content.Topic{ID: "x/a", Title: "A"}, &content.Topic{ID: "x/b", Title: "B"}
	both, third := &content.Topic{ID: "x/ab", Title: "A vs B"}, &content.Topic{ID: "x/c", Title: "C"}
	first := func(topic *content.Topic) []content.Hit { return []content.Hit{{Topic: topic, Score: 0.9}} }
	written := &content.Pair{A: a, B: b, Versus: &content.Versus{}}
	for name, c := range map[string]struct {
		looked
		want kind
	}{
		"found":                      {looked{Answer: content.Answer{Hits: first(a), Confident: true}}, oneTopic},
		"perhaps":                    {looked{Answer: content.Answer{Hits: first(a), Outcome: content.DidYouMean}}, someTopics},
		"not found":                  {looked{Answer: content.Answer{Hits: first(a)}}, noAnswer},
		"a greeting":                 {looked{Answer: content.Answer{Hits: first(a)}, polite: true}, aGreeting},
		"a greeting that is a topic": {looked{Answer: content.Answer{Hits: first(a)}, polite: true, named: true}, oneTopic},
		"a written comparison":       {looked{Answer: content.Answer{Hits: first(a), Confident: true, Pair: written}}, twoTopics},
		"one that nobody wrote":      {looked{Answer: content.Answer{Hits: first(a), Confident: true, Pair: &content.Pair{A: a, B: b}}, both: true}, twoTopics},
		"one that names not both":    {looked{Answer: content.Answer{Hits: first(a), Confident: true, Pair: &content.Pair{A: a, B: b}}}, oneTopic},
		"a topic about both":         {looked{Answer: content.Answer{Hits: first(third), Confident: true, Pair: &content.Pair{A: a, B: b}}, both: true}, oneTopic},
		"a topic that compares":      {looked{Answer: content.Answer{Hits: first(both), Confident: true, Pair: &content.Pair{A: both, B: b}}, both: true}, oneTopic},
		"a pair of an unsure one":    {looked{Answer: content.Answer{Hits: first(third), Pair: &content.Pair{A: a, B: b}}, both: true}, twoTopics},
	} {
		if got := c.kindOf(); got != c.want {
			t.Errorf("%s: kind %d, want %d", name, got, c.want)
		}
	}
}

func TestNamesBoth(t *testing.T) {
	l := library(t)
	topic := func(id string) *content.Topic { found, _ := l.Topic(id); return found }
	for question, want := range map[string]bool{
		"rest vs http": true, "What is the difference between REST and HTTP?": true, "rest or an http request": false,
		"should i use restful or http request for this": true, "key vs http": false, "http vs rest": false, "rest": false, "vs": false, "": false,
	} {
		p := &content.Pair{A: topic("apis/rest"), B: topic("apis/http")}
		if got := namesBoth(l, question, p); got != want {
			t.Errorf("namesBoth(%q) = %t", question, got)
		}
	}
}

// What cannot be read is said to be so without a store too.
func TestAnswerPostOfUnreadable(t *testing.T) {
	for question, want := range map[string]string{
		strings.Repeat("index ", 2_000): "That is more than I can read at once.", "what is\x07 an index": "There are control characters", "\xff": "I could not read that text.",
		"what is an index": "An index is a sorted copy",
	} {
		if got := AnswerPost(library(t), question).Body; !strings.HasPrefix(got, want) {
			t.Errorf("%.20q gets %q", question, got)
		}
	}
}

func TestIsGreeting(t *testing.T) {
	for line, want := range map[string]bool{
		"hi": true, "Hello there!": true, "good morning": true, "heyyyy": true, "👍": true, ":wave: :thumbs_up:": true, "<:tea:71>": true,
		"???": true, "thank you very much": true, "who are you?": true, "hello, who are you": false,
		"hello world program": false, "good index": false, "как дела": false, "hi what is an index": false, "1": false, "12:30:45": false,
	} {
		if got := isGreeting(line); got != want {
			t.Errorf("isGreeting(%q) = %t", line, got)
		}
	}
}

// What may be counted of a question are words that the curriculum says itself.
func TestKnownWords(t *testing.T) {
	v := newVocabulary(library(t))
	for line, want := range map[string][]string{
		"how do i write a letter to the king of siam": {"write"},
		"INDEXES, indexing & the tables of Ann":       {"index", "table"},
		"my password is hunter2 4711":                 nil,
		"":                                            nil,
	} {
		if got := v.of(line); !slices.Equal(got, want) {
			t.Errorf("of %q known are %q, want %q", line, got, want)
		}
	}
	if got := v.of(strings.Repeat("index table join http rest query review incident request retry status ", 9)); len(got) != mostWords {
		t.Errorf("%d words are counted", len(got))
	}
}

// Topics are offered while a question is typed, by the index that answers it.
func TestSuggest(t *testing.T) {
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{library: l}
	for typed, want := range map[string]string{"index": "databases/indexing", "what is a covering index": "databases/indexing", "left jo": "databases/joins"} {
		all := b.Suggest(typed, 25)
		if !slices.ContainsFunc(all, func(c Choice) bool { return c.Line == want }) {
			t.Errorf("%q is offered %v", typed, all)
		}
	}
	for _, typed := range []string{"", "a", "zymurgy", strings.Repeat("join ", 2_000), "\x00\xff"} {
		all := b.Suggest(typed, 25)
		if len(all) > 25 || typed == "" && len(all) != 25 {
			t.Errorf("%.20q is offered %d topics", typed, len(all))
		}
		for _, c := range all {
			if _, ok := l.Topic(c.Line); !ok || c.Label == "" {
				t.Errorf("%.20q is offered %v", typed, c)
			}
		}
	}
}
