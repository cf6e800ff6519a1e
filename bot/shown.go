package bot

import (
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// Letters that are typed answer the question that was shown last: that of the
// member's quiz or placement, or the one that a reminder brought them or that is
// today's in the channel where they type. Which one that is follows from what is
// stored; nothing is kept for it but in which wording it was shown.

// A shown question is one that letters may be meant for.
type shown struct {
	asked
	hash   string    // of the wording; empty if it comes next and was not shown yet
	at     time.Time // when it was shown
	placed bool      // it is a placement's
}

// lastShown is the question that letters typed now are meant for; nil if there is
// none.
func (t *turn) lastShown(s *store.Space, me *store.Member) (last *shown, err error) {
	for _, find := range []func(*store.Space, *store.Member) (*shown, error){t.shownInQuiz, t.shownInPlacement, t.shownInPost} {
		q, err := find(s, me)
		if err != nil {
			return nil, err
		}
		if q != nil && (last == nil || q.at.After(last.at)) {
			last = q
		}
	}
	return last, nil
}

func (t *turn) shownInQuiz(s *store.Space, me *store.Member) (*shown, error) {
	q, err := t.openQuiz(s, me)
	if err != nil || q == nil || q.Next() < 0 {
		return nil, err
	}
	next := &q.Asked[q.Next()]
	question, _ := t.library.Question(string(next.Item))
	return &shown{asked: asked{offer{next.Item, q.At}, question, ""}, hash: next.Hash, at: q.Last}, nil
}

func (t *turn) shownInPlacement(s *store.Space, me *store.Member) (*shown, error) {
	p, err := s.Placement(me)
	question, taught := t.library.Question(string(p.Asked))
	if err != nil || !taught || t.now.Sub(p.Shown) >= quizFor {
		return nil, err
	}
	return &shown{asked: asked{offered(p.Asked, p.Shown), question, ""}, hash: p.Hash, at: p.Shown, placed: true}, nil
}

// shownInPost is the question of a post that nobody asked for, unless something
// else was answered in that conversation since.
func (t *turn) shownInPost(s *store.Space, me *store.Member) (*shown, error) {
	p, err := t.lastPost(s, me)
	if err != nil || p == nil {
		return nil, err
	}
	question, taught := t.library.Question(string(p.Item))
	if !taught || p.Hash == "" {
		return nil, nil
	}
	q := &shown{asked: asked{offer{p.Item, p.From.Truncate(stampUnit)}, question, ""}, hash: p.Hash, at: p.At}
	since, err := t.answeredSince(s, me, q.at)
	if err != nil || since {
		return nil, err
	}
	return q, nil
}

// lastPost is the latest reminder that the sender got, or daily practice of the
// channel where they speak, of a day at most; nil if there is none.
func (t *turn) lastPost(s *store.Space, me *store.Member) (last *store.Promise, err error) {
	day := schedule.DateOf(t.now, time.UTC) // theirs is at most one off
	var all []*store.Promise
	if t.Place.Direct {
		if all, err = reminders(s, me.ID, day.AddDays(-1), day.AddDays(1)); err != nil {
			return nil, err
		}
	}
	for n := -1; n <= 1; n++ {
		p, err := s.Promised(dailyKey(day.AddDays(n), t.Place.ID))
		if err == nil {
			all = append(all, p)
		} else if err := ignoreAbsent(err); err != nil {
			return nil, err
		}
	}
	for _, p := range all {
		if p.Status == store.Sent && t.now.Sub(p.At) < quizFor && (last == nil || p.At.After(last.At)) {
			last = p
		}
	}
	return last, nil
}

// reworded notes that the question of a member's reminder was shown to them anew.
// That of a channel stays what the others see.
func (t *turn) reworded(s *store.Space, me *store.Member, a *asked) error {
	p, err := t.lastPost(s, me)
	if err != nil || p == nil || p.Member != me.ID || p.Item != a.item {
		return err
	}
	p.Hash = a.question.Hash()
	return s.PutPromise(p)
}

// answeredSince says whether the sender answered a question of this conversation
// since some time.
func (t *turn) answeredSince(s *store.Space, me *store.Member, at time.Time) (since bool, err error) {
	const entries = 8 // a question has few
	err = s.EachLatest(me, entries, func(a *store.Attempt) (more bool) {
		if a.At.Before(at) {
			return false
		}
		_, question := t.library.Question(string(a.Item))
		since = question && a.Place == t.conversation()
		return !since
	})
	return since, err
}

// conversation is where a question is answered that is answered now, as the log
// has it: in a channel, or else directly.
func (t *turn) conversation() store.PlaceID {
	if t.Place.Direct {
		return ""
	}
	return t.Place.ID
}
