package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

const (
	flood     = 200_000 // reminders that are due in one minute
	floodPace = 50      // posts that the destination takes a second
	repliers  = 300     // members who practise meanwhile
	replyFor  = time.Second

	burst     = 12    // posts by which a pace of floodPace may be ahead
	muchEarly = 1_000 // places; some are sent at once, and who is first is chance
)

// A movedClock goes as the wall's does, from another time on.
type movedClock struct{ from, start time.Time }

func (c movedClock) Now() time.Time                         { return c.from.Add(time.Since(c.start)) }
func (c movedClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// BenchmarkFlood drains reminders that all fell due in one minute, while members
// practise. Their replies are compared with those of the same store when nothing
// is sent: a reply never waits for the flood. It fails if the reminders do not
// come oldest first, once each, and at the destination's pace.
func BenchmarkFlood(b *testing.B) {
	due := benchDay.Add(9 * time.Hour)
	sv, _ := benchServices(b, movedClock{due.Add(time.Minute), time.Now()})
	promiseAll(b, sv.store, due)
	p := meetPractice(b, sv)
	to := &floodgate{b: b, due: make([]bool, flood)}

	var idle, paced, full replies
	for b.Loop() {
		p.practise(&idle)
		to.drained(sv, floodPace, func() { p.practise(&paced) })
		to.drained(sv, 0, func() { p.practise(&full) })
	}
	rate := to.drainAll(sv)

	row(b, "%d reminders due in a minute; replies meanwhile:", flood)
	row(b, "%-24s task %s     done %s", "µs", spreadHead, spreadHead)
	idle.row(b, "nothing is sent")
	paced.row(b, fmt.Sprintf("%d are sent a second", floodPace))
	full.row(b, "sent at full speed")
	ratio := float64(paced.done.median()) / float64(idle.done.median())
	row(b, "ratio %.2f of done, p50, while %d are sent a second to when nothing is", ratio, floodPace)
	row(b, "drained at full speed: %.0f a second; none twice, none more than %d places early", rate, to.early)
	metric(b, paced.done.at(0.99), "done-p99")
	b.ReportMetric(rate, "posts/s")
	b.ReportMetric(ratio, "ratio")
}

// promiseAll writes members of many workspaces, each with a reminder that fell
// due at some moment of a minute and waits to be sent.
func promiseAll(b *testing.B, s *store.Store, due time.Time) {
	const workspaces = flood / 1_000
	rng := rand.New(rand.NewPCG(7, 7))
	fill(b, s, flood, func(tx *store.Tx, i int) error {
		space := tx.In(store.Workspace(fmt.Sprintf("slack:T%06d", rng.IntN(workspaces))))
		at := due.Add(time.Duration(i) * time.Minute / flood)
		p := &store.Promise{
			Kind: store.Remind, Member: store.MemberID(fmt.Sprintf("U%08d", i)),
			Made: due, From: at, Until: due.Truncate(24*time.Hour).AddDate(0, 0, 1), Status: store.Waiting, At: at,
		}
		p.By, p.Key = p.Member, store.Key(fmt.Sprintf("remind/%s/%s", due.Format(time.DateOnly), p.Member))
		m := &store.Member{
			ID: p.Member, Born: due.AddDate(0, -1, 0), Name: string(p.Member), SeenZone: "UTC", Level: "entry",
			Remind: store.Reminder{Spec: "09:00 daily", First: due.AddDate(0, 0, 1)},
		}
		if err := space.PutMember(m); err != nil {
			return err
		}
		if err := space.NotePromise(m, p); err != nil {
			return err
		}
		return space.PutPromise(p)
	})
}

// A floodgate is where the flood goes. It checks what it gets.
type floodgate struct {
	b    *testing.B
	pace float64

	mu    sync.Mutex
	due   []bool // those that came
	first int    // all before came
	came  int
	early int // the most places that one came before its turn
}

func (g *floodgate) Pace() bot.Pace { return bot.Pace{PerSecond: g.pace} }

func (g *floodgate) Send(_ context.Context, to bot.Destination, _ store.Key, _ bot.Post) bot.Outcome {
	g.mu.Lock()
	defer g.mu.Unlock()
	var i int
	if _, err := fmt.Sscanf(string(to.Member), "U%d", &i); err != nil || g.due[i] {
		g.b.Errorf("%s got a post it should not have (%v)", to.Member, err)
		return bot.Outcome{Fate: bot.Done}
	}
	g.due[i] = true
	g.came++
	for g.first < flood && g.due[g.first] {
		g.first++
	}
	g.early = max(g.early, i-g.first)
	return bot.Outcome{Fate: bot.Done, Ref: string(to.Member)}
}

// drained sends at a pace while do runs.
func (g *floodgate) drained(sv *services, pace float64, do func()) (rate float64) {
	g.pace = pace
	sv.outboxes, sv.wakeOutbox = nil, nil
	sv.outbox("slack", g)
	ctx, stop := context.WithCancel(context.Background())
	before, start := g.came, time.Now()
	done := sv.keepPromises(ctx)
	do()
	stop()
	<-done
	rate = float64(g.came-before) / time.Since(start).Seconds()
	if most := int(pace*time.Since(start).Seconds()) + burst; pace > 0 && g.came-before > most {
		g.b.Errorf("%d posts came, when %d were to come at a pace of %.0f", g.came-before, most, pace)
	}
	return rate
}

// drainAll sends the rest at full speed, until all came.
func (g *floodgate) drainAll(sv *services) (rate float64) {
	rate = g.drained(sv, 0, func() {
		for left := flood; left > 0; {
			time.Sleep(10 * time.Millisecond)
			g.mu.Lock()
			left = flood - g.came
			g.mu.Unlock()
		}
	})
	if g.early > muchEarly {
		g.b.Errorf("a post came %d places before an older one", g.early)
	}
	return rate
}

// replies are how long members waited for theirs.
type replies struct{ task, done times }

func (r *replies) row(b *testing.B, when string) {
	row(b, "%-24s      %s          %s", when, r.task.spread(), r.done.spread())
}

// A practice is members who take tasks and do them.
type practice struct {
	b    *testing.B
	bot  *bot.Bot
	next int
}

// meetPractice lets the bot meet them, so that none is welcomed later.
func meetPractice(b *testing.B, sv *services) *practice {
	p := &practice{b: b, bot: sv.bot}
	for range repliers {
		p.say(p.next, "level entry")
		p.next++
	}
	return p
}

// practise lets one member after the other take a task and do it, for replyFor.
func (p *practice) practise(r *replies) {
	for start := time.Now(); time.Since(start) < replyFor; p.next++ {
		var post bot.Post
		r.task.add(func() { post = p.say(p.next, "task") })
		for _, c := range post.Choices {
			if strings.HasPrefix(c.Line, "done ") {
				r.done.add(func() { post = p.say(p.next, c.Line) })
			}
		}
		if !strings.HasPrefix(post.Body, "Recorded") {
			p.b.Fatalf("not recorded: %v", post)
		}
	}
}

// say is a line of a member, and what comes back.
func (p *practice) say(member int, line string) bot.Post {
	id := fmt.Sprintf("R%d", member%repliers)
	return p.bot.Handle(context.Background(), bot.Message{
		Workspace: "slack:T000000", From: bot.Person{ID: store.MemberID(id), Name: id, Zone: "UTC"},
		Place: bot.Place{ID: "D1", Direct: true}, Line: line,
	}).Post
}
