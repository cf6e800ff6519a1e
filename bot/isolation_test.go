package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/store"
)

// A move is one thing that happens: somebody says a line or presses one that
// they were shown, or time goes by.
type move struct {
	workspace store.Workspace
	who       store.MemberID
	line      string // empty is a press
	press     int    // which of the choices that were shown there
	via       Via
	wait      time.Duration
}

// drawMove draws a move of one of the workspaces.
func drawMove(rt *rapid.T, workspaces ...store.Workspace) move {
	return move{
		workspace: rapid.SampledFrom(workspaces).Draw(rt, "workspace"),
		who:       rapid.SampledFrom([]store.MemberID{"ann", "bob", "boss"}).Draw(rt, "who"),
		line:      rapid.SampledFrom(append(everyLine(), make([]string, 20)...)).Draw(rt, "line"),
		press:     rapid.IntRange(0, 1_000).Draw(rt, "press"),
		via:       rapid.SampledFrom([]Via{Typed, Mentioned, PressedOwn, PressedShared}).Draw(rt, "via"),
		wait:      rapid.SampledFrom([]time.Duration{time.Second, time.Second, time.Hour, 30 * time.Hour}).Draw(rt, "wait"),
	}
}

// everyLine is lines of every kind.
func everyLine() []string {
	lines := []string{
		"what is an index", "how do i brew tea", "ask rest", "task", "quiz", "progress", "plan", "mydata", "mydata export",
		"mydata delete yes", "remind later", "remind skip", "team ann", "team <@bob>", "lead add <@bob>", "lead remove bob",
		"settings team zone Asia/Tokyo", "settings zone Europe/Berlin", "settings team reports totals", "settings team dayoff 2026-08-26",
		"daily 09:00 apis", "remind 10:00 daily", "pause until friday", "level mid", "taks", "remind 25:00", "",
	}
	for _, c := range Commands() {
		lines = append(lines, c.Example...)
	}
	return lines
}

// A player plays moves on a desk and keeps what each workspace was shown.
type player struct {
	*desk
	lines map[store.Workspace][]string // of choices that were shown
}

// play plays a move and returns what its workspace sees of it.
func (p *player) play(t testing.TB, m move) string {
	p.fallDue(t)
	line := m.line
	if shown := p.lines[m.workspace]; line == "" && len(shown) > 0 {
		line = shown[m.press%len(shown)]
	}
	reply := p.Handle(ctx, Message{
		Workspace: m.workspace, From: Person{ID: m.who, Name: string(m.who), Admin: m.who == "boss"},
		Place: Place{ID: "C1", Name: "backend"}, Via: m.via, Line: line,
	})
	for _, c := range reply.Choices {
		p.lines[m.workspace] = append(p.lines[m.workspace], c.Line)
	}
	seen, err := json.Marshal(reply)
	if err != nil {
		t.Fatal(err)
	}
	return line + "\n" + string(seen)
}

// Whatever is done in two workspaces, which have members and channels of the
// same names, each sees what it would see alone, and has the same records.
func TestWorkspacesNeverSeeEachOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		both := &player{newDesk(t), map[store.Workspace][]string{}}
		alone := &player{newDesk(t), map[store.Workspace][]string{}}
		defer both.home.Close()
		defer alone.home.Close()
		const one, other = store.Workspace("slack:T1"), store.Workspace("slack:T11")
		for i := range rapid.IntRange(1, 20).Draw(rt, "moves") {
			m := drawMove(rt, one, other)
			both.now = both.now.Add(m.wait)
			alone.now = both.now
			got := both.play(t, m)
			if m.workspace == other {
				alone.fallDue(t)
				continue
			}
			if want := alone.play(t, m); got != want {
				rt.Fatalf("move %d: with another workspace it sees\n%s\nalone\n%s", i, got, want)
			}
		}
		if got, want := both.dump(t, one), alone.dump(t, one); got != want {
			rt.Fatalf("with another workspace it has\n%s\nalone\n%s", got, want)
		}
	})
}

// What a workspace has is not seen by the search for its members or leads, nor
// in what a member exports.
func TestNothingOfOthersInAnExport(t *testing.T) {
	d := newDesk(t)
	for _, w := range []store.Workspace{"slack:T1", "slack:T2"} {
		for i, who := range []store.MemberID{"ann", "bob"} {
			d.now = d.now.Add(time.Second)
			d.say(w, who, fmt.Sprintf("remind 1%d:00", i))
			for _, c := range d.say(w, who, "task").Choices {
				d.say(w, who, c.Line)
			}
		}
	}
	file := d.say("slack:T1", "ann", "mydata export").File
	if file == nil {
		t.Fatal("no file")
	}
	var e export
	if err := json.Unmarshal(file.Data, &e); err != nil {
		t.Fatal(err)
	}
	if len(e.Log) == 0 || len(e.Memory) == 0 || len(e.Topics) == 0 || len(e.Days) == 0 || e.Member.Remind.Spec != "10:00 daily" {
		t.Errorf("the export lacks something:\n%s", file.Data)
	}
	for _, word := range []string{"T2", "bob", "11:00"} {
		if strings.Contains(string(file.Data), word) {
			t.Errorf("the export holds %s:\n%s", word, file.Data)
		}
	}
	if !slices.IsSortedFunc(e.Log, func(a, b *store.Attempt) int { return a.At.Compare(b.At) }) {
		t.Error("the log is not in order")
	}
}
