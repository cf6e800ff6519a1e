package bot

import (
	"fmt"

	"mentorbot/content"
	"mentorbot/store"
)

func skipCommand() Command {
	return Command{
		Name: "skip", Args: "ITEM STAMP", Button: true, Replaces: true,
		Brief:   "puts a task off until tomorrow at the earliest",
		Example: []string{"skip databases/indexing#slow-query 1k3f9"},
		Parse: onTask(0, func(t *turn, task *content.Task, o offer, _ []string) (Post, error) {
			return t.skip(task, o)
		}),
	}
}

func (t *turn) skip(task *content.Task, o offer) (Post, error) {
	var r record
	err := t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		tomorrow := t.today(t.now, me, team).AddDays(1)
		r, err = t.note(s, me, o, store.Attempt{Act: store.Skipped, Rest: tomorrow.String()})
		return err
	})
	if err != nil {
		return Post{}, err
	}
	if r.already {
		return alreadyRecorded(task.Title, r), nil
	}
	return Post{
		Body:    fmt.Sprintf("Not today, then: **%s** comes back tomorrow at the earliest.", task.Title),
		Choices: []Choice{{"Another task", "task"}, {"Quiz me", "quiz"}},
	}, nil
}
