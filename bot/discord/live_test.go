package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mentorbot/bot"
)

// The tests of this file run the adapter over the real library, HTTP and
// WebSocket. They run side by side, since the library takes a second to close.

const (
	callback     = "POST /interactions/" + interactionN + "/tok-secret/callback"
	original     = "PATCH /webhooks/" + self + "/tok-secret/messages/@original"
	webhook      = "POST /webhooks/" + self + "/tok-secret"
	registration = "PUT /applications/" + self + "/commands"
)

// command is a command without options, said on a server.
func command(name string) string {
	return string(interaction(2, member, `{"name":"mentor","type":1,"options":[{"name":"`+name+`","type":1}]}`))
}

// pressed is a press on a post that only the presser sees.
func pressed(line string) string {
	return string(interaction(3, member+`,"message":{"id":"1","flags":64}`, press(line)))
}

// said is a message of ann's.
func said(content, more string) string {
	in := channel
	if more == "" {
		in = direct
	}
	return fmt.Sprintf(`{"id":"770000000000000001","channel_id":%q,"content":%q,"author":{"id":%q,"username":"ann"}%s}`, in, content, ann, more)
}

const onServer = `,"guild_id":"` + guild + `"`

func TestAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.bot.shape = func(m bot.Message) (private, replace bool) { return m.Line != "share", m.Via == bot.PressedOwn }
	welcome := bot.Post{Body: "Welcome"}
	r.bot.handle = func(m bot.Message) bot.Reply {
		reply := bot.Reply{Post: bot.Post{Title: "On " + m.Server, Body: "You said " + m.Line, Choices: []bot.Choice{{Label: "Again", Line: m.Line}}}, In: m.Workspace, Private: true}
		switch m.Line {
		case "plan":
			reply.Then = &welcome
		case "skip":
			reply.Replace = true
		case "share", "ask joins":
			reply.Private = false
		case "resume":
			reply.Silent = true
		}
		return reply
	}
	s := r.run(t)
	r.fake.want(registration, `"name":"mentor"`)
	if by := <-r.bot.installed; by != ann {
		t.Errorf("greeted %s", by)
	}

	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, `"type":4`, `"flags":64`, "On Chatsim", "You said plan", `"parse":[]`)
	r.fake.want(webhook, "Welcome", `"flags":64`)
	s.dispatch("INTERACTION_CREATE", pressed("skip"))
	r.fake.want(callback, `"type":7`, "You said skip")
	s.dispatch("INTERACTION_CREATE", pressed("hint")) // announced as replacing, and does not
	r.fake.want(callback, `"type":4`, "You said hint")
	s.dispatch("INTERACTION_CREATE", string(interaction(4, member, `{"name":"mentor","type":1,"options":[{"name":"task","type":1,"options":[{"name":"about","type":3,"value":"WO","focused":true}]}]}`)))
	r.fake.want(callback, `"type":8`, fmt.Sprintf(`"value":"word%d"`, bot.AboutWords))
	s.dispatch("INTERACTION_CREATE", command("horoscope"))
	r.fake.want(callback, `"type":4`, "not mine any more", `"flags":64`)

	s.dispatch("MESSAGE_CREATE", said("plan", ""))
	r.fake.want("POST /channels/"+direct+"/messages", "You said plan")
	r.fake.want(openDM)
	r.fake.want("POST /channels/"+direct+"/messages", "Welcome")
	s.dispatch("MESSAGE_CREATE", said("<@"+self+"> ask joins", onServer))
	r.fake.want("POST /channels/"+channel+"/messages", "You said ask joins", `"message_id":"770000000000000001"`, `"fail_if_not_exists":false`, `"replied_user":false`)
	s.dispatch("MESSAGE_CREATE", said("<@"+self+"> progress", onServer))
	r.fake.want("POST /channels/"+direct+"/messages", "You said progress", channels+guild)
	r.fake.want("POST /channels/"+channel+"/messages", directly)
	r.fake.on("POST /channels/"+direct+"/messages", refusal(403, 50007))
	s.dispatch("MESSAGE_CREATE", said("<@"+self+"> progress", onServer))
	r.fake.want("POST /channels/" + direct + "/messages")
	r.fake.want("POST /channels/"+channel+"/messages", "closed to me")
	s.dispatch("MESSAGE_CREATE", said("<@"+self+"> resume", onServer))
	s.dispatch("MESSAGE_CREATE", said("not for you", onServer))
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task")
	r.fake.quiet()
}

// A slow answer is deferred as it will be shown, and follows.
func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.times.fast = time.Millisecond
	goOn := make(chan bot.Reply)
	r.bot.handle = func(m bot.Message) bot.Reply { return <-goOn }
	r.bot.shape = func(m bot.Message) (private, replace bool) { return m.Line != "share x", m.Line == "skip" }
	var ahead atomic.Int64
	r.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	s := r.run(t)
	r.fake.want(registration)
	late := bot.Reply{Post: bot.Post{Body: "At last"}, In: "discord:" + guild}

	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, `"type":5`, `"flags":64`)
	late.Then = &bot.Post{Body: "Welcome"}
	goOn <- late
	r.fake.want(original, "At last")
	r.fake.want(webhook, "Welcome")
	late.Then = nil

	s.dispatch("INTERACTION_CREATE", pressed("share x"))
	if got := r.fake.next(); !strings.Contains(got.body, `"type":5`) || strings.Contains(got.body, `"flags"`) {
		t.Errorf("a public answer is deferred by %s", got.body)
	}
	goOn <- late
	r.fake.want(original, "At last")

	s.dispatch("INTERACTION_CREATE", pressed("skip"))
	r.fake.want(callback, `"type":6`)
	goOn <- late // does not replace
	r.fake.want(webhook, "At last", `"flags":64`)
	s.dispatch("INTERACTION_CREATE", pressed("skip"))
	r.fake.want(callback, `"type":6`)
	late.Replace = true
	goOn <- late
	r.fake.want(original, "At last")

	// After fifteen minutes it is an ordinary message.
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, `"type":5`)
	ahead.Store(int64(15 * time.Minute))
	goOn <- late
	r.fake.want(openDM)
	r.fake.want(postDM, "At last")
	s.dispatch("INTERACTION_CREATE", pressed("share x"))
	r.fake.want(callback, `"type":5`)
	ahead.Store(int64(30 * time.Minute))
	goOn <- late
	r.fake.want(post, "At last")
}

// Lines of one member that wait have their first answer in time; those for which
// there is no room are answered by a sentence, and the order is kept.
func TestOneAfterTheOther(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	goOn, n := make(chan bool), 0
	r.bot.handle = func(m bot.Message) bot.Reply {
		<-goOn
		n++
		return bot.Reply{Post: bot.Post{Body: fmt.Sprintf("Answer %d", n)}}
	}
	s := r.run(t)
	r.fake.want(registration)
	for i := range 50 {
		s.dispatch("INTERACTION_CREATE", strings.Replace(pressed("done x"), interactionN, fmt.Sprint(i+1), 1))
	}
	for range 50 - 1 - behind {
		if got := r.fake.next(); !strings.Contains(got.body, busy) {
			t.Fatalf("got %v", got)
		}
	}
	for i := range 1 + behind {
		goOn <- true
		r.fake.want(fmt.Sprintf("POST /interactions/%d/tok-secret/callback", i+1), fmt.Sprintf("Answer %d\"", i+1))
	}
	r.times.fast = time.Millisecond
	s.dispatch("INTERACTION_CREATE", command("plan"))
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, `"type":5`)
	r.fake.want(callback, `"type":5`)
	goOn <- true
	r.fake.want(original, "Answer 10")
	goOn <- true
	r.fake.want(original, "Answer 11")
}

// Whatever a handler or Discord does, the next line is answered.
func TestSurvives(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.bot.handle = func(m bot.Message) bot.Reply {
		if m.Line == "plan" {
			panic("plan")
		}
		return bot.Reply{Post: bot.Post{Body: "You said " + m.Line}}
	}
	s := r.run(t)
	r.fake.want(registration)
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, ill)
	for _, odd := range []string{`{}`, `[]`, `{"id":"1","token":"tok-x","type":"2"}`, `{"id":"x"}`} {
		s.dispatch("INTERACTION_CREATE", odd)
		s.dispatch("MESSAGE_CREATE", odd)
		s.dispatch("TOMORROW_CREATE", odd)
	}
	r.fake.on(callback, reply{status: 429, body: `{"retry_after":0.001}`}, refusal(500, 0), reply{}, reply{status: 204})
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task")
	r.fake.want(callback, "You said task") // the first was refused for its rate
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task") // nobody knows whether it arrived
	s.dispatch("INTERACTION_CREATE", command("quiz"))
	r.fake.want(callback, "You said quiz")
	r.fake.quiet()
	for text, n := range map[string]int{"handler panicked": 1, "could not answer an interaction": 2, "could not be read": 4} {
		if got := strings.Count(r.log.String(), text); got != n {
			t.Errorf("%q is logged %d times, not %d:\n%s", text, got, n, r.log)
		}
	}
}

func TestReconnects(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	s := r.run(t)
	for _, c := range []struct {
		how  string
		cut  func(s *socket)
		then string // what the next connection begins with
	}{
		{"identify", func(s *socket) { s.NetConn().Close() }, "resume"},
		{"resume", func(s *socket) { s.WriteJSON(map[string]any{"op": 7}) }, "resume"},
		{"resume", func(s *socket) {
			s.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4000, ""), time.Now().Add(time.Second))
		}, "resume"},
	} {
		if how := <-r.fake.idents; how != c.how {
			t.Fatalf("it began with %s, not %s", how, c.how)
		}
		c.cut(s)
		if yes := <-r.connected; yes {
			t.Error("it does not say that it lost the connection")
		}
		s = r.connection()
	}
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(registration) // once
	r.fake.want(callback, "You said plan")
	r.fake.quiet()
	if n := len(r.bot.installed); n != 1 {
		t.Errorf("the owner was greeted %d times", n)
	}
}

// A gateway that says nothing, or asks to reconnect before it is ready, which the
// library cannot do, is left.
func TestSilentGateway(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]any{
		"silent":    nil,
		"reconnect": map[string]any{"op": 7},
	} {
		r := newRig(t)
		r.times.open = 50 * time.Millisecond
		var seen atomic.Int64
		r.fake.gateway = func(s *socket) bool {
			if seen.Add(1) > 1 {
				return false
			}
			if first != nil {
				s.WriteJSON(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": 41250}})
				s.ReadMessage() // identify
				s.WriteJSON(first)
			}
			s.ReadMessage() // until it is cut
			return true
		}
		s := r.run(t)
		s.dispatch("INTERACTION_CREATE", command("plan"))
		r.fake.want(registration)
		r.fake.want(callback, "You said plan")
		if t.Failed() {
			t.Log(name)
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	unauthorized := refusal(401, 0)
	good := reply{}
	for name, prepare := range map[string]func(f *fake){
		"at once":            func(f *fake) { f.on("GET /gateway/bot", unauthorized) },
		"after an outage":    func(f *fake) { f.on("GET /gateway/bot", good, refusal(500, 0), unauthorized) },
		"for the commands":   func(f *fake) { f.on("GET /applications/@me", unauthorized) },
		"by the gateway too": func(f *fake) { f.gateway = closing(4004) },
	} {
		r := newRig(t)
		prepare(r.fake)
		if err := r.Run(t.Context()); !errors.Is(err, ErrToken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// closing is a gateway that closes every connection with a code.
func closing(code int) func(s *socket) bool {
	return func(s *socket) bool {
		s.WriteJSON(map[string]any{"op": 10, "d": map[string]any{"heartbeat_interval": 41250}})
		s.ReadMessage() // identify
		s.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		return true
	}
}

// A token that is revoked while running does not end the program.
func TestRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	s := r.run(t)
	r.fake.on("GET /gateway/bot", refusal(401, 0), refusal(401, 0), reply{status: 200, body: `{}`})
	s.NetConn().Close()
	r.connection()
	if n := strings.Count(r.log.String(), "refuses the token now"); n != 2 {
		t.Errorf("it is said %d times", n)
	}
}

// Without a session left nothing is begun.
func TestSessionsUsedUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	used := reply{status: 200, body: `{"session_start_limit":{"total":1000,"remaining":0,"reset_after":1}}`}
	r.fake.on("GET /gateway/bot", used, used, reply{status: 200, body: `{"session_start_limit":{"total":1000,"remaining":1}}`})
	r.run(t)
	if n := strings.Count(r.log.String(), "no more sessions"); n != 2 || len(r.fake.idents) != 1 {
		t.Errorf("it waited %d times, and began %d sessions", n, len(r.fake.idents))
	}
}

// A command that Discord will not have keeps nobody from being answered.
func TestCommandRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.on(registration, refusal(400, 50035))
	s := r.run(t)
	r.fake.want(registration)
	s.dispatch("MESSAGE_CREATE", said("plan", ""))
	r.fake.want("POST /channels/"+direct+"/messages", "You said plan")
}

// A shutdown finishes what is in hand and takes nothing more.
func TestShutdown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	started, goOn := make(chan bool), make(chan bool)
	r.bot.handle = func(m bot.Message) bot.Reply {
		started <- true
		<-goOn
		return bot.Reply{Post: bot.Post{Body: "You said " + m.Line}}
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	s := r.connection()
	r.fake.want(registration)
	s.dispatch("INTERACTION_CREATE", command("plan"))
	<-started
	stop()
	for yes := range r.connected { // that the gateway was left
		if !yes {
			break
		}
	}
	if r.do("lane", func() {}) {
		t.Error("it takes more in hand")
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Error(err)
	}
	r.fake.want(callback, "You said plan")
}

func TestAddress(t *testing.T) {
	for _, base := range []string{"::", "nonsense", "http://"} {
		if _, err := New(Config{API: base}); err == nil || !strings.Contains(err.Error(), "DISCORD_API_URL") {
			t.Errorf("%q: %v", base, err)
		}
	}
}
