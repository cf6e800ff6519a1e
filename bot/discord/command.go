package discord

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
)

// commandName is the one command; everything else is its subcommands.
const commandName = "mentor"

type given = []*discordgo.ApplicationCommandInteractionDataOption

// lineOfCommand joins the words of a slash command in the table's order.
func lineOfCommand(data discordgo.ApplicationCommandInteractionData, commands []bot.Command) (string, bool) {
	if data.Name != commandName {
		return "", false
	}
	form, words, ok := formOf(data.Options, commands)
	if !ok {
		return "", false
	}
	line := form.Say
	for _, o := range form.Options {
		for _, w := range words {
			if w.Name == o.Name {
				line += " " + valueOf(w)
			}
		}
	}
	return line, true
}

// formOf finds the form that the options of a command name, and what is given
// for its own options.
func formOf(options given, commands []bot.Command) (bot.Form, given, bool) {
	if len(options) != 1 || slices.Contains(options, nil) {
		return bot.Form{}, nil, false
	}
	i := slices.IndexFunc(commands, func(c bot.Command) bool { return c.Name == options[0].Name && !c.Button })
	if i < 0 {
		return bot.Form{}, nil, false
	}
	words, name := options[0].Options, ""
	if options[0].Type == discordgo.ApplicationCommandOptionSubCommandGroup {
		if len(words) != 1 || words[0] == nil {
			return bot.Form{}, nil, false
		}
		name, words = words[0].Name, words[0].Options
	}
	k := slices.IndexFunc(commands[i].Forms, func(f bot.Form) bool { return f.Name == name })
	if k < 0 || slices.Contains(words, nil) {
		return bot.Form{}, nil, false
	}
	return commands[i].Forms[k], words, true
}

// valueOf is what was typed for an option; a member is written as a mention.
func valueOf(o *discordgo.ApplicationCommandInteractionDataOption) string {
	text, _ := o.Value.(string)
	if o.Type == discordgo.ApplicationCommandOptionUser {
		return "<@" + text + ">"
	}
	return text
}

// register is the command as Discord registers it, from the table and the words
// that its options may be. Who may see it can be said only of it as a whole, so a
// lead's commands are not hidden.
func register(commands []bot.Command, words func(bot.Words) []string) *discordgo.ApplicationCommand {
	contexts := []discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
	kinds := []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
	root := &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand, Name: commandName,
		Description: "Ask about backend development, practise, and see how you stand",
		Contexts:    &contexts, IntegrationTypes: &kinds,
	}
	for _, c := range commands {
		if !c.Button {
			root.Options = append(root.Options, commandOption(c, words))
		}
	}
	return root
}

// commandOption is one command of the table: a subcommand, or a group of them if
// it has forms with names.
func commandOption(c bot.Command, words func(bot.Words) []string) *discordgo.ApplicationCommandOption {
	if len(c.Forms) == 1 && c.Forms[0].Name == "" {
		o := formOption(c.Forms[0], c.Brief, words)
		o.Name = c.Name
		return o
	}
	group := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionSubCommandGroup, Name: c.Name, Description: brief(c.Brief),
	}
	for _, form := range c.Forms {
		group.Options = append(group.Options, formOption(form, c.Brief, words))
	}
	return group
}

func formOption(form bot.Form, fallback string, words func(bot.Words) []string) *discordgo.ApplicationCommandOption {
	o := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionSubCommand, Name: form.Name, Description: brief(cmp.Or(form.Brief, fallback)),
	}
	for _, word := range form.Options {
		o.Options = append(o.Options, wordOption(word, words))
	}
	return o
}

func wordOption(word bot.Option, words func(bot.Words) []string) *discordgo.ApplicationCommandOption {
	o := &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString, Name: word.Name, Description: brief(word.Brief), Required: word.Must,
	}
	switch word.Of {
	case bot.MemberWords:
		o.Type = discordgo.ApplicationCommandOptionUser
	case bot.AnyWord:
	case bot.LevelWords:
		for _, level := range words(bot.LevelWords) {
			o.Choices = append(o.Choices, &discordgo.ApplicationCommandOptionChoice{Name: level, Value: level})
		}
	default:
		o.Autocomplete = true
	}
	return o
}

// brief is a description without the marks of Markdown, which Discord would show.
func brief(text string) string { return clip(strings.ReplaceAll(text, "`", ""), maxBrief) }

// same says whether a registered command is as it should be. Only what we say
// counts: Discord adds fields of its own.
func same(is, want *discordgo.ApplicationCommand) bool {
	plain := func(c *discordgo.ApplicationCommand) (v any) {
		if c == nil {
			return nil
		}
		data, _ := json.Marshal(discordgo.ApplicationCommand{
			Name: c.Name, Description: c.Description, Options: c.Options, Contexts: c.Contexts, IntegrationTypes: c.IntegrationTypes,
		})
		json.Unmarshal(data, &v)
		return prune(v)
	}
	return reflect.DeepEqual(plain(is), plain(want))
}

// prune takes out of decoded JSON what says nothing: null, false, 0 and empty lists.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if value = prune(value); value == nil {
				delete(v, key)
			} else {
				v[key] = value
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
		for i := range v {
			v[i] = prune(v[i])
		}
	case bool:
		if !v {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	}
	return v
}
