// Package lanes bounds the work that events from outside may start. Libraries of
// chat platforms call handlers in goroutines without end, without order and
// without recover; a Lanes keeps what one member says in order, lets only so
// many run at once, survives what panics, and logs a flood as one line a minute.
package lanes

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Lanes runs functions: those of one key one after the other, those of different
// keys side by side. It keeps nothing of a key that has nothing to run.
type Lanes struct {
	log   *slog.Logger
	now   func() time.Time
	deep  int           // how many may wait in one lane
	slots chan struct{} // one token for each that runs

	mu      sync.Mutex
	waiting map[string][]func() // by key; the first one runs
	inHand  int                 // in all of them
	refused int                 // since it was logged last
	logged  time.Time           // when that was
	running sync.WaitGroup
}

// most is how many functions may be in hand in all lanes together, so that a
// flood from ever new people takes bounded memory.
const most = 10_000

// New returns Lanes in which up to wide functions run at once and up to deep
// wait in each lane.
func New(wide, deep int, log *slog.Logger, now func() time.Time) *Lanes {
	return &Lanes{log: log, now: now, deep: deep, slots: make(chan struct{}, wide), waiting: make(map[string][]func())}
}

// Do runs fn in the lane of key, later. It says whether there was room; it never
// waits.
func (l *Lanes) Do(key string, fn func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, busy := l.waiting[key]
	if len(queue) > l.deep || l.inHand == most {
		l.refuse()
		return false
	}
	l.inHand++
	l.waiting[key] = append(queue, fn)
	if !busy {
		l.running.Go(func() { l.drive(key) })
	}
	return true
}

// quietFor is how long nothing more is logged of what there was no room for: a
// flood of lines is no flood of log lines.
const quietFor = time.Minute

// refuse counts what there was no room for, and logs it now and then.
func (l *Lanes) refuse() {
	l.refused++
	if now := l.now(); l.logged.IsZero() || now.Sub(l.logged) >= quietFor {
		l.log.Warn("more is said than can be handled", "refused", l.refused)
		l.refused, l.logged = 0, now
	}
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
