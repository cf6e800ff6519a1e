package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
)

var (
	toChannel = bot.Destination{Workspace: "discord:" + guild, Place: channel}
	toMember  = bot.Destination{Workspace: "discord:" + guild, Member: ann}
)

const (
	post     = "POST /channels/" + channel + "/messages"
	postDM   = "POST /channels/" + direct + "/messages"
	openDM   = "POST /users/@me/channels"
	history  = "GET /channels/" + channel + "/messages"
	tomorrow = 24 * time.Hour
)

// refusal is an error answer of Discord's.
func refusal(status, code int) reply {
	return reply{status: status, body: fmt.Sprintf(`{"message":"no","code":%d}`, code)}
}

func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		to   bot.Destination
		at   string // what answers otherwise than usual
		with reply
		want bot.Outcome
	}{
		"a channel":  {toChannel, "", reply{}, bot.Outcome{Fate: bot.Done, Ref: channel + "/760000000000000001"}},
		"a member":   {toMember, "", reply{}, bot.Outcome{Fate: bot.Done, Ref: direct + "/760000000000000001"}},
		"rate limit": {toChannel, post, reply{status: 429, body: `{"retry_after":1.5,"message":"slow"}`}, bot.Outcome{Fate: bot.Retry, After: 1500 * time.Millisecond}},
		"a proxy's":  {toChannel, post, reply{status: 429, body: "<html>"}, bot.Outcome{Fate: bot.Retry, After: time.Minute}},
		"deleted":    {toChannel, post, refusal(404, 10003), bot.Outcome{Fate: bot.Gone}},
		"not on it":  {toChannel, post, refusal(404, 10004), bot.Outcome{Fate: bot.Gone}},
		"not seen":   {toChannel, post, refusal(403, 50001), bot.Outcome{Fate: bot.Gone}},
		"not let":    {toChannel, post, refusal(403, 50013), bot.Outcome{Fate: bot.Gone}},
		"archived":   {toChannel, post, refusal(400, 50083), bot.Outcome{Fate: bot.Gone}},
		"closed":     {toMember, postDM, refusal(403, 50007), bot.Outcome{Fate: bot.Gone}},
		"nobody":     {toMember, openDM, refusal(400, 50033), bot.Outcome{Fate: bot.Gone}},
		"stranger":   {toMember, openDM, refusal(403, 50278), bot.Outcome{Fate: bot.Gone}},
		"malformed":  {toChannel, post, refusal(400, 50035), bot.Outcome{Fate: bot.Failed}},
		"revoked":    {toChannel, post, refusal(401, 0), bot.Outcome{Fate: bot.Retry, After: unauthorized}},
		"ill":        {toChannel, post, refusal(500, 0), bot.Outcome{Fate: bot.Uncertain, After: settling}},
		"gateway":    {toChannel, post, reply{status: 502, body: "<html>"}, bot.Outcome{Fate: bot.Uncertain, After: settling}},
		"busy":       {toChannel, post, refusal(503, 0), bot.Outcome{Fate: bot.Uncertain, After: settling}},
		"hung up":    {toChannel, post, reply{}, bot.Outcome{Fate: bot.Uncertain, After: settling}},
		"nonsense":   {toChannel, post, reply{status: 200, body: `{"id":7}`}, bot.Outcome{Fate: bot.Uncertain, After: settling}},
		"ill early":  {toMember, openDM, refusal(500, 0), bot.Outcome{Fate: bot.Failed}},
		"odd early":  {toMember, openDM, reply{status: 200, body: `{}`}, bot.Outcome{Fate: bot.Failed}},
		"slow early": {toMember, openDM, reply{status: 429, body: `{"retry_after":2}`}, bot.Outcome{Fate: bot.Retry, After: 2 * time.Second}},
	} {
		r := newRig(t)
		if c.at != "" {
			r.fake.on(c.at, c.with)
		}
		got := r.Send(t.Context(), c.to, "daily/1", bot.Post{Title: "A task"})
		if (got.Why == "") != (got.Fate == bot.Done) || (got.Fix != "") != (got.Fate == bot.Gone) {
			t.Errorf("%s: got %+v", name, got)
		}
		if got.Why, got.Fix = "", ""; got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// What is sent twice is the same to Discord, and says it in the words of
// https://discord.com/developers/docs/resources/message#create-message.
func TestSendNonce(t *testing.T) {
	r := newRig(t)
	for range 2 {
		r.Send(t.Context(), toMember, "daily/1", bot.Post{Title: "A task"})
	}
	r.fake.want(openDM, `"recipient_id":"`+ann+`"`)
	for range 2 { // the conversation is opened once
		r.fake.want(postDM, `"nonce":"`+nonce("discord:"+guild, "daily/1")+`"`, `"enforce_nonce":true`, `"content":"A task"`)
	}
}

func TestSendUnreached(t *testing.T) {
	r := newRig(t)
	r.fake.Close()
	if got := r.Send(t.Context(), toChannel, "daily/1", bot.Post{Title: "A task"}); got.Fate != bot.Failed {
		t.Errorf("got %+v", got)
	}
	r = newRig(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := r.Send(ctx, toChannel, "daily/1", bot.Post{Title: "A task"}); got.Fate != bot.Uncertain {
		t.Errorf("got %+v", got)
	}
}

func TestSendFile(t *testing.T) {
	r := newRig(t)
	p := bot.Post{Title: "All of it", File: &bot.File{Name: "mine.json", Type: "application/json", Data: []byte(`{"a":1}`), Alt: "what is kept"}}
	if got := r.Send(t.Context(), toChannel, "export/1", p); got.Fate != bot.Done {
		t.Fatalf("got %+v", got)
	}
	r.fake.want(post, `name="payload_json"`, `name="files[0]"; filename="mine.json"`, `{"a":1}`, `"enforce_nonce":true`, `-# what is kept`)
}

// messages is a page of a channel's history, newest first: n messages of others,
// then what is given.
func messages(n int, at time.Time, more ...string) reply {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"id":"%d","timestamp":%q,"author":{"id":"5"},"embeds":[],"components":[{"type":99}]}`, i+1, at.Format(time.RFC3339)))
	}
	return reply{status: 200, body: "[" + strings.Join(append(all, more...), ",") + "]"}
}

func TestFind(t *testing.T) {
	now := time.Now()
	first, recent := now.Add(-time.Hour), now.Add(-30*time.Second)
	mine := func(author, mark string) string {
		return fmt.Sprintf(`{"id":"77","timestamp":%q,"author":{"id":%q},"embeds":[{"url":%q}]}`, now.Format(time.RFC3339), author, mark)
	}
	there := mine(self, markOf(toChannel.Workspace, "daily/1"))
	for name, c := range map[string]struct {
		first time.Time
		pages []reply
		want  bot.Outcome
	}{
		"there":              {first, []reply{messages(3, now, there)}, bot.Outcome{Fate: bot.Done, Ref: channel + "/77"}},
		"on the second page": {first, []reply{messages(100, now), messages(3, now, there)}, bot.Outcome{Fate: bot.Done, Ref: channel + "/77"}},
		"there already":      {recent, []reply{messages(3, now, there)}, bot.Outcome{Fate: bot.Done, Ref: channel + "/77"}},
		"another's":          {first, []reply{messages(3, now, mine(ann, markOf(toChannel.Workspace, "daily/1")))}, bot.Outcome{Fate: bot.Retry, Absent: true}},
		"another one":        {first, []reply{messages(3, now, mine(self, markOf(toChannel.Workspace, "daily/2")))}, bot.Outcome{Fate: bot.Retry, Absent: true}},
		"not there":          {first, []reply{messages(100, now), messages(100, first.Add(-2*time.Minute))}, bot.Outcome{Fate: bot.Retry, Absent: true}},
		"nothing to see":     {first, []reply{messages(0, now)}, bot.Outcome{Fate: bot.Uncertain}},
		"too many":           {first, []reply{messages(100, now)}, bot.Outcome{Fate: bot.Uncertain}},
		"not let":            {first, []reply{refusal(403, 50013)}, bot.Outcome{Fate: bot.Uncertain}},
		"not there any more": {first, []reply{refusal(404, 10003)}, bot.Outcome{Fate: bot.Uncertain}},
		"not let, nonced":    {recent, []reply{refusal(403, 50013)}, bot.Outcome{Fate: bot.Retry, Absent: true}},
		"rate limit":         {recent, []reply{{status: 429, body: `{"retry_after":3}`}}, bot.Outcome{Fate: bot.Retry, After: 3 * time.Second}},
		"ill":                {first, []reply{refusal(500, 0)}, bot.Outcome{Fate: bot.Retry, After: time.Minute}},
		"hung up":            {first, []reply{{}}, bot.Outcome{Fate: bot.Retry, After: time.Minute}},
	} {
		r := newRig(t)
		r.begun(readyAs(self))
		r.fake.on(history, c.pages...)
		got := r.Find(t.Context(), toChannel, "daily/1", c.first)
		if got.Why = ""; got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// That somebody cannot be written to any more says nothing of what was sent.
func TestFindWithoutConversation(t *testing.T) {
	for code, want := range map[int]bot.Fate{50278: bot.Uncertain, 50035: bot.Failed} {
		r := newRig(t)
		r.begun(readyAs(self))
		r.fake.on(openDM, refusal(403, code))
		if got := r.Find(t.Context(), toMember, "k", time.Now().Add(-tomorrow)); got.Fate != want || got.Fix != "" || got.Why == "" {
			t.Errorf("%d: got %+v", code, got)
		}
	}
}

// Before the gateway said who the bot is, nothing is known to be absent; and an
// empty direct conversation is empty, since nobody else rules there.
func TestFindEarly(t *testing.T) {
	r := newRig(t)
	r.fake.on("GET /channels/"+direct+"/messages", messages(0, time.Now()))
	if got := r.Find(t.Context(), toMember, "k", time.Now().Add(-tomorrow)); got.Absent || got.After == 0 {
		t.Errorf("not connected: got %+v", got)
	}
	r.begun(readyAs(self))
	if got := r.Find(t.Context(), toMember, "k", time.Now().Add(-tomorrow)); !got.Absent {
		t.Errorf("an empty conversation: got %+v", got)
	}
	if got := r.Find(t.Context(), bot.Destination{Workspace: "discord:", Place: channel}, "k", time.Now().Add(-tomorrow)); got.Fate != bot.Uncertain {
		t.Errorf("no mark: got %+v", got)
	}
}

// No error shows the address, which holds the token of an interaction.
func TestCalm(t *testing.T) {
	secret := "https://discord.com/api/v9/interactions/1/tok-secret/callback"
	for _, err := range []error{
		&url.Error{Op: "Post", URL: secret, Err: errors.New("cut")},
		fmt.Errorf("open: %w", &url.Error{Op: "Post", URL: secret, Err: &net.OpError{Op: "dial", Err: errors.New("refused")}}),
		&discordgo.RateLimitError{RateLimit: &discordgo.RateLimit{TooManyRequests: &discordgo.TooManyRequests{RetryAfter: time.Second}, URL: secret}},
		&discordgo.RESTError{Response: &http.Response{StatusCode: 400}, ResponseBody: []byte(secret)},
		errWait{time.Second},
		&json.SyntaxError{},
	} {
		if text := calm(err).Error(); strings.Contains(text, "tok-") || text == "" {
			t.Errorf("%T: %q", err, text)
		}
	}
}

func TestLimiter(t *testing.T) {
	now := time.Now()
	l := newLimiter()
	channels := discordgo.EndpointChannels
	held, wait := l.take(channels+"1/messages", now)
	if wait != 0 {
		t.Fatal("the first is held back")
	}
	if _, wait := l.take(channels+"1/messages?limit=100", now); wait != aMoment {
		t.Errorf("two at once on one route: %v", wait)
	}
	held.Release(http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"30"}})
	if _, wait := l.take(channels+"1/messages", now); wait < 29*time.Second {
		t.Errorf("what the headers say is not kept: %v", wait)
	}
	let := 1
	for i := range 3 * perSecond {
		if _, wait := l.take(fmt.Sprint(channels, i+2), now); wait <= 0 {
			let++
		}
		if _, wait := l.take(discordgo.EndpointWebhookToken("1", "t"), now); wait != 0 {
			t.Fatal("an interaction's own is held back")
		}
	}
	if let < perSecond || let > perSecond+1 {
		t.Errorf("%d requests were let go at once", let)
	}
	if _, wait := l.take(channels+"9999", now.Add(time.Second)); wait > 0 {
		t.Errorf("a second later it waits %v", wait)
	}
}

// A limiter does not grow without bound.
func TestLimiterForgets(t *testing.T) {
	l, now := newLimiter(), time.Now()
	for i := range 3 * mostRoutes {
		now = now.Add(time.Second)
		if b, wait := l.take(fmt.Sprint(discordgo.EndpointChannels, i), now); wait > 0 {
			t.Fatal(wait)
		} else {
			b.Release(nil)
		}
	}
	if len(l.routes) > mostRoutes {
		t.Errorf("%d routes are kept", len(l.routes))
	}
}

func TestRecent(t *testing.T) {
	r := newRecent(2)
	for _, key := range []string{"a", "b", "a", "c"} {
		r.put(key, key)
	}
	_, a := r.get("a")
	b, _ := r.get("b")
	if a || b != "b" || len(r.order) != 2 || len(r.texts) != 2 {
		t.Errorf("kept %v in the order %v", r.texts, r.order)
	}
}

// A file goes out whole, however often it has to be tried.
func TestFileAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	p := bot.Post{Title: "All of it", File: &bot.File{Name: "mine.json", Type: "application/json", Data: []byte(`{"a":1}`)}}
	r.fake.on(post, reply{status: 429, body: `{"retry_after":0.001}`}, reply{status: 200, body: `{"id":"1"}`})
	if !r.say(toChannel, p, nil) {
		t.Error("it was not taken")
	}
	for range 2 {
		r.fake.want(post, `name="files[0]"; filename="mine.json"`, `{"a":1}`)
	}
}

// An answer does not wait for what comes too late: its place is free for others.
func TestWaitsInVain(t *testing.T) {
	t.Parallel()
	for at, to := range map[string]bot.Destination{post: toChannel, openDM: toMember} {
		r := newRig(t)
		r.fake.on(at, reply{status: 429, body: `{"retry_after":3600}`})
		began := time.Now()
		if r.say(to, bot.Post{Body: "x"}, nil) || time.Since(began) >= soon {
			t.Errorf("%s: taken, or refused only after %v", at, time.Since(began))
		}
		r.fake.want(at)
		r.quiet()
	}
}
