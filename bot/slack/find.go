package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/store"
)

const (
	// earlier is how long before the first try a look-up begins: clocks differ.
	earlier = time.Minute
	// pageSize and mostPages bound how far a look-up reads.
	pageSize  = 100
	mostPages = 20
)

// Find looks for a post by its key among what was said in its conversation since
// a minute before the first try. That is allowed in direct conversations, and in
// channels if an optional scope was granted; else it cannot be told.
func (a *Adapter) Find(ctx context.Context, to bot.Destination, key store.Key, first time.Time) bot.Outcome {
	self := a.self.Load()
	if self == nil {
		return bot.Outcome{Fate: bot.Retry, After: notYet, Why: "Slack has not been reached since the start"}
	}
	if to.Workspace != self.Workspace() || to.Place != "" && !self.readsHistory {
		return bot.Outcome{Fate: bot.Uncertain, Why: "its history cannot be read: the optional scope is not granted"}
	}
	// A program that died may have been sending until just before this one began.
	if wait := later(first, a.began).Add(settledAfter).Sub(a.Now()); wait > 0 {
		return bot.Outcome{Fate: bot.Retry, After: wait, Why: "it is too early to look it up"}
	}
	channel, err := a.conversationOf(ctx, to)
	if err != nil {
		return notFound(err, fateOf(err, false))
	}
	return a.search(ctx, channel, key, first.Add(-earlier))
}

func later(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}

// search reads the history of a conversation, page by page.
func (a *Adapter) search(ctx context.Context, channel string, key store.Key, from time.Time) bot.Outcome {
	params := slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: timestamp(from), Limit: pageSize, IncludeAllMetadata: true,
	}
	for page := range mostPages {
		answer, err := a.api.GetConversationHistoryContext(ctx, &params)
		var limited *slack.RateLimitedError
		if errors.As(err, &limited) && page > 0 { // beginning again would come no further
			break
		}
		if err := a.said("conversations.history", err); err != nil {
			return notFound(err, fateOf(err, false))
		}
		for _, m := range answer.Messages {
			if m.Metadata.EventType == promiseType && m.Metadata.EventPayload["key"] == string(key) {
				return bot.Outcome{Fate: bot.Done, Ref: channel + "/" + m.Timestamp}
			}
		}
		params.Cursor = answer.ResponseMetaData.NextCursor
		if params.Cursor == "" {
			return bot.Outcome{Fate: bot.Retry, Absent: true, Why: "it is not in the history"}
		}
	}
	return bot.Outcome{Fate: bot.Uncertain, Why: "the history is too long to be read"}
}

// notFound is what a failed request means for a look-up, when as a send it would
// have meant o: a pause, an outage and a refused token may end, and whatever else
// Slack says leaves the question open.
func notFound(err error, o bot.Outcome) bot.Outcome {
	code := codeOf(err)
	mayEnd := code == "" || o.Fate == bot.Retry || slices.Contains(halfDone(), code) || refused(err) != "" && code != "missing_scope"
	switch {
	case !mayEnd:
		o.Fate = bot.Uncertain
	case o.Fate == bot.Uncertain:
		o.Fate = bot.Failed
	}
	return o
}

// timestamp is an instant as Slack writes it.
func timestamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}
