package bot

import (
	"fmt"

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
		post = planPost(t.steps(l, scope{}), me)
		t.offerProject(l, &post)
		return nil
	})
	return post, err
}

func planPost(steps []step, me *store.Member) Post {
	if len(steps) == 0 {
		return Post{
			Body:    "You have practised everything at your level and above. What fades comes back by itself.",
			Choices: []Choice{{"A task", "task"}, {"My progress", "progress"}},
		}
	}
	var lines []string
	for _, step := range steps[:min(planned, len(steps))] {
		lines = append(lines, fmt.Sprintf("**%s** (%s): %s", step.topic.Title, step.topic.Level, step.why))
	}
	post := Post{
		Title:  "Your plan",
		Body:   numbered(lines),
		Footer: fmt.Sprintf("For level %s, prerequisites first. %s in all; `level` changes where it starts.", levelOf(me), plural(len(steps), "topic")),
	}
	next := steps[0].topic
	post.Choices = []Choice{{"Read the first", "ask " + next.ID}, {"Practise it", "task " + next.ID}, {"Quiz me", "quiz " + next.ID}}
	return post
}

// numbered is a Markdown list with numbers.
func numbered(lines []string) (text string) {
	for i, line := range lines {
		text += fmt.Sprintf("%d. %s\n", i+1, line)
	}
	return text
}
