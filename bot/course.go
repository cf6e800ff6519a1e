package bot

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

// A course is the curriculum as choosing knows it, and where in it stands what
// is remembered under an id.
type course struct {
	*choice.Curriculum
	topics map[string]int        // by the topic's id of today
	kept   map[store.TopicID]int // by the id under which the topic is remembered
	sorted []keptTopic           // kept, in the order of the ids
	slugs  []slugs               // of the items, by topic
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
	}
	c.sort()
	return c
}

// A keptTopic is where in the curriculum a topic stands that is remembered under an id.
type keptTopic struct {
	id string
	at int
}

// slugs are the items of a topic, in the order of their slugs.
type slugs []slug

type slug struct {
	slug string
	item int
}

func (c *course) sort() {
	for _, id := range slices.Sorted(maps.Keys(c.kept)) {
		c.sorted = append(c.sorted, keptTopic{string(id), c.kept[id]})
	}
	c.slugs = make([]slugs, len(c.Topics))
	for i, id := range c.ids {
		of := &c.slugs[c.Items[i].Topic]
		*of = append(*of, slug{id.Slug(), i})
	}
	for _, of := range c.slugs {
		slices.SortFunc(of, func(a, b slug) int { return cmp.Compare(a.slug, b.slug) })
	}
}

// item is where an item stands that is remembered under an id; ok is false if it
// is not taught.
func (c *course) item(id store.ItemID) (item int, ok bool) {
	t, ok := c.kept[id.Topic()]
	if !ok {
		return 0, false
	}
	for _, s := range c.slugs[t] {
		if s.slug == id.Slug() {
			return s.item, true
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
}

// learner reads a member: the team, and one scan of small records.
func (b *Bot) learner(s *store.Space, me *store.Member, now time.Time) (*learner, error) {
	team, err := s.Team()
	if err != nil {
		return nil, err
	}
	l := &learner{course: b.course, space: s, me: me, day: midnightOf(b.today(now, me, team))}
	l.Member = choice.Member{
		Today: choice.Day(store.DayNumber(l.day)), Level: int(levelOf(me)), Skills: set(me.Skills),
		Cards: make([]choice.Card, len(b.course.Items)), Model: modelOf(team), Want: wantOf(team),
		Day: cmp.Or(me.Minutes, defaultMinutes), Pauses: pausesOf(me), Last: -1,
	}
	if me.Goal.On() {
		l.First = b.aim(l)
	}
	return l, s.EachDeck(me, l.deal())
}

// deal puts cards, as they come, where the curriculum has their items. What is
// not taught any more has no place in it.
func (l *learner) deal() func(topic []byte, d *store.Deck) {
	rest := l.sorted // decks come in this order
	return func(topic []byte, d *store.Deck) {
		for len(rest) > 0 && rest[0].id < string(topic) {
			rest = rest[1:]
		}
		if len(rest) == 0 || rest[0].id != string(topic) {
			return
		}
		of := l.slugs[rest[0].at] // and cards in this one
		var c store.Card
		for slug, ok := d.Next(&c); ok; slug, ok = d.Next(&c) {
			var item int
			var taught bool
			if item, taught, of = of.find(slug); taught {
				fill(&l.Cards[item], &c)
			}
		}
	}
}

// find is the item of a slug, and what comes after it.
func (of slugs) find(slug []byte) (item int, found bool, rest slugs) {
	for len(of) > 0 && of[0].slug != string(slug) {
		if of[0].slug > string(slug) {
			return 0, false, of
		}
		of = of[1:]
	}
	if len(of) == 0 {
		return 0, false, nil
	}
	return of[0].item, true, of[1:]
}

func cardOf(c *store.Card) (card choice.Card) {
	fill(&card, c)
	return card
}

// fill writes field by field: a card is not copied once more, by the thousand.
func fill(card *choice.Card, c *store.Card) {
	card.Stability, card.Difficulty = c.Stability, c.Difficulty
	card.Day, card.Rest = choice.Day(c.Day), choice.Day(c.Rest)
	card.Gap, card.Reps = uint16(min(c.Gap, math.MaxUint16)), uint16(min(c.Reps, math.MaxUint16))
	card.Chance, card.Missed = c.Chance, c.Grade == store.Again
}

// latest notes which topic the piece before was of, and how many pieces it is
// since something was new, as far as choosing asks: by the end of the log.
func (l *learner) latest() error {
	const entries = 8 // a piece has a few: its help opened, put off, settled
	settled := map[store.ItemID]uint16{}
	fresh := false
	return l.space.EachLatest(l.me, entries, func(a *store.Attempt) (more bool) {
		if a.Act != store.Settled {
			return true
		}
		item, taught := l.item(a.Item)
		if taught && l.Last < 0 {
			l.Last = l.Items[item].Topic
		}
		settled[a.Item]++
		if fresh = fresh || taught && l.Cards[item].Reps == settled[a.Item]; !fresh {
			l.Since++
		}
		return l.Last < 0 || !fresh && l.Since < choice.Share
	})
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
