package bot

import (
	"fmt"

	"mentorbot/content"
	"mentorbot/store"
)

func planCommand() Command {
	return Command{
		Name:    "plan",
		Forms:   []Form{{Say: "plan"}},
		Brief:   "shows the topics to learn next, and why these",
		Example: []string{"plan"},
		Parse:   noArgs((*turn).plan),
	}
}

// planned is how many topics of the plan are shown.
const planned = 10

func (t *turn) plan() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return err
		}
		post = l.planPost(t.library)
		t.offerProject(l, &post)
		return nil
	})
	return post, err
}

func (l *learner) planPost(library *content.Library) Post {
	steps := l.steps()
	if len(steps) == 0 {
		return Post{
			Body:    "You have practised everything at your level and above. What fades comes back by itself.",
			Choices: []Choice{{"A task", "task"}, {"My progress", "progress"}},
		}
	}
	var lines []string
	for _, step := range steps[:min(planned, len(steps))] {
		topic, _ := library.Topic(l.Topics[step].ID)
		lines = append(lines, fmt.Sprintf("**%s** (%s): %s", topic.Title, topic.Level, l.whyTopic(step)))
	}
	post := Post{
		Title:  "Your plan",
		Body:   numbered(lines),
		Footer: fmt.Sprintf("For level %s, prerequisites first. %s in all; `level` changes where it starts.", levelOf(l.me), plural(len(steps), "topic")),
	}
	next := l.Topics[steps[0]].ID
	post.Choices = []Choice{{"Read the first", "ask " + next}, {"Practise it", "task " + next}, {"Quiz me", "quiz " + next}}
	return post
}

// numbered is a Markdown list with numbers.
func numbered(lines []string) (text string) {
	for i, line := range lines {
		text += fmt.Sprintf("%d. %s\n", i+1, line)
	}
	return text
}
