package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mentorbot/content"
	"mentorbot/store/bolt"
)

// A ran is what one execution left.
type ran struct {
	code     int
	out, err string
}

// execute runs the program with arguments over a fresh environment.
func execute(t *testing.T, env map[string]string, in string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	p := program{
		args: args, in: strings.NewReader(in), out: &out, err: &errs, clock: wallClock{},
		getenv: func(name string) string { return env[name] },
	}
	return ran{exitCode(run(t.Context(), p), p), out.String(), errs.String()}
}

// taught is what the program teaches, loaded once for the tests that look into it.
var taught = sync.OnceValues(func() (*content.Library, error) { return content.Load(content.Embedded()) })

func embedded(t *testing.T) *content.Library {
	t.Helper()
	library, err := taught()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestUsage(t *testing.T) {
	home := map[string]string{"HOME": t.TempDir()}
	for _, tt := range []struct {
		name string
		env  map[string]string
		args []string
		code int
		err  string // part of what is said
	}{
		{"help", home, []string{"help"}, 0, ""},
		{"version", home, []string{"version"}, 0, ""},
		{"no token and no terminal", home, nil, 2, "no token is set"},
		{"no such command", home, []string{"bogus"}, 2, `no command "bogus"`},
		{"ask nothing", home, []string{"ask"}, 2, "ask what?"},
		{"explain as JSON", home, []string{"ask", "--json", "--explain", "joins"}, 2, "ask what?"},
		{"a bad name", home, []string{"chat", "--as", "Ann B"}, 2, "--as"},
		{"a schedule that never comes", home, []string{"schedule", "preview", "0 12 30 2 *"}, 2, "never comes"},
		{"no data", map[string]string{"MENTORBOT_DB": filepath.Join(t.TempDir(), "none.db")}, []string{"outbox", "list"}, 1, "no data there"},
		{"one Slack token", map[string]string{"HOME": "/h", "SLACK_BOT_TOKEN": "xoxb-secret"}, nil, 2, "go together"},
		{"a token in the clear", map[string]string{"HOME": "/h", "DISCORD_BOT_TOKEN": "secret", "DISCORD_API_URL": "http://example.org/api"}, nil, 2, "in the clear"},
	} {
		got := execute(t, tt.env, "", tt.args...)
		if got.code != tt.code || !strings.Contains(got.err, tt.err) {
			t.Errorf("%s: exit %d, %q; want %d, %q", tt.name, got.code, got.err, tt.code, tt.err)
		}
		if strings.Contains(got.err+got.out, "secret") {
			t.Errorf("%s: a token is shown: %q", tt.name, got.err)
		}
	}
}

// Every wrong setting is named at once.
func TestSettingsMistakes(t *testing.T) {
	got := execute(t, map[string]string{
		"HOME": "/h", "MENTORBOT_ADDR": "nope", "MENTORBOT_LOG": "loud", "MENTORBOT_CONTENT": "/nowhere/at/all",
		"SLACK_BOT_TOKEN": "a", "SLACK_BOT_TOKEN_FILE": "b",
	}, "", "chat")
	for _, want := range []string{"MENTORBOT_ADDR", "MENTORBOT_LOG", "MENTORBOT_CONTENT", "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE"} {
		if !strings.Contains(got.err, want) {
			t.Errorf("%s is not named: %q", want, got.err)
		}
	}
	if got.code != 2 {
		t.Errorf("exit %d, want 2", got.code)
	}
}

// One object comes back for each line, whatever it holds.
func TestAskJSON(t *testing.T) {
	t.Parallel()
	lines := []string{"what is a join", "", "\xff\xfe", "qwzx vbnm", strings.Repeat("x ", 50_000), "databases/joins"}
	got := execute(t, nil, strings.Join(lines, "\n")+"\n", "ask", "--json", "--stdin")
	answers := strings.Split(strings.TrimSpace(got.out), "\n")
	if got.code != 0 || len(answers) != len(lines) {
		t.Fatalf("exit %d, %d answers for %d lines", got.code, len(answers), len(lines))
	}
	for i, answered := range []bool{true, false, false, false, false, true} {
		var a asked
		if err := json.Unmarshal([]byte(answers[i]), &a); err != nil {
			t.Fatal(err)
		}
		if a.Answered != answered || len(a.Topics) != 5 {
			t.Errorf("%.20q: answered %t with %d topics, want %t with 5", lines[i], a.Answered, len(a.Topics), answered)
		}
	}
}

// The first three topics are explained, and what is in scope, each by a sum.
func TestAskExplain(t *testing.T) {
	got := execute(t, nil, "", "ask", "--explain", "what", "is", "a", "left", "join")
	if got.code != 0 || strings.Count(got.out, "with probability") != 4 || strings.Count(got.out, "in all") != 4 {
		t.Fatalf("exit %d:\n%s", got.code, got.out)
	}
	for _, line := range []string{`^databases/joins, with probability 0\.[0-9]{4}, by$`, `^  wholeName +[0-9.]+ × [0-9.]+ += [0-9.]+$`, `^in scope with probability`, `^  always +1\.00 × `} {
		if !regexp.MustCompile("(?m)" + line).MatchString(got.out) {
			t.Errorf("no line is like %s in\n%s", line, got.out)
		}
	}
}

func TestContentListJSON(t *testing.T) {
	t.Parallel()
	got := execute(t, nil, "", "content", "list", "--json")
	first, _, _ := strings.Cut(got.out, "\n")
	var fields map[string]any
	if err := json.Unmarshal([]byte(first), &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields("id title skill level checked aliases asks requires answer_words key_points pitfalls tasks questions sources") {
		if v, ok := fields[name]; !ok || v == nil {
			t.Errorf("%s is %v", name, v)
		}
	}
}

// The plan of each level starts at it.
func TestContentPlan(t *testing.T) {
	t.Parallel()
	before := ""
	for _, level := range []string{"senior", "mid", "entry"} {
		got := execute(t, nil, "", "content", "plan", "--level", level)
		if first := strings.Fields(got.out); len(first) < 4 || first[0] != "1" || first[1] != level {
			t.Errorf("%s: exit %d, %.80q", level, got.code, got.out)
		}
		if strings.Count(got.out, "\n") <= strings.Count(before, "\n") {
			t.Errorf("%s has no more topics than the level above", level)
		}
		before = got.out
	}
	if got := execute(t, nil, "", "content", "plan", "--level", "guru"); got.code != 2 || !strings.Contains(got.err, "guru") {
		t.Errorf("exit %d, %q", got.code, got.err)
	}
}

// An operator's broken directory is refused with file and line, at start too.
func TestBrokenContent(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "databases"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "databases", "x.md"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	check := execute(t, nil, "", "content", "check", dir)
	if check.code != 1 || !strings.Contains(check.out, "x.md:1: ") {
		t.Errorf("check: exit %d, %q", check.code, check.out)
	}
	env := map[string]string{"MENTORBOT_DB": filepath.Join(dir, "m.db"), "MENTORBOT_CONTENT": dir}
	for _, args := range []string{"chat", "ask what is a join", "content list", "content show databases/joins"} {
		got := execute(t, env, "", strings.Fields(args)...)
		if got.code != 1 || !strings.Contains(got.err, "x.md:1: ") || got.out != "" {
			t.Errorf("%s: exit %d, %q, %q", args, got.code, got.err, got.out)
		}
	}
}

func TestPreview(t *testing.T) {
	got := execute(t, nil, "", "schedule", "preview", "--zone", "America/New_York", "--from", "2027-03-13T00:00:00Z", "--count", "3", "02:30", "daily")
	const want = "2027-03-13T02:30:00-05:00\n2027-03-14T03:00:00-04:00\n2027-03-15T02:30:00-04:00\n"
	if got.code != 0 || got.out != want {
		t.Errorf("exit %d:\n%s%s", got.code, got.out, got.err)
	}
}

// While the program holds the store, its socket serves the operator, only its
// user may use it, and the status page answers.
func TestControlAndStatus(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := settings{db: filepath.Join(dir, "m.db"), level: 12}
	p := program{getenv: func(string) string { return "" }, err: &bytes.Buffer{}, clock: newTestClock(time.Unix(0, 0))}
	home, err := bolt.Open(s.db)
	if err != nil {
		t.Fatal(err)
	}
	library := embedded(t)
	sv, err := assemble(t.Context(), p, s, library, home)
	if err != nil {
		t.Fatal(err)
	}
	sv.backup = home.Backup
	control, err := sv.listenControl()
	if err != nil {
		t.Fatal(err)
	}
	defer control.close()
	if info, err := os.Stat(socketPath(s.db)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
	env := map[string]string{"MENTORBOT_DB": s.db}
	copyTo := filepath.Join(dir, "copy.db")
	for _, tt := range []struct {
		args []string
		code int
	}{
		{[]string{"outbox", "list"}, 0}, {[]string{"backup", copyTo}, 0}, {[]string{"backup", copyTo}, 1},
		{[]string{"outbox", "drop", "local/none"}, 1}, {[]string{"chat"}, 1},
		{[]string{"tune"}, 0}, {[]string{"tune", "slack:T1"}, 0}, {[]string{"tune", "slack:T1", "slack:T2"}, 2},
		{[]string{"content", "disputes"}, 0}, {[]string{"content", "disputes", "slack:T1"}, 0}, {[]string{"content", "disputes", "a", "b"}, 2},
		{[]string{"content", "disputes", "--dismiss", "databases/joins#none"}, 1},
	} {
		if got := execute(t, env, "", tt.args...); got.code != tt.code {
			t.Errorf("%v: exit %d, %q, want %d", tt.args, got.code, got.err, tt.code)
		}
	}
	status := func(path string) int {
		w := httptest.NewRecorder()
		sv.status.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code
	}
	if got := []int{status("/healthz"), status("/readyz"), status("/metrics")}; got[0] != 200 || got[1] != 503 || got[2] != 200 {
		t.Errorf("before a platform is connected: %v", got)
	}
	sv.status.connected("local", true)
	if got := status("/readyz"); got != 200 {
		t.Errorf("ready: %d", got)
	}
	sv.clock = newTestClock(time.Unix(60, 0))
	sv.status.connected("local", false) // which is no event
	w := httptest.NewRecorder()
	sv.status.handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if want := `"local":{"connected":false,"last_event_seconds":60}`; w.Code != 503 || !strings.Contains(w.Body.String(), want) {
		t.Errorf("not connected any more: %d, %s", w.Code, w.Body)
	}
	if err := home.Close(); err != nil {
		t.Fatal(err)
	}
	if got := status("/healthz"); got != 503 {
		t.Errorf("with the store closed: %d", got)
	}
}
