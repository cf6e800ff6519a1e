package lanes

import (
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func TestOneLaneKeepsOrder(t *testing.T) {
	l := New(8, 100, quiet(), time.Now)
	var got []int
	for i := range 100 {
		if !l.Do("ann", func() { got = append(got, i) }) {
			t.Fatalf("no room for %d", i)
		}
	}
	l.Wait()
	if len(got) != 100 || !slices.IsSorted(got) {
		t.Errorf("ran in the order %v", got)
	}
}

// What waits is bounded, however many say something at once.
func TestAllLanesAreBounded(t *testing.T) {
	l := New(8, 8, quiet(), time.Now)
	gate := make(chan struct{})
	taken := 0
	for i := range most + 100 {
		if l.Do(strconv.Itoa(i), func() { <-gate }) {
			taken++
		}
	}
	if taken != most {
		t.Errorf("%d were taken in hand", taken)
	}
	close(gate)
	l.Wait()
	if len(l.waiting) > 0 || !l.Do("more", func() {}) {
		t.Error("nothing more is taken in hand")
	}
	l.Wait()
}

func TestLanesAreBounded(t *testing.T) {
	const wide = 3
	l := New(wide, 1, quiet(), time.Now)
	var running atomic.Int64
	counts := make(chan int64, 20)
	gate := make(chan struct{})
	var started sync.WaitGroup
	started.Add(wide)
	for i := range 20 {
		first := i < wide
		l.Do(string(rune('a'+i)), func() {
			counts <- running.Add(1)
			if first {
				started.Done()
			}
			<-gate
			running.Add(-1)
		})
		if i == wide-1 {
			started.Wait()
		}
	}
	close(gate)
	l.Wait()
	close(counts)
	most := int64(0)
	for n := range counts {
		most = max(most, n)
	}
	if most != wide {
		t.Errorf("%d ran at once, want %d", most, wide)
	}
}

func TestFullLaneRefuses(t *testing.T) {
	l := New(1, 2, quiet(), time.Now)
	gate, begun := make(chan struct{}), make(chan struct{})
	l.Do("ann", func() { close(begun); <-gate })
	<-begun
	var took []bool
	for range 4 {
		took = append(took, l.Do("ann", func() {}))
	}
	other := l.Do("bob", func() {})
	close(gate)
	l.Wait()
	if want := []bool{true, true, false, false}; !slices.Equal(took, want) || !other {
		t.Errorf("took %v and the other lane %v, want %v and true", took, other, want)
	}
	if len(l.waiting) != 0 {
		t.Errorf("%d lanes are kept", len(l.waiting))
	}
}

func TestPanicIsSurvived(t *testing.T) {
	l := New(1, 10, quiet(), time.Now)
	ran := false
	l.Do("ann", func() { panic("no") })
	l.Do("ann", func() { ran = true })
	l.Wait()
	if !ran {
		t.Error("what came after a panic did not run")
	}
}

// A flood is one line a minute, which says how much it stands for.
func TestFloodIsLoggedNowAndThen(t *testing.T) {
	var log strings.Builder
	now := time.Date(2026, 8, 24, 9, 0, 0, 0, time.UTC)
	l := New(1, 0, slog.New(slog.NewTextHandler(&log, nil)), func() time.Time { return now })
	gate := make(chan struct{})
	l.Do("ann", func() { <-gate })
	for range 150 {
		l.Do("ann", func() {})
		now = now.Add(time.Second)
	}
	close(gate)
	l.Wait()
	var said []string
	for line := range strings.Lines(log.String()) {
		_, refused, _ := strings.Cut(strings.TrimSpace(line), "refused=")
		said = append(said, refused)
	}
	if want := []string{"1", "60", "60"}; !slices.Equal(said, want) {
		t.Errorf("logged %q, want %q:\n%s", said, want, &log)
	}
}
