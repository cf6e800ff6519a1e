package main

import (
	"context"
	"fmt"
	"io"

	"mentorbot/bot"
	"mentorbot/content"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

func (l *local) Disputes(ctx context.Context, w store.Workspace) ([]*store.Tally, error) {
	return bot.Tallies(ctx, l.store, w)
}

func (l *local) Dismiss(ctx context.Context, w store.Workspace, item store.ItemID) error {
	return bot.Dismiss(ctx, l.store, w, item)
}

func (r *remote) Disputes(ctx context.Context, w store.Workspace) (all []*store.Tally, err error) {
	return all, r.call(ctx, "disputes", order{Workspace: w}, &all)
}

func (r *remote) Dismiss(ctx context.Context, w store.Workspace, item store.ItemID) error {
	return r.call(ctx, "dismiss", order{Workspace: w, Item: item}, &struct{}{})
}

// disputes lists the questions that look wrong to members, for their authors, or
// takes one that is right after all off the list.
func disputes(ctx context.Context, p program) error {
	f := p.flags("content")
	values := settingFlags(f)
	dismiss := f.String("dismiss", "", "disputes: the id of a question that is right as it is")
	words, err := p.parseAnywhere(f)
	if err != nil {
		return err
	}
	if len(words) > 1 {
		return usagef("content disputes takes one workspace, as in `mentorbot content disputes slack:T012AB3CD`; local, the terminal, if left out")
	}
	w := store.Workspace("local")
	if len(words) == 1 {
		w = store.Workspace(words[0])
	}
	s, err := p.settings(values, true)
	if err != nil {
		return err
	}
	library, err := load(s.content)
	if err != nil {
		return err
	}
	return withControl(ctx, p, s, func(c control) error {
		if *dismiss != "" {
			return c.Dismiss(ctx, w, store.ItemID(*dismiss))
		}
		tallies, err := c.Disputes(ctx, w)
		if err == nil {
			printDisputes(p.out, library, tallies)
		}
		return err
	})
}

// printDisputes prints what is disputed as it is worded now, by file and line, and
// how many were corrected since.
func printDisputes(out io.Writer, l *content.Library, tallies []*store.Tally) {
	all := bot.Disputes(l, tallies)
	for _, d := range all {
		item, _ := l.Item(d.Question.ID)
		fmt.Fprintf(out, "%s:%d: %s\n", item.Topic.File, d.Question.Line, d.Item)
		fmt.Fprintf(out, "  %s\n  %s:\n", firstLine(plainLine(d.Question.Text)), d.Summary())
		for _, line := range d.Lines() {
			fmt.Fprintf(out, "  %s\n", plainLine(line))
		}
	}
	if n := len(tallies) - len(all); n > 0 {
		fmt.Fprintf(out, "corrected or withdrawn since they were disputed: %d\n", n)
	}
	if len(tallies) == 0 {
		fmt.Fprintln(out, "no question looks wrong to anybody")
	}
}

func plainLine(text string) string { return markdown.Plain(markdown.Parse(text)) }
