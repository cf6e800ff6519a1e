package bot

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mentorbot/store"
)

// Everybody presses at once, and twice: each press counts once for each who
// presses, and each is welcomed once.
func TestPressedAtOnce(t *testing.T) {
	d := newDesk(t)
	offer := offered("databases/joins#count-orders", d.now)
	var recorded, welcomed atomic.Int64
	var all sync.WaitGroup
	const people, presses = 5, 4
	for i := range people * presses {
		who := store.MemberID(fmt.Sprintf("m%d", i%people))
		all.Go(func() {
			reply := d.Handle(ctx, Message{
				Workspace: "slack:T1", From: Person{ID: who}, Place: Place{ID: "C1"}, Via: PressedShared, Line: "done " + offer.String(),
			})
			if strings.HasPrefix(reply.Body, "Recorded") {
				recorded.Add(1)
			}
			if reply.Then != nil {
				welcomed.Add(1)
			}
		})
	}
	all.Wait()
	if recorded.Load() != people || welcomed.Load() != people {
		t.Errorf("%d people pressed: %d recorded, %d welcomed", people, recorded.Load(), welcomed.Load())
	}
	d.in(t, "slack:T1", func(s *store.Space) error {
		for i := range people {
			me, err := s.Member(store.MemberID(fmt.Sprintf("m%d", i)))
			if err != nil {
				return err
			}
			log, err := s.Log(me, time.Time{}, everything)
			if err != nil || len(log) != 1 {
				t.Errorf("%s has %d entries, %v", me.ID, len(log), err)
			}
		}
		return nil
	})
}

// Two lines in the same instant of a coarse clock are two lines.
func TestSameInstant(t *testing.T) {
	d := newDesk(t)
	if first := d.say("slack:T1", "ann", "task databases/joins"); first.Then == nil {
		t.Error("no welcome")
	}
	task := d.say("slack:T1", "ann", "task databases/joins")
	if task.Then != nil {
		t.Error("a second welcome")
	}
	for _, c := range task.Choices {
		d.say("slack:T1", "ann", c.Line)
	}
	d.in(t, "slack:T1", func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		log, err := s.Log(me, time.Time{}, everything)
		var acts []string
		for _, a := range log {
			acts = append(acts, string(a.Act))
		}
		if got, want := strings.Join(acts, " "), "opened settled"; got != want {
			t.Errorf("the log is %s, want %s", got, want) // once done it cannot be put off
		}
		return err
	})
}
