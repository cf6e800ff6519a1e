package outbox

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/bot"
	"mentorbot/store"
)

// After the n-th failure it waits a second, doubled each time up to ten minutes,
// give or take a quarter.
func TestBackoff(t *testing.T) {
	for n, want := range map[int]time.Duration{
		0: time.Second, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 9: 256 * time.Second,
		10: 10 * time.Minute, 11: 10 * time.Minute, 64: 10 * time.Minute, 1_000_000: 10 * time.Minute,
	} {
		least, most := 2*want, time.Duration(0)
		for range 2_000 {
			d := backoff(n)
			least, most = min(least, d), max(most, d)
		}
		if least < want*3/4 || most > want*5/4 {
			t.Errorf("after %d failures it waits %v to %v, want %v give or take a quarter", n, least, most, want)
		}
		if most-least < want/4 {
			t.Errorf("after %d failures retries do not spread: %v to %v", n, least, most)
		}
	}
}

// Whatever the pace and whatever is promised, all arrives, never faster than the
// platform wants it, in all and in each place, and not much slower.
func TestPace(t *testing.T) {
	r := newRig(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		pace := bot.Pace{
			PerSecond: rapid.SampledFrom([]float64{0, 0.5, 1, 3, 40}).Draw(rt, "per second"),
			PerPlace:  rapid.SampledFrom([]time.Duration{0, 300 * time.Millisecond, time.Second, time.Minute}).Draw(rt, "per place"),
		}
		p := &platform{pace: pace, now: r.now}
		places := rapid.SliceOfN(rapid.IntRange(0, 3), 1, 16).Draw(rt, "places")
		for _, place := range places {
			r.promise(t, store.Workspace(fmt.Sprintf("slack:T%d", n)), store.PlaceID(fmt.Sprintf("C%d", place)), 1)
		}
		begun := r.now()
		r.toTheEnd(t, p)
		if len(p.sent) != len(places) {
			rt.Fatalf("%d of %d posts arrived", len(p.sent), len(places))
		}
		checkPace(rt, p.sent, pace)
		if took, most := r.now().Sub(begun), slowest(places, pace); took > most {
			rt.Errorf("it took %v, want at most %v", took, most)
		}
	})
}

// checkPace holds sends to a pace.
func checkPace(rt *rapid.T, all []sent, pace bot.Pace) {
	slices.SortFunc(all, func(a, b sent) int { return a.at.Compare(b.at) })
	last := map[store.PlaceID]time.Time{}
	for i, s := range all {
		if before, ok := last[s.to.Place]; ok && s.at.Sub(before) < pace.PerPlace {
			rt.Errorf("%s got two within %v", s.to.Place, s.at.Sub(before))
		}
		last[s.to.Place] = s.at
		if pace.PerSecond == 0 {
			continue
		}
		for j := range i {
			window := s.at.Sub(all[j].at)
			if most := 1 + (window+burst).Seconds()*pace.PerSecond; float64(i-j+1) > most+1e-6 {
				rt.Errorf("%d posts within %v, at %v a second", i-j+1, window, pace.PerSecond)
			}
		}
	}
}

// slowest is how long it may take at a pace, with some patience.
func slowest(places []int, pace bot.Pace) time.Duration {
	crowd := map[int]int{}
	for _, place := range places {
		crowd[place]++
	}
	most := 0
	for _, n := range crowd {
		most = max(most, n)
	}
	all := time.Duration(0)
	if pace.PerSecond > 0 {
		all = time.Duration(float64(len(places)) / pace.PerSecond * float64(time.Second))
	}
	return 2*all + time.Duration(most)*(pace.PerPlace+time.Millisecond) + time.Second
}

// The pace is remembered only as long as it matters.
func TestPacerForgets(t *testing.T) {
	p := newPacer(bot.Pace{PerPlace: time.Second})
	for i := range 1_000 {
		p.took(begin.Add(time.Duration(i)*100*time.Millisecond), bot.Destination{Place: store.PlaceID(fmt.Sprint(i))})
	}
	if len(p.places) > 11 || len(p.order) > 11 {
		t.Errorf("%d places are remembered, in an order of %d", len(p.places), len(p.order))
	}
}

// A flood on one platform is not seen on another, nor read.
func TestFloodElsewhere(t *testing.T) {
	r := newRig(t)
	flood := r.promise(t, "slack:T1", "C1", 5_000)
	r.promise(t, "discord:G1", "C1", 3)
	slack, discord := &platform{}, &platform{}
	// slack is not drained: it is at its worst.
	if _, _, err := r.outbox("slack", slack).Pass(ctx); err != nil {
		t.Fatal(err)
	}
	before := r.home.updates.Load()
	drain(t, r.outbox("discord", discord))
	if len(discord.sent) != 3 {
		t.Errorf("%d of 3 posts arrived", len(discord.sent))
	}
	if n := r.home.updates.Load() - before; n > 3+3+abreast {
		t.Errorf("it took %d transactions", n)
	}
	if p := r.promised(t, "slack:T1", flood[4_999]); p.Status != store.Waiting {
		t.Errorf("the last of the flood is %s", p.Status)
	}
}

// A flood to one place, which wants a pause between posts, does not hold up
// another place of the same platform.
func TestFloodInOnePlace(t *testing.T) {
	r := newRig(t)
	r.promise(t, "slack:T1", "C1", 1_000)
	other := r.promise(t, "slack:T1", "C2", 1)[0]
	p := &platform{pace: bot.Pace{PerPlace: time.Second}}
	drain(t, r.outbox("slack", p))
	if n := p.copies(); n[other] != 1 || len(n) != 2 {
		t.Errorf("%d posts arrived at once, the other place's %d times", len(n), n[other])
	}
}
