package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"mentorbot/bot"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// The crash test's program: what runs in a process of its own and is killed.

// A point is a place in the program at which it can be killed.
type point string

const (
	beforeCommit point = "before commit"
	afterCommit  point = "after commit"
	beforeSend   point = "before send"
	afterSend    point = "after send"
	beforeSettle point = "before settle"
	inBackup     point = "in backup"
	inDelete     point = "in delete"
)

// A childConfig is what the child is told.
type childConfig struct {
	Dir, URL string
	Now      time.Time
	Die      point // where to die
	Count    int64 // the how manieth time; 0 is never
	Any      bool  // count all points alike
}

// A reaper kills the program where and when it was told to.
type reaper struct {
	config childConfig
	hits   atomic.Int64
}

// reach is called at every point.
func (r *reaper) reach(at point) {
	if r.config.Count == 0 || !r.config.Any && at != r.config.Die {
		return
	}
	if r.hits.Add(1) == r.config.Count {
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal is on its way
	}
}

// A testClock stands still until it is set.
type testClock struct {
	mu      sync.Mutex
	now     time.Time
	waiting map[chan time.Time]time.Time
}

func newTestClock(now time.Time) *testClock {
	return &testClock{now: now, waiting: make(map[chan time.Time]time.Time)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	if d <= 0 {
		ch <- c.now
		return ch
	}
	c.waiting[ch] = c.now.Add(d)
	return ch
}

func (c *testClock) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
	for ch, at := range c.waiting {
		if !at.After(now) {
			ch <- now
			delete(c.waiting, ch)
		}
	}
}

// A dyingContext may die whenever it is asked whether it is done, which a backup
// does before each piece that it writes.
type dyingContext struct {
	context.Context
	reaper *reaper
}

func (c dyingContext) Err() error {
	c.reaper.reach(inBackup)
	return c.Context.Err()
}

// A dyingHome is a home that may die around a commit, and tells of each.
type dyingHome struct {
	store.Home
	reaper  *reaper
	updated chan struct{} // something, since it was last asked
}

func (h *dyingHome) Update(ctx context.Context, fn func(store.Writer) error) error {
	defer nudge(h.updated)
	return h.Home.Update(ctx, func(w store.Writer) error {
		err := fn(w)
		h.reaper.reach(beforeCommit)
		return err
	})
}

// A dyingSender posts to the test's destination over HTTP, and may die around it.
type dyingSender struct {
	url    string
	reaper *reaper
}

// A delivery is what the destination gets.
type delivery struct {
	Workspace store.Workspace
	Key       store.Key
	To        string
	Title     string
}

func (s *dyingSender) Pace() bot.Pace { return bot.Pace{} }

func (s *dyingSender) Send(ctx context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	s.reaper.reach(beforeSend)
	outcome := s.ask(ctx, "send", delivery{to.Workspace, key, string(to.Place) + string(to.Member), post.Title})
	s.reaper.reach(afterSend)
	s.reaper.reach(beforeSettle)
	return outcome
}

// ask posts to the destination: 200 is done, 503 certainly not, all else unclear.
func (s *dyingSender) ask(ctx context.Context, what string, d delivery) bot.Outcome {
	body, _ := json.Marshal(d)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/"+what, bytes.NewReader(body))
	if err != nil {
		return bot.Outcome{Fate: bot.Failed, Why: err.Error()}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return bot.Outcome{Fate: bot.Uncertain, Why: "no answer"}
	}
	resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusOK:
		return bot.Outcome{Fate: bot.Done, Ref: "1"}
	case http.StatusServiceUnavailable:
		return bot.Outcome{Fate: bot.Retry, Why: "busy"}
	case http.StatusNotFound:
		return bot.Outcome{Fate: bot.Retry, Absent: true, Why: "not there"}
	}
	return bot.Outcome{Fate: bot.Uncertain, Why: resp.Status}
}

// A findingSender can look its posts up.
type findingSender struct{ *dyingSender }

func (s findingSender) Find(ctx context.Context, to bot.Destination, key store.Key, _ time.Time) bot.Outcome {
	return s.ask(ctx, "find", delivery{Workspace: to.Workspace, Key: key})
}

// crashChild is the program under test: the real services over a real store.
func crashChild(text string) error {
	var config childConfig
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		return err
	}
	reaper := &reaper{config: config}
	clock := newTestClock(config.Now)
	home, err := bolt.Open(filepath.Join(config.Dir, "mentor.db"))
	if err != nil {
		return err
	}
	defer home.Close()
	library, err := content.Load(content.Embedded())
	if err != nil {
		return err
	}
	p := program{getenv: func(string) string { return "" }, err: os.Stderr, clock: clock}
	s := settings{db: filepath.Join(config.Dir, "mentor.db"), level: 12}
	ctx := context.Background()
	dying := &dyingHome{Home: home, reaper: reaper, updated: make(chan struct{}, 1)}
	sv, err := assemble(ctx, p, s, library, dying)
	if err != nil {
		return err
	}
	sv.backup = home.Backup
	sender := &dyingSender{config.URL, reaper}
	sv.outbox("slack", findingSender{sender})
	sv.outbox("discord", sender)
	return sv.during(ctx, func(ctx context.Context) error {
		return obey(ctx, sv, clock, dying, home)
	})
}

// obey does what the test says, line by line, and answers each with lines that
// end in one of a single dot.
func obey(ctx context.Context, sv *services, clock *testClock, dying *dyingHome, home *bolt.Home) error {
	reaper := dying.reaper
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		verb, rest, _ := strings.Cut(in.Text(), " ")
		answer := ""
		switch verb {
		case "time":
			now, err := time.Parse(time.RFC3339, rest)
			if err != nil {
				return err
			}
			clock.set(now)
		case "say": // WORKSPACE MEMBER LINE
			words := strings.SplitN(rest, " ", 3)
			reply := sv.bot.Handle(ctx, bot.Message{
				Workspace: store.Workspace(words[0]), From: bot.Person{ID: store.MemberID(words[1]), Admin: true},
				Place: bot.Place{ID: "C1"}, Line: words[2],
			})
			reaper.reach(afterCommit)
			text, _ := json.Marshal(reply.Post)
			answer = string(text)
		case "backup":
			if err := home.Backup(dyingContext{ctx, reaper}, rest); err != nil {
				answer = err.Error()
			}
		case "removing": // let the calendar remove some of what is to be removed
			if _, err := sv.bot.FallDue(ctx, 1); err != nil {
				return err
			}
			reaper.reach(inDelete)
		case "drain":
			if err := drained(ctx, sv, dying.updated); err != nil {
				return err
			}
		}
		fmt.Printf("%s\n.\n", answer)
	}
	return in.Err()
}

// drained wakes the loops, and waits until they have done all that is due and
// nothing is under way any more.
func drained(ctx context.Context, sv *services, updated <-chan struct{}) error {
	nudge(sv.wakeCalendar)
	for _, wake := range sv.wakeOutbox {
		nudge(wake)
	}
	for {
		if busy, err := underWay(ctx, sv); err != nil || !busy {
			return err
		}
		<-updated
	}
}

// underWay says whether something is due or being sent.
func underWay(ctx context.Context, sv *services) (busy bool, err error) {
	now := sv.clock.Now()
	err = sv.store.View(ctx, func(tx *store.Tx) error {
		due, err := tx.Due(now, 1)
		busy = len(due) > 0
		for _, platform := range platforms() {
			waiting, err1 := tx.ToSend(platform, now, 1)
			leased, err2 := tx.LeasedOut(platform, 1)
			busy = busy || len(waiting)+len(leased) > 0
			err = errors.Join(err, err1, err2)
		}
		return err
	})
	return busy, err
}
