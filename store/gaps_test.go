package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"mentorbot/store"
)

func TestGaps(t *testing.T) {
	s := openStore(t)
	ann, bob := &store.Member{ID: "U1", Born: noon}, &store.Member{ID: "U2", Born: noon}
	update(t, s, func(sp *store.Space) error {
		return errors.Join(
			sp.AddGap(ann, "2026-08-22", store.NearSkill, "apis"), sp.AddGap(ann, "2026-08-23", store.NearSkill, ""),
			sp.AddGap(ann, "2026-08-24", store.KnownWord, "salary"), sp.AddGap(ann, "2026-08-24", store.KnownWord, "salary"),
			sp.AddGap(bob, "2026-08-24", store.NotMeant, "apis/rest"),
		)
	})
	near, none := &store.Gap{Day: "2026-08-22", Kind: store.NearSkill, What: "apis", N: 1}, &store.Gap{Day: "2026-08-23", Kind: store.NearSkill, N: 1}
	word := &store.Gap{Day: "2026-08-24", Kind: store.KnownWord, What: "salary", N: 2}
	gapsFrom := func(m *store.Member, from string) []*store.Gap {
		return view(t, s, func(sp *store.Space) ([]*store.Gap, error) { return sp.Gaps(m, from, 99) })
	}
	same(t, "ann's", gapsFrom(ann, ""), []*store.Gap{near, none, word})
	same(t, "from a day", gapsFrom(ann, "2026-08-23"), []*store.Gap{none, word})
	same(t, "bob's", gapsFrom(bob, ""), []*store.Gap{{Day: "2026-08-24", Kind: store.NotMeant, What: "apis/rest", N: 1}})

	update(t, s, func(sp *store.Space) error {
		_, err := sp.ForgetGaps("U1", noon, "2026-08-24", 99)
		return err
	})
	same(t, "what is left", gapsFrom(ann, ""), []*store.Gap{word})
}

// Of one day only so much is kept, and what is kept goes on counting.
func TestGapsOfADayAreBounded(t *testing.T) {
	s := openStore(t)
	ann := &store.Member{ID: "U1", Born: noon}
	update(t, s, func(sp *store.Space) (err error) {
		for range 2 {
			for i := range 300 {
				err = errors.Join(err, sp.AddGap(ann, "2026-08-24", store.KnownWord, fmt.Sprint(i)))
			}
		}
		return errors.Join(err, sp.AddGap(ann, "2026-08-25", store.KnownWord, "another day"))
	})
	gaps := view(t, s, func(sp *store.Space) ([]*store.Gap, error) { return sp.Gaps(ann, "", 999) })
	if len(gaps) != 101 || gaps[0].N != 2 || gaps[100].What != "another day" {
		t.Errorf("%d gaps, the first %+v", len(gaps), gaps[0])
	}
}

func TestWishes(t *testing.T) {
	s := openStore(t)
	ann := &store.Member{ID: "U1", Born: noon}
	old, late := &store.Wish{At: noon, Text: "a", Skill: "apis"}, &store.Wish{At: noon.AddDate(0, 0, 2), Text: "b"}
	update(t, s, func(sp *store.Space) error {
		return errors.Join(sp.PutWish(ann, late), sp.PutWish(ann, old), sp.PutWish(ann, old))
	})
	wishes := func() []*store.Wish {
		return view(t, s, func(sp *store.Space) ([]*store.Wish, error) { return sp.Wishes(ann, 9) })
	}
	same(t, "Wishes", wishes(), []*store.Wish{old, late})
	same(t, "Wish", view(t, s, func(sp *store.Space) (*store.Wish, error) { return sp.Wish(ann, noon) }), old)
	update(t, s, func(sp *store.Space) error {
		more, err := sp.ForgetGaps("U1", noon, noon.AddDate(0, 0, 1).Format(time.DateOnly), 1)
		same(t, "more", more, true)
		return err
	})
	same(t, "what is left", wishes(), []*store.Wish{late})
	update(t, s, func(sp *store.Space) error { return sp.DeleteWish(ann, late.At) })
	same(t, "all gone", wishes(), []*store.Wish{})
}

// What version 2 counted by skill alone is gone in version 3, and nothing else.
func TestDropSkillCounts(t *testing.T) {
	home, _ := openHome(t)
	setVersion(t, home, "2")
	space := "w" + string(here) + "\x00"
	if err := home.Update(ctx, func(w store.Writer) error {
		return errors.Join(
			w.Put([]byte(space+"g2026-08-24\x00apis"), []byte("3")),
			w.Put([]byte(space+"t"), []byte(`{"zone":"UTC"}`)),
		)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(ctx, home); err != nil {
		t.Fatal(err)
	}
	if err := home.View(ctx, func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{From: []byte("w"), To: []byte("x"), Limit: 9})
		if len(pairs) != 1 || string(pairs[0].Key) != space+"t" {
			t.Errorf("left are %q", pairs)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
