package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mentorbot/bot"
	"mentorbot/store"
)

// A server plays Slack for one bot: its Web API, and its end of the WebSocket.
type server struct {
	*httptest.Server
	calls   chan call                              // of methods that say something
	socks   chan *sock                             // each WebSocket that is opened
	fail    map[string]int                         // by method: how often it answers 429
	count   int                                    // of connections, as it says hello
	name    string                                 // of everybody
	mu      sync.Mutex                             // guards what follows
	refused map[string]string                      // by method: the error that it answers
	ill     map[string]func(w http.ResponseWriter) // by method: what answers instead
}

type call struct {
	method string
	params map[string]string
}

type sock struct{ *websocket.Conn }

func newServer(t *testing.T) *server {
	s := &server{calls: make(chan call, 100), socks: make(chan *sock, 10), fail: map[string]int{}, refused: map[string]string{},
		ill: map[string]func(http.ResponseWriter){}, name: "ann"}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := path.Base(r.URL.Path)
	s.mu.Lock()
	refused, fail, ill := s.refused[method], s.fail[method], s.ill[method]
	s.fail[method] = fail - 1
	s.mu.Unlock()
	answer := map[string]any{"ok": true}
	switch {
	case ill != nil:
		ill(w)
		return
	case method == "socket":
		s.accept(w, r)
		return
	case fail > 0:
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case refused != "":
		answer = map[string]any{"ok": false, "error": refused}
	case method == "auth.test":
		w.Header().Set("X-OAuth-Scopes", "chat:write,channels:history")
		answer["team_id"], answer["team"], answer["user_id"], answer["user"] = "T1", "Ours", "UBOT", "mentorbot"
	case method == "apps.connections.open":
		answer["url"] = "ws" + strings.TrimPrefix(s.URL, "http") + "/socket"
	case method == "users.info":
		answer["user"] = map[string]any{"id": r.FormValue("user"), "team_id": "T1", "tz": "Europe/Berlin", "name": s.name, "is_admin": r.FormValue("user") == "U1"}
	case method == "conversations.open":
		answer["channel"] = map[string]any{"id": "D" + r.FormValue("users")}
	case method == "conversations.history":
		answer["messages"] = []any{map[string]any{"ts": "7.1", "metadata": map[string]any{"event_type": promiseType, "event_payload": map[string]any{"key": "daily/1"}}}}
	default:
		answer["channel"], answer["ts"] = r.FormValue("channel"), "8.1"
		s.calls <- call{method, paramsOf(r)}
	}
	json.NewEncoder(w).Encode(answer)
}

// refuse makes a method answer with an error.
func (s *server) refuse(method, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused[method] = code
}

// sicken makes a method fall ill, or well again.
func (s *server) sicken(method string, ill func(w http.ResponseWriter)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ill[method] = ill
}

// paramsOf are the parameters of a request, whichever way they came.
func paramsOf(r *http.Request) map[string]string {
	params := map[string]string{}
	var body map[string]any
	if json.NewDecoder(r.Body).Decode(&body) == nil {
		for k, v := range body {
			params[k] = fmt.Sprint(v)
		}
	}
	for k := range r.Form {
		params[k] = r.Form.Get(k)
	}
	return params
}

func (s *server) accept(w http.ResponseWriter, r *http.Request) {
	ws, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	ws.WriteJSON(map[string]any{"type": "hello", "num_connections": max(s.count, 1)})
	s.socks <- &sock{ws}
}

// ask sends an envelope and returns the payload of its acknowledgement.
func (k *sock) ask(t *testing.T, kind string, payload any) map[string]any {
	t.Helper()
	k.WriteJSON(map[string]any{"type": kind, "envelope_id": "e1", "payload": payload})
	var ack struct {
		ID      string         `json:"envelope_id"`
		Payload map[string]any `json:"payload"`
	}
	k.SetReadDeadline(time.Now().Add(5 * time.Second))
	if err := k.ReadJSON(&ack); err != nil || ack.ID != "e1" {
		t.Fatal("no acknowledgement", err)
	}
	return ack.Payload
}

// A clerk is a Bot that repeats the line.
type clerk struct{ hold chan struct{} }

func (c clerk) Handle(_ context.Context, m bot.Message) bot.Reply {
	if strings.HasPrefix(m.Line, "slow") {
		<-c.hold
	}
	return bot.Reply{Private: !m.Place.Direct && m.Via != bot.Mentioned, Replace: strings.HasSuffix(m.Line, "replace"),
		Post: bot.Post{Body: fmt.Sprintf("%s of %s, admin %t", m.Line, m.From.ID, m.From.Admin), Choices: []bot.Choice{{Label: "Again", Line: m.Line}}}}
}

func (clerk) Home(context.Context, bot.Message) ([]bot.Post, error) {
	return []bot.Post{{Title: "Home"}}, nil
}

// adapter returns an adapter for a server, which tells when it is connected. No
// answer of its bot is late, however slow the machine is.
func adapter(t *testing.T, s *server, b Bot, told chan<- bool) *Adapter {
	a, err := New(Config{
		BotToken: "xoxb-1", AppToken: "xapp-1", API: s.URL + "/api", Bot: b, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Connected: func(yes bool) { told <- yes }, Event: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	a.pauses.short, a.ack = time.Millisecond, time.Hour
	return a
}

// run runs an adapter, and returns it with what ends it and says how it ended.
func run(t *testing.T, s *server, b Bot) (a *Adapter, connected chan bool, end func() error) {
	told := make(chan bool, 100)
	a = adapter(t, s, b, told)
	return a, told, start(t, a)
}

// start runs an adapter as it is.
func start(t *testing.T, a *Adapter) (end func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return func() error { cancel(); return <-ended }
}

func slash(line string) map[string]any {
	return map[string]any{"command": "/mentor", "user_id": "U1", "team_id": "T1", "channel_id": "C1", "channel_name": "backend", "text": line}
}

func event(e map[string]any, id int) map[string]any {
	return map[string]any{"type": "event_callback", "event_id": fmt.Sprint("Ev", id), "event": e}
}

func TestEndToEnd(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	_, connected, end := run(t, s, clerk{})
	k := <-s.socks
	for !<-connected {
	}
	if got := k.ask(t, "slash_commands", slash("ask")); got["text"] != "ask of U1, admin true" || got["response_type"] != "ephemeral" {
		t.Errorf("a command is answered with %v", got)
	}
	mention := map[string]any{"type": "app_mention", "user": "U1", "channel": "C1", "ts": "5.1", "text": "<@UBOT> ask"}
	if got := k.ask(t, "events_api", event(mention, 1)); got != nil {
		t.Errorf("an event is answered with %v", got)
	}
	s.want(t, "chat.postMessage", map[string]string{"channel": "C1", "thread_ts": "5.1", "text": "ask of U1, admin true", "unfurl_links": "false"})
	k.ask(t, "events_api", event(map[string]any{"type": "message", "channel_type": "im", "user": "U1", "channel": "DU1", "ts": "5.2", "text": "quiz"}, 2))
	s.want(t, "chat.postMessage", map[string]string{"channel": "DU1", "text": "quiz of U1, admin true"})
	press := map[string]any{
		"type": "block_actions", "user": map[string]any{"id": "U1", "team_id": "T1"}, "channel": map[string]any{"id": "C1"},
		"container": map[string]any{"type": "message", "is_ephemeral": true}, "response_url": s.URL + "/respond",
		"actions": []any{map[string]any{"type": "button", "action_id": "mentor.0", "value": "replace"}},
	}
	if got := k.ask(t, "interactive", press); got != nil {
		t.Errorf("a press is answered with %v", got)
	}
	s.want(t, "respond", map[string]string{"text": "replace of U1, admin true", "replace_original": "true"})
	k.ask(t, "events_api", event(map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home"}, 3))
	s.want(t, "views.publish", map[string]string{"user_id": "U1"})
	k.Close() // it comes back, and the next envelope is answered there
	k = <-s.socks
	if got := k.ask(t, "slash_commands", slash("again")); got["text"] != "again of U1, admin true" {
		t.Errorf("after a cut a command is answered with %v", got)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// want waits for a call with such parameters among others.
func (s *server) want(t *testing.T, method string, params map[string]string) {
	t.Helper()
	select {
	case c := <-s.calls:
		for k, v := range params {
			if c.method != method || c.params[k] != v {
				t.Errorf("got %s with %s %q, want %s with %q", c.method, k, c.params[k], method, v)
			}
		}
	case <-time.After(5 * time.Second):
		t.Errorf("no %s", method)
	}
}

// TestTooFast: a pause that Slack asks for holds for all that the method is for, and
// for nothing else.
func TestTooFast(t *testing.T) {
	s := newServer(t)
	a := adapter(t, s, clerk{}, make(chan bool, 10))
	a.self.Store(&identity{Self: us})
	now := time.Now()
	a.Now = func() time.Time { return now }
	to := func(place store.PlaceID, member store.MemberID) bot.Outcome {
		return a.Send(t.Context(), bot.Destination{Workspace: "slack:T1", Place: place, Member: member}, "k", bot.Post{Body: "x"})
	}
	s.fail["conversations.open"] = 1
	for _, member := range []store.MemberID{"U1", "U2"} {
		if got := to("", member); got.Fate != bot.Retry || got.After != 3*time.Second {
			t.Errorf("sent to %s: %+v", member, got)
		}
	}
	if got := to("C1", ""); got.Fate != bot.Done {
		t.Errorf("sent to a channel meanwhile: %+v", got)
	}
	s.fail["chat.postMessage"] = 1
	for _, place := range []store.PlaceID{"C1", "C2"} {
		if got := to(place, ""); got.Fate != bot.Retry || got.After != 3*time.Second {
			t.Errorf("sent to %s too fast: %+v", place, got)
		}
	}
	now = now.Add(2 * time.Second)
	if got := to("C2", ""); got.Fate != bot.Retry || got.After != time.Second {
		t.Errorf("sent to another in the pause: %+v", got)
	}
	now = now.Add(time.Second)
	for _, got := range []bot.Outcome{to("C2", ""), to("", "U2")} {
		if got.Fate != bot.Done {
			t.Errorf("sent after the pause: %+v", got)
		}
	}
	if len(s.calls) != 3 {
		t.Errorf("%d posts arrived", len(s.calls))
	}
}

func TestSendAndFind(t *testing.T) {
	s := newServer(t)
	a, connected, end := run(t, s, clerk{})
	<-s.socks
	for !<-connected {
	}
	ours := bot.Destination{Workspace: "slack:T1", Place: "C1"}
	got := a.Send(t.Context(), ours, "daily/1", bot.Post{Body: "task"})
	if got.Fate != bot.Done || got.Ref != "C1/8.1" {
		t.Errorf("sent: %+v", got)
	}
	s.want(t, "chat.postMessage", map[string]string{"channel": "C1", "metadata": `{"event_type":"mentorbot_promise","event_payload":{"key":"daily/1"}}`})
	if got := a.Send(t.Context(), bot.Destination{Workspace: "slack:T1", Member: "U1"}, "remind/1", bot.Post{Body: "x"}); got.Ref != "DU1/8.1" {
		t.Errorf("sent to a member: %+v", got)
	}
	if got := a.Send(t.Context(), bot.Destination{Workspace: "slack:T9", Place: "C1"}, "k", bot.Post{}); got.Fate != bot.Failed {
		t.Errorf("sent elsewhere: %+v", got)
	}
	first := a.Now()
	if got := a.Find(t.Context(), ours, "daily/1", first); got.Fate != bot.Retry || got.Absent || got.After <= 0 {
		t.Errorf("found too early: %+v", got)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	a.Now = func() time.Time { return first.Add(time.Minute) }
	for key, want := range map[store.Key]bot.Outcome{"daily/1": {Fate: bot.Done, Ref: "C1/7.1"}, "daily/2": {Fate: bot.Retry, Absent: true, Why: "it is not in the history"}} {
		if got := a.Find(t.Context(), ours, key, first); got != want {
			t.Errorf("found of %s: %+v", key, got)
		}
	}
	for code, want := range map[string]bot.Fate{
		"missing_scope": bot.Uncertain, "channel_not_found": bot.Uncertain, "moon_phase": bot.Uncertain,
		"token_revoked": bot.Failed, "internal_error": bot.Failed, "ratelimited": bot.Retry,
	} {
		s.refuse("conversations.history", code)
		s.refuse("conversations.open", code)
		for _, to := range []bot.Destination{ours, {Workspace: "slack:T1", Member: "U7"}} {
			if got := a.Find(t.Context(), to, "daily/1", first); got.Fate != want || got.Absent || got.Why == "" {
				t.Errorf("found with %s: %+v", code, got)
			}
		}
	}
	a.self.Store(&identity{Self: us})
	if got := a.Find(t.Context(), ours, "daily/1", first); got.Fate != bot.Uncertain {
		t.Errorf("found without the scope: %+v", got)
	}
}
