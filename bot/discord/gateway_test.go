package discord

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// readyAs is what the gateway says to a bot with a user id.
func readyAs(id string) (r ready) {
	r.User.ID = id
	return r
}

// next checks how the next connection begins, and returns it.
func (r *rig) next(how string) *socket {
	r.fake.t.Helper()
	if got := <-r.fake.idents; got != how {
		r.fake.t.Fatalf("it begins with %s, not %s", got, how)
	}
	return r.connection()
}

func (s *socket) say(text string) { s.WriteMessage(1, []byte(text)) }

// However a connection ends, another one follows: the session is resumed unless
// Discord knows it no more.
func TestReconnects(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	s := r.run(t)
	if how := <-r.fake.idents; how != "identify" {
		t.Fatalf("it begins with %s", how)
	}
	for _, c := range []struct {
		name string
		cut  func(s *socket)
		then string
	}{
		{"cut", func(s *socket) { s.NetConn().Close() }, "resume"},
		{"closed", func(s *socket) { s.close(4000) }, "resume"},
		{"out of order", func(s *socket) { s.close(4007) }, "identify"},
		{"too late", func(s *socket) { s.close(4009) }, "identify"},
		{"a hello that says nothing", func(s *socket) { s.hello(0) }, "resume"},
		{"a hello that says too much", func(s *socket) { s.hello(math.MaxInt64 / 2) }, "resume"},
	} {
		c.cut(s)
		if yes := <-r.connected; yes {
			t.Errorf("%s: it does not say that it lost the connection", c.name)
		}
		s = r.next(c.then)
	}
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(registration) // once
	r.fake.want(callback, "You said plan")
	r.quiet()
	if n := len(r.bot.installed); n != 1 {
		t.Errorf("the owner was greeted %d times", n)
	}
}

// What Discord asks for is no failure: a session that can be resumed is resumed at
// once, and one that cannot is begun anew after its own wait, though a failure
// would wait for an hour.
func TestAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.times.first, r.times.most = time.Hour, time.Hour
	var ahead, anew atomic.Int64
	r.times.anew = func() time.Duration { anew.Add(1); return 0 }
	r.Now = func() time.Time { return begin.Add(time.Duration(ahead.Load())) }
	s := r.run(t)
	<-r.fake.idents
	for _, c := range []struct{ asks, then string }{
		{`{"op":7,"d":null}`, "resume"}, {`{"op":9,"d":true}`, "resume"}, {`{"op":7}`, "resume"},
		{`{"op":9,"d":false}`, "identify"}, {`{"op":7,"d":null}`, "resume"}, {`{"op":9}`, "identify"},
	} {
		ahead.Add(int64(2 * time.Hour))
		s.say(c.asks)
		if s = r.next(c.then); t.Failed() {
			t.Fatal(c.asks)
		}
	}
	r.end()
	if n := anew.Load(); n != 2 || strings.Contains(r.log.String(), "level=WARN") {
		t.Errorf("it began anew %d times; the log:\n%s", n, r.log)
	}
	if least, most := usual.anew(), usual.anew(); min(least, most) < time.Second || max(least, most) > 5*time.Second {
		t.Errorf("it begins anew after %v and %v", least, most)
	}
}

// A gateway that asks again and again is not followed in a storm.
func TestAskedAgainAndAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.times.first = 20 * time.Millisecond
	began, s := time.Now(), r.run(t)
	for range 5 {
		s.say(`{"op":7}`)
		s = r.connection()
	}
	if took := time.Since(began); took < 5*r.times.first {
		t.Errorf("it reconnected five times in %v", took)
	}
}

// A session is resumed where Discord says, and where it began if that fails.
func TestResumedElsewhere(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.resumes = "ws" + strings.TrimPrefix(r.fake.URL, "http") + "/socket/resumed"
	s := r.run(t)
	s.NetConn().Close()
	if s = r.connection(); s.path != "/socket/resumed" {
		t.Errorf("it is resumed at %s", s.path)
	}
	r = newRig(t)
	r.fake.resumes = "ws://127.0.0.1:1"
	s = r.run(t)
	<-r.fake.idents
	s.NetConn().Close()
	if s = r.next("resume"); s.path != "/socket" {
		t.Errorf("it is resumed at %s", s.path)
	}
}

// A connection on which heartbeats have no answer is dead.
func TestHeartbeats(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.interval = 20
	r.run(t)
	for range 5 {
		<-r.fake.beats
	}
	for <-r.fake.idents != "resume" { // nobody takes them any more
	}
	if !strings.Contains(r.log.String(), errSilent.Error()) {
		t.Errorf("the log:\n%s", r.log)
	}
}

// Discord may ask for a heartbeat out of turn.
func TestBeatAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.beats = make(chan bool, 1) // it may come before it is waited for
	s := r.run(t)
	s.say(`{"op":1,"d":null}`)
	select {
	case <-r.fake.beats:
	case <-time.After(10 * time.Second):
		t.Error("there was none")
	}
}

// A gateway that says nothing is left.
func TestSilent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.gateway = func(s *socket) bool { s.next(); return true } // until it is cut
	c, err := r.dial(t.Context(), &session{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.close(true)
	r.times.open = time.Millisecond
	if err := c.hold(t.Context()); err != errSilent {
		t.Errorf("it is left for %v", err)
	}
}

// A gateway that asks to reconnect or refuses before a session began, or begins one
// that cannot be understood, is a failure.
func TestNotReady(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{
		"reconnect": `{"op":7}`, "invalid": `{"op":9,"d":false}`, "later": `{"op":9,"d":true}`,
		"nobody": `{"op":0,"s":1,"t":"READY","d":{"session_id":"x"}}`, "nothing": `{"op":0,"s":1,"t":"READY","d":null}`,
		"no session": `{"op":0,"s":1,"t":"READY","d":{"user":{"id":"1"}}}`, "odd": `{"op":0,"s":1,"t":"READY","d":7}`,
	} {
		r := newRig(t)
		var seen atomic.Int64
		r.fake.gateway = func(s *socket) bool {
			if seen.Add(1) > 1 {
				return false
			}
			s.hello(41250)
			s.next() // identify
			s.say(first)
			s.next() // until it is cut
			return true
		}
		s := r.run(t)
		s.dispatch("INTERACTION_CREATE", command("plan"))
		r.fake.want(registration)
		r.fake.want(callback, "You said plan")
		r.end()
		if n := strings.Count(r.log.String(), "level=WARN"); n != 1 || t.Failed() {
			t.Errorf("%s: the log:\n%s", name, r.log)
		}
	}
}

// Whatever an event looks like, it is one line in the log at most, and the next
// one is read.
func TestMalformed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	s := r.run(t)
	r.fake.want(registration)
	lines := 0
	for _, kind := range []string{"GUILD_CREATE", "GUILD_DELETE", "MESSAGE_CREATE", "INTERACTION_CREATE"} {
		for _, data := range []string{"null", "7", "[]", `"x"`, "{}", `{"id":7}`, `{"id":"x","channels":[null],"members":[null]}`} {
			s.dispatch(kind, data)
			lines++
		}
	}
	for _, text := range []string{"", "{", "[]", `{"op":"x"}`, `{"op":0,"s":"x","t":"GUILD_CREATE","d":{}}`, `{"op":0,"t":7}`} {
		s.say(text)
		lines++
	}
	for _, kind := range []string{"GUILD_UPDATE", "VOICE_STATE_UPDATE", "VOICE_SERVER_UPDATE", "RESUMED", "TOMORROW_CREATE", ""} {
		for _, data := range []string{"null", "7", "[null]", "{}"} {
			s.dispatch(kind, data)
		}
	}
	for _, text := range []string{"null", "{}", `{"op":99}`, `{"op":11}`, `{"op":-1,"d":[null]}`} {
		s.say(text)
	}
	s.dispatch("GUILD_CREATE", `{"id":"720000000000000900","channels":[null],"members":[null]}`)
	s.dispatch("INTERACTION_CREATE", command("plan"))
	r.fake.want(callback, "You said plan")
	r.end()
	if n := strings.Count(r.log.String(), "\n"); n != lines || strings.Contains(r.log.String(), "panic") {
		t.Errorf("%d lines are in the log, not %d:\n%s", n, lines, r.log)
	}
	if len(r.fake.conns) > 0 {
		t.Error("it reconnected")
	}
}

// With a thousand servers nothing is kept but their names, and those of servers
// that the bot is not on any more are forgotten.
func TestServers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	members := strings.Repeat(`{"user":{"id":"1"}},`, 3)
	for i := range 1000 {
		r.event("GUILD_CREATE", fmt.Appendf(nil, `{"id":"%d","name":%q,"members":[%snull]}`, i+1, strings.Repeat("n", 500), members))
	}
	if name := r.serverOf("discord:7"); len(r.servers) != 1000 || len(name) > 2*maxServerName {
		t.Errorf("%d are known, by names such as %q", len(r.servers), name)
	}
	r.event("GUILD_DELETE", []byte(`{"id":"7"}`))
	r.event("GUILD_DELETE", []byte(`{"id":"8","unavailable":true}`))
	if r.serverOf("discord:7") != "" || r.serverOf("discord:8") == "" {
		t.Error("the wrong one is forgotten")
	}
	r.begun(ready{Servers: []server{{ID: "8"}, {ID: "5000"}}})
	if len(r.servers) != 1 {
		t.Errorf("%d are known", len(r.servers))
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
		"by the gateway too": func(f *fake) { f.gateway = func(s *socket) bool { return s.refuse() } },
	} {
		r := newRig(t)
		prepare(r.fake)
		if err := r.Run(t.Context()); !errors.Is(err, ErrToken) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// refuse is a gateway that refuses the token.
func (s *socket) refuse() bool {
	s.hello(41250)
	s.next() // identify or resume
	s.close(authenticationFailed)
	return true
}

// A token that is revoked while running does not end the program.
func TestRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var seen atomic.Int64
	r.fake.gateway = func(s *socket) bool {
		n := seen.Add(1)
		return (n == 2 || n == 3) && s.refuse()
	}
	s := r.run(t)
	s.NetConn().Close()
	r.connection()
	r.end()
	if n := strings.Count(r.log.String(), "refuses the token now"); n != 2 {
		t.Errorf("it is said %d times", n)
	}
}

// Without a session left nothing is begun; one is resumed all the same.
func TestSessionsUsedUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	limit := func(left int) reply {
		return reply{status: 200, body: fmt.Sprintf(`{"session_start_limit":{"total":1000,"remaining":%d,"reset_after":1}}`, left)}
	}
	r.fake.on("GET /gateway/bot", limit(0), limit(0), limit(1), limit(0), limit(0), limit(0), limit(1))
	s := r.run(t)
	<-r.fake.idents
	said := func(times int) {
		t.Helper()
		if n := strings.Count(r.log.String(), "no more sessions"); n != times || strings.Contains(r.log.String(), "not connected") && times < 5 {
			t.Errorf("it waited %d times, not %d; the log:\n%s", n, times, r.log)
		}
	}
	said(2)
	s.say(`{"op":7}`)
	s = r.next("resume")
	said(2)
	s.say(`{"op":9,"d":false}`)
	r.next("identify")
	said(5)
}

// A wait for a session ends with the program.
func TestSessionsUsedUpForLong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.fake.on("GET /gateway/bot", reply{status: 200, body: `{"session_start_limit":{"total":1000,"remaining":0,"reset_after":86400000}}`})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	for !strings.Contains(r.log.String(), "no more sessions") {
		<-r.log.wrote
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
