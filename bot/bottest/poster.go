package bottest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// A poster is a platform as the outbox sees it. What arrives there can be taken.
type poster struct {
	kill func() // ends the program in the middle of a send

	mu      sync.Mutex
	pace    bot.Pace
	fates   []fate
	arrived []delivery // not yet taken
	all     map[deliveryKey]bool
	sees    string // what a look-up sees: "" what is there, or "blind", or "early"
}

// A fate is what becomes of the next send, or of the next one to a place.
type fate struct{ to, what string }

type delivery struct {
	to   bot.Destination
	key  store.Key
	post bot.Post
}

type deliveryKey struct {
	workspace store.Workspace
	key       store.Key
}

// The words for what may become of a send.
var fates = map[string]bot.Outcome{
	"retry":     {Fate: bot.Retry, After: 30 * time.Second, Why: "asked to wait"},
	"gone":      {Fate: bot.Gone, Why: "the channel was deleted", Fix: "Say `daily` in another channel."},
	"uncertain": {Fate: bot.Uncertain, Why: "timed out"},
	"lost":      {Fate: bot.Uncertain, Why: "timed out"}, // delivered all the same
	"failed":    {Fate: bot.Failed, Why: "the server is ill"},
	"killed":    {Fate: bot.Uncertain}, // the program ends after the post arrived
	"cut":       {Fate: bot.Uncertain}, // the program ends before the post arrived
}

func (p *poster) Pace() bot.Pace { return p.pace }

func (p *poster) Send(_ context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	outcome := bot.Outcome{Fate: bot.Done, Ref: "ref of " + string(key)}
	what := p.fateOf(to)
	if what != "" {
		outcome = fates[what]
	}
	if what == "" || what == "lost" || what == "killed" {
		p.arrive(delivery{to, key, post})
	}
	if what == "killed" || what == "cut" {
		p.kill()
	}
	return outcome
}

// fateOf takes the first fate that is meant for a destination.
func (p *poster) fateOf(to bot.Destination) string {
	i := slices.IndexFunc(p.fates, func(f fate) bool {
		return f.to == "" || f.to == cmp.Or(string(to.Place), string(to.Member))
	})
	if i < 0 {
		return ""
	}
	what := p.fates[i].what
	p.fates = slices.Delete(p.fates, i, i+1)
	return what
}

func (p *poster) arrive(d delivery) {
	if p.all == nil {
		p.all = map[deliveryKey]bool{}
	}
	p.all[deliveryKey{d.to.Workspace, d.key}] = true
	p.arrived = append(p.arrived, d)
}

// take is what arrived since the last time, in an order of its own.
func (p *poster) take() []delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	taken := p.arrived
	p.arrived = nil
	slices.SortFunc(taken, func(a, b delivery) int {
		return cmp.Or(cmp.Compare(a.to.Workspace, b.to.Workspace), cmp.Compare(a.key, b.key))
	})
	return taken
}

// A finder is a poster that can look posts up.
type finder struct{ *poster }

func (f finder) Find(_ context.Context, to bot.Destination, key store.Key, _ time.Time) bot.Outcome {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.sees == "blind":
		return bot.Outcome{Fate: bot.Uncertain, Why: "the history cannot be read"}
	case f.sees == "early":
		return bot.Outcome{Fate: bot.Retry, After: time.Minute, Why: "too early to tell"}
	case f.all[deliveryKey{to.Workspace, key}]:
		return bot.Outcome{Fate: bot.Done, Ref: "found"}
	}
	return bot.Outcome{Fate: bot.Retry, Absent: true, Why: "it is not there"}
}
