package slack

import (
	"regexp"
	"strings"
)

// token finds what Slack writes between angle brackets: mentions, channels and
// links (https://docs.slack.dev/messaging/formatting-message-text).
var token = regexp.MustCompile(`<[^<>]*>`)

// typed undoes what Slack and its clients do to what a person types: the three
// escapes, and the quotation marks that phones make curly.
var typed = strings.NewReplacer(
	"&amp;", "&", "&lt;", "<", "&gt;", ">",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‘", "'", "’", "'", "‚", "'", "‛", "'",
)

// lineOf returns a text of Slack's as it was typed. Mentions stay as they are,
// <@U…> or <@U…|name>, which is how the bot reads them.
func lineOf(text string) string {
	return typed.Replace(token.ReplaceAllStringFunc(text, untoken))
}

// untoken returns what a person sees of a token.
func untoken(t string) string {
	what, label, labelled := strings.Cut(t[1:len(t)-1], "|")
	switch {
	case strings.HasPrefix(what, "@"):
		return t
	case labelled && label != "" && strings.HasPrefix(what, "#"):
		return "#" + label
	case labelled && label != "":
		return label
	case strings.HasPrefix(what, "!"):
		return "@" + what[1:]
	}
	return what
}

// withoutMention returns a text without the mentions of one user, and without
// what people put after them: "@mentorbot: what is an index".
func withoutMention(text, user string) string {
	text = token.ReplaceAllStringFunc(text, func(t string) string {
		if id, _, _ := strings.Cut(t[1:len(t)-1], "|"); id == "@"+user {
			return " "
		}
		return t
	})
	return strings.TrimLeft(text, " \t\n\u00a0,:")
}
