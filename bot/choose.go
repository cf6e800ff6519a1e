package bot

import (
	"fmt"
	"strings"

	"mentorbot/bot/choice"
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

// in is the scope as choosing knows it, for a form of practice.
func (sc scope) in(c *course, form choice.Form) choice.Scope {
	s := choice.Scope{Form: form}
	switch {
	case sc.topic != nil:
		s.Topic = &c.Topics[c.topics[sc.topic.ID]]
	case sc.skill != nil:
		s.Skill = sc.skill.ID
	}
	return s
}

// A pick is the next thing to practise, by the id under which it is remembered,
// and why.
type pick struct {
	id  store.ItemID
	why string
}

// next chooses what to practise; ok is false if there is nothing.
func (b *Bot) next(l *learner, s choice.Scope) (p pick, ok bool, err error) {
	if err := l.latest(); err != nil {
		return pick{}, false, err
	}
	chosen, ok := choice.Next(l.Curriculum, &l.Member, s)
	if !ok {
		return pick{}, false, nil
	}
	return pick{l.ids[chosen.Item], l.why(chosen)}, true, nil
}

// why is the reason for a choice.
func (l *learner) why(p choice.Pick) string {
	switch p.Why {
	case choice.New:
		return l.whyNew(l.Items[p.Item].Topic)
	case choice.Due:
		return l.whyDue(p.Item)
	}
	return "nothing is due, so this is your weakest"
}

// whyDue says why an item comes back. It never says for how long it has waited.
func (l *learner) whyDue(item int) string {
	card := &l.Cards[item]
	due, did := "due", "did"
	if l.DueFromToday(l.Curriculum, card) {
		due = "due today"
	}
	if card.Missed {
		did = "missed"
	}
	return fmt.Sprintf("%s, you %s it %s", due, did, l.when(card.Day))
}

// when is a day that was, as people say it.
func (l *learner) when(day choice.Day) string {
	ago := int(l.Today - day)
	date := l.day.AddDate(0, 0, -ago)
	switch {
	case ago <= 0:
		return "today"
	case ago == 1:
		return "yesterday"
	case ago < 7:
		return "on " + date.Format("Monday")
	case ago < 300:
		return "on " + date.Format("2 January")
	}
	return "on " + date.Format("2 January 2006")
}

// whyNew says why something new comes next.
func (l *learner) whyNew(topic int) string {
	if !l.Plans(&l.Topics[topic]) {
		return "new to you: " + l.whyTopic(topic)
	}
	if l.First[l.Topics[topic].ID] {
		return "for your goal: " + l.whyTopic(topic)
	}
	return "next in your plan: " + l.whyTopic(topic)
}

// whyTopic says why a topic stands in the plan where it does.
func (l *learner) whyTopic(topic int) string {
	t := &l.Topics[topic]
	if l.Practised(t) > 0 {
		return "you have begun it"
	}
	var known, before []string
	for _, r := range t.Requires {
		need := &l.Topics[r]
		if l.Standing(need) == choice.Known || need.Level < l.Level {
			known = append(known, need.Title)
		} else {
			before = append(before, need.Title)
		}
	}
	switch {
	case len(before) > 0:
		return "comes after " + list(before)
	case len(known) > 0:
		return fmt.Sprintf("needs %s, which you know", list(known))
	}
	return "needs nothing before it"
}

// steps are the topics of the plan that have something new, in its order: those of
// the goal first.
func (l *learner) steps() (topics []int) {
	var rest []int
	for i := range l.Topics {
		t := &l.Topics[i]
		switch {
		case !l.Plans(t) || l.Practised(t) == t.End-t.First:
		case l.First[t.ID]:
			topics = append(topics, i)
		default:
			rest = append(rest, i)
		}
	}
	return append(topics, rest...)
}

// levelOf is the level a member set, entry until then.
func levelOf(me *store.Member) content.Level {
	if level, err := content.ParseLevel(me.Level); err == nil {
		return level
	}
	return content.Entry
}

// standing is how the member stands with a topic.
func (l *learner) standing(t *content.Topic) choice.Standing {
	return l.Standing(&l.Topics[l.topics[t.ID]])
}
