package slack

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/store"
)

var (
	_ bot.Sender = (*Adapter)(nil)
	_ bot.Finder = (*Adapter)(nil)
)

// Promised posts carry their key as metadata of this type, by which Find knows
// them again. https://docs.slack.dev/messaging/message-metadata
const promiseType = "mentorbot_promise"

// Pace is one post a second in each channel; what Slack allows in all it does not
// say in advance.
func (a *Adapter) Pace() bot.Pace { return bot.Pace{PerPlace: postEvery} }

// notYet is the outcome while it is not known whom the token is for.
const notYet = 5 * time.Second

// Send posts once, with the key as metadata. It never waits for Slack's limits.
func (a *Adapter) Send(ctx context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	self := a.self.Load()
	if self == nil {
		return bot.Outcome{Fate: bot.Retry, After: notYet, Why: "Slack has not been reached since the start"}
	}
	if to.Workspace != self.Workspace() {
		return bot.Outcome{Fate: bot.Failed, Why: fmt.Sprintf("the token is for %s", self.Workspace())}
	}
	if err := a.posting.over(a.Now()); err != nil {
		return fateOf(err, false)
	}
	channel, outcome := a.channel(ctx, to)
	if channel == "" {
		return outcome
	}
	var t trace
	ts, err := a.post(t.watch(ctx), channel, "", Render(post), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: promiseType, EventPayload: map[string]any{"key": string(key)},
	}))
	if err != nil {
		a.posting.asked(err, a.Now())
		if codeOf(err) == "channel_not_found" {
			a.conversations.forget(string(to.Member))
		}
		return a.fate(err, t.wrote.Load(), to)
	}
	if post.File != nil {
		if err := a.upload(ctx, channel, ts, post.File); err != nil {
			a.Log.Error("a promised post lacks its file", "platform", "slack", "key", key, "err", err)
		}
	}
	return bot.Outcome{Fate: bot.Done, Ref: channel + "/" + ts}
}

// channel is the conversation that a destination means; if it is empty the
// outcome says why. Nothing was posted then, whatever became of the request.
func (a *Adapter) channel(ctx context.Context, to bot.Destination) (string, bot.Outcome) {
	channel, err := a.conversationOf(ctx, to)
	if err == nil {
		return channel, bot.Outcome{}
	}
	outcome := a.fate(err, false, to)
	if outcome.Fate == bot.Uncertain {
		outcome.Fate = bot.Failed
	}
	return "", outcome
}

// conversationOf is the conversation that a destination means.
func (a *Adapter) conversationOf(ctx context.Context, to bot.Destination) (string, error) {
	if to.Place != "" {
		return string(to.Place), nil
	}
	return a.conversation(ctx, string(to.Member))
}

// fate is fateOf with what the owner of the post can do if its channel cannot be
// reached.
func (a *Adapter) fate(err error, wrote bool, to bot.Destination) bot.Outcome {
	outcome := fateOf(err, wrote)
	if outcome.Fate == bot.Gone && to.Place != "" {
		outcome.Fix = fixOf(codeOf(err), to.Name, a.self.Load().UserName)
	}
	return outcome
}
