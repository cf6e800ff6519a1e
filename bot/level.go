package bot

import (
	"fmt"
	"strings"

	"mentorbot/content"
	"mentorbot/store"
)

func levelCommand() Command {
	return Command{
		Name: "level", Args: "[entry|mid|senior]",
		Forms:   []Form{{Say: "level", Options: []Option{{"level", "leave it out to see yours", LevelWords, false}}}},
		Brief:   "shows or sets the level that your plan starts at",
		Example: []string{"level", "level mid"},
		Parse:   parseLevel,
	}
}

func parseLevel(_ *Bot, args string) (Action, error) {
	if args == "" {
		return (*turn).showLevel, nil
	}
	level, err := content.ParseLevel(args)
	if err != nil {
		if strings.Contains(args, " ") {
			return nil, errQuestion
		}
		return nil, mistakef("A level is `entry`, `mid` or `senior`; %s is none of them.", quoted(args))
	}
	return func(t *turn) (Post, error) { return t.setLevel(level) }, nil
}

// levelHelp says what the levels mean.
const levelHelp = "*entry* starts at the basics, *mid* expects a year or two at work, *senior* is about systems and people."

func (t *turn) showLevel() (post Post, err error) {
	err = t.view(func(_ *store.Space, me *store.Member) error {
		post.Body = fmt.Sprintf("Your level is **%s**. %s", levelOf(me), levelHelp)
		if me.Level == "" {
			post.Body = "You have not set a level, so your plan starts at **entry**. " + levelHelp
		}
		return nil
	})
	for l := content.Entry; l <= content.Senior; l++ {
		post.Choices = append(post.Choices, Choice{capital(l.String()), "level " + l.String()})
	}
	return post, err
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
