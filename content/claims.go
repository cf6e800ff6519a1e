package content

import (
	"slices"
	"strings"
)

// maxTopicsOfAlias is how many topics an alias may mean.
const maxTopicsOfAlias = 3

// A claim is a name or question that a topic's file uses, and where.
type claim struct {
	text  string
	topic *Topic
	line  int
}

// claims are grouped by nameKey: what differs in case or punctuation only is
// the same to a reader.
type claims map[string][]claim

func (c claims) add(text string, t *Topic, line int) {
	if key := nameKey(text); key != "" {
		c[key] = append(c[key], claim{text, t, line})
	}
}

// checkClaims reports names, asks and questions that stand twice. Of two files
// the one that tests have not checked is at fault.
func (d *draft) checkClaims() {
	titles, aliases, asks, questions := claims{}, claims{}, claims{}, claims{}
	for _, t := range d.trustedFirst() {
		titles.add(t.Title, t, t.lines.title)
		for i, a := range t.Aliases {
			aliases.add(a, t, t.lines.aliases[i])
		}
		for i, a := range t.Asks {
			asks.add(a, t, t.lines.asks[i])
		}
		for i := range t.Questions {
			questions.add(t.Questions[i].Text, t, t.Questions[i].Line)
		}
	}
	d.once(titles, "title")
	d.once(asks, "ask")
	d.once(questions, "question")
	for key, all := range aliases {
		d.checkAlias(all)
		d.checkTitles(titles[key], all)
	}
}

func (d *draft) trustedFirst() []*Topic {
	topics := slices.Clone(d.topics)
	slices.SortStableFunc(topics, func(a, b *Topic) int {
		switch {
		case d.trusted[a.ID] == d.trusted[b.ID]:
			return 0
		case d.trusted[a.ID]:
			return -1
		}
		return 1
	})
	return topics
}

// fault adds a mistake, unless tests have checked the topic.
func (d *draft) fault(c claim, format string, args ...any) {
	if !d.trusted[c.topic.ID] {
		d.mistakes.add(c.topic.File, c.line, format, args...)
	}
}

// once reports every claim but the first of each group.
func (d *draft) once(groups claims, what string) {
	for _, group := range groups {
		for _, c := range group[1:] {
			d.fault(c, "the same %s stands at %s:%d", what, group[0].topic.File, group[0].line)
		}
	}
}

// checkAlias allows an alias at up to three topics that are all related to each
// other: asked for alone, it gets a "did you mean".
func (d *draft) checkAlias(group []claim) {
	var topics []*Topic
	for i, c := range group {
		if !slices.Contains(topics, c.topic) {
			topics = append(topics, c.topic)
		}
		if slices.ContainsFunc(group[:i], func(o claim) bool { return o.topic == c.topic && o.text == c.text }) {
			d.fault(c, "the alias %q stands twice", c.text)
		}
		if strangers := c.strangers(group); len(strangers) > 0 {
			d.fault(c, "the alias %q stands at %s too, which is not named in related", c.text, strings.Join(strangers, " and "))
		}
	}
	if last := group[len(group)-1]; len(topics) > maxTopicsOfAlias {
		d.fault(last, "the alias %q stands at %d topics, more than %d", last.text, len(topics), maxTopicsOfAlias)
	}
}

// strangers returns the other topics of a group that are not related to the
// claim's.
func (c claim) strangers(group []claim) []string {
	var ids []string
	for _, o := range group {
		if o.topic != c.topic && !slices.Contains(c.topic.Related, o.topic.ID) && !slices.Contains(ids, o.topic.ID) {
			ids = append(ids, o.topic.ID)
		}
	}
	return ids
}

// checkTitles reports a title that is an alias of another topic.
func (d *draft) checkTitles(titles, aliases []claim) {
	for _, title := range titles {
		for _, alias := range aliases {
			if alias.topic != title.topic {
				d.fault(alias, "the alias %q is the title of %s", alias.text, title.topic.ID)
				if d.trusted[alias.topic.ID] {
					d.fault(title, "the title is an alias of %s", alias.topic.ID)
				}
			}
		}
	}
}
