package bot

import (
	"strconv"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/store"
)

const (
	usualQuiz = 5  // questions of a quiz that names no number
	mostQuiz  = 20 // questions
)

func quizCommand() Command {
	return Command{
		Name: "quiz", Args: "[SKILL or TOPIC | wrong] [N] | stop",
		Forms: []Form{{Say: "quiz", Options: []Option{
			{"about", "a skill or topic, `wrong` for only what you got wrong, or `stop`", QuizWords, false},
			{"questions", "how many, 1 to 20; 5 if left out", AnyWord, false},
		}}},
		Brief: "asks you five questions, or N, and says why each answer is right or wrong",
		Detail: "What you are about to forget comes first, mixed with what your plan has next; `quiz wrong` asks only what you last got wrong. " +
			"Answer with a button, or type the letters, as in `B` or `AC`. Every answer is kept at once: break off when you like, and `quiz` goes on where you stopped, for a day. " +
			"`quiz stop` ends it early and says what comes back when.",
		Example: []string{"quiz", "quiz security 8", "quiz apis/rest", "quiz wrong", "quiz stop"},
		Parse:   parseQuiz,
	}
}

func parseQuiz(b *Bot, args string) (Action, error) {
	if strings.EqualFold(args, "stop") {
		return (*turn).stopQuiz, nil
	}
	w, err := b.wishOf(args)
	if err != nil {
		return nil, err
	}
	return w.give, nil
}

// A wish is the quiz that a line asks for.
type wish struct {
	scope
	wrong bool // only what was last answered wrong
	size  int  // questions; 0 if it names no number
}

// wishOf reads what the quiz is to be about and then, unless it is part of a name
// ("oauth 2"), how many questions it is to have.
func (b *Bot) wishOf(args string) (w wish, err error) {
	words := strings.Fields(args)
	sized := false
	if last := len(words) - 1; last >= 0 && !b.knows(args) {
		n, err := strconv.ParseUint(words[last], 10, 16)
		if sized = err == nil; sized {
			w.size, words = int(n), words[:last]
		}
	}
	switch about := strings.Join(words, " "); {
	case strings.EqualFold(about, "wrong"):
		w.wrong = true
	case strings.EqualFold(about, "me"): // as people say it
	default:
		w.scope, err = b.scopeOf(about)
	}
	if err == nil && sized && (w.size < 1 || w.size > mostQuiz) {
		return w, mistakef("A quiz has 1 to %d questions, as in `quiz 10`.", mostQuiz)
	}
	return w, err
}

// about is how a session says what it is about.
func (w wish) about(b *Bot) string {
	switch {
	case w.wrong:
		return "wrong"
	case w.topic != nil:
		return string(b.kept(w.topic.ID + "#").Topic()) // so that renaming it ends nothing
	case w.skill != nil:
		return w.skill.ID
	}
	return ""
}

// resumes says whether the line means a session that is open: "quiz" alone means
// whatever is.
func (w wish) resumes(b *Bot, q *store.Quiz) bool {
	return w == wish{} || w.about(b) == q.About && (w.size == 0 || w.size == q.Size)
}

// give shows the next question of the session that is open, or of a new one.
func (w wish) give(t *turn) (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		q, err := t.openQuiz(s, me)
		if err != nil {
			return err
		}
		open := q != nil && q.Next() >= 0
		if !open || !w.resumes(t.Bot, q) {
			l, err := t.learner(s, me, t.now)
			if err != nil {
				return err
			}
			if q, err = t.begin(l, w); err != nil {
				return err
			}
			if len(q.Asked) == 0 {
				post = w.nothing(l, open)
				return nil
			}
		}
		post, err = t.nextQuestion(s, me, q)
		return err
	})
	return post, err
}

// nothing is said when there is no question to ask; open says whether a session of
// something else is.
func (w wish) nothing(l *learner, open bool) Post {
	quiz, task := Choice{"Quiz me", "quiz"}, Choice{"A task", "task"}
	if open {
		quiz.Label = "Go on with your quiz"
	}
	switch {
	case w.wrong && l.missedToday():
		return Post{
			Body:    "What you got wrong today comes back tomorrow; there is nothing else that you last got wrong.",
			Choices: []Choice{quiz, task},
		}
	case w.wrong:
		return Post{Body: "There is nothing that you last got wrong.", Choices: []Choice{quiz, task}}
	case w.scope != scope{}:
		return Post{Body: "There is no question left there today. Something else?", Choices: []Choice{quiz, task}}
	}
	return Post{
		Body:    "You have answered every question there is for today. A task instead?",
		Choices: []Choice{task, {"My progress", "progress"}},
	}
}

// missedToday says whether something was answered wrong today.
func (l *learner) missedToday() bool {
	for i := range l.Cards {
		if card := &l.Cards[i]; card.Missed && card.Day == l.Today && l.Items[i].Form == choice.Questions {
			return true
		}
	}
	return false
}
