package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/store"
)

var (
	someMembers = []*store.Member{{ID: "U1", Born: noon}, {ID: "U1", Born: noon.Add(1)}, {ID: "U10", Born: noon}}
	somePlaces  = []store.PlaceID{"C1", "C10"}
	someItems   = []store.ItemID{"apis/rest#one", "apis/rest#two", "databases/crud#one"}
	someDays    = []string{"2026-08-23", "2026-08-24"}
	someKeys    = []store.Key{"daily/2026-08-24/C1", "remind/2026-08-24/U1"}
)

// No sequence of operations in one workspace changes anything that another one
// can read, though both use the same names, and their own differ by little.
func TestIsolation(t *testing.T) {
	s := openStore(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++ // each in workspaces of its own
		pair := rapid.SampledFrom([][2]string{
			{"slack:%d", "slack:%d0"}, {"slack:%d.", "slack:%d"}, {"slack:%d", "discord:%d"}, {"é%d", "e%d"},
			{"w%dm", "w%d"}, {"w%dD", "w%d"}, {"w%dg", "w%d"}, {"w%d", "w%dl"}, // with letters that are kinds of records
		}).Draw(t, "workspaces")
		ours, theirs := named(pair[0], run), named(pair[1], run)
		work := func(w store.Workspace, steps int) {
			for range steps {
				step := operation(t)
				if err := s.Update(ctx, func(tx *store.Tx) error { return step(tx.In(w)) }); err != nil {
					t.Fatal(err)
				}
			}
		}
		work(theirs, rapid.IntRange(0, 12).Draw(t, "their steps"))
		before := dumpAll(t, s, theirs)
		work(ours, rapid.IntRange(1, 12).Draw(t, "our steps"))
		if after := dumpAll(t, s, theirs); after != before {
			t.Fatalf("%s worked, and %s changed from\n%s\nto\n%s", ours, theirs, before, after)
		}
	})
}

func named(pattern string, run int) store.Workspace {
	return store.Workspace(strings.ReplaceAll(pattern, "%d", fmt.Sprint("T", run)))
}

// operation draws one of everything that can be written.
func operation(t *rapid.T) func(*store.Space) error {
	n := rapid.IntRange(1, 9).Draw(t, "n")
	at := noon.Add(time.Duration(n))
	m := rapid.SampledFrom(someMembers).Draw(t, "member")
	place := rapid.SampledFrom(somePlaces).Draw(t, "place")
	item := rapid.SampledFrom(someItems).Draw(t, "item")
	day := rapid.SampledFrom(someDays).Draw(t, "day")
	key := rapid.SampledFrom(someKeys).Draw(t, "key")
	p := &store.Promise{Key: key, Status: rapid.SampledFrom(statuses).Draw(t, "status"), At: at, Tries: n}
	return rapid.SampledFrom([]func(*store.Space) error{
		func(s *store.Space) error { return s.PutMember(&store.Member{ID: m.ID, Born: m.Born, Cap: n}) },
		func(s *store.Space) error { return s.ForgetMember(m) },
		func(s *store.Space) error { _, err := s.RemoveData(m.ID, m.Born, n); return err },
		func(s *store.Space) error { return s.PutLead(&store.Lead{ID: m.ID, At: at}) },
		func(s *store.Space) error { return s.DeleteLead(m.ID) },
		func(s *store.Space) error { return s.PutTeam(&store.Team{Zone: fmt.Sprint(n)}) },
		func(s *store.Space) error { return s.PutChannel(&store.Channel{ID: place, Name: fmt.Sprint(n)}) },
		func(s *store.Space) error { return s.PutPosted(place, item, at) },
		func(s *store.Space) error { return s.AddGap(m, day, store.NearSkill, item.Topic().Skill()) },
		func(s *store.Space) error { _, err := s.ForgetGaps(m.ID, m.Born, day, n); return err },
		func(s *store.Space) error { return s.PutWish(m, &store.Wish{At: at, Text: fmt.Sprint(n)}) },
		func(s *store.Space) error { return s.DeleteWish(m, at) },
		func(s *store.Space) error { _, err := s.Promise(p); return err },
		func(s *store.Space) error { return s.PutPromise(p) },
		func(s *store.Space) error { return s.NotePromise(m, p) },
		func(s *store.Space) error { return s.RetirePromise(key) },
		func(s *store.Space) error { return s.Append(m, &store.Attempt{At: noon, Item: item, Minutes: n}) },
		func(s *store.Space) error { return s.Amend(m, &store.Attempt{At: at, Item: item, Minutes: n}) },
		func(s *store.Space) error { return s.PutMemory(m, &store.Memory{Item: item, Opened: at}) },
		func(s *store.Space) error { return s.PutSummary(m, &store.Summary{Topic: item.Topic(), Attempts: n}) },
		func(s *store.Space) error { return s.PutQuiz(m, &store.Quiz{Size: n}) },
		func(s *store.Space) error { return s.DeleteQuiz(m) },
		func(s *store.Space) error { return s.PutDispute(m, item, fmt.Sprint(n)) },
		func(s *store.Space) error { return s.PutPlacement(m, &store.Placement{At: at, Asked: item}) },
		func(s *store.Space) error { return s.PutTally(&store.Tally{Item: item, Answered: n}) },
		func(s *store.Space) error { return s.PutDay(m, &store.DaySum{Day: day, Items: n}) },
		func(s *store.Space) error { _, err := s.Take(string(key)); return err },
		func(s *store.Space) error { return s.ForgetEvent(string(key)) },
		func(s *store.Space) error { return s.File(at, store.DailyDue, string(place)) },
		func(s *store.Space) error { return s.Unfile(at, store.DailyDue, string(place)) },
	}).Draw(t, "operation")
}

// dumpAll is everything that can be read of a workspace, also through the scans
// that cross workspaces.
func dumpAll(t *rapid.T, s *store.Store, w store.Workspace) (dump string) {
	if err := s.View(ctx, func(tx *store.Tx) (err error) {
		data, err1 := dumpOf(someMembers...)(tx.In(w))
		people, err2 := dumpPeople(tx.In(w))
		crossing, err3 := dumpCrossing(tx, w)
		dump = data + people + crossing
		return errors.Join(err1, err2, err3)
	}); err != nil {
		t.Fatal(err)
	}
	return dump
}

func dumpPeople(s *store.Space) (string, error) {
	d := &dumper{}
	d.add(s.Members("", 99))
	d.add(s.Leads(99))
	for _, m := range someMembers {
		d.add(s.Member(m.ID))
		d.add(s.Lead(m.ID))
	}
	return d.String(), d.err
}

func dumpCrossing(tx *store.Tx, w store.Workspace) (string, error) {
	const all = 1 << 20
	due, err1 := tx.Due(noon.AddDate(9, 0, 0), all)
	pending, err2 := tx.Pending(all)
	parked, err3 := tx.ParkedUp(all)
	leased, err4 := tx.LeasedOut(w.Platform(), all)
	send, err5 := tx.ToSend(w.Platform(), noon.AddDate(9, 0, 0), all)
	var b strings.Builder
	for _, e := range due {
		if e.Workspace == w {
			fmt.Fprintln(&b, "due", e)
		}
	}
	for i, refs := range [][]store.Ref{pending, parked, leased, send} {
		for _, ref := range refs {
			if ref.Workspace == w {
				fmt.Fprintln(&b, "shelf", i, ref)
			}
		}
	}
	return b.String(), errors.Join(err1, err2, err3, err4, err5)
}

// dumpOf is what can be read of a workspace but its people, and of these
// members' data; a line for each read.
func dumpOf(members ...*store.Member) func(*store.Space) (string, error) {
	return func(s *store.Space) (string, error) {
		d := &dumper{}
		d.add(s.Team())
		d.add(s.Tallies(99))
		for _, place := range somePlaces {
			d.add(s.Channel(place))
			d.add(s.Posted(place, 99))
		}
		for _, key := range someKeys {
			d.add(s.Promised(key))
		}
		for _, m := range members {
			d.member(s, m)
		}
		return d.String(), d.err
	}
}

type dumper struct {
	strings.Builder
	err error
}

func (d *dumper) add(v any, err error) {
	data, jsonErr := json.Marshal(v)
	if errors.Is(err, store.ErrNotFound) {
		data, err = []byte("none"), nil
	}
	d.err = errors.Join(d.err, err, jsonErr)
	fmt.Fprintf(d, "%s\n", data)
}

func (d *dumper) member(s *store.Space, m *store.Member) {
	d.add(s.PromisesTo(m, 99))
	d.add(s.Quiz(m))
	d.add(s.Disputes(m, 99))
	d.add(s.Log(m, time.Time{}, 99))
	d.add(s.Memories(m, "", 99))
	d.add(nil, s.EachLatest(m, 99, func(a *store.Attempt) bool { d.add(a, nil); return true }))
	d.add(s.Summaries(m, 99))
	d.add(s.Placement(m))
	d.add(s.Days(m, "", 99))
	d.add(s.Gaps(m, "", 99))
	d.add(s.Wishes(m, 99))
	for _, day := range someDays {
		d.add(s.Day(m, day))
	}
}
