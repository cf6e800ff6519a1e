package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

var ctx = context.Background()

// begin is when the tests' clocks begin.
var begin = time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)

// A rig is a store with promises in it, and what the outboxes over it tell its
// keeper. Its clock moves only when it is set.
type rig struct {
	path  string
	home  *home
	store *store.Store
	clock atomic.Int64 // Unix nanoseconds

	mu      sync.Mutex
	unready map[store.Key]bool // cannot be prepared
	broken  map[store.Key]bool // cannot be rendered, and panics
	unwant  map[store.Key]bool
	settled map[store.Key]int // how often the keeper was told
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{
		path:    filepath.Join(t.TempDir(), "mentor.db"),
		unready: map[store.Key]bool{}, broken: map[store.Key]bool{}, unwant: map[store.Key]bool{}, settled: map[store.Key]int{},
	}
	r.clock.Store(begin.UnixNano())
	r.open(t)
	t.Cleanup(func() { r.home.Close() })
	return r
}

func (r *rig) open(t testing.TB) {
	t.Helper()
	file, err := bolt.Open(r.path)
	if err != nil {
		t.Fatal(err)
	}
	r.home = &home{Home: file}
	if r.store, err = store.Open(ctx, r.home); err != nil {
		t.Fatal(err)
	}
}

// restart ends the program as kill -9 does, and starts it again.
func (r *rig) restart(t testing.TB) {
	t.Helper()
	if err := r.home.Close(); err != nil {
		t.Fatal(err)
	}
	r.open(t)
	for _, platform := range []string{"slack", "discord"} {
		if _, err := VoidLeases(ctx, r.store, platform, r.now()); err != nil {
			t.Fatal(err)
		}
	}
}

func (r *rig) now() time.Time { return time.Unix(0, r.clock.Load()).UTC() }

func (r *rig) sleep(d time.Duration) { r.clock.Add(int64(d)) }

// outbox is an outbox over the rig's store.
func (r *rig) outbox(platform string, s bot.Sender) *Outbox {
	return New(Config{
		Platform: platform, Store: r.store, Keeper: r, Sender: s, Now: r.now, Log: slog.New(slog.DiscardHandler),
	})
}

// promise promises n posts to a place of slack:T1 or another workspace, a
// nanosecond apart, for a day.
func (r *rig) promise(t testing.TB, workspace store.Workspace, place store.PlaceID, n int) (keys []store.Key) {
	t.Helper()
	err := r.store.Update(ctx, func(tx *store.Tx) error {
		keys = nil
		for i := range n {
			at := r.now().Add(time.Duration(i))
			p := &store.Promise{
				Key: store.Key(fmt.Sprintf("%s/%s/%d/%d", workspace, place, at.UnixNano(), i)), Kind: store.Notice,
				Place: place, Made: at, From: at, Until: at.Add(24 * time.Hour), Status: store.Waiting, At: at,
			}
			if _, err := tx.In(workspace).Promise(p); err != nil {
				return err
			}
			keys = append(keys, p.Key)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.sleep(time.Duration(n))
	return keys
}

// promised is the promise of that key.
func (r *rig) promised(t testing.TB, workspace store.Workspace, key store.Key) (p *store.Promise) {
	t.Helper()
	if err := r.store.View(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.In(workspace).Promised(key)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

func (r *rig) Prepare(_ *store.Space, p *store.Promise, _ time.Time) (bool, string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.unready[p.Key] {
		return false, "", errors.New("a damaged record")
	}
	return !r.unwant[p.Key], "nobody wants it", nil
}

func (r *rig) Render(s *store.Space, p *store.Promise, _ time.Time) (bot.Destination, bot.Post, error) {
	if r.broken[p.Key] {
		panic("no such piece")
	}
	return bot.Destination{Workspace: s.Workspace(), Place: p.Place, Member: p.Member}, bot.Post{Body: string(p.Key)}, nil
}

func (r *rig) Settled(_ *store.Space, p *store.Promise, _ string, _ time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.settled[p.Key]++
	return nil
}

// A home is a store.Home that may refuse to write.
type home struct {
	store.Home
	refuses atomic.Bool
	updates atomic.Int64 // that were tried
}

var errFull = errors.New("no space left on device")

func (h *home) Update(ctx context.Context, fn func(store.Writer) error) error {
	h.updates.Add(1)
	if h.refuses.Load() {
		return errFull
	}
	return h.Home.Update(ctx, fn)
}

// A platform takes posts and remembers them. What it says of them is up to fate.
type platform struct {
	pace bot.Pace
	now  func() time.Time
	fate func(ctx context.Context, to bot.Destination, key store.Key, try int) bot.Outcome // nil is Done

	mu    sync.Mutex
	tries map[store.Key]int
	sent  []sent // that arrived
}

type sent struct {
	to  bot.Destination
	key store.Key
	at  time.Time
}

var done = bot.Outcome{Fate: bot.Done, Ref: "ref"}

func (p *platform) Pace() bot.Pace { return p.pace }

// Send lets fate decide. A post arrives if it is done, or if Ref says that it
// did all the same.
func (p *platform) Send(ctx context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	if post.Body != string(key) {
		panic("another's post")
	}
	p.mu.Lock()
	if p.tries == nil {
		p.tries = map[store.Key]int{}
	}
	p.tries[key]++
	try := p.tries[key]
	p.mu.Unlock()
	outcome := done
	if p.fate != nil {
		outcome = p.fate(ctx, to, key, try)
	}
	if outcome.Ref != "" {
		p.arrive(to, key)
	}
	return outcome
}

func (p *platform) arrive(to bot.Destination, key store.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := begin
	if p.now != nil {
		at = p.now()
	}
	p.sent = append(p.sent, sent{to, key, at})
}

// copies is how often each post arrived.
func (p *platform) copies() map[store.Key]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := map[store.Key]int{}
	for _, s := range p.sent {
		n[s.key]++
	}
	return n
}

// A searchable platform finds what arrived.
type searchable struct{ *platform }

func (s searchable) Find(_ context.Context, _ bot.Destination, key store.Key, _ time.Time) bot.Outcome {
	if s.copies()[key] > 0 {
		return done
	}
	return bot.Outcome{Fate: bot.Retry, Absent: true}
}

// A blind platform cannot tell what arrived.
type blind struct {
	*platform
	outcome bot.Outcome
}

func (b blind) Find(context.Context, bot.Destination, store.Key, time.Time) bot.Outcome {
	return b.outcome
}
