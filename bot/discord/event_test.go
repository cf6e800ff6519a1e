package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mentorbot/bot"
)

// What the events of the tests are about.
const (
	guild, channel, direct  = "710000000000000001", "720000000000000001", "720000000000000099"
	ann, self, interactionN = "730000000000000001", "700000000000000001", "750000000000000001"
)

// interaction is the data of an INTERACTION_CREATE event. Who is the "member" or
// "user" of it, as JSON.
func interaction(kind int, who, data string) []byte {
	place := fmt.Sprintf(`"guild_id":%q,"channel_id":%q,"channel":{"id":%q,"name":"backend"}`, guild, channel, channel)
	if strings.HasPrefix(who, `"user"`) {
		place = fmt.Sprintf(`"channel_id":%q,"channel":{"id":%q}`, direct, direct)
	}
	return fmt.Appendf(nil, `{"id":%q,"application_id":%q,"token":"tok-secret","version":1,"type":%d,%s,%s,"data":%s}`,
		interactionN, self, kind, place, who, data)
}

const (
	member  = `"member":{"nick":null,"permissions":"2147601472","user":{"id":"` + ann + `","username":"ann","global_name":"Ann Example"}}`
	manager = `"member":{"nick":"Boss","permissions":"32","user":{"id":"` + ann + `","username":"ann"}}`
	owner   = `"member":{"permissions":"8","user":{"id":"` + ann + `","username":"ann"}}`
	alone   = `"user":{"id":"` + ann + `","username":"ann","global_name":"Ann Example"}`
)

// press is the data of a press on a button.
func press(id string) string { return fmt.Sprintf(`{"component_type":2,"custom_id":%q}`, id) }

func from(name string, admin bool) bot.Person { return bot.Person{ID: ann, Name: name, Admin: admin} }

var (
	here  = bot.Place{ID: channel, Name: "backend"}
	there = bot.Place{ID: direct, Direct: true}
)

func TestReadInteraction(t *testing.T) {
	const server, nowhere = "discord:" + guild, "discord:"
	plan := `{"name":"mentor","type":1,"options":[{"name":"plan","type":1,"options":[]}]}`
	under := func(message string) string { return member + `,"message":` + message }
	for name, c := range map[string]struct {
		data []byte
		want bot.Message
	}{
		"a command":           {interaction(2, member, plan), bot.Message{Workspace: server, From: from("Ann Example", false), Place: here, Line: "plan"}},
		"of a manager":        {interaction(2, manager, plan), bot.Message{Workspace: server, From: from("Boss", true), Place: here, Line: "plan"}},
		"of an administrator": {interaction(2, owner, plan), bot.Message{Workspace: server, From: from("ann", true), Place: here, Line: "plan"}},
		"directly":            {interaction(2, alone, plan), bot.Message{Workspace: nowhere, From: from("Ann Example", false), Place: there, Line: "plan"}},
		"a press that others see": {interaction(3, under(`{"id":"1","flags":0}`), press("done databases/joins#a 1k3f9 good")),
			bot.Message{Workspace: server, From: from("Ann Example", false), Place: here, Via: bot.PressedShared, Line: "done databases/joins#a 1k3f9 good"}},
		"a press on one's own": {interaction(3, under(`{"id":"1","flags":64}`), press("task~1")),
			bot.Message{Workspace: server, From: from("Ann Example", false), Place: here, Via: bot.PressedOwn, Line: "task"}},
		"a press on a marked post": {interaction(3, alone+`,"message":{"id":"1","embeds":[{"url":"https://discord.com/channels/42#x"}]}`, press("task")),
			bot.Message{Workspace: "discord:42", From: from("Ann Example", false), Place: there, Via: bot.PressedOwn, Line: "task"}},
		"a mark counts directly only": {interaction(3, under(`{"id":"1","embeds":[{"url":"https://discord.com/channels/42"}]}`), press("task")),
			bot.Message{Workspace: server, From: from("Ann Example", false), Place: here, Via: bot.PressedShared, Line: "task"}},
		"a press on an unmarked post": {interaction(3, alone+`,"message":{"id":"1","embeds":[null,{"url":"https://discord.com/channels/x"}]}`, press("task")),
			bot.Message{Workspace: nowhere, From: from("Ann Example", false), Place: there, Via: bot.PressedOwn, Line: "task"}},
	} {
		_, m, err := ReadInteraction(c.data, bot.Commands())
		if err != nil || m != c.want {
			t.Errorf("%s: got %+v, %v; want %+v", name, m, err, c.want)
		}
	}
}

// What is not ours is answered by a sentence, and what cannot be answered is
// dropped.
func TestReadInteractionNotOurs(t *testing.T) {
	command := func(options string) string { return `{"name":"mentor","type":1,"options":` + options + `}` }
	for name, data := range map[string][]byte{
		"another command":        interaction(2, member, `{"name":"other","type":1}`),
		"no subcommand":          interaction(2, member, command(`[]`)),
		"two subcommands":        interaction(2, member, command(`[{"name":"plan","type":1},{"name":"task","type":1}]`)),
		"null for a subcommand":  interaction(2, member, command(`[null]`)),
		"a subcommand of old":    interaction(2, member, command(`[{"name":"horoscope","type":1}]`)),
		"what buttons say":       interaction(2, member, command(`[{"name":"done","type":1}]`)),
		"an empty group":         interaction(2, member, command(`[{"name":"remind","type":2,"options":[]}]`)),
		"null in a group":        interaction(2, member, command(`[{"name":"remind","type":2,"options":[null]}]`)),
		"a form of old":          interaction(2, member, command(`[{"name":"remind","type":2,"options":[{"name":"never","type":1}]}]`)),
		"null for an option":     interaction(2, member, command(`[{"name":"ask","type":1,"options":[null]}]`)),
		"a component of another": interaction(3, member, press("vote:7")),
		"an empty component":     interaction(3, member, press("")),
		"a menu":                 interaction(3, member, `{"component_type":3,"custom_id":"task","values":["x"]}`),
		"a form sent in":         interaction(5, member, `{"custom_id":"task","components":[]}`),
		"a kind of tomorrow":     interaction(99, member, `{}`),
		"data of another shape":  interaction(2, member, `[]`),
		"without a person":       interaction(2, `"member":{}`, command(`[{"name":"plan","type":1}]`)),
		"a bot's":                interaction(2, `"user":{"id":"1","bot":true}`, command(`[{"name":"plan","type":1}]`)),
	} {
		if i, m, err := ReadInteraction(data, bot.Commands()); i == nil || !errors.Is(err, errNotOurs) {
			t.Errorf("%s: got %v, %+v, %v", name, i, m, err)
		}
	}
	for name, data := range map[string]string{
		"nothing": "", "null": "null", "a list": "[]", "empty": "{}", "no token": `{"id":"1","type":2}`, "no id": `{"token":"t","type":2}`,
		"an odd id": `{"id":"../x","token":"t","type":2,"data":{}}`, "an odd type": `{"id":"1","token":"t","type":"x"}`,
	} {
		if i, _, err := ReadInteraction([]byte(data), bot.Commands()); i != nil || err == nil || errors.Is(err, errNotOurs) {
			t.Errorf("%s: got %v, %v", name, i, err)
		}
	}
}

func TestReadMessage(t *testing.T) {
	in := func(content, author, more string) string {
		text, _ := json.Marshal(content)
		return fmt.Sprintf(`{"id":"9","channel_id":%q,"content":%s,"author":%s%s}`, channel, text, author, more)
	}
	const (
		author   = `{"id":"` + ann + `","username":"ann","global_name":"Ann Example"}`
		onServer = `,"guild_id":"` + guild + `","member":{"nick":"Annie"}`
	)
	mention := bot.Message{Workspace: "discord:" + guild, Event: "9", From: from("Annie", false), Place: bot.Place{ID: channel}, Via: bot.Mentioned, Link: "https://discord.com/channels/" + guild + "/" + channel + "/9"}
	line := bot.Message{Workspace: "discord:", Event: "9", From: from("Ann Example", false), Place: bot.Place{ID: channel, Direct: true}}
	for name, c := range map[string]struct {
		data string
		base bot.Message
		line string
	}{
		"a mention":          {in("<@"+self+"> ask what is a join", author, onServer), mention, "ask what is a join"},
		"an older mention":   {in("hello <@!"+self+">: plan", author, onServer), mention, "hello  : plan"},
		"with a colon":       {in("<@"+self+">: plan", author, onServer), mention, "plan"},
		"a bare mention":     {in("<@"+self+">", author, onServer), mention, ""},
		"a reply":            {in("<@"+self+"> plan", author, onServer+`,"type":19`), mention, "plan"},
		"directly":           {in("lead add <@1>", author, ""), line, "lead add <@1>"},
		"directly, by name":  {in("<@"+self+"> plan", author, ""), line, "plan"},
		"a picture":          {in("", author, ""), line, ""},
		"a strange new part": {in("plan", author, `,"components":[{"type":99}]`), line, "plan"},
	} {
		c.base.Line = c.line
		if _, m, err := ReadMessage([]byte(c.data), self); err != nil || m != c.base {
			t.Errorf("%s: got %+v, %v; want %+v", name, m, err, c.base)
		}
	}
	for name, data := range map[string]string{
		"not for us":      in("hello all", author, onServer),
		"another's name":  in("<@"+ann+"> plan", author, onServer),
		"a bot's":         in("<@"+self+"> plan", `{"id":"5","bot":true}`, onServer),
		"a webhook's":     in("<@"+self+"> plan", author, onServer+`,"webhook_id":"7"`),
		"somebody joined": in("<@"+self+">", author, onServer+`,"type":7`),
	} {
		if _, m, err := ReadMessage([]byte(data), self); !errors.Is(err, errNotForUs) {
			t.Errorf("%s: got %+v, %v", name, m, err)
		}
	}
	for name, data := range map[string]string{
		"without an author": `{"id":"9","channel_id":"1","content":"x"}`,
		"without an id":     in("plan", `{"id":""}`, ""),
		"an odd server":     in("<@"+self+"> plan", author, `,"guild_id":"a\u0000b"`),
		"an odd place":      `{"id":"9","channel_id":"x","content":"plan","author":` + author + `}`,
		"nothing":           "",
		"null":              "null",
		"of another shape":  `{"content":7}`,
	} {
		if _, m, err := ReadMessage([]byte(data), self); err == nil || errors.Is(err, errNotForUs) {
			t.Errorf("%s: got %+v, %v", name, m, err)
		}
	}
}

// FuzzRead: whatever Discord may send is read, answered by a sentence or dropped,
// and what is read names people and places as Discord does.
func FuzzRead(f *testing.F) {
	f.Add(interaction(2, member, `{"name":"mentor","type":1,"options":[{"name":"remind","type":2,"options":[{"name":"set","type":1,"options":[{"name":"time","type":3,"value":"09:00"},{"name":"zone","value":7,"focused":true}]}]}]}`))
	f.Add(interaction(3, alone+`,"message":{"embeds":[{"url":"https://discord.com/channels/1"}]}`, press("task~300")))
	f.Add([]byte(`{"id":"9","channel_id":"1","content":"<@` + self + `> plan","author":{"id":"1"},"member":null,"embeds":[null]}`))
	f.Add([]byte(`{"id":"1","token":"t","type":4,"data":{"options":[{"options":[{"options":[null]}]}]},"member":{"user":null}}`))
	commands := bot.Commands()
	f.Fuzz(func(t *testing.T, data []byte) {
		i, m, err := ReadInteraction(data, commands)
		if err == nil && (!isID(i.ID) || m.Line == "" || !isID(string(m.From.ID)) || !isID(string(m.Place.ID))) {
			t.Errorf("%s is read as %+v", data, m)
		}
		if i != nil {
			autocomplete(i, commands, speller(func(bot.Words) []string { return []string{"word"} }))
		}
		if _, m, err := ReadMessage(data, self); err == nil && (!isID(string(m.From.ID)) || !isID(string(m.Place.ID)) || m.Event == "") {
			t.Errorf("%s is read as %+v", data, m)
		}
	})
}
