package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentorbot/store"
)

// One record that cannot be read is put off for an hour and logged, and nobody
// else waits for it.
func TestBrokenRecordHoldsUpNobody(t *testing.T) {
	d := newDesk(t)
	for i := range 30 {
		d.say("slack:T1", store.MemberID(fmt.Sprintf("m%02d", i)), "remind 10:00")
	}
	broken := []byte("wslack:T1\x00mm07")
	var whole []byte
	if err := d.home.Update(ctx, func(w store.Writer) (err error) {
		if whole, err = w.Get(broken); err != nil {
			return err
		}
		return w.Put(broken, []byte("{"))
	}); err != nil {
		t.Fatal(err)
	}
	var log kept
	d.log = log.logger()
	d.now = begin.Add(time.Hour)
	d.fallDue(t)
	if n := d.held(t); n != 29 {
		t.Errorf("%d reminders are promised, want 29", n)
	}
	if len(log.lines) != 1 || !strings.Contains(log.lines[0], "postponed") {
		t.Errorf("logged: %q", log.lines)
	}
	if at, ok, err := d.NextDue(ctx); !at.Equal(d.now.Add(postponed)) || !ok || err != nil {
		t.Errorf("the next is due at %v, %t, %v", at, ok, err)
	}

	// When it can be read again it is made up.
	if err := d.home.Update(ctx, func(w store.Writer) error { return w.Put(broken, whole) }); err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(postponed)
	d.fallDue(t)
	if n := d.held(t); n != 30 {
		t.Errorf("%d reminders are promised, want 30", n)
	}
}

// held is how many reminders wait to be sent.
func (d *desk) held(t *testing.T) (n int) {
	t.Helper()
	if err := d.store.View(ctx, func(tx *store.Tx) error {
		refs, err := tx.Pending(1_000)
		n = len(refs)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// A duty that this program does not know is forgotten, so that it does not ring
// for ever.
func TestUnknownDuty(t *testing.T) {
	d := newDesk(t)
	if err := d.store.Update(ctx, func(tx *store.Tx) error {
		return tx.In("slack:T1").File(begin, store.Duty('?'), "x")
	}); err != nil {
		t.Fatal(err)
	}
	d.fallDue(t)
	if at, ok, err := d.NextDue(ctx); ok || err != nil {
		t.Errorf("something is due at %v, %v", at, err)
	}
}

// What was filed for a time that was changed since does nothing when it comes.
func TestStaleEntry(t *testing.T) {
	d := newDesk(t)
	d.say("slack:T1", "ann", "remind 15:00")
	d.say("slack:T1", "boss", "daily 15:00")
	if err := d.store.Update(ctx, func(tx *store.Tx) error {
		s := tx.In("slack:T1")
		for duty, id := range map[store.Duty]string{store.RemindDue: "ann\x000", store.DailyDue: "C1"} {
			if err := s.File(begin.Add(time.Minute), duty, id); err != nil {
				return err
			}
		}
		return s.File(begin.Add(time.Minute), store.RemindDue, "nobody\x001")
	}); err != nil {
		t.Fatal(err)
	}
	d.now = begin.Add(time.Hour)
	d.fallDue(t)
	if n := d.held(t); n != 0 {
		t.Errorf("%d promises, want none", n)
	}
	d.now = begin.Add(6 * time.Hour)
	d.fallDue(t)
	if n := d.held(t); n != 2 {
		t.Errorf("%d promises at 15:00, want 2", n)
	}
}

// Deleting takes a little per transaction, and ends with nothing left.
func TestDeleteInSteps(t *testing.T) {
	d := newDesk(t)
	d.say("slack:T1", "ann", "remind 09:30")
	for i := range 150 { // each leaves a record of the log
		d.now = d.now.Add(time.Second)
		line := fmt.Sprintf("hint databases/joins#count-orders %s", offered("", d.now).stamp())
		if i%2 == 1 {
			line = strings.Replace(line, "hint", "done", 1)
		}
		d.say("slack:T1", "ann", line)
	}
	d.now = begin.Add(30 * time.Minute)
	d.fallDue(t)
	d.say("slack:T1", "ann", "mydata delete yes")
	for steps := 1; ; steps++ {
		n, err := d.FallDue(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			if steps < 3 {
				t.Errorf("it took %d steps", steps)
			}
			break
		}
	}
	for line := range strings.Lines(d.dump(t, "slack:T1")) {
		if strings.Contains(line, "ann") && !strings.HasPrefix(line, `"d`) { // the key of a settled promise may be retired later
			t.Errorf("left behind: %s", line)
		}
	}
}

// What a platform delivers again is handled once.
func TestEventOnce(t *testing.T) {
	d := newDesk(t)
	offer := offered("databases/joins#count-orders", d.now)
	m := Message{Workspace: "slack:T1", From: Person{ID: "ann"}, Place: Place{ID: "C1"}, Line: "done " + offer.String(), Event: "Ev1"}
	first := d.Handle(ctx, m)
	if first.Silent || !strings.HasPrefix(first.Body, "Recorded") {
		t.Errorf("the first answer is %+v", first)
	}
	if again := d.Handle(ctx, m); !again.Silent {
		t.Errorf("the second answer is %+v", again)
	}
	m.Event = "Ev2"
	if other := d.Handle(ctx, m); other.Silent || !strings.Contains(other.Body, "already recorded") {
		t.Errorf("the answer to another event is %+v", other)
	}

	// It is remembered for a while, not for ever.
	d.now = d.now.Add(eventsFor)
	d.fallDue(t)
	m.Event = "Ev1"
	if late := d.Handle(ctx, m); late.Silent {
		t.Error("an event of long ago is still remembered")
	}
}
