package slack

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var us = Self{Team: "T1", TeamName: "Ours", User: "UBOT", UserName: "mentorbot", URL: "https://ours.slack.com/"}

// An envelope is as much of one as Read gets.
type envelope struct {
	Type    string
	Payload json.RawMessage
}

func readEnvelope(t testing.TB, file string) (e envelope) {
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func envelopeFiles(t testing.TB) []string {
	files, err := filepath.Glob(filepath.Join("testdata", "event", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no events", err)
	}
	return files
}

// TestRead reads testdata/event/*.json: what comes of each is in the .golden file
// beside it.
func TestRead(t *testing.T) {
	for _, file := range envelopeFiles(t) {
		e := readEnvelope(t, file)
		d, err := Read(e.Type, e.Payload, us)
		got := map[string]any{"delivery": d}
		if err != nil {
			got = map[string]any{"error": err.Error()}
		} else if d.Kind == Nothing {
			got = map[string]any{"dropped": true}
		}
		golden(t, strings.TrimSuffix(file, ".json")+".golden", got)
	}
}

func TestAmongOthers(t *testing.T) {
	for _, name := range []string{"press-direct", "command-direct"} {
		e := readEnvelope(t, filepath.Join("testdata", "event", name+".json"))
		d, err := Read(e.Type, e.Payload, us)
		if err != nil || !d.Message.Place.Direct {
			t.Fatal(name, d, err)
		}
		golden(t, filepath.Join("testdata", "event", name+".others.golden"), d.amongOthers())
	}
}

// The address of a message, where Slack said enough for one.
func TestPermalink(t *testing.T) {
	for _, c := range []struct{ url, ts, thread, want string }{
		{us.URL, "1355517523.000008", "", "https://ours.slack.com/archives/C1/p1355517523000008"},
		{us.URL, "1355517523.000008", "1355517523.000008", "https://ours.slack.com/archives/C1/p1355517523000008"},
		{us.URL, "1355517523.000008", "1355517520.000001", "https://ours.slack.com/archives/C1/p1355517523000008?cid=C1&thread_ts=1355517520.000001"},
		{us.URL, "", "", ""},
		{"", "1355517523.000008", "", ""},
		{"javascript:alert(1)//", "1355517523.000008", "", ""},
		{us.URL, "1)[x](y", "", "https://ours.slack.com/archives/C1/p1%29%5Bx%5D%28y"},
	} {
		got := Self{URL: c.url}.permalink("C1", c.ts, c.thread)
		if got != c.want {
			t.Errorf("the link to %s in %s is %q, want %q", c.ts, c.thread, got, c.want)
		}
	}
}

func TestGuests(t *testing.T) {
	for team, guest := range map[string]bool{"": false, "T1": false, "T9": true, "E1": false} {
		if us.isGuest(team) != guest {
			t.Errorf("isGuest(%q) is not %t", team, guest)
		}
	}
}

// FuzzRead: whatever Slack may send, it is read, dropped or refused without text
// of its own in the error.
func FuzzRead(f *testing.F) {
	for _, file := range envelopeFiles(f) {
		e := readEnvelope(f, file)
		f.Add(e.Type, []byte(e.Payload))
	}
	f.Add("slash_commands", []byte(`{"command":"/mentor","user_id":"U1","text":"`+strings.Repeat("<@", 1000)+`"}`))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		d, err := Read(kind, payload, us)
		switch {
		case err != nil && (d.Kind != Nothing || len(err.Error()) > 400):
			t.Errorf("refused with %+v and %q", d, err)
		case err == nil && d.Kind != Nothing && (d.Message.From.ID == "" || d.Message.Workspace != "slack:T1"):
			t.Errorf("read as %+v", d)
		}
	})
}
