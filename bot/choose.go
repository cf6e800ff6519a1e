package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"mentorbot/content"
	"mentorbot/store"
)

// A scope is what practice is to be about: a topic, a skill, or anything.
type scope struct {
	topic *content.Topic
	skill *content.Skill
}

// scopeOf reads SKILL or TOPIC, or nothing; see topicOf for what is neither.
func (b *Bot) scopeOf(text string) (scope, error) {
	if text == "" {
		return scope{}, nil
	}
	if skill, ok := b.library.ResolveSkill(text); ok {
		return scope{skill: skill}, nil
	}
	topic, err := b.topicOf(text)
	return scope{topic: topic}, err
}

// topicOf reads the name of a topic. A word that names none, or a name of
// several, is a Mistake with the topics to choose from; several words that name
// none were a question.
func (b *Bot) topicOf(text string) (*content.Topic, error) {
	switch topics := b.library.ResolveTopic(text); {
	case len(topics) == 1:
		return topics[0], nil
	case len(topics) > 1:
		var ids []string
		for _, t := range topics {
			ids = append(ids, "`"+t.ID+"`")
		}
		return nil, mistakef("%s can mean several things: %s. Say which.", quoted(text), list(ids))
	case strings.Contains(text, " "):
		return nil, errQuestion
	}
	return nil, unknown(text, b.library.Nearest(text, 3))
}

// unknown is the Mistake for a skill or topic that is not taught.
func unknown(text string, near []content.Name) error {
	if len(near) == 0 {
		return mistakef("I do not teach %s. `skills` lists what I do.", quoted(text))
	}
	var names []string
	for _, n := range near {
		names = append(names, "`"+n.ID+"`")
	}
	return mistakef("I do not teach %s. Nearest are %s; `skills` lists all.", quoted(text), list(names))
}

// has says whether a topic lies in the scope.
func (sc scope) has(t *content.Topic) bool {
	switch {
	case sc.topic != nil:
		return sc.topic == t
	case sc.skill != nil:
		return sc.skill.ID == t.Skill
	}
	return true
}

// A form is one of the forms of practice.
type form int

const (
	tasks form = iota
	questions
)

// items are the ids of a topic's items of that form.
func (f form) items(t *content.Topic) (ids []string) {
	if f == tasks {
		for _, task := range t.Tasks {
			ids = append(ids, task.ID)
		}
		return ids
	}
	for _, q := range t.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}

func (f form) is(item content.Item) bool {
	return (f == tasks) == (item.Task != nil)
}

// A pick is the next thing to practise, and why.
type pick struct{ id, why string }

// A record of a member, as choosing needs it.
type learner struct {
	space *store.Space
	me    *store.Member
	day   time.Time                 // the member's today, see store.Midnight
	sums  map[string]*store.Summary // by what the topic is called now
}

func (b *Bot) learner(s *store.Space, me *store.Member, now time.Time) (*learner, error) {
	team, err := s.Team()
	if err != nil {
		return nil, err
	}
	all, err := s.Summaries(me, 10_000)
	if err != nil {
		return nil, err
	}
	l := &learner{s, me, midnightOf(b.today(now, me, team)), make(map[string]*store.Summary, len(all))}
	for _, sum := range all {
		l.sums[b.library.Current(string(sum.Topic))] = sum
	}
	return l, nil
}

// next chooses what to practise: what is due, then what the plan has next, then,
// within a scope that was asked for, what is weakest. ok is false if there is
// nothing.
func (b *Bot) next(l *learner, sc scope, f form) (p pick, ok bool, err error) {
	for _, choose := range []func(*learner, scope, form) (pick, bool, error){b.nextDue, b.nextNew, b.nextWeak} {
		if p, ok, err = choose(l, sc, f); ok || err != nil {
			return p, ok, err
		}
	}
	return pick{}, false, nil
}

func (b *Bot) nextDue(l *learner, sc scope, f form) (pick, bool, error) {
	due, err := l.space.DueItems(l.me, l.day, 1_000)
	if err != nil {
		return pick{}, false, err
	}
	for _, id := range due {
		item, ok := b.library.Item(string(id))
		if !ok || !f.is(item) || !sc.has(item.Topic) {
			continue
		}
		mem, err := l.space.Memory(l.me, id)
		if err != nil {
			return pick{}, false, err
		}
		if mem.Rest.After(l.day) || mem.Day.Equal(l.day) {
			continue
		}
		return pick{string(id), l.whyDue(mem)}, true, nil
	}
	return pick{}, false, nil
}

// whyDue says why an item comes back.
func (l *learner) whyDue(mem *store.Memory) string {
	ago := daysBetween(mem.Day, l.day)
	if mem.Grade == store.Again {
		return fmt.Sprintf("back because you missed it %s", daysAgo(ago))
	}
	return fmt.Sprintf("due: you last did it %s", daysAgo(ago))
}

func daysAgo(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	}
	return fmt.Sprintf("%d days ago", n)
}

func (b *Bot) nextNew(l *learner, sc scope, f form) (pick, bool, error) {
	for _, step := range b.steps(l, sc) {
		for _, id := range f.items(step.topic) {
			mem, err := l.space.Memory(l.me, b.kept(id))
			if err != nil {
				return pick{}, false, err
			}
			if mem.Reps == 0 && !mem.Rest.After(l.day) {
				return pick{string(mem.Item), "new: " + step.why}, true, nil
			}
		}
	}
	return pick{}, false, nil
}

// nextWeak is the practised item least likely to be still known, not done today.
func (b *Bot) nextWeak(l *learner, sc scope, f form) (pick, bool, error) {
	all, err := l.space.Memories(l.me, "", 10_000)
	if err != nil {
		return pick{}, false, err
	}
	all = slices.DeleteFunc(all, func(mem *store.Memory) bool {
		item, ok := b.library.Item(string(mem.Item))
		return !ok || !f.is(item) || !sc.has(item.Topic) || mem.Reps == 0 ||
			mem.Day.Equal(l.day) || mem.Rest.After(l.day)
	})
	if len(all) == 0 {
		return pick{}, false, nil
	}
	weakest := slices.MinFunc(all, func(a, b *store.Memory) int {
		return cmp.Compare(retrievability(a.State, l.day), retrievability(b.State, l.day))
	})
	return pick{string(weakest.Item), "nothing is due, so this is what you last did longest ago for its strength"}, true, nil
}

// A step is a topic of the plan, and why it stands there.
type step struct {
	topic *content.Topic
	why   string
}

// steps are the topics of a scope that have something new, in the order of the
// plan: prerequisites first, at the member's level and then above it. With a
// scope that was asked for, all levels count.
func (b *Bot) steps(l *learner, sc scope) (steps []step) {
	level := levelOf(l.me)
	for _, t := range b.library.Order() {
		asked := sc.topic != nil || sc.skill != nil
		if !sc.has(t) || l.complete(t) || (!asked && t.Level < level) {
			continue
		}
		steps = append(steps, step{t, b.whyNew(l, t)})
	}
	if sc.topic == nil {
		slices.SortStableFunc(steps, func(a, c step) int {
			return cmp.Compare(a.topic.Level, c.topic.Level)
		})
	}
	return steps
}

// levelOf is the level a member set, entry until then.
func levelOf(me *store.Member) content.Level {
	if level, err := content.ParseLevel(me.Level); err == nil {
		return level
	}
	return content.Entry
}

func (b *Bot) whyNew(l *learner, t *content.Topic) string {
	if sum := l.sums[t.ID]; sum != nil && sum.Items > 0 {
		return "you have begun it"
	}
	var known, before []string
	for _, id := range t.Requires {
		need, ok := b.library.Topic(id)
		switch {
		case !ok:
		case l.standing(need) == mastered || need.Level < levelOf(l.me):
			known = append(known, need.Title)
		default:
			before = append(before, need.Title)
		}
	}
	switch {
	case len(before) > 0:
		return "it comes after " + list(before)
	case len(known) > 0:
		return fmt.Sprintf("it builds on %s, which you know", list(known))
	}
	return "it needs nothing before it"
}

// complete says whether every item of a topic was practised.
func (l *learner) complete(t *content.Topic) bool {
	sum := l.sums[t.ID]
	return sum != nil && sum.Items >= len(t.Tasks)+len(t.Questions)
}

// A standing is how a member stands with a topic today.
type standing int

const (
	untouched standing = iota // never practised
	begun                     // less than half of its items practised
	fading                    // practised, but missed or by now likely forgotten
	mastered                  // at least half practised, none last missed, likely remembered
)

// standing follows from the topic's summary: what it is made of changes only
// with practice, the rest with time alone.
func (l *learner) standing(t *content.Topic) standing {
	sum := l.sums[t.ID]
	if sum == nil || sum.Items == 0 {
		return untouched
	}
	mean := store.State{Stability: sum.Strength, Difficulty: 5, Reps: 1, Day: sum.Last.Truncate(24 * time.Hour)}
	switch {
	case sum.Wrong > 0 || retrievability(mean, l.day) < wantedRetention-0.1:
		return fading
	case 2*sum.Items < len(t.Tasks)+len(t.Questions):
		return begun
	}
	return mastered
}
