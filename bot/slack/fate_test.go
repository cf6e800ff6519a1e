package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
)

func TestFateOf(t *testing.T) {
	code := func(c string) error { return fmt.Errorf("chat.postMessage: %w", slack.SlackErrorResponse{Err: c}) }
	for _, c := range []struct {
		name  string
		err   error
		wrote bool
		want  bot.Fate
		after time.Duration
	}{
		{"429", &slack.RateLimitedError{RetryAfter: 7 * time.Second}, true, bot.Retry, 7 * time.Second},
		{"429 at once", &slack.RateLimitedError{}, true, bot.Retry, time.Second},
		{"429 without a time", slack.StatusCodeError{Code: 429}, true, bot.Retry, defaultPause},
		{"too fast", code("ratelimited"), true, bot.Retry, defaultPause},
		{"no channel", code("channel_not_found"), true, bot.Gone, 0},
		{"archived", code("is_archived"), true, bot.Gone, 0},
		{"not in it", code("not_in_channel"), true, bot.Gone, 0},
		{"removed", code("account_inactive"), true, bot.Failed, 0}, // the token's account, not the reader's
		{"not let in", code("team_access_not_granted"), true, bot.Failed, 0},
		{"revoked", code("token_revoked"), true, bot.Failed, 0},
		{"never heard of", code("moon_phase"), true, bot.Failed, 0},
		{"half done", code("fatal_error"), true, bot.Uncertain, settledAfter},
		{"500", slack.StatusCodeError{Code: 500}, true, bot.Uncertain, settledAfter},
		{"404", slack.StatusCodeError{Code: 404}, true, bot.Failed, 0},
		{"cut", errors.New("EOF"), true, bot.Uncertain, settledAfter},
		{"timeout", context.DeadlineExceeded, true, bot.Uncertain, settledAfter},
		{"refused", &net.OpError{Op: "dial", Err: errors.New("refused")}, false, bot.Failed, 0},
	} {
		got := fateOf(c.err, c.wrote)
		if got.Fate != c.want || got.After != c.after || got.Why == "" {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// What a lead is told of a channel that cannot be reached says what to do.
func TestFix(t *testing.T) {
	for code, want := range map[string]string{
		"not_in_channel":    "I am not in that channel. Invite me to #backend with `/invite @mentorbot`, or say `daily` in another one.",
		"channel_not_found": "I am not in that channel. Invite me to #backend with `/invite @mentorbot`, or say `daily` in another one.",
		"is_archived":       "the channel is archived. Take #backend out of the archive, or say `daily` in another one.",
		"restricted_action": "I may not post in that channel. Have an admin let me post in #backend, or say `daily` in another one.",
	} {
		s := newServer(t)
		s.refuse("chat.postMessage", code)
		a := adapter(t, s, clerk{}, make(chan bool, 10))
		a.self.Store(&identity{Self: us})
		to := bot.Destination{Workspace: "slack:T1", Place: "C1", Name: "backend"}
		got := a.Send(t.Context(), to, "daily/1", bot.Post{Body: "task"})
		if got.Fate != bot.Gone || got.Why+". "+got.Fix != want {
			t.Errorf("%s: %+v", code, got)
		}
		to.Name = ""
		if got := a.Send(t.Context(), to, "daily/1", bot.Post{Body: "task"}); !strings.Contains(got.Fix, " that channel") {
			t.Errorf("%s without a name: %+v", code, got)
		}
	}
}

// TestTrace: a request that never left is told from one that did.
func TestTrace(t *testing.T) {
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }))
	address := cut.URL
	for _, wrote := range []bool{true, false} {
		var tr trace
		api := slack.New("xoxb", slack.OptionAPIURL(address+"/"))
		_, _, err := api.PostMessageContext(tr.watch(t.Context()), "C1", slack.MsgOptionText("x", false))
		if err == nil || tr.wrote.Load() != wrote {
			t.Errorf("wrote %t, err %v", tr.wrote.Load(), err)
		}
		cut.Close()
	}
}

func TestNoAddressInErrors(t *testing.T) {
	err := withoutAddress(fmt.Errorf("x: %w", &url.Error{Op: "Post", URL: "https://hooks.example/secret", Err: errors.New("EOF")}))
	if strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

func TestPauses(t *testing.T) {
	p := pauses{short: time.Second, long: time.Minute, refused: time.Hour}
	for _, c := range []struct {
		n    int
		err  error
		want time.Duration
	}{
		{0, errEnded, time.Second}, {3, errEnded, 8 * time.Second}, {9, errEnded, time.Minute}, {99, errEnded, time.Minute},
		{0, slack.SlackErrorResponse{Err: "token_revoked"}, time.Hour},
		{0, &slack.RateLimitedError{RetryAfter: 30 * time.Second}, 30 * time.Second},
	} {
		if got := p.after(c.n, c.err); got != c.want {
			t.Errorf("after %d of %v: %v, want %v", c.n, c.err, got, c.want)
		}
	}
}
