package main

import (
	"context"
	"fmt"
	"io"

	"mentorbot/bot"
	"mentorbot/store"
)

func (l *local) Tune(ctx context.Context, w store.Workspace) (bot.Tuning, error) {
	t, err := bot.Tune(ctx, l.store, w, l.clock.Now())
	l.wake()
	return t, err
}

func (r *remote) Tune(ctx context.Context, w store.Workspace) (t bot.Tuning, err error) {
	return t, r.call(ctx, "tune", order{Workspace: w}, &t)
}

// tune fits the memory model of a workspace to its own log.
func tune(ctx context.Context, p program) error {
	f := p.flags("tune")
	values := settingFlags(f)
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	if len(rest) > 1 {
		return usagef("tune takes one workspace, as in `mentorbot tune slack:T012AB3CD`; local, the terminal, if left out")
	}
	w := store.Workspace("local")
	if len(rest) == 1 {
		w = store.Workspace(rest[0])
	}
	s, err := p.settings(values, true)
	if err != nil {
		return err
	}
	return withControl(ctx, p, s, func(c control) error {
		t, err := c.Tune(ctx, w)
		if err == nil {
			printTuning(p.out, w, t)
		}
		return err
	})
}

// printTuning says what tuning a workspace came to.
func printTuning(out io.Writer, w store.Workspace, t bot.Tuning) {
	if t.Reviews < bot.TuneFrom {
		fmt.Fprintf(out, "%s has %d reviews; a fit needs %d. Nothing changed.\n", w, t.Reviews, bot.TuneFrom)
		return
	}
	fmt.Fprintf(out, "%s: fitted to %d reviews, tried on the latest %d\n\n", w, t.Reviews-t.Held, t.Held)
	fmt.Fprintf(out, "%-10s %12s %12s %12s %12s %12s\n", "", "log loss", "again", "hard", "good", "easy")
	row := func(name string, loss float64, days [4]float64) {
		fmt.Fprintf(out, "%-10s %12.4f", name, loss)
		for _, d := range days {
			fmt.Fprintf(out, " %7.2f days", d)
		}
		fmt.Fprintln(out)
	}
	row("in force", t.Before, t.From)
	row("fitted", t.After, t.To)
	verdict := "Not taken: it is no better."
	if t.Taken {
		verdict = "Taken. What members know is being worked out anew from their logs."
	}
	fmt.Fprintf(out, "\n%s\n", verdict)
}
