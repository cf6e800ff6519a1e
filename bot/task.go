package bot

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

func taskCommand() Command {
	return Command{
		Name: "task", Args: "[SKILL or TOPIC]",
		Forms:   []Form{{Say: "task", Options: about(false)}},
		Brief:   "gives you a practice task that fits",
		Detail:  "What you are about to forget comes back, mixed with what your plan has next. *Done* records it at once; *Hard*, *Good* and *Easy* say afterwards how it went. Under the solution, *Not solved* brings it back soon. *Not today* puts it off until tomorrow at the earliest.",
		Example: []string{"task", "task databases", "task databases/indexing"},
		Parse: func(b *Bot, args string) (Action, error) {
			sc, err := b.scopeOf(args)
			if err != nil {
				return nil, err
			}
			return sc.giveTask, nil
		},
	}
}

func (sc scope) giveTask(t *turn) (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return err
		}
		p, ok, err := t.next(l, sc.in(l.course, choice.Tasks))
		if err != nil {
			return err
		}
		if !ok {
			post = nothingLeft(sc)
			return nil
		}
		task, _ := t.library.Task(string(p.id))
		post = t.taskPost(task, offered(p.id, t.now), capital(p.why)+".")
		return nil
	})
	return post, err
}

// nothingLeft is said when everything of a scope was done today or put off.
func nothingLeft(sc scope) Post {
	if sc == (scope{}) {
		return Post{
			Body:    "You have done or put off everything there is for today. A quiz question instead?",
			Choices: []Choice{{"Quiz me", "quiz"}, {"My progress", "progress"}},
		}
	}
	return Post{
		Body:    "There is nothing left to practise there today. Something else?",
		Choices: []Choice{{"Anything", "task"}, {"Quiz me", "quiz"}},
	}
}

// taskPost shows a task.
func (b *Bot) taskPost(task *content.Task, o offer, why string) Post {
	topic, _ := b.library.Topic(string(o.item.Topic()))
	return Post{
		Title: task.Title,
		Body: fmt.Sprintf("*%s · %s · %d minutes*\n\n%s\n\n**Done when** %s",
			topic.Title, task.Level, task.Minutes, task.Body, task.DoneWhen),
		Footer: why,
		Choices: []Choice{
			{"Hint", "hint " + o.String()},
			{"Solution", "solution " + o.String()},
			{"Done", "done " + o.String()},
			{"Not today", "skip " + o.String()},
		},
	}
}

// capital starts a sentence.
func capital(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// missing is said when the content does not have an item any more, or not in
// the form that the line is about.
func missing(about store.ItemID) Post {
	post := Post{
		Body:    "That piece is not in the curriculum any more. What you did of it is kept.",
		Choices: []Choice{{"A new task", "task"}, {"Quiz me", "quiz"}},
	}
	return post
}

// onTask parses an offer of a task and hands it on with the words after it.
func onTask(most int, do func(t *turn, task *content.Task, o offer, rest []string) (Post, error)) func(*Bot, string) (Action, error) {
	return func(b *Bot, args string) (Action, error) {
		o, rest, err := parseOffer(args)
		if err != nil {
			return nil, err
		}
		if len(rest) > most {
			return nil, errQuestion
		}
		return func(t *turn) (Post, error) {
			task, ok := t.library.Task(string(o.item))
			if !ok {
				return missing(o.item), nil
			}
			return do(t, task, offer{t.kept(task.ID), o.at}, rest)
		}, nil
	}
}
