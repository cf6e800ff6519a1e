package discord

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
)

// A completer knows what may be offered for what is being typed.
type completer interface {
	Words(of bot.Words) []string
	Suggest(typed string, n int) []bot.Choice
}

// autocomplete is what may be offered for the word that is being typed; empty
// where there is nothing to offer. What is then said is read like anything else.
func autocomplete(i *discordgo.Interaction, commands []bot.Command, b completer) []*discordgo.ApplicationCommandOptionChoice {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	data, _ := i.Data.(discordgo.ApplicationCommandInteractionData)
	form, typed, _ := formOf(data.Options, commands)
	for _, o := range typed {
		k := slices.IndexFunc(form.Options, func(opt bot.Option) bool { return opt.Name == o.Name })
		if !o.Focused || k < 0 {
			continue
		}
		for _, c := range offered(form.Options[k].Of, valueOf(o), b) {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: clip(c.Label, maxChoice), Value: c.Line})
		}
	}
	return choices[:min(len(choices), maxChoices)]
}

// offered is what may be offered for what was typed: topics by their titles for
// a question, else the words that an option takes.
func offered(of bot.Words, typed string, b completer) (all []bot.Choice) {
	if of == bot.QuestionWords {
		return b.Suggest(typed, maxChoices)
	}
	for _, word := range complete(of, typed, b.Words) {
		all = append(all, bot.Choice{Label: word, Line: word})
	}
	return all
}

// complete are the words that what was typed may become. Of several skills the
// last is completed.
func complete(of bot.Words, typed string, words func(bot.Words) []string) []string {
	before := ""
	if i := strings.LastIndexByte(typed, ' '); of == bot.SkillWords && i >= 0 {
		before, typed = typed[:i+1], typed[i+1:]
	}
	found := nearest(words(of), typed)
	for i := range found {
		found[i] = before + found[i]
	}
	return slices.DeleteFunc(found, func(word string) bool { return len(word) > maxChoice })
}

// nearest are the words that begin with what was typed, then those that hold it.
func nearest(words []string, typed string) (found []string) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var inside []string
	for _, word := range words {
		switch lower := strings.ToLower(word); {
		case strings.HasPrefix(lower, typed):
			found = append(found, word)
		case strings.Contains(lower, typed):
			inside = append(inside, word)
		}
	}
	return append(found, inside...)
}
