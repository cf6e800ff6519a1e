// Package discord is mentorbot on Discord: the gateway for what comes in, the
// REST API for what goes out.
//
// Events and posts are turned into the core's and Discord's forms by pure
// functions (event.go, command.go, complete.go, render.go, markdown.go); what is
// here moves them.
//
// The library's handlers run unbounded and without recover, so everything goes
// into lanes at once, where one member's lines keep their order and only so much
// is in hand at a time. It reconnects for ever whatever the reason and waits for
// ever for a gateway that says nothing, so it is told not to reconnect and run.go
// and gateway.go do. Its limiter sleeps with a route's lock in hand, so request.go
// asks it first and never lets it.
//
// An interaction's token answers in its author's name and stands in addresses, so
// no error is logged but through calm, which leaves addresses out.
package discord

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
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
	gateway *discordgo.Session // touched by Run alone
	wire    wire               // what the gateway's connection runs over
	limiter *limiter
	lanes   *lanes.Lanes
	lost    chan struct{} // signals that the connection was lost
	direct  *recent       // direct conversations by member
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
		Config: c, limiter: newLimiter(), lanes: lanes.New(atOnce, behind, c.Log),
		lost: make(chan struct{}, 1), direct: newRecent(rememberedDirect), times: usual,
		servers: make(map[string]string),
	}
	client := &http.Client{Transport: transport, Timeout: requestWithin}
	if a.rest, err = a.session(client); err != nil {
		return nil, err
	}
	a.gateway, err = a.session(client)
	return a, err
}

// event is called by the library for everything that comes, one at a time. It
// returns at once.
func (a *Adapter) event(e *discordgo.Event) {
	defer a.survive("event")
	switch e.Type {
	case "INTERACTION_CREATE":
		a.Event()
		a.interaction(e.RawData)
	case "MESSAGE_CREATE":
		a.Event()
		a.message(e.RawData)
	}
	switch e := e.Struct.(type) {
	case *discordgo.Ready:
		a.ready(e)
	case *discordgo.Resumed:
		a.Connected(true)
	case *discordgo.GuildCreate:
		a.arrive(e)
	case *discordgo.GuildDelete:
		a.depart(e)
	}
}

// survive logs a panic instead of ending the program by it.
func (a *Adapter) survive(where string) {
	if p := recover(); p != nil {
		a.Log.Error("panic", "in", where, "err", fmt.Errorf("%v\n%s", p, debug.Stack()))
	}
}

func (a *Adapter) disconnected() {
	a.Connected(false)
	select {
	case a.lost <- struct{}{}:
	default:
	}
}

func (a *Adapter) ready(e *discordgo.Ready) {
	if e.User != nil {
		a.mu.Lock()
		a.self = e.User.ID
		a.mu.Unlock()
	}
	a.Connected(true)
}

// arrive notes a server and has whoever owns it greeted, which the bot does
// once. Every session begins with one such event for each server.
func (a *Adapter) arrive(e *discordgo.GuildCreate) {
	if e.Guild == nil || !isID(e.ID) {
		return
	}
	a.mu.Lock()
	_, known := a.servers[e.ID]
	a.servers[e.ID] = clip(e.Name, maxServerName)
	a.mu.Unlock()
	if known || !isID(e.OwnerID) {
		return
	}
	a.do("server "+e.ID, func() {
		ctx, cancel := context.WithTimeout(context.Background(), requestWithin)
		defer cancel()
		if err := a.Bot.Installed(ctx, workspace(e.ID), store.MemberID(e.OwnerID)); err != nil {
			a.Log.Error("could not greet a new server", "err", err)
		}
	})
}

// depart forgets a server that the bot was taken from. One that is merely
// unavailable comes back.
func (a *Adapter) depart(e *discordgo.GuildDelete) {
	if e.Guild == nil || e.Unavailable {
		return
	}
	a.mu.Lock()
	delete(a.servers, e.ID)
	a.mu.Unlock()
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
