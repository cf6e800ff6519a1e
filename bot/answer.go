package bot

import (
	"fmt"
	"strings"

	"mentorbot/store"
)

func answerCommand() Command {
	return Command{
		Name: "answer", Args: "LETTERS | ITEM STAMP HASH LETTERS", Button: true, Replaces: true,
		Brief:   "answers a quiz question; with letters alone, the one that you were shown last",
		Example: []string{"answer databases/indexing#leftmost 1k3f9 a4c2 B", "answer AC"},
		Parse:   parseAnswer,
	}
}

func parseAnswer(_ *Bot, args string) (Action, error) {
	if letters, ok := lettersOf(args); ok {
		return answerOpen(letters, func(*turn) (Post, error) {
			return Post{}, Mistake("No question is open. `quiz` asks you one.")
		}), nil
	}
	o, rest, err := parseOffer(args)
	if err != nil {
		return nil, err
	}
	if len(rest) != 2 {
		return nil, errQuestion
	}
	text, marking := strings.CutSuffix(rest[1], "?")
	text, placed := strings.CutPrefix(text, placing)
	text = strings.TrimLeft(text, "*/.") // posts of before say there what the quiz was about
	letters, ok := lettersOf(text)
	if placed && text == dontKnow {
		letters, ok = dontKnow, true
	}
	if !ok && text != "" {
		return nil, mistakef("Answer with letters of the options, as in `B` or `AC`; %s is something else.", quoted(rest[1]))
	}
	return func(t *turn) (Post, error) {
		q, ok := t.library.Question(string(o.item))
		if !ok {
			return missing(o.item), nil
		}
		a := &asked{offer{t.kept(q.ID), o.at}, q, letters}
		switch {
		case placed:
			return t.answerPlacement(a, q.Hash() == rest[0], marking)
		case q.Hash() != rest[0]:
			return t.showCorrected(a)
		case marking:
			return t.showAgain(a, "")
		case letters == "":
			return t.showAgain(a, "Choose at least one, then check.")
		}
		return t.answered(a)
	}, nil
}

// answerOpen answers the question that was shown last, or does otherwise if there
// is none.
func answerOpen(letters string, otherwise Action) Action {
	return func(t *turn) (Post, error) {
		var last *shown
		err := t.view(func(s *store.Space, me *store.Member) (err error) {
			last, err = t.lastShown(s, me)
			return err
		})
		if err != nil {
			return Post{}, err
		}
		if last == nil {
			return otherwise(t)
		}
		if last.hash == "" && !last.placed {
			return Post{}, Mistake("The next question was not asked yet. Press *Next*, or type `quiz`.")
		}
		last.chosen = letters
		switch same := last.question.Hash() == last.hash; {
		case last.placed:
			return t.answerPlacement(&last.asked, same, false)
		case !same:
			return t.showCorrected(&last.asked)
		}
		return t.answered(&last.asked)
	}
}

// showAgain shows a question with what is chosen of it so far.
func (t *turn) showAgain(a *asked, note string) (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		q, err := t.openQuiz(s, me)
		where := ""
		if at := placeIn(q, a.offer); at >= 0 {
			where = position(q, at)
		}
		post = t.questionPost(a, notes(where, note))
		return err
	})
	return post, err
}

// correctedNote stands under a question whose wording changed.
const correctedNote = "This question was corrected since you saw it. Here it is anew; nothing was recorded."

// showCorrected shows a question anew, of which an older wording was answered. It
// is the same offer, still to be answered once.
func (t *turn) showCorrected(a *asked) (post Post, err error) {
	a.chosen = ""
	err = t.update(func(s *store.Space, me *store.Member) error {
		q, err := t.openQuiz(s, me)
		if err != nil {
			return err
		}
		where := ""
		if at := placeIn(q, a.offer); at >= 0 {
			where = position(q, at)
			q.Asked[at].Hash = a.question.Hash()
			err = s.PutQuiz(me, q)
		} else {
			err = t.reworded(s, me, a)
		}
		post = t.questionPost(a, notes(where, correctedNote))
		return err
	})
	return post, err
}

// answered records an answer: the attempt with what follows from it, what is
// counted of the question and where its session stands, in one transaction.
func (t *turn) answered(a *asked) (Post, error) {
	if err := a.checkLetters(); err != nil {
		return Post{}, err
	}
	attempt := store.Attempt{Grade: store.Again, Minutes: 1, Chosen: a.chosenWritten(), Place: t.conversation()}
	if a.right() {
		attempt.Grade = store.Good
	}
	var r record
	var now sitting
	err := t.update(func(s *store.Space, me *store.Member) (err error) {
		first, err := isFirst(s, me, a.item)
		if err != nil {
			return err
		}
		if r, err = t.settle(s, me, a.offer, attempt); err != nil {
			return err
		}
		if !r.already && first {
			if err := countFirst(s, a); err != nil {
				return err
			}
		}
		now, err = t.moveOn(s, me, a.offer)
		return err
	})
	if err != nil {
		return Post{}, err
	}
	return t.verdict(a, r, now), nil
}

// verdict says right or wrong, with the reason of every chosen and every right
// option, since being told why is what teaches.
func (t *turn) verdict(a *asked, r record, now sitting) Post {
	title, outcome := "Not quite", "Recorded. "
	if a.right() {
		title = "Right"
	}
	if r.already {
		outcome = "You had answered this one before; nothing changed. "
	}
	body := a.reasons()
	if now.summary != "" {
		body += "\n\n" + now.summary
	}
	return Post{
		Title: title, Body: body, Choices: a.after(r, now),
		Footer: notes(now.position, outcome+"It comes back "+r.back+"."),
	}
}

// reasons are the question with every chosen and every right option, and why.
func (a *asked) reasons() string {
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
	return body.String()
}

// after are the choices under a verdict: to go on comes first.
func (a *asked) after(r record, now sitting) []Choice {
	next := Choice{"Quiz me", "quiz"}
	switch {
	case now.summary != "":
		next.Label = "Another quiz"
	case now.position != "":
		next.Label = "Next"
	}
	if r.already {
		return []Choice{next}
	}
	choices := []Choice{next}
	if a.right() {
		choices = append(choices, Choice{"Hard", "grade " + a.offer.String() + " hard"}, Choice{"Easy", "grade " + a.offer.String() + " easy"})
	} else {
		choices = append(choices, Choice{"Read up", "ask " + string(a.item.Topic())})
	}
	return append(choices, Choice{"This looks wrong", "dispute " + string(a.item) + " " + a.question.Hash()})
}
