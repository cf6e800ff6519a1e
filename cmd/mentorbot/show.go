package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mentorbot/bot"
	"mentorbot/bot/discord"
	"mentorbot/bot/slack"
	"mentorbot/bot/terminal"
	"mentorbot/content"
)

// showContent prints the posts of a topic with all its parts, of one task or
// question, or of a project: as the terminal shows them, or the JSON that the
// platform is sent, which its own preview takes.
func showContent(out io.Writer, dir, name, as string) error {
	render, ok := renderers()[as]
	if !ok {
		return usagef("--as is slack, discord or terminal, not %q", as)
	}
	library, err := load(dir)
	if err != nil {
		return err
	}
	pieces := piecesOf(library, name)
	if len(pieces) == 0 {
		return notThere(library, name)
	}
	for _, piece := range pieces {
		for _, post := range piece.Posts {
			text, err := render(post)
			if err != nil {
				return fmt.Errorf("show %s: %w", name, err)
			}
			fmt.Fprintln(out, text)
		}
	}
	return nil
}

// renderers make what each platform gets of a post.
func renderers() map[string]func(bot.Post) (string, error) {
	return map[string]func(bot.Post) (string, error){
		"terminal": func(p bot.Post) (string, error) { return terminal.Render(p, terminal.Style{}), nil },
		"slack":    func(p bot.Post) (string, error) { return indented(slack.Render(p)) },
		"discord":  func(p bot.Post) (string, error) { return indented(discord.Render(p, "")) },
	}
}

func indented(v any) (string, error) {
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return strings.TrimSuffix(text.String(), "\n"), err
}

// piecesOf finds what is called so: an item or project by its id, a topic also by
// its other names.
func piecesOf(library *content.Library, name string) []bot.Piece {
	if item, ok := library.Item(name); ok {
		for _, piece := range bot.TopicPieces(library, item.Topic) {
			if piece.ID == library.Current(name) {
				return []bot.Piece{piece}
			}
		}
	}
	if p, ok := library.Project(name); ok {
		return bot.ProjectPieces(library, p)
	}
	if topics := library.ResolveTopic(name); len(topics) > 0 {
		return bot.TopicPieces(library, topics[0])
	}
	return nil
}

func notThere(library *content.Library, name string) error {
	var near []string
	for _, n := range library.Nearest(name, 3) {
		near = append(near, n.ID)
	}
	return fmt.Errorf("nothing is called %q; nearest are %s", name, strings.Join(near, ", "))
}
