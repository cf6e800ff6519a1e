package store_test

import (
	"errors"
	"testing"
	"time"

	"mentorbot/store"
)

func TestDue(t *testing.T) {
	s := openStore(t)
	entries := []store.DueEntry{
		{At: noon, Workspace: "discord:1", Duty: store.RemindDue, ID: "1"},
		{At: noon, Workspace: "slack:T1", Duty: store.DailyDue, ID: "C1"},
		{At: noon, Workspace: "slack:T1", Duty: store.RemindDue, ID: "U\xff/#"},
		{At: noon.Add(1), Workspace: "local", Duty: store.RetireDue, ID: "daily/2026-08-24/C1"},
		{At: noon.Add(2), Workspace: "slack:T1", Duty: store.RemoveDue, ID: store.RemovalID(&store.Member{ID: "U\x7f", Born: noon})},
	}
	if err := s.Update(ctx, func(tx *store.Tx) (err error) {
		if _, ok, e := tx.NextDue(); ok || e != nil {
			t.Errorf("NextDue of nothing: %t, %v", ok, e)
		}
		for i := range entries {
			e := entries[len(entries)-1-i]
			err = errors.Join(err, tx.In(e.Workspace).File(e.At, e.Duty, e.ID))
		}
		return errors.Join(err, tx.In("local").Unfile(time.Time{}, store.RetireDue, "none"))
	}); err != nil {
		t.Fatal(err)
	}
	due := func(now time.Time, limit int) (due []store.DueEntry) {
		if err := s.View(ctx, func(tx *store.Tx) (err error) { due, err = tx.Due(now, limit); return err }); err != nil {
			t.Fatal(err)
		}
		return due
	}
	same(t, "Due before", due(noon.Add(-1), 9), []store.DueEntry{})
	same(t, "Due", due(noon, 9), entries[:3])
	same(t, "Due, two", due(noon.Add(time.Hour), 2), entries[:2])
	same(t, "Due later", due(noon.Add(2), 9), entries)

	if err := s.Update(ctx, func(tx *store.Tx) (err error) {
		for _, e := range entries[:3] {
			err = errors.Join(err, tx.In(e.Workspace).Unfile(e.At, e.Duty, e.ID))
		}
		at, ok, err2 := tx.NextDue()
		if !ok || !at.Equal(noon.Add(1)) {
			t.Errorf("NextDue = %v, %t", at, ok)
		}
		return errors.Join(err, err2)
	}); err != nil {
		t.Fatal(err)
	}
	same(t, "Due after Unfile", due(noon.Add(2), 9), entries[3:])
	if err := s.Update(ctx, func(tx *store.Tx) error { return tx.In("a\x00b").File(noon, store.DailyDue, "C1") }); !errors.Is(err, store.ErrBadName) {
		t.Errorf("File in a workspace that is no name: %v", err)
	}
}

func TestRemoval(t *testing.T) {
	for _, m := range []*store.Member{{ID: "U1", Born: noon}, {ID: "\xff", Born: noon.Add(123456789)}} {
		id, born, err := store.ParseRemoval(store.RemovalID(m))
		if err != nil || id != m.ID || !born.Equal(m.Born) {
			t.Errorf("ParseRemoval = %q, %v, %v, want %q, %v", id, born, err, m.ID, m.Born)
		}
	}
	for _, id := range []string{"", "1234567", "12345678"} {
		if _, _, err := store.ParseRemoval(id); err == nil {
			t.Errorf("ParseRemoval(%q): no error", id)
		}
	}
}
