package bot

import (
	"cmp"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/schedule"
	"mentorbot/store"
)

// What is derived from the log. These are pure functions: the same log and the
// same model give the same records, which a test holds.

const (
	defaultRetention = 0.9   // chance of recall at which an item is due
	defaultLongest   = 3_650 // days
)

// modelOf is the memory model of a workspace: the published one, or one whose
// initial stabilities were fitted to its log.
func modelOf(team *store.Team) schedule.Model {
	if team.Initial == ([4]float64{}) {
		return schedule.Published()
	}
	return schedule.Model{Initial: team.Initial}
}

// wantOf is how well a workspace wants things remembered.
func wantOf(team *store.Team) schedule.Want {
	return schedule.Wanting(cmp.Or(team.Retention, defaultRetention), cmp.Or(team.Longest, defaultLongest))
}

// advance is what is known of an item after one more entry of the log.
func advance(model schedule.Model, mem store.Memory, a *store.Attempt) store.Memory {
	switch a.Act {
	case store.Opened:
		mem.Opened = a.At
	case store.Skipped:
		mem.Rest = store.Midnight(a.Rest)
	case store.Placed:
		mem.Rest = store.Midnight(a.Rest)
	case store.Settled:
		mem.Before = mem.State
		mem = regrade(model, mem, a)
		mem.Opened, mem.Rest = time.Time{}, time.Time{}
	}
	return mem
}

// regrade gives what is known after the latest settled attempt, from the state
// before it.
func regrade(model schedule.Model, mem store.Memory, a *store.Attempt) store.Memory {
	day := store.Midnight(a.Day)
	state := mem.Before
	before := schedule.State{Stability: state.Stability, Difficulty: state.Difficulty}
	next := model.Review(before, schedule.Rating(a.Grade), int(store.DayNumber(day)-store.DayNumber(state.Day)))
	state.Stability, state.Difficulty = next.Stability, next.Difficulty
	state.Last, state.Day = a.At, day
	state.Reps++
	if a.Grade == store.Again && mem.Before.Reps > 0 {
		state.Lapses++
	}
	mem.State, mem.Grade = state, a.Grade
	return mem
}

// summarised is a topic's summary after an entry of the log that left an item's
// memory so; attempts is how many settled ones it adds.
func summarised(sum *store.Summary, mem *store.Memory, attempts int) {
	sum.Attempts += attempts
	if mem.Last.After(sum.Last) {
		sum.Last = mem.Last
	}
	sum.SetCard(mem.Card())
}

// carded says whether an item has a card in the summary of its topic: once it was
// settled or put off. That its help was looked at is in its memory alone.
func carded(mem *store.Memory) bool { return mem.Reps > 0 || !mem.Rest.IsZero() }

// dueDay is the day from which on an item is due (see store.Midnight), by what
// the workspace wants and the member's pauses.
func dueDay(team *store.Team, me *store.Member, mem *store.Memory) time.Time {
	stored := mem.Card()
	card, want := cardOf(&stored), wantOf(team)
	m := choice.Member{Pauses: pausesOf(me)}
	return mem.Day.AddDate(0, 0, int(m.Due(&card, &want)-card.Day))
}

// addDay counts a settled attempt into its day; sign is -1 to take it out.
func addDay(d *store.DaySum, a *store.Attempt, sign int) {
	d.Items += sign
	d.Minutes += sign * a.Minutes
	if a.Grade != store.Again {
		d.Right += sign
	}
}
