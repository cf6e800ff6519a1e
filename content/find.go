package content

import (
	"slices"
	"strings"

	"mentorbot/content/search"
)

// An Answer is what Find found.
type Answer struct {
	// Hits are the five best topics, or all if there are fewer, best first.
	// They are there even where nothing fits.
	Hits []Hit
	// Outcome says what to make of them.
	Outcome Outcome
	// Confident is Outcome == Answered.
	Confident bool
	// Pair is set if the question compares two topics.
	Pair *Pair
}

// A Hit is a topic that may answer a question.
type Hit struct {
	Topic *Topic
	// Score is the probability that the topic answers the question.
	Score float64
}

// An Outcome is what an answer is good for.
type Outcome int

// The outcomes, from the worst.
const (
	// Declined: the curriculum does not teach it. Nearest is all there is.
	Declined Outcome = iota
	// DidYouMean: one of the first three hits may be it.
	DidYouMean
	// Answered: the first hit answers the question.
	Answered
)

// A Pair is two topics that a question compares.
type Pair struct {
	A, B *Topic // in the question's order
	// Versus contrasts A with B, or is nil if no file does.
	Versus *Versus
}

const (
	maxHits = 5
	// answered is the probability that a question is in scope from which it is
	// answered, and offered that from which something is offered.
	answered = 0.28
	offered  = 0.15
)

// Find returns the topics that answer a question best. What it goes by says
// package search.
func (l *Library) Find(question string) Answer {
	found := l.index.Find(question, maxHits)
	a := Answer{Hits: make([]Hit, len(found.Hits))}
	for i, h := range found.Hits {
		a.Hits[i] = Hit{l.topics[h.Doc], h.Score}
	}
	switch {
	case len(a.Hits) == 0:
	case found.Scope >= answered:
		a.Outcome, a.Confident = Answered, true
	case found.Scope >= offered:
		a.Outcome = DidYouMean
	}
	a.Pair = l.pair(question)
	return a
}

// A Reason is why a topic was found: the shares of its score.
type Reason struct {
	Hit
	Shares []search.Share
}

// Explain returns why Find finds the n first topics, and what speaks for and
// against the question being in scope, which is as likely as said.
func (l *Library) Explain(question string, n int) (reasons []Reason, inScope float64, scope []search.Share) {
	found, shares, scope := l.index.Why(question, n)
	for i, h := range found.Hits {
		reasons = append(reasons, Reason{Hit{l.topics[h.Doc], h.Score}, shares[i]})
	}
	return reasons, found.Scope, scope
}

// documents are topics as they are searched.
func documents(topics []*Topic) []search.Document {
	skills := map[string]int{}
	docs := make([]search.Document, len(topics))
	for i, t := range topics {
		if _, seen := skills[t.Skill]; !seen {
			skills[t.Skill] = len(skills)
		}
		docs[i] = t.document()
		docs[i].Group = skills[t.Skill]
	}
	return docs
}

func (t *Topic) document() search.Document {
	d := search.Document{
		Title: t.Title, Aliases: t.Aliases, Asks: t.Asks,
		Lead: append([]string{t.Answer}, t.KeyPoints...),
		Body: append([]string{t.Example}, t.Pitfalls...),
	}
	for _, v := range t.Versus {
		_, with, _ := strings.Cut(v.With, "/")
		d.Headings = append(d.Headings, with)
		d.Body = append(d.Body, v.Points...)
	}
	for _, task := range t.Tasks {
		d.Headings = append(d.Headings, task.Title)
		d.Body = append(d.Body, task.Body, task.DoneWhen, task.Hint, task.Solution)
	}
	for _, q := range t.Questions {
		text, rest, _ := strings.Cut(q.Text, "\n")
		d.Headings = append(d.Headings, text)
		d.Body = append(d.Body, rest)
		for _, o := range q.Options {
			d.Body = append(d.Body, o.Text, o.Reason)
		}
	}
	return d
}

// pair returns the two topics that a question compares, or nil.
func (l *Library) pair(question string) *Pair {
	one, other, ok := l.index.Pair(question)
	if !ok {
		return nil
	}
	return l.Compare(l.topics[one], l.topics[other])
}

// Compare sets a topic beside another one.
func (l *Library) Compare(a, b *Topic) *Pair {
	p := &Pair{A: a, B: b}
	if i := slices.IndexFunc(p.A.Versus, func(v Versus) bool { return v.With == p.B.ID }); i >= 0 {
		p.Versus = &p.A.Versus[i]
	}
	return p
}
