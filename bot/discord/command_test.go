package discord

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
)

// option is a given option of a command.
func option(kind discordgo.ApplicationCommandOptionType, name string, value any, options ...*discordgo.ApplicationCommandInteractionDataOption) *discordgo.ApplicationCommandInteractionDataOption {
	return &discordgo.ApplicationCommandInteractionDataOption{Type: kind, Name: name, Value: value, Options: options}
}

// someWords is one word of every kind.
func someWords(of bot.Words) []string { return []string{fmt.Sprintf("word%d", of)} }

// TestForms says every form of the table, with the registered options in the
// opposite order: the words come in the table's order.
func TestForms(t *testing.T) {
	root := register(bot.Commands(), someWords)
	for _, c := range bot.Commands() {
		i := slices.IndexFunc(root.Options, func(o *discordgo.ApplicationCommandOption) bool { return o.Name == c.Name })
		if (i < 0) != c.Button {
			t.Errorf("%s is registered: %t", c.Name, i >= 0)
		}
		if c.Button {
			continue
		}
		for k, form := range c.Forms {
			registered, want := root.Options[i], form.Say
			if form.Name != "" {
				registered = registered.Options[k]
			}
			given := option(registered.Type, registered.Name, nil)
			for n, o := range registered.Options {
				value, said := fmt.Sprintf("w%d", n), fmt.Sprintf(" w%d", n)
				if o.Type == discordgo.ApplicationCommandOptionUser {
					value, said = ann, " <@"+ann+">"
				}
				given.Options = slices.Insert(given.Options, 0, option(o.Type, o.Name, value))
				want += said
			}
			if form.Name != "" {
				given = option(discordgo.ApplicationCommandOptionSubCommandGroup, c.Name, nil, given)
			}
			data := discordgo.ApplicationCommandInteractionData{Name: commandName}
			data.Options = append(data.Options, given)
			if line, ok := lineOfCommand(data, bot.Commands()); line != want || !ok {
				t.Errorf("%s %s: got %q, %t; want %q", c.Name, form.Name, line, ok, want)
			}
		}
	}
}

// What the third issue's table of the command names is there.
func TestRegistered(t *testing.T) {
	var all []string
	for _, o := range register(bot.Commands(), someWords).Options {
		subs := []*discordgo.ApplicationCommandOption{o}
		if o.Type == discordgo.ApplicationCommandOptionSubCommandGroup {
			subs = o.Options
		}
		for _, sub := range subs {
			line := o.Name
			if sub != o {
				line += " " + sub.Name
			}
			for _, word := range sub.Options {
				name := word.Name
				if !word.Required {
					name = "[" + name + "]"
				}
				line += " " + name
			}
			all = append(all, line)
		}
	}
	for _, want := range []string{
		"ask question", "skills [about]", "task [about]", "quiz [about] [questions]", "progress [view]", "plan", "level set [level]", "level test",
		"remind set time [days] [zone]", "remind off", "remind show", "pause until date", "resume",
		"daily set time [days] [zone] [form] [skills] [level]", "daily off", "daily show", "team show [member]", "team disputes", "lead add member", "lead remove member", "lead list",
		"settings me [key] [value]", "settings team [key] [value]", "mydata show", "mydata export", "mydata delete", "help [command]",
	} {
		if !slices.Contains(all, want) {
			t.Errorf("%q is not registered; there are:\n%s", want, strings.Join(all, "\n"))
		}
	}
}

// commandPattern is what names may look like
// (discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-naming).
var commandPattern = regexp.MustCompile(`^[-_'\p{L}\p{N}]{1,32}$`)

func TestRegistrationFits(t *testing.T) {
	root := register(bot.Commands(), someWords)
	total := utf8.RuneCountInString(root.Name + root.Description)
	var check func(in string, options []*discordgo.ApplicationCommandOption)
	check = func(in string, options []*discordgo.ApplicationCommandOption) {
		if len(options) > 25 {
			t.Errorf("%s has %d options", in, len(options))
		}
		names, optional := map[string]bool{}, false
		for _, o := range options {
			at := in + " " + o.Name
			if !commandPattern.MatchString(o.Name) || strings.ToLower(o.Name) != o.Name || names[o.Name] {
				t.Errorf("%s: not a name, or there twice", at)
			}
			if n := utf8.RuneCountInString(o.Description); n < 1 || n > 100 || strings.Contains(o.Description, "`") {
				t.Errorf("%s: description %q", at, o.Description)
			}
			if o.Required && optional {
				t.Errorf("%s must be there and comes after one that need not", at)
			}
			if o.Autocomplete && len(o.Choices) > 0 || len(o.Choices) > 25 {
				t.Errorf("%s has choices and completion", at)
			}
			names[o.Name], optional = true, optional || !o.Required && o.Type > 2
			total += utf8.RuneCountInString(o.Name + o.Description)
			for _, c := range o.Choices {
				total += utf8.RuneCountInString(c.Name + fmt.Sprint(c.Value))
			}
			check(at, o.Options)
		}
	}
	check(root.Name, root.Options)
	if total > 8000 {
		t.Errorf("the command has %d characters", total)
	}
}

// Discord returns a command with fields of its own; it is the same all the same.
func TestSame(t *testing.T) {
	want := register(bot.Commands(), someWords)
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	back := new(discordgo.ApplicationCommand)
	if err := json.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	back.ID, back.Version, back.ApplicationID = "1", "2", "3"
	if !same(back, want) {
		t.Error("what was registered is not the same")
	}
	for name, change := range map[string]func(c *discordgo.ApplicationCommand){
		"a brief":         func(c *discordgo.ApplicationCommand) { c.Options[0].Description += "." },
		"an option":       func(c *discordgo.ApplicationCommand) { c.Options[0].Options = nil },
		"a must":          func(c *discordgo.ApplicationCommand) { c.Options[0].Options[0].Required = false },
		"where it may be": func(c *discordgo.ApplicationCommand) { c.Contexts = nil },
	} {
		changed := register(bot.Commands(), someWords)
		change(changed)
		if same(back, changed) {
			t.Errorf("a change of %s goes unseen", name)
		}
	}
	if same(nil, want) {
		t.Error("nothing is the same")
	}
}

// A speller completes what is typed by words, and questions by topics.
type speller func(bot.Words) []string

func (s speller) Words(of bot.Words) []string { return s(of) }

func (speller) Suggest(typed string, n int) []bot.Choice {
	if typed != "apis" {
		return nil
	}
	all := slices.Repeat([]bot.Choice{{Label: "A topic", Line: "apis/a-topic"}}, n)
	all[n-1].Label = strings.Repeat("ö", 101)
	return all
}

func TestAutocomplete(t *testing.T) {
	words := speller(func(of bot.Words) []string {
		switch of {
		case bot.AboutWords:
			return []string{"apis", "databases", "databases/joins", "apis/rest-basics"}
		case bot.SkillWords:
			return []string{"apis", "databases"}
		case bot.ZoneWords:
			return slices.Repeat([]string{"Europe/Berlin"}, 400)
		case bot.TeamSettingWords:
			return []string{strings.Repeat("x", 101)}
		}
		return nil
	})
	for _, c := range []struct {
		path, option, typed string
		want                []string
	}{
		{"task", "about", "", []string{"apis", "databases", "databases/joins", "apis/rest-basics"}},
		{"task", "about", "BAS", []string{"databases", "databases/joins", "apis/rest-basics"}},
		{"ask", "question", "apis", slices.Repeat([]string{"apis/a-topic"}, 25)},
		{"ask", "question", "what is a", nil},
		{"daily set", "skills", "databases ap", []string{"databases apis"}},
		{"remind set", "zone", "berlin", slices.Repeat([]string{"Europe/Berlin"}, 25)},
		{"settings team", "key", "x", nil},
		{"remind set", "time", "0", nil},
		{"remind never", "time", "0", nil},
		{"task", "gone", "a", nil},
	} {
		group, sub, grouped := strings.Cut(c.path, " ")
		o := option(discordgo.ApplicationCommandOptionString, c.option, c.typed)
		o.Focused = true
		given := option(discordgo.ApplicationCommandOptionSubCommand, group, nil, o)
		if grouped {
			given.Name = sub
			given = option(discordgo.ApplicationCommandOptionSubCommandGroup, group, nil, given)
		}
		data := discordgo.ApplicationCommandInteractionData{Name: commandName}
		data.Options = append(data.Options, given)
		var got []string
		for _, choice := range autocomplete(&discordgo.Interaction{Data: data}, bot.Commands(), words) {
			if c.path != "ask" && choice.Name != choice.Value || choice.Name == "" || utf8.RuneCountInString(choice.Name) > maxChoice {
				t.Errorf("%s %s offers %v", c.path, c.option, choice)
			}
			got = append(got, choice.Value.(string))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s %s %q: got %q, want %q", c.path, c.option, c.typed, got, c.want)
		}
	}
	if got := autocomplete(&discordgo.Interaction{}, bot.Commands(), words); got == nil || len(got) > 0 {
		t.Errorf("nothing was asked, and it offers %v", got)
	}
}
