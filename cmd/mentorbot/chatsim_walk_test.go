package main

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"mentorbot/bot"
)

// A heldMessage is a message as a double keeps it.
type heldMessage struct {
	Channel         string `json:"channel"`
	TS              string `json:"ts"`
	ID              string `json:"id"`
	User            string `json:"user"`
	Author          string `json:"author_id"`
	VisibleTo       string `json:"visible_to"`
	Deleted         bool
	Edits           int
	Body            object
	Mentions        []string
	MentionEveryone bool `json:"mention_everyone"`
}

func (s *chatsim) messages(t *testing.T, platform, channel string) (all []heldMessage) {
	if err := s.get(platform+"/messages", url.Values{"channel": {channel}}, &all); err != nil {
		t.Error(err)
	}
	return all
}

// A button is one that a post offers.
type button struct{ message, id, line string }

// buttonsIn collects the buttons anywhere in a body, whichever platform's it is.
func buttonsIn(body any, message string) (all []button) {
	switch v := body.(type) {
	case object:
		if id, _ := v["action_id"].(string); id != "" {
			value, _ := v["value"].(string)
			all = append(all, button{message, id, value})
		}
		if id, _ := v["custom_id"].(string); id != "" {
			all = append(all, button{message, id, id})
		}
		for _, part := range v {
			all = append(all, buttonsIn(part, message)...)
		}
	case []any:
		for _, part := range v {
			all = append(all, buttonsIn(part, message)...)
		}
	}
	return all
}

// mostPresses bounds the presses of one person in one place: answers lead to
// ever new questions.
const mostPresses = 120

// A walker is one person in one place.
type walker struct {
	*chatsim
	t                         *testing.T
	platform, person, channel string // channel as the double names it
	id                        string // of the person
	press                     func(button) error
	pressed                   map[string]int
}

// pressNew presses every button of the kinds that this person has not pressed yet,
// on the latest posts that they can see.
func (w *walker) pressNew() {
	for range 4 { // what a press leads to has buttons too
		found := 0
		all := w.messages(w.t, w.platform, w.channel)
		for _, m := range all[max(0, len(all)-6):] {
			if m.Deleted || m.VisibleTo != "" && m.VisibleTo != w.id {
				continue
			}
			for _, b := range buttonsIn(m.Body, cmp.Or(m.TS, m.ID)) {
				words := strings.Fields(b.line)
				kind := strings.Join(words[:min(2, len(words))], " ")
				if w.pressed[kind] > 0 || len(w.pressed) == mostPresses {
					continue
				}
				w.pressed[kind]++
				found++
				w.clicks.Add(1)
				if err := w.press(b); err != nil && !strings.Contains(err.Error(), "no element with") && !strings.Contains(err.Error(), "no component with") {
					w.t.Errorf("%s presses %q: %v", w.person, b.line, err)
				}
			}
		}
		if found == 0 {
			return
		}
	}
}

// A spoken is a command said with options.
type spoken struct {
	line    string
	path    []string
	options object
}

// spokens are all commands in all forms, with all options and with the fewest.
func spokens(member, mention string) (all []spoken) {
	for _, c := range bot.Commands() {
		for _, form := range c.Forms {
			for _, whole := range []bool{false, true} {
				s := spoken{line: form.Say, path: []string{c.Name}, options: object{}}
				if form.Name != "" {
					s.path = append(s.path, form.Name)
				}
				for _, o := range form.Options {
					if !o.Must && !whole {
						break
					}
					word := sample(c, form, o)
					if o.Of == bot.MemberWords {
						s.options[o.Name] = member
						word = mention
					} else {
						s.options[o.Name] = word
					}
					s.line += " " + word
				}
				if c.Button {
					s.path = nil
				}
				if whole && len(form.Options) == 0 {
					continue
				}
				all = append(all, s)
			}
		}
		if len(c.Forms) == 0 {
			for _, line := range c.Example {
				all = append(all, spoken{line: line})
			}
		}
	}
	return all
}

// sample is a value for an option. Times are far from now, so that nothing
// promised here comes due during the test.
func sample(c bot.Command, form bot.Form, o bot.Option) string {
	switch o.Of {
	case bot.AboutWords:
		return "databases/joins"
	case bot.SkillWords:
		return "databases"
	case bot.CommandWords:
		return "remind"
	case bot.LevelWords:
		return "mid"
	case bot.ZoneWords:
		return "Europe/Berlin"
	case bot.DayWords:
		return "weekdays"
	case bot.SettingWords, bot.TeamSettingWords:
		return "zone"
	}
	switch {
	case o.Name == "date":
		return time.Now().AddDate(0, 0, 9).Format("2006-01-02")
	case o.Name == "time":
		return time.Now().UTC().Add(11 * time.Hour).Format("15:04")
	case c.Name == "settings":
		return "Europe/Berlin"
	}
	return "databases/joins"
}

// badLines are lines that nobody should say.
func badLines() []string {
	return []string{
		"", " ", "@everyone", "<!channel> <!everyone> <!here> @here @everyone *bold* `code` [x](https://example.test)",
		"what is <!channel>", "ask @everyone <@&740000000000000001> <@U0BOB00001>", "remind 25:99", "daily zzz", "settings zone Mars/Base",
		"answer", "answer x y z", "done", "done nothing", "grade", "share no/such", "level 99", "lead add nobody", "pause until yesterday",
		"\x00\x01\u202e\ufeff", strings.Repeat("join ", 20_000), "ｑｕｉｚ", "&lt;!channel&gt;",
	}
}

// quick is how long to wait for an answer that may rightly not come.
const quick = 1500 * time.Millisecond

func slackWalk(t *testing.T, s *chatsim) {
	var direct struct{ Channel string }
	for _, p := range []struct{ name, id string }{{"carol", "U0CAROL001"}, {"bob", "U0BOB00001"}, {"alice", "U0ALICE001"}} {
		if err := s.post("slack/message", object{"user": p.name, "in_dm": true, "text": "help"}, &direct); err != nil {
			t.Fatal(err)
		}
		for _, channel := range []string{"general", direct.Channel} {
			w := &walker{chatsim: s, t: t, platform: "slack", person: p.name, id: p.id, channel: channel, pressed: make(map[string]int)}
			w.press = func(b button) error {
				return w.slack1("action", "response_url", object{"channel": channelID(channel), "message_ts": b.message, "action_id": b.id})
			}
			for _, said := range spokens("", "<@U0BOB00001>") {
				w.slackLine(said.line)
			}
			for _, line := range badLines() {
				w.slackLine(line)
			}
			if channel == "general" {
				w.slackMentions()
			}
		}
		w := &walker{chatsim: s, t: t, platform: "slack", person: p.name, id: p.id, pressed: make(map[string]int)}
		w.slackHome()
	}
	slackOddities(t, s)
	slackFaults(t, s)
}

func channelID(name string) string {
	return map[string]string{"general": "C0GENERAL1", "backend": "C0BACKEND1"}[name] + strings.TrimPrefix(name, "general")
}

// slack1 plays one thing and waits for its answer.
func (w *walker) slack1(call, endpoint string, in object) error {
	since := w.seq()
	in["user"] = w.person
	var d struct {
		Acked    bool
		Answer   object
		UserSees string `json:"user_sees"`
	}
	if err := w.post("slack/"+call, in, &d); err != nil {
		return err
	}
	if call != "message" && !d.Acked {
		return fmt.Errorf("not acknowledged: %q", d.UserSees)
	}
	if len(d.Answer) == 0 {
		w.heard(since, "slack", endpoint, quick)
	}
	return nil
}

func (w *walker) slackLine(line string) {
	w.lines.Add(1)
	if err := w.slack1("command", "response_url", object{"channel": w.channel, "command": "/mentor", "text": line}); err != nil {
		w.t.Errorf("%s says %.60q in %s: %v", w.person, line, w.channel, err)
	}
	w.pressNew()
}

func (w *walker) slackMentions() {
	for _, said := range spokens("", "<@U0BOB00001>") {
		w.lines.Add(1)
		if err := w.slack1("message", "chat.post*", object{"channel": w.channel, "text": "<@U0CHATBOT1> " + said.line}); err != nil {
			w.t.Error(err)
		}
		w.pressNew()
	}
}

// slackHome looks at the App Home and presses its buttons.
func (w *walker) slackHome() {
	open := func() {
		since := w.seq()
		if err := w.post("slack/event", object{"event": object{"type": "app_home_opened", "user": w.id, "tab": "home", "channel": "D0"}}, nil); err != nil {
			w.t.Error(err)
		}
		if !w.heard(since, "slack", "views.publish", 3*time.Second) {
			w.t.Errorf("%s sees no App Home", w.person)
		}
	}
	open()
	var views []struct {
		ID, User string
		View     object
	}
	if err := w.get("slack/views", nil, &views); err != nil {
		w.t.Error(err)
	}
	for _, v := range views {
		if v.User != w.id {
			continue
		}
		for _, b := range buttonsIn(v.View, v.ID) {
			w.clicks.Add(1)
			err := w.slack1("action", "views.publish", object{"view_id": v.ID, "action_id": b.id})
			if err != nil && !strings.Contains(err.Error(), "no element with") {
				w.t.Errorf("%s presses %q in the App Home: %v", w.person, b.line, err)
			}
		}
	}
}

// slackOddities are events and presses that are wrong in themselves.
func slackOddities(t *testing.T, s *chatsim) {
	for _, event := range []object{
		{"type": "message", "user": "U0BOB00001", "channel": "general", "subtype": "message_changed", "text": "quiz"},
		{"type": "message", "user": "U0BOB00001", "channel": "D0", "channel_type": "im", "bot_id": "B1", "text": "quiz"},
		{"type": "nothing_known"}, {"type": "message", "text": 7}, {"type": "app_home_opened", "user": 5}, {"type": "app_mention"},
	} {
		if err := s.post("slack/event", object{"event": event}, nil); err != nil {
			t.Error(err)
		}
	}
	for _, in := range []object{{"command": "/other", "text": "quiz"}, {"command": "/mentor", "text": "quiz", "team": "T0OTHER001"}} {
		in["user"], in["channel"] = "bob", "general"
		if err := s.post("slack/command", in, nil); err != nil {
			t.Error(err)
		}
	}
	w := &walker{chatsim: s, t: t, platform: "slack", person: "bob", id: "U0BOB00001", channel: "general"}
	w.atOnce(func(command string) error {
		return w.slack1("command", "response_url", object{"channel": "general", "command": "/mentor", "text": command})
	}, func(b button) error {
		return s.post("slack/action", object{"user": "bob", "channel": "C0GENERAL1", "message_ts": b.message, "action_id": b.id}, nil)
	})
	for _, m := range s.messages(t, "slack", "") {
		if text := fmt.Sprint(m.Body); m.User == "U0CHATBOT1" && (strings.Contains(text, "<!channel") || strings.Contains(text, "<!everyone") || strings.Contains(text, "<!here")) {
			t.Errorf("a post pings everybody: %.300s", text)
		}
	}
}

func discordWalk(t *testing.T, s *chatsim) {
	for _, p := range []struct{ name, id, channel string }{
		{"closed", "730000000000000003", "general"}, {"bob", "730000000000000002", "general"}, {"alice", "730000000000000001", "general"},
		{"bob", "730000000000000002", "second-general"}, {"bob", "730000000000000002", ""}, {"alice", "730000000000000001", ""},
	} {
		w := &walker{chatsim: s, t: t, platform: "discord", person: p.name, id: p.id, channel: p.channel, pressed: make(map[string]int)}
		if p.channel == "" {
			w.channel = w.directChannel()
		}
		w.press = func(b button) error {
			return w.discord1("component", object{"message_id": b.message, "custom_id": b.id})
		}
		where := object{"channel": p.channel, "in_dm": p.channel == ""}
		for _, said := range spokens("730000000000000002", "<@730000000000000002>") {
			if said.path != nil {
				w.discordCommand(where, said.path, said.options)
			}
		}
		w.discordMessages(where)
	}
	discordOddities(t, s)
	forged(t, s)
	lateAnswers(t, s)
	discordFaults(t, s)
}

func (w *walker) directChannel() string {
	var m struct {
		Channel string `json:"channel_id"`
	}
	if err := w.post("discord/message", object{"user": w.person, "in_dm": true, "content": "help"}, &m); err != nil {
		w.t.Error(err)
	}
	return m.Channel
}

func with(where, more object) object {
	all := object{}
	for _, from := range []object{where, more} {
		for key, value := range from {
			all[key] = value
		}
	}
	return all
}

func (w *walker) discordCommand(where object, path []string, options object) {
	w.lines.Add(1)
	if err := w.discord1("command", with(where, object{"name": "mentor", "path": path, "options": options})); err != nil {
		w.t.Errorf("%s says %v %.100v in %v: %v", w.person, path, options, where, err)
	}
	w.pressNew()
}

// discord1 plays one interaction and waits until it is answered.
func (w *walker) discord1(call string, in object) error {
	since := w.seq()
	in["user"] = w.person
	var i struct {
		Acked        bool
		CallbackType int    `json:"callback_type"`
		UserSees     string `json:"user_sees"`
	}
	if err := w.post("discord/"+call, in, &i); err != nil {
		return err
	}
	if !i.Acked {
		return fmt.Errorf("not answered: %q", i.UserSees)
	}
	if i.CallbackType == 5 || i.CallbackType == 6 {
		w.heard(since, "discord", "PATCH /webhooks/*", 3*time.Second)
	}
	return nil
}

// discordMessages says lines in messages, as mentions in a channel.
func (w *walker) discordMessages(where object) {
	lines := badLines()
	for _, said := range spokens("", "<@730000000000000002>") {
		lines = append(lines, said.line)
	}
	for _, line := range lines {
		if where["in_dm"] != true {
			line = "<@700000000000000001> " + line
		}
		w.lines.Add(1)
		since := w.seq()
		if err := w.post("discord/message", with(where, object{"user": w.person, "content": line}), nil); err != nil {
			w.t.Error(err)
		}
		w.heard(since, "discord", "POST /channels/*", quick)
		w.pressNew()
	}
}

// discordOddities are interactions that are wrong in themselves.
func discordOddities(t *testing.T, s *chatsim) {
	w := &walker{chatsim: s, t: t, platform: "discord", person: "bob", id: "730000000000000002", channel: "general"}
	for _, in := range []object{
		{"name": "gone", "unregistered": true}, {"name": "mentor", "unregistered": true, "path": []string{"nonsense"}},
		{"name": "mentor", "unregistered": true, "path": []string{"remind", "nonsense"}, "options": object{"x": "7"}},
		{"name": "mentor", "path": []string{"ask"}, "options": object{"question": strings.Repeat("@everyone ", 10_000)}},
		{"name": "mentor", "path": []string{"ask"}, "options": object{"question": "data"}, "focused": "question"},
		{"name": "mentor", "path": []string{"settings", "me"}, "options": object{"key": "z"}, "focused": "key"},
		{"name": "mentor", "path": []string{"remind", "set"}, "options": object{"time": "09:00", "zone": "\x00"}, "focused": "zone"},
	} {
		in["channel"] = "general"
		if err := w.discord1("command", in); err != nil {
			t.Errorf("%.200v: %v", in, err)
		}
	}
	w.atOnce(func(command string) error {
		return w.discord1("command", object{"channel": "general", "name": "mentor", "path": []string{command}})
	}, func(b button) error {
		return s.post("discord/component", object{"user": "bob", "message_id": b.message, "custom_id": b.id}, nil)
	})
	for _, m := range s.messages(t, "discord", "") {
		if m.Author == "700000000000000001" && m.MentionEveryone {
			t.Errorf("a post pings everybody: %.300v", m.Body)
		}
	}
}
