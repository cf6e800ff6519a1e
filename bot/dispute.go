package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"mentorbot/content"
	"mentorbot/store"
)

// Of every question it is counted how members answered it first, and how many of
// them said that it looks wrong. That is what an author needs to judge it. Who
// said so is with the member's own data, so that it counts once, and is shown to
// nobody. A wording that is corrected begins anew, so correcting it settles the
// matter.

func disputeCommand() Command {
	return Command{
		Name: "dispute", Args: "ITEM HASH", Button: true,
		Brief:   "tells the authors, without your name, that a question looks wrong",
		Example: []string{"dispute databases/indexing#leftmost a4c2"},
		Parse:   parseDispute,
	}
}

func parseDispute(_ *Bot, args string) (Action, error) {
	words := strings.Fields(args)
	if len(words) != 2 || !strings.Contains(words[0], "#") {
		return nil, errQuestion
	}
	return func(t *turn) (Post, error) {
		q, ok := t.library.Question(words[0])
		switch {
		case !ok:
			return missing(store.ItemID(words[0])), nil
		case q.Hash() != words[1]:
			return Post{Body: "That question was corrected since you saw it. Should it still look wrong when it comes again, say so then."}, nil
		}
		return t.dispute(q)
	}, nil
}

func (t *turn) dispute(q *content.Question) (post Post, err error) {
	item := t.kept(q.ID)
	err = t.update(func(s *store.Space, me *store.Member) error {
		post = Post{
			Body: "Thank you. It goes to the leads and to whoever writes the questions, with how everybody answered and without your name. What you answered stays as it is.",
		}
		before, err := s.Dispute(me, item)
		if err != nil {
			return err
		}
		if before == q.Hash() {
			post.Body = "You have said so already; it is with whoever writes the questions."
			return nil
		}
		tally, err := s.Tally(item, q.Hash())
		if err != nil {
			return err
		}
		tally.Disputed++
		if err := s.PutTally(tally); err != nil {
			return err
		}
		if err := s.PutDispute(me, item, q.Hash()); err != nil {
			return err
		}
		return t.tellDisputed(s, q, tally)
	})
	t.wake()
	return post, err
}

// tellDisputed promises a named lead, once for each wording, a word about it.
func (t *turn) tellDisputed(s *store.Space, q *content.Question, tally *store.Tally) error {
	to, err := t.owner(s, &store.Promise{})
	if err != nil || to == nil {
		return err
	}
	notice := &store.Promise{
		Key:  store.Key("notice/disputed/" + string(tally.Item) + "/" + tally.Hash),
		Kind: store.Notice, Member: to.ID, Made: t.now, From: t.now, Until: t.now.Add(tellFor),
		Status: store.Waiting, At: t.now,
		Text: fmt.Sprintf("A question looks wrong to somebody who answered it: “%s” (`%s`). %s `team disputes` shows how each option was chosen.",
			nameOfQuestion(q), q.ID, capital(answers(tally))+"."),
	}
	made, err := s.Promise(notice)
	if err != nil || !made {
		return err
	}
	return s.NotePromise(to, notice)
}

// countFirst counts a member's first answer to a question.
func countFirst(s *store.Space, a *asked) error {
	tally, err := s.Tally(a.item, a.question.Hash())
	if err != nil {
		return err
	}
	tally.Answered++
	if a.right() {
		tally.Right++
	}
	for option := range a.written() {
		tally.Chosen[option]++
	}
	return s.PutTally(tally)
}

// answers says how a question was answered.
func answers(t *store.Tally) string {
	return fmt.Sprintf("%s answered it, %s right at first", plural(t.Answered, "member"), percent(t.Right, t.Answered))
}

// Tallies are what is counted of the questions of a workspace that look wrong to
// some members, in the order of their ids.
func Tallies(ctx context.Context, s *store.Store, w store.Workspace) (all []*store.Tally, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		all, err = tx.In(w).Tallies(everything)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("disputes: %w", err)
	}
	return slices.DeleteFunc(all, func(t *store.Tally) bool { return t.Disputed == 0 }), nil
}

// Dismiss takes a question off the list of those that look wrong, as it is worded
// when it is right after all. Who disputed that wording cannot do so again. An
// item of which nothing was counted is store.ErrNotFound.
func Dismiss(ctx context.Context, s *store.Store, w store.Workspace, item store.ItemID) error {
	err := s.Update(ctx, func(tx *store.Tx) error {
		all, err := tx.In(w).Tallies(everything)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(t *store.Tally) bool { return t.Item == item && t.Disputed > 0 })
		if i < 0 {
			return store.ErrNotFound
		}
		all[i].Disputed = 0
		return tx.In(w).PutTally(all[i])
	})
	if err != nil {
		return fmt.Errorf("dismiss %s: %w", item, err)
	}
	return nil
}

// A Disputed is a question that looks wrong to some members, as it is worded now.
type Disputed struct {
	*store.Tally
	Question *content.Question
}

// Disputes are the questions that are disputed as they are worded now, most
// disputed first.
func Disputes(l *content.Library, tallies []*store.Tally) (all []Disputed) {
	for _, t := range tallies {
		if q, ok := l.Question(string(t.Item)); ok && t.Disputed > 0 && q.Hash() == t.Hash {
			all = append(all, Disputed{t, q})
		}
	}
	slices.SortStableFunc(all, func(a, b Disputed) int { return cmp.Compare(b.Disputed, a.Disputed) })
	return all
}

// Summary says in a sentence what is counted.
func (d Disputed) Summary() string {
	return fmt.Sprintf("It looks wrong to %s; %s", plural(d.Disputed, "member"), answers(d.Tally))
}

// Lines say in Markdown how each option was chosen.
func (d Disputed) Lines() (lines []string) {
	for i, option := range d.Question.Options {
		sign := "✗"
		if option.Right {
			sign = "✓"
		}
		lines = append(lines, fmt.Sprintf("%s %s: %d of %d", sign, option.Text, d.Chosen[i], d.Answered))
	}
	return lines
}

// mostDisputes is how many questions a post shows.
const mostDisputes = 8

// teamDisputes shows a lead what members dispute.
func (t *turn) teamDisputes() (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		tallies, err := s.Tallies(everything)
		if err != nil {
			return err
		}
		post = disputesPost(Disputes(t.library, tallies))
		return nil
	})
	return post, err
}

// addDisputes says in what a lead sees of the team that there are some.
func (t *turn) addDisputes(s *store.Space, post *Post) error {
	tallies, err := s.Tallies(everything)
	if err != nil {
		return err
	}
	if n := len(Disputes(t.library, tallies)); n > 0 {
		post.Body += "\n\n**Look wrong to members**\n\n" + bullets([]string{plural(n, "quiz question")})
		post.Choices = append(post.Choices, Choice{"Look at them", "team disputes"})
	}
	return nil
}

func disputesPost(all []Disputed) Post {
	if len(all) == 0 {
		return Post{Body: "No question looks wrong to anybody here. Under every verdict is a button that says so."}
	}
	post := Post{
		Title:  "Questions that look wrong",
		Footer: "Who said so is shown to nobody. A question that is corrected leaves this list.",
	}
	var parts []string
	for _, d := range all[:min(len(all), mostDisputes)] {
		parts = append(parts, fmt.Sprintf("**%s** `%s`\n\n%s:\n\n%s",
			nameOfQuestion(d.Question), d.Question.ID, d.Summary(), bullets(d.Lines())))
	}
	if more := len(all) - mostDisputes; more > 0 {
		parts = append(parts, fmt.Sprintf("And %d more; `mentorbot content disputes` lists all.", more))
	}
	post.Body = strings.Join(parts, "\n\n")
	return post
}
