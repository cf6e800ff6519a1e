package discord

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/store"
)

// What is said without asking the core.
const (
	busy     = "One after the other: I am still at your last lines. Try again in a moment."
	notMine  = "That command or button is not mine any more. `/mentor help` shows what I can do."
	ill      = "That did not work, and it is not your fault. Please try again in a minute."
	directly = "I answered you in a direct message."
	closed   = "That answer is only for you, and your direct messages are closed to me. Say it with `/mentor` instead: then only you see it."
)

// An exchange is an interaction on its way to its answer.
type exchange struct {
	*discordgo.Interaction
	m               bot.Message
	began           time.Time
	hidden, replace bool // as decided before it is handled: Discord fixes it when deferring

	timer    *time.Timer   // defers the answer
	deferred chan struct{} // closed when that is done
}

// shown is an answer in its place. One that takes the place of a post is seen by
// those who saw that.
func (x *exchange) shown(reply bot.Reply) shown {
	alone := x.hidden
	if x.replace && reply.Replace && x.Message != nil {
		alone = x.Message.Flags&discordgo.MessageFlagsEphemeral != 0
	}
	return shownTo(reply.Post, reply.In, alone)
}

// interaction takes a command, a press or an autocompletion in hand.
func (a *Adapter) interaction(data []byte) error {
	i, m, err := ReadInteraction(data, a.Commands)
	switch {
	case i == nil:
		return err
	case i.Type == discordgo.InteractionApplicationCommandAutocomplete:
		a.do("complete "+i.ID, func() {
			a.respond(i, discordgo.InteractionApplicationCommandAutocompleteResult,
				&discordgo.InteractionResponseData{Choices: autocomplete(i, a.Commands, a.Bot)})
		})
	case err != nil:
		a.Log.Warn("an interaction was not understood", "type", i.Type.String(), "err", err)
		a.do("odd "+i.ID, func() { a.sentence(i, notMine) })
	default:
		m.Server = a.serverOf(m.Workspace)
		a.take(i, m)
	}
	return nil
}

// take puts an interaction into its member's lane. Wherever it then waits, it has
// its first answer in time. A double click is one press: what follows the first is
// acknowledged in silence.
func (a *Adapter) take(i *discordgo.Interaction, m bot.Message) {
	press := pressOf(i, string(m.From.ID))
	if !a.presses.begin(press, a.Now()) {
		a.do("again "+i.ID, func() { a.respond(i, discordgo.InteractionResponseDeferredMessageUpdate, nil) })
		return
	}
	x := &exchange{Interaction: i, m: m, began: a.Now(), deferred: make(chan struct{})}
	x.hidden, x.replace = a.Bot.Shape(m)
	x.hidden = x.hidden && !m.Place.Direct
	x.timer = time.AfterFunc(a.times.fast, func() {
		defer close(x.deferred)
		a.deferResponse(x)
	})
	if a.do(string(m.From.ID), func() {
		defer func() { a.presses.end(press, a.Now()) }()
		a.answer(x)
	}) {
		return
	}
	a.presses.end(press, a.Now())
	if x.timer.Stop() {
		a.do("busy "+i.ID, func() { a.sentence(i, busy) })
	}
}

// answer handles a message that came by an interaction. A fast answer is the
// response itself; a slow one follows the deferred response.
func (a *Adapter) answer(x *exchange) {
	reply := a.handle(x.m)
	if x.timer.Stop() {
		a.respondWith(x, reply)
		a.follow(x, reply.Then, reply.In)
		return
	}
	<-x.deferred
	a.late(x, reply)
}

// handle has the core answer a line, whatever happens.
func (a *Adapter) handle(m bot.Message) (reply bot.Reply) {
	defer func() {
		if p := recover(); p != nil {
			a.Log.Error("handler panicked", "err", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			reply = bot.Reply{Post: bot.Post{Body: ill}, Private: true}
		}
	}()
	return a.Bot.Handle(context.Background(), m)
}

func flagsOf(hidden bool) discordgo.MessageFlags {
	if hidden {
		return discordgo.MessageFlagsEphemeral
	}
	return 0
}

// sentence answers an interaction by a sentence for the person's eyes only.
func (a *Adapter) sentence(i *discordgo.Interaction, text string) {
	a.respond(i, discordgo.InteractionResponseChannelMessageWithSource,
		&discordgo.InteractionResponseData{Content: text, Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: noMentions()})
}

// respondWith answers at once.
func (a *Adapter) respondWith(x *exchange, reply bot.Reply) {
	s := x.shown(reply)
	kind := discordgo.InteractionResponseChannelMessageWithSource
	if x.replace && reply.Replace {
		kind = discordgo.InteractionResponseUpdateMessage
	}
	a.respond(x.Interaction, kind, &discordgo.InteractionResponseData{
		Content: s.content, Embeds: []*discordgo.MessageEmbed{s.embed}, Components: s.components(), Files: s.files(),
		Flags: flagsOf(x.hidden), AllowedMentions: noMentions(),
	})
}

func (a *Adapter) deferResponse(x *exchange) {
	kind := discordgo.InteractionResponseDeferredChannelMessageWithSource
	if x.replace {
		kind = discordgo.InteractionResponseDeferredMessageUpdate
	}
	a.respond(x.Interaction, kind, &discordgo.InteractionResponseData{Flags: flagsOf(x.hidden)})
}

// late answers what was deferred: in its place while its token holds, after that
// by an ordinary message where that is as private. What was to replace a post and
// does not (a mistake) follows it.
func (a *Adapter) late(x *exchange, reply bot.Reply) {
	switch {
	case a.Now().Sub(x.began) >= tokenHolds-time.Minute:
		to := bot.Destination{Workspace: reply.In, Place: x.m.Place.ID}
		if x.hidden || x.m.Place.Direct {
			to = bot.Destination{Workspace: reply.In, Member: x.m.From.ID}
		}
		a.say(to, reply.Post, nil)
		return
	case x.replace && !reply.Replace:
		a.follow(x, &reply.Post, reply.In)
	default:
		a.editResponse(x.Interaction, x.shown(reply))
	}
	a.follow(x, reply.Then, reply.In)
}

// follow sends another post that only the person sees.
func (a *Adapter) follow(x *exchange, post *bot.Post, w store.Workspace) {
	if post != nil {
		a.followUp(x.Interaction, shownTo(*post, w, x.GuildID != ""))
	}
}

// message takes a direct message or a mention in hand.
func (a *Adapter) message(data []byte) error {
	e, m, err := ReadMessage(data, a.me())
	if errors.Is(err, errNotForUs) {
		return nil
	}
	if err != nil {
		return err
	}
	m.Server = a.serverOf(m.Workspace)
	a.do(string(m.From.ID), func() {
		reply := a.handle(m)
		if reply.Silent {
			return
		}
		a.answerMessage(e, m, reply)
		if reply.Then != nil {
			a.say(bot.Destination{Workspace: reply.In, Member: m.From.ID}, *reply.Then, nil)
		}
	})
	return nil
}

// answerMessage answers a line: where it was said, or, if the answer is private,
// directly, with one public sentence that says so.
func (a *Adapter) answerMessage(e incoming, m bot.Message, reply bot.Reply) {
	here := bot.Destination{Workspace: reply.In, Place: m.Place.ID}
	switch {
	case m.Place.Direct:
		a.say(here, reply.Post, nil)
	case !reply.Private:
		a.say(here, reply.Post, replyTo(e))
	case a.say(bot.Destination{Workspace: reply.In, Member: m.From.ID}, reply.Post, nil):
		a.say(here, bot.Post{Body: directly}, replyTo(e))
	default:
		a.say(here, bot.Post{Body: closed}, replyTo(e))
	}
}

// replyTo refers to a message, which may be gone by the time.
func replyTo(e incoming) *discordgo.MessageReference {
	must := false
	return &discordgo.MessageReference{MessageID: e.ID, ChannelID: e.Channel, GuildID: e.Server, FailIfNotExists: &must}
}
