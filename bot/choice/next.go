package choice

// A Pick is what to practise next, and why.
type Pick struct {
	Item int
	Why  Why
}

// A Why is one of the reasons for a Pick.
type Why int

const (
	Due  Why = iota // it is about to be forgotten
	New             // the plan has it next
	Weak            // nothing is due and nothing new, so it is what is weakest
)

const (
	// Share is that at least one in so many pieces is new.
	Share = 3

	// Floor is how far the wanted retention gives way where more is due than a
	// week has minutes for.
	Floor = 0.8

	// fresh is what a minute of something new is worth where more is due than
	// the day has minutes for; see [Member.worth] for the measure. It was found
	// by simulation, with other learners than those that bench-practice reports.
	fresh = 0.15
)

// Next chooses what a member practises next within a scope; ok is false if there
// is nothing. The package's comment says how.
func Next(c *Curriculum, m *Member, s Scope) (p Pick, ok bool) {
	first, ready, some := m.new(c, &s)
	if some && m.Since >= Share-1 {
		return first, true
	}
	due, _ := m.DueToday(c)
	least := 0.0
	if some && load(c, &s, due) > m.Day {
		least = fresh / float64(c.Items[first.Item].Minutes)
	}
	p, ok = m.review(c, &s, due, least)
	if ok && (m.other(c, p.Item) || !ready || !m.atIt(c)) {
		return p, true
	}
	if some {
		return first, true
	}
	return m.weak(c, &s)
}

// A best is the best of the items that it was shown. One that is free, of another
// topic than the piece before and not to be avoided, is better than any other.
type best struct {
	item  int
	free  bool
	worth float64
}

// see shows an item, of that worth.
func (b *best) see(item int, free bool, worth float64) {
	if b.item < 0 || free && !b.free || free == b.free && worth > b.worth {
		*b = best{item, free, worth}
	}
}

// review is the most valuable of what is due, if it is worth at least so much.
func (m *Member) review(c *Curriculum, s *Scope, due []int, least float64) (Pick, bool) {
	b, low := best{item: -1}, bar{least: -1}
	for _, i := range due {
		card, minutes := &m.Cards[i], c.Items[i].Minutes
		if s.has(c, i) && !(b.free && low.below(m, card, minutes, b.worth)) {
			b.see(i, m.other(c, i), m.worth(card, minutes))
		}
	}
	return Pick{b.item, Due}, b.item >= 0 && b.worth >= least
}

// weak is what was answered and is least likely to be still known.
func (m *Member) weak(c *Curriculum, s *Scope) (Pick, bool) {
	b := best{item: -1}
	for i := range m.Cards {
		card := &m.Cards[i]
		if card.Reps == 0 || !s.has(c, i) || !m.free(card) {
			continue
		}
		b.see(i, m.other(c, i), float64(m.elapsed(card))/card.Stability)
	}
	return Pick{b.item, Weak}, b.item >= 0
}

// other says whether an item is of another topic than the piece before, and not
// to be avoided.
func (m *Member) other(c *Curriculum, item int) bool {
	return c.Items[item].Topic != m.Last && !m.Avoid[item]
}

// atIt says whether something of the topic of the piece before was done today, or
// is to be.
func (m *Member) atIt(c *Curriculum) bool {
	if m.Last < 0 {
		return false
	}
	t := &c.Topics[m.Last]
	for i := t.First; i < t.End; i++ {
		if card := &m.Cards[i]; card.Reps > 0 && card.Day >= m.Today || card.Rest > m.Today {
			return true
		}
	}
	return false
}

// new is the first item of the plan that was never answered, of what comes first
// if there is any: of another topic than the piece before if there is one whose
// prerequisites were practised, which is what ready says.
func (m *Member) new(c *Curriculum, s *Scope) (p Pick, ready, ok bool) {
	first := -1
	if len(m.First) > 0 {
		first, ready = m.newOf(c, s, true)
	}
	if !ready {
		item, now := m.newOf(c, s, false)
		if now || first < 0 {
			first = item
		}
		ready = now
	}
	return Pick{first, New}, ready, first >= 0
}

// newOf is new among what comes first, or among the rest; item is -1 if there is
// none, and ready says whether it is of another topic and its prerequisites were
// practised.
func (m *Member) newOf(c *Curriculum, s *Scope, goal bool) (first int, ready bool) {
	first = -1
	for t := range c.Topics {
		topic := &c.Topics[t]
		if m.First[topic.ID] != goal || !s.about(topic) || !s.asked() && !m.Plans(topic) {
			continue
		}
		for i := topic.First; i < topic.End; i++ {
			if m.Cards[i].Reps > 0 || !m.free(&m.Cards[i]) || !s.has(c, i) {
				continue
			}
			if m.other(c, i) && m.ready(c, topic, s.Form) {
				return i, true
			}
			if first < 0 {
				first = i
			}
		}
	}
	return first, false
}

// Plans says whether a topic is in the member's plan.
func (m *Member) Plans(t *Topic) bool {
	return m.First[t.ID] || t.Level >= m.Level && (len(m.Skills) == 0 || m.Skills[t.Skill])
}

// ready says whether half of what a topic requires was practised, in that form,
// or lies outside of the member's plan.
func (m *Member) ready(c *Curriculum, t *Topic, form Form) bool {
	for _, r := range t.Requires {
		need := &c.Topics[r]
		if !m.Plans(need) {
			continue
		}
		practised, all := 0, 0
		for i := need.First; i < need.End; i++ {
			if form != AnyForm && form != c.Items[i].Form {
				continue
			}
			all++
			if m.Cards[i].Reps > 0 {
				practised++
			}
		}
		if 2*practised < all {
			return false
		}
	}
	return true
}

// Practised is how many of a topic's items were answered.
func (m *Member) Practised(t *Topic) (n int) {
	for i := t.First; i < t.End; i++ {
		if m.Cards[i].Reps > 0 {
			n++
		}
	}
	return n
}
