package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"mentorbot/store"
)

func TestPeople(t *testing.T) {
	s := openStore(t)
	member := &store.Member{
		ID: "U1", Born: noon.Add(1), Name: "Ann", Zone: "Europe/Berlin", SeenZone: "UTC", Level: "mid", Days: "mon-thu",
		Cap: 3, NoStreak: true, Pauses: []store.Pause{{From: "2026-08-24", Until: "2026-08-31"}},
		Remind: store.Reminder{Spec: "09:00", OwnDays: true, Zone: "UTC", First: noon.Add(time.Hour), Turn: 3, SkipTo: "2026-08-31", Shut: true},
	}
	lead := &store.Lead{ID: "U1", By: "U2", At: noon}
	team := &store.Team{
		Zone: "UTC", Holidays: "DE", DaysOff: []string{"2026-12-31"}, Days: "mon-fri", NoStreaks: true, Reports: "topics",
	}
	channel := &store.Channel{ID: "C1", Name: "general", Daily: store.Daily{
		Spec: "10:00", OwnDays: true, Zone: "UTC", Skills: []string{"apis"}, By: "U1", Set: noon, Next: noon.Add(time.Hour),
	}}

	same(t, "absent Team", view(t, s, (*store.Space).Team), &store.Team{})
	same(t, "absent Channel", view(t, s, func(sp *store.Space) (*store.Channel, error) { return sp.Channel("C1") }), &store.Channel{ID: "C1"})
	wantAbsent(t, s, "Member", func(sp *store.Space) error { _, err := sp.Member("U1"); return err })
	wantAbsent(t, s, "Lead", func(sp *store.Space) error { _, err := sp.Lead("U1"); return err })

	update(t, s, func(sp *store.Space) error {
		return errors.Join(sp.PutMember(member), sp.PutLead(lead), sp.PutTeam(team), sp.PutChannel(channel))
	})
	same(t, "Member", view(t, s, func(sp *store.Space) (*store.Member, error) { return sp.Member("U1") }), member)
	same(t, "Lead", view(t, s, func(sp *store.Space) (*store.Lead, error) { return sp.Lead("U1") }), lead)
	same(t, "Leads", view(t, s, func(sp *store.Space) ([]*store.Lead, error) { return sp.Leads(9) }), []*store.Lead{lead})
	same(t, "Team", view(t, s, (*store.Space).Team), team)
	same(t, "Channel", view(t, s, func(sp *store.Space) (*store.Channel, error) { return sp.Channel("C1") }), channel)

	update(t, s, func(sp *store.Space) error { return sp.DeleteLead("U1") })
	wantAbsent(t, s, "deleted Lead", func(sp *store.Space) error { _, err := sp.Lead("U1"); return err })
	if err := s.Update(ctx, func(tx *store.Tx) error { return tx.In(here).PutMember(&store.Member{ID: "U2"}) }); err == nil {
		t.Error("a member without a birth was taken")
	}
}

func wantAbsent(t *testing.T, s *store.Store, what string, fn func(*store.Space) error) {
	t.Helper()
	if err := s.View(ctx, func(tx *store.Tx) error { return fn(tx.In(here)) }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%s: %v, want %v", what, err, store.ErrNotFound)
	}
}

// Members come in pages, in the order of their ids.
func TestMembersInPages(t *testing.T) {
	s := openStore(t)
	ids := []store.MemberID{"U", "Uß", "U1", "U10", "U100", "U11", "U2", "u"}
	update(t, s, func(sp *store.Space) (err error) {
		for _, id := range ids {
			err = errors.Join(err, sp.PutMember(&store.Member{ID: id, Born: noon}), sp.PutLead(&store.Lead{ID: id}))
		}
		return err
	})
	for _, limit := range []int{1, 2, 3, 100} {
		var got []store.MemberID
		for past := store.MemberID(""); ; past = got[len(got)-1] {
			page := view(t, s, func(sp *store.Space) ([]*store.Member, error) { return sp.Members(past, limit) })
			for _, m := range page {
				got = append(got, m.ID)
			}
			if len(page) < limit {
				break
			}
		}
		if want := "[U U1 U10 U100 U11 U2 Uß u]"; fmt.Sprint(got) != want {
			t.Errorf("by %d: %q, want %q", limit, fmt.Sprint(got), want)
		}
	}
}

func TestPosted(t *testing.T) {
	s := openStore(t)
	update(t, s, func(sp *store.Space) error {
		return errors.Join(
			sp.PutPosted("C1", "a/b#1", noon), sp.PutPosted("C1", "a/b#2", noon.Add(1)), sp.PutPosted("C1", "a/b#1", noon.Add(2)),
			sp.PutPosted("C10", "a/b#3", noon),
		)
	})
	same(t, "Posted", view(t, s, func(sp *store.Space) (map[store.ItemID]time.Time, error) { return sp.Posted("C1", 9) }),
		map[store.ItemID]time.Time{"a/b#1": noon.Add(2), "a/b#2": noon.Add(1)})
}

// A forgotten member is gone at once; the data goes in small batches, whatever
// kind it is, and with it nothing of anybody else, nor of the member who comes
// back under the same name meanwhile.
func TestForget(t *testing.T) {
	s := openStore(t)
	gone := &store.Member{ID: "U1", Born: noon}
	again := &store.Member{ID: "U1", Born: noon.Add(1)}
	others := []*store.Member{again, {ID: "U10", Born: noon}, {ID: "U", Born: noon}}
	update(t, s, func(sp *store.Space) (err error) {
		for i, m := range append(others[1:], gone) {
			err = errors.Join(err, sp.PutMember(m), sp.PutLead(&store.Lead{ID: m.ID}), practise(sp, m, i))
		}
		return err
	})
	update(t, s, func(sp *store.Space) error { return sp.ForgetMember(gone) })
	wantAbsent(t, s, "Member", func(sp *store.Space) error { _, err := sp.Member("U1"); return err })
	wantAbsent(t, s, "Lead", func(sp *store.Space) error { _, err := sp.Lead("U1"); return err })
	update(t, s, func(sp *store.Space) error { return errors.Join(sp.PutMember(again), practise(sp, again, 7)) })

	before := view(t, s, dumpOf(others...))
	if own := view(t, s, dumpOf(gone)); own == view(t, s, dumpOf(&store.Member{ID: "U9", Born: noon})) {
		t.Fatal("nothing to remove")
	}
	batches := 0
	for more := true; more; batches++ {
		update(t, s, func(sp *store.Space) (err error) {
			more, err = sp.RemoveData(gone.ID, gone.Born, 4)
			return err
		})
		if batches > 99 {
			t.Fatal("no end")
		}
	}
	if batches < 3 {
		t.Errorf("removed in %d batches", batches)
	}
	nobody := &store.Member{ID: "U9", Born: noon}
	same(t, "data of the forgotten", view(t, s, dumpOf(gone)), view(t, s, dumpOf(nobody)))
	same(t, "data of the others", view(t, s, dumpOf(others...)), before)
	wantAbsent(t, s, "promise to the forgotten", func(sp *store.Space) error { _, err := sp.Promised("to U1/2"); return err })
}

// practise leaves a record of every kind in a member's data.
func practise(sp *store.Space, m *store.Member, seed int) (err error) {
	at := noon.Add(time.Duration(seed) * time.Minute)
	for i := range 3 {
		item := store.ItemID(fmt.Sprintf("skill/topic%d#%d", seed, i))
		err = errors.Join(err,
			sp.Append(m, &store.Attempt{At: at, Item: item, Act: store.Settled}),
			sp.PutMemory(m, &store.Memory{Item: item}),
			sp.PutSummary(m, &store.Summary{Topic: item.Topic(), Attempts: i}),
			sp.PutDay(m, &store.DaySum{Day: fmt.Sprintf("2026-08-2%d", i), Items: seed}))
	}
	p := &store.Promise{Key: store.Key(fmt.Sprintf("to %s/%d", m.ID, seed)), Member: m.ID, Status: store.Waiting, At: at}
	_, err2 := sp.Promise(p)
	return errors.Join(err, err2, sp.NotePromise(m, p))
}
