package bot

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// remembers writes practice of some members on the items of the library, as a model
// remembers, and keeps what follows from it by the model that the bot has.
func (d *desk) remembers(t testing.TB, w store.Workspace, members int, model schedule.Model) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	if err := d.store.Update(ctx, func(tx *store.Tx) error {
		s := tx.In(w)
		for n := range members {
			me := &store.Member{ID: store.MemberID(fmt.Sprintf("m%03d", n)), Born: begin}
			if err := s.PutMember(me); err != nil {
				return err
			}
			for i, item := range d.course.ids {
				if err := live(s, me, item, begin.AddDate(0, 0, n%100).Add(time.Duration(i)*time.Minute), model, rng); err != nil {
					return err
				}
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// live is somebody's practice of an item.
func live(s *store.Space, me *store.Member, item store.ItemID, at time.Time, model schedule.Model, rng *rand.Rand) error {
	var truth schedule.State
	mem := &store.Memory{Item: item}
	for gap := 0; mem.Reps < 4; {
		a := &store.Attempt{At: at, Item: item, Act: store.Settled, Grade: store.Again, Day: at.Format(time.DateOnly), Minutes: 1}
		if mem.Reps == 0 && rng.IntN(2) == 0 || rng.Float64() < schedule.Retrievability(truth, gap) {
			a.Grade = store.Good
		}
		truth = model.Review(truth, schedule.Rating(a.Grade), gap)
		if err := s.Append(me, a); err != nil {
			return err
		}
		after := advance(schedule.Published(), *mem, a)
		mem = &after
		if err := keep(s, me, mem, 1); err != nil {
			return err
		}
		if err := count(s, me, a, 1); err != nil {
			return err
		}
		gap = 1 + rng.IntN(10)
		at = at.AddDate(0, 0, gap)
	}
	return nil
}

// A workspace with enough reviews is fitted, what is derived is then derived anew
// from the logs, and from then on it is the fitted model that practice goes by.
func TestTune(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	truth := schedule.Model{Initial: [4]float64{2, 5, 12, 30}}
	d.remembers(t, "slack:T1", 60, truth)
	got, err := Tune(ctx, d.store, "slack:T1", d.now)
	if err != nil || !got.Taken || !(got.After < got.Before) || got.From != schedule.Published().Initial {
		t.Fatalf("%+v, %v", got, err)
	}
	d.fallDue(t)
	var team *store.Team
	d.in(t, "slack:T1", func(s *store.Space) (err error) {
		if team, err = s.Team(); err != nil {
			return err
		}
		if team.Initial != got.To {
			t.Errorf("in force %v, fitted %v", team.Initial, got.To)
		}
		members, err := s.Members("", everything)
		for _, m := range members {
			log, err := s.Log(m, time.Time{}, everything)
			if err != nil {
				return err
			}
			has, err := derived(s, m)
			if want := rebuilt(modelOf(team), log); err != nil || !reflect.DeepEqual(has, want) {
				t.Fatalf("%s has\n%+v\nthe log says\n%+v, %v", m.ID, has, want, err)
			}
		}
		return err
	})
	d.now = d.now.AddDate(1, 0, 0)
	task := d.say("slack:T1", "ann", "task databases/tables")
	d.say("slack:T1", "ann", task.Choices[2].Line)
	d.in(t, "slack:T1", func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		mem, err := s.Memory(me, "databases/tables#first-table")
		if mem.Stability != got.To[2] {
			t.Errorf("a first Good begins with %v, fitted %v", mem.Stability, got.To)
		}
		return err
	})
	if again, err := Tune(ctx, d.store, "slack:T1", d.now); err != nil || again.Taken {
		t.Errorf("tuned twice: %+v, %v", again, err)
	}
}

// Too few reviews change nothing, nor does another workspace's log.
func TestTuneNeedsReviews(t *testing.T) {
	d := newDesk(t)
	d.remembers(t, "slack:T1", 8, schedule.Model{Initial: [4]float64{2, 5, 12, 30}})
	before := d.dump(t, "slack:T1")
	for _, w := range []store.Workspace{"slack:T1", "slack:T2", "local"} {
		got, err := Tune(ctx, d.store, w, d.now)
		if err != nil || got.Taken || got.Reviews >= TuneFrom {
			t.Errorf("%s: %+v, %v", w, got, err)
		}
	}
	if after := d.dump(t, "slack:T1"); after != before {
		t.Error("something was written")
	}
}
