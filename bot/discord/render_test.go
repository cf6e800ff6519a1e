package discord

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// TestPosts renders what people see most, as the core says it.
func TestPosts(t *testing.T) {
	w := newWorld(t, small(t))
	answer := w.say("ann", bot.Typed, "ask joins").Post
	golden(t, "answer", Render(answer, ""))
	golden(t, "answer-to-all", notifying(answer, "").message(nil))
	golden(t, "help", Render(w.say("ann", bot.Typed, "help").Post, ""))
	quiz := w.say("ann", bot.Typed, "quiz databases/tables")
	golden(t, "quiz", Render(quiz.Post, ""))
	golden(t, "verdict", Render(w.say("ann", bot.PressedOwn, quiz.Choices[0].Line).Post, ""))
	task := w.say("ann", bot.Typed, "task databases/joins")
	golden(t, "task", Render(task.Post, ""))
	w.say("ann", bot.PressedOwn, task.Choices[0].Line)
	golden(t, "progress", Render(w.say("ann", bot.Typed, "progress").Post, ""))
	golden(t, "team", Render(w.say("boss", bot.Typed, "team").Post, ""))
	w.say("boss", bot.Typed, "daily 09:30 Europe/Berlin")
	to, key, post := w.due(t, begin.Add(24*time.Hour))
	golden(t, "daily", nonced{notifying(post, markOf(to.Workspace, key)).message(nil), nonce(to.Workspace, key)})
}

// TestHostile renders what tries to be more than it is.
func TestHostile(t *testing.T) {
	const nasty = "@everyone <@1> <@&2> <#3> **b** _i_ ~~s~~ ||x|| `c` [a](https://x.y) https://evil.example <t:1:R> <:e:1>"
	var many []bot.Choice
	for i := range 30 {
		many = append(many, bot.Choice{Label: fmt.Sprintf("Choice %d", i), Line: "task"})
	}
	many[1].Line, many[2].Line = "ask a~1", strings.Repeat("x", bot.MaxLine)
	many[3].Line = many[2].Line // has no room for a suffix
	escaped := markdown.Escape(nasty)
	for name, p := range map[string]bot.Post{
		"hostile": {
			Title: "# " + nasty, Footer: escaped,
			Body: escaped + "\n\n- \\# " + escaped + "\n- \\- \\> x\n\n1\\. no list\n\n\\# no heading\n\n\\-\\# not small\n\n```a`b\nx```y\n```\n\n`` a```b ``",
			File: &bot.File{Name: "a.txt", Type: "text/plain", Data: []byte("x"), Alt: "# " + nasty},
		},
		"long":    {Title: strings.Repeat("*", 300), Body: strings.Repeat("word *and* `more` ", 10_000/18), Footer: strings.Repeat("and so [on](https://x.y) ", 200)},
		"choices": {Body: "Which?", Choices: many},
	} {
		golden(t, name, notifying(p, "").message(nil))
		for _, m := range shownOf(p) {
			for _, breach := range breaches(m) {
				t.Errorf("%s: %s", name, breach)
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"**a** *b* `c` ***d***", "**a** *b* `c` ***d***"},
		{"snake_case 2 * 3 | 4 ~ 5", `snake\_case 2 \* 3 \| 4 \~ 5`},
		{"[docs](https://a.b/c_(d))", "[docs](https://a.b/c_%28d%29)"},
		{"<https://a.b/c>", "<https://a.b/c>"},
		{"see https://a.b", `see https\://a.b`},
		{"<t:0:R> and @here", "<t:0:R> and @\u200bhere"},
		{"@Transactional a@b.c", "@Transactional a@b.c"},
		{"- a\n- b\n\n3. c\n4. d", "- a\n- b\n\n3. c\n4. d"},
		{"> a\n>\n> b", "> a\n> \n> b"},
		{"```go\nx := `a`\n```", "```go\nx := `a`\n```"},
		{"~~~a`b\nx\n~~~", "```\nx\n```"},
		{"~~~\n````\n~~~", "```\n`\u200b`\u200b`\u200b`\n```"},
		{"`` a`b ``", "`` a`b ``"},
		{"```` a```b ````", "`` a`\u200b`\u200b`b ``"},
		{`\# a`, `\# a`},
		{`\> a`, `\> a`},
		{`2024\. a`, `2024\. a`},
		{`\- a`, `\- a`},
		{"-5 < 3", `\-5 \< 3`},
		{`- \# a`, `- \# a`},
		{"- ███░░░░░░░ **Joins**: 1 of 3\n- ██ ░", "- `███░░░░░░░` **Joins**: 1 of 3\n- ██ ░"},
	} {
		if got := blocks(markdown.Parse(c.in)); got != c.want {
			t.Errorf("%q shows as %q, want %q", c.in, got, c.want)
		}
	}
	if got := inline(markdown.Italic{Inlines: []markdown.Inline{markdown.Text(" one ")}}); got != " *one* " {
		t.Errorf("marks stand at white space: %q", got)
	}
	if got := block(markdown.Code{Text: "cut off`"}); got != "```\ncut off`\n```" {
		t.Errorf("got %q", got)
	}
}

// meaning finds what Discord would make something of: marks, mentions and
// addresses that no backslash or joiner takes the meaning from.
var meaning = regexp.MustCompile("[*_~`|\\[\\]<]|@everyone|@here|\\w://|(?m)^\\s*([#>+-]|\\d+\\.)")

// TestEscape: whatever somebody is called or asks, it is shown as it is.
func TestEscape(t *testing.T) {
	hostile := rapid.StringOf(rapid.SampledFrom([]rune("ab1 *_~`|[]()<>@#&!:/.-+\\\n世")))
	words := rapid.SliceOf(rapid.SampledFrom([]string{"@everyone", "@here", "<@1>", "<@&2>", "<#3>", "https://x.y", "# ", "-# ", "> ", ">>> ", "1. ", "- ", "```", "||", " ", "\n", `\`}))
	rapid.Check(t, func(t *rapid.T) {
		text := hostile.Draw(t, "text") + strings.Join(words.Draw(t, "words"), "") + hostile.Draw(t, "more")
		got := lineStarts(escape(text))
		plain := regexp.MustCompile(`\\[^A-Za-z0-9\s]`).ReplaceAllString(got, "\u200b")
		if hit := meaning.FindString(plain); hit != "" {
			t.Fatalf("%q shows as %q, where %q has a meaning", text, got, hit)
		}
		if shown := unescape(got); shown != text {
			t.Fatalf("%q shows as %q", text, shown)
		}
		post := bot.Post{Title: text, Body: markdown.Escape(text), Footer: markdown.Escape(text)}
		for _, m := range shownOf(post) {
			for _, breach := range breaches(m) {
				if breach != "an empty embed" {
					t.Fatal(breach)
				}
			}
			for _, hit := range []string{"@everyone", "@here"} {
				if strings.Contains(m.Content+m.Embeds[0].Title+m.Embeds[0].Description, hit) {
					t.Fatalf("%q mentions %s", text, hit)
				}
			}
		}
	})
}

// unescape is what a reader sees of an escaped text, joiners of ours left out.
func unescape(text string) string {
	text = strings.NewReplacer("@\u200beveryone", "@everyone", "@\u200bhere", "@here").Replace(text)
	return regexp.MustCompile(`\\([^A-Za-z0-9\s])`).ReplaceAllString(text, "$1")
}

func TestCustomID(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOfN(rapid.RuneFrom([]rune("ab~19 ")), 1, 100, -1).Draw(t, "line")
		again := rapid.IntRange(0, 25).Draw(t, "again")
		if got := lineOf(customID(line, again)); got != line {
			t.Fatalf("%q comes back as %q", line, got)
		}
	})
}

func TestMark(t *testing.T) {
	if got := markOf("discord:", "k"); got != "" {
		t.Errorf("no server has the mark %q", got)
	}
	a, b := markOf("discord:1", "daily/1"), markOf("discord:1", "daily/2")
	if a == b || len(nonce("discord:1", "daily/1")) != nonceLength || nonce("discord:1", "k") == nonce("discord:2", "k") {
		t.Errorf("marks %q and %q", a, b)
	}
}

// What stands out is what comes next, what ends well and what destroys.
func TestStyle(t *testing.T) {
	lines := func(lines ...string) (all []bot.Choice) {
		for _, line := range lines {
			all = append(all, bot.Choice{Label: line, Line: line})
		}
		return all
	}
	const next, plain, good, bad = discordgo.PrimaryButton, discordgo.SecondaryButton, discordgo.SuccessButton, discordgo.DangerButton
	for _, c := range []struct {
		choices []bot.Choice
		want    []discordgo.ButtonStyle
	}{
		{lines("task", "quiz"), []discordgo.ButtonStyle{next, plain}},
		{lines("hint a", "solution a", "done a", "skip a"), []discordgo.ButtonStyle{plain, plain, good, plain}},
		{lines("solution a", "done a", "skip a"), []discordgo.ButtonStyle{plain, good, plain}},
		{lines("answer a A", "answer a B"), []discordgo.ButtonStyle{plain, plain}},
		{lines("grade a hard", "grade a good"), []discordgo.ButtonStyle{plain, plain}},
		{lines("mydata export", "mydata delete"), []discordgo.ButtonStyle{next, bad}},
	} {
		for i, choice := range c.choices {
			if got := style(choice, i); got != c.want[i] {
				t.Errorf("%q has style %d, want %d", choice.Line, got, c.want[i])
			}
		}
	}
}
