package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The chatsim test runs the real binary against doubles of Slack and Discord
// that check every request against the platforms' published rules. It plays the
// people through the doubles' control API and knows nothing of the bot but what
// it posts.

// chatsimVariable names the source of the doubles. The test is skipped without it.
const chatsimVariable = "MENTORBOT_CHATSIM"

func TestChatsim(t *testing.T) {
	source := os.Getenv(chatsimVariable)
	if source == "" {
		t.Skip("skipped without " + chatsimVariable + ", the path of the platforms' doubles; see make chatsim")
	}
	bins := buildAll(t, source)
	var all figures
	t.Run("side by side", func(t *testing.T) {
		for _, trial := range trials() {
			t.Run("killed while posting to "+trial.victim, func(t *testing.T) {
				t.Parallel()
				s := newChatsim(t, source, bins)
				all.add(s.result(promisedPosts(t, s, trial)))
			})
		}
		t.Run("walk", func(t *testing.T) {
			t.Parallel()
			s := newChatsim(t, source, bins)
			t.Run("sides", func(t *testing.T) {
				t.Run("slack", func(t *testing.T) { t.Parallel(); slackWalk(t, s) })
				t.Run("discord", func(t *testing.T) { t.Parallel(); discordWalk(t, s) })
			})
			all.add(s.result(promises{}))
		})
	})
	all.print()
}

// A chatsim is the running doubles and the running bot.
type chatsim struct {
	t             *testing.T
	bins, dir     string // with the programs, and of its own
	control       string
	slack         map[string]string
	discord       map[string]string
	bot           *exec.Cmd
	lines, clicks atomic.Int64
}

// buildAll builds the doubles and the bot, and returns the directory with both.
func buildAll(t *testing.T, source string) string {
	bins := t.TempDir()
	build(t, source, filepath.Join(bins, "chatsim"), ".", mended(t, source, bins)...)
	build(t, "../..", filepath.Join(bins, "mentorbot"), "./cmd/mentorbot")
	return bins
}

// newChatsim starts doubles of their own and a bot that is connected to them.
func newChatsim(t *testing.T, source, bins string) *chatsim {
	s := &chatsim{t: t, bins: bins, dir: t.TempDir()}
	args := []string{"-slack-port", "0", "-discord-port", "0", "-control-port", "0", "-discord-heartbeat", "3s",
		"-slack-scopes", "commands,chat:write,app_mentions:read,im:history,im:write,users:read,files:write,channels:history,groups:history",
		"-log", s.path("log")}
	if spec, err := filepath.Abs(filepath.Join(source, "../specs/discord-openapi.json")); err == nil {
		if _, err := os.Stat(spec); err == nil {
			args = append(args, "-discord-openapi", spec)
		}
	}
	cmd := exec.Command(filepath.Join(bins, "chatsim"), args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var info struct {
		Control        string
		Slack, Discord map[string]any
	}
	if err := json.NewDecoder(out).Decode(&info); err != nil {
		t.Fatal(err)
	}
	s.control, s.slack, s.discord = info.Control, texts(info.Slack), texts(info.Discord)
	t.Cleanup(s.killBot)
	s.startBot()
	return s
}

func texts(of map[string]any) map[string]string {
	all := make(map[string]string)
	for key, value := range of {
		all[key], _ = value.(string)
	}
	return all
}

func (s *chatsim) path(name string) string { return filepath.Join(s.dir, name) }

// mended are build flags that mend the double's search for a button, which never
// ends unless the button is the first of its message. Once it is mended there, it
// is left alone.
func mended(t *testing.T, source, bins string) []string {
	const search = "o := asObj(v)\n\t\tif o[\"custom_id\"] == id {"
	file, err := filepath.Abs(filepath.Join(source, "discordsim/interact.go"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(search)) {
		return nil
	}
	mend := "o := asObj(v)\n\t\tif o == nil {\n\t\t\tcontinue\n\t\t}\n\t\tif o[\"custom_id\"] == id {"
	overlay, err := json.Marshal(object{"Replace": object{file: filepath.Join(bins, "interact.go")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"interact.go": bytes.Replace(text, []byte(search), []byte(mend), 1), "overlay.json": overlay} {
		if err := os.WriteFile(filepath.Join(bins, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"-overlay", filepath.Join(bins, "overlay.json")}
}

func build(t *testing.T, dir, out, pkg string, flags ...string) {
	cmd := exec.Command("go", append(append([]string{"build"}, flags...), "-o", out, pkg)...)
	cmd.Dir = dir
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", out, err, said)
	}
}

func (s *chatsim) environment() []string {
	return append(os.Environ(),
		"SLACK_BOT_TOKEN="+s.slack["bot_token"], "SLACK_APP_TOKEN="+s.slack["app_token"], "SLACK_API_URL="+s.slack["api_url"],
		"DISCORD_BOT_TOKEN="+s.discord["bot_token"], "DISCORD_API_URL="+s.discord["api_url"],
		"MENTORBOT_DB="+s.path("mentor.db"), "MENTORBOT_ADDR=127.0.0.1:0")
}

// startBot starts the bot and waits until it is connected everywhere.
func (s *chatsim) startBot() {
	log, err := os.OpenFile(s.path("bot.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	s.bot = exec.Command(filepath.Join(s.bins, "mentorbot"), "run")
	s.bot.Env, s.bot.Stderr, s.bot.Stdout = s.environment(), log, log
	if err := s.bot.Start(); err != nil {
		s.t.Fatal(err)
	}
	if err := s.ready("slack", "discord", "commands"); err != nil {
		s.t.Fatalf("%v\n%s", err, s.botLog())
	}
}

// ready waits until the bot is connected to platforms.
func (s *chatsim) ready(to ...string) error {
	want := object{"timeout_ms": 40_000}
	for _, platform := range to {
		want[platform] = 1
	}
	return s.post("ready", want, nil)
}

// killBot kills the bot without a warning.
func (s *chatsim) killBot() {
	if s.bot != nil {
		s.bot.Process.Kill()
		s.bot.Wait()
		s.bot = nil
	}
}

func (s *chatsim) botLog() string {
	text, err := os.ReadFile(s.path("bot.log"))
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-4000):])
}

type object = map[string]any

// post plays something; the error is the double's refusal.
func (s *chatsim) post(call string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, err := http.Post(s.control+"/control/"+call, "application/json", bytes.NewReader(body))
	return decodeControl(call, res, err, out)
}

func (s *chatsim) get(call string, query url.Values, out any) error {
	res, err := http.Get(s.control + "/control/" + call + "?" + query.Encode())
	return decodeControl(call, res, err, out)
}

func decodeControl(call string, res *http.Response, err error, out any) error {
	if err != nil {
		return err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", call, bytes.TrimSpace(data))
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(data, out)
}

// seq is where the doubles' log ends now.
func (s *chatsim) seq() int64 {
	var log struct{ Seq int64 }
	if err := s.get("log", url.Values{"since": {"999999999"}}, &log); err != nil {
		s.t.Error(err)
	}
	return log.Seq
}

// heard waits for a request of the bot after since, and says whether it came.
func (s *chatsim) heard(since int64, platform, endpoint string, within time.Duration) bool {
	var log struct{ Entries []struct{ Seq int64 } }
	err := s.get("log", url.Values{
		"since": {fmt.Sprint(since)}, "platform": {platform}, "kind": {"request"}, "endpoint": {endpoint},
		"count": {"1"}, "wait_ms": {fmt.Sprint(within.Milliseconds())},
	}, &log)
	if err != nil {
		s.t.Error(err)
	}
	return len(log.Entries) > 0
}

// A logEntry is one line of the doubles' log.
type logEntry struct {
	Kind, Platform, Endpoint, Dir string
	Request, Response             json.RawMessage
	Violations                    []struct{ Severity, Rule, Path, Message string }
}

// logged reads the whole log: how many requests and answers of the bot were
// checked, and what broke a rule.
func (s *chatsim) logged() (checked int, broken []logEntry) {
	f, err := os.Open(s.path("log"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e logEntry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			s.t.Fatal(err)
		}
		if e.Kind == "request" || e.Kind == "ack" {
			checked++
		}
		if len(e.Violations) > 0 {
			broken = append(broken, e)
		}
	}
	if err := lines.Err(); err != nil {
		s.t.Fatal(err)
	}
	return checked, broken
}

// figures are what came of it, all in all.
type figures struct {
	mu                                 sync.Mutex
	lines, clicks, checked, violations int64
	promises
}

func (f *figures) add(g *figures) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines, f.clicks = f.lines+g.lines, f.clicks+g.clicks
	f.checked, f.violations = f.checked+g.checked, f.violations+g.violations
	f.promised, f.sent, f.twice, f.uncertain = f.promised+g.promised, f.sent+g.sent, f.twice+g.twice, f.uncertain+g.uncertain
}

func (f *figures) print() {
	for _, row := range []struct {
		name string
		n    int64
	}{
		{"lines said", f.lines}, {"presses", f.clicks}, {"requests checked", f.checked}, {"violations", f.violations},
		{"posts promised", int64(f.promised)}, {"sent", int64(f.sent)}, {"twice", int64(f.twice)}, {"uncertain", int64(f.uncertain)},
	} {
		fmt.Printf("%-17s %6d\n", row.name, row.n)
	}
}

// result checks what came of it.
func (s *chatsim) result(p promises) *figures {
	checked, broken := s.logged()
	for i, e := range broken {
		if i == 10 {
			break
		}
		s.t.Errorf("violation: %s %s %v\nrequest: %.1500s\nresponse: %.500s", e.Platform, e.Endpoint, e.Violations, e.Request, e.Response)
	}
	// a post that is uncertain may be there all the same
	if p.twice > 0 || p.sent > p.promised || p.sent+p.uncertain < p.promised {
		s.t.Errorf("promised %d, sent %d, twice %d, uncertain %d\n%s", p.promised, p.sent, p.twice, p.uncertain, s.botLog())
	}
	if log := s.botLog(); strings.Contains(log, "panic") {
		s.t.Errorf("a panic: %s", log)
	}
	return &figures{lines: s.lines.Load(), clicks: s.clicks.Load(), checked: int64(checked), violations: int64(len(broken)), promises: p}
}
