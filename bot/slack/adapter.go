package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/bot/lanes"
)

// A Bot answers lines.
type Bot interface {
	// Handle answers a message.
	Handle(ctx context.Context, m bot.Message) bot.Reply
	// Home is what the App Home shows. It changes nothing.
	Home(ctx context.Context, m bot.Message) ([]bot.Post, error)
}

// Config is what an Adapter is made of. All but API are needed.
type Config struct {
	BotToken string // SLACK_BOT_TOKEN
	AppToken string // SLACK_APP_TOKEN
	API      string // base address of the Web API, with or without a final slash; empty is Slack's

	Bot Bot
	Log *slog.Logger
	Now func() time.Time

	Connected func(bool) // told when the bot is connected, or no more
	Event     func()     // told of every envelope
}

// An Adapter is the bot in one Slack workspace. It is a [bot.Sender] and a
// [bot.Finder] for it, safe for concurrent use.
type Adapter struct {
	Config
	http  *http.Client
	api   *slack.Client
	lanes *lanes.Lanes
	state *state
	began time.Time
	self  atomic.Pointer[identity] // nil until Slack said

	profiles      *cache[profile]
	conversations *cache[string] // direct ones, by member

	posting, opening breather // for promised posts, and for direct conversations

	quiet  time.Duration // for how long a connection may say nothing
	ack    time.Duration // within which an envelope is acknowledged
	pauses pauses        // between connections
}

const (
	// abreast is how many envelopes are handled at once, waiting how many of one
	// member may wait.
	abreast = 64
	waiting = 60
	// quietFor is how long a healthy connection may say nothing, not even ping.
	quietFor = 2 * time.Minute
	// endWithin is how long a shutdown waits for what is in hand.
	endWithin = 10 * time.Second
)

// New returns an adapter that has not joined yet.
func New(c Config) (*Adapter, error) {
	if c.BotToken == "" || c.AppToken == "" {
		return nil, errors.New("SLACK_BOT_TOKEN and SLACK_APP_TOKEN are both needed")
	}
	c.API = strings.TrimRight(cmp.Or(c.API, slack.APIURL), "/") + "/"
	a := &Adapter{
		Config: c, http: newHTTP(), began: c.Now(),
		lanes: lanes.New(abreast, waiting, c.Log.With("platform", "slack"), c.Now), state: &state{tell: c.Connected},
		profiles: newCache[profile](people), conversations: newCache[string](conversations),
		quiet: quietFor, ack: ackWithin, pauses: pauses{short: 200 * time.Millisecond, long: time.Minute, refused: 10 * time.Minute},
	}
	a.api = slack.New(c.BotToken, slack.OptionAPIURL(c.API), slack.OptionHTTPClient(a.http))
	return a, nil
}

// soon is how many pauses in a row grow if Slack lets us in again and again: it
// wants connections that it ends to come back.
const soon = 4

// pauses say how long to wait before connecting again.
type pauses struct {
	short   time.Duration // the first time; doubled while it does not help
	long    time.Duration // the most
	refused time.Duration // while a token is not taken
}

// next is the pause after a connection that lasted so long, and how many failures
// in a row are counted then, n of them before. That Slack asks for another
// connection is no failure: it gets it at once, the first time. One that is asked
// to end again and again, as where Socket Mode was switched off, is.
func (p pauses) next(n int, greeted bool, lasted time.Duration, err error) (time.Duration, int) {
	switch {
	case greeted && lasted > p.long:
		n = 0
	case greeted:
		n = min(n, soon)
	}
	if n == 0 && errors.Is(err, errAsked) {
		return max(p.short-lasted, 0), 1
	}
	return p.after(n, err), n + 1
}

// after is the pause before the n-th try in a row, from 0.
func (p pauses) after(n int, err error) time.Duration {
	var limited *slack.RateLimitedError
	switch {
	case refused(err) != "":
		return p.refused
	case errors.As(err, &limited):
		return max(limited.RetryAfter, p.short)
	case n > 16:
		return p.long
	}
	return min(p.short<<n, p.long)
}

// Run joins Slack and answers until ctx is done; then it finishes what is in hand
// and returns nil. A token that Slack refuses at the start is an error that names
// its variable. Whatever else goes wrong is logged, and tried again. Run is called
// once.
func (a *Adapter) Run(ctx context.Context) error {
	a.Connected(false)
	defer a.state.link(false)
	for joined, n := false, 0; ctx.Err() == nil; {
		started := a.Now()
		greeted, err := a.join(ctx)
		if ctx.Err() != nil {
			break
		}
		joined = joined || greeted
		if why := refused(err); why != "" && !joined {
			return fmt.Errorf("%s was refused: Slack says %s", variable(err), why)
		}
		var pause time.Duration
		pause, n = a.pauses.next(n, greeted, a.Now().Sub(started), err)
		level := slog.LevelWarn
		if errors.Is(err, errAsked) {
			level = slog.LevelInfo
		}
		a.Log.Log(ctx, level, "not connected", "platform", "slack", "err", err, "again", pause)
		sleep(ctx, pause)
	}
	a.finish() // also what came by a connection that had ended before
	return nil
}

// join asks who the bot is, connects and stays while that lasts. Greeted says
// whether Slack let it in; the error is never nil unless ctx is done.
func (a *Adapter) join(ctx context.Context) (greeted bool, err error) {
	if err := a.authenticate(ctx); err != nil {
		return false, tokenError{"SLACK_BOT_TOKEN", err}
	}
	c := a.connect()
	defer c.close()
	err = c.stay(ctx)
	a.state.link(false)
	if ctx.Err() != nil {
		a.finish()
	}
	return c.greeted, tokenError{"SLACK_APP_TOKEN", err}
}

// A tokenError is about what was asked with one of the tokens.
type tokenError struct {
	variable string
	error
}

func (e tokenError) Unwrap() error { return e.error }

// variable names the token that an error is about.
func variable(err error) string {
	var e tokenError
	errors.As(err, &e)
	return e.variable
}

// finish waits for what is in hand, within reason.
func (a *Adapter) finish() {
	done := make(chan struct{})
	go func() { a.lanes.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(endWithin):
		a.Log.Warn("some replies were not finished in time", "platform", "slack")
	}
}

// sleep waits, or until ctx is done.
func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
