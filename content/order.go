package content

import "slices"

// A step is a topic on its way into the order in which to learn them.
type step struct {
	*Topic
	waits int     // for how many of its prerequisites
	leads []*step // those that require it
	value float64 // how much else builds on it, see builtOn
	known bool    // whether value was found out
}

// An ordering puts topics into the order in which to learn them: each after those
// of them it requires, lower levels first, and of what is left the most valuable
// first, in short runs of one skill. Nobody has time for all of it, so whoever
// stops anywhere should have learnt what there was best to learn until then.
type ordering struct {
	left  []*step // not in order yet, as given
	had   map[string]int
	order []*Topic
}

// teachingOrder is the order of some topics; of two of the same value the one
// that was given first comes first. Topics that require each other in a circle,
// which is a mistake elsewhere, come last.
func teachingOrder(topics []*Topic) []*Topic {
	o := &ordering{left: steps(topics)}
	for level := Entry; level <= Senior; level++ {
		o.teach(level)
	}
	for _, s := range o.left {
		o.order = append(o.order, s.Topic)
	}
	return o.order
}

// pointer is what it is worth that another topic names one as related.
const pointer = 1.0 / 3

// steps are topics with what leads to what, and what each is worth.
func steps(topics []*Topic) []*step {
	all := make([]*step, len(topics))
	byID := make(map[string]*step, len(topics))
	for i, t := range topics {
		all[i] = &step{Topic: t}
		byID[t.ID] = all[i]
	}
	for _, s := range all {
		for _, r := range s.Requires {
			if before, here := byID[r]; here {
				s.waits++
				before.leads = append(before.leads, s)
			}
		}
	}
	for _, s := range all {
		s.builtOn()
	}
	for _, s := range all {
		for _, id := range s.Related {
			if other, here := byID[id]; here {
				other.value += pointer
			}
		}
	}
	return all
}

// builtOn is how much builds on a topic: each that requires it counts 1 and half
// of what builds on that in turn, and for each level higher a half of that, since
// it comes so much later.
func (s *step) builtOn() float64 {
	if s.known {
		return s.value
	}
	s.known = true // also in a circle
	value := 0.0
	for _, next := range s.leads {
		value += (1 + next.builtOn()/2) / float64(int(1)<<max(0, next.Level-s.Level))
	}
	s.value = value
	return value
}

// A run is of topics of one skill in a row: at least two if the skill has them, a
// third if it is worth half of the first. A skill that had two longest runs of a
// level counts half.
const (
	shortRun = 2
	longRun  = 3
)

// worth is what it is worth to take a topic next.
func (o *ordering) worth(s *step) float64 {
	return (1 + s.value) / (1 + float64(o.had[s.Skill])/(2*longRun))
}

// teach puts the topics of a level into the order.
func (o *ordering) teach(level Level) {
	o.had = map[string]int{}
	for {
		best := o.best(level, "")
		if best == nil {
			return
		}
		least := o.worth(best) / 2
		for n := 0; n < longRun && best != nil && (n < shortRun || o.worth(best) >= least); n++ {
			o.take(best)
			best = o.best(level, best.Skill)
		}
	}
}

// best is what is worth most of a level, and of a skill unless that is empty, of
// what is left and has its prerequisites in order; nil if there is nothing.
func (o *ordering) best(level Level, skill string) (best *step) {
	for _, s := range o.left {
		if s.Level == level && s.waits == 0 && (skill == "" || s.Skill == skill) &&
			(best == nil || o.worth(s) > o.worth(best)) {
			best = s
		}
	}
	return best
}

func (o *ordering) take(s *step) {
	o.order = append(o.order, s.Topic)
	o.had[s.Skill]++
	o.left = slices.DeleteFunc(o.left, func(other *step) bool { return other == s })
	for _, next := range s.leads {
		next.waits--
	}
}
