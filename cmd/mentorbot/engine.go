package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// dueAtOnce is how many entries of the due index share a transaction.
	dueAtOnce = 250
	// longestSleep bounds every wait, since a clock may be set and a machine
	// may sleep.
	longestSleep = time.Minute
	// afterError is how long a loop waits after something failed.
	afterError = 5 * time.Second
)

// nudge wakes whoever waits on c, without waiting.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// keepPromises runs the calendar and the outboxes until ctx is done. The
// channel closes when the last send has been settled.
func (sv *services) keepPromises(ctx context.Context) <-chan struct{} {
	var running sync.WaitGroup
	running.Go(func() { sv.loop(ctx, "calendar", sv.wakeCalendar, nil, sv.fallDue) })
	for i, o := range sv.outboxes {
		running.Go(func() {
			sv.loop(ctx, "outbox", sv.wakeOutbox[i], o.Freed(), func(ctx context.Context) (time.Time, error) {
				n, again, err := o.Pass(ctx)
				if n > 0 && again.Before(sv.clock.Now()) {
					again = sv.clock.Now()
				}
				return again, err
			})
			o.Wait()
		})
	}
	done := make(chan struct{})
	go func() { running.Wait(); close(done) }()
	return done
}

// loop calls step, then waits until the time it returned (zero is for ever) or
// until somebody wakes it.
func (sv *services) loop(ctx context.Context, name string, wake, freed <-chan struct{}, step func(context.Context) (time.Time, error)) {
	for ctx.Err() == nil {
		again, err := safely(ctx, step)
		now := sv.clock.Now()
		wait := longestSleep
		switch {
		case err != nil && ctx.Err() == nil:
			sv.log.Error("loop failed", "loop", name, "err", err)
			wait = afterError
		case !again.IsZero():
			wait = min(max(again.Sub(now), 0), longestSleep)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-freed:
		case <-sv.clock.After(wait):
		}
	}
}

// safely turns a panic of a step into an error: the loops outlive what one
// record or adapter does to them.
func safely(ctx context.Context, step func(context.Context) (time.Time, error)) (again time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return step(ctx)
}

// fallDue makes promises of what is due, and wakes the outboxes.
func (sv *services) fallDue(ctx context.Context) (again time.Time, err error) {
	for ctx.Err() == nil {
		n, err := sv.bot.FallDue(ctx, dueAtOnce)
		if err != nil {
			return time.Time{}, err
		}
		for _, wake := range sv.wakeOutbox {
			nudge(wake)
		}
		if n == 0 {
			break
		}
	}
	again, _, err = sv.bot.NextDue(ctx)
	return again, err
}
