package bot

import (
	"fmt"
	"testing"

	"mentorbot/store"
)

// FuzzLine has any bytes said, by everybody, in every way. Nothing panics or
// breaks; there is always an answer; what it offers can be said; and a line that
// cannot be read leaves nothing behind.
func FuzzLine(f *testing.F) {
	for _, line := range everyLine() {
		f.Add([]byte(line))
	}
	for _, line := range []string{
		"\xff\xfe", "\x00", "\u202edrow", "<@", "<@>", "<@!>", "lead add <@|x>", "team <@" + "\U0010ffff" + ">", "remind :", "remind ::::",
		"remind 09:00 /", "daily 09:00 ../etc", "done # 0", "done a#b -1", "done a#b zzzzzzzzzzzzzz", "answer a#b 0 h ?", "answer a#b 0 h *ABCDEF?", "answer a#b 0 h ABCDEF?", "AC", "e,d , c", "answer ac", "quiz 99999999999", "quiz wrong 3", "quiz - 3",
		"dispute a#b 0", "dispute databases/joins#which 0000", "daily 09:00 quiz quiz apis",
		"answer databases/joins#which 0 0000 ", "grade databases/joins#which 0 easy", "hint databases/joins#count-orders 0", "settings team dayoff ,,,",
		"settings cap -1", "pause until 0000-00-00", "pause until 9999-12-31", "server :", "server discord:1", "help `", "more /", "skip # #", "ask ask ask", "ASK", "🫖",
	} {
		f.Add([]byte(line))
	}
	d := newDesk(f)
	n := 0
	f.Fuzz(func(t *testing.T, line []byte) {
		n++
		w := store.Workspace(fmt.Sprintf("slack:T%d", n))
		d.log = logTo(t)
		_, unreadable := clean(string(line))
		for _, who := range []Person{{ID: "boss", Admin: true}, {ID: "member", Name: "A *b*"}, {ID: "stranger", Zone: "Asia/Tokyo"}} {
			if who.ID == "member" && unreadable == nil {
				d.Handle(ctx, Message{Workspace: w, From: who, Line: "task"})
			}
			for _, via := range []Via{Typed, Mentioned, PressedOwn, PressedShared} {
				m := Message{Workspace: w, From: who, Place: Place{ID: "C1", Name: "backend"}, Via: via, Line: string(line)}
				checkReply(t, d.Bot, m, d.Handle(ctx, m))
			}
		}
		if left := d.dump(t, w); unreadable != nil && left != "" {
			t.Errorf("%q left\n%s", line, left)
		}
	})
}

// checkReply holds a reply to what every reply must be.
func checkReply(t testing.TB, b *Bot, m Message, r Reply) {
	t.Helper()
	if r.Silent {
		t.Errorf("%q: silence", m.Line)
	}
	private, replace := b.Shape(m)
	if r.Private != private || r.Replace && !replace {
		t.Errorf("%q: private %t, replaces %t, but announced as %t, %t", m.Line, r.Private, r.Replace, private, replace)
	}
	checkPost(t, b, r.Post)
	if r.Then != nil {
		checkPost(t, b, *r.Then)
	}
}
