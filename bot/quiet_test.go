package bot

import (
	"testing"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// Reminders and daily tasks that were set before anybody listened are not asked
// about for what came then: three have to find nobody from now on.
func TestQuietBeginsToListen(t *testing.T) {
	const team = store.Workspace("slack:T1")
	d := newDesk(t)
	d.now = begin.Add(-time.Hour)
	d.say(team, "ann", "remind 09:00")
	d.say(team, "boss", "daily 09:00")
	asked := func(day int) (n int) {
		d.now = begin.AddDate(0, 0, day)
		d.fallDue(t)
		d.in(t, team, func(s *store.Space) error {
			all, err := s.PromisesUnder("ask/", 9)
			n = len(all)
			return err
		})
		return n
	}
	for day := range 3 {
		asked(day)
		d.sendAll(t, team, schedule.DateOf(d.now, time.UTC))
	}
	err := d.store.Update(ctx, func(tx *store.Tx) error { // as an earlier program left it
		s := tx.In(team)
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		c, err := s.Channel("C1")
		if err != nil {
			return err
		}
		me.Heard, c.Heard = time.Time{}, time.Time{}
		if err := s.PutChannel(c); err != nil {
			return err
		}
		return s.PutMember(me)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ day, asked int }{{3, 0}, {4, 0}, {7, 0}, {8, 0}, {9, 2}} {
		if got := asked(c.day); got != c.asked {
			t.Errorf("on day %d: %d questions, want %d", c.day, got, c.asked)
		}
		d.sendAll(t, team, schedule.DateOf(d.now, time.UTC))
	}
}

// sendAll settles what was promised for a day as sent.
func (d *desk) sendAll(t *testing.T, w store.Workspace, day schedule.Date) {
	t.Helper()
	err := d.store.Update(ctx, func(tx *store.Tx) error {
		s := tx.In(w)
		for _, key := range []store.Key{remindKey(day, "ann", ""), dailyKey(day, "C1")} {
			p, err := s.Promised(key)
			if err != nil {
				return ignoreAbsent(err)
			}
			p.Status = store.Sent
			if err := s.PutPromise(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
