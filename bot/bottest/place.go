// Package bottest plays the scenario scripts of testdata/script on a platform: the
// core, the outbox and a store as they are, with the platform's pure parts before
// and behind them. It is for tests alone.
//
// What a script says and presses becomes an event of the platform's and is read
// as its adapter reads it; what the bot says becomes a payload and is read back
// from that, so that a script's expectations hold for what people see. Scripts
// name people, channels and workspaces as they like; a place gives them ids of
// its platform on the way out and their names on the way in.
package bottest

import (
	"mentorbot/bot"
	"mentorbot/store"
)

// A Place is the pure parts of a platform, each there and back.
type Place interface {
	// Hear returns a message as the platform's adapter reads it from the event
	// that such a message makes there. What the platform tells elsewhere, or
	// never (a zone, say), is as it was given. The error is about a message that
	// does not come through as itself.
	Hear(m bot.Message) (bot.Message, error)
	// See returns a post about a workspace as its reader sees it on the platform,
	// in the core's terms. The error is about a payload that the platform would
	// refuse.
	See(w store.Workspace, p bot.Post) (bot.Post, error)
}

// Terminal is where nothing stands between the bot and people.
type Terminal struct{}

// Hear returns the message.
func (Terminal) Hear(m bot.Message) (bot.Message, error) { return m, nil }

// See returns the post.
func (Terminal) See(_ store.Workspace, p bot.Post) (bot.Post, error) { return p, nil }
