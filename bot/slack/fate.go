package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"slices"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// defaultPause is how long to wait when Slack asks for a pause and does not say
// how long.
const defaultPause = 30 * time.Second

// A trace knows whether a request has left.
type trace struct{ wrote atomic.Bool }

// watch returns a context for one request that the trace follows.
func (t *trace) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { t.wrote.Store(true) }})
}

// unreachable says why a place cannot be reached, by the errors of
// chat.postMessage and conversations.open that mean so; empty for others. A private
// channel that the bot is not in is not found.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
func unreachable(code string) string {
	switch code {
	case "channel_not_found", "not_in_channel":
		return "I am not in that channel"
	case "is_archived":
		return "the channel is archived"
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_non_threadable_channel", "no_permission":
		return "I may not post in that channel"
	case "messages_tab_disabled", "user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot", "invalid_user_combination",
		"as_user_not_supported", "not_in_dm", "is_inactive":
		return "Slack says " + code
	}
	return ""
}

// fixOf is what whoever set a daily task can do about a channel that cannot be
// reached. Name is the channel's if it is known, self the bot's.
func fixOf(code, name, self string) string {
	channel := "that channel"
	if name != "" {
		channel = "#" + markdown.Escape(name)
	}
	first := fmt.Sprintf("Invite me to %s with `/invite @%s`", channel, self)
	switch {
	case code == "is_archived":
		first = "Take " + channel + " out of the archive"
	case unreachable(code) == unreachable("restricted_action"):
		first = "Have an admin let me post in " + channel
	}
	return first + ", or say `daily` in another one."
}

// halfDone are errors of which Slack says that some of the operation may have
// succeeded.
func halfDone() []string { return []string{"internal_error", "fatal_error"} }

func tooFast() []string { return []string{"ratelimited", "rate_limited", "message_limit_exceeded"} }

// fateOf says what became of a post. Wrote says whether its request had left when
// the error came.
func fateOf(err error, wrote bool) bot.Outcome {
	code := codeOf(err)
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &limited):
		return bot.Outcome{Fate: bot.Retry, After: max(limited.RetryAfter, time.Second), Why: "Slack asked for a pause"}
	case slices.Contains(tooFast(), code):
		return bot.Outcome{Fate: bot.Retry, After: defaultPause, Why: "Slack asked for a pause"}
	case unreachable(code) != "":
		return bot.Outcome{Fate: bot.Gone, Why: unreachable(code)}
	case slices.Contains(halfDone(), code):
		return bot.Outcome{Fate: bot.Uncertain, After: settledAfter, Why: "Slack says " + code}
	case code != "":
		return bot.Outcome{Fate: bot.Failed, Why: "Slack says " + code}
	case errors.As(err, &status):
		return fateOfStatus(status.Code)
	case wrote:
		return bot.Outcome{Fate: bot.Uncertain, After: settledAfter, Why: "no answer: " + err.Error()}
	}
	return bot.Outcome{Fate: bot.Failed, Why: "Slack cannot be reached: " + err.Error()}
}

func fateOfStatus(status int) bot.Outcome {
	why := fmt.Sprintf("Slack answered %d", status)
	switch {
	case status == http.StatusTooManyRequests:
		return bot.Outcome{Fate: bot.Retry, After: defaultPause, Why: why}
	case status >= 500:
		return bot.Outcome{Fate: bot.Uncertain, After: settledAfter, Why: why}
	}
	return bot.Outcome{Fate: bot.Failed, Why: why}
}
