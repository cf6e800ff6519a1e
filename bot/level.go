package bot

import (
	"fmt"
	"strings"

	"mentorbot/bot/placement"
	"mentorbot/content"
	"mentorbot/store"
)

func levelCommand() Command {
	return Command{
		Name: "level", Args: "[entry|mid|senior|test]",
		Forms: []Form{
			{"set", "level", "shows or sets it", []Option{{"level", "leave it out to see yours", LevelWords, false}}},
			{Name: "test", Say: "level test", Brief: "finds it out with at most 12 questions"},
		},
		Brief: "shows, sets or finds out the level that your plan starts at",
		Detail: "`level test` asks at most 12 questions, each chosen by your answers so far, and stops when it is sure. It goes on where you left; `level test anew` begins again. " +
			"Nothing of it counts as practice. What you got right rests for a week, the rest until tomorrow.",
		Example: []string{"level", "level mid", "level test"},
		Parse:   parseLevel,
	}
}

func parseLevel(_ *Bot, args string) (Action, error) {
	switch strings.ToLower(args) {
	case "":
		return (*turn).showLevel, nil
	case "test":
		return func(t *turn) (Post, error) { return t.place(false) }, nil
	case "test anew":
		return func(t *turn) (Post, error) { return t.place(true) }, nil
	}
	level, err := content.ParseLevel(args)
	if err != nil {
		if strings.Contains(args, " ") {
			return nil, errQuestion
		}
		return nil, mistakef("A level is `entry`, `mid` or `senior`, and `level test` finds out yours; %s is none of them.", quoted(args))
	}
	return func(t *turn) (Post, error) { return t.setLevel(level) }, nil
}

// levelHelp says what the levels mean.
const levelHelp = "*entry* starts at the basics, *mid* expects a year or two at work, *senior* is about systems and people."

func (t *turn) showLevel() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		post.Body = fmt.Sprintf("Your level is **%s**. %s", levelOf(me), levelHelp)
		if me.Level == "" {
			post.Body = "You have not set a level, so your plan starts at **entry**. " + levelHelp
		}
		st, err := t.ownTrial(s, me)
		if err != nil {
			return err
		}
		t.offerPlacement(st, &post)
		return nil
	})
	return post, err
}

// offerPlacement adds to a post how the placement stands, and offers what comes
// next of it.
func (t *turn) offerPlacement(st *trial, post *Post) {
	post.Choices = levelChoices(0)
	switch {
	case st.Open():
		post.Body += fmt.Sprintf("\n\nYou have begun to find it out: question %d is next.", len(st.Given)+1)
		post.Choices = append([]Choice{{"Go on", "level test"}}, append(post.Choices, Choice{"Begin anew", "level test anew"})...)
	case len(st.answers()) > 0:
		result := t.placementResult(st)
		post.Body += fmt.Sprintf("\n\nYour test on %s: %s", mark(st.At, 'D'), result.Body)
		post.Choices = append(result.Choices, Choice{"Test me again", "level test"})
	default:
		post.Body += fmt.Sprintf("\n\nNot sure? I find it out with at most %d questions; they count for nothing else.", placement.Most)
		post.Choices = append(post.Choices, Choice{"Find it out", "level test"})
	}
}

func (t *turn) setLevel(level content.Level) (Post, error) {
	err := t.update(func(s *store.Space, me *store.Member) error {
		me.Level = level.String()
		return s.PutMember(me)
	})
	return Post{
		Body:    fmt.Sprintf("Your level is **%s** now. What you have practised stays.", level),
		Choices: []Choice{{"My plan", "plan"}, {"A task", "task"}},
	}, err
}
