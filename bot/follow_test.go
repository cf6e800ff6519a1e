package bot

import (
	"path/filepath"
	"strings"
	"testing"

	"mentorbot/content"
	"mentorbot/content/questions"
)

// What a line means after an answer about indexing.
func TestFollowUp(t *testing.T) {
	last := &content.Topic{ID: "databases/indexing", Title: "Indexing"}
	for line, want := range map[string]followUp{
		"example?":                          {part: theExample},
		"an example please":                 {part: theExample},
		"Can you show me some code?":        {part: theExample},
		"e.g.?":                             {part: theExample},
		"ok, and how do I do that?":         {part: theExample},
		"and when not?":                     {part: thePitfalls},
		"when should i not use it":          {part: thePitfalls},
		"pitfalls":                          {part: thePitfalls},
		"what are the drawbacks of this?":   {part: thePitfalls},
		"what can go wrong?":                {part: thePitfalls},
		"more":                              {part: theRest},
		"tell me more about it":             {part: theRest},
		"go on":                             {part: theRest},
		"why?":                              {part: theRest},
		"but why is that":                   {part: theRest},
		"when?":                             {part: theRest},
		"sources?":                          {part: theRest},
		"vs joins?":                         {versus: "joins"},
		"and versus a full scan":            {versus: "a full scan"},
		"what is the difference to a join?": {versus: "a join"},
		"compared with caching?":            {versus: "caching"},
		"and how does that compare to docker swarm": {versus: "docker swarm"},
		"in python?":                       {within: "python"},
		"and in C#?":                       {within: "c#"},
		"how do i do that in node.js":      {within: "node.js"},
		"show me an example with postgres": {within: "postgres"},
		"and caching?":                     {other: "caching"},
		"what about hash tables?":          {other: "hash tables"},
		"and what about joins":             {other: "joins"},
	} {
		if got, ok := followUpOf(line, last); !ok || got != want {
			t.Errorf("%q is %+v, %t; want %+v", line, got, ok, want)
		}
		if got, ok := followUpOf(line, nil); ok {
			t.Errorf("%q follows nothing as %+v", line, got)
		}
	}
}

// A question that names its own topic is none, whatever it begins with.
func TestNoFollowUp(t *testing.T) {
	last := &content.Topic{ID: "databases/indexing", Title: "Indexing"}
	for _, line := range []string{
		"", "?", "what is a join", "joins", "example of a join", "rest vs http", "why are joins slow", "more joins", "pitfalls of caching",
		"when should i use a message queue", "how does caching work in redis", "difference between rest and http", "vs", "in", "and",
		"hello", "thanks", "what is it", strings.Repeat("more ", 10), "in a very long sentence about something else",
	} {
		if got, ok := followUpOf(line, last); ok {
			t.Errorf("%q is a follow-up: %+v", line, got)
		}
	}
}

// However odd a line, what it is taken for is bounded by it.
func FuzzFollowUp(f *testing.F) {
	for _, seed := range []string{"and when not?", "in python?", "vs joins", "and caching", "go on", "\x00", "é?!…", "and and and"} {
		f.Add(seed)
	}
	last := &content.Topic{ID: "databases/indexing", Title: "Indexing"}
	f.Fuzz(func(t *testing.T, line string) {
		got, ok := followUpOf(line, last)
		if ok && got == (followUp{}) && !strings.ContainsAny(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			t.Errorf("%q asks for more", line)
		}
		for _, text := range []string{got.versus, got.within, got.other} {
			if !ok && text != "" || len(text) > 3*len(line) {
				t.Errorf("%q gives %q", line, text)
			}
		}
	})
}

// Of the questions that finding is measured on none but those that are meant as
// follow-ups is taken for one, and of those in scope none for a greeting.
func TestQuestionsAreNoFollowUps(t *testing.T) {
	sets, err := questions.Read(filepath.Join("..", "content", "testdata", "questions"))
	if err != nil || len(sets) == 0 {
		t.Fatal(len(sets), err)
	}
	last := &content.Topic{ID: "databases/indexing", Title: "Indexing"}
	for _, set := range sets {
		for _, q := range set.Questions {
			if f, ok := followUpOf(q.Text, last); ok && q.Kind != "follow-up" {
				t.Errorf("%q is a follow-up: %+v", q.Text, f)
			}
			if len(q.Topics) > 0 && isGreeting(q.Text) {
				t.Errorf("%q is a greeting", q.Text)
			}
		}
	}
}
