// Package discord is mentorbot on Discord: the gateway for what comes in, the
// REST API for what goes out.
//
// Events and posts are turned into the core's and Discord's forms by pure
// functions (event.go, command.go, complete.go, render.go, markdown.go); what is
// here moves them.
//
// The library is used for its types and for REST; the gateway's protocol is spoken
// in gateway.go. The library's own gateway decodes events and acts on them before
// any handler, in goroutines of its own, where nobody can recover: a GUILD_CREATE
// of null ends the program. It answers an invalid session at once, resumes none
// that is resumable, knows no context, and sleeps with its lock in hand. Its
// limiter sleeps with a route's lock in hand too, so request.go asks it first and
// never lets it.
//
// Everything that comes goes into lanes at once, where one member's lines keep
// their order and only so much is in hand at a time.
//
// Discord hides whole commands by default member permissions, never subcommands,
// and everything is a subcommand of one command. A lead's commands are therefore
// seen by all, and what they do is refused by the core.
//
// A message that may notify carries a plain line above its embed, since
// notifications show nothing of an embed: everything but what one person alone
// sees, who is looking at it; see notifying.
//
// An interaction's token answers in its author's name and stands in addresses, so
// no error is logged but through calm, which leaves addresses out.
package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/bot/lanes"
	"mentorbot/store"
)

// A Bot answers lines.
type Bot interface {
	Handle(ctx context.Context, m bot.Message) bot.Reply
	Shape(m bot.Message) (private, replace bool)
	Words(of bot.Words) []string
	Suggest(typed string, n int) []bot.Choice
	Installed(ctx context.Context, w store.Workspace, by store.MemberID) error
}

// Config is what an Adapter is made of. All but API are needed.
type Config struct {
	Token     string
	API       string // base address of the REST API up to and including the version; empty is Discord's
	Bot       Bot
	Commands  []bot.Command
	Now       func() time.Time
	Log       *slog.Logger
	Connected func(bool) // told when the gateway connects, or does not any more
	Event     func()     // told when something came
}

// An Adapter is a connection to Discord. It is a bot.Sender and a bot.Finder.
type Adapter struct {
	Config
	rest    *discordgo.Session // for requests; never opened
	limiter *limiter
	lanes   *lanes.Lanes
	presses *presses
	direct  *recent // direct conversations by member
	times   times

	mu      sync.Mutex
	self    string            // the bot's user id; empty until the gateway says
	servers map[string]string // names by id, of those the bot is on

	takes   sync.RWMutex // held for reading while something is taken in hand
	leaving bool         // nothing is taken in hand any more
}

const (
	atOnce = 64 // events that are handled at once
	behind = 8  // lines of one member that may wait

	// requestWithin bounds every request.
	requestWithin = 20 * time.Second

	rememberedDirect = 10_000 // direct conversations
)

// New returns an Adapter that is not connected yet.
func New(c Config) (*Adapter, error) {
	transport, err := redirect(c.API)
	if err != nil {
		return nil, err
	}
	a := &Adapter{
		Config: c, limiter: newLimiter(), lanes: lanes.New(atOnce, behind, c.Log, c.Now), presses: newPresses(),
		direct: newRecent(rememberedDirect), times: usual,
		servers: make(map[string]string),
	}
	if a.rest, err = discordgo.New("Bot " + c.Token); err != nil {
		return nil, err
	}
	a.rest.Client = &http.Client{Transport: transport, Timeout: requestWithin}
	a.rest.LogLevel = -1 // its log may hold tokens
	return a, nil
}

// event takes what came in hand, and returns at once. What cannot be read is
// logged.
func (a *Adapter) event(kind string, data json.RawMessage) {
	defer a.survive(kind)
	var err error
	switch kind {
	case "INTERACTION_CREATE":
		a.Event()
		err = a.interaction(data)
	case "MESSAGE_CREATE":
		a.Event()
		err = a.message(data)
	case "GUILD_CREATE":
		err = a.arrive(data)
	case "GUILD_DELETE":
		err = a.depart(data)
	}
	if err != nil {
		a.Log.Warn("an event could not be read", "type", kind, "err", err)
	}
}

// survive logs a panic instead of ending the program by it.
func (a *Adapter) survive(where string) {
	if p := recover(); p != nil {
		a.Log.Error("panic", "in", where, "err", fmt.Errorf("%v\n%s", p, debug.Stack()))
	}
}

// A ready is as much as is used of what the gateway says when a session begins.
type ready struct {
	Session string `json:"session_id"`
	Resume  string `json:"resume_gateway_url"`
	User    struct {
		ID string `json:"id"`
	} `json:"user"`
	Servers []server `json:"guilds"`
}

// A server is as much as is used of it.
type server struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Owner       string `json:"owner_id"`
	Unavailable bool   `json:"unavailable"`
}

// begun notes who the bot is, and forgets the servers that it is not on any more.
func (a *Adapter) begun(r ready) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.self = r.User.ID
	maps.DeleteFunc(a.servers, func(id, _ string) bool {
		return !slices.ContainsFunc(r.Servers, func(s server) bool { return s.ID == id })
	})
}

// serverIn reads a server.
func serverIn(data json.RawMessage) (s server, err error) {
	if err = json.Unmarshal(data, &s); err == nil && !isID(s.ID) {
		err = errors.New("a server without an id")
	}
	return s, err
}

// arrive notes a server and has whoever owns it greeted, which the bot does
// once. Every session begins with one such event for each server.
func (a *Adapter) arrive(data json.RawMessage) error {
	s, err := serverIn(data)
	if err != nil {
		return err
	}
	a.mu.Lock()
	_, known := a.servers[s.ID]
	a.servers[s.ID] = clip(s.Name, maxServerName)
	a.mu.Unlock()
	if known || !isID(s.Owner) {
		return nil
	}
	a.do("server "+s.ID, func() {
		ctx, cancel := context.WithTimeout(context.Background(), requestWithin)
		defer cancel()
		if err := a.Bot.Installed(ctx, workspace(s.ID), store.MemberID(s.Owner)); err != nil {
			a.Log.Error("could not greet a new server", "err", err)
		}
	})
	return nil
}

// depart forgets a server that the bot was taken from. One that is merely
// unavailable comes back.
func (a *Adapter) depart(data json.RawMessage) error {
	s, err := serverIn(data)
	if err != nil || s.Unavailable {
		return err
	}
	a.mu.Lock()
	delete(a.servers, s.ID)
	a.mu.Unlock()
	return nil
}

// serverOf is the name of a workspace's server, as far as it is known.
func (a *Adapter) serverOf(w store.Workspace) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.servers[guildOf(w)]
}

// me is the bot's own user id, or empty.
func (a *Adapter) me() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.self
}

// do runs fn in a lane, later, and says whether it will: not if there is no room,
// or the adapter is leaving.
func (a *Adapter) do(lane string, fn func()) bool {
	a.takes.RLock()
	defer a.takes.RUnlock()
	return !a.leaving && a.lanes.Do(lane, fn)
}
