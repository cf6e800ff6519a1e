package discord

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

// ErrToken says that Discord refuses the token.
var ErrToken = errors.New("DISCORD_BOT_TOKEN: Discord refuses this token")

// times are how long an adapter waits for what.
type times struct {
	fast    time.Duration        // a handler, before its answer is deferred
	open    time.Duration        // the gateway, until it is ready
	first   time.Duration        // between two tries to connect, doubled with each that fails
	most    time.Duration        // the longest of those
	brief   time.Duration        // the longest of those after a session was there
	refused time.Duration        // after a token was refused while running: it will hardly heal by itself
	steady  time.Duration        // a connection that held that long was a good one
	leave   time.Duration        // answers under way, at a shutdown
	anew    func() time.Duration // before a session takes the place of one that is not valid: 1 to 5 s (events/gateway#resuming)
}

var usual = times{
	fast: firstAnswer / 2, open: openWithin, first: time.Second, most: 5 * time.Minute, brief: 5 * time.Second, refused: 10 * time.Minute,
	steady: time.Minute, leave: 10 * time.Second, anew: func() time.Duration { return time.Second + rand.N(4*time.Second) },
}

// Run stays connected until ctx is done, which returns nil. A token that is
// refused at the start is ErrToken; one that is refused later leaves the adapter
// not connected, trying now and then. A network that cannot be reached is tried
// again and again, ever more rarely.
func (a *Adapter) Run(ctx context.Context) error {
	defer a.leave()
	var s session
	wait := a.times.first
	for {
		held, err := a.serve(ctx, &s)
		if ctx.Err() != nil {
			return nil
		}
		a.Connected(false)
		if held >= a.times.steady {
			wait = a.times.first
		}
		switch refused := errors.Is(err, ErrToken); {
		case refused && a.me() == "":
			return ErrToken
		case refused:
			a.Log.Error("Discord refuses the token now")
			pause(ctx, a.times.refused)
		case errors.Is(err, errAsked): // at once, but not in a storm
			a.Log.Info("Discord asked to reconnect")
			pause(ctx, a.times.first-held)
		case errors.Is(err, errInvalid):
			a.Log.Info("Discord asked for a new session")
			pause(ctx, a.times.anew())
		default:
			if held > 0 { // nobody is answered meanwhile, and to resume costs no session
				wait = min(wait, a.times.brief)
			}
			a.Log.Warn("not connected to Discord", "err", calm(err), "again", wait.String())
			pause(ctx, wait)
			wait = min(2*wait, a.times.most)
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// serve begins or resumes a session and holds the connection until it ends. What
// begins checks the token and the number of sessions that are left, and registers
// the command. It says how long the session was there, and why it is not any more.
func (a *Adapter) serve(ctx context.Context, s *session) (time.Duration, error) {
	if s.id == "" {
		if err := a.mayStart(ctx); err != nil {
			return 0, err
		}
		if err := a.registerCommand(ctx); err != nil {
			return 0, err
		}
	}
	c, err := a.dial(ctx, s)
	if err != nil {
		return 0, err
	}
	defer func() { c.close(ctx.Err() != nil) }()
	err = c.hold(ctx)
	return c.held(), err
}

// mayStart asks whether a session may start. Where none is left it waits until
// there are some: one too many makes Discord take the token back
// (discord.com/developers/docs/events/gateway#session-start-limit-object).
func (a *Adapter) mayStart(ctx context.Context) error {
	for {
		var gateway discordgo.GatewayBotResponse
		if err := a.get(ctx, discordgo.EndpointGatewayBot, &gateway); err != nil {
			return err
		}
		limit := gateway.SessionStartLimit
		if limit.Total == 0 || limit.Remaining > 0 {
			return nil
		}
		wait := max(time.Duration(limit.ResetAfter)*time.Millisecond, a.times.first)
		a.Log.Warn("Discord allows no more sessions for now", "wait", wait.String())
		if pause(ctx, wait); ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// get reads JSON; a refused token is ErrToken.
func (a *Adapter) get(ctx context.Context, address string, v any) error {
	data, err := a.call(ctx, http.MethodGet, address, nil, nil)
	if code, _ := status(err); code == http.StatusUnauthorized {
		return ErrToken
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// registerCommand registers the command if it is not registered as it is now. If
// Discord will not have it, the bot still answers what is registered, mentions
// and direct messages.
func (a *Adapter) registerCommand(ctx context.Context) error {
	var app struct {
		ID string `json:"id"`
	}
	if err := a.get(ctx, discordgo.EndpointApplication("@me"), &app); err != nil {
		return err
	}
	address := discordgo.EndpointApplicationGlobalCommands(app.ID)
	var registered []*discordgo.ApplicationCommand
	if err := a.get(ctx, address, &registered); err != nil {
		return err
	}
	want := register(a.Commands, a.Bot.Words)
	if len(registered) == 1 && same(registered[0], want) {
		return nil
	}
	_, err := a.call(ctx, http.MethodPut, address, []*discordgo.ApplicationCommand{want}, nil)
	answer, _ := status(err)
	wait, limited := limitedFor(err) // that of commands is of a day
	if answer >= 400 && answer < 500 || limited && wait > a.times.most {
		a.Log.Error("Discord did not take the command", "err", calm(err))
		return nil
	}
	return err
}

// leave takes nothing more in hand and waits a moment for answers under way.
func (a *Adapter) leave() {
	a.takes.Lock()
	a.leaving = true
	a.takes.Unlock()
	a.Connected(false)
	done := make(chan struct{})
	go func() {
		a.lanes.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(a.times.leave):
		a.Log.Warn("some answers did not go out in time")
	}
}
