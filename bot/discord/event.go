package discord

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/store"
)

// workspace is the core's name of a server; without one the core finds it.
func workspace(guild string) store.Workspace { return store.Workspace(platform + guild) }

const platform = "discord:"

// guildOf is the server of a workspace; empty if it names none.
func guildOf(w store.Workspace) string { return strings.TrimPrefix(string(w), platform) }

// isID says whether a text is an id of Discord's
// (discord.com/developers/docs/reference#snowflakes).
func isID(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}

// errNotOurs says that an interaction cannot be answered otherwise than by saying
// that it is not ours (any more).
var errNotOurs = errors.New("not a command or button of ours")

// ReadInteraction reads the data of an INTERACTION_CREATE event. The message is
// that of a command or a press; for anything else, and for commands and buttons
// that are not in the table, the error is errNotOurs and the interaction is there
// to be answered. Any other error is about data that cannot be answered at all.
func ReadInteraction(data []byte, commands []bot.Command) (*discordgo.Interaction, bot.Message, error) {
	var i discordgo.Interaction
	err := json.Unmarshal(data, &i)
	if !isID(i.ID) || i.Token == "" {
		return nil, bot.Message{}, errors.Join(errors.New("an interaction without id and token"), err)
	}
	if err != nil {
		return &i, bot.Message{}, errNotOurs
	}
	m, ok := fromInteraction(&i, commands)
	if !ok {
		return &i, bot.Message{}, errNotOurs
	}
	var in struct{ Channel struct{ Name string } } // which the library leaves out
	if json.Unmarshal(data, &in) == nil {
		m.Place.Name = in.Channel.Name
	}
	return &i, m, nil
}

// fromInteraction is a command or a press as a message; ok is false for what is
// not ours, or malformed.
func fromInteraction(i *discordgo.Interaction, commands []bot.Command) (m bot.Message, ok bool) {
	m = bot.Message{Workspace: workspace(i.GuildID), Place: bot.Place{ID: store.PlaceID(i.ChannelID), Direct: i.GuildID == ""}}
	if m.From, ok = personOf(i); !ok || !isID(i.ChannelID) || !m.Place.Direct && !isID(i.GuildID) {
		return m, false
	}
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		m.Line, ok = lineOfCommand(data, commands)
		return m, ok
	case discordgo.MessageComponentInteractionData:
		m.Line, m.Via = lineOf(data.CustomID), viaOf(i)
		if w, marked := workspaceOf(i.Message); marked && m.Place.Direct {
			m.Workspace = w
		}
		return m, data.ComponentType == discordgo.ButtonComponent && isCommand(m.Line, commands)
	}
	return m, false
}

// viaOf is how a press came: others see the posts of a channel but those that
// answer one person alone.
func viaOf(i *discordgo.Interaction) bot.Via {
	if i.GuildID == "" || i.Message != nil && i.Message.Flags&discordgo.MessageFlagsEphemeral != 0 {
		return bot.PressedOwn
	}
	return bot.PressedShared
}

// isCommand says whether a line begins with a command, as those of all our
// buttons do.
func isCommand(line string, commands []bot.Command) bool {
	word, _, _ := strings.Cut(line, " ")
	return slices.ContainsFunc(commands, func(c bot.Command) bool { return c.Name == word })
}

// personOf is who an interaction is from. In a server, whoever may manage it is
// its admin; in a direct conversation nobody is.
func personOf(i *discordgo.Interaction) (p bot.Person, ok bool) {
	user := i.User
	if i.Member != nil {
		user = i.Member.User
		p.Admin = i.GuildID != "" && i.Member.Permissions&(administrator|manageServer) != 0
		p.Name = i.Member.Nick
	}
	if user == nil || user.Bot || !isID(user.ID) {
		return p, false
	}
	p.ID = store.MemberID(user.ID)
	p.Name = cmp.Or(p.Name, user.GlobalName, user.Username)
	return p, true
}

// errNotForUs says that a message is not for the bot.
var errNotForUs = errors.New("not for the bot")

// An incoming is as much of a message as is used. The library's own type refuses
// a message for one component in it, or in what it answers, that is newer than
// the library.
type incoming struct {
	ID      string                `json:"id"`
	Type    discordgo.MessageType `json:"type"`
	Channel string                `json:"channel_id"`
	Server  string                `json:"guild_id"`
	Hook    string                `json:"webhook_id"`
	Content string                `json:"content"`
	Author  struct {
		ID         string `json:"id"`
		Bot        bool   `json:"bot"`
		Username   string `json:"username"`
		GlobalName string `json:"global_name"`
	} `json:"author"`
	Member struct {
		Nick string `json:"nick"`
	} `json:"member"`
}

// ReadMessage reads the data of a MESSAGE_CREATE event. It is a direct message or
// a mention as a message. The error is errNotForUs for what is not for the bot
// whose user id is self: bots' messages, and lines in a channel that do not name
// it. Any other error is about data that cannot be read.
func ReadMessage(data []byte, self string) (e incoming, m bot.Message, err error) {
	if err := json.Unmarshal(data, &e); err != nil {
		return e, m, err
	}
	if !isID(e.ID) || !isID(e.Author.ID) || !isID(e.Channel) || e.Server != "" && !isID(e.Server) {
		return e, m, errors.New("a message without its ids")
	}
	m, ok := fromMessage(e, self)
	if !ok {
		return e, m, errNotForUs
	}
	return e, m, nil
}

func fromMessage(e incoming, self string) (m bot.Message, ok bool) {
	said := e.Type == discordgo.MessageTypeDefault || e.Type == discordgo.MessageTypeReply
	if !said || e.Author.Bot || e.Hook != "" {
		return m, false
	}
	line, named := withoutMention(e.Content, self)
	m = bot.Message{
		Workspace: workspace(e.Server), Event: e.ID, Line: line,
		From:  bot.Person{ID: store.MemberID(e.Author.ID), Name: cmp.Or(e.Member.Nick, e.Author.GlobalName, e.Author.Username)},
		Place: bot.Place{ID: store.PlaceID(e.Channel), Direct: e.Server == ""},
	}
	if m.Place.Direct {
		return m, true
	}
	m.Via = bot.Mentioned
	m.Link = channels + e.Server + "/" + e.Channel + "/" + e.ID
	return m, named
}

// withoutMention returns a text without the mentions of one user, and without
// what people put after them ("@mentorbot: what is an index"), and says whether
// there was one.
func withoutMention(text, user string) (line string, named bool) {
	line = strings.NewReplacer("<@"+user+">", " ", "<@!"+user+">", " ").Replace(text)
	if line == text {
		return text, false
	}
	return strings.TrimLeft(strings.TrimSpace(line), ":, \n"), true
}
