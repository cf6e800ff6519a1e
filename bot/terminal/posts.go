package terminal

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"mentorbot/bot"
)

// maxPosts is how many posts with choices are kept for presses.
const maxPosts = 50

// A post is one that was shown, as far as it can be pressed.
type post struct {
	choices []bot.Choice
	via     bot.Via // how a press on it comes
}

// posts are the latest posts that have choices, oldest first.
type posts []*post

func (p *posts) add(choices []bot.Choice, via bot.Via) {
	if len(choices) == 0 {
		return
	}
	if len(*p) == maxPosts {
		*p = slices.Delete(*p, 0, 1)
	}
	*p = append(*p, &post{choices, via})
}

// forget removes a post that another has replaced.
func (p *posts) forget(old *post) {
	*p = slices.DeleteFunc(*p, func(q *post) bool { return q == old })
}

// find returns the latest post with a choice of that number or label, and the
// choice; nil if the line is neither.
func (p posts) find(line string) (*post, bot.Choice) {
	said := strings.TrimSpace(line)
	for _, q := range slices.Backward(p) {
		i := slices.IndexFunc(q.choices, func(c bot.Choice) bool { return named(c, said) })
		if n, err := strconv.ParseUint(said, 10, 16); err == nil && n >= 1 && int(n) <= len(q.choices) {
			i = int(n) - 1
		}
		if i >= 0 {
			return q, q.choices[i]
		}
	}
	return nil, bot.Choice{}
}

// named reports whether said is a choice's label, in any case, with or without
// the symbols at its end, which nobody can type: "a" names "A ✓".
func named(c bot.Choice, said string) bool {
	label := cleanLine(c.Label)
	typed := strings.TrimRightFunc(label, func(r rune) bool { return unicode.Is(unicode.So, r) || r == ' ' })
	return said != "" && (strings.EqualFold(said, label) || strings.EqualFold(said, typed))
}
