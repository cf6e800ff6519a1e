package bot

import (
	"math"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// What is derived from the log. These are pure functions: the same log gives
// the same records, which a test holds.

const (
	wantedRetention = 0.9   // the retrievability at which an item is due
	longestInterval = 3_650 // days
)

// advance is what is known of an item after one more entry of the log.
func advance(mem store.Memory, a *store.Attempt) store.Memory {
	switch a.Act {
	case store.Opened:
		mem.Opened = a.At
	case store.Skipped:
		mem.Rest = store.Midnight(a.Rest)
	case store.Settled:
		mem.Before = mem.State
		mem = regrade(mem, a)
		mem.Opened, mem.Rest = time.Time{}, time.Time{}
	}
	return mem
}

// regrade gives what is known after the latest settled attempt, from the state
// before it.
func regrade(mem store.Memory, a *store.Attempt) store.Memory {
	day := store.Midnight(a.Day)
	state := mem.Before
	rating := schedule.Rating(a.Grade)
	var next schedule.State
	if state.Reps == 0 {
		next = schedule.First(rating)
	} else {
		next = schedule.Review(fsrs(state), rating, daysBetween(state.Day, day))
	}
	state.Stability, state.Difficulty = next.Stability, next.Difficulty
	state.Last, state.Day = a.At, day
	state.Reps++
	if a.Grade == store.Again && mem.Before.Reps > 0 {
		state.Lapses++
	}
	mem.State, mem.Grade = state, a.Grade
	mem.Due = day.AddDate(0, 0, interval(next.Stability))
	return mem
}

// interval is after how many whole days an item of that stability is due.
func interval(stability float64) int {
	return min(schedule.Interval(stability, wantedRetention), longestInterval)
}

func fsrs(s store.State) schedule.State {
	return schedule.State{Stability: s.Stability, Difficulty: s.Difficulty}
}

// daysBetween counts whole days, never less than 0 (a clock may go back).
func daysBetween(from, to time.Time) int {
	return max(0, int(math.Round(to.Sub(from).Hours()/24)))
}

// retrievability is the chance that an item is still known on a day.
func retrievability(s store.State, day time.Time) float64 {
	if s.Reps == 0 {
		return 0
	}
	return schedule.Retrievability(fsrs(s), daysBetween(s.Day, day))
}

// summarise is what is known of a topic from what is known of its items.
func summarise(topic store.TopicID, attempts int, items []*store.Memory) store.Summary {
	sum := store.Summary{Topic: topic, Attempts: attempts}
	var total float64
	for _, mem := range items {
		if mem.Reps == 0 {
			continue
		}
		sum.Items++
		total += mem.Stability
		if mem.Grade == store.Again {
			sum.Wrong++
		}
		if mem.Last.After(sum.Last) {
			sum.Last = mem.Last
		}
	}
	if sum.Items > 0 {
		sum.Strength = total / float64(sum.Items)
	}
	return sum
}

// addDay counts a settled attempt into its day; sign is -1 to take it out.
func addDay(d *store.DaySum, a *store.Attempt, sign int) {
	d.Items += sign
	d.Minutes += sign * a.Minutes
	if a.Grade != store.Again {
		d.Right += sign
	}
}
