package choice

import (
	"cmp"
	"slices"
	"time"
)

// A Channel is what choosing needs to know of a channel that gets a daily task or
// question.
type Channel struct {
	Skills map[string]bool   // empty is all
	Levels map[int]bool      // empty is all
	Quiz   bool              // it gets questions; else tasks
	Posted map[int]time.Time // when each item was last posted there
}

// Daily is the task, or the question, that suits a channel today: of its skills and levels, what it
// never had before what it had longest ago, and among these from the skill that
// it had longest ago, in the order of the curriculum. What most members did last
// week, as stale says, is left out if there is anything else. It asks stale of as
// few as it can. ok is false if nothing suits.
func Daily(c *Curriculum, ch *Channel, stale func(item int) bool) (item int, ok bool) {
	var all []int
	skills := map[string]time.Time{}
	for i := range c.Items {
		topic := &c.Topics[c.Items[i].Topic]
		if at := ch.Posted[i]; skills[topic.Skill].Before(at) {
			skills[topic.Skill] = at
		}
		if ch.suits(topic, &c.Items[i]) {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.SortStableFunc(all, func(i, j int) int {
		return cmp.Or(ch.Posted[i].Compare(ch.Posted[j]),
			skills[c.Topics[c.Items[i].Topic].Skill].Compare(skills[c.Topics[c.Items[j].Topic].Skill]))
	})
	for _, i := range all {
		if !stale(i) {
			return i, true
		}
	}
	return all[0], true
}

func (ch *Channel) suits(t *Topic, i *Item) bool {
	form := Tasks
	if ch.Quiz {
		form = Questions
	}
	return i.Form == form && (len(ch.Skills) == 0 || ch.Skills[t.Skill]) && (len(ch.Levels) == 0 || ch.Levels[i.Level])
}
