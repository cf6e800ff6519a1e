package bot

import (
	"mentorbot/content"
	"mentorbot/store"
)

func hintCommand() Command {
	return Command{
		Name: "hint", Args: "ITEM STAMP", Button: true,
		Brief:   "shows the hint of a task",
		Example: []string{"hint databases/indexing#slow-query 1k3f9"},
		Parse: onTask(0, func(t *turn, task *content.Task, o offer, _ []string) (Post, error) {
			return t.help(o, t.hintPost(task, o))
		}),
	}
}

func solutionCommand() Command {
	return Command{
		Name: "solution", Args: "ITEM STAMP", Button: true,
		Brief:   "shows the solution of a task",
		Example: []string{"solution databases/indexing#slow-query 1k3f9"},
		Parse: onTask(0, func(t *turn, task *content.Task, o offer, _ []string) (Post, error) {
			return t.help(o, t.solutionPost(task, o))
		}),
	}
}

func (t *turn) hintPost(task *content.Task, o offer) Post {
	return Post{
		Title:   "Hint: " + task.Title,
		Body:    task.Hint,
		Choices: []Choice{{"Solution", "solution " + o.String()}, {"Done", "done " + o.String()}, {"Not today", "skip " + o.String()}},
	}
}

func (t *turn) solutionPost(task *content.Task, o offer) Post {
	return Post{
		Title:   "Solution: " + task.Title,
		Body:    task.Solution,
		Choices: []Choice{{"Done", "done " + o.String()}, {"Not solved", "done " + o.String() + " again"}, {"Not today", "skip " + o.String()}, {"Next task", "task"}},
	}
}

// help shows post and notes that it was looked at before the piece was done.
func (t *turn) help(o offer, post Post) (Post, error) {
	return post, t.update(func(s *store.Space, me *store.Member) error {
		_, err := t.note(s, me, o, store.Attempt{Act: store.Opened})
		return err
	})
}
