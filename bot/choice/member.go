package choice

import (
	"slices"

	"mentorbot/schedule"
)

// A Day is a day where the member is, as the number of days since 1970-01-01.
type Day int32

// A Card is what is known of one item. The zero Card is an item never answered.
type Card struct {
	schedule.State
	Day    Day     // of the latest answer
	Rest   Day     // the item is not to be offered before this day
	Gap    int32   // days between the latest two answers
	Reps   int32   // answers
	Missed bool    // the latest answer was wrong
	Chance float32 // of the fuzz of when it is due, in [0, 1)
}

// A Pause is days on which a member was away: what was due comes so much later.
type Pause struct{ From, Until Day }

// A Member is what choosing needs to know of somebody.
type Member struct {
	Today  Day
	Level  int             // topics below it are not in the plan
	Skills map[string]bool // those in the plan; empty is all
	First  map[string]bool // ids of the topics that come first: what a goal is about, with what it needs
	Cards  []Card          // by item of the curriculum
	Model  schedule.Model  // of the workspace
	Want   schedule.Want   // how well the workspace wants things remembered
	Day    int             // minutes that the member has in a day
	Pauses []Pause

	Last  int          // topic of the piece before, -1 if there was none
	Since int          // pieces answered since the latest new one; see Share
	Avoid map[int]bool // items to leave out if there are others
}

// elapsed is the number of whole days since an item's latest answer, 0 if the
// clock went back.
func (m *Member) elapsed(c *Card) int { return max(0, int(m.Today-c.Day)) }

// Recall is the chance that an item is recalled today, 0 if it was never
// answered. It goes by the time that really went by; no pause moves it.
func (m *Member) Recall(c *Card) float64 {
	if c.Reps == 0 {
		return 0
	}
	return schedule.Retrievability(c.State, m.elapsed(c))
}

// Due is the day from which on an item that was answered is due: when its chance
// of recall has fallen to what is wanted, give or take the fuzz, and later by
// the pauses since its latest answer.
func (m *Member) Due(c *Card, want *schedule.Want) Day {
	due := c.Day + Day(want.Fuzzed(c.Stability, int(c.Gap), float64(c.Chance)))
	for _, p := range m.Pauses {
		due += max(0, p.Until-max(p.From, c.Day))
	}
	return due
}

// isDue says whether an item is due today, and neither done today nor put off.
func (m *Member) isDue(c *Card, want *schedule.Want) bool {
	if c.Reps == 0 || !m.free(c) {
		return false
	}
	past := float64(m.Today - c.Day)
	least, most := want.Bounds(c.Stability)
	return past >= least && (past >= most && len(m.Pauses) == 0 || m.Due(c, want) <= m.Today)
}

// free says whether an item may be offered today. A card from a day ahead is of
// a member whose clock, or zone, went back.
func (m *Member) free(c *Card) bool { return c.Rest <= m.Today && (c.Reps == 0 || c.Day < m.Today) }

// DueToday are the items that are due, and neither done today nor put off, and
// the retention in force: what the workspace wants or, when more is due than a
// week has minutes for, less by as much as it takes, down to [Floor].
func (m *Member) DueToday(c *Curriculum) (items []int, want schedule.Want) {
	want = m.Want
	for i := range m.Cards {
		if m.isDue(&m.Cards[i], &want) {
			items = append(items, i)
		}
	}
	const step = 0.05
	for want.Retention > Floor && load(c, &Scope{}, items) > 7*m.Day {
		want = schedule.Wanting(max(Floor, want.Retention-step), want.Longest)
		items = slices.DeleteFunc(items, func(i int) bool { return !m.isDue(&m.Cards[i], &want) })
	}
	return items, want
}

// load is how many minutes items take that lie in a scope.
func load(c *Curriculum, s *Scope, items []int) (minutes int) {
	for _, i := range items {
		if s.has(c, i) {
			minutes += c.Items[i].Minutes
		}
	}
	return minutes
}

// horizon is how many days ahead worth looks: a month.
const horizon = 30

// worth is what reviewing an item today adds to the chance that it is recalled a
// month later, by the model, for each minute. If it is certain to be no more
// than least it need not be right.
func (m *Member) worth(c *Card, minutes int, least float64) float64 {
	days := m.elapsed(c)
	without := schedule.Retrievability(c.State, days+horizon)
	if most := (1 - without) / float64(minutes); most <= least {
		return most
	}
	recall := schedule.Retrievability(c.State, days)
	good := m.Model.Review(c.State, schedule.Good, days)
	again := m.Model.Review(c.State, schedule.Again, days)
	with := recall*schedule.Retrievability(good, horizon) + (1-recall)*schedule.Retrievability(again, horizon)
	return (with - without) / float64(minutes)
}
