package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/schedule"
	"mentorbot/store"
)

// A goal is about skills and topics, by a day or some day. Of a skill it is about
// the topics at the member's level, or at the next one that the skill has; with
// what they require of the plan. These come first of what is new. It ends when
// all of them are known or its day has passed, and its member is told at their
// next line.

const (
	mostAbout = 20         // skills and topics of a goal
	mostAhead = 3 * 366    // days until a goal's day
	anyDay    = "some day" // of a goal without one
)

// setGoal reads skills and topics, and by when: "databases by March".
func setGoal(c change, m *store.Member, value string) error {
	if strings.EqualFold(value, "none") || strings.EqualFold(value, "off") {
		m.Goal = store.Goal{}
		return nil
	}
	about, by, err := goalDay(value, c.today)
	if err != nil {
		return err
	}
	ids, err := c.bot.goalAbout(about)
	if err != nil {
		return err
	}
	m.Goal = store.Goal{About: ids}
	if by != (schedule.Date{}) {
		m.Goal.By = by.String()
	}
	return nil
}

// goalDay cuts the day off what a goal says; the zero Date if it names none. Words
// such as "in" may also stand in the name of a topic.
func goalDay(value string, today schedule.Date) (about string, by schedule.Date, err error) {
	words := strings.Fields(value)
	for i := len(words) - 1; i > 0; i-- {
		word, rest := strings.ToLower(words[i]), strings.Join(words[i+1:], " ")
		firm := slices.Contains([]string{"by", "until", "till", "before"}, word)
		if !firm && word != "in" && word != "within" {
			continue
		}
		by, err := schedule.ParseDeadline(rest, today)
		if err != nil && firm {
			return "", by, err
		}
		if err == nil {
			return strings.Join(words[:i], " "), by, notAhead(by, today)
		}
	}
	last := len(words) - 1
	if by, err := schedule.ParseISODate(words[last]); err == nil && last > 0 {
		return strings.Join(words[:last], " "), by, notAhead(by, today)
	}
	return value, schedule.Date{}, nil
}

// notAhead says what is wrong with a goal's day.
func notAhead(by, today schedule.Date) error {
	switch days := by.DaysSince(today); {
	case days < 1:
		return fmt.Errorf("%s is not ahead", dayName(by))
	case days > mostAhead:
		return fmt.Errorf("%s is more than three years ahead", dayName(by))
	}
	return nil
}

// goalAbout reads the skills and topics of a goal: one name, or several with
// commas or "and" between them.
func (b *Bot) goalAbout(text string) (ids []string, err error) {
	if id, err := b.aboutOne(text); err == nil {
		return []string{id}, nil
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(text, " and ", ","), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		id, err := b.aboutOne(part)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 0:
		return nil, errors.New("a goal names a skill or a topic; `skills` lists them")
	case len(ids) > mostAbout:
		return nil, fmt.Errorf("%d skills and topics are more than %d", len(ids), mostAbout)
	}
	return ids, nil
}

// aboutOne is the id of the skill or topic of that name.
func (b *Bot) aboutOne(name string) (string, error) {
	if skill, ok := b.library.ResolveSkill(name); ok {
		return skill.ID, nil
	}
	topic, err := b.topicOf(name)
	if err == errQuestion {
		err = unknown(name, b.library.Nearest(name, 3))
	}
	if err != nil {
		return "", err
	}
	return topic.ID, nil
}

// goalText is a goal as it is set; empty if there is none.
func goalText(m *store.Member) string {
	text := strings.Join(m.Goal.About, ", ")
	if m.Goal.By != "" {
		text += " by " + m.Goal.By
	}
	return text
}

// goalName is a goal as it is shown.
func (b *Bot) goalName(g store.Goal) string {
	var names []string
	for _, id := range g.About {
		if skill, ok := b.library.Skill(id); ok {
			names = append(names, "*"+skill.Title+"*")
		} else if topic, ok := b.library.Topic(id); ok {
			names = append(names, "*"+topic.Title+"*")
		}
	}
	by := anyDay
	if day, err := schedule.ParseISODate(g.By); err == nil {
		by = "by " + dayName(day)
	}
	return list(names) + ", " + by
}

// aim are the topics that a goal is about, by id, with what they require of the
// plan. Nothing that the library does not have is in it.
func (b *Bot) aim(l *learner) map[string]bool {
	aim := map[string]bool{}
	for _, id := range l.me.Goal.About {
		if skill, ok := b.library.Skill(id); ok {
			for _, topic := range atLevel(skill, levelOf(l.me)) {
				b.addAim(l, aim, topic)
			}
		} else if topic, ok := b.library.Topic(id); ok {
			b.addAim(l, aim, topic)
		}
	}
	return aim
}

func (b *Bot) addAim(l *learner, aim map[string]bool, topic *content.Topic) {
	if aim[topic.ID] {
		return
	}
	aim[topic.ID] = true
	for _, id := range topic.Requires {
		if need, ok := b.library.Topic(id); ok && l.Plans(&l.Topics[l.topics[need.ID]]) {
			b.addAim(l, aim, need)
		}
	}
}

// atLevel are a skill's topics at a level, or at the next one that it has, or else
// at the highest.
func atLevel(skill *content.Skill, level content.Level) (topics []*content.Topic) {
	best := content.Level(0)
	for _, t := range skill.Topics {
		if t.Level >= level && (best < level || t.Level < best) || best < level && t.Level > best {
			best = t.Level
		}
	}
	for _, t := range skill.Topics {
		if t.Level == best {
			topics = append(topics, t)
		}
	}
	return topics
}

// aimed is how many of the goal's topics the member knows, and how many there are.
func (l *learner) aimed() (known, all int) {
	for i := range l.Topics {
		if t := &l.Topics[i]; l.First[t.ID] {
			all++
			if l.Standing(t) == choice.Known {
				known++
			}
		}
	}
	return known, all
}

// lags is how many topics of a goal are to be learnt by its day, and in how many
// days; ok is false if it has none, or there are none.
func (l *learner) lags() (topics, days int, ok bool) {
	by, err := schedule.ParseISODate(l.me.Goal.By)
	known, all := l.aimed()
	return all - known, by.DaysSince(dateOf(l.day)), err == nil && known < all
}

// goalLine says how far a goal is, and whether its day can be kept; empty if there
// is none.
func (t *turn) goalLine(l *learner) (string, error) {
	if !l.me.Goal.On() {
		return "", nil
	}
	known, all := l.aimed()
	says := fmt.Sprintf("**Goal:** %s. %s %d of %s known.", t.goalName(l.me.Goal), bar(known, all), known, plural(all, "topic"))
	topics, days, ok := l.lags()
	if !ok {
		return says, nil
	}
	p, err := l.pace()
	if err != nil {
		return "", err
	}
	return says + " " + p.reach(topics, days), nil
}

// moreTime offers as much time as the goal takes at the member's pace; none if it
// takes no more than it has, or more than it can have.
func (l *learner) moreTime() ([]Choice, error) {
	topics, days, ok := l.lags()
	if !ok {
		return nil, nil
	}
	p, err := l.pace()
	if err != nil || p.days(topics) <= days {
		return nil, err
	}
	weeks := plural((p.days(topics)+6)/7, "week")
	line := goalCommand(l.me.Goal, weeks)
	if p.days(topics) > mostAhead-7 || !sayable(line) {
		return nil, nil
	}
	return []Choice{{"Give it " + weeks, line}}, nil
}

// goalCommand is the line that sets a goal anew, with so much time.
func goalCommand(goal store.Goal, weeks string) string {
	return "settings goal " + strings.Join(goal.About, ",") + " in " + weeks
}

// goalOver is what is said when a goal has ended; ok is false while it has not.
func (t *turn) goalOver(l *learner) (post Post, ok bool) {
	goal := l.me.Goal
	known, all := l.aimed()
	name := t.goalName(goal)
	switch {
	case all == 0:
		return Post{Body: "What your goal is about is not in the curriculum any more. `settings goal databases by March` sets another.",
			Choices: []Choice{{"My plan", "plan"}}}, true
	case known == all:
		return Post{Title: "Goal reached",
			Body:    fmt.Sprintf("%s: you know %s of it. Well done. Your plan goes on; `settings goal` sets another goal.", name, allOf(all)),
			Choices: []Choice{{"My plan", "plan"}, {"My progress", "progress"}}}, true
	case goal.By != "" && goal.By < l.day.Format("2006-01-02"):
		post := Post{Body: fmt.Sprintf("The day of your goal has passed: %s. You know %d of its %s; what you learnt stays. It does not lead your plan any more.",
			name, known, plural(all, "topic")),
			Choices: []Choice{{"My plan", "plan"}}}
		if more := goalCommand(goal, "4 weeks"); sayable(more) {
			post.Choices = append([]Choice{{"Four weeks more", more}}, post.Choices...)
		}
		return post, true
	}
	return Post{}, false
}

// allOf is all of some topics: "the topic", "all 9 topics".
func allOf(n int) string {
	if n == 1 {
		return "the topic"
	}
	return fmt.Sprintf("all %d topics", n)
}

// endGoal ends the sender's goal if it is reached or its day has passed, and says
// so; nil while it goes on.
func (t *turn) endGoal() (word *Post, err error) {
	check := func(s *store.Space, me *store.Member) (ended bool, err error) {
		if !me.Goal.On() {
			return false, nil
		}
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return false, err
		}
		post, ended := t.goalOver(l)
		word = &post
		return ended, nil
	}
	ended := false
	err = t.view(func(s *store.Space, me *store.Member) error {
		ended, err = check(s, me)
		return err
	})
	if err != nil || !ended {
		return nil, err
	}
	err = t.update(func(s *store.Space, me *store.Member) error {
		if ended, err = check(s, me); err != nil || !ended {
			return err
		}
		me.Goal = store.Goal{}
		return s.PutMember(me)
	})
	if err != nil || !ended {
		return nil, err
	}
	return word, nil
}

// withGoal adds to what a settings line about the goal says how far it is.
func withGoal(act Action) Action {
	return func(t *turn) (Post, error) {
		post, err := act(t)
		if err != nil {
			return post, err
		}
		err = t.view(func(s *store.Space, me *store.Member) error {
			l, err := t.learner(s, me, t.now)
			if err != nil {
				return err
			}
			says, err := t.goalLine(l)
			if says != "" {
				post.Body = says
				post.Choices = []Choice{{"My plan", "plan"}, {"End it", "settings goal none"}}
			}
			if err != nil {
				return err
			}
			more, err := l.moreTime()
			post.Choices = append(more, post.Choices...)
			return err
		})
		return post, err
	}
}
