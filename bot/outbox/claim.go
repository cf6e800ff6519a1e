package outbox

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// A job is one promise in hand.
type job struct {
	ref    store.Ref
	try    int // which try of the promise it is
	to     bot.Destination
	post   bot.Post
	first  time.Time
	lookUp bool // ask whether it was sent, instead of sending it
}

// A claim is what one transaction took in hand.
type claim struct {
	jobs  []job
	dealt int       // promises that were changed
	again time.Time // when there may be more to do; zero if nothing is waiting
	notes []error   // what could not be prepared, for the log
}

// claim leases up to room promises that are due and that the pace allows.
func (o *Outbox) claim(ctx context.Context, room int) (c claim, err error) {
	now := o.now()
	room = min(room, o.pace.room(now))
	err = o.store.Update(ctx, func(tx *store.Tx) error {
		c = claim{}
		plan := o.pace.plan(now)
		if room > 0 {
			refs, err := tx.ToSend(o.platform, now, scanned)
			if err != nil {
				return err
			}
			for _, ref := range refs {
				if len(c.jobs) == room {
					break
				}
				if err := o.take(tx.In(ref.Workspace), ref, now, plan, &c); err != nil {
					return err
				}
			}
		}
		at, ok, err := tx.NextToSend(o.platform)
		if ok {
			c.again = at
		}
		return err
	})
	if ready := o.pace.ready(now); c.again.Before(ready) && !c.again.IsZero() {
		c.again = ready
	}
	return c, err
}

// unprepared is how long a promise waits that could not be prepared.
const unprepared = 10 * time.Minute

// take decides what to do with one promise that is due.
func (o *Outbox) take(s *store.Space, ref store.Ref, now time.Time, plan *plan, c *claim) error {
	p, err := s.Promised(ref.Key)
	if err != nil {
		return err
	}
	c.dealt++
	if p.Status == store.Doubtful {
		return o.takeDoubtful(s, ref, p, now, c)
	}
	if !now.Before(p.Until) {
		if p.Why == "" {
			p.Why = "its time was over before it could be sent"
		}
		return o.end(s, p, store.Expired, "", now)
	}
	j := job{ref: ref}
	wanted, why, err := o.prepare(s, p, now, &j)
	if err == nil && !wanted {
		p.Why = why
		return o.end(s, p, store.Unwanted, "", now)
	}
	if err != nil { // it must not hold up the others
		c.notes = append(c.notes, fmt.Errorf("%s: %w", ref, err))
		p.At, p.Why = now.Add(unprepared), "it could not be prepared; the log says why"
		return s.PutPromise(p)
	}
	if free := plan.take(j.to); free.After(now) {
		p.At = free
		return s.PutPromise(p)
	}
	p.Tries++
	if p.First.IsZero() {
		p.First = now
	}
	j.try, j.first = p.Tries, p.First
	c.jobs = append(c.jobs, j)
	return leaseOut(s, p, now)
}

// prepare has the keeper say whether a promise is still wanted, and then what is
// sent where. A panic is an error of this one promise.
func (o *Outbox) prepare(s *store.Space, p *store.Promise, now time.Time, j *job) (wanted bool, why string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	wanted, why, err = o.keeper.Prepare(s, p, now)
	if err == nil && wanted {
		j.to, j.post, err = o.keeper.Render(s, p, now)
	}
	return wanted, why, err
}

// takeDoubtful takes a promise in hand that may have been sent.
func (o *Outbox) takeDoubtful(s *store.Space, ref store.Ref, p *store.Promise, now time.Time, c *claim) error {
	if _, ok := o.sender.(bot.Finder); !ok {
		return o.end(s, p, store.Uncertain, "", now)
	}
	to := bot.Destination{Workspace: ref.Workspace, Place: p.Place, Member: p.Member}
	c.jobs = append(c.jobs, job{ref: ref, try: p.Tries, to: to, first: p.First, lookUp: true})
	return leaseOut(s, p, now)
}

// leaseOut leases a promise.
func leaseOut(s *store.Space, p *store.Promise, now time.Time) error {
	p.Status, p.At = store.Leased, now.Add(lease)
	return s.PutPromise(p)
}

// end settles a promise for good.
func (o *Outbox) end(s *store.Space, p *store.Promise, status store.Status, fix string, now time.Time) error {
	p.Status, p.At = status, now
	if err := s.PutPromise(p); err != nil {
		return err
	}
	return o.keeper.Settled(s, p, fix, now)
}
