package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// promises is what became of the posts that were promised.
type promises struct{ promised, sent, twice, uncertain int }

// A trial is one way of going wrong while promised posts fall due.
type trial struct {
	victim             string   // the platform whose daily post the bot is killed in
	reminders, dailies []string // how requests fail, each once on each platform
	cutsWhileDue       bool     // sockets are cut while posts fall due, and not before
}

func trials() []trial {
	return []trial{
		{"slack", []string{"rate_limit", "drop_after", "status"}, []string{"drop", "drop_after"}, false},
		{"discord", []string{"delay", "drop", "drop_after", "unavailable"}, []string{"drop_after", "status"}, true},
	}
}

// promisedPosts has reminders sent while requests fail and sockets are cut, and
// daily tasks while the bot is killed.
func promisedPosts(t *testing.T, s *chatsim, how trial) promises {
	at := time.Now().UTC().Add(80 * time.Second).Truncate(time.Minute)
	daily := at.Add(time.Minute)
	p := promises{promised: 2} // the welcomes to the two Discord servers
	s.setPromises(t, &p, at.Format("15:04"), daily.Format("15:04"))
	s.faults(t, how.reminders...)
	cuts := cutsOf()
	if how.cutsWhileDue {
		time.Sleep(time.Until(at.Add(-5 * time.Second)))
	}
	cuts = s.cutSockets(t, cuts, daily.Add(-20*time.Second))
	s.await(&p, at.Add(50*time.Second), 2+4)
	s.faults(t, how.dailies...)
	endpoint := map[string]string{"slack": "chat.postMessage", "discord": "POST /channels/*"}[how.victim]
	if !s.heard(s.seq(), how.victim, endpoint, time.Until(daily.Add(20*time.Second))) {
		t.Error("no daily post was tried")
	}
	s.killBot()
	s.startBot()
	for _, left := range s.cutSockets(t, cuts, daily.Add(time.Minute)) {
		if len(left) > 0 {
			t.Errorf("there was no time for %v", left)
		}
	}
	s.await(&p, daily.Add(90*time.Second), p.promised)
	s.noFaults(t)
	return p
}

// setPromises sets reminders and daily tasks on both platforms.
func (s *chatsim) setPromises(t *testing.T, p *promises, at, daily string) {
	set := func(call string, in object) {
		if err := s.post(call, in, nil); err != nil {
			t.Error(err)
		}
		s.lines.Add(1)
		p.promised++
	}
	for _, user := range []string{"alice", "bob"} {
		set("slack/command", object{"user": user, "channel": "general", "command": "/mentor", "text": "remind " + at + " daily UTC"})
		set("discord/command", object{"user": user, "channel": "general", "name": "mentor", "path": []string{"remind", "set"},
			"options": object{"time": at, "days": "daily", "zone": "UTC"}})
	}
	for _, channel := range []string{"general", "backend"} {
		set("slack/command", object{"user": "alice", "channel": channel, "command": "/mentor", "text": "daily " + daily + " daily UTC"})
	}
	for _, channel := range []string{"general", "backend", "second-general"} {
		user := map[string]string{"second-general": "bob"}[channel]
		set("discord/command", object{"user": user, "channel": channel, "name": "mentor", "path": []string{"daily", "set"},
			"options": object{"time": daily, "days": "daily", "zone": "UTC"}})
	}
}

// A cut is one way of losing a socket.
type cut struct {
	mode    string
	code    int
	refused string // how the next sockets are refused; empty if they are not
}

// cutsOf are all ways of losing sockets that the doubles know, by platform.
func cutsOf() map[string][]cut {
	refused := []cut{{mode: "abort", refused: "unavailable"}, {mode: "close", refused: "drop"}, {mode: "abort", refused: "delay"}}
	return map[string][]cut{
		"slack": append(refused, cut{mode: "warning"}, cut{mode: "refresh_requested"}, cut{mode: "link_disabled"}, cut{mode: "close"}, cut{mode: "abort"}),
		"discord": append(refused, cut{mode: "reconnect"}, cut{mode: "invalid_session"}, cut{mode: "close"}, cut{mode: "close", code: 4009},
			cut{mode: "abort"}, cut{mode: "forget"}, cut{mode: "mute"}),
	}
}

// cutSockets cuts the sockets in every way, one after the other, on both platforms
// side by side, until some time. It returns what was left.
func (s *chatsim) cutSockets(t *testing.T, cuts map[string][]cut, until time.Time) map[string][]cut {
	var mu sync.Mutex
	var all sync.WaitGroup
	left := make(map[string][]cut)
	for platform, cuts := range cuts {
		all.Go(func() {
			for len(cuts) > 0 && time.Now().Before(until) {
				s.cutSocket(t, platform, cuts[0])
				cuts = cuts[1:]
			}
			mu.Lock()
			defer mu.Unlock()
			left[platform] = cuts
		})
	}
	all.Wait()
	return left
}

func (s *chatsim) cutSocket(t *testing.T, platform string, c cut) {
	if c.refused != "" {
		socket := map[string]string{"slack": "socket", "discord": "gateway"}[platform]
		if err := s.post("faults", fault(platform, socket, c.refused), nil); err != nil {
			t.Error(err)
		}
	}
	since := s.seq()
	how := object{"mode": c.mode}
	if c.code != 0 {
		how["code"] = c.code
	}
	if err := s.post(platform+"/disconnect", how, nil); err != nil {
		t.Error(err)
	}
	if !s.reconnected(since, platform) {
		t.Errorf("no new connection to %s after %+v", platform, c)
	}
	if err := s.ready(platform); err != nil {
		t.Errorf("after %+v: %v", c, err)
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
	list := exec.Command(filepath.Join(s.bins, "mentorbot"), "outbox", "list")
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
