package schedule

import (
	"strconv"
	"strings"
)

// maxText is the length in bytes above which a text is not read. The longest
// sensible one is a cron line with lists, well below it.
const maxText = 200

// tidy is the text as the parsers read it: lower case, single spaces, none
// around it. A text that is too long becomes the empty one, which no parser
// accepts.
func tidy(text string) string {
	if len(text) > maxText {
		return ""
	}
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// quote shows a stranger's text inside a sentence: cut to a readable length,
// control characters and invalid UTF-8 escaped.
func quote(text string) string {
	const shown = 40
	if runes := []rune(text[:min(len(text), 4*shown+4)]); len(runes) > shown {
		text = string(runes[:shown]) + "…"
	}
	return strconv.Quote(text)
}
