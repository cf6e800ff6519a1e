package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// The crash test runs the program in a process of its own, with a clock that the
// test drives, against a destination in the test's process; kills it with
// SIGKILL at named points and at random ones; and then checks promises 1 to 4 of
// DESIGN.md §5 against what the destination really got.

var (
	crashes   = flag.Int("crash", 10, "random kills in TestCrash")
	crashSeed = flag.Uint64("crashseed", 0, "seed of the random kills; 0 takes the time's")
)

const childVariable = "MENTORBOT_CRASH_CHILD"

func TestMain(m *testing.M) {
	if config := os.Getenv(childVariable); config != "" {
		if err := crashChild(config); err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A storm is one story of the crash test.
type storm struct {
	t         *testing.T
	dir, url  string
	dest      *destination
	now       time.Time
	child     *exec.Cmd
	in        io.WriteCloser
	out       *bufio.Reader
	confirmed map[string][]string // by member: offers whose confirmation was shown
	kills     int
	starts    int
}

var storms = []store.Workspace{"slack:T1", "discord:7"}

func newStorm(t *testing.T, seed uint64) *storm {
	d := &destination{got: make(map[store.Ref]int), rng: rand.New(rand.NewPCG(seed, 1)), shaky: true}
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	s := &storm{
		t: t, dir: t.TempDir(), url: server.URL, dest: d, confirmed: make(map[string][]string),
		now: time.Date(2026, 8, 24, 8, 0, 0, 0, time.UTC), // a Monday
	}
	t.Cleanup(s.kill)
	return s
}

// start starts the program, to die as config says.
func (s *storm) start(config childConfig) {
	config.Dir, config.URL, config.Now = s.dir, s.url, s.now
	text, err := json.Marshal(config)
	if err != nil {
		s.t.Fatal(err)
	}
	s.child = exec.Command(os.Args[0], "-test.run=^$")
	s.child.Env = append(os.Environ(), childVariable+"="+string(text))
	s.child.Stderr = os.Stderr
	s.in, err = s.child.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := s.child.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	s.out = bufio.NewReader(out)
	if err := s.child.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.starts++
}

// errDead says that the program died before it answered.
var errDead = errors.New("killed")

// tell gives the program a line, and returns its answer.
func (s *storm) tell(format string, args ...any) (string, error) {
	if _, err := fmt.Fprintf(s.in, format+"\n", args...); err != nil {
		return "", errDead
	}
	var lines []string
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			return "", errDead
		}
		if line == ".\n" {
			return strings.Join(lines, "\n"), nil
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
	}
}

// say says a line as a member.
func (s *storm) say(w store.Workspace, member, line string) (post bot.Post, err error) {
	answer, err := s.tell("say %s %s %s", w, member, line)
	if err != nil {
		return post, err
	}
	if err := json.Unmarshal([]byte(answer), &post); err != nil {
		s.t.Fatalf("%q: %v", answer, err)
	}
	return post, nil
}

// kill kills the program, if it lives, and waits for its end.
func (s *storm) kill() {
	if s.child == nil {
		return
	}
	s.child.Process.Kill()
	s.in.Close()
	if err := s.child.Wait(); err != nil && !strings.Contains(err.Error(), "killed") {
		s.t.Errorf("the program ended with %v", err)
	}
	s.child = nil
	s.kills++
}

var doneLine = regexp.MustCompile(`^done (\S+ \S+)$`)

// live lets the members do what they do for some hours, until the program dies.
func (s *storm) live(hours int) error {
	for range hours {
		s.now = s.now.Add(time.Hour)
		if _, err := s.tell("time %s", s.now.Format(time.RFC3339)); err != nil {
			return err
		}
		for _, w := range storms {
			for _, member := range []string{"ann", "bob"} {
				if err := s.practise(w, member); err != nil {
					return err
				}
			}
		}
		if _, err := s.tell("drain"); err != nil {
			return err
		}
	}
	return nil
}

// practise does a task, and notes it if its confirmation was shown.
func (s *storm) practise(w store.Workspace, member string) error {
	post, err := s.say(w, member, "task")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(post.Choices, func(c bot.Choice) bool { return c.Label == "Done" })
	if i < 0 {
		return nil
	}
	line := post.Choices[i].Line
	post, err = s.say(w, member, line)
	if err != nil {
		return err
	}
	if strings.HasPrefix(post.Body, "Recorded") {
		who := string(w) + " " + member
		s.confirmed[who] = append(s.confirmed[who], doneLine.FindStringSubmatch(line)[1])
	}
	return nil
}

// setUp gives both workspaces a daily task and reminders, without dying.
func (s *storm) setUp() {
	s.start(childConfig{})
	for _, w := range storms {
		for _, line := range []string{"daily 09:00 daily UTC", "settings cap 20"} {
			s.must(s.say(w, "ann", line))
		}
		s.must(s.say(w, "ann", "remind 10:00 daily UTC"))
		s.must(s.say(w, "bob", "settings cap 20"))
		s.must(s.say(w, "bob", "remind 11:00 daily UTC"))
	}
	s.stop()
}

func (s *storm) must(post bot.Post, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// stop ends the program as its input ends.
func (s *storm) stop() {
	s.in.Close()
	if err := s.child.Wait(); err != nil {
		s.t.Fatal(err)
	}
	s.child = nil
}

// settle lets the program live without dying until nothing is open, and returns
// the store's file.
func (s *storm) settle() string {
	s.dest.mu.Lock()
	s.dest.shaky = false
	s.dest.mu.Unlock()
	s.start(childConfig{})
	for range 4 {
		s.now = s.now.Add(5 * time.Minute)
		if _, err := s.tell("time %s", s.now.Format(time.RFC3339)); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.tell("drain"); err != nil {
			s.t.Fatal(err)
		}
	}
	s.stop()
	return filepath.Join(s.dir, "mentor.db")
}

// check holds the promises of DESIGN.md §5 against what the destination got.
func (s *storm) check() (sent, uncertain int) {
	home, err := bolt.Open(s.settle())
	if err != nil {
		s.t.Fatal(err)
	}
	defer home.Close()
	st, err := store.Open(s.t.Context(), home)
	if err != nil {
		s.t.Fatal(err)
	}
	err = st.View(s.t.Context(), func(tx *store.Tx) error {
		s.checkAttempts(tx)
		sent, uncertain = s.checkPosts(tx)
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return sent, uncertain
}

// checkAttempts holds promise 1: what was confirmed is in the store, once.
func (s *storm) checkAttempts(tx *store.Tx) {
	for who, offers := range s.confirmed {
		w, member, _ := strings.Cut(who, " ")
		space := tx.In(store.Workspace(w))
		m, err := space.Member(store.MemberID(member))
		if err != nil {
			s.t.Fatalf("%s: %v", who, err)
		}
		log, err := space.Log(m, time.Time{}, 1_000_000)
		if err != nil {
			s.t.Fatal(err)
		}
		settled := map[string]int{}
		for _, a := range log {
			if a.Act == store.Settled {
				settled[bot.OfferLine(a.Item, a.Offered)]++
			}
		}
		for _, offer := range offers {
			if settled[offer] != 1 {
				s.t.Errorf("%s: the confirmed %q is in the store %d times", who, offer, settled[offer])
			}
		}
	}
}

// checkPosts holds promises 2 to 4: each occasion was promised; nothing is open
// that is of no use any more; what is settled as sent was got; nothing was got
// twice; what cannot be known stays uncertain.
func (s *storm) checkPosts(tx *store.Tx) (sent, uncertain int) {
	s.dest.mu.Lock()
	defer s.dest.mu.Unlock()
	for ref, n := range s.dest.got {
		if n > 1 {
			s.t.Errorf("%s was delivered %d times", ref, n)
		}
	}
	for _, w := range storms {
		for day := time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC); day.Add(11 * time.Hour).Before(s.now); day = day.AddDate(0, 0, 1) {
			date := day.Format(time.DateOnly)
			for _, key := range []store.Key{store.Key("daily/" + date + "/C1"), store.Key("remind/" + date + "/ann"), store.Key("remind/" + date + "/bob")} {
				ref := store.Ref{Workspace: w, Key: key}
				p, err := tx.In(w).Promised(key)
				if err != nil {
					s.t.Errorf("%s: %v", ref, err)
					continue
				}
				got := s.dest.got[ref]
				switch {
				case p.Status == store.Sent:
					sent++
					if got != 1 {
						s.t.Errorf("%s is settled as sent, and was delivered %d times", ref, got)
					}
				case p.Status == store.Uncertain:
					uncertain++
					if w.Platform() == "slack" {
						s.t.Errorf("%s is uncertain where posts can be looked up", ref)
					}
				case p.Status.Open() && s.now.After(p.Until):
					s.t.Errorf("%s is %s although it is of no use any more", ref, p.Status)
				case got > 0:
					s.t.Errorf("%s is %s, and was delivered", ref, p.Status)
				}
			}
		}
	}
	return sent, uncertain
}

// TestCrash kills the program at every named point and at random ones.
func TestCrash(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many processes")
	}
	seed := *crashSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d (-crashseed %d repeats it)", seed, seed)
	s := newStorm(t, seed)
	s.setUp()
	for _, at := range []point{beforeCommit, afterCommit, beforeSend, afterSend, beforeSettle} {
		for _, count := range []int64{1, 3} {
			s.start(childConfig{Die: at, Count: count})
			if err := s.live(3 * 24); !errors.Is(err, errDead) {
				t.Errorf("%s, time %d: the program lives (%v)", at, count, err)
			}
			s.kill()
		}
	}
	rng := rand.New(rand.NewPCG(seed, 2))
	for i := range *crashes {
		s.randomKill(rng, i)
	}
	s.killedBackup()
	s.killedDelete()
	sent, uncertain := s.check()
	attempts := 0
	for _, offers := range s.confirmed {
		attempts += len(offers)
	}
	t.Logf("%d kills, %d starts: %d confirmed attempts all there; %d posts sent, 0 twice; %d uncertain",
		s.kills, s.starts, attempts, sent, uncertain)
	if attempts == 0 || sent == 0 {
		t.Error("nothing was checked")
	}
}

// randomKill lets the program live until it is killed, from within at some point
// or from outside at some instant.
func (s *storm) randomKill(rng *rand.Rand, i int) {
	if i%2 == 0 {
		s.start(childConfig{Any: true, Count: 1 + rng.Int64N(150)})
		s.live(24)
		s.kill()
		return
	}
	s.start(childConfig{})
	child, after := s.child.Process, time.Duration(rng.Int64N(int64(300*time.Millisecond)))
	timer := time.AfterFunc(after, func() { child.Kill() })
	defer timer.Stop()
	s.live(24)
	s.kill()
}

// killedBackup kills the program in a backup. What stands under the backup's
// name, if anything does, opens; and a later backup works.
func (s *storm) killedBackup() {
	path := filepath.Join(s.dir, "backup.db")
	s.start(childConfig{Die: inBackup, Count: 2})
	if _, err := s.tell("backup %s", path); !errors.Is(err, errDead) {
		s.t.Errorf("the program lives through its death in a backup (%v)", err)
	}
	s.kill()
	if _, err := os.Stat(path); err == nil {
		s.opens(path)
		os.Remove(path)
	}
	s.start(childConfig{})
	if answer, err := s.tell("backup %s", path); err != nil || answer != "" {
		s.t.Errorf("backup after a kill: %q, %v", answer, err)
	}
	s.stop()
	s.opens(path)
}

func (s *storm) opens(path string) {
	s.t.Helper()
	home, err := bolt.Open(path)
	if err != nil {
		s.t.Errorf("the backup does not open: %v", err)
		return
	}
	home.Close()
}

// killedDelete deletes a member's data, killed after each of its first steps,
// and checks that in the end nothing of it is left.
func (s *storm) killedDelete() {
	const w, member = "slack:T1", "carol"
	s.start(childConfig{})
	for range 150 {
		if err := s.practise(w, member); err != nil {
			s.t.Fatal(err)
		}
		s.now = s.now.Add(time.Second)
		s.tell("time %s", s.now.Format(time.RFC3339))
	}
	delete(s.confirmed, w+" "+member)
	s.must(s.say(w, member, "mydata delete yes"))
	s.kill()
	for range 3 {
		s.start(childConfig{Die: inDelete, Count: 1})
		if _, err := s.tell("removing"); !errors.Is(err, errDead) {
			s.t.Errorf("the program lives through its death in a delete (%v)", err)
		}
		s.kill()
	}
	home, err := bolt.Open(s.settle())
	if err != nil {
		s.t.Fatal(err)
	}
	defer home.Close()
	home.View(s.t.Context(), func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{From: []byte{}, Limit: 10_000_000})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, pair := range pairs {
			if bytes.Contains(pair.Key, []byte(member)) {
				s.t.Errorf("of a deleted member there is still %q", pair.Key)
			}
		}
		return nil
	})
}
