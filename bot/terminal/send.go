package terminal

import (
	"context"
	"fmt"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

var _ bot.Sender = (*Chat)(nil)

const (
	// soon is when to try again a post for a chat that is not open: it is about
	// to begin, or the program is about to end.
	soon = time.Second
	// later is when to try again a post for somebody who does not sit there.
	later = 15 * time.Minute
)

// Pace is without limits.
func (c *Chat) Pace() bot.Pace { return bot.Pace{} }

// Send shows a post for the channel, or for the person who sits there, between
// the lines. Retry says that nothing was shown, Uncertain that some of it may
// have been: the output failed, or took nothing until ctx was done.
func (c *Chat) Send(ctx context.Context, to bot.Destination, _ store.Key, post bot.Post) bot.Outcome {
	if to.Workspace != Workspace || to.Place != "" && to.Place != Place {
		return bot.Outcome{
			Fate: bot.Gone,
			Why:  fmt.Sprintf("there is no channel %q of %q in a terminal", to.Place, to.Workspace),
			Fix:  "set it again in the terminal",
		}
	}
	if to.Place == "" && to.Member != c.From.ID {
		return bot.Outcome{Fate: bot.Retry, After: later, Why: string(to.Member) + " is not at the terminal"}
	}
	if ctx.Err() != nil {
		return bot.Outcome{Fate: bot.Retry, After: soon, Why: "there was no time left to send"}
	}
	done := make(chan bot.Outcome, 1)
	go func() { done <- c.deliver(to, post) }()
	select {
	case outcome := <-done:
		return outcome
	case <-ctx.Done():
		return bot.Outcome{Fate: bot.Uncertain, Why: "the terminal takes no output"}
	}
}

// deliver shows a post if the chat is open.
func (c *Chat) deliver(to bot.Destination, post bot.Post) bot.Outcome {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.open {
		return bot.Outcome{Fate: bot.Retry, After: soon, Why: "the terminal is not open"}
	}
	via := bot.PressedOwn
	if to.Place != "" {
		via = bot.PressedShared
	}
	if err := c.print(post, via, to.Zone); err != nil {
		return bot.Outcome{Fate: bot.Uncertain, Why: "write to the terminal: " + err.Error()}
	}
	return bot.Outcome{Fate: bot.Done}
}
