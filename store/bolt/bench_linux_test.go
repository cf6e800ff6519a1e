package bolt

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"mentorbot/store"
)

// BenchmarkAttempt settles attempts in a store that is aged: 200,000 of them were
// settled before, and some members have left, so that there is a list of free
// pages to write with each commit. Each side of a ratio has its turns between
// those of the other, and medians are compared: the disk is as slow for both.
// Times are for orientation, ratios are the gates.
func BenchmarkAttempt(b *testing.B) {
	p := newPractice(b)
	p.home.db.NoSync = true
	p.age(b, 200_000)
	for i := range 50 {
		p.leave(b, i)
	}
	p.home.db.NoSync = false
	if err := p.home.db.Sync(); err != nil {
		b.Fatal(err)
	}
	b.Run("one-caller", p.oneCaller)
	b.Run("64-callers", p.manyCallers)
}

// turns are how often each side of a ratio has its turn.
const turns = 9

// oneCaller is held against what a commit is made of: as many bytes written in
// as many pieces, fdatasync, a page, fdatasync.
func (p *practice) oneCaller(b *testing.B) {
	const each = 100
	raw := newRawFile(b, p.home)
	var disk, ours []time.Duration
	for b.Loop() {
		for range turns {
			before := p.home.db.Stats().TxStats
			ours = append(ours, timed(func() { p.settle(b, 0, each) })/each)
			after := p.home.db.Stats().TxStats
			used := after.Sub(&before)
			pieces, bytes := int(used.GetWrite())/each-1, int(used.GetPageAlloc())/each
			disk = append(disk, timed(func() { raw.commits(b, each, pieces, bytes) })/each)
		}
	}
	ratio := report(b, "attempt", ours, "disk", disk)
	gate(b, ratio <= 3, "an attempt takes %.2f × what the disk takes for its pages, gate ≤ 3", ratio)
}

// manyCallers is held against the same callers with a transaction each.
func (p *practice) manyCallers(b *testing.B) {
	const callers, each = 64, 5
	turn := func(most int) time.Duration {
		p.home.most = most
		return timed(func() {
			var all sync.WaitGroup
			for i := range callers {
				all.Go(func() { p.settle(b, i, each) })
			}
			all.Wait()
		}) / (callers * each)
	}
	defer func() { p.home.most = most }()
	var alone, grouped []time.Duration
	for b.Loop() {
		for range turns {
			grouped = append(grouped, turn(most))
			alone = append(alone, turn(1))
		}
	}
	ratio := report(b, "alone", alone, "grouped", grouped)
	gate(b, ratio >= 1.5, "callers who share commits settle %.2f × the attempts of those who do not, gate ≥ 1.5", ratio)
}

func timed(fn func()) time.Duration {
	start := time.Now()
	fn()
	return time.Since(start)
}

func median(turns []time.Duration) time.Duration {
	slices.Sort(turns)
	return turns[len(turns)/2]
}

// report reports the medians of two sides and returns the ratio of a to c.
func report(b *testing.B, a string, as []time.Duration, c string, cs []time.Duration) (ratio float64) {
	ratio = float64(median(as)) / float64(median(cs))
	b.ReportMetric(0, "ns/op") // a turn says nothing
	b.ReportMetric(float64(median(as).Microseconds()), "µs/"+a)
	b.ReportMetric(float64(median(cs).Microseconds()), "µs/"+c)
	b.ReportMetric(ratio, a+"/"+c)
	return ratio
}

func gate(b *testing.B, held bool, format string, ratio float64) {
	fmt.Fprintf(b.Output(), format+": %s\n", ratio, map[bool]string{true: "held", false: "MISSED"}[held])
	if !held {
		b.Fail()
	}
}

const (
	workspace    = "slack:T0001"
	benchMembers = 1000
	benchItems   = 400
)

// A practice is many members who settle tasks.
type practice struct {
	home  *Home
	store *store.Store
	rngs  [64]*rand.Rand // of each caller
	start time.Time
}

func newPractice(b *testing.B) *practice {
	h, err := Open(filepath.Join(b.TempDir(), "mentor.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { h.Close() })
	s, err := store.Open(context.Background(), h)
	if err != nil {
		b.Fatal(err)
	}
	p := &practice{home: h, store: s, start: time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)}
	for i := range p.rngs {
		p.rngs[i] = rand.New(rand.NewPCG(7, uint64(i)))
	}
	return p
}

// age settles n attempts of random members, a few to a commit.
func (p *practice) age(b *testing.B, n int) {
	const each = 40
	for range n / each {
		p.update(b, func(tx *store.Tx) error {
			for range each {
				if err := p.attempt(tx, p.rngs[0]); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// leave removes what is known of a member, a little at a time.
func (p *practice) leave(b *testing.B, member int) {
	m := p.member(member)
	for more := true; more; {
		p.update(b, func(tx *store.Tx) (err error) {
			more, err = tx.In(workspace).RemoveData(m.ID, m.Born, 100)
			return err
		})
	}
}

func (p *practice) update(b *testing.B, fn func(*store.Tx) error) {
	if err := p.store.Update(context.Background(), fn); err != nil {
		b.Fatal(err)
	}
}

// settle is one caller who settles n attempts, one after the other.
func (p *practice) settle(b *testing.B, caller, n int) {
	for range n {
		if err := p.store.Update(context.Background(), func(tx *store.Tx) error {
			return p.attempt(tx, p.rngs[caller])
		}); err != nil {
			b.Error(err)
		}
	}
}

func (p *practice) member(i int) *store.Member {
	return &store.Member{ID: store.MemberID(fmt.Sprintf("U%08d", i)), Born: p.start}
}

// attempt reads and writes what a confirmed attempt does.
func (p *practice) attempt(tx *store.Tx, rng *rand.Rand) error {
	s := tx.In(workspace)
	m := p.member(rng.IntN(benchMembers))
	n := rng.IntN(benchItems)
	item := store.ItemID(fmt.Sprintf("databases/topic-%02d#task-%d", n/10, n%10))
	at := p.start.Add(time.Duration(rng.Int64N(int64(365 * 24 * time.Hour))))
	day := at.Format(time.DateOnly)
	mem, err := s.Memory(m, item)
	if err != nil {
		return err
	}
	sum, err := s.Summary(m, item.Topic())
	if err != nil {
		return err
	}
	done, err := s.Day(m, day)
	if err != nil {
		return err
	}
	if err := s.Append(m, &store.Attempt{
		At: at, Item: item, Act: store.Settled, Offered: at.Add(-time.Minute), Grade: store.Good, Day: day, Minutes: 7,
	}); err != nil {
		return err
	}
	mem.Before, mem.State = mem.State, store.State{Stability: 3.7, Difficulty: 5.2, Last: at, Reps: mem.Reps + 1}
	mem.Grade = store.Good
	if err := s.PutMemory(m, mem); err != nil {
		return err
	}
	sum.Attempts, sum.Last = sum.Attempts+1, at
	sum.SetCard(mem.Card())
	if err := s.PutSummary(m, sum); err != nil {
		return err
	}
	done.Items, done.Minutes = done.Items+1, done.Minutes+7
	return s.PutDay(m, done)
}

// A rawFile is as large as the store's file, beside it.
type rawFile struct {
	f     *os.File
	pages int
	rng   *rand.Rand
}

func newRawFile(b *testing.B, h *Home) *rawFile {
	stats, err := h.Stats()
	if err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	page := make([]byte, os.Getpagesize())
	r := &rawFile{f, int(stats.Bytes) / len(page), rand.New(rand.NewPCG(7, 7))}
	for range r.pages {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	return r
}

// commits does n times what a commit does: a number of pieces (the last one, the
// list of free pages, has what is left of the bytes) at random places in rising
// order, and then one of the two first pages.
func (r *rawFile) commits(b *testing.B, n, pieces, bytes int) {
	page := os.Getpagesize()
	data := make([]byte, max(bytes, page))
	for i := range n {
		at := make([]int, pieces)
		for j := range at {
			at[j] = 2 + r.rng.IntN(r.pages-2-bytes/page)
		}
		slices.Sort(at)
		for j, p := range at {
			size := page
			if j == pieces-1 {
				size = max(bytes-j*page, page)
			}
			r.write(b, data[:size], p)
		}
		r.sync(b)
		r.write(b, data[:page], i%2)
		r.sync(b)
	}
}

func (r *rawFile) write(b *testing.B, data []byte, page int) {
	if _, err := r.f.WriteAt(data, int64(page)*int64(os.Getpagesize())); err != nil {
		b.Fatal(err)
	}
}

func (r *rawFile) sync(b *testing.B) {
	if err := syscall.Fdatasync(int(r.f.Fd())); err != nil {
		b.Fatal(err)
	}
}
