package bot

import (
	"cmp"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/schedule"
	"mentorbot/store"
)

// A course is the curriculum as choosing knows it, and where in it stands what
// is remembered under an id.
type course struct {
	*choice.Curriculum
	topics map[string]int        // by the topic's id of today
	kept   map[store.TopicID]int // by the id under which the topic is remembered
	slugs  []string              // of the items
	ids    []store.ItemID        // under which the items are remembered
}

func newCourse(l *content.Library) *course {
	c := &course{Curriculum: choice.Of(l), topics: map[string]int{}, kept: map[store.TopicID]int{}}
	for i := range c.Topics {
		c.topics[c.Topics[i].ID] = i
	}
	for i := range c.Items {
		id := keptID(l, c.Items[i].ID)
		c.kept[id.Topic()] = c.Items[i].Topic
		c.ids = append(c.ids, id)
		c.slugs = append(c.slugs, id.Slug())
	}
	return c
}

// item is where an item stands that is remembered under an id; ok is false if it
// is not taught.
func (c *course) item(id store.ItemID) (item int, ok bool) {
	t, ok := c.kept[id.Topic()]
	if !ok {
		return 0, false
	}
	return c.slug(t, id.Slug())
}

func (c *course) slug(topic int, slug string) (item int, ok bool) {
	for i := c.Topics[topic].First; i < c.Topics[topic].End; i++ {
		if c.slugs[i] == slug {
			return i, true
		}
	}
	return 0, false
}

// A learner is a member as choosing and progress need them.
type learner struct {
	choice.Member
	*course
	space *store.Space
	me    *store.Member
	day   time.Time // the member's today, see store.Midnight
	sums  []*store.Summary
}

// learner reads a member: the team, and one scan of small records.
func (b *Bot) learner(s *store.Space, me *store.Member, now time.Time) (*learner, error) {
	team, err := s.Team()
	if err != nil {
		return nil, err
	}
	sums, err := s.Summaries(me, manyTopics)
	if err != nil {
		return nil, err
	}
	l := &learner{course: b.course, space: s, me: me, day: midnightOf(b.today(now, me, team)), sums: sums}
	l.Member = choice.Member{
		Today: choice.Day(store.DayNumber(l.day)), Level: int(levelOf(me)), Skills: set(me.Skills),
		Cards: make([]choice.Card, len(b.course.Items)), Model: modelOf(team), Want: wantOf(team),
		Day: cmp.Or(me.Minutes, defaultMinutes), Pauses: pausesOf(me), Last: -1,
	}
	for _, sum := range sums {
		l.deal(sum)
	}
	return l, nil
}

// manyTopics is more than there are.
const manyTopics = 10_000

// deal puts the cards of a summary where the curriculum has their items. What is
// not taught any more has no place in it.
func (l *learner) deal(sum *store.Summary) {
	topic, ok := l.kept[sum.Topic]
	if !ok {
		return
	}
	for i := range sum.Cards {
		if item, ok := l.slug(topic, sum.Cards[i].Slug); ok {
			l.Cards[item] = cardOf(&sum.Cards[i])
		}
	}
}

func cardOf(c *store.Card) choice.Card {
	return choice.Card{
		State: schedule.State{Stability: c.Stability, Difficulty: c.Difficulty},
		Day:   choice.Day(c.Day), Rest: choice.Day(c.Rest), Gap: int32(c.Gap), Reps: int32(c.Reps),
		Missed: c.Grade == store.Again, Chance: float32(c.Chance) / (1 << 16),
	}
}

// latest notes which topic the piece before was of, and how many pieces it is
// since something was new: by the end of the log.
func (l *learner) latest() error {
	const entries = 8 // a piece has a few: its help opened, put off, settled
	log, err := l.space.Latest(l.me, entries)
	if err != nil {
		return err
	}
	settled := map[store.ItemID]int32{}
	fresh := false
	for _, a := range log {
		if a.Act != store.Settled {
			continue
		}
		item, taught := l.item(a.Item)
		if taught && l.Last < 0 {
			l.Last = l.Items[item].Topic
		}
		settled[a.Item]++
		if fresh = fresh || taught && l.Cards[item].Reps == settled[a.Item]; !fresh {
			l.Since++
		}
	}
	return nil
}

// pausesOf are a member's pauses as days.
func pausesOf(me *store.Member) (all []choice.Pause) {
	for _, p := range me.Pauses {
		all = append(all, choice.Pause{From: dayNumber(p.From), Until: dayNumber(p.Until)})
	}
	return all
}

func dayNumber(iso string) choice.Day { return choice.Day(store.DayNumber(store.Midnight(iso))) }

func set(words []string) map[string]bool {
	all := make(map[string]bool, len(words))
	for _, w := range words {
		all[w] = true
	}
	return all
}
