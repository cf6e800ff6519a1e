package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	"mentorbot/content"
	"mentorbot/content/questions"
)

// cost prints what each side takes: the time of a question, the time to start,
// and memory.
func cost(w io.Writer, l *content.Library, sets []questions.Set, turns int) error {
	ix, err := newBleve(l.Topics())
	if err != nil {
		return err
	}
	var clean, typos []string
	for _, set := range sets {
		for _, q := range set.Questions {
			if q.Style == "typo" {
				typos = append(typos, q.Text)
			} else {
				clean = append(clean, q.Text)
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\n%-36s\tmentorbot p50\tp99\tbleve p50\tp99\tbleve / mentorbot p50\tp99\t\n", "time of a question")
	for _, row := range []struct {
		name   string
		asked  []string
		theirs questions.Finder
	}{
		{"without typos", clean, find(ix, boosted, 0)},
		{"with typos, bleve's fuzziness 1", typos, find(ix, boosted, 1)},
	} {
		ours, theirs := timeBoth(row.asked, mentor(l), row.theirs, turns)
		fmt.Fprintf(t, "%-36s\t%s\t%s\t\n", fmt.Sprintf("%s (%d)", row.name, len(row.asked)), percentiles(ours), percentiles(theirs)+"\t"+ratios(theirs, ours))
	}
	t.Flush()
	if err := ix.Close(); err != nil {
		return err
	}
	return start(w, turns)
}

// timeBoth times each question once a turn on each side.
func timeBoth(asked []string, ours, theirs questions.Finder, turns int) (a, b []time.Duration) {
	for turn := range turns {
		runtime.GC()
		if turn%2 == 0 {
			a = timeAll(a, asked, ours)
			b = timeAll(b, asked, theirs)
		} else {
			b = timeAll(b, asked, theirs)
			a = timeAll(a, asked, ours)
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	return a, b
}

func timeAll(times []time.Duration, asked []string, find questions.Finder) []time.Duration {
	for _, q := range asked {
		begin := time.Now()
		find(q)
		times = append(times, time.Since(begin))
	}
	return times
}

// at returns a percentile of times in order, 0 if there are none.
func at(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	return times[(len(times)-1)*percent/100]
}

func percentiles(times []time.Duration) string {
	return fmt.Sprintf("%.1f µs\t%.1f µs", micros(at(times, 50)), micros(at(times, 99)))
}

func ratios(times, of []time.Duration) string {
	ratio := func(percent int) float64 { return micros(at(times, percent)) / max(micros(at(of, percent)), 0.001) }
	return fmt.Sprintf("%.1f\t%.1f", ratio(50), ratio(99))
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// start prints the time and memory of what must be there before the first
// question. Mentorbot's time is that of its whole start from the files that are
// compiled in, reading and linking them included; bleve's is that of its index
// alone, of topics that are read already. The memory is what goes when the
// library, or bleve's index, is dropped and the topics and projects are kept.
func start(w io.Writer, turns int) error {
	var ours, theirs []time.Duration
	var heap, theirHeap []float64
	for range turns {
		took, bytes, topics, err := startMentor()
		if err != nil {
			return err
		}
		ours, heap = append(ours, took), append(heap, bytes)
		if took, bytes, err = startBleve(topics); err != nil {
			return err
		}
		theirs, theirHeap = append(theirs, took), append(theirHeap, bytes)
	}
	slices.Sort(ours)
	slices.Sort(theirs)
	slices.Sort(heap)
	slices.Sort(theirHeap)
	a, b := micros(at(ours, 50))/1000, micros(at(theirs, 50))/1000
	h, g := heap[len(heap)/2], theirHeap[len(theirHeap)/2]
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\n%-58s\tmentorbot\tbleve\tmentorbot / bleve\t\n", "to start")
	fmt.Fprintf(t, "%-58s\t%.1f ms\t%.1f ms\t%.2f\t\n", "time (mentorbot: files to answers; bleve: indexing alone)", a, b, a/b)
	fmt.Fprintf(t, "%-58s\t%.2f MB\t%.2f MB\t%.2f\t\n", "heap beside the topics", h, g, h/g)
	return t.Flush()
}

// oneQuestion makes each side build what it puts off to the first one.
const oneQuestion = "why does my left join return more rows than the orders table has, postgres 16?"

func startMentor() (took time.Duration, megabytes float64, topics []*content.Topic, err error) {
	runtime.GC()
	begin := time.Now()
	l, err := content.Load(content.Embedded())
	took = time.Since(begin)
	if err != nil {
		return 0, 0, nil, err
	}
	mentor(l)(oneQuestion)
	topics = slices.Clone(l.Topics())
	projects := slices.Clone(l.Projects())
	with := heapInUse()
	runtime.KeepAlive(l)
	without := heapInUse()
	runtime.KeepAlive(projects)
	return took, with - without, topics, nil
}

func startBleve(topics []*content.Topic) (took time.Duration, megabytes float64, err error) {
	without := heapInUse()
	begin := time.Now()
	ix, err := newBleve(topics)
	took = time.Since(begin)
	if err != nil {
		return 0, 0, err
	}
	find(ix, boosted, 0)(oneQuestion)
	with := heapInUse()
	runtime.KeepAlive(topics)
	return took, with - without, ix.Close()
}

// heapInUse returns the megabytes of the objects that are alive. What has a
// finalizer goes with the second collection.
func heapInUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}
