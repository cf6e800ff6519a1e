package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// fault is a rule that one request fails, in a way that has a name here or in the
// doubles.
func fault(platform, endpoint, action string) object {
	rule := object{"platform": platform, "endpoint": endpoint, "action": action, "times": 1}
	switch action {
	case "rate_limit":
		rule["retry_after"] = 1
	case "status":
		rule["status"] = http.StatusInternalServerError
	case "unavailable":
		rule["action"], rule["status"] = "status", http.StatusServiceUnavailable
	case "delay":
		rule["delay_ms"] = 700
	}
	return rule
}

// faults makes the next posts fail on both platforms, each once in each way.
func (s *chatsim) faults(t *testing.T, actions ...string) {
	for platform, endpoint := range map[string]string{"slack": "chat.postMessage", "discord": "POST /channels/*/messages"} {
		for _, action := range actions {
			if err := s.post("faults", fault(platform, endpoint, action), nil); err != nil {
				t.Error(err)
			}
		}
	}
}

// noFaults takes back the faults that nothing has met.
func (s *chatsim) noFaults(t *testing.T) {
	req, err := http.NewRequest(http.MethodDelete, s.control+"/control/faults", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err := decodeControl("faults", res, err, nil); err != nil {
		t.Error(err)
	}
}

// failures are all ways in which the answer to a line can fail.
func failures() []string {
	return []string{"rate_limit", "status", "unavailable", "drop", "drop_after", "delay"}
}

// slackFaults says lines whose answers fail in every way: the next one is answered.
func slackFaults(t *testing.T, s *chatsim) {
	w := &walker{chatsim: s, t: t, platform: "slack", person: "bob", id: "U0BOB00001", channel: "general"}
	say := func(call, endpoint string, in object) {
		w.lines.Add(1)
		in["channel"] = "general"
		if err := w.slack1(call, endpoint, in); err != nil {
			t.Errorf("%v: %v", in, err)
		}
	}
	for _, action := range failures() {
		for _, endpoint := range []string{"chat.postMessage", "chat.postEphemeral", "users.info"} {
			if err := s.post("faults", fault("slack", endpoint, action), nil); err != nil {
				t.Error(err)
			}
			say("message", "chat.post*", object{"text": "<@U0CHATBOT1> ask what is a join"})
			say("message", "chat.post*", object{"text": "<@U0CHATBOT1> progress"})
		}
		say("command", "response_url", object{"command": "/mentor", "text": "progress"})
	}
}

// discordFaults says lines whose answers fail in every way: the next one is
// answered.
func discordFaults(t *testing.T, s *chatsim) {
	w := &walker{chatsim: s, t: t, platform: "discord", person: "bob", id: "730000000000000002", channel: "general"}
	progress := func() error {
		w.lines.Add(1)
		return w.discord1("command", object{"channel": "general", "name": "mentor", "path": []string{"progress"}})
	}
	for _, action := range failures() {
		if action != "drop" { // an answer of which nothing is heard is not given twice
			if err := s.post("faults", fault("discord", "POST /interactions/*", action), nil); err != nil {
				t.Error(err)
			}
		}
		if err := progress(); err != nil {
			t.Errorf("an answer that meets %s: %v", action, err)
		}
		if err := progress(); err != nil {
			t.Errorf("the answer after %s: %v", action, err)
		}
		for _, line := range []string{"ask what is a join", "progress"} {
			if err := s.post("faults", fault("discord", "POST /channels/*", action), nil); err != nil {
				t.Error(err)
			}
			w.mention(line)
		}
		w.mention("ask what is an index")
	}
}

// mention says a line by mention and waits for some answer.
func (w *walker) mention(line string) {
	w.lines.Add(1)
	since := w.seq()
	if err := w.post("discord/message", object{"user": w.person, "channel": w.channel, "content": "<@700000000000000001> " + line}, nil); err != nil {
		w.t.Error(err)
	}
	if !w.heard(since, "discord", "POST /channels/*", quick) {
		w.t.Errorf("no answer to %q", line)
	}
}

// lateAnswers says several lines at once while answers go out slowly, so that the
// last ones are announced first and follow: nobody is left with an announcement.
func lateAnswers(t *testing.T, s *chatsim) {
	slow := fault("discord", "POST /interactions/*", "delay")
	slow["times"] = 12
	if err := s.post("faults", slow, nil); err != nil {
		t.Fatal(err)
	}
	since := s.seq()
	var all sync.WaitGroup
	var mu sync.Mutex
	deferred := 0
	for range 6 {
		all.Go(func() {
			var i struct {
				Acked        bool
				CallbackType int `json:"callback_type"`
			}
			s.lines.Add(1)
			err := s.post("discord/command", object{"user": "alice", "channel": "general", "name": "mentor", "path": []string{"progress"}}, &i)
			if err != nil || !i.Acked {
				t.Errorf("not answered in time: %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if i.CallbackType == 5 {
				deferred++
			}
		})
	}
	all.Wait()
	s.noFaults(t)
	if deferred == 0 {
		t.Error("no answer came late")
	}
	for until := time.Now().Add(10 * time.Second); ; {
		waiting := 0
		for _, m := range s.messages(t, "discord", "general") {
			if m.Author == "700000000000000001" && fmt.Sprint(m.Body["embeds"]) == "[]" && fmt.Sprint(m.Body["content"]) == "" {
				waiting++
			}
		}
		if waiting == 0 {
			return
		}
		if time.Now().After(until) {
			t.Errorf("%d of %d late answers never came", waiting, deferred)
			return
		}
		s.heard(since, "discord", "PATCH /webhooks/*", time.Second)
	}
}

// atOnce has somebody ask for a task, and then press the button that records it 50
// times at once. It is recorded once, and the log hardly mentions it. Say has a
// command answered.
func (w *walker) atOnce(say func(command string) error, press func(button) error) {
	said := func(command string) {
		if err := say(command); err != nil {
			w.t.Fatal(err)
		}
	}
	before := w.buttons("done ")
	said("task")
	offered := slices.DeleteFunc(w.buttons("done "), func(b button) bool { return slices.Contains(before, b) })
	if len(offered) != 1 {
		w.t.Fatalf("%d tasks are offered on %s", len(offered), w.platform)
	}
	said("progress")
	warned, pieces := w.warnings(), w.pieces()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			w.clicks.Add(1)
			if err := press(offered[0]); err != nil && !strings.Contains(err.Error(), "no element with") && !strings.Contains(err.Error(), "no component with") {
				w.t.Errorf("50 at once: %v", err)
			}
		})
	}
	all.Wait()
	if n := w.warnings() - warned; n > 1 {
		w.t.Errorf("50 presses at once on %s are %d lines in the log\n%s", w.platform, n, w.botLog())
	}
	said("progress")
	if n := w.pieces() - pieces; n != 1 {
		w.t.Errorf("50 presses at once on %s are %d pieces", w.platform, n)
	}
}

// piecesIn finds how much somebody did, in their progress.
var piecesIn = regexp.MustCompile(`This week: (\d+) piece`)

// pieces is how much this person did, as they were last told.
func (w *walker) pieces() (n int) {
	for _, m := range w.messages(w.t, w.platform, w.channel) {
		if found := piecesIn.FindStringSubmatch(fmt.Sprint(m.Body)); found != nil && m.VisibleTo == w.id {
			n, _ = strconv.Atoi(found[1])
		}
	}
	return n
}

// buttons are those that this person sees and that say a line.
func (w *walker) buttons(line string) (all []button) {
	for _, m := range w.messages(w.t, w.platform, w.channel) {
		if m.VisibleTo != "" && m.VisibleTo != w.id || m.Deleted {
			continue
		}
		for _, b := range buttonsIn(m.Body, cmp.Or(m.TS, m.ID)) {
			if strings.HasPrefix(b.line, line) {
				all = append(all, b)
			}
		}
	}
	return all
}

// forged posts buttons that were never the bot's, or are not any more, with the
// bot's token, and has them pressed.
func forged(t *testing.T, s *chatsim) {
	channel := s.discordChannel(t)
	ids := []string{"vote:7", "done", "done no/such#thing 1k3f9 good", "answer databases/joins#x 3d20wu zzzz .A", "~", "task~999", "mydata delete yes x", "\u202e"}
	for i, id := range ids {
		var discord struct{ ID string }
		s.asBot(t, strings.TrimSuffix(s.discord["api_url"], "/")+"/channels/"+channel+"/messages", "Bot "+s.discord["bot_token"], object{
			"content": fmt.Sprint("old post ", i), "allowed_mentions": object{"parse": []string{}},
			"components": []object{{"type": 1, "components": []object{{"type": 2, "style": 2, "label": "old", "custom_id": id}}}},
		}, &discord)
		w := &walker{chatsim: s, t: t, platform: "discord", person: "bob"}
		s.clicks.Add(1)
		if err := w.discord1("component", object{"message_id": discord.ID, "custom_id": id}); err != nil {
			t.Errorf("a press on %q: %v", id, err)
		}
		var slack struct{ TS string }
		s.asBot(t, strings.TrimSuffix(s.slack["api_url"], "/")+"/chat.postMessage", "Bearer "+s.slack["bot_token"], object{
			"channel": "C0GENERAL1", "text": "old post",
			"blocks": []object{{"type": "actions", "elements": []object{{"type": "button", "action_id": fmt.Sprint("old", i), "value": id,
				"text": object{"type": "plain_text", "text": "old"}}}}},
		}, &slack)
		s.clicks.Add(1)
		err := s.post("slack/action", object{"user": "bob", "channel": "C0GENERAL1", "message_ts": slack.TS, "action_id": fmt.Sprint("old", i)}, nil)
		if err != nil {
			t.Errorf("a press on %q: %v", id, err)
		}
	}
}

// asBot makes a request with the bot's token, as an older version of it may have.
func (s *chatsim) asBot(t *testing.T, address, authorization string, in, out any) {
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", authorization)
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "DiscordBot (https://example.test, 1)")
	res, err := http.DefaultClient.Do(req)
	if err := decodeControl(address, res, err, out); err != nil {
		t.Error(err)
	}
}

// discordChannel is the id of #general.
func (s *chatsim) discordChannel(t *testing.T) string {
	var m struct {
		Channel string `json:"channel_id"`
	}
	if err := s.post("discord/message", object{"user": "bob", "channel": "general", "content": "hello all"}, &m); err != nil {
		t.Fatal(err)
	}
	return m.Channel
}

// warnings counts the lines of the bot's log that say that something is wrong with
// a walker's platform.
func (w *walker) warnings() (n int) {
	text, err := os.ReadFile(w.path("bot.log"))
	if err != nil {
		w.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, " platform="+w.platform) && (strings.Contains(line, "level=WARN") || strings.Contains(line, "level=ERROR")) {
			n++
		}
	}
	return n
}
