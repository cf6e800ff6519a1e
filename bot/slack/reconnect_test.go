package slack

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"mentorbot/bot"
)

// A logbook is what was logged.
type logbook struct {
	wrote chan bool // something, since it was last asked
	mu    sync.Mutex
	text  bytes.Buffer
}

func newLogbook() *logbook { return &logbook{wrote: make(chan bool, 1)} }

func (l *logbook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.wrote <- true:
	default:
	}
	return l.text.Write(b)
}

// wait waits until something was logged.
func (l *logbook) wait(text string) {
	has := func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return strings.Contains(l.text.String(), text)
	}
	for !has() {
		<-l.wrote
	}
}

// logger logs into the book.
func (l *logbook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// troubles are the lines of warnings and errors, which are forgotten.
func (l *logbook) troubles() (lines []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		if !strings.Contains(line, "level=INFO") {
			lines = append(lines, line)
		}
	}
	l.text.Reset()
	return lines
}

// TestAsked: as often as Slack asks for another connection it gets one at once,
// and that is nothing to worry about.
func TestAsked(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	told := make(chan bool, 100)
	a := adapter(t, s, clerk{}, told)
	book := newLogbook()
	a.Log = book.logger()
	a.pauses.short, a.pauses.long = 0, time.Hour
	end := start(t, a)
	for _, reason := range []string{"warning", "refresh_requested", "warning", "refresh_requested", "refresh_requested", "refresh_requested", "refresh_requested"} {
		k := <-s.socks
		k.WriteJSON(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "applink-1"}})
	}
	k := <-s.socks
	if got := k.ask(t, "slash_commands", slash("ask")); got["text"] != "ask of U1, admin true" {
		t.Errorf("a command is answered with %v", got)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	if lines := book.troubles(); len(lines) > 0 {
		t.Errorf("it logged %q", lines)
	}
}

func TestNextPause(t *testing.T) {
	p := pauses{short: time.Second, long: time.Minute, refused: time.Hour}
	for _, c := range []struct {
		n       int
		greeted bool
		lasted  time.Duration
		err     error
		pause   time.Duration
		next    int
	}{
		{0, true, time.Hour, errAsked, 0, 1},
		{7, true, time.Hour, errAsked, 0, 1},
		{0, true, 300 * time.Millisecond, errAsked, 700 * time.Millisecond, 1},
		{1, true, 300 * time.Millisecond, errAsked, 2 * time.Second, 2},
		{9, true, 300 * time.Millisecond, errAsked, 16 * time.Second, 5},
		{9, false, 0, errAsked, time.Minute, 10},
		{3, false, 0, errEnded, 8 * time.Second, 4},
		{9, true, time.Second, errEnded, 16 * time.Second, 5},
		{9, true, time.Hour, errEnded, time.Second, 1},
	} {
		if pause, next := p.next(c.n, c.greeted, c.lasted, c.err); pause != c.pause || next != c.next {
			t.Errorf("after %d and %v: %v and %d, want %v and %d", c.n, c.err, pause, next, c.pause, c.next)
		}
	}
}

// TestShutdownBetweenConnections: what is in hand is finished also where its
// connection ended before.
func TestShutdownBetweenConnections(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	b := patient{clerk{make(chan struct{})}, make(chan bool)}
	told := make(chan bool, 100)
	a := adapter(t, s, b, told)
	a.pauses.short, a.pauses.long = time.Hour, time.Hour
	end := start(t, a)
	k := <-s.socks
	for !<-told {
	}
	slow := slash("slow")
	slow["response_url"] = s.URL + "/respond"
	k.WriteJSON(map[string]any{"type": "slash_commands", "envelope_id": "e1", "payload": slow})
	<-b.begun
	k.Close()
	for <-told {
	}
	ended := make(chan error)
	go func() { ended <- end() }()
	b.hold <- struct{}{}
	if err := <-ended; err != nil || len(s.calls) != 1 {
		t.Errorf("it ended with %v, and said %d", err, len(s.calls))
	}
}

// A patient bot tells when it begins.
type patient struct {
	clerk
	begun chan bool
}

func (p patient) Handle(ctx context.Context, m bot.Message) bot.Reply {
	p.begun <- true
	return p.clerk.Handle(ctx, m)
}

// TestSocketRefused: a WebSocket that is refused is asked for again.
func TestSocketRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	tries := make(chan bool, 100)
	s.sicken("socket", func(w http.ResponseWriter) { tries <- true; w.WriteHeader(http.StatusServiceUnavailable) })
	_, connected, end := run(t, s, clerk{})
	for range 3 {
		<-tries
	}
	s.sicken("socket", nil)
	for !<-connected {
	}
	if got := (<-s.socks).ask(t, "slash_commands", slash("ask")); got == nil {
		t.Error("no answer")
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// TestSlowOpen: while Slack takes its time to open a connection it is not
// connected, and can be ended.
func TestSlowOpen(t *testing.T) {
	t.Parallel()
	for _, patient := range []bool{true, false} {
		s := newServer(t)
		asked, opened := make(chan bool, 10), make(chan bool)
		s.sicken("apps.connections.open", func(w http.ResponseWriter) {
			asked <- true
			<-opened
			w.Write([]byte(`{"ok":true,"url":"ws` + strings.TrimPrefix(s.URL, "http") + `/socket"}`))
		})
		_, connected, end := run(t, s, clerk{})
		<-asked
		for len(connected) > 0 {
			if <-connected {
				t.Error("it says that it is connected")
			}
		}
		if patient {
			close(opened)
			for !<-connected {
			}
		}
		if err := end(); err != nil {
			t.Error(err)
		}
		if !patient {
			close(opened)
		}
	}
}

// TestRefusedAtStart: a token that Slack refuses at the start ends Run, with its
// variable in the error.
func TestRefusedAtStart(t *testing.T) {
	for method, variable := range map[string]string{"auth.test": "SLACK_BOT_TOKEN", "apps.connections.open": "SLACK_APP_TOKEN"} {
		s := newServer(t)
		s.refuse(method, "invalid_auth")
		a := adapter(t, s, clerk{}, make(chan bool, 100))
		if err := a.Run(t.Context()); err == nil || !strings.Contains(err.Error(), variable) {
			t.Errorf("%s: %v", variable, err)
		}
	}
}

// TestRevoked: a token that is revoked later shows, and is not tried again and
// again.
func TestRevoked(t *testing.T) {
	s := newServer(t)
	told := make(chan bool, 100)
	book := newLogbook()
	a := adapter(t, s, clerk{}, told)
	a.Log = book.logger()
	end := start(t, a)
	k := <-s.socks
	for !<-told {
	}
	s.refuse("auth.test", "token_revoked")
	k.Close()
	for <-told {
	}
	book.wait("again=" + a.pauses.refused.String())
	if err := end(); err != nil {
		t.Error(err)
	}
	if len(s.socks) != 0 {
		t.Error("it connected again")
	}
}

// TestCrowd: while Slack counts another connection, it is not said to be connected,
// and serves all the same.
func TestCrowd(t *testing.T) {
	s := newServer(t)
	s.count = 2
	_, connected, end := run(t, s, clerk{})
	k := <-s.socks
	if got := k.ask(t, "slash_commands", slash("ask")); got["text"] != "ask of U1, admin true" {
		t.Errorf("a command is answered with %v", got)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	for len(connected) > 0 {
		if <-connected {
			t.Error("it is connected")
		}
	}
}

// TestQuiet: a connection that says nothing is given up for another.
func TestQuiet(t *testing.T) {
	s := newServer(t)
	told := make(chan bool, 100)
	a := adapter(t, s, clerk{}, told)
	a.quiet = 20 * time.Millisecond
	end := start(t, a)
	<-s.socks
	<-s.socks
	if err := end(); err != nil {
		t.Error(err)
	}
}
