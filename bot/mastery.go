package bot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/content"
)

// How a member stands with skills. Whoever shows it, to whomever, takes it from
// here, so that all say the same: progress, skills, App Home, team and mydata.

// A mastery is how a member stands with a skill: each of its topics is one of
// known, fading, begun and untouched; of any of these some may be due.
type mastery struct {
	skill                           *content.Skill
	known, fading, begun, untouched int
	due                             int
	gathered                        bool // more is due in all than a week has minutes for
}

// masteries are how a member stands with all skills, in the library's order.
func (l *learner) masteries(skills []content.Skill) []mastery {
	due, want := l.DueToday(l.Curriculum)
	all := make([]mastery, len(skills))
	for i := range skills {
		m := mastery{skill: &skills[i], gathered: want != l.Want}
		for _, t := range skills[i].Topics {
			topic := &l.Topics[l.topics[t.ID]]
			switch l.Standing(topic) {
			case choice.Known:
				m.known++
			case choice.Fading:
				m.fading++
			case choice.Begun:
				m.begun++
			default:
				m.untouched++
			}
			if slices.ContainsFunc(due, func(item int) bool { return topic.First <= item && item < topic.End }) {
				m.due++
			}
		}
		all[i] = m
	}
	return all
}

// topics is how many topics the skill has.
func (m *mastery) topics() int { return m.known + m.fading + m.begun + m.untouched }

// touched is how many of them were practised.
func (m *mastery) touched() int { return m.topics() - m.untouched }

// bar shows the topics in ten steps: known, fading, begun, untouched. What there
// is of one is seen, where there is room, and what is left of the rest.
func (m *mastery) bar() string {
	const width = 10
	var out strings.Builder
	sum, drawn := 0, 0
	for _, part := range []struct {
		n    int
		mark string
	}{{m.known, "█"}, {m.fading, "▓"}, {m.begun, "▒"}, {m.untouched, "░"}} {
		sum += part.n
		upTo := max(sum*width/m.topics(), drawn+min(part.n, 1))
		if sum < m.topics() {
			upTo = min(upTo, width-1)
		}
		out.WriteString(strings.Repeat(part.mark, upTo-drawn))
		drawn = upTo
	}
	return out.String()
}

// bar shows a part of a whole, which may be empty, in the same way.
func bar(part, whole int) string {
	m := mastery{known: part, untouched: whole - part}
	if whole == 0 {
		m.untouched = 1
	}
	return m.bar()
}

// numbers are how many of the topics are what: 4 of 12 known, 1 fading, 7
// untouched; 2 due. What has gathered over a break is not counted.
func (m *mastery) numbers() string {
	text := fmt.Sprintf("%d of %d known", m.known, m.topics())
	for _, part := range []struct {
		n    int
		name string
	}{{m.fading, "fading"}, {m.begun, "begun"}, {m.untouched, "untouched"}} {
		if part.n > 0 {
			text += fmt.Sprintf(", %d %s", part.n, part.name)
		}
	}
	switch {
	case m.due > 0 && m.gathered:
		text += "; some due"
	case m.due > 0:
		text += fmt.Sprintf("; %d due", m.due)
	}
	return text
}

// defined is what the words about topics mean, where so much is wanted.
func (l *learner) defined() string {
	return fmt.Sprintf("*Known*: at least half of a topic's pieces practised, none last missed, a mean chance of recall of %.0f %% or more; "+
		"*fading*: missed, or below that; *begun*: less than half; *due*: something comes back.",
		math.Round(100*(l.Want.Retention-choice.Faded)))
}

// A comeback is a day on which topics come back.
type comeback struct {
	day    choice.Day
	topics []string // titles, in the order of the curriculum
}

// comebacks say what comes back on the next few days, within a week or, if nothing
// does, on the first one after it. What is due already comes today. What has
// gathered is not counted.
func (l *learner) comebacks() (lines []string) {
	const days, week = 4, 7
	_, want := l.DueToday(l.Curriculum)
	var all []comeback
	for i := range l.Cards {
		card := &l.Cards[i]
		if card.Reps == 0 {
			continue
		}
		day := max(l.Due(card, &want), card.Rest, l.Today)
		if card.Day >= l.Today { // answered today, or on a day ahead
			day = max(day, card.Day+1)
		}
		all = addComeback(all, day, l.Topics[l.Items[i].Topic].Title)
	}
	for i, c := range all[:min(days, len(all))] {
		if i == 0 || c.day < l.Today+week {
			lines = append(lines, l.line(c))
		}
	}
	return lines
}

// addComeback adds a topic to a day, of days in order.
func addComeback(all []comeback, day choice.Day, topic string) []comeback {
	i, found := slices.BinarySearchFunc(all, day, func(c comeback, day choice.Day) int { return int(c.day - day) })
	if !found {
		all = slices.Insert(all, i, comeback{day: day})
	}
	if !slices.Contains(all[i].topics, topic) {
		all[i].topics = append(all[i].topics, topic)
	}
	return all
}

// line says what comes back when.
func (l *learner) line(c comeback) string {
	const named = 3
	names := c.topics
	if len(names) > named {
		names = append(names[:named:named], "more")
	}
	return aheadName(l.day, l.day.AddDate(0, 0, int(c.day-l.Today))) + ": " + list(names)
}
