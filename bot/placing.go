package bot

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"strings"

	"mentorbot/bot/placement"
	"mentorbot/content"
	"mentorbot/store"
)

// A placement finds out where a member's plan starts; see package placement. Its
// answers are no practice: they make no memory, no streak and no share of right
// answers, and nothing fades because of them, since a guess at something never
// learnt here is not a review of it. A right answer is evidence of memory, too:
// such a question rests for a week, any other until tomorrow, so that none comes
// again the same day. What was answered is in the log, and counts once in the
// tally of the question.

const (
	placing  = "^" // before the letters that a button of a placement's question carries
	dontKnow = "-" // in the place of letters

	restRight, restWrong = 7, 1 // days for which a question is not offered
)

// A trial is a placement as it goes on, with all that it needs to know.
type trial struct {
	*learner
	*store.Placement
	library *content.Library
	tallies map[store.ItemID]*store.Tally
}

func (b *Bot) trial(l *learner) (*trial, error) {
	p, err := l.space.Placement(l.me)
	if err != nil {
		return nil, err
	}
	tallies, err := l.space.Tallies(everything)
	if err != nil {
		return nil, err
	}
	st := &trial{learner: l, Placement: p, library: b.library, tallies: make(map[store.ItemID]*store.Tally, len(tallies))}
	for _, tally := range tallies {
		st.tallies[tally.Item] = tally
	}
	return st, nil
}

// question is a question as a placement needs to know it.
func (st *trial) question(topic *content.Topic, q *content.Question, answered, right int) placement.Question {
	return placement.Question{
		Level: int(topic.Level), Guess: placement.Guess(len(q.Options), q.Several()), Answered: answered, Right: right,
	}
}

// others are what other members answered first to this wording of a question.
func (st *trial) others(id store.ItemID, q *content.Question) (answered, right int) {
	if tally := st.tallies[id]; tally != nil && tally.Hash == q.Hash() {
		return tally.Answered, tally.Right
	}
	return 0, 0
}

// A placedAnswer is one whose question is still taught.
type placedAnswer struct {
	placement.Question
	topic *content.Topic
	right bool
}

func (st *trial) answers() (all []placedAnswer) {
	for _, g := range st.Given {
		item, ok := st.library.Item(string(g.Item))
		if ok && item.Question != nil {
			all = append(all, placedAnswer{st.question(item.Topic, item.Question, g.Others, g.ByOthers), item.Topic, g.Right})
		}
	}
	return all
}

func (st *trial) belief() placement.Belief {
	b := placement.Prior()
	for _, a := range st.answers() {
		b = b.After(&a.Question, a.right)
	}
	return b
}

// What a question tells counts so much of it if its skill was asked before, since
// skills are to vary; if it was practised, since it may be known by heart; and if
// it has several right options, since it takes as many presses and is failed by
// who knows all but one.
const (
	skillAgain = 0.6
	practised  = 0.5
	laborious  = 0.5
)

// next is the question that tells most about the level, of the member's skills;
// ok is false if none is left. Of questions that tell about as much it is as
// random as the time at which the placement began.
func (st *trial) next() (id store.ItemID, ok bool) {
	b := st.belief()
	skills := map[string]float64{}
	for _, a := range st.answers() {
		skills[a.topic.Skill] = cmp.Or(skills[a.topic.Skill], 1) * skillAgain
	}
	most := -1.0
	told := map[placement.Question]float64{} // most questions are alike
	for i, item := range st.Items {
		topic, q := st.taught(i)
		if q == nil || st.Has(st.ids[i]) || st.Cards[i].Rest > st.Today || len(st.Skills) > 0 && !st.Skills[topic.Skill] {
			continue
		}
		others, byOthers := st.others(st.ids[i], q)
		one := st.question(topic, q, others, byOthers)
		if _, known := told[one]; !known {
			told[one] = b.Tells(&one)
		}
		tells := told[one] * cmp.Or(skills[topic.Skill], 1) * (0.8 + 0.2*st.chance(item.ID))
		if st.Cards[i].Reps > 0 {
			tells *= practised
		}
		if q.Several() {
			tells *= laborious
		}
		if tells > most {
			id, ok, most = st.ids[i], true, tells
		}
	}
	return id, ok
}

// taught is the question that is an item, with its topic; nil if it is a task.
func (st *trial) taught(i int) (*content.Topic, *content.Question) {
	item, _ := st.library.Item(st.Items[i].ID)
	return item.Topic, item.Question
}

// chance is in [0, 1), by the item and when the placement began.
func (st *trial) chance(item string) float64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", st.At.UnixNano(), item)
	return float64(h.Sum64()>>11) / (1 << 53)
}

// goOn asks the next question, or none if the placement is over. What is asked
// already stays, if it is still taught.
func (st *trial) goOn(t *turn) {
	if _, ok := t.library.Question(string(st.Asked)); ok && st.Open() {
		return
	}
	b := st.belief()
	st.Asked, st.Shown = "", t.now.UTC()
	if !b.Over(len(st.Given)) {
		st.Asked, _ = st.next()
	}
}

// place begins a placement, or goes on with the one that is open.
func (t *turn) place(anew bool) (post Post, err error) {
	err = t.sit(func(st *trial) error {
		if anew || !st.Open() {
			*st.Placement = store.Placement{At: t.now.UTC()}
		}
		st.goOn(t)
		post = t.placementPost(st, "")
		return st.space.PutPlacement(st.me, st.Placement)
	})
	return post, err
}

// sit runs fn over the sender's placement.
func (t *turn) sit(fn func(*trial) error) error {
	return t.update(func(s *store.Space, me *store.Member) error {
		st, err := t.ownTrial(s, me)
		if err != nil {
			return err
		}
		return fn(st)
	})
}

// ownTrial is the sender's placement as it stands.
func (t *turn) ownTrial(s *store.Space, me *store.Member) (*trial, error) {
	l, err := t.learner(s, me, t.now)
	if err != nil {
		return nil, err
	}
	return t.trial(l)
}

// answerPlacement takes an answer to a placement's question. Unless it is the one
// that is open, in the wording that was shown, nothing is recorded.
func (t *turn) answerPlacement(a *asked, same, marking bool) (post Post, err error) {
	if a.chosen != dontKnow {
		if err := a.checkLetters(); err != nil {
			return Post{}, err
		}
	}
	err = t.sit(func(st *trial) error {
		says := ""
		switch {
		case st.Has(a.item):
			says = "You had answered that one already; nothing changed."
		case st.Asked != a.item:
			says = "That question is not of this placement; nothing was recorded."
		case !same:
			says = "This question was corrected since you saw it. Here it is anew; nothing was recorded."
		case marking:
			post = t.placementQuestion(st, a, "")
			return nil
		case a.chosen == "":
			says = "Choose at least one, then check."
		default:
			if says, err = t.placed(st, a); err != nil {
				return err
			}
			st.Asked = ""
		}
		st.goOn(t)
		post = t.placementPost(st, says)
		return st.space.PutPlacement(st.me, st.Placement)
	})
	return post, err
}

// placed records an answer, and says what was right.
func (t *turn) placed(st *trial, a *asked) (says string, err error) {
	grade, rest := store.Again, restWrong
	if a.chosen == dontKnow {
		a.chosen = ""
	}
	right := a.right()
	if right {
		grade, rest = store.Good, restRight
	}
	given := store.Given{Item: a.item, Right: right}
	given.Others, given.ByOthers = st.others(a.item, a.question)
	st.Given = append(st.Given, given)
	first, err := isFirst(st.space, st.me, a.item)
	if err != nil {
		return "", err
	}
	if first {
		if err := countFirst(st.space, a); err != nil {
			return "", err
		}
	}
	_, err = t.note(st.space, st.me, a.offer, store.Attempt{
		Act: store.Placed, Grade: grade, Chosen: a.chosenWritten(), Rest: st.day.AddDate(0, 0, rest).Format("2006-01-02"),
	})
	return explained(a, right), err
}

// isFirst says whether a question was never answered before, in practice or in a
// placement. A question rests only because it was answered.
func isFirst(s *store.Space, me *store.Member, id store.ItemID) (bool, error) {
	mem, err := s.Memory(me, id)
	return err == nil && mem.Reps == 0 && mem.Rest.IsZero(), err
}

// explained is what was right, with its reason, in a line or two.
func explained(a *asked, right bool) string {
	if right {
		return "✓ Right."
	}
	var lines []string
	for _, option := range a.question.Options {
		if option.Right {
			lines = append(lines, fmt.Sprintf("**%s** — %s", option.Text, option.Reason))
		}
	}
	return "✗ Not quite: " + strings.Join(lines, " ")
}

// placementPost is how a placement stands: its question, or its result.
func (t *turn) placementPost(st *trial, says string) Post {
	if !st.Open() {
		post := t.placementResult(st)
		post.Body = strings.TrimSpace(says + "\n\n" + post.Body)
		return post
	}
	q, _ := t.library.Question(string(st.Asked))
	st.Hash = q.Hash()
	return t.placementQuestion(st, &asked{offered(st.Asked, st.Shown), q, ""}, says)
}

func (t *turn) placementQuestion(st *trial, a *asked, says string) Post {
	why := "Leave whenever you like; `level test` goes on."
	if len(st.Given) == 0 {
		why = "This is no practice and counts for nothing but your level. " + why
	}
	post := t.questionPost(a, why)
	post.Title = fmt.Sprintf("Your level: question %d of at most %d", len(st.Given)+1, placement.Most)
	post.Body = strings.TrimSpace(says + "\n\n" + post.Body)
	post.Choices = append(post.Choices, Choice{"I don't know", a.line(dontKnow, "")})
	for i, c := range post.Choices {
		at := strings.LastIndex(c.Line, " ") + 1
		post.Choices[i].Line = c.Line[:at] + placing + c.Line[at:]
	}
	return post
}
