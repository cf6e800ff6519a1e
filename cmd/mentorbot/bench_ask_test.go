package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/bot/terminal"
	"mentorbot/content"
)

// BenchmarkAsk asks every way in which the topics say they are asked, and
// renders what comes back. Of each question the median of the turns counts, so
// that what remains is slow questions, not a slow moment. The member is known and
// the store is real; to decline is counted there, which is a write, so it is told
// apart.
func BenchmarkAsk(b *testing.B) {
	sv, _ := benchServices(b, newTestClock(benchDay))
	questions := asks(b)
	say := func(line string) bot.Post {
		return sv.bot.Handle(context.Background(), bot.Message{
			Workspace: terminal.Workspace, From: bot.Person{ID: "me", Name: "me", Zone: "UTC"},
			Place: bot.Place{ID: "terminal", Direct: true}, Line: line,
		}).Post
	}
	say("level entry") // so that no question is the first contact

	find, both, decline := map[string]times{}, map[string]times{}, map[string]times{}
	for b.Loop() {
		for _, q := range questions {
			start := time.Now()
			post := say("ask " + q)
			found := time.Since(start)
			if post.Title == "" {
				decline[q] = append(decline[q], found)
				continue
			}
			if terminal.Render(post, terminal.Style{}) == "" {
				b.Fatalf("%q: an empty answer", q)
			}
			find[q] = append(find[q], found)
			both[q] = append(both[q], time.Since(start))
		}
	}
	row(b, "%d questions as the topics word them, %d of them declined", len(questions), len(decline))
	row(b, "%-26s %s", "µs", spreadHead)
	line := func(what string, of map[string]times) times {
		t := medians(of)
		row(b, "%-26s %s", what, t.spread())
		return t
	}
	line("parse and find", find)
	all := line("parse, find and render", both)
	line("decline, and count it", decline)
	p99 := all.at(0.99)
	row(b, "p99 wanted about a millisecond or less: %s", held(p99 <= time.Millisecond))
	metric(b, all.median(), "p50")
	metric(b, p99, "p99")
}

// medians are those of each question.
func medians(of map[string]times) (all times) {
	for _, t := range of {
		all = append(all, t.median())
	}
	return all
}

// asks are all questions that the topics name as theirs, on one line each.
func asks(b *testing.B) (all []string) {
	library, err := content.Load(content.Embedded())
	check(b, err)
	for _, topic := range library.Topics() {
		for _, q := range topic.Asks {
			all = append(all, strings.Join(strings.Fields(q), " "))
		}
	}
	if len(all) == 0 {
		b.Fatal("no topic says how it is asked")
	}
	return all
}
