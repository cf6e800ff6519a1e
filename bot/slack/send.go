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
	channel, outcome := a.channel(ctx, to)
	if channel == "" {
		return outcome
	}
	var t trace
	ts, err := a.post(t.watch(ctx), channel, "", Render(post), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: promiseType, EventPayload: map[string]any{"key": string(key)},
	}))
	if err != nil {
		if codeOf(err) == "channel_not_found" {
			a.conversations.forget(string(to.Member))
		}
		return fateOf(err, t.wrote.Load(), a.fix(to))
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
	if to.Place != "" {
		return string(to.Place), bot.Outcome{}
	}
	channel, err := a.conversation(ctx, string(to.Member))
	if err == nil {
		return channel, bot.Outcome{}
	}
	outcome := fateOf(err, false, a.fix(to))
	if outcome.Fate == bot.Uncertain {
		outcome.Fate = bot.Failed
	}
	return "", outcome
}

// fix is what the owner of a post can do if its place cannot be reached.
func (a *Adapter) fix(to bot.Destination) string {
	if to.Place == "" {
		return ""
	}
	where := "that channel"
	if name, ok := a.names.get(string(to.Place), a.Now()); ok {
		where = "#" + name
	}
	return fmt.Sprintf("Invite me to %s with `/invite @%s`, or say `daily off` there.", where, a.self.Load().UserName)
}
