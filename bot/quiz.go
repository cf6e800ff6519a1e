package bot

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

func quizCommand() Command {
	return Command{
		Name: "quiz", Args: "[SKILL or TOPIC]",
		Forms:   []Form{{Say: "quiz", Options: about(false)}},
		Brief:   "asks you one question, and says why each answer is right or wrong",
		Example: []string{"quiz", "quiz security", "quiz apis/rest"},
		Parse: func(b *Bot, args string) (Action, error) {
			if strings.EqualFold(args, "me") { // as people say it
				args = ""
			}
			sc, err := b.scopeOf(args)
			if err != nil {
				return nil, err
			}
			return sc.giveQuestion, nil
		},
	}
}

func (sc scope) giveQuestion(t *turn) (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return err
		}
		p, ok, err := t.next(l, sc.in(l.course, choice.Questions))
		if err != nil {
			return err
		}
		if !ok {
			post = nothingLeft(sc)
			return nil
		}
		q, _ := t.library.Question(string(p.id))
		post = t.questionPost(&asked{offered(p.id, t.now), q, "", sc.within()}, capital(p.why)+".")
		return nil
	})
	return post, err
}

// within is how a question's buttons carry the scope it was asked in, in one
// byte: its topic, its skill, or anything.
func (sc scope) within() string {
	switch {
	case sc.topic != nil:
		return "."
	case sc.skill != nil:
		return "/"
	}
	return "*"
}

// asked is a question as it stands before a member.
type asked struct {
	offer
	question *content.Question
	chosen   string // letters as shown, in order
	within   string
}

// line is what a button of the question says: with mark, that the letters are
// chosen but not yet the answer.
func (a *asked) line(letters, mark string) string {
	return fmt.Sprintf("answer %s %s %s%s%s", a.offer, a.question.Hash(), a.within, letters, mark)
}

// again is the line that asks the next question in the same scope.
func (a *asked) again() string {
	switch a.within {
	case ".":
		return "quiz " + string(a.item.Topic())
	case "/":
		return "quiz " + a.item.Topic().Skill()
	}
	return "quiz"
}

// order is how the written options are shuffled for this offer: order[i] is the
// written option that is shown as the i-th letter. It follows from the offer
// alone, so that nothing needs to be kept for a post.
func (a *asked) order() []int {
	h := fnv.New64a()
	h.Write([]byte(a.offer.String()))
	return rand.New(rand.NewPCG(h.Sum64(), 0)).Perm(len(a.question.Options))
}

func letter(i int) string { return string(rune('A' + i)) }

// questionPost shows a question with its options as letters.
func (b *Bot) questionPost(a *asked, why string) Post {
	topic, _ := b.library.Topic(string(a.item.Topic()))
	var body strings.Builder
	body.WriteString(a.question.Text + "\n")
	var choices []Choice
	several := a.question.Several()
	for i, written := range a.order() {
		l := letter(i)
		picked := strings.Contains(a.chosen, l)
		mark := ""
		if picked {
			mark = " ✓"
		}
		fmt.Fprintf(&body, "\n- **%s.**%s %s", l, mark, a.question.Options[written].Text)
		line := a.line(l, "")
		if several {
			line = a.line(toggle(a.chosen, l), "?")
		}
		choices = append(choices, Choice{l + mark, line})
	}
	if several {
		choices = append(choices, Choice{"Check", a.line(a.chosen, "")})
		body.WriteString("\n\nChoose every right one, then *Check*.")
	}
	return Post{Title: "Quiz: " + topic.Title, Body: body.String(), Footer: why, Choices: choices}
}

// toggle adds a letter to a set in order, or takes it out.
func toggle(set, l string) string {
	var out strings.Builder
	for c := 'A'; c <= 'E'; c++ {
		if strings.ContainsRune(set, c) != (string(c) == l) {
			out.WriteRune(c)
		}
	}
	return out.String()
}

func answerCommand() Command {
	return Command{
		Name: "answer", Args: "ITEM STAMP HASH LETTERS", Button: true, Replaces: true,
		Brief:   "answers a quiz question",
		Example: []string{"answer databases/indexing#leftmost 1k3f9 a4c2 *B"},
		Parse:   parseAnswer,
	}
}

func parseAnswer(b *Bot, args string) (Action, error) {
	o, rest, err := parseOffer(args)
	if err != nil {
		return nil, err
	}
	if len(rest) != 2 {
		return nil, errQuestion
	}
	letters, marking := strings.CutSuffix(strings.ToUpper(rest[1]), "?")
	within := "*"
	if letters != "" && strings.Contains("*/.", letters[:1]) {
		within, letters = letters[:1], letters[1:]
	}
	if strings.Trim(letters, "ABCDE") != "" {
		return nil, mistakef("Answer with letters of the options, as in `B` or `AC`; %s is something else.", quoted(rest[1]))
	}
	return func(t *turn) (Post, error) {
		q, ok := t.library.Question(string(o.item))
		if !ok {
			return missing(o.item), nil
		}
		o.item = t.kept(q.ID)
		a := &asked{o, q, letters, within}
		if q.Hash() != rest[0] {
			fresh := &asked{offered(o.item, t.now), q, "", within}
			return t.questionPost(fresh, "This question was corrected since you saw it. Here it is anew; nothing was recorded."), nil
		}
		if marking {
			return t.questionPost(a, ""), nil
		}
		return t.answered(a)
	}, nil
}

// written is the chosen letters as numbers of the written options.
func (a *asked) written() map[int]bool {
	chosen := make(map[int]bool)
	for i, w := range a.order() {
		if strings.Contains(a.chosen, letter(i)) {
			chosen[w] = true
		}
	}
	return chosen
}

// right says whether the chosen options are exactly the right ones.
func (a *asked) right() bool {
	chosen := a.written()
	for i, option := range a.question.Options {
		if option.Right != chosen[i] {
			return false
		}
	}
	return true
}

func (t *turn) answered(a *asked) (Post, error) {
	if a.chosen == "" {
		return t.questionPost(a, "Choose at least one, then check."), nil
	}
	for _, l := range a.chosen {
		if int(l-'A') >= len(a.question.Options) {
			return Post{}, mistakef("This question has no option %c.", l)
		}
	}
	attempt := store.Attempt{Grade: store.Again, Minutes: 1, Chosen: a.chosenWritten()}
	if a.right() {
		attempt.Grade = store.Good
	}
	var r record
	err := t.update(func(s *store.Space, me *store.Member) (err error) {
		r, err = t.settle(s, me, a.offer, attempt)
		return err
	})
	if err != nil {
		return Post{}, err
	}
	return t.verdict(a, r), nil
}

// chosenWritten is the chosen options as letters of their written order.
func (a *asked) chosenWritten() string {
	chosen := a.written()
	var out strings.Builder
	for i := range a.question.Options {
		if chosen[i] {
			out.WriteString(letter(i))
		}
	}
	return out.String()
}

// verdict says right or wrong, with the reason of every chosen and every right
// option, since being told why is what teaches.
func (t *turn) verdict(a *asked, r record) Post {
	var body strings.Builder
	body.WriteString(a.question.Text + "\n")
	for i, written := range a.order() {
		option := a.question.Options[written]
		chosen := strings.Contains(a.chosen, letter(i))
		if !chosen && !option.Right {
			continue
		}
		sign := "✗"
		if option.Right {
			sign = "✓"
		}
		fmt.Fprintf(&body, "\n- %s **%s.** %s — %s", sign, letter(i), option.Text, option.Reason)
	}
	post := Post{
		Title:   "Not quite",
		Body:    body.String(),
		Footer:  "Recorded. It comes back on " + returns(r.due) + ".",
		Choices: []Choice{{"Next", a.again()}},
	}
	if a.right() {
		post.Title = "Right"
		post.Choices = append(post.Choices,
			Choice{"Hard", "grade " + a.offer.String() + " hard"}, Choice{"Easy", "grade " + a.offer.String() + " easy"})
	} else {
		post.Choices = append(post.Choices, Choice{"Read up", "ask " + string(a.item.Topic())})
	}
	if r.already {
		post.Footer = "You had answered this one before; nothing changed. It comes back on " + returns(r.due) + "."
		post.Choices = post.Choices[:1]
	}
	return post
}
