package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// promises is what became of the posts that were promised.
type promises struct{ promised, sent, twice, uncertain int }

// promisedPosts has reminders sent while requests fail and sockets are cut, and
// daily tasks while the bot is killed.
func promisedPosts(t *testing.T, s *chatsim) promises {
	at := time.Now().UTC().Add(95 * time.Second).Truncate(time.Minute)
	p := promises{promised: 2} // the welcomes to the two Discord servers
	set := func(call string, in object) {
		if err := s.post(call, in, nil); err != nil {
			t.Error(err)
		}
		s.lines.Add(1)
		p.promised++
	}
	for _, user := range []string{"alice", "bob"} {
		set("slack/command", object{"user": user, "channel": "general", "command": "/mentor", "text": "remind " + at.Format("15:04") + " daily UTC"})
		set("discord/command", object{"user": user, "channel": "general", "name": "mentor", "path": []string{"remind", "set"},
			"options": object{"time": at.Format("15:04"), "days": "daily", "zone": "UTC"}})
	}
	daily := at.Add(time.Minute)
	for _, channel := range []string{"general", "backend"} {
		set("slack/command", object{"user": "alice", "channel": channel, "command": "/mentor", "text": "daily " + daily.Format("15:04") + " daily UTC"})
	}
	for _, channel := range []string{"general", "backend", "second-general"} {
		user := map[string]string{"second-general": "bob"}[channel]
		set("discord/command", object{"user": user, "channel": channel, "name": "mentor", "path": []string{"daily", "set"},
			"options": object{"time": daily.Format("15:04"), "days": "daily", "zone": "UTC"}})
	}
	s.faults(t, "rate_limit", "drop_after", "status")
	s.cutSockets(t)
	s.await(&p, at.Add(50*time.Second), 2+4)
	s.faults(t, "drop", "drop_after")
	if !s.heard(s.seq(), "slack", "chat.postMessage", time.Until(daily.Add(20*time.Second))) {
		t.Error("no daily post was tried")
	}
	s.killBot()
	s.startBot()
	s.await(&p, daily.Add(70*time.Second), p.promised)
	s.noFaults(t)
	return p
}

// cutSockets cuts the sockets in every way, one after the other.
func (s *chatsim) cutSockets(t *testing.T) {
	for platform, modes := range map[string][]string{
		"slack":   {"warning", "refresh_requested", "link_disabled", "close", "abort"},
		"discord": {"reconnect", "invalid_session", "close", "abort", "forget", "mute"},
	} {
		for _, mode := range modes {
			since := s.seq()
			if err := s.post(platform+"/disconnect", object{"mode": mode}, nil); err != nil {
				t.Error(err)
			}
			// a session that is invalid is begun anew on the same socket
			if mode != "invalid_session" && !s.reconnected(since, platform) {
				t.Errorf("no new connection to %s after %q", platform, mode)
			}
			s.ready()
		}
	}
}

// reconnected waits until the bot has opened another socket.
func (s *chatsim) reconnected(since int64, platform string) bool {
	for until := time.Now().Add(45 * time.Second); time.Now().Before(until); {
		var log struct {
			Entries []struct {
				Seq     int64
				Message string
			}
		}
		err := s.get("log", url.Values{
			"since": {fmt.Sprint(since)}, "platform": {platform}, "kind": {"conn"}, "count": {"1"}, "wait_ms": {"5000"},
		}, &log)
		if err != nil {
			s.t.Error(err)
		}
		for _, e := range log.Entries {
			if strings.HasPrefix(e.Message, "open") {
				return true
			}
			since = e.Seq
		}
	}
	return false
}

// faults makes the next posts fail on both platforms, each once in each way.
func (s *chatsim) faults(t *testing.T, actions ...string) {
	for platform, endpoint := range map[string]string{"slack": "chat.postMessage", "discord": "POST /channels/*/messages"} {
		for _, action := range actions {
			rule := object{"platform": platform, "endpoint": endpoint, "action": action, "times": 1}
			switch action {
			case "rate_limit":
				rule["retry_after"] = 1
			case "status":
				rule["status"] = 500
			}
			if err := s.post("faults", rule, nil); err != nil {
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

// await counts the promised posts that are there, until there are enough and none
// is in doubt, or it is too late.
func (s *chatsim) await(p *promises, until time.Time, enough int) {
	for {
		since := s.seq()
		s.count(p)
		if p.sent >= enough && p.uncertain == 0 || time.Now().After(until) {
			return
		}
		s.heard(since, "", "", time.Second)
	}
}

// count counts promised posts by the marks that they carry.
func (s *chatsim) count(p *promises) {
	copies := make(map[string]int)
	for _, m := range s.messages(s.t, "slack", "") {
		if meta, err := json.Marshal(m.Body["metadata"]); err == nil && strings.Contains(string(meta), "mentorbot_promise") {
			copies["slack "+string(meta)]++
		}
	}
	for _, m := range s.messages(s.t, "discord", "") {
		if embeds, _ := m.Body["embeds"].([]any); len(embeds) > 0 {
			embed, _ := embeds[0].(object)
			if mark, _ := embed["url"].(string); strings.Contains(mark, "#") {
				copies["discord "+mark]++
			}
		}
	}
	p.sent, p.twice, p.uncertain = len(copies), 0, 0
	for _, n := range copies {
		p.twice += n - 1
	}
	list := exec.Command(s.path("mentorbot"), "outbox", "list")
	list.Env = s.environment()
	out, err := list.Output()
	if err != nil {
		s.t.Errorf("outbox list: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "uncertain") {
			p.uncertain++
		}
	}
}
