// Package outbox keeps promises: it sends what was promised, once.
//
// There is one Outbox for each platform, so that a flood or an outage on one
// never holds up another. It claims promises that are due, oldest first, each
// with a lease; sends each in a goroutine of its own; and settles it with what
// became of it.
//
// Between the claim and the settling a post may have reached the platform, and
// only the platform knows. So whatever ends that stretch without a clear word (a
// time-out, a kill -9, a lease that was voided) leaves the promise in doubt. A
// platform that can look posts up is asked: a post that is there is settled as
// sent, one that certainly is not is sent again. Without such evidence it stays
// uncertain, for the operator to decide, and is never sent again by itself.
//
// What is not due, not claimed or not settled is in the store and nowhere else.
// The only state here is the pace, which starts anew with the program.
package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

const (
	// sendWithin is how long one try may take.
	sendWithin = 30 * time.Second
	// lease is how long a claim holds: longer than a try and its settling.
	lease = 2 * time.Minute
	// abreast is how many sends are under way at once on one platform.
	abreast = 16
	// scanned is how many due promises one claim looks at.
	scanned = 100
)

// A Keeper knows what the promises are about. Its methods run in transactions
// and have no side effects; package bot's Bot is one.
type Keeper interface {
	// Prepare says whether the post is still wanted, and freezes its item.
	Prepare(s *store.Space, p *store.Promise, now time.Time) (wanted bool, why string, err error)
	// Render builds the post of a prepared promise.
	Render(s *store.Space, p *store.Promise, now time.Time) (bot.Destination, bot.Post, error)
	// Settled is told that the outbox is done with a promise.
	Settled(s *store.Space, p *store.Promise, fix string, now time.Time) error
}

// An Outbox sends one platform's promises.
type Outbox struct {
	platform string
	store    *store.Store
	keeper   Keeper
	sender   bot.Sender
	now      func() time.Time
	log      *slog.Logger
	pace     *pacer

	jobs  sync.WaitGroup
	slots chan struct{} // holds one token for each send under way
	freed chan struct{} // signals that a slot was freed
}

// Config is what an Outbox is made of. All are needed.
type Config struct {
	Platform string
	Store    *store.Store
	Keeper   Keeper
	Sender   bot.Sender
	Now      func() time.Time
	Log      *slog.Logger
}

// New returns an Outbox.
func New(c Config) *Outbox {
	return &Outbox{
		platform: c.Platform, store: c.Store, keeper: c.Keeper, sender: c.Sender, now: c.Now,
		log: c.Log.With("platform", c.Platform), pace: newPacer(c.Sender.Pace()),
		slots: make(chan struct{}, abreast), freed: make(chan struct{}, 1),
	}
}

// VoidLeases puts every promise that is leased on a platform in doubt: the one
// who leased it is dead, which the store's lock proves. It is called once,
// before anything is claimed.
func VoidLeases(ctx context.Context, s *store.Store, platform string, now time.Time) (voided int, err error) {
	for {
		var n int
		err := s.Update(ctx, func(tx *store.Tx) error {
			refs, err := tx.LeasedOut(platform, scanned)
			if err != nil {
				return err
			}
			n = len(refs)
			for _, ref := range refs {
				p, err := tx.In(ref.Workspace).Promised(ref.Key)
				if err != nil {
					return err
				}
				p.Status, p.At, p.Why = store.Doubtful, now, "the program ended while it was being sent"
				if err := tx.In(ref.Workspace).PutPromise(p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			return voided, err
		}
		voided += n
	}
}

// Pass claims what is due and there is room for, and starts sending it. It
// returns how many promises it dealt with, and when to come back at the latest;
// zero is when something new is promised.
func (o *Outbox) Pass(ctx context.Context) (n int, again time.Time, err error) {
	room := cap(o.slots) - len(o.slots)
	if room == 0 {
		return 0, time.Time{}, nil // Freed says when there is
	}
	c, err := o.claim(ctx, room)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("outbox: %w", err)
	}
	for _, note := range c.notes {
		o.log.Error("could not prepare a post", "err", note)
	}
	for _, j := range c.jobs {
		o.pace.took(o.now(), j.to)
		o.slots <- struct{}{}
		o.jobs.Go(func() {
			defer o.free()
			o.do(ctx, j)
		})
	}
	return c.dealt, c.again, nil
}

func (o *Outbox) free() {
	<-o.slots
	select {
	case o.freed <- struct{}{}:
	default:
	}
}

// Freed signals that a send has ended, so that another pass may find room.
func (o *Outbox) Freed() <-chan struct{} { return o.freed }

// Wait waits for the sends that are under way.
func (o *Outbox) Wait() { o.jobs.Wait() }

// Drain sends everything that is due now, and waits for it.
func (o *Outbox) Drain(ctx context.Context) error {
	for {
		n, _, err := o.Pass(ctx)
		o.Wait()
		if err != nil || n == 0 {
			return err
		}
	}
}

// do tries once and settles. The try is cut off by its own deadline, not by ctx:
// a shutdown finishes what is in hand.
func (o *Outbox) do(ctx context.Context, j job) {
	try, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendWithin)
	defer cancel()
	var outcome bot.Outcome
	if j.lookUp {
		outcome = o.find(try, j)
	} else {
		outcome = o.send(try, j)
	}
	o.settle(ctx, j, outcome)
}

// send turns a panic of an adapter into doubt.
func (o *Outbox) send(ctx context.Context, j job) (outcome bot.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.log.Error("send panicked", "key", j.ref, "panic", p)
			outcome = bot.Outcome{Fate: bot.Uncertain, Why: "the adapter failed while sending"}
		}
	}()
	return o.sender.Send(ctx, j.to, j.ref.Key, j.post)
}

// find looks a post up that may have been sent.
func (o *Outbox) find(ctx context.Context, j job) (outcome bot.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			o.log.Error("look-up panicked", "key", j.ref, "panic", p)
			outcome = bot.Outcome{Fate: bot.Uncertain, Why: "the adapter failed while looking it up"}
		}
	}()
	finder, ok := o.sender.(bot.Finder)
	if !ok {
		return bot.Outcome{Fate: bot.Uncertain}
	}
	return finder.Find(ctx, j.to, j.ref.Key, j.first)
}

// backoff is how long to wait after the n-th failed try: a second, doubled each
// time up to ten minutes, give or take a quarter so that retries spread.
func backoff(n int) time.Duration {
	const most = 10 * time.Minute
	d := most
	if n < 10 {
		d = min(most, time.Second<<max(n-1, 0))
	}
	return d - d/4 + rand.N(d/2+1)
}
