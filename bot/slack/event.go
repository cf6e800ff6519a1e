package slack

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"mentorbot/bot"
	"mentorbot/store"
)

// Command is the slash command that the manifest registers.
const Command = "/mentor"

// A Self says who the bot is in the workspace that its token is for.
type Self struct {
	Team     string // id of the workspace
	TeamName string
	User     string // id of the bot as a user
	UserName string
	URL      string // of the workspace, with a final slash
}

// permalink is the address of a message, as chat.getPermalink gives it: empty if
// Slack did not say where the workspace is.
// https://docs.slack.dev/reference/methods/chat.getPermalink
func (s Self) permalink(channel, ts, thread string) string {
	if !strings.HasPrefix(s.URL, "https://") || ts == "" {
		return ""
	}
	link := s.URL + "archives/" + url.PathEscape(channel) + "/p" + url.PathEscape(strings.ReplaceAll(ts, ".", ""))
	if thread != "" && thread != ts {
		link += "?" + url.Values{"thread_ts": {thread}, "cid": {channel}}.Encode()
	}
	return link
}

// Workspace is the name that the bot's records go by.
func (s Self) Workspace() store.Workspace { return store.Workspace("slack:" + s.Team) }

// A Kind is what a delivery is.
type Kind int

const (
	Nothing   Kind = iota // not meant for the bot: its own message, an edit, another app's button
	Slash                 // a slash command
	Press                 // a button in a message
	HomePress             // a button in the App Home
	HomeOpen              // somebody looks at the App Home
	Mention               // a message in a channel that names the bot
	Direct                // a direct message
)

// A Delivery is an envelope that was read.
type Delivery struct {
	Kind    Kind
	Message bot.Message // of its From only the ID is known; empty for HomeOpen but for that

	Team      string // whoever acted belongs to; empty if Slack did not say
	Thread    string // that it stands in, empty if in none
	TS        string // of a mention: the message itself
	Ephemeral bool   // of a press: the message is shown to the presser alone
	Answer    string // address for answers, a secret; empty if there is none
}

// Read reads the payload of an envelope of that type ("slash_commands",
// "interactive" or "events_api"). It decodes only what it needs: a block that
// nobody knows yet spoils nothing. The error is about what Slack sent and holds
// no text of a member.
func Read(kind string, payload []byte, self Self) (d Delivery, err error) {
	switch kind {
	case "slash_commands":
		d, err = readCommand(payload)
	case "interactive":
		d, err = readPress(payload)
	case "events_api":
		d, err = readEvent(payload, self)
	default:
		err = fmt.Errorf("unknown type %.40q", kind)
	}
	if err == nil && d.Kind != Nothing && d.Message.From.ID == "" {
		err = errors.New("nobody is named in it")
	}
	if err != nil {
		return Delivery{}, fmt.Errorf("envelope: %w", err)
	}
	d.Message.Workspace = self.Workspace()
	d.Message.Server = self.TeamName
	return d, nil
}

// decode is json.Unmarshal with an error that quotes nothing.
func decode(payload []byte, to any) error {
	err := json.Unmarshal(payload, to)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("a %s where %s has another type", wrong.Value, cmp.Or(wrong.Field, "the payload"))
	case err != nil:
		return errors.New("not valid JSON")
	}
	return nil
}

func readCommand(payload []byte) (Delivery, error) {
	var p struct {
		Team        string `json:"team_id"`
		User        string `json:"user_id"`
		Channel     string `json:"channel_id"`
		ChannelName string `json:"channel_name"`
		Command     string `json:"command"`
		Text        string `json:"text"`
		Answer      string `json:"response_url"`
	}
	if err := decode(payload, &p); err != nil {
		return Delivery{}, err
	}
	if p.Command != Command {
		return Delivery{}, fmt.Errorf("the command %.40q is not ours", p.Command)
	}
	return Delivery{
		Kind: Slash, Team: p.Team, Answer: p.Answer,
		Message: bot.Message{
			From: bot.Person{ID: store.MemberID(p.User)}, Place: place(p.Channel, p.ChannelName),
			Via: bot.Typed, Line: lineOf(p.Text),
		},
	}, nil
}

// place is a conversation. That of two people is told from a channel by its id.
func place(id, name string) bot.Place {
	if name == "directmessage" || name == "privategroup" { // what Slack says instead of a name
		name = ""
	}
	return bot.Place{ID: store.PlaceID(id), Name: name, Direct: strings.HasPrefix(id, "D")}
}

// pressPayload is the payload of a block action.
type pressPayload struct {
	Type string `json:"type"`
	User struct {
		ID   string `json:"id"`
		Team string `json:"team_id"`
	} `json:"user"`
	Channel struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"channel"`
	Container struct {
		Type      string `json:"type"`
		Thread    string `json:"thread_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []struct {
		ID    string `json:"action_id"`
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"actions"`
	Answer string `json:"response_url"`
}

func readPress(payload []byte) (Delivery, error) {
	var p pressPayload
	if err := decode(payload, &p); err != nil {
		return Delivery{}, err
	}
	if p.Type != "block_actions" || len(p.Actions) == 0 {
		return Delivery{}, fmt.Errorf("nothing of ours sends %.40q", p.Type)
	}
	action := p.Actions[0]
	if action.Type != "button" || !strings.HasPrefix(action.ID, actionPrefix) {
		return Delivery{}, errors.New("the pressed element is not ours")
	}
	d := Delivery{
		Kind: Press, Team: p.User.Team, Thread: p.Container.Thread, Ephemeral: p.Container.Ephemeral, Answer: p.Answer,
		Message: bot.Message{
			From: bot.Person{ID: store.MemberID(p.User.ID)}, Place: place(p.Channel.ID, p.Channel.Name),
			Via: bot.PressedShared, Line: action.Value,
		},
	}
	if p.Container.Type == "view" {
		d.Kind = HomePress
		d.Message.Place.Direct = true
	}
	if d.Ephemeral || d.Message.Place.Direct {
		d.Message.Via = bot.PressedOwn
	}
	return d, nil
}

// eventPayload is the payload of an event.
type eventPayload struct {
	ID    string `json:"event_id"`
	Event struct {
		Type        string    `json:"type"`
		Subtype     string    `json:"subtype"`
		User        string    `json:"user"`
		Bot         string    `json:"bot_id"`
		Text        string    `json:"text"`
		Channel     string    `json:"channel"`
		ChannelType string    `json:"channel_type"`
		TS          string    `json:"ts"`
		Thread      string    `json:"thread_ts"`
		Tab         string    `json:"tab"`
		Team        string    `json:"team"`
		UserTeam    string    `json:"user_team"`
		SourceTeam  string    `json:"source_team"`
		Edited      *struct{} `json:"edited"`
	} `json:"event"`
}

func readEvent(payload []byte, self Self) (Delivery, error) {
	var p eventPayload
	if err := decode(payload, &p); err != nil {
		return Delivery{}, err
	}
	e := p.Event
	d := Delivery{
		Team: cmp.Or(e.UserTeam, e.SourceTeam, e.Team), Thread: e.Thread, TS: e.TS,
		Message: bot.Message{From: bot.Person{ID: store.MemberID(e.User)}, Place: place(e.Channel, ""), Event: p.ID},
	}
	if e.Bot != "" || !said(e.Subtype) || e.Edited != nil || e.User == self.User {
		return Delivery{}, nil
	}
	switch {
	case e.Type == "app_mention":
		d.Kind = Mention
		d.Message.Via = bot.Mentioned
		d.Message.Link = self.permalink(e.Channel, e.TS, e.Thread)
	case e.Type == "message" && e.ChannelType == "im":
		d.Kind = Direct
		d.Message.Place.Direct = true
	case e.Type == "app_home_opened" && e.Tab == "home":
		return Delivery{Kind: HomeOpen, Message: bot.Message{From: d.Message.From, Place: bot.Place{Direct: true}}}, nil
	case e.Type == "":
		return Delivery{}, errors.New("an event without a type")
	default:
		return Delivery{}, nil
	}
	d.Message.Line = lineOf(withoutMention(e.Text, self.User))
	return d, nil
}

// said says of a message's subtype whether somebody said something: in so many
// words, with a file beside them, or in a thread and outside it. The others are
// about messages, or not people's
// (https://docs.slack.dev/reference/events/message#subtypes).
func said(subtype string) bool {
	return subtype == "" || subtype == "file_share" || subtype == "thread_broadcast"
}

// amongOthers is the delivery if its direct conversation turns out to be one
// between people, in which others see what the bot says.
func (d Delivery) amongOthers() Delivery {
	d.Message.Place.Direct = false
	if d.Kind == Press && !d.Ephemeral {
		d.Message.Via = bot.PressedShared
	}
	return d
}
