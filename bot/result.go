package bot

import (
	"fmt"
	"strings"
	"time"

	"mentorbot/content"
	"mentorbot/store"
)

// A channel's daily question is answered by everybody for themselves. Some hours
// later it closes, and the channel is told who took part and what share was
// right: worked out from the logs when it is to be said, so nothing is kept for
// it, and never so that it says who was wrong.

const (
	openFor   = 8 * time.Hour  // a daily question, but not beyond its local day
	resultFor = 12 * time.Hour // how long its result is of use
)

// resultKey is that of the result of a daily question.
func resultKey(daily store.Key) store.Key {
	return "result/" + store.Key(strings.TrimPrefix(string(daily), "daily/"))
}

// dailyOf is the key of the daily question that a result is of.
func dailyOf(result store.Key) store.Key {
	return "daily/" + store.Key(strings.TrimPrefix(string(result), "result/"))
}

// promiseResult promises the result of a daily question that is about to be
// posted: for the evening, also if it is posted late.
func promiseResult(s *store.Space, daily *store.Promise, now time.Time) error {
	closes := now.Add(openFor)
	if closes.After(daily.Until) {
		closes = daily.Until
	}
	_, err := s.Promise(&store.Promise{
		Key: resultKey(daily.Key), Kind: store.Result,
		Place: daily.Place, By: daily.By, Made: now,
		From: closes, Until: closes.Add(resultFor),
		Status: store.Waiting, At: closes,
	})
	return err
}

// prepareResult says whether there is a result to post.
func (b *Bot) prepareResult(s *store.Space, p *store.Promise) (wanted bool, why string, err error) {
	r, err := b.result(s, p)
	switch {
	case err != nil:
		return false, "", err
	case len(r.names) == 0:
		return false, "nobody took part", nil
	case r.question == nil:
		return false, "the question is not asked any more", nil
	}
	return true, "", nil
}

// A result is what came of a channel's daily question.
type result struct {
	question *content.Question // nil if it is not asked any more
	names    []string          // of those who took part
	right    int
}

// result works out what came of a daily question, from the logs of the members
// who answered it there before it closed.
func (b *Bot) result(s *store.Space, p *store.Promise) (r result, err error) {
	daily, err := s.Promised(dailyOf(p.Key))
	if err != nil {
		return r, err
	}
	r.question, _ = b.library.Question(string(daily.Item))
	members, err := s.Members("", manyMembers)
	if err != nil {
		return r, err
	}
	o := offer{daily.Item, daily.From.Truncate(stampUnit)}
	for _, m := range members {
		a, err := answerThere(s, m, o, p)
		if err != nil {
			return r, err
		}
		if a == nil {
			continue
		}
		r.names = append(r.names, nameOf(s, m.ID))
		if a.Grade != store.Again {
			r.right++
		}
	}
	return r, nil
}

// answerThere is a member's answer to an offer in the place of a result, before
// it closed; nil if there is none.
func answerThere(s *store.Space, m *store.Member, o offer, p *store.Promise) (*store.Attempt, error) {
	mem, err := s.Memory(m, o.item)
	if err != nil || mem.Last.Before(o.at) { // of most members, all that is read
		return nil, err
	}
	log, err := s.Log(m, o.at, everything)
	if err != nil {
		return nil, err
	}
	for _, a := range log {
		if a.Act == store.Settled && a.Item == o.item && a.Offered.Equal(o.at) && a.Place == p.Place && a.At.Before(p.From) {
			return a, nil
		}
	}
	return nil, nil
}

// enoughToShare is of how many answers the share that was right is said: of one
// or two it would tell who was wrong.
const enoughToShare = 3

// line says who took part and what share was right, but not so that anybody could
// tell who was wrong. Where at most one was right, those who are named would be
// nearly all who were not; so then, and if the team does not show people, there
// are no names.
func (r *result) line(people bool) string {
	n := len(r.names)
	who := plural(n, "member")
	if people && (n < enoughToShare || r.right > 1) {
		who = firstOf(r.names, 20)
	}
	line := who + " took part."
	if n >= enoughToShare {
		line += " " + percent(r.right, n) + " had it right."
	}
	return line
}

// resultPost is the result of a daily question, with the right answer and why.
func (b *Bot) resultPost(s *store.Space, p *store.Promise, team *store.Team) (Post, error) {
	r, err := b.result(s, p)
	if err != nil {
		return Post{}, err
	}
	id, _, _ := strings.Cut(r.question.ID, "#")
	topic, _ := b.library.Topic(id)
	body := r.question.Text + "\n"
	for _, option := range r.question.Options {
		if option.Right {
			body += fmt.Sprintf("\n- ✓ %s — %s", option.Text, option.Reason)
		}
	}
	return Post{
		Title:   "How it went: " + topic.Title,
		Body:    body + "\n\n" + r.line(showsPeople(team)),
		Footer:  "What each of you answered is yours alone.",
		Choices: []Choice{{"Quiz me on this", "quiz " + id}, {"Read up", "ask " + id}},
	}, nil
}

// dailyPiecePost is a channel's daily task or question.
func (b *Bot) dailyPiecePost(s *store.Space, p *store.Promise) (Post, error) {
	const forAll = "For everybody here: a press counts for whoever pressed, and its answer is yours alone."
	o := offer{p.Item, p.From.Truncate(stampUnit)}
	item, _ := b.library.Item(string(p.Item))
	if item.Task != nil {
		return b.taskPost(item.Task, o, forAll), nil
	}
	note := forAll
	result, err := s.Promised(resultKey(p.Key))
	if err == nil {
		note += " At " + mark(result.From, 't') + " I say who took part and what share was right."
	}
	return b.questionPost(&asked{o, item.Question, ""}, note), ignoreAbsent(err)
}

// dailyPiece is what a channel gets daily, in a word.
func dailyPiece(d *store.Daily) string {
	if d.Quiz {
		return "question"
	}
	return "task"
}
