package choice

import "mentorbot/schedule"

// A Day is a day where the member is, as the number of days since 1970-01-01.
type Day int32

// A Card is what is known of one item. The zero Card is an item never answered.
// It is small, since a choice writes and reads thousands.
type Card struct {
	schedule.State
	Day    Day    // of the latest answer
	Rest   Day    // the item is not to be offered before this day
	Gap    uint16 // days between the latest two answers
	Reps   uint16 // answers
	Chance uint16 // of the fuzz of when it is due, of 65,536
	Missed bool   // the latest answer was wrong
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
	due := c.Day + Day(want.Fuzzed(c.Stability, int(c.Gap), float64(c.Chance)/(1<<16)))
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
func (m *Member) DueToday(c *Curriculum) ([]int, schedule.Want) {
	wants := m.wants()
	var minutes [steps]int // of what is due by so many wants, and not by the next
	items, held := make([]int, 0, len(m.Cards)), make([]uint8, 0, len(m.Cards))
	for i := range m.Cards {
		enough := minutes[len(wants)-1] > 7*m.Day
		if n := m.dueBy(&m.Cards[i], wants, enough); n > 0 {
			items, held = append(items, i), append(held, uint8(n))
			minutes[n-1] += c.Items[i].Minutes
		}
	}
	given := 0 // how many of the wants gave way
	for given < len(wants)-1 && sum(minutes[given:]) > 7*m.Day {
		given++
	}
	return stillDue(items, held, given), wants[given]
}

// stillDue are the items that are due by more wants than gave way.
func stillDue(items []int, held []uint8, given int) []int {
	if given == 0 {
		return items
	}
	n := 0
	for i, item := range items {
		if int(held[i]) > given {
			items[n] = item
			n++
		}
	}
	return items[:n]
}

const (
	step  = 0.05 // by which the wanted retention gives way
	steps = 6    // wants, at most, from 1 down to [Floor]
)

// wants are what the workspace wants and what it may give way to, in turn.
func (m *Member) wants() []schedule.Want {
	all := append(make([]schedule.Want, 0, steps), m.Want)
	for last := &all[0]; last.Retention > Floor; last = &all[len(all)-1] {
		all = append(all, schedule.Wanting(max(Floor, last.Retention-step), last.Longest))
	}
	return all
}

// dueBy is by how many of the wants, from the first on, an item is due today. One
// that is so by the bounds of the last is due by all. If only those matter that
// are, it is 0 for one that is not due by the last.
func (m *Member) dueBy(c *Card, wants []schedule.Want, all bool) (n int) {
	if c.Reps == 0 || !m.free(c) {
		return 0
	}
	past := float64(m.Today - c.Day)
	if least, _ := wants[0].Bounds(c.Stability); past < least {
		return 0
	}
	switch least, most := wants[len(wants)-1].Bounds(c.Stability); {
	case past >= most && len(m.Pauses) == 0:
		return len(wants)
	case past < least && all:
		return 0
	}
	for n < len(wants) && m.isDue(c, &wants[n]) {
		n++
	}
	return n
}

// DueFromToday says whether an item is due from today on, and was not before, by the
// retention in force.
func (m *Member) DueFromToday(c *Curriculum, card *Card) bool {
	wants := m.wants()
	first, last := m.Due(card, &wants[0]), m.Due(card, &wants[len(wants)-1])
	if first > m.Today || last < m.Today { // whatever is in force
		return false
	}
	_, want := m.DueToday(c)
	return m.Due(card, &want) == m.Today
}

func sum(all []int) (n int) {
	for _, one := range all {
		n += one
	}
	return n
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
// month later, by the model, for each minute.
func (m *Member) worth(c *Card, minutes int) float64 {
	return schedule.Gain(c.State, m.elapsed(c), horizon) / float64(minutes)
}

// A bar tells at little cost which items cannot be worth more than a least: those
// of which less than that will be forgotten in a month, whatever is done. For
// that it keeps, by minutes, the days per day of stability that it takes.
type bar struct {
	least float64
	days  [32]float64 // 0 is not known yet
}

// below says whether an item is worth no more than least.
func (b *bar) below(m *Member, c *Card, minutes int, least float64) bool {
	if least < 0 || minutes >= len(b.days) {
		return false
	}
	if b.least != least {
		*b = bar{least: least}
	}
	if b.days[minutes] == 0 {
		b.days[minutes] = schedule.DaysUntil(1 - least*float64(minutes))
	}
	return float64(m.elapsed(c)+horizon) <= b.days[minutes]*c.Stability
}
