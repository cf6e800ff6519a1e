package slack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"mentorbot/bot"
	"mentorbot/store"
)

// A rough is the bot as it is, joined to a server that is not always kind.
type rough struct {
	*server
	*sock
	book   *logbook
	stored func() []string // keys, but for those of the bot itself
	log    func(store.MemberID) int
	end    func() error
}

func newRough(t *testing.T, name string) *rough {
	r := &rough{server: newServer(t), book: newLogbook()}
	r.name = name
	d := newDesk(t, r.book.logger(), everything(t))
	told := make(chan bool, 100)
	a := adapter(t, r.server, d.Bot, told)
	a.Log = r.book.logger()
	r.end = start(t, a)
	r.stored, r.log = d.stored, d.log
	r.sock = <-r.socks
	for !<-told {
	}
	return r
}

// press is a press on a button under a post that only its reader sees.
func press(s *server, action, line string) map[string]any {
	return map[string]any{
		"type": "block_actions", "user": map[string]any{"id": "U2", "team_id": "T1"}, "channel": map[string]any{"id": "C1"},
		"container": map[string]any{"type": "message", "is_ephemeral": true}, "response_url": s.URL + "/respond",
		"actions": []any{map[string]any{"type": "button", "action_id": action, "value": line}},
	}
}

// by is a command of somebody.
func (r *rough) by(user, line string) map[string]any {
	command := slash(line)
	command["user_id"], command["response_url"] = user, r.URL+"/respond"
	return command
}

// TestIllAPI: an answer that Slack fails to take is logged once and not sent
// again, and the next one is as good as ever. One member says everything, so that
// what they say last is answered when all before it is done with.
func TestIllAPI(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	book := newLogbook()
	told := make(chan bool, 100)
	a := adapter(t, s, clerk{}, told)
	a.Log = book.logger()
	end := start(t, a)
	k := <-s.socks
	for !<-told {
	}
	mention := event(map[string]any{"type": "app_mention", "user": "U2", "channel": "C1", "ts": "5.1", "text": "<@UBOT> ask"}, 1)
	late := press(s, "mentor.0", "again")
	by := func(user string) map[string]any {
		command := slash("again")
		command["user_id"] = user
		return command
	}
	for _, c := range []struct {
		method string
		logged int
	}{{"chat.postMessage", 1}, {"respond", 1}, {"users.info", 1}, {"conversations.open", 0}} {
		tried := make(chan bool, 10)
		s.sicken(c.method, func(w http.ResponseWriter) { tried <- true; w.WriteHeader(http.StatusInternalServerError) })
		switch c.method {
		case "chat.postMessage":
			k.ask(t, "events_api", mention)
			if got := a.Send(t.Context(), bot.Destination{Workspace: "slack:T1", Place: "C1"}, "k", bot.Post{Body: "x"}); got.Fate != bot.Uncertain {
				t.Errorf("sent: %+v", got)
			}
			<-tried
		case "respond":
			k.ask(t, "interactive", late)
		case "users.info":
			if got := k.ask(t, "slash_commands", by("U3")); got["text"] != "again of U3, admin false" {
				t.Errorf("without a profile: %v", got)
			}
		case "conversations.open":
			if got := a.Send(t.Context(), bot.Destination{Workspace: "slack:T1", Member: "U9"}, "k", bot.Post{Body: "x"}); got.Fate != bot.Failed {
				t.Errorf("sent to a member: %+v", got)
			}
		}
		<-tried
		k.ask(t, "slash_commands", by("U2"))
		if lines := book.troubles(); len(tried) > 0 || len(lines) != c.logged {
			t.Errorf("%s: tried %d times more, logged %q", c.method, len(tried), lines)
		}
		s.sicken(c.method, nil)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// TestTwice: what Slack delivers again, and what somebody presses fifty times at
// once, counts once.
func TestTwice(t *testing.T) {
	t.Parallel()
	r := newRough(t, "bob")
	mention := event(map[string]any{"type": "app_mention", "user": "U2", "channel": "C1", "ts": "5.1", "text": "<@UBOT> ask indexes"}, 1)
	r.ask(t, "events_api", mention)
	r.want(t, "chat.postMessage", map[string]string{"thread_ts": "5.1"})
	r.want(t, "chat.postEphemeral", map[string]string{"user": "U2"}) // the welcome
	for range 3 {
		r.ask(t, "events_api", mention)
	}
	task := r.ask(t, "slash_commands", r.by("U2", "task"))
	done := ""
	for _, line := range values(task) {
		if strings.HasPrefix(line, "done ") {
			done = line
		}
	}
	for i := range 50 {
		r.WriteJSON(map[string]any{"type": "interactive", "envelope_id": fmt.Sprint("p", i), "payload": press(r.server, "mentor.2", done)})
	}
	recorded := 0
	for range 50 {
		c := <-r.calls
		if c.method != "respond" {
			t.Errorf("got %s", c.method)
		}
		if strings.HasPrefix(c.params["text"], "Recorded") {
			recorded++
		}
	}
	if n := r.log("U2"); recorded != 1 || n != 1 {
		t.Errorf("recorded %d times, %d entries", recorded, n)
	}
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if lines := r.book.troubles(); len(lines) > 1 || len(r.calls) > 0 {
		t.Errorf("logged %q, and said %d more", lines, len(r.calls))
	}
}

// values are the lines of the buttons in a message.
func values(v any) (all []string) {
	switch v := v.(type) {
	case map[string]any:
		if line, ok := v["value"].(string); ok {
			all = append(all, line)
		}
		for _, x := range v {
			all = append(all, values(x)...)
		}
	case []any:
		for _, x := range v {
			all = append(all, values(x)...)
		}
	}
	return all
}

// TestGuest: who is of another workspace gets one calm sentence for their eyes,
// whatever they say, and nothing is stored.
func TestGuest(t *testing.T) {
	t.Parallel()
	r := newRough(t, "bob")
	before := r.stored()
	says := fmt.Sprintf(notHere, "Ours")
	command := r.by("U9", "task")
	command["team_id"] = "T9"
	if got := r.ask(t, "slash_commands", command); got["text"] != says || got["response_type"] != "ephemeral" {
		t.Errorf("a command is answered with %v", got)
	}
	pressed := press(r.server, "mentor.0", "task")
	pressed["user"] = map[string]any{"id": "U9", "team_id": "T9"}
	r.ask(t, "interactive", pressed)
	r.want(t, "respond", map[string]string{"text": says, "response_type": "ephemeral"})
	r.ask(t, "events_api", event(map[string]any{"type": "app_mention", "user": "U9", "user_team": "T9", "channel": "C1", "ts": "5.1", "text": "<@UBOT> task"}, 1))
	r.want(t, "chat.postEphemeral", map[string]string{"user": "U9", "text": says})
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if after := r.stored(); !slices.Equal(after, before) || len(r.calls) > 0 {
		t.Errorf("stored %q, before %q, and said %d more", after, before, len(r.calls))
	}
}

// TestForged: what is not ours, not well formed or far too long gets a calm
// sentence or silence and at most one line in the log, and leaves nothing behind.
func TestForged(t *testing.T) {
	t.Parallel()
	r := newRough(t, "bob")
	r.ask(t, "slash_commands", r.by("U2", "help"))
	r.want(t, "respond", nil) // the welcome
	before := r.stored()
	other := r.by("U2", "help")
	other["command"] = "/horoscope"
	odd := func(text string) any { return json.RawMessage(text) }
	for name, c := range map[string]struct {
		kind    string
		payload any
		says    string // "" is silence
	}{
		"another's button":     {"interactive", press(r.server, "vote.7", "task"), ""},
		"no line":              {"interactive", press(r.server, "mentor.0", ""), "Ask me something"},
		"a forged item":        {"interactive", press(r.server, "mentor.0", "done no/such#thing 4mqz4h"), "That piece is not in the curriculum any more"},
		"a forged lead":        {"interactive", press(r.server, "mentor.0", "lead add <@U2>"), "Only leads may do that"},
		"a forged stamp":       {"interactive", press(r.server, "mentor.0", "done sql/joins#x ~~~~"), "Usage|not|I do not|Looking"},
		"a menu":               {"interactive", map[string]any{"type": "block_actions", "user": map[string]any{"id": "U2"}, "actions": []any{map[string]any{"type": "static_select"}}}, ""},
		"a modal":              {"interactive", map[string]any{"type": "view_submission", "user": map[string]any{"id": "U2"}}, ""},
		"no actions":           {"interactive", map[string]any{"type": "block_actions", "user": map[string]any{"id": "U2"}, "actions": []any{}}, ""},
		"a list":               {"interactive", odd(`[1]`), ""},
		"nothing":              {"interactive", odd(`null`), ""},
		"a number for an id":   {"events_api", odd(`{"event":{"type":"app_mention","user":7}}`), ""},
		"an event of tomorrow": {"events_api", event(map[string]any{"type": "moon_phase", "user": "U2"}, 1), ""},
		"a kind of tomorrow":   {"horoscopes", map[string]any{"user": "U2"}, ""},
		"nobody's command":     {"slash_commands", map[string]any{"command": "/mentor", "text": "help"}, "I listen to"},
		"another command":      {"slash_commands", other, "I listen to"},
		"100 kB":               {"slash_commands", r.by("U2", strings.Repeat("task ", 20_000)), "That is more than I can read at once"},
		"control characters":   {"slash_commands", r.by("U2", "task \x00\x07"), "There are control characters"},
	} {
		said := r.said(t, c.kind, c.payload, c.says != "")
		if !anyPrefix(said, c.says) || c.says == "" && said != "" {
			t.Errorf("%s: says %q, want %q", name, said, c.says)
		}
		if lines := r.book.troubles(); len(lines) > 1 || len(lines) == 1 && strings.Contains(lines[0], "panic") {
			t.Errorf("%s: logs %q", name, lines)
		}
	}
	r.WriteMessage(websocket.TextMessage, []byte(`{"type":`))
	if got := r.said(t, "slash_commands", r.by("U2", ""), true); !strings.HasPrefix(got, "Ask me something") {
		t.Errorf("after broken JSON: %q", got)
	}
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if after := r.stored(); !slices.Equal(after, before) {
		t.Errorf("stored %q, before %q", after, before)
	}
}

func anyPrefix(text, of string) bool {
	for want := range strings.SplitSeq(of, "|") {
		if strings.HasPrefix(text, want) || want != "" && len(of) > len(want) && strings.Contains(text, want) {
			return true
		}
	}
	return false
}

// said sends an envelope and returns the text of its answer, wherever that goes.
func (r *rough) said(t *testing.T, kind string, payload any, answered bool) string {
	t.Helper()
	ack := r.ask(t, kind, payload)
	if text, ok := ack["text"].(string); ok {
		return text
	}
	if !answered {
		return ""
	}
	select {
	case c := <-r.calls:
		return c.params["text"]
	case <-time.After(5 * time.Second):
		return "nothing"
	}
}

// TestPings: names and questions that would call everybody are text.
func TestPings(t *testing.T) {
	t.Parallel()
	const name = "<!channel> <@U1> *bob* @everyone"
	r := newRough(t, name)
	for _, line := range []string{"<!channel> @everyone *what* is <@U1>", "task <!here>", "mydata", "team", "team <@U1>", "lead add <@U2>", "lead list", "taks <!channel>"} {
		for _, user := range []string{"U1", "U2"} {
			ack, err := json.Marshal(r.ask(t, "slash_commands", r.by(user, line)))
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range texted(ack) {
				if at := strings.Index(b, "<!"); at >= 0 && !strings.HasPrefix(b[at:], "<!date^") || strings.Contains(b, "<@") {
					t.Errorf("%q is answered with %s", line, b)
				}
			}
		}
	}
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if lines := r.book.troubles(); len(lines) > 0 {
		t.Errorf("logs %q", lines)
	}
}

// texted are the texts in JSON in which Slack looks for its markup.
func texted(message []byte) (all []string) {
	var m struct {
		Text   string
		Blocks []struct {
			Text     struct{ Type, Text string }
			Elements []struct {
				Type string
				Text any
			}
		}
	}
	if json.Unmarshal(message, &m) != nil {
		return []string{string(message)}
	}
	all = append(all, m.Text)
	for _, b := range m.Blocks {
		if b.Text.Type == "mrkdwn" {
			all = append(all, b.Text.Text)
		}
		for _, e := range b.Elements {
			if text, ok := e.Text.(string); ok && e.Type == "mrkdwn" {
				all = append(all, text)
			}
		}
	}
	return all
}

// TestHome: a press in the App Home shows it anew. A confirmation stands on top of
// it; where there is more to say it is said in a direct message.
func TestHome(t *testing.T) {
	t.Parallel()
	r := newRough(t, "bob")
	r.ask(t, "slash_commands", r.by("U2", "help"))
	r.want(t, "respond", nil) // the welcome
	r.ask(t, "events_api", event(map[string]any{"type": "app_home_opened", "user": "U2", "tab": "home"}, 1))
	home := r.home(t)
	at := slices.IndexFunc(home, func(line string) bool { return strings.HasPrefix(line, "done ") })
	if at < 0 || !slices.Contains(home, "mydata export") {
		t.Fatalf("the home has %q", home)
	}
	inHome := func(line string) {
		p := press(r.server, "mentor.0", line)
		p["container"] = map[string]any{"type": "view", "view_id": "V1"}
		delete(p, "channel")
		r.ask(t, "interactive", p)
	}
	inHome(home[at])
	after := r.home(t)
	if !strings.HasPrefix(after[0], "grade ") || slices.Contains(after, home[at]) || r.log("U2") != 1 {
		t.Errorf("after a press the home has %q", after)
	}
	inHome("quiz")
	if again := r.home(t); !slices.ContainsFunc(again, func(line string) bool { return strings.HasPrefix(line, "done ") }) {
		t.Errorf("after a question the home has %q", again)
	}
	r.want(t, "chat.postMessage", map[string]string{"channel": "DU2"})
	if err := r.end(); err != nil {
		t.Error(err)
	}
	if lines := r.book.troubles(); len(lines) > 0 || len(r.calls) > 0 {
		t.Errorf("logged %q, and said %d more", lines, len(r.calls))
	}
}

// home waits for the App Home and returns the lines of its buttons in order.
func (r *rough) home(t *testing.T) []string {
	t.Helper()
	c := <-r.calls
	if c.method != "views.publish" || c.params["user_id"] != "U2" {
		t.Fatalf("got %s with %q", c.method, c.params)
	}
	var lines []string
	for _, part := range strings.Split(c.params["view"], "value:")[1:] {
		line, _, _ := strings.Cut(part, "]")
		lines = append(lines, line)
	}
	return lines
}
