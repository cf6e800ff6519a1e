package discord

import (
	"strings"
	"testing"

	"mentorbot/bot"
)

func TestMisfits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	words := func(n int) string { return strings.Repeat("abcd ", n/5) }
	for _, tt := range []struct {
		name string
		post bot.Post
		want string // the beginnings of what is said
	}{
		{"all that fits", bot.Post{Title: long(256), Body: words(3_000), Footer: words(990), Choices: []bot.Choice{{Label: long(80), Line: long(100)}}}, ""},
		{"title", bot.Post{Title: long(257)}, "the title"},
		{"title with marks", bot.Post{Title: strings.Repeat("*", 200)}, "the title"},
		{"body", bot.Post{Body: words(4_100)}, "the text"},
		{"body beside its footer", bot.Post{Body: words(3_500), Footer: words(990)}, "the text"},
		{"footer", bot.Post{Footer: words(1_100)}, "the footer"},
		{"label", bot.Post{Choices: []bot.Choice{{Label: long(81), Line: "task"}}}, "the button"},
		{"line", bot.Post{Choices: []bot.Choice{{Label: "x", Line: long(101)}}}, "the button"},
		{"buttons", bot.Post{Choices: make([]bot.Choice, 26)}, "26 buttons"},
	} {
		got := Misfits(tt.post)
		if (tt.want == "") != (len(got) == 0) || len(got) > 1 || len(got) == 1 && !strings.HasPrefix(got[0], tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
