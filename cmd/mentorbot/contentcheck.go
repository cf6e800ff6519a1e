package main

import (
	"context"
	"fmt"
	"io"

	"mentorbot/bot"
	"mentorbot/bot/discord"
	"mentorbot/bot/slack"
	"mentorbot/content"
)

// A contentCheck says what content check does beyond the rules of package content
// and the limits of the platforms. Without tools and run it executes nothing.
type contentCheck struct{ stats, tools, run bool }

// check prints every mistake, or the totals.
func (c contentCheck) check(ctx context.Context, out io.Writer, dir string) error {
	from, err := sources(dir)
	if err != nil {
		return err
	}
	report := content.Check(from...)
	mistakes := append(report.Mistakes, misfits(report.Library)...)
	var skipped []string
	if c.tools {
		found, left := parseBlocks(ctx, report.Blocks)
		mistakes, skipped = append(mistakes, found...), append(skipped, left...)
	}
	if c.run {
		found, left := runBlocks(ctx, report.Blocks)
		mistakes, skipped = append(mistakes, found...), append(skipped, left...)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.stats {
		printStats(out, report.Stats)
	}
	for _, line := range skipped {
		fmt.Fprintln(out, "skipped:", line)
	}
	if len(mistakes) > 0 {
		fmt.Fprintln(out, mistakes.Sorted().Error())
		return errQuiet
	}
	fmt.Fprintln(out, report.Stats.Totals())
	return nil
}

// misfits are the posts that a platform could not show whole.
func misfits(library *content.Library) (all content.Mistakes) {
	for _, piece := range bot.Pieces(library) {
		for _, post := range piece.Posts {
			for name, of := range map[string]func(bot.Post) []string{"Slack": slack.Misfits, "Discord": discord.Misfits} {
				for _, what := range of(post) {
					what = fmt.Sprintf("the post %q on %s: %s", post.Title, name, what)
					all = append(all, content.Mistake{File: piece.File, Line: piece.Line, What: what})
				}
			}
		}
	}
	return all
}
