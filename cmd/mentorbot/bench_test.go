package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// The benchmarks of this package are of the program as a whole: its parts over a
// real store, or the built binary. What is compared takes its turns in between
// each other, since a machine is never as fast as it was a minute ago; medians
// are printed, and their ratio is the gate where there is one. A gate that is
// missed is printed so and fails nothing, for it is the machine's too; a wrong
// result fails.

// times are how long something took, turn by turn.
type times []time.Duration

// at is a quantile of the times, from 0, the shortest, to 1, the longest.
func (t times) at(q float64) time.Duration {
	if len(t) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(t))[int(q*float64(len(t)-1)+0.5)]
}

func (t times) median() time.Duration { return t.at(0.5) }

// spreadHead is the head of what spread prints.
const spreadHead = "     p50      p99  longest"

// spread prints half of the times, nearly all and all of them, in µs.
func (t times) spread() string {
	return fmt.Sprintf("%8d %8d %8d", t.median().Microseconds(), t.at(0.99).Microseconds(), t.at(1).Microseconds())
}

// add times do.
func (t *times) add(do func()) {
	start := time.Now()
	do()
	*t = append(*t, time.Since(start))
}

// row writes a line under the benchmark's result, which has room for ten.
func row(b *testing.B, format string, args ...any) {
	fmt.Fprintf(b.Output(), format+"\n", args...)
}

// metric reports a time in µs, beside which a turn's says nothing.
func metric(b *testing.B, d time.Duration, what string) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(d.Nanoseconds())/1e3, "µs/"+what)
}

// held says whether a gate was.
func held(ok bool) string {
	if ok {
		return "held"
	}
	return "MISSED"
}

// benchServices are the program's parts over a new store, with a clock that
// stands still.
func benchServices(b *testing.B, clock clock) (*services, *bolt.Home) {
	b.Helper()
	library, err := content.Load(content.Embedded())
	check(b, err)
	path := filepath.Join(b.TempDir(), "mentor.db")
	home, err := bolt.Open(path)
	check(b, err)
	b.Cleanup(func() { home.Close() })
	p := program{getenv: os.Getenv, err: io.Discard, clock: clock}
	sv, err := assemble(context.Background(), p, settings{db: path}, library, home)
	check(b, err)
	return sv, home
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// fill writes n records, so many to a commit.
func fill(b *testing.B, s *store.Store, n int, write func(tx *store.Tx, i int) error) {
	b.Helper()
	const each = 20_000
	for from := 0; from < n; from += each {
		check(b, s.Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < min(from+each, n); i++ {
				if err := write(tx, i); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}
