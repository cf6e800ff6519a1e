package discord

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/bot/bottest"
	"mentorbot/store"
)

// TestScripts plays the scenario scripts of package bot through the reading of
// events and the rendering of posts: what is said and pressed as interactions and
// messages, what comes back as embeds and buttons that keep every limit.
func TestScripts(t *testing.T) {
	t.Parallel()
	bottest.Run(t, bottest.Play{Dir: filepath.Join("..", "testdata"), Place: func() bottest.Place {
		return &pure{ids: map[string]string{}, names: map[string]string{}}
	}})
}

// A pure is Discord as far as it is pure, with an id for each name of a script.
type pure struct {
	ids, names map[string]string
	messages   int
}

func (p *pure) id(name string) string {
	if p.ids[name] == "" {
		id := strconv.Itoa(710000000000000000 + len(p.ids))
		p.ids[name], p.names[id] = id, name
	}
	return p.ids[name]
}

// mention finds who is named in a line, by name or by id.
var mention = regexp.MustCompile(`<@([A-Za-z0-9]+)>`)

func (p *pure) named(line string) string {
	return mention.ReplaceAllStringFunc(line, func(at string) string { return "<@" + p.id(at[2:len(at)-1]) + ">" })
}

func (p *pure) unnamed(line string) string {
	return mention.ReplaceAllStringFunc(line, func(at string) string {
		if name, known := p.names[at[2:len(at)-1]]; known {
			return "<@" + name + ">"
		}
		return at
	})
}

// Hear sends a line as a slash command, a press or a message. A typed line that
// no command has the options for is sent as a direct message, wherever it was
// said: in a channel nothing else is typed there.
func (p *pure) Hear(m bot.Message) (bot.Message, error) {
	if !utf8.ValidString(m.Line) {
		return m, nil // which no JSON can hold
	}
	out := m
	out.Line = p.named(m.Line)
	var got bot.Message
	var err error
	switch data, isCommand := commandFor(out.Line); {
	case m.Via == bot.PressedOwn || m.Via == bot.PressedShared:
		got, err = p.interaction(discordgo.InteractionMessageComponent, out, map[string]any{"component_type": 2, "custom_id": customID(out.Line, 0)})
	case m.Via == bot.Typed && isCommand:
		got, err = p.interaction(discordgo.InteractionApplicationCommand, out, data)
	default:
		got, err = p.message(out)
	}
	got.Line = p.unnamed(got.Line)
	if err == nil && (got.From.ID != store.MemberID(p.id(string(m.From.ID))) || got.Via != m.Via || strings.TrimSpace(got.Line) != strings.TrimSpace(m.Line)) {
		err = fmt.Errorf("%+v is read as %+v", m, got)
	}
	got.Workspace, got.From, got.Place, got.Server = m.Workspace, m.From, m.Place, m.Server
	return got, err
}

// interaction reads an interaction with the message's sender and place. Where it
// was said must be read from it.
func (p *pure) interaction(kind discordgo.InteractionType, m bot.Message, data any) (bot.Message, error) {
	user := map[string]any{"id": p.id(string(m.From.ID)), "username": "user", "global_name": m.From.Name}
	permissions := "0"
	if m.From.Admin {
		permissions = strconv.Itoa(manageServer)
	}
	server, channel := p.id(string(m.Workspace)), p.id(string(m.Place.ID))
	i := map[string]any{
		"id": "750000000000000001", "application_id": self, "token": "t", "type": kind, "data": data,
		"channel_id": channel, "channel": map[string]any{"id": channel, "name": m.Place.Name},
		"message": map[string]any{"id": "9", "flags": 0, "embeds": []any{map[string]any{"url": markOf(workspace(server), "")}}},
	}
	if m.Via == bot.PressedOwn {
		i["message"].(map[string]any)["flags"] = discordgo.MessageFlagsEphemeral
	}
	if m.Place.Direct {
		i["user"] = user
	} else {
		i["guild_id"], i["member"] = server, map[string]any{"user": user, "permissions": permissions}
	}
	text, err := json.Marshal(i)
	if err != nil {
		return m, err
	}
	_, got, err := ReadInteraction(text, bot.Commands())
	here := got.Place.Direct == m.Place.Direct && string(got.Place.ID) == channel && (m.Place.Direct || got.From.Admin == m.From.Admin)
	if err == nil && (!here || got.Workspace != workspace(server) && (!m.Place.Direct || m.Via != bot.Typed)) {
		err = fmt.Errorf("%s is read as %+v", text, got)
	}
	return got, err
}

// message reads a mention, or else a direct message.
func (p *pure) message(m bot.Message) (bot.Message, error) {
	p.messages++
	e := map[string]any{
		"id": strconv.Itoa(p.messages), "channel_id": p.id(string(m.Place.ID)), "content": m.Line,
		"author": map[string]any{"id": p.id(string(m.From.ID)), "username": "user"},
	}
	if m.Via == bot.Mentioned {
		e["guild_id"], e["content"] = p.id(string(m.Workspace)), "<@"+self+"> "+m.Line
	}
	text, err := json.Marshal(e)
	if err != nil {
		return m, err
	}
	_, got, err := ReadMessage(text, self)
	if err != nil {
		return m, fmt.Errorf("%s is not read: %w", text, err)
	}
	return got, nil
}

// commandFor is the slash command for a line, if there is one: a form's words and
// its options, each a word, the last one what is left.
func commandFor(line string) (data map[string]any, ok bool) {
	for _, c := range bot.Commands() {
		for _, f := range c.Forms {
			rest, said := strings.CutPrefix(line, f.Say)
			if c.Button || !said || rest != "" && rest[0] != ' ' {
				continue
			}
			if options, ok := optionsFor(f, strings.TrimPrefix(rest, " ")); ok {
				sub := map[string]any{"name": c.Name, "type": 1, "options": options}
				if len(c.Forms) > 1 || f.Name != "" {
					sub["type"], sub["options"] = 2, []any{map[string]any{"name": f.Name, "type": 1, "options": options}}
				}
				return map[string]any{"name": commandName, "type": 1, "options": []any{sub}}, true
			}
		}
	}
	return nil, false
}

func optionsFor(f bot.Form, rest string) (options []any, ok bool) {
	words := strings.SplitN(rest, " ", len(f.Options))
	if rest == "" {
		words = nil
	}
	if len(f.Options) == 0 && rest != "" {
		return nil, false
	}
	for i, o := range f.Options {
		switch {
		case i >= len(words) && o.Must:
			return nil, false
		case i >= len(words):
		case o.Of == bot.MemberWords:
			at := mention.FindStringSubmatch(words[i])
			if at == nil || at[0] != words[i] {
				return nil, false
			}
			options = append(options, map[string]any{"name": o.Name, "type": 6, "value": at[1]})
		default:
			options = append(options, map[string]any{"name": o.Name, "type": 3, "value": words[i]})
		}
	}
	return options, true
}

// See renders a post in the forms in which it goes out, and reads the JSON of it.
func (p *pure) See(w store.Workspace, post bot.Post) (bot.Post, error) {
	mark := markOf(workspace(p.id(string(w))), "")
	for _, m := range []*discordgo.MessageSend{Render(post, mark), notifying(post, mark).message(nil)} {
		if wrong := breaches(m); len(wrong) > 0 {
			return post, errors.New(strings.Join(wrong, "; "))
		}
	}
	text, err := json.Marshal(Render(post, mark))
	if err != nil {
		return post, err
	}
	var got struct {
		Embeds     []struct{ Title, Description string }
		Components []struct {
			Components []struct {
				Label string
				ID    string `json:"custom_id"`
			}
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		return post, err
	}
	seen := readEmbed(got.Embeds[0].Title, got.Embeds[0].Description)
	for _, row := range got.Components {
		for _, b := range row.Components {
			seen.Choices = append(seen.Choices, bot.Choice{Label: b.Label, Line: lineOf(b.ID)})
		}
	}
	return seen, nil
}

// smallPrint begins the last lines of a description that are set small.
var smallPrint = regexp.MustCompile(`(?m)^-# `)

// readEmbed returns what a person sees of an embed, in the core's Markdown, which
// Discord's escapes are those of.
func readEmbed(title, description string) (p bot.Post) {
	unmarked := strings.NewReplacer("\u200b", "")
	p.Title = regexp.MustCompile(`\\([[:punct:]])`).ReplaceAllString(unmarked.Replace(title), "$1")
	p.Body = regexp.MustCompile("`("+bars.String()+")`").ReplaceAllString(unmarked.Replace(description), "$1") // code for its width alone
	if at := smallPrint.FindStringIndex(p.Body); at != nil {
		p.Body, p.Footer = p.Body[:at[0]], smallPrint.ReplaceAllString(p.Body[at[0]:], "\n")
	}
	return p
}
