package discord

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mentorbot/bot"
)

// The tests of this file run the adapter over the real library, HTTP and
// WebSocket. They run side by side.

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

// typing asks what a word may become.
var typing = string(interaction(4, member, `{"name":"mentor","type":1,"options":[{"name":"task","type":1,"options":[{"name":"about","type":3,"value":"WO","focused":true}]}]}`))

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
	r.fake.want(callback, `"type":4`, `"flags":64`, `"content":""`, "On Chatsim", "You said plan", `"parse":[]`)
	r.fake.want(webhook, "Welcome", `"flags":64`)
	s.dispatch("INTERACTION_CREATE", pressed("share")) // what all see may notify
	r.fake.want(callback, `"type":4`, `"content":"On Chatsim"`, "You said share")
	s.dispatch("INTERACTION_CREATE", pressed("skip"))
	r.fake.want(callback, `"type":7`, "You said skip")
	s.dispatch("INTERACTION_CREATE", pressed("hint")) // announced as replacing, and does not
	r.fake.want(callback, `"type":4`, "You said hint")
	s.dispatch("INTERACTION_CREATE", typing)
	r.fake.want(callback, `"type":8`, fmt.Sprintf(`"value":"word%d"`, bot.AboutWords))
	s.dispatch("INTERACTION_CREATE", command("horoscope"))
	r.fake.want(callback, `"type":4`, "not mine any more", `"flags":64`)

	s.dispatch("MESSAGE_CREATE", said("plan", ""))
	r.fake.want(postDM, "You said plan", `"content":"On "`)
	r.fake.want(openDM)
	r.fake.want(postDM, `"content":"Welcome"`)
	s.dispatch("MESSAGE_CREATE", said("<@"+self+"> ask joins", onServer))
	r.fake.want(post, "You said ask joins", `"content":"On Chatsim"`, `"message_id":"770000000000000001"`, `"fail_if_not_exists":false`, `"replied_user":false`)
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
	r.quiet()
}

// A slow answer is deferred as it will be shown, and follows.
func TestSlowAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.times.fast = time.Millisecond
	goOn := make(chan bot.Reply)
	r.bot.handle = func(m bot.Message) bot.Reply { return <-goOn }
	r.bot.shape = func(m bot.Message) (private, replace bool) {
		return !strings.HasPrefix(m.Line, "share"), strings.HasPrefix(m.Line, "skip")
	}
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
	s.dispatch("INTERACTION_CREATE", pressed("skip x"))
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
	s.dispatch("INTERACTION_CREATE", pressed("share y"))
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
		s.dispatch("INTERACTION_CREATE", numbered(i+1, command("plan")))
	}
	for range 50 - 1 - behind {
		if got := r.fake.next(); !strings.Contains(got.body, busy) {
			t.Fatalf("got %v", got)
		}
	}
	// What is being typed is completed meanwhile.
	s.dispatch("INTERACTION_CREATE", typing)
	r.fake.want(callback, `"type":8`)
	for i := range 1 + behind {
		goOn <- true
		r.fake.want(fmt.Sprintf("POST /interactions/%d/tok-secret/callback", i+1), fmt.Sprintf("Answer %d\"", i+1))
	}
	r.times.fast = time.Millisecond
	for i := range 2 {
		s.dispatch("INTERACTION_CREATE", numbered(i+100, command("plan")))
		r.fake.want(fmt.Sprintf("POST /interactions/%d/tok-secret/callback", i+100), `"type":5`)
	}
	for i := range 2 {
		goOn <- true
		r.fake.want(original, fmt.Sprintf("Answer %d", i+10))
	}
	r.end()
	if n := strings.Count(r.log.String(), "\n"); n != 1 {
		t.Errorf("%d lines are in the log:\n%s", n, r.log)
	}
}

// A button that is pressed again and again at once is pressed once; pressed by
// somebody else, or after a while, it is pressed again. Nobody is told anything,
// and nothing is logged.
func TestDoubleClicks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	goOn := make(chan bool)
	var handled, ahead atomic.Int64
	r.bot.handle = func(m bot.Message) bot.Reply {
		<-goOn
		return bot.Reply{Post: bot.Post{Body: fmt.Sprintf("Press %d", handled.Add(1))}}
	}
	r.Now = func() time.Time { return begin.Add(time.Duration(ahead.Load())) }
	s := r.run(t)
	r.fake.want(registration)
	press := func(i int, who string) {
		s.dispatch("INTERACTION_CREATE", strings.Replace(numbered(i, pressed("done x")), ann, who, 1))
	}
	silence := func(i int) { r.fake.want(fmt.Sprintf("POST /interactions/%d/tok-secret/callback", i), `{"type":6}`) }
	answer := func(i, n int) {
		goOn <- true
		r.fake.want(fmt.Sprintf("POST /interactions/%d/tok-secret/callback", i), fmt.Sprintf("Press %d", n))
	}
	press(1, ann)
	for i := range 49 {
		press(i+2, ann)
		silence(i + 2)
	}
	answer(1, 1)
	press(60, ann) // the last of them, too late
	silence(60)
	press(61, "720000000000000009")
	answer(61, 2)
	s.dispatch("INTERACTION_CREATE", numbered(70, pressed("done y"))) // handled when the first one is done with
	answer(70, 3)
	ahead.Store(int64(doubleClick))
	press(62, ann)
	answer(62, 4)
	r.end()
	if handled.Load() != 4 || r.log.String() != "" {
		t.Errorf("%d presses were handled; the log:\n%s", handled.Load(), r.log)
	}
}

// numbered is an interaction as another one of the same kind.
func numbered(i int, data string) string {
	return strings.Replace(data, interactionN, fmt.Sprint(i), 1)
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
	done := reply{status: 204}
	r.fake.on(callback, reply{status: 429, body: `{"retry_after":0.001}`}, refusal(500, 0), done, refusal(500, 0), refusal(500, 0), reply{}, done)
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task")
	r.fake.want(callback, "You said task") // the first was refused for its rate
	r.fake.want(callback, "You said task") // and Discord failed at the second
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task")
	r.fake.want(callback, "You said task") // it failed twice
	s.dispatch("INTERACTION_CREATE", command("task"))
	r.fake.want(callback, "You said task") // nobody knows whether it arrived
	s.dispatch("INTERACTION_CREATE", command("quiz"))
	r.fake.want(callback, "You said quiz")
	r.quiet()
	for text, n := range map[string]int{"handler panicked": 1, "could not answer an interaction": 2, "could not be read": 8} {
		if got := strings.Count(r.log.String(), text); got != n {
			t.Errorf("%q is logged %d times, not %d:\n%s", text, got, n, r.log)
		}
	}
}

// A command that Discord will not have keeps nobody from being answered.
func TestCommandRefused(t *testing.T) {
	t.Parallel()
	for _, refused := range []reply{refusal(400, 50035), {status: 429, body: `{"retry_after":86400}`}} {
		r := newRig(t)
		r.fake.on(registration, refused)
		s := r.run(t)
		r.fake.want(registration)
		s.dispatch("MESSAGE_CREATE", said("plan", ""))
		r.fake.want("POST /channels/"+direct+"/messages", "You said plan")
	}
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
