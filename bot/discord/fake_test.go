package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mentorbot/bot"
	"mentorbot/store"
)

const token = "secret-token"

// A request is one that came to a fake.
type request struct {
	at   string // method and path, as in POST /channels/1/messages
	body string
}

// A fake is as much of Discord as a test needs.
type fake struct {
	*httptest.Server
	t        testing.TB
	requests chan request       // those that change something
	idents   chan string        // identify or resume, of each connection
	conns    chan *socket       // that are ready
	gateway  func(*socket) bool // takes a connection's place before it is ready, if it says so
	beats    chan bool          // heartbeats; those for which there is no room have no answer
	interval int                // between heartbeats, in ms
	resumes  string             // where sessions are to be resumed; empty is where they begin

	mu       sync.Mutex
	replies  map[string][]reply // by request; the last stays
	commands json.RawMessage    // that are registered
}

// A reply is what the fake answers. Status 0 is to hang up.
type reply struct {
	status int
	body   string
	header map[string]string
}

// A socket is the server's end of a gateway connection. It may be written to by the
// test and by what answers heartbeats.
type socket struct {
	*websocket.Conn
	path string
	seq  int

	writing sync.Mutex
}

func (s *socket) WriteJSON(v any) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.Conn.WriteJSON(v)
}

func (s *socket) WriteMessage(kind int, data []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.Conn.WriteMessage(kind, data)
}

func newFake(t testing.TB) *fake {
	f := &fake{
		t: t, requests: make(chan request, 1000), idents: make(chan string, 100), conns: make(chan *socket, 100),
		replies: map[string][]reply{}, commands: json.RawMessage("[]"), beats: make(chan bool), interval: 41250,
	}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

// on says what a request gets, one after the other.
func (f *fake) on(at string, replies ...reply) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.replies[at] = replies
}

func (f *fake) scripted(at string) (r reply, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.replies[at]
	if len(all) == 0 {
		return r, false
	}
	if len(all) > 1 {
		f.replies[at] = all[1:]
	}
	return all[0], true
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/base/v9")
	at := r.Method + " " + path
	if strings.HasPrefix(r.URL.Path, "/socket") {
		f.socket(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	if r.Method != http.MethodGet {
		f.requests <- request{at, string(body)}
	}
	answer, ok := f.scripted(at)
	if !ok {
		answer = f.usual(r, at, body)
	}
	if answer.status == 0 {
		panic(http.ErrAbortHandler)
	}
	for key, value := range answer.header {
		w.Header().Set(key, value)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(answer.status)
	io.WriteString(w, answer.body)
}

func (f *fake) usual(r *http.Request, at string, body []byte) reply {
	open := at == "GET /gateway" || strings.Contains(at, "/interactions/") || strings.Contains(at, "/webhooks/")
	switch {
	case !open && r.Header.Get("Authorization") != "Bot "+token:
		return reply{status: 401, body: `{"message":"401: Unauthorized","code":0}`}
	case at == "GET /gateway" || at == "GET /gateway/bot":
		return reply{status: 200, body: fmt.Sprintf(`{"url":"ws%s/socket","session_start_limit":{"total":1000,"remaining":999}}`, strings.TrimPrefix(f.URL, "http"))}
	case at == "GET /applications/@me":
		return reply{status: 200, body: `{"id":"` + self + `"}`}
	case strings.HasSuffix(at, "/commands"):
		f.mu.Lock()
		defer f.mu.Unlock()
		if r.Method == http.MethodPut {
			f.commands = bytes.Clone(body)
		}
		return reply{status: 200, body: string(f.commands)}
	case strings.HasSuffix(at, "/callback"):
		return reply{status: 204}
	case at == "POST /users/@me/channels":
		return reply{status: 200, body: `{"id":"` + direct + `"}`}
	case strings.HasPrefix(at, "POST") || strings.HasPrefix(at, "PATCH"):
		return reply{status: 200, body: `{"id":"760000000000000001"}`}
	}
	return reply{status: 404, body: `{"message":"404: Not Found","code":0}`}
}

func (f *fake) socket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{Conn: conn, path: r.URL.Path}
	if f.gateway != nil && f.gateway(s) {
		return
	}
	s.hello(f.interval)
	for {
		var in struct {
			Op int
			D  struct{ Token string }
		}
		if json.Unmarshal(s.next(), &in); in.Op == 0 {
			return
		}
		switch in.Op {
		case 1:
			select {
			case f.beats <- true:
				s.WriteJSON(map[string]any{"op": 11})
			default:
			}
		case 2, 6:
			if in.D.Token != "Bot "+token {
				s.close(4004)
				return
			}
			f.idents <- map[int]string{2: "identify", 6: "resume"}[in.Op]
			s.ready(in.Op == 6, f.resumes)
			f.conns <- s
		}
	}
}

// next is what the bot says next; nothing if the connection ended.
func (s *socket) next() []byte {
	_, data, _ := s.ReadMessage()
	return data
}

func (s *socket) hello(interval int) {
	s.WriteJSON(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": interval}})
}

func (s *socket) close(code int) {
	s.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
}

// ready begins or resumes a session.
func (s *socket) ready(resumed bool, address string) {
	if resumed {
		s.dispatch("RESUMED", `{}`)
		return
	}
	s.dispatch("READY", `{"session_id":"s","resume_gateway_url":"`+address+`","user":{"id":"`+self+`"},"guilds":[{"id":"`+guild+`","unavailable":true}]}`)
	s.dispatch("GUILD_CREATE", `{"id":"`+guild+`","name":"Chatsim","owner_id":"`+ann+`"}`)
}

// dispatch sends an event. It is called by one goroutine at a time.
func (s *socket) dispatch(event, data string) {
	s.seq++
	s.WriteJSON(map[string]any{"op": 0, "s": s.seq, "t": event, "d": json.RawMessage(data)})
}

// next is the next request that changes something.
func (f *fake) next() request {
	f.t.Helper()
	select {
	case r := <-f.requests:
		return r
	case <-time.After(10 * time.Second):
		f.t.Fatal("no request came")
	}
	return request{}
}

// want takes the next request, which is to be one to that address whose body holds
// all of texts.
func (f *fake) want(at string, texts ...string) {
	f.t.Helper()
	r := f.next()
	if r.at != at || slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(r.body, text) }) {
		f.t.Fatalf("got %s with %s, want %s with %q", r.at, r.body, at, texts)
	}
}

// A talker is a bot whose answers are the test's.
type talker struct {
	handle    func(m bot.Message) bot.Reply
	shape     func(m bot.Message) (private, replace bool)
	installed chan store.MemberID
}

func (b *talker) Handle(_ context.Context, m bot.Message) bot.Reply { return b.handle(m) }
func (b *talker) Suggest(string, int) []bot.Choice                  { return nil }
func (b *talker) Words(of bot.Words) []string                       { return someWords(of) }

func (b *talker) Shape(m bot.Message) (private, replace bool) {
	if b.shape == nil {
		return true, false
	}
	return b.shape(m)
}

func (b *talker) Installed(_ context.Context, _ store.Workspace, by store.MemberID) error {
	b.installed <- by
	return nil
}

// A log is what was logged.
type log struct {
	wrote chan bool // something, since it was last asked
	mu    sync.Mutex
	text  strings.Builder
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case l.wrote <- true:
	default:
	}
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A rig is an adapter, the Discord it talks to, and its bot.
type rig struct {
	*Adapter
	fake      *fake
	bot       *talker
	log       *log
	connected chan bool
	end       func() // ends the adapter, if it runs; what is in hand is done with then
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{fake: newFake(t), log: &log{wrote: make(chan bool, 1)}, connected: make(chan bool, 100), bot: &talker{installed: make(chan store.MemberID, 100)}, end: func() {}}
	r.bot.handle = func(m bot.Message) bot.Reply {
		return bot.Reply{Post: bot.Post{Body: "You said " + m.Line}, In: m.Workspace, Private: true}
	}
	var err error
	r.Adapter, err = New(Config{
		Token: token, API: r.fake.URL + "/base/v9/", Bot: r.bot, Commands: bot.Commands(), Now: time.Now,
		Log: slog.New(slog.NewTextHandler(r.log, nil)), Connected: func(yes bool) { r.connected <- yes }, Event: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	r.times = times{
		fast: time.Minute, open: 10 * time.Second, first: time.Millisecond, most: 10 * time.Millisecond, brief: time.Millisecond, refused: time.Millisecond,
		steady: time.Hour, leave: 10 * time.Second, anew: func() time.Duration { return 0 },
	}
	t.Cleanup(func() {
		if text := r.log.String(); strings.Contains(text, token) || strings.Contains(text, "tok-") {
			t.Errorf("a token is in the log:\n%s", text)
		}
	})
	return r
}

// run runs the adapter until the test ends it or ends, and returns its first
// connection.
func (r *rig) run(t testing.TB) *socket {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	r.end = sync.OnceFunc(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(r.end)
	return r.connection()
}

// quiet ends the adapter and checks that nothing more was asked for.
func (r *rig) quiet() {
	r.fake.t.Helper()
	r.end()
	for len(r.fake.requests) > 0 {
		more := <-r.fake.requests
		r.fake.t.Errorf("there is one more: %s with %s", more.at, more.body)
	}
}

// connection is the next one that is ready.
func (r *rig) connection() *socket {
	r.fake.t.Helper()
	select {
	case s := <-r.fake.conns:
		for yes := range r.connected {
			if yes {
				return s
			}
		}
	case <-time.After(10 * time.Second):
		r.fake.t.Fatalf("nobody connected; the log:\n%s", r.log)
	}
	return nil
}
