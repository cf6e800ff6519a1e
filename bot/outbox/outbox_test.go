package outbox

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"mentorbot/bot"
	"mentorbot/store"
)

func drain(t testing.TB, o *Outbox) {
	t.Helper()
	if err := o.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

// What is due is sent, oldest first, and settled with the platform's reference;
// what is not due waits, and Pass says until when.
func TestPass(t *testing.T) {
	r := newRig(t)
	p := &platform{}
	o := r.outbox("slack", p)
	if n, again, err := o.Pass(ctx); n != 0 || !again.IsZero() || err != nil {
		t.Errorf("nothing to do: %d, %v, %v", n, again, err)
	}
	r.sleep(time.Hour)
	later := r.promise(t, "slack:T1", "C1", 1)
	r.sleep(-2 * time.Hour)
	n, again, err := o.Pass(ctx)
	if due := begin.Add(time.Hour); n != 0 || !again.Equal(due) || err != nil {
		t.Errorf("before its time: %d, %v, %v", n, again, err)
	}
	r.sleep(3 * time.Hour)
	drain(t, o)
	if got := r.promised(t, "slack:T1", later[0]); got.Status != store.Sent || got.Ref != "ref" || got.Tries != 1 || got.Why != "" {
		t.Errorf("settled as %+v", got)
	}
	if r.settled[later[0]] != 1 {
		t.Errorf("the keeper was told %d times", r.settled[later[0]])
	}
}

// Each way in which a send can end, without a way to look posts up.
func TestFates(t *testing.T) {
	for _, c := range []struct {
		outcome bot.Outcome
		status  store.Status
		after   time.Duration // until the next try, about; 0 if there is none
	}{
		{done, store.Sent, 0},
		{bot.Outcome{Fate: bot.Gone, Why: "deleted"}, store.Gone, 0},
		{bot.Outcome{Fate: bot.Uncertain, Why: "cut"}, store.Uncertain, 0},
		{bot.Outcome{Fate: bot.Retry, After: time.Minute}, store.Waiting, time.Minute},
		{bot.Outcome{Fate: bot.Retry, After: -time.Hour}, store.Waiting, time.Second},
		{bot.Outcome{Fate: bot.Failed}, store.Waiting, time.Second},
	} {
		r := newRig(t)
		key := r.promise(t, "slack:T1", "C1", 1)[0]
		o := r.outbox("slack", &platform{fate: func(context.Context, bot.Destination, store.Key, int) bot.Outcome { return c.outcome }})
		if _, _, err := o.Pass(ctx); err != nil {
			t.Fatal(err)
		}
		o.Wait()
		p := r.promised(t, "slack:T1", key)
		if p.Status != c.status || p.Why != c.outcome.Why || (r.settled[key] > 0) == p.Status.Open() {
			t.Errorf("%+v is settled as %s (%s), told %d times", c.outcome, p.Status, p.Why, r.settled[key])
		}
		if wait := p.At.Sub(r.now()); c.after > 0 && (wait < c.after*3/4 || wait > c.after*5/4) {
			t.Errorf("%+v is tried again after %v", c.outcome, wait)
		}
		r.home.Close()
	}
}

// What is of no use any more, or not wanted, is settled and not sent. What
// cannot be prepared waits, and holds up nobody.
func TestNotSent(t *testing.T) {
	r := newRig(t)
	keys := r.promise(t, "slack:T1", "C1", 5)
	r.unwant[keys[0]], r.unready[keys[1]], r.broken[keys[2]] = true, true, true
	p := &platform{}
	o := r.outbox("slack", p)
	drain(t, o)
	if n := p.copies(); len(n) != 2 || n[keys[3]] != 1 || n[keys[4]] != 1 {
		t.Errorf("sent: %v", n)
	}
	if p := r.promised(t, "slack:T1", keys[0]); p.Status != store.Unwanted || p.Why != "nobody wants it" || p.Tries != 0 {
		t.Errorf("unwanted is settled as %+v", p)
	}
	for _, key := range keys[1:3] {
		if p := r.promised(t, "slack:T1", key); p.Status != store.Waiting || !p.At.After(r.now()) || p.Why != "it could not be prepared; the log says why" {
			t.Errorf("unready is %+v", p)
		}
	}
	r.sleep(25 * time.Hour)
	drain(t, o)
	for _, key := range keys[1:3] {
		if p := r.promised(t, "slack:T1", key); p.Status != store.Expired {
			t.Errorf("a day later it is %s", p.Status)
		}
	}
	if len(p.copies()) != 2 {
		t.Errorf("sent: %v", p.copies())
	}
}

// A post in doubt is looked up until a look-up can tell, and no longer than that
// can be of use.
func TestLookUpsEnd(t *testing.T) {
	for _, outcome := range []bot.Outcome{{Fate: bot.Failed, Why: "ill"}, {Fate: bot.Retry, After: time.Minute, Why: "ill"}} {
		r := newRig(t)
		key := r.promise(t, "slack:T1", "C1", 1)[0]
		p := &platform{fate: func(context.Context, bot.Destination, store.Key, int) bot.Outcome {
			return bot.Outcome{Fate: bot.Uncertain}
		}}
		o := r.outbox("slack", blind{p, outcome})
		drain(t, o)
		for _, c := range []struct {
			after time.Duration
			want  store.Status
		}{{time.Hour, store.Doubtful}, {23 * time.Hour, store.Doubtful}, {time.Hour, store.Uncertain}} {
			r.sleep(c.after)
			drain(t, o)
			if got := r.promised(t, "slack:T1", key); got.Status != c.want || got.Why != "ill" {
				t.Errorf("%+v: at %v it is %s (%s), want %s", outcome, r.now(), got.Status, got.Why, c.want)
			}
		}
		r.home.Close()
	}
}

// A panic of an adapter is doubt, for one post only.
func TestPanicIsDoubt(t *testing.T) {
	r := newRig(t)
	bad, good := r.promise(t, "slack:T1", "C1", 1)[0], r.promise(t, "slack:T1", "C2", 1)[0]
	o := r.outbox("slack", &platform{fate: func(_ context.Context, to bot.Destination, _ store.Key, _ int) bot.Outcome {
		if to.Place == "C1" {
			panic("oops")
		}
		return done
	}})
	drain(t, o)
	if p := r.promised(t, "slack:T1", bad); p.Status != store.Uncertain {
		t.Errorf("the bad one is %s", p.Status)
	}
	if p := r.promised(t, "slack:T1", good); p.Status != store.Sent {
		t.Errorf("the good one is %s", p.Status)
	}
}

// Whatever the platform says, and wherever the program is killed, no post
// arrives twice; and what is settled as sent arrived, where it can be looked up.
func TestAtMostOnce(t *testing.T) {
	outcomes := []bot.Outcome{
		done, done,
		{Fate: bot.Uncertain}, {Fate: bot.Uncertain, Ref: "it arrived all the same"},
		{Fate: bot.Retry, After: time.Second}, {Fate: bot.Failed}, {Fate: bot.Gone},
	}
	r := newRig(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		workspace := store.Workspace(fmt.Sprintf("slack:T%d", n))
		fates := rapid.SliceOfN(rapid.IntRange(0, len(outcomes)), 1, 40).Draw(rt, "fates") // the last is a kill
		p := &platform{}
		var mu sync.Mutex
		next := 0
		p.fate = func(_ context.Context, to bot.Destination, key store.Key, _ int) bot.Outcome {
			mu.Lock()
			defer mu.Unlock()
			fate := fates[next%len(fates)]
			if next++; next > 3*len(fates) {
				fate = 0 // in the end all is well
			}
			if fate < len(outcomes) {
				return outcomes[fate]
			}
			r.home.refuses.Store(true) // nothing is written any more
			return bot.Outcome{Fate: bot.Done, Ref: []string{"", "arrived"}[next%2]}
		}
		var sender bot.Sender = p
		finds := rapid.Bool().Draw(rt, "finds")
		if finds {
			sender = searchable{p}
		}
		keys := r.promise(t, workspace, "C1", rapid.IntRange(1, 12).Draw(rt, "posts"))
		r.toTheEnd(t, sender)
		for key, n := range p.copies() {
			if n > 1 {
				rt.Errorf("%s arrived %d times", key, n)
			}
		}
		for _, key := range keys {
			got := r.promised(t, workspace, key)
			switch arrived := p.copies()[key] > 0; {
			case got.Status.Open():
				rt.Errorf("%s is still %s", key, got.Status)
			case finds && (got.Status == store.Sent) != arrived && got.Status != store.Gone:
				rt.Errorf("%s is %s, arrived: %t", key, got.Status, arrived)
			case !finds && got.Status == store.Sent && !arrived:
				rt.Errorf("%s is sent and did not arrive", key)
			}
		}
	})
}

// toTheEnd runs an outbox until nothing is to be done, and starts it again
// whenever it is killed.
func (r *rig) toTheEnd(t testing.TB, s bot.Sender) {
	t.Helper()
	o := r.outbox("slack", s)
	for {
		ctx, kill := context.WithCancel(ctx)
		n, again, err := o.Pass(ctx)
		if r.home.refuses.Load() {
			kill()
		}
		kill() // a settling that fails gives up at once
		o.Wait()
		if r.home.refuses.Load() {
			r.restart(t)
			o = r.outbox("slack", s)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 && again.IsZero() {
			return
		}
		if again.After(r.now()) {
			r.clock.Store(again.UnixNano())
		}
	}
}

// Opening the store voids all leases, however many, on its platform only.
func TestVoidLeases(t *testing.T) {
	r := newRig(t)
	const many = 2*scanned + 50
	keys := append(r.promise(t, "slack:T1", "C1", many), r.promise(t, "discord:G1", "C1", 1)...)
	if err := r.store.Update(ctx, func(tx *store.Tx) error {
		for _, key := range keys {
			workspace := store.Workspace(strings.Split(string(key), "/")[0])
			p, err := tx.In(workspace).Promised(key)
			if err != nil {
				return err
			}
			if err := leaseOut(tx.In(workspace), p, r.now()); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := VoidLeases(ctx, r.store, "slack", r.now()); n != many || err != nil {
		t.Errorf("%d leases were voided, %v, want %d", n, err, many)
	}
	if p := r.promised(t, "discord:G1", keys[many]); p.Status != store.Leased {
		t.Errorf("that of another platform is %s", p.Status)
	}
	p := &platform{}
	drain(t, r.outbox("slack", p))
	if len(p.sent) != 0 {
		t.Errorf("%d posts in doubt were sent again", len(p.sent))
	}
	for _, key := range keys[:many] {
		if p := r.promised(t, "slack:T1", key); p.Status != store.Uncertain || p.Why != "the program ended while it was being sent" {
			t.Fatalf("%s is %s: %s", key, p.Status, p.Why)
		}
	}
}

// A promise that was removed or decided on while it was being sent stays so.
func TestDecidedMeanwhile(t *testing.T) {
	r := newRig(t)
	keys := r.promise(t, "slack:T1", "C1", 2)
	o := r.outbox("slack", &platform{fate: func(_ context.Context, _ bot.Destination, key store.Key, _ int) bot.Outcome {
		err := r.store.Update(ctx, func(tx *store.Tx) error {
			s := tx.In("slack:T1")
			p, err := s.Promised(key)
			if err != nil {
				return err
			}
			p.Status = store.Dropped
			if err := s.PutPromise(p); err != nil || key != keys[1] {
				return err
			}
			return s.RetirePromise(key)
		})
		if err != nil {
			panic(err)
		}
		return done
	}})
	drain(t, o)
	if p := r.promised(t, "slack:T1", keys[0]); p.Status != store.Dropped {
		t.Errorf("it is %s, want dropped", p.Status)
	}
	if len(r.settled) != 0 {
		t.Errorf("the keeper was told: %v", r.settled)
	}
}

// A store that refuses writes for a while gets the settling when it can; the
// post is not sent again.
func TestSettleWaitsForTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		key := r.promise(t, "slack:T1", "C1", 1)[0]
		p := &platform{fate: func(context.Context, bot.Destination, store.Key, int) bot.Outcome {
			r.home.refuses.Store(true)
			return done
		}}
		o := r.outbox("slack", p)
		if _, _, err := o.Pass(ctx); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20 * time.Second)
		if tried := r.home.updates.Load(); tried < 15 || tried > 40 {
			t.Errorf("in 20 s it was tried %d times", tried)
		}
		r.home.refuses.Store(false)
		o.Wait()
		if got := r.promised(t, "slack:T1", key); got.Status != store.Sent || len(p.sent) != 1 {
			t.Errorf("it is %s, sent %d times", got.Status, len(p.sent))
		}
		r.home.Close()
	})
}

// It gives up when the lease would end, or at the program's end; then it is in
// doubt at the next start.
func TestSettleGivesUp(t *testing.T) {
	for name, end := range map[string]func(r *rig, stop func()){
		"lease":    func(r *rig, _ func()) { r.sleep(lease) },
		"shutdown": func(_ *rig, stop func()) { stop() },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t)
				key := r.promise(t, "slack:T1", "C1", 1)[0]
				o := r.outbox("slack", &platform{fate: func(context.Context, bot.Destination, store.Key, int) bot.Outcome {
					r.home.refuses.Store(true)
					return done
				}})
				ctx, stop := context.WithCancel(ctx)
				defer stop()
				if _, _, err := o.Pass(ctx); err != nil {
					t.Fatal(err)
				}
				time.Sleep(5 * time.Second)
				end(r, stop)
				o.Wait()
				r.restart(t)
				if got := r.promised(t, "slack:T1", key); got.Status != store.Doubtful {
					t.Errorf("it is %s, want doubtful", got.Status)
				}
				r.home.Close()
			})
		})
	}
}

// A channel that hangs until its deadline holds up no other, and is in doubt.
func TestHangingChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		hung := r.promise(t, "slack:T1", "C1", 1)[0]
		p := &platform{now: time.Now, fate: func(ctx context.Context, to bot.Destination, _ store.Key, _ int) bot.Outcome {
			if to.Place != "C1" {
				return done
			}
			<-ctx.Done()
			return bot.Outcome{Fate: bot.Uncertain, Why: "timed out"}
		}}
		o := r.outbox("slack", p)
		begun := time.Now()
		for range 5 {
			r.promise(t, "slack:T1", "C2", 3*abreast)
			for n := 1; n > 0; {
				var err error
				if n, _, err = o.Pass(ctx); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
			}
		}
		if len(p.sent) != 15*abreast || time.Since(begun) > time.Second {
			t.Errorf("after %v the other channel has %d posts", time.Since(begun), len(p.sent))
		}
		o.Wait()
		if took := time.Since(begun); took != sendWithin {
			t.Errorf("the hanging one ended after %v", took)
		}
		if got := r.promised(t, "slack:T1", hung); got.Status != store.Uncertain {
			t.Errorf("it is %s", got.Status)
		}
		r.home.Close()
	})
}

// Outboxes, the calendar's promises and the operator's decisions at once: each
// post arrives once.
func TestConcurrently(t *testing.T) {
	r := newRig(t)
	platforms := map[string]*platform{"slack": {}, "discord": {}}
	var makers, runners sync.WaitGroup
	stop := make(chan struct{})
	for name, p := range platforms {
		p.fate = func(_ context.Context, _ bot.Destination, _ store.Key, try int) bot.Outcome {
			if try == 1 {
				return bot.Outcome{Fate: bot.Retry}
			}
			return done
		}
		o := r.outbox(name, p)
		makers.Go(func() {
			for i := range 10 {
				r.promise(t, store.Workspace(fmt.Sprintf("%s:T%d", name, i)), "C1", 5)
			}
		})
		runners.Go(func() {
			for {
				drain(t, o)
				select {
				case <-stop:
					drain(t, o) // the first tries of what came last
					r.sleep(2 * time.Second)
					drain(t, o)
					return
				default:
				}
			}
		})
	}
	makers.Wait()
	close(stop)
	runners.Wait()
	for name, p := range platforms {
		if n := p.copies(); len(n) != 50 || len(p.sent) != 50 {
			t.Errorf("%s: %d of 50 posts arrived, in %d copies", name, len(n), len(p.sent))
		}
	}
}
