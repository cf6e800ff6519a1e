package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"mentorbot/store"
	"mentorbot/store/bolt"
)

// What is disputed is listed by file and line, with how each option was chosen,
// until the author corrects the question or dismisses the matter.
func TestDisputes(t *testing.T) {
	t.Parallel()
	library := embedded(t)
	topic, _ := library.Topic("databases/joins")
	q := &topic.Questions[0]
	db := filepath.Join(t.TempDir(), "m.db")
	count(t, db,
		&store.Tally{Item: store.ItemID(q.ID), Hash: q.Hash(), Answered: 8, Right: 2, Chosen: [5]int{5, 2, 1}, Disputed: 3},
		&store.Tally{Item: "databases/joins#gone", Hash: "0000", Disputed: 1},
		&store.Tally{Item: store.ItemID(topic.Questions[1].ID), Hash: topic.Questions[1].Hash(), Answered: 9, Right: 9},
	)
	env := map[string]string{"MENTORBOT_DB": db}
	got := execute(t, env, "", "content", "disputes", "slack:T1")
	head := fmt.Sprintf("%s:%d: %s\n", topic.File, q.Line, q.ID)
	if got.code != 0 || !strings.HasPrefix(got.out, head) ||
		!strings.Contains(got.out, "It looks wrong to 3 members; 8 members answered it, 25 % right at first:\n") ||
		!strings.Contains(got.out, ": 5 of 8\n") || !strings.HasSuffix(got.out, "\ncorrected or withdrawn since they were disputed: 1\n") {
		t.Errorf("exit %d:\n%s%s", got.code, got.out, got.err)
	}
	if got := execute(t, env, "", "content", "disputes"); got.out != "no question looks wrong to anybody\n" {
		t.Errorf("in another workspace:\n%s%s", got.out, got.err)
	}
	for _, item := range []string{q.ID, "databases/joins#gone"} {
		if got := execute(t, env, "", "content", "disputes", "--dismiss", item, "slack:T1"); got.code != 0 {
			t.Errorf("exit %d: %s", got.code, got.err)
		}
	}
	if got := execute(t, env, "", "content", "disputes", "slack:T1"); got.out != "no question looks wrong to anybody\n" {
		t.Errorf("after all were dismissed:\n%s%s", got.out, got.err)
	}
	if got := execute(t, env, "", "content", "disputes", "--dismiss", q.ID, "slack:T1"); got.code != 1 {
		t.Errorf("dismissed twice: exit %d", got.code)
	}
}

// count writes what was counted in slack:T1.
func count(t *testing.T, db string, tallies ...*store.Tally) {
	t.Helper()
	home, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer home.Close()
	s, err := store.Open(context.Background(), home)
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(context.Background(), func(tx *store.Tx) error {
		for _, tally := range tallies {
			if err := tx.In("slack:T1").PutTally(tally); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
