package bot

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

// A session of questions is chosen when it begins, and all of it is offered as of
// then: so the same question looks the same on every device, and is answered
// once. What was answered is in the log; the session keeps only which entry of it
// answered what.

// quizFor is how long a session is remembered after its member last did something
// with it.
const quizFor = 24 * time.Hour

// openQuiz is the member's session as it stands now; nil if there is none. What
// the content has lost is no part of it any more, and what was answered in
// another place counts as answered.
func (t *turn) openQuiz(s *store.Space, me *store.Member) (*store.Quiz, error) {
	q, err := s.Quiz(me)
	if err != nil || t.now.Sub(q.Last) >= quizFor {
		return nil, ignoreAbsent(err)
	}
	all := q.Asked
	q.Asked = nil
	for _, a := range all {
		if a.Done.IsZero() {
			if _, taught := t.library.Question(string(a.Item)); !taught {
				continue
			}
			mem, err := s.Memory(me, a.Item)
			if err != nil {
				return nil, err
			}
			gone, err := spent(s, me, mem, offer{a.Item, q.At})
			if err != nil {
				return nil, err
			}
			if gone {
				a.Done = mem.Last
			}
		}
		q.Asked = append(q.Asked, a)
	}
	return q, nil
}

// begin chooses the questions of a new session: none if there is nothing to ask.
func (t *turn) begin(l *learner, w wish) (*store.Quiz, error) {
	if err := l.latest(); err != nil {
		return nil, err
	}
	if w.wrong {
		l.onlyMissed()
	}
	size := w.size
	if size == 0 {
		size = usualQuiz
	}
	q := &store.Quiz{About: w.about(t.Bot), Size: w.size, At: offered("", t.now).at}
	for range size {
		p, ok := choice.Next(l.Curriculum, &l.Member, w.in(l.course, choice.Questions))
		if !ok {
			break
		}
		q.Asked = append(q.Asked, store.Asked{Item: l.ids[p.Item]})
		l.take(p)
	}
	if len(q.Asked) == 0 {
		return q, nil
	}
	return q, l.space.File(t.now.Add(quizFor), store.QuizDue, string(l.me.ID))
}

// onlyMissed puts everything off that was not last answered wrong.
func (l *learner) onlyMissed() {
	for i := range l.Cards {
		if !l.Cards[i].Missed {
			l.Cards[i].Rest = math.MaxInt32
		}
	}
}

// take is the member as they will be after a piece that was chosen.
func (l *learner) take(p choice.Pick) {
	l.Cards[p.Item].Rest = l.Today + 1
	l.Last = l.Items[p.Item].Topic
	l.Since++
	if p.Why == choice.New {
		l.Since = 0
	}
}

// nextQuestion shows the first open question of a session, which has one, and
// notes in which wording.
func (t *turn) nextQuestion(s *store.Space, me *store.Member, q *store.Quiz) (Post, error) {
	l, err := t.learner(s, me, t.now)
	if err != nil {
		return Post{}, err
	}
	at := q.Next()
	next := &q.Asked[at]
	question, _ := t.library.Question(string(next.Item))
	why := correctedNote
	if next.Hash == "" || next.Hash == question.Hash() {
		i, _ := l.item(next.Item)
		why = capital(l.whyAsked(i)) + "."
	}
	next.Hash, q.Last = question.Hash(), t.now
	a := &asked{offer{next.Item, q.At}, question, ""}
	return t.questionPost(a, notes(position(q, at), why)), s.PutQuiz(me, q)
}

// whyAsked is the reason for a question that was chosen before.
func (l *learner) whyAsked(item int) string {
	card := &l.Cards[item]
	due, _ := l.DueToday(l.Curriculum)
	switch {
	case card.Reps == 0:
		return l.why(choice.Pick{Item: item, Why: choice.New})
	case slices.Contains(due, item):
		return l.why(choice.Pick{Item: item, Why: choice.Due})
	case card.Missed:
		return "you missed it " + l.when(card.Day)
	}
	return l.why(choice.Pick{Item: item, Why: choice.Weak})
}

// position is where a question stands in its session: "3 of 5".
func position(q *store.Quiz, at int) string { return fmt.Sprintf("%d of %d", at+1, len(q.Asked)) }

// placeIn is the place of an offer in a session; -1 if it has none.
func placeIn(q *store.Quiz, o offer) int {
	if q == nil || !q.At.Equal(o.at) {
		return -1
	}
	return slices.IndexFunc(q.Asked, func(a store.Asked) bool { return a.Item == o.item })
}

// notes are what stands in a footer, side by side.
func notes(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(note string) bool { return note == "" }), " · ")
}

// A sitting is what became of a session by an answer. The zero sitting is of an
// answer in none.
type sitting struct {
	position string
	summary  string // of the session, if this was its last answer
}

// moveOn takes an answer into the session that it belongs to, if there is one. A
// session without an open question is over.
func (t *turn) moveOn(s *store.Space, me *store.Member, o offer) (sitting, error) {
	q, err := t.openQuiz(s, me)
	at := placeIn(q, o)
	if err != nil || at < 0 {
		return sitting{}, err
	}
	now := sitting{position: position(q, at)}
	if q.Next() >= 0 {
		q.Last = t.now
		return now, s.PutQuiz(me, q)
	}
	if now.summary, err = t.summary(s, me, q); err != nil {
		return sitting{}, err
	}
	return now, s.DeleteQuiz(me)
}

// summary says what was right, and what comes back when, soonest first. It is
// empty if nothing was answered.
func (t *turn) summary(s *store.Space, me *store.Member, q *store.Quiz) (string, error) {
	team, err := s.Team()
	if err != nil {
		return "", err
	}
	type line struct {
		due  time.Time
		text string
	}
	var lines []line
	today, right := midnightOf(t.today(t.now, me, team)), 0
	for _, a := range q.Asked {
		if a.Done.IsZero() {
			continue
		}
		attempt, err := s.Attempt(me, a.Done)
		if err != nil {
			return "", err
		}
		mem, err := s.Memory(me, a.Item)
		if err != nil {
			return "", err
		}
		sign := "✗"
		if attempt.Grade != store.Again {
			sign = "✓"
			right++
		}
		due := dueDay(team, me, mem)
		lines = append(lines, line{due, fmt.Sprintf("\n- %s %s: %s", sign, aheadName(today, due), t.questionName(a.Item))})
	}
	if len(lines) == 0 {
		return "", nil
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.due.Compare(b.due) })
	text := fmt.Sprintf("**Your quiz: %d of %d right.** What comes back when:\n", right, len(lines))
	for _, l := range lines {
		text += l.text
	}
	return text, nil
}

// questionName is a question on one line of Markdown.
func (b *Bot) questionName(id store.ItemID) string {
	if q, ok := b.library.Question(string(id)); ok {
		return nameOfQuestion(q)
	}
	return "a question that is not asked any more"
}

func nameOfQuestion(q *content.Question) string {
	const fits = 80 // characters
	first, _, _ := strings.Cut(markdown.Plain(markdown.Parse(q.Text)), "\n")
	return markdown.Escape(short(first, fits))
}

// stopQuiz ends a session early.
func (t *turn) stopQuiz() (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		q, err := t.openQuiz(s, me)
		if err != nil {
			return err
		}
		post = Post{Body: "No quiz is open.", Choices: []Choice{{"Quiz me", "quiz"}, {"A task", "task"}}}
		if q == nil {
			return nil
		}
		summary, err := t.summary(s, me, q)
		if err != nil {
			return err
		}
		post.Body = "Stopped before anything was answered, so nothing changed."
		if summary != "" {
			post.Body, post.Footer = summary, "Stopped. What was not asked comes another time."
		}
		return s.DeleteQuiz(me)
	})
	return post, err
}

// quizDue forgets a session that nobody did anything with for long enough, or
// looks again later.
func (b *Bot) quizDue(s *store.Space, id store.MemberID, now time.Time) error {
	me, err := s.Member(id)
	if err != nil {
		return ignoreAbsent(err)
	}
	q, err := s.Quiz(me)
	if err != nil {
		return ignoreAbsent(err)
	}
	if until := q.Last.Add(quizFor); now.Before(until) {
		return s.File(until, store.QuizDue, string(id))
	}
	return s.DeleteQuiz(me)
}
