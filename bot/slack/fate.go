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

// errors of chat.postMessage and conversations.open, by what they mean for a post.
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
func unreachable() []string {
	return []string{
		"channel_not_found", "not_in_channel", "is_archived", "restricted_action", "restricted_action_read_only_channel",
		"restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "messages_tab_disabled",
		"user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot", "no_permission", "invalid_user_combination", "account_inactive",
		"team_access_not_granted", "as_user_not_supported", "not_in_dm", "is_inactive",
	}
}

// halfDone are errors of which Slack says that some of the operation may have
// succeeded.
func halfDone() []string { return []string{"internal_error", "fatal_error"} }

func tooFast() []string { return []string{"ratelimited", "rate_limited", "message_limit_exceeded"} }

// fateOf says what became of a post. Wrote says whether its request had left when
// the error came; fix is what may help if the place cannot be reached.
func fateOf(err error, wrote bool, fix string) bot.Outcome {
	code := codeOf(err)
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &limited):
		return bot.Outcome{Fate: bot.Retry, After: max(limited.RetryAfter, time.Second), Why: "Slack asked for a pause"}
	case slices.Contains(tooFast(), code):
		return bot.Outcome{Fate: bot.Retry, After: defaultPause, Why: "Slack asked for a pause"}
	case slices.Contains(unreachable(), code):
		return bot.Outcome{Fate: bot.Gone, Why: "Slack says " + code, Fix: fix}
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
