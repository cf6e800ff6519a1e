package bot

import (
	"fmt"
	"strings"
	"time"

	"mentorbot/content"
	"mentorbot/store"
)

func doneCommand() Command {
	return Command{
		Name: "done", Args: "ITEM STAMP [again|hard|good|easy]", Button: true, Replaces: true,
		Brief:   "records a task as done or, with `again`, as not solved",
		Example: []string{"done databases/indexing#slow-query 1k3f9 good"},
		Parse:   onTask(1, (*turn).done),
	}
}

func gradeCommand() Command {
	return Command{
		Name: "grade", Args: "ITEM STAMP again|hard|good|easy", Button: true, Replaces: true,
		Brief:   "says how a piece that is recorded went",
		Example: []string{"grade databases/indexing#slow-query 1k3f9 easy"},
		Parse:   parseGrade,
	}
}

// gradeNames are what a learner may say of a finished piece: of a task also again,
// which is that they did not solve it.
var gradeNames = [...]string{store.Again: "again", store.Hard: "hard", store.Good: "good", store.Easy: "easy"}

// gradeOf reads a grade that a learner may give.
func gradeOf(word string) (store.Grade, error) {
	for g := store.Again; g <= store.Easy; g++ {
		if strings.EqualFold(word, gradeNames[g]) {
			return g, nil
		}
	}
	return 0, mistakef("Say `again`, `hard`, `good` or `easy`; %s is none of them.", quoted(word))
}

// gradeName is how a grade of a finished piece is told.
func gradeName(g store.Grade) string {
	if g == store.Again {
		return "not solved"
	}
	return gradeNames[g]
}

func (t *turn) done(task *content.Task, o offer, rest []string) (post Post, err error) {
	grade := store.Good
	if len(rest) == 1 {
		if grade, err = gradeOf(rest[0]); err != nil {
			return Post{}, err
		}
	}
	var r record
	err = t.update(func(s *store.Space, me *store.Member) (err error) {
		r, err = t.settle(s, me, o, store.Attempt{Grade: grade, Minutes: task.Minutes})
		return err
	})
	if err != nil {
		return Post{}, err
	}
	if r.already {
		return alreadyRecorded(task.Title, r), nil
	}
	return recorded(task.Title, o, r, "Recorded", afterTask(o)...), nil
}

// afterTask are the choices when a task is done.
func afterTask(o offer) []Choice {
	return []Choice{{"Next task", "task"}, {"Quiz me", "quiz " + string(o.item.Topic())}}
}

// recorded confirms an attempt, and lets its grade be amended.
func recorded(title string, o offer, r record, verb string, after ...Choice) Post {
	body := fmt.Sprintf("%s: **%s**, as *%s*. It comes back %s.", verb, title, gradeName(r.attempt.Grade), r.back)
	if r.attempt.Grade == store.Again {
		return Post{Body: body, Choices: append([]Choice{{"I solved it", "grade " + o.String() + " hard"}}, after...)}
	}
	if r.attempt.Helped {
		body += " With the hint or the solution open it counts as hard at best."
	}
	post := Post{Body: body}
	for g := store.Hard; g <= store.Easy; g++ {
		post.Choices = append(post.Choices, Choice{capital(gradeNames[g]), "grade " + o.String() + " " + gradeNames[g]})
	}
	post.Choices = append(post.Choices, after...)
	return post
}

// alreadyRecorded answers a press on an offer that was answered before.
func alreadyRecorded(title string, r record) Post {
	return Post{
		Body:    fmt.Sprintf("**%s** is already recorded for you, as *%s*; nothing changed. It comes back %s.", title, gradeName(r.memory.Grade), r.back),
		Choices: []Choice{{"Next task", "task"}},
	}
}

func parseGrade(b *Bot, args string) (Action, error) {
	o, rest, err := parseOffer(args)
	if err != nil {
		return nil, err
	}
	if len(rest) != 1 {
		return nil, errQuestion
	}
	grade, err := gradeOf(rest[0])
	if err != nil {
		return nil, err
	}
	return func(t *turn) (Post, error) { return t.regrade(o, grade) }, nil
}

// regrade amends the grade of what was recorded last.
func (t *turn) regrade(o offer, grade store.Grade) (Post, error) {
	item, ok := t.library.Item(string(o.item))
	if !ok {
		return missing(o.item), nil
	}
	o.item = t.kept(string(o.item))
	title, after := item.Topic.Title, []Choice{{"Next question", "quiz"}}
	if item.Task != nil {
		title, after = item.Task.Title, afterTask(o)
	}
	var r record
	err := t.update(func(s *store.Space, me *store.Member) (err error) {
		r, err = t.amend(s, me, o, grade)
		return err
	})
	if err != nil {
		return Post{}, err
	}
	if r.already {
		return Post{Body: fmt.Sprintf("It is too late to change that: a grade can be amended for %d hours, until the next time you do the piece.", amendable/time.Hour)}, nil
	}
	verb := "Amended"
	if r.attempt.Grade != grade {
		verb = "It stays as it is"
	}
	return recorded(title, o, r, verb, after...), nil
}
