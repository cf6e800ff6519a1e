package slack

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
		{"all that fits", bot.Post{Title: long(150), Body: words(10_000), Footer: words(1_000), Choices: []bot.Choice{{Label: long(75), Line: "task"}}}, ""},
		{"title", bot.Post{Title: long(151)}, "the title"},
		{"body", bot.Post{Body: words(13_000)}, "the text"},
		{"footer", bot.Post{Footer: words(2_000)}, "the footer"},
		{"label", bot.Post{Choices: []bot.Choice{{Label: long(76), Line: "task"}}}, "the button"},
		{"buttons", bot.Post{Choices: make([]bot.Choice, 76)}, "76 buttons"},
	} {
		got := Misfits(tt.post)
		if (tt.want == "") != (len(got) == 0) || len(got) > 1 || len(got) == 1 && !strings.HasPrefix(got[0], tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
