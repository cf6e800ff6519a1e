// Package lanes bounds the work that events from outside may start. Libraries of
// chat platforms call handlers in goroutines without end, without order and
// without recover; a Lanes keeps what one member says in order, lets only so
// many run at once, and survives what panics.
package lanes

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
)

// Lanes runs functions: those of one key one after the other, those of different
// keys side by side. It keeps nothing of a key that has nothing to run.
type Lanes struct {
	log   *slog.Logger
	deep  int           // how many may wait in one lane
	slots chan struct{} // one token for each that runs

	mu      sync.Mutex
	waiting map[string][]func() // by key; the first one runs
	inHand  int                 // in all of them
	running sync.WaitGroup
}

// most is how many functions may be in hand in all lanes together, so that a
// flood from ever new people takes bounded memory.
const most = 10_000

// New returns Lanes in which up to wide functions run at once and up to deep
// wait in each lane.
func New(wide, deep int, log *slog.Logger) *Lanes {
	return &Lanes{log: log, deep: deep, slots: make(chan struct{}, wide), waiting: make(map[string][]func())}
}

// Do runs fn in the lane of key, later. It says whether there was room; it never
// waits.
func (l *Lanes) Do(key string, fn func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.waiting[key]
	if len(queue) > l.deep || l.inHand == most {
		return false
	}
	l.inHand++
	l.waiting[key] = append(queue, fn)
	if !busy {
		l.running.Go(func() { l.drive(key) })
	}
	return true
}

// Wait waits until every lane is empty. Nothing is added meanwhile.
func (l *Lanes) Wait() { l.running.Wait() }

// drive runs what is in a lane until it is empty.
func (l *Lanes) drive(key string) {
	for {
		l.mu.Lock()
		fn := l.waiting[key][0]
		l.mu.Unlock()
		l.slots <- struct{}{}
		l.safely(fn)
		<-l.slots
		l.mu.Lock()
		l.inHand--
		rest := l.waiting[key][1:]
		if len(rest) == 0 {
			delete(l.waiting, key)
			l.mu.Unlock()
			return
		}
		l.waiting[key] = rest
		l.mu.Unlock()
	}
}

func (l *Lanes) safely(fn func()) {
	defer func() {
		if p := recover(); p != nil {
			l.log.Error("handler panicked", "err", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	fn()
}
