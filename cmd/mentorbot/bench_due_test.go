package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

const (
	benchMembers    = 1_000_000
	benchWorkspaces = 1_000
	minutesOfDay    = 24 * 60
	benchDue        = benchMembers / minutesOfDay // in a minute, or one more
)

// benchDay is a Wednesday, on which it is a working day all over the world.
var benchDay = time.Date(2026, 8, 26, 0, 0, 0, 0, time.UTC)

// BenchmarkRemindersDue finds the reminders that are due in a minute, promises
// and refiles them, as the calendar does, and then those of the next minute in a
// transaction each. The members have their reminders all over the day, and were
// last heard two days before it. Gate: a minute's takes at most a tenth of a
// transaction for each.
func BenchmarkRemindersDue(b *testing.B) {
	clock := newTestClock(benchDay)
	sv, home := benchServices(b, clock)
	start := time.Now()
	remindAll(b, sv.store)
	stats, err := home.Stats()
	check(b, err)
	built := time.Since(start).Round(time.Second)

	var together, alone times
	promised := 0
	minute := func(of *times, limit int) {
		n := 0
		of.add(func() { n = fallDue(b, sv, limit) })
		if n != benchDue && n != benchDue+1 {
			b.Fatalf("%d reminders were due at %v", n, clock.Now())
		}
		promised += n
		clock.set(clock.Now().Add(time.Minute))
	}
	for b.Loop() {
		minute(&together, dueAtOnce)
		minute(&alone, 1)
	}
	checkPromised(b, sv.store, promised)
	idle, busy := makeUp(b, sv, clock)

	const most = 0.1
	ratio := float64(together.median()) / float64(alone.median())
	row(b, "%d reminders due in a minute, of %d members in %d workspaces (a file of %d MB, written in %v)", benchDue, benchMembers, benchWorkspaces, stats.Bytes>>20, built)
	line := func(what string, t times) {
		row(b, "%-26s %8.1f ms %8.1f µs each", what, t.median().Seconds()*1e3, t.median().Seconds()*1e6/benchDue)
	}
	line(fmt.Sprintf("in batches of %d", dueAtOnce), together)
	line("a transaction per member", alone)
	row(b, "ratio %.3f, gate ≤ %g: %s (medians of %d turns)", ratio, most, held(ratio <= most), len(alone))
	row(b, "%-26s %s", "µs, replies to done", spreadHead)
	row(b, "%-26s %s", "nothing is due", idle.spread())
	row(b, "%-26s %s", "three hours are due", busy.spread())
	metric(b, together.median()/benchDue, "together")
	metric(b, alone.median()/benchDue, "alone")
	b.ReportMetric(ratio, "ratio")
}

// makeUp lets members practise, first while nothing is due and then while the
// calendar goes through what fell due in three hours of downtime.
func makeUp(b *testing.B, sv *services, clock *testClock) (idle, busy times) {
	p := meetPractice(b, sv)
	var r replies
	p.practise(&r)
	idle, r.done = r.done, nil
	clock.set(clock.Now().Add(3 * time.Hour))
	ctx, stop := context.WithCancel(context.Background())
	done := sv.keepPromises(ctx)
	p.practise(&r)
	stop()
	<-done
	if at, ok, err := sv.bot.NextDue(context.Background()); err != nil || !ok || at.After(clock.Now()) {
		b.Fatal("the calendar was through before the replies were", err)
	}
	return idle, r.done
}

// fallDue handles all that is due, and says how much that was.
func fallDue(b *testing.B, sv *services, limit int) (due int) {
	for {
		n, err := sv.bot.FallDue(context.Background(), limit)
		check(b, err)
		if n == 0 {
			return due
		}
		due += n
	}
}

// checkPromised checks that so many reminders wait to be sent, and no more.
func checkPromised(b *testing.B, s *store.Store, promised int) {
	check(b, s.View(context.Background(), func(tx *store.Tx) error {
		refs, err := tx.Pending(2 * benchMembers)
		if err == nil && len(refs) != promised {
			err = fmt.Errorf("%d reminders fell due and %d promises were made", promised, len(refs))
		}
		return err
	}))
}

// remindAll writes members of many workspaces, each with a reminder at a time of
// day, on benchDay as everywhere evenly spread over the minutes.
func remindAll(b *testing.B, s *store.Store) {
	zones := make([]*time.Location, 0, 5)
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "America/Sao_Paulo"} {
		zone, err := schedule.LoadZone(name)
		check(b, err)
		zones = append(zones, zone)
	}
	fill(b, s, benchMembers, func(tx *store.Tx, i int) error {
		const each = benchMembers / benchWorkspaces
		space := tx.In(store.Workspace(fmt.Sprintf("slack:T%06d", i/each)))
		if i%each == 0 {
			if err := space.PutTeam(&store.Team{Zone: "Europe/Berlin", Holidays: "DE"}); err != nil {
				return err
			}
		}
		zone := zones[i%len(zones)]
		at := benchDay.Add(time.Duration(i*7919%minutesOfDay) * time.Minute)
		m := &store.Member{
			ID: store.MemberID(fmt.Sprintf("U%08d", i)), Born: benchDay.AddDate(0, -1, 0).Add(time.Duration(i)),
			Name: fmt.Sprintf("Member %d", i), SeenZone: zone.String(), Level: "entry", Heard: benchDay.AddDate(0, 0, -2),
			Remind: store.Reminder{Spec: at.In(zone).Format("15:04") + " daily", First: at},
		}
		if err := space.PutMember(m); err != nil {
			return err
		}
		return space.File(at, store.RemindDue, store.RemindID(m))
	})
}
