package store_test

import (
	"errors"
	"testing"

	"mentorbot/store"
)

// An event is taken once, in each workspace, until it is forgotten.
func TestTake(t *testing.T) {
	s := openStore(t)
	take := func(w store.Workspace, event string) (first bool) {
		if err := s.Update(ctx, func(tx *store.Tx) (err error) {
			first, err = tx.In(w).Take(event)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return first
	}
	same(t, "first", take(here, "Ev1"), true)
	same(t, "again", take(here, "Ev1"), false)
	same(t, "another", take(here, "Ev10"), true)
	same(t, "elsewhere", take("slack:T10", "Ev1"), true)
	update(t, s, func(sp *store.Space) error { return sp.ForgetEvent("Ev1") })
	same(t, "forgotten", take(here, "Ev1"), true)
	same(t, "not forgotten", take("slack:T10", "Ev1"), false)
	if err := s.Update(ctx, func(tx *store.Tx) error { _, err := tx.In(here).Take(""); return err }); !errors.Is(err, store.ErrBadName) {
		t.Errorf("Take of no name: %v", err)
	}
}

func TestTrail(t *testing.T) {
	s := openStore(t)
	trail := func(sp *store.Space) (*store.Trail, error) { return sp.Trail("U1") }
	want := &store.Trail{Seen: []store.Sight{{Workspace: here, Name: "One", Last: noon}, {Workspace: "slack:T2", Last: noon.Add(-1)}}}
	same(t, "absent Trail", view(t, s, trail), &store.Trail{})
	update(t, s, func(sp *store.Space) error { return sp.PutTrail("U1", want) })
	same(t, "Trail", view(t, s, trail), want)
	update(t, s, func(sp *store.Space) error { return sp.PutTrail("U1", &store.Trail{}) })
	same(t, "removed Trail", view(t, s, trail), &store.Trail{})
}
