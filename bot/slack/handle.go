package slack

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"mentorbot/bot"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

const (
	// busy is for somebody who says more at once than waits in a lane.
	busy = "That was more at once than I can follow. Please say the last of it again in a moment."
	// notHere is for people of other workspaces in shared channels.
	notHere = "I am here for the members of %s only, so I keep nothing about you and answer nothing. Your own workspace can have me too."
	// otherCommand is for a slash command that is registered no more.
	otherCommand = "I listen to `" + Command + "` now, as in `" + Command + " help`."
)

// envelope has an envelope handled in its member's lane.
func (c *connection) envelope(r *socketmode.Request) {
	c.Event()
	receipt := c.receipt(r.EnvelopeID)
	d, err := Read(r.Type, r.Payload, c.self.Load().Self)
	if err != nil {
		c.Log.Warn("could not read what Slack sent", "platform", "slack", "err", err)
	}
	var job func()
	switch {
	case err != nil && r.Type == "slash_commands":
		job = func() { receipt.give(ephemeral(Payload{Text: otherCommand})) }
	case err != nil || d.Kind == Nothing:
		job = func() { receipt.give(nil) }
	default:
		job = func() {
			defer receipt.give(nil) // whatever happens
			c.handle(context.Background(), d, receipt)
		}
	}
	if c.lanes.Do(string(d.Message.From.ID), job) {
		return
	}
	var answer any
	if d.Kind == Slash {
		answer = ephemeral(Payload{Text: busy})
	}
	c.lanes.Do("", func() { receipt.give(answer) }) // else the timer gives it
}

// handle has the bot answer a delivery.
func (a *Adapter) handle(ctx context.Context, d Delivery, r *receipt) {
	ctx, cancel := context.WithTimeout(ctx, 3*requestWithin)
	defer cancel()
	self := a.self.Load().Self
	p := a.profile(ctx, d.Message.From.ID)
	if self.isGuest(d.Team) || self.isGuest(p.team) {
		a.turnAway(ctx, d, r, self)
		return
	}
	d = a.locate(ctx, d)
	d.Message.From = p.Person
	if d.Kind == HomeOpen {
		a.showHome(ctx, d)
		return
	}
	reply := a.Bot.Handle(ctx, d.Message)
	if reply.Silent {
		return
	}
	if d.Kind == HomePress {
		r.give(nil)
		a.answerHome(ctx, d, reply)
		return
	}
	a.answer(ctx, d, r, reply)
}

// turnAway tells a guest, for their eyes, that the bot is not theirs.
func (a *Adapter) turnAway(ctx context.Context, d Delivery, r *receipt, self Self) {
	if d.Kind == HomeOpen || d.Kind == HomePress {
		return
	}
	d.Message.Place.Direct = d.Kind == Direct
	a.answer(ctx, d, r, bot.Reply{Private: true, Post: bot.Post{Body: fmt.Sprintf(notHere, markdown.Escape(self.TeamName))}})
}

// locate finds out whether a direct conversation is with the bot.
func (a *Adapter) locate(ctx context.Context, d Delivery) Delivery {
	place, member := d.Message.Place, string(d.Message.From.ID)
	switch {
	case d.Kind == Direct:
		a.remember(member, string(place.ID))
	case d.Kind == HomePress:
		own, err := a.conversation(ctx, member)
		a.logged("conversation", err)
		d.Message.Place.ID = store.PlaceID(own)
	case d.Kind == Slash && place.Direct, d.Kind == Press && place.Direct:
		if own, err := a.conversation(ctx, member); err != nil || own != string(place.ID) {
			return d.amongOthers()
		}
	}
	return d
}

// answer sends a reply where it belongs, then what comes along with it.
func (a *Adapter) answer(ctx context.Context, d Delivery, r *receipt, reply bot.Reply) {
	a.logged("reply", a.reply(ctx, d, r, reply))
	if reply.Then != nil {
		a.logged("second post", a.reply(ctx, d, r, bot.Reply{Post: *reply.Then, Private: true}))
	}
	if file := reply.File; file != nil {
		a.logged("file", a.handOver(ctx, d, file))
	}
}

// logged logs what could not be sent. Replies are sent once.
func (a *Adapter) logged(what string, err error) {
	if err != nil {
		a.Log.Warn("could not send", "platform", "slack", "what", what, "err", err)
	}
}

// reply sends one post back.
func (a *Adapter) reply(ctx context.Context, d Delivery, r *receipt, reply bot.Reply) error {
	p := Render(reply.Post)
	switch d.Kind {
	case Slash, Press:
		m := response(d, p, reply)
		if d.Kind == Slash && r.give(m) {
			return nil
		}
		r.give(nil)
		return a.respond(ctx, d.Answer, m)
	case Mention:
		channel := string(d.Message.Place.ID)
		if reply.Private {
			// Alone in a thread such a post would not be shown:
			// https://docs.slack.dev/reference/methods/chat.postEphemeral
			return a.postTo(ctx, channel, d.Thread, string(d.Message.From.ID), p)
		}
		_, err := a.post(ctx, channel, cmp.Or(d.Thread, d.TS), p)
		return err
	}
	_, err := a.post(ctx, string(d.Message.Place.ID), d.Thread, p)
	return err
}

// response is a reply to a command or a press. In the bot's own conversation with
// somebody it is an ordinary message, which stays; elsewhere a private one is
// gone when they look away.
func response(d Delivery, p Payload, reply bot.Reply) slack.WebhookMessage {
	m := ephemeral(p)
	if !reply.Private || d.Message.Place.Direct {
		m.ResponseType = slack.ResponseTypeInChannel
	}
	m.ReplaceOriginal = reply.Replace
	m.ThreadTimestamp = d.Thread
	return m
}

// ephemeral is a response for one person's eyes.
func ephemeral(p Payload) slack.WebhookMessage {
	no := false
	m := slack.WebhookMessage{Text: p.Text, ResponseType: slack.ResponseTypeEphemeral, UnfurlLinks: &no, UnfurlMedia: &no}
	if len(p.Blocks) > 0 {
		m.Blocks = &slack.Blocks{BlockSet: p.Blocks}
	}
	return m
}

// handOver uploads a file where only the member sees it: no file in a channel is
// for one person's eyes.
func (a *Adapter) handOver(ctx context.Context, d Delivery, file *bot.File) error {
	if d.Kind == Direct {
		return a.upload(ctx, string(d.Message.Place.ID), d.Thread, file)
	}
	channel, err := a.conversation(ctx, string(d.Message.From.ID))
	if err != nil {
		return err
	}
	return a.upload(ctx, channel, "", file)
}

// showHome sets the App Home of whoever acts: some posts on top, then the bot's.
func (a *Adapter) showHome(ctx context.Context, d Delivery, top ...bot.Post) {
	posts, err := a.Bot.Home(ctx, d.Message)
	if err != nil {
		a.Log.Error("could not build the home", "platform", "slack", "err", err)
		posts = []bot.Post{{Body: "That did not work, and it is not your fault. Please come back in a minute."}}
	}
	a.logged("home", a.publish(ctx, string(d.Message.From.ID), RenderHome(append(top, posts...))))
}

// answerHome shows the App Home anew after a press there. A confirmation stands
// on top of it; where there is more to say it is said in a direct message.
func (a *Adapter) answerHome(ctx context.Context, d Delivery, reply bot.Reply) {
	short := confirms(reply.Post)
	if short {
		a.showHome(ctx, d, reply.Post)
	} else {
		a.showHome(ctx, d)
	}
	d.Kind = Direct
	if !short {
		a.answer(ctx, d, nil, reply)
	} else if reply.Then != nil {
		a.logged("second post", a.reply(ctx, d, nil, bot.Reply{Post: *reply.Then}))
	}
}

// confirms says whether a post is no more than a confirmation.
func confirms(p bot.Post) bool {
	return p.Title == "" && p.File == nil && !strings.Contains(p.Body, "\n")
}
