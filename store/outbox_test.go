package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/store"
)

func TestPromise(t *testing.T) {
	s := openStore(t)
	p := &store.Promise{
		Key: "daily/2026-08-24/C1", Kind: store.DailyTask, Place: "C1", Member: "U1", By: "U2",
		Made: noon, From: noon.Add(1), Until: noon.Add(2), Item: "a/b#c", Text: "text",
		Status: store.Waiting, At: noon.Add(3), Tries: 2, First: noon.Add(4), Ref: "ref", Why: "why",
	}
	promised := func(sp *store.Space) (*store.Promise, error) { return sp.Promised(p.Key) }
	wantAbsent(t, s, "Promised", func(sp *store.Space) error { _, err := promised(sp); return err })
	for i, want := range []bool{true, false} {
		update(t, s, func(sp *store.Space) error {
			again := *p
			again.Tries += i
			made, err := sp.Promise(&again)
			same(t, "made", made, want)
			return err
		})
	}
	same(t, "Promised", view(t, s, promised), p)

	update(t, s, func(sp *store.Space) error { return errors.Join(sp.RetirePromise(p.Key), sp.RetirePromise("none")) })
	same(t, "open and retired", view(t, s, promised), p)
	p.Status = store.Sent
	update(t, s, func(sp *store.Space) error { return errors.Join(sp.PutPromise(p), sp.RetirePromise(p.Key)) })
	wantAbsent(t, s, "settled and retired", func(sp *store.Space) error { _, err := promised(sp); return err })
}

func TestPromisesTo(t *testing.T) {
	s := openStore(t)
	bob := &store.Member{ID: "U10", Born: noon}
	var want []*store.Promise
	update(t, s, func(sp *store.Space) (err error) {
		want = nil
		for i := range 3 {
			p := &store.Promise{Key: store.Key(fmt.Sprint("remind/", i)), Status: store.Waiting, At: noon, Made: noon, From: noon, Until: noon}
			want = append(want, p)
			err = errors.Join(err, sp.PutPromise(p), sp.NotePromise(ann, p))
		}
		gone := &store.Promise{Key: "gone"}
		return errors.Join(err, sp.NotePromise(ann, gone), sp.NotePromise(bob, want[1]))
	})
	to := func(m *store.Member, limit int) []*store.Promise {
		return view(t, s, func(sp *store.Space) ([]*store.Promise, error) { return sp.PromisesTo(m, limit) })
	}
	same(t, "PromisesTo", to(ann, 9), want)
	same(t, "PromisesTo another", to(bob, 9), want[1:2])
}

var statuses = []store.Status{
	store.Waiting, store.Leased, store.Doubtful, store.Uncertain, store.Sent,
	store.Gone, store.Expired, store.Unwanted, store.Superseded, store.Dropped,
}

// An outbox is what the records of all workspaces should be.
type outbox map[store.Ref]*store.Promise

// Whatever is promised, put, retired and removed, in one workspace or another,
// the shelves hold what the records say, in order.
func TestShelves(t *testing.T) {
	s := openStore(t)
	rapid.Check(t, func(t *rapid.T) {
		box := outbox{}
		if err := s.Update(ctx, empty); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(t, "transactions") {
			if err := s.Update(ctx, func(tx *store.Tx) error {
				for range rapid.IntRange(1, 4).Draw(t, "steps") {
					if err := box.step(t, tx); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if err := s.View(ctx, func(tx *store.Tx) error { return box.check(t, tx) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

var (
	spaces    = []store.Workspace{"slack:T1", "slack:T10", "slack2:T1", "discord:1", "local"}
	platforms = []string{"slack", "slack2", "discord", "local", "none"}
)

// empty removes every promise of these workspaces.
func empty(tx *store.Tx) error {
	var all []error
	for _, w := range spaces {
		for _, key := range []store.Key{"a", "a/b", "b"} {
			p := &store.Promise{Key: key, Status: store.Sent}
			all = append(all, tx.In(w).PutPromise(p), tx.In(w).RetirePromise(key))
		}
	}
	return errors.Join(all...)
}

func (box outbox) step(t *rapid.T, tx *store.Tx) error {
	ref := store.Ref{
		Workspace: rapid.SampledFrom(spaces).Draw(t, "workspace"),
		Key:       rapid.SampledFrom([]store.Key{"a", "a/b", "b"}).Draw(t, "key"),
	}
	p := &store.Promise{Key: ref.Key, Status: rapid.SampledFrom(statuses).Draw(t, "status"), At: instant(t)}
	old := box[ref]
	switch sp := tx.In(ref.Workspace); rapid.IntRange(0, 3).Draw(t, "step") {
	case 0:
		if old == nil {
			box[ref] = p
		}
		made, err := sp.Promise(p)
		if made != (old == nil) {
			t.Errorf("Promise of %v made %t", ref, made)
		}
		return err
	case 1:
		if old != nil && !old.Status.Open() {
			delete(box, ref)
		}
		return sp.RetirePromise(ref.Key)
	case 2: // with a member who leaves
		delete(box, ref)
		_, err := sp.RemoveData(ann.ID, ann.Born, 9)
		if err == nil {
			err = sp.NotePromise(ann, p)
		}
		if err == nil {
			_, err = sp.RemoveData(ann.ID, ann.Born, 9)
		}
		return err
	default:
		box[ref] = p
		return sp.PutPromise(p)
	}
}

func instant(t *rapid.T) time.Time {
	return noon.Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "at")))
}

func (box outbox) check(t *rapid.T, tx *store.Tx) error {
	now, limit := instant(t), rapid.SampledFrom([]int{1, 2, 99}).Draw(t, "limit")
	var errs []error
	want := func(what string, refs []store.Ref, err error, shelf ...store.Status) {
		errs = append(errs, err)
		all := box.shelf(limit, func(ref store.Ref, p *store.Promise) bool { return slices.Contains(shelf, p.Status) })
		if !slices.Equal(refs, all) {
			t.Errorf("%s = %v, want %v", what, refs, all)
		}
	}
	refs, err := tx.Pending(limit)
	want("Pending", refs, err, store.Waiting, store.Doubtful)
	refs, err = tx.ParkedUp(limit)
	want("ParkedUp", refs, err, store.Uncertain, store.Gone, store.Expired)
	for _, platform := range platforms {
		errs = append(errs, box.checkPlatform(t, tx, platform, now, limit))
	}
	return errors.Join(errs...)
}

func (box outbox) checkPlatform(t *rapid.T, tx *store.Tx, platform string, now time.Time, limit int) error {
	on := func(ref store.Ref, p *store.Promise, shelf ...store.Status) bool {
		return ref.Workspace.Platform() == platform && slices.Contains(shelf, p.Status)
	}
	got, err1 := tx.ToSend(platform, now, limit)
	want := box.shelf(limit, func(ref store.Ref, p *store.Promise) bool {
		return on(ref, p, store.Waiting, store.Doubtful) && !p.At.After(now)
	})
	if !slices.Equal(got, want) {
		t.Errorf("ToSend(%s) = %v, want %v", platform, got, want)
	}
	got, err2 := tx.LeasedOut(platform, limit)
	want = box.shelf(limit, func(ref store.Ref, p *store.Promise) bool { return on(ref, p, store.Leased) })
	if !slices.Equal(got, want) {
		t.Errorf("LeasedOut(%s) = %v, want %v", platform, got, want)
	}
	at, ok, err3 := tx.NextToSend(platform)
	first := box.shelf(1, func(ref store.Ref, p *store.Promise) bool { return on(ref, p, store.Waiting, store.Doubtful) })
	if ok != (len(first) == 1) || ok && !at.Equal(box[first[0]].At) {
		t.Errorf("NextToSend(%s) = %v, %t, want that of %v", platform, at, ok, first)
	}
	return errors.Join(err1, err2, err3)
}

// shelf is up to limit promises, by platform, then time, then name.
func (box outbox) shelf(limit int, on func(store.Ref, *store.Promise) bool) (refs []store.Ref) {
	for ref, p := range box {
		if on(ref, p) {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, func(a, b store.Ref) int {
		return cmp.Or(
			cmp.Compare(a.Workspace.Platform(), b.Workspace.Platform()),
			box[a].At.Compare(box[b].At),
			cmp.Compare(a.Workspace, b.Workspace),
			cmp.Compare(a.Key, b.Key),
		)
	})
	return refs[:min(limit, len(refs))]
}
