package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// mostListed is how many promises of a kind `outbox list` shows.
const mostListed = 1_000

// An entry is a promise as the operator sees it: no text of anybody.
type entry struct {
	Name   string       `json:"name"` // WORKSPACE/KEY
	Status store.Status `json:"status"`
	To     string       `json:"to"`
	Tries  int          `json:"tries"`
	At     time.Time    `json:"at"`
	Until  time.Time    `json:"until"`
	Why    string       `json:"why"`
}

// local is the control of a store that this process holds.
type local struct {
	copy  func(ctx context.Context, path string) error
	store *store.Store
	clock clock
	wake  func()
}

func (l *local) Backup(ctx context.Context, path string) error { return l.copy(ctx, path) }

func (l *local) Outbox(ctx context.Context) (all []entry, err error) {
	err = l.store.View(ctx, func(tx *store.Tx) error {
		all = []entry{}
		waiting, err := tx.Pending(mostListed)
		if err != nil {
			return err
		}
		parked, err := tx.ParkedUp(mostListed)
		if err != nil {
			return err
		}
		for _, ref := range append(waiting, parked...) {
			p, err := tx.In(ref.Workspace).Promised(ref.Key)
			if err != nil {
				return err
			}
			all = append(all, entryOf(ref, p))
		}
		return nil
	})
	return all, err
}

func entryOf(ref store.Ref, p *store.Promise) entry {
	to := "channel " + string(p.Place)
	if p.Place == "" {
		to = "member " + string(p.Member)
	}
	return entry{ref.String(), p.Status, to, p.Tries, p.At, p.Until, p.Why}
}

// Decide sends a promise again, or drops it. One that is being sent is left alone.
func (l *local) Decide(ctx context.Context, ref store.Ref, again bool) error {
	now := l.clock.Now()
	err := l.store.Update(ctx, func(tx *store.Tx) error {
		s := tx.In(ref.Workspace)
		p, err := s.Promised(ref.Key)
		if err != nil {
			return fmt.Errorf("%s: %w", ref, err)
		}
		switch {
		case p.Status == store.Leased:
			return fmt.Errorf("%s is being sent just now", ref)
		case !p.Status.Open() && !p.Status.Parked():
			return fmt.Errorf("%s is settled: %s", ref, p.Status)
		case !again:
			p.Status, p.At, p.Why = store.Dropped, now, "dropped by the operator"
		case !now.Before(p.Until):
			return fmt.Errorf("%s was of use until %s; drop it", ref, p.Until.Format(time.RFC3339))
		default:
			p.Status, p.At, p.Why = store.Waiting, now, "sent again by the operator"
		}
		if p.Status == store.Dropped {
			if err := s.File(now.Add(bot.KeptFor), store.RetireDue, string(p.Key)); err != nil {
				return err
			}
		}
		return s.PutPromise(p)
	})
	l.wake()
	return err
}

// outboxCommand lists promises, sends one again or drops one.
func outboxCommand(ctx context.Context, p program) error {
	f := p.flags("outbox")
	values := settingFlags(f)
	verb := ""
	if len(p.args) > 0 && !strings.HasPrefix(p.args[0], "-") {
		verb, p.args = p.args[0], p.args[1:]
	}
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	if verb == "" && len(rest) > 0 {
		verb, rest = rest[0], rest[1:]
	}
	s, err := p.settings(values, true)
	if err != nil {
		return err
	}
	switch {
	case verb == "list" && len(rest) == 0:
		return withControl(ctx, p, s, func(c control) error { return listOutbox(ctx, p, c) })
	case (verb == "retry" || verb == "drop") && len(rest) == 1:
		ref, err := store.ParseRef(rest[0])
		if err != nil {
			return usageError{err}
		}
		return withControl(ctx, p, s, func(c control) error {
			if err := c.Decide(ctx, ref, verb == "retry"); err != nil {
				return err
			}
			fmt.Fprintf(p.out, "%s: %s\n", ref, map[string]string{"retry": "will be sent again", "drop": "dropped"}[verb])
			return nil
		})
	}
	return usagef("outbox list, outbox retry WORKSPACE/KEY or outbox drop WORKSPACE/KEY")
}

func listOutbox(ctx context.Context, p program, c control) error {
	all, err := c.Outbox(ctx)
	if err != nil {
		return err
	}
	for _, e := range all {
		fmt.Fprintf(p.out, "%-9s  %s  to %s, tries %d, %s%s\n", e.Status, e.Name, e.To, e.Tries, e.when(), orNothing("; ", e.Why))
	}
	if len(all) == 0 {
		fmt.Fprintln(p.out, "nothing is waiting, uncertain or given up")
	}
	return nil
}

// when says until when an open promise is of use, or when another one ended.
func (e entry) when() string {
	if e.Status.Open() {
		return "next " + e.At.Format(time.RFC3339) + ", useful until " + e.Until.Format(time.RFC3339)
	}
	return "since " + e.At.Format(time.RFC3339)
}

func orNothing(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}

// backup copies the data into a new file.
func backup(ctx context.Context, p program) error {
	f := p.flags("backup")
	values := settingFlags(f)
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usagef("backup takes the name of a new file, as in `mentorbot backup mentor-2026-11-21.db`")
	}
	s, err := p.settings(values, true)
	if err != nil {
		return err
	}
	path, err := filepath.Abs(rest[0])
	if err != nil {
		return err
	}
	return withControl(ctx, p, s, func(c control) error {
		if err := c.Backup(ctx, path); err != nil {
			return err
		}
		fmt.Fprintln(p.out, path)
		return nil
	})
}
