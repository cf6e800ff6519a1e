package slack

import (
	"fmt"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// Misfits says what of a post would not be shown whole, because a message of
// Slack's has no room for it. There is nothing to say of a post that fits.
func Misfits(post bot.Post) (all []string) {
	if n := units(post.Title); n > longestHeader {
		all = append(all, fmt.Sprintf("the title has %d characters, more than %d", n, longestHeader))
	}
	if _, rest := cut(markdown.Parse(post.Footer), longestFooter); len(rest) > 0 {
		all = append(all, fmt.Sprintf("the footer has more than %d characters", longestFooter))
	}
	if n := len(post.Choices); n > mostChoices {
		all = append(all, fmt.Sprintf("%d buttons, more than %d", n, mostChoices))
	}
	for _, c := range post.Choices {
		if units(c.Label) > longestLabel || len(c.Line) > longestValue {
			all = append(all, fmt.Sprintf("the button %q is too long", c.Label))
		}
	}
	for _, b := range Render(post).Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && s.Text.Text == cutNote {
			all = append(all, fmt.Sprintf("the text does not fit into the %d characters of a message", longestMessage))
		}
	}
	return all
}
