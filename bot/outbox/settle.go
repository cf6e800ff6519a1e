package outbox

import (
	"context"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// settleEvery is how often a settling that the store refused is tried again.
const settleEvery = time.Second

// lookUpFor is how long after its time a post is still looked up that may have been
// sent, while no look-up can tell. It ends what would be tried for ever.
const lookUpFor = time.Hour

// settle writes down what became of a job. While the store cannot write (a full
// disk) it goes on trying until the lease would end or ctx is done; then the
// lease stays, and whoever opens the store next puts the promise in doubt.
func (o *Outbox) settle(ctx context.Context, j job, outcome bot.Outcome) {
	deadline := o.now().Add(lease - sendWithin)
	for {
		err := o.store.Update(context.WithoutCancel(ctx), func(tx *store.Tx) error {
			return o.record(tx.In(j.ref.Workspace), j, outcome)
		})
		if err == nil {
			o.report(j, outcome)
			return
		}
		o.log.Error("could not settle", "key", j.ref, "err", err)
		if ctx.Err() != nil || o.now().After(deadline) {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(settleEvery):
		}
	}
}

// record moves the promise on by what became of the job. A promise that is not
// leased for this try any more (it was deleted with its member, or the operator
// decided meanwhile) is left alone.
func (o *Outbox) record(s *store.Space, j job, outcome bot.Outcome) error {
	p, err := s.Promised(j.ref.Key)
	if err != nil {
		return ignoreAbsent(err)
	}
	if p.Status != store.Leased || p.Tries != j.try {
		return nil
	}
	now := o.now()
	if outcome.Why != "" {
		p.Why = outcome.Why
	}
	if j.lookUp && !outcome.Absent && (outcome.Fate == bot.Retry || outcome.Fate == bot.Failed) && now.Sub(p.Until) >= lookUpFor {
		outcome.Fate = bot.Uncertain
	}
	switch outcome.Fate {
	case bot.Done:
		p.Ref, p.Why = outcome.Ref, ""
		return o.end(s, p, store.Sent, "", now)
	case bot.Gone:
		return o.end(s, p, store.Gone, outcome.Fix, now)
	case bot.Uncertain:
		return o.doubt(s, p, j, outcome, now)
	case bot.Retry:
		p.Status, p.At = store.Waiting, now.Add(max(outcome.After, 0))
		if j.lookUp && !outcome.Absent {
			p.Status = store.Doubtful
		}
		if !outcome.Absent {
			p.At = later(p.At, now.Add(time.Second))
		}
	default:
		p.Status, p.At = store.Waiting, now.Add(backoff(p.Tries))
		if j.lookUp {
			p.Status = store.Doubtful
		}
	}
	return s.PutPromise(p)
}

// doubt keeps a promise that may have been sent: to be looked up while that can
// tell anything, else for the operator.
func (o *Outbox) doubt(s *store.Space, p *store.Promise, j job, outcome bot.Outcome, now time.Time) error {
	if _, ok := o.sender.(bot.Finder); !ok || j.lookUp {
		return o.end(s, p, store.Uncertain, "", now)
	}
	p.Status, p.At = store.Doubtful, now.Add(max(outcome.After, time.Second))
	return s.PutPromise(p)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// report logs what became of a job, without its text.
func (o *Outbox) report(j job, outcome bot.Outcome) {
	switch outcome.Fate {
	case bot.Done:
		o.log.Debug("sent", "key", j.ref, "try", j.try)
	case bot.Gone, bot.Uncertain:
		o.log.Warn("not delivered", "key", j.ref, "try", j.try, "lookUp", j.lookUp, "why", outcome.Why)
	default:
		o.log.Info("will try again", "key", j.ref, "try", j.try, "why", outcome.Why)
	}
}
