package bot

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/schedule"
	"mentorbot/store"
)

// BenchmarkChoose is what choosing the next piece takes for a member with 3,000
// items, from the store to the reason: when a few of them are due, and after a
// break when most are. Gate: 200 µs.
func BenchmarkChoose(b *testing.B) {
	d := newDesk(b)
	d.course = wide()
	for name, away := range map[string]int{"as-usual": 0, "after-a-break": 200} {
		w := store.Workspace("slack:" + name)
		d.knows(b, w, away)
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				for range 50 {
					took = append(took, d.choose(b, w))
				}
			}
			b.ReportMetric(0, "ns/op")
			slices.Sort(took)
			median := took[len(took)/2]
			b.ReportMetric(float64(median.Nanoseconds())/1e3, "µs/choice")
			held := map[bool]string{true: "held", false: "MISSED"}[median <= 200*time.Microsecond]
			fmt.Fprintf(b.Output(), "a choice among 3,000 items, %s: %v, gate ≤ 200µs: %s\n", name, median, held)
		})
	}
}

// choose reads a member and chooses, as a command does.
func (d *desk) choose(b testing.TB, w store.Workspace) time.Duration {
	start := time.Now()
	d.in(b, w, func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		l, err := d.learner(s, me, d.now)
		if err != nil {
			return err
		}
		_, ok, err := d.next(l, choice.Scope{})
		if !ok {
			b.Fatal("there is nothing to practise")
		}
		return err
	})
	return time.Since(start)
}

// wide is a course of 500 topics with a task and five questions each; every topic
// requires the one before it in its skill.
func wide() *course {
	c := &course{Curriculum: &choice.Curriculum{}, topics: map[string]int{}, kept: map[store.TopicID]int{}}
	for n := range 500 {
		t := choice.Topic{ID: fmt.Sprintf("skill-%02d/topic-number-%03d", n%24, n), Title: fmt.Sprint("Topic ", n), Skill: fmt.Sprintf("skill-%02d", n%24), Level: 1 + n/200}
		if n >= 24 {
			t.Requires = []int{n - 24}
		}
		c.topics[t.ID], c.kept[store.TopicID(t.ID)] = n, n
		items := []choice.Item{{Form: choice.Tasks, Minutes: 10}}
		for len(items) < 6 {
			items = append(items, choice.Item{Form: choice.Questions, Minutes: 1})
		}
		for i := range items {
			items[i].ID = fmt.Sprintf("%s#slug-of-item-%d", t.ID, i)
			c.ids = append(c.ids, store.ItemID(items[i].ID))
		}
		c.Add(t, items...)
	}
	c.sort()
	return c
}

// knows gives ann what she has answered, of 3,000 items, over half a year until
// so many days ago: 100 of them are due then.
func (d *desk) knows(b testing.TB, w store.Workspace, away int) {
	b.Helper()
	last := d.now.AddDate(0, 0, -away)
	err := d.store.Update(ctx, func(tx *store.Tx) error {
		s := tx.In(w)
		me := &store.Member{ID: "ann", Born: begin.AddDate(-1, 0, 0)}
		if err := s.PutMember(me); err != nil {
			return err
		}
		for i, item := range d.course.ids[:len(d.course.ids)-100] {
			at := last.AddDate(0, 0, -i%180).Add(time.Duration(i) * time.Second)
			a := &store.Attempt{At: at, Item: item, Act: store.Settled, Grade: store.Good, Day: at.Format(time.DateOnly), Minutes: 1}
			if err := s.Append(me, a); err != nil {
				return err
			}
			mem := advance(schedule.Published(), store.Memory{Item: item}, a)
			mem.Stability = 2 * float64(1+i%180) // most were answered again since
			if i%30 == 0 {
				mem.Stability = float64(1+i%180) / 2
			}
			if err := keep(s, me, &mem, 1); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
