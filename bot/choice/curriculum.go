package choice

// A Curriculum is what is taught, in the order in which to learn it: every topic
// after those it requires, lower levels first. Topics and items are known by
// their place in it.
type Curriculum struct {
	Topics []Topic
	Items  []Item
}

// A Topic is a piece of the curriculum with items of its own.
type Topic struct {
	ID, Title, Skill string
	Level            int   // the higher the later
	Requires         []int // topics to know before
	First, End       int   // its items are those from First to before End
}

// An Item is a task or a question.
type Item struct {
	ID      string
	Topic   int
	Form    Form // Tasks or Questions
	Minutes int
	Level   int
}

// A Form is one of the forms of practice.
type Form int

const (
	AnyForm Form = iota
	Tasks
	Questions
)

// Add puts a topic behind those before it, with its items.
func (c *Curriculum) Add(t Topic, items ...Item) {
	t.First, t.End = len(c.Items), len(c.Items)+len(items)
	for _, item := range items {
		item.Topic = len(c.Topics)
		c.Items = append(c.Items, item)
	}
	c.Topics = append(c.Topics, t)
}

// A Scope is what practice is to be about. The zero Scope is anything.
type Scope struct {
	Topic *Topic // only this one
	Skill string // else this skill's; empty is any
	Form  Form
	Most  int // minutes of a piece; 0 is any
}

// about says whether a topic lies in the scope.
func (s *Scope) about(t *Topic) bool {
	if s.Topic != nil {
		return s.Topic == t
	}
	return s.Skill == "" || s.Skill == t.Skill
}

// asked says whether the scope names a topic or a skill.
func (s *Scope) asked() bool { return s.Topic != nil || s.Skill != "" }

// has says whether an item lies in the scope.
func (s *Scope) has(c *Curriculum, item int) bool {
	i := &c.Items[item]
	return (s.Form == AnyForm || s.Form == i.Form) && (s.Most == 0 || i.Minutes <= s.Most) && s.about(&c.Topics[i.Topic])
}
