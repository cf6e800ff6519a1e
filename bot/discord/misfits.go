package discord

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// Misfits says what of a post would not be shown whole, because a message of
// Discord's has no room for it. There is nothing to say of a post that fits.
func Misfits(post bot.Post) (all []string) {
	if n := utf8.RuneCountInString(lineStarts(escape(post.Title))); n > maxTitle {
		all = append(all, fmt.Sprintf("the title has %d characters, more than %d", n, maxTitle))
	}
	if n := utf8.RuneCountInString(footnote(markdown.Parse(post.Footer))); n > maxFooter {
		all = append(all, fmt.Sprintf("the footer has %d characters, more than %d", n, maxFooter))
	}
	if n := len(post.Choices); n > perRow*maxRows {
		all = append(all, fmt.Sprintf("%d buttons, more than %d", n, perRow*maxRows))
	}
	for _, c := range post.Choices {
		if utf8.RuneCountInString(c.Label) > maxLabel || len(c.Line) > maxCustomID {
			all = append(all, fmt.Sprintf("the button %q is too long", c.Label))
		}
	}
	if strings.Contains(describe(post), cutNote) {
		n := utf8.RuneCountInString(blocks(markdown.Parse(post.Body)))
		all = append(all, fmt.Sprintf("the text has %d characters, which do not fit into the %d of a message with its footer", n, maxDescription))
	}
	return all
}
