package outbox

import (
	"errors"
	"sync"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// A pacer spaces sends as the platform wants them: so many a second in all, and
// a pause between two to one place. It remembers places only for that pause.
type pacer struct {
	mu     sync.Mutex
	want   bot.Pace
	free   time.Time           // when the next send in all is in time
	places map[place]time.Time // when the next send there is in time
	order  []place             // of places, oldest first
}

// A place is where posts go: a channel, or a member.
type place struct {
	workspace store.Workspace
	channel   store.PlaceID
	member    store.MemberID
}

func placeOf(to bot.Destination) place { return place{to.Workspace, to.Place, to.Member} }

func newPacer(want bot.Pace) *pacer {
	return &pacer{want: want, places: make(map[place]time.Time)}
}

// burst is how far sends in all may run ahead of their pace.
const burst = 200 * time.Millisecond

// gap is the time between two sends in all; 0 is none.
func (p *pacer) gap() time.Duration {
	if p.want.PerSecond <= 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / p.want.PerSecond)
}

// room is how many sends in all are in time at now.
func (p *pacer) room(now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	gap := p.gap()
	if gap == 0 {
		return abreast
	}
	ahead := p.free.Sub(now)
	if ahead < 0 {
		ahead = 0
	}
	if ahead > burst {
		return 0
	}
	return 1 + int((burst-ahead)/gap)
}

// ready is when there is room again.
func (p *pacer) ready(now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return later(now, p.free.Add(-burst))
}

// took counts a send.
func (p *pacer) took(now time.Time, to bot.Destination) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free = later(p.free, now).Add(p.gap())
	if p.want.PerPlace == 0 {
		return
	}
	at := placeOf(to)
	if _, known := p.places[at]; !known {
		p.order = append(p.order, at)
	}
	p.places[at] = now.Add(p.want.PerPlace)
	p.forget(now)
}

// forget drops places whose pause is over.
func (p *pacer) forget(now time.Time) {
	for len(p.order) > 0 && !p.places[p.order[0]].After(now) {
		delete(p.places, p.order[0])
		p.order = p.order[1:]
	}
}

// A plan is what one claim may take. It knows what the claim took already, which
// counts only once the claim has committed.
type plan struct {
	pacer *pacer
	now   time.Time
	taken map[place]time.Time
}

func (p *pacer) plan(now time.Time) *plan {
	return &plan{p, now, make(map[place]time.Time)}
}

// take returns when a send to a place is in time: not after now if it is at
// once, and then it is counted.
func (pl *plan) take(to bot.Destination) time.Time {
	at := placeOf(to)
	pl.pacer.mu.Lock()
	free := later(pl.pacer.places[at], pl.taken[at])
	pause := pl.pacer.want.PerPlace
	pl.pacer.mu.Unlock()
	if !free.After(pl.now) && pause > 0 {
		pl.taken[at] = pl.now.Add(pause)
	}
	return free
}

func ignoreAbsent(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
