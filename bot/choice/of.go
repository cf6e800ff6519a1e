package choice

import "mentorbot/content"

// Of is the curriculum of a library: its topics in teaching order, and of each
// the first task, the questions, and then its other tasks.
func Of(l *content.Library) *Curriculum {
	c := &Curriculum{}
	place := map[string]int{}
	for i, t := range l.Order() {
		place[t.ID] = i
	}
	for _, t := range l.Order() {
		topic := Topic{ID: t.ID, Title: t.Title, Skill: t.Skill, Level: int(t.Level)}
		for _, id := range t.Requires {
			if i, ok := place[id]; ok {
				topic.Requires = append(topic.Requires, i)
			}
		}
		c.Add(topic, itemsOf(t)...)
	}
	return c
}

// questionMinutes is what a question takes, with its reasons.
const questionMinutes = 1

func itemsOf(t *content.Topic) (items []Item) {
	task := func(task *content.Task) {
		items = append(items, Item{ID: task.ID, Form: Tasks, Minutes: task.Minutes, Level: int(task.Level)})
	}
	if len(t.Tasks) > 0 {
		task(&t.Tasks[0])
	}
	for i := range t.Questions {
		items = append(items, Item{ID: t.Questions[i].ID, Form: Questions, Minutes: questionMinutes, Level: int(t.Level)})
	}
	for i := 1; i < len(t.Tasks); i++ {
		task(&t.Tasks[i])
	}
	return items
}
