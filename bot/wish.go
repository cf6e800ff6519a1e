package bot

import (
	"errors"
	"strings"
	"time"

	"mentorbot/content/markdown"
	"mentorbot/schedule"
	"mentorbot/store"
)

func wishCommand() Command {
	return Command{
		Name: "wish", Args: "STAMP | back STAMP", Button: true, Replaces: true,
		Brief:   "gives your leads the words of a question that found no answer, without your name",
		Example: []string{"wish l0k3f9xz", "wish back l0k3f9xz"},
		Parse:   parseWish,
	}
}

func parseWish(_ *Bot, args string) (Action, error) {
	stamp, back := strings.CutPrefix(args, "back ")
	at, ok := parseQuestionStamp(stamp)
	if !ok {
		return nil, errQuestion
	}
	if back {
		return func(t *turn) (Post, error) { return t.takeBack(at) }, nil
	}
	return func(t *turn) (Post, error) { return t.wish(stamp, at) }, nil
}

// mostWishes is how many wishes of one member are kept; the oldest goes for a new
// one.
const mostWishes = 20

// wish keeps the text of a question that was asked at a time, for the leads.
func (t *turn) wish(stamp string, at time.Time) (post Post, err error) {
	h, inMind := t.heldQuestion(stamp)
	err = t.update(func(s *store.Space, me *store.Member) error {
		w, err := s.Wish(me, at)
		switch {
		case err == nil: // pressed again
		case !errors.Is(err, store.ErrNotFound):
			return err
		case !inMind:
			return Mistake("I do not have that question any more: until you press this I keep its words in memory alone, for an hour and for whoever asked. Ask it again, and press then.")
		default:
			w = &store.Wish{At: at, Text: h.text, Skill: h.skill}
			if err := t.keepWish(s, me, w); err != nil {
				return err
			}
		}
		post = Post{
			Body:    "Your leads can read this question now, without your name, for " + plural(gapDays, "day") + ":\n\n> " + markdown.Escape(w.Text),
			Choices: []Choice{{"Take it back", "wish back " + stamp}},
		}
		return nil
	})
	return post, err
}

func (t *turn) keepWish(s *store.Space, me *store.Member, w *store.Wish) error {
	old, err := s.Wishes(me, mostWishes)
	if err != nil {
		return err
	}
	if len(old) == mostWishes {
		if err := s.DeleteWish(me, old[0].At); err != nil {
			return err
		}
	}
	if err := s.PutWish(me, w); err != nil {
		return err
	}
	return t.fileGaps(s, me)
}

func (t *turn) takeBack(at time.Time) (Post, error) {
	err := t.update(func(s *store.Space, me *store.Member) error { return s.DeleteWish(me, at) })
	return Post{Body: "That question is not kept any more."}, err
}

// gapDays is for how many days gaps and wishes are kept.
const gapDays = 90

// fileGaps files when the gaps of today are to be forgotten.
func (t *turn) fileGaps(s *store.Space, me *store.Member) error {
	today := schedule.DateOf(t.now, time.UTC)
	return s.File(midnightOf(today.AddDays(gapDays+2)), store.GapDue, store.RemovalID(me))
}

// gapDue forgets the gaps and wishes of a member that are old enough. A team's
// day is at most one away from that of UTC, which it is reckoned by.
func (b *Bot) gapDue(s *store.Space, e store.DueEntry) error {
	id, born, err := store.ParseRemoval(e.ID)
	if err != nil {
		return err
	}
	before := schedule.DateOf(e.At, time.UTC).AddDays(-gapDays)
	more, err := s.ForgetGaps(id, born, before.String(), removedAtOnce)
	if err != nil || !more {
		return err
	}
	return s.File(e.At, store.GapDue, e.ID)
}
