package bot

import (
	"fmt"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

func planCommand() Command {
	return Command{
		Name:    "plan",
		Forms:   []Form{{Say: "plan"}},
		Brief:   "shows the topics to learn next and why these, how far you are, and your pace",
		Detail:  "It starts at your `level`, with prerequisites first and then what is most valuable. `settings goal databases by March` puts a goal in front, `settings skills` narrows it.",
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
		goal, err := t.goalLine(l)
		if err != nil {
			return err
		}
		p, err := l.pace()
		if err != nil {
			return err
		}
		post = l.planPost(t.library, p, goal)
		t.offerProject(l, &post)
		return nil
	})
	return post, err
}

func (l *learner) planPost(library *content.Library, p pace, goal string) Post {
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
		lines = append(lines, fmt.Sprintf("**%s** (%s): %s", topic.Title, topic.Level, l.whyStep(step)))
	}
	head := l.path()
	if goal != "" {
		head = goal + "\n\n" + head
	}
	post := Post{
		Title:  "Your plan",
		Body:   head + "\n\n" + numbered(lines),
		Footer: fmt.Sprintf("%s Prerequisites first, then what most builds on; %s in all. `level` changes where it starts, `settings goal` what comes first.", p, plural(len(steps), "topic")),
	}
	next := l.Topics[steps[0]].ID
	post.Choices = []Choice{{"Read the first", "ask " + next}, {"Practise it", "task " + next}, {"Quiz me", "quiz " + next}}
	if l.me.Level == "" {
		post.Choices = append(post.Choices, Choice{"Find my level", "level"})
	}
	return post
}

// path says how much is done of what leads to the next level: of the topics of the
// plan at the member's own.
func (l *learner) path() string {
	level := levelOf(l.me)
	known, all := 0, 0
	for i := range l.Topics {
		if t := &l.Topics[i]; l.Plans(t) && t.Level == int(level) {
			all++
			if l.Standing(t) == choice.Known {
				known++
			}
		}
	}
	to := "of the topics of senior"
	if level < content.Senior {
		to = fmt.Sprintf("on the way from %s to %s", level, level+1)
	}
	return fmt.Sprintf("%s **%d of %d** %s, %s. *Known: at least half of a topic's pieces practised, none last missed, likely remembered.*",
		bar(known, all), known, all, to, percent(known, all))
}

// whyStep is why a topic is in the plan, and what it is worth.
func (l *learner) whyStep(topic int) string {
	why := l.whyTopic(topic)
	if l.First[l.Topics[topic].ID] {
		why = "for your goal; " + why
	}
	if n := l.opens(topic); n > 1 {
		why += fmt.Sprintf("; %d others need it", n)
	}
	return why
}

// opens is how many topics require one, at once or by way of others.
func (l *learner) opens(topic int) (n int) {
	needs := make([]bool, len(l.Topics))
	needs[topic] = true
	for i := topic + 1; i < len(l.Topics); i++ { // each comes after those it requires
		for _, r := range l.Topics[i].Requires {
			if needs[r] && !needs[i] {
				needs[i] = true
				n++
			}
		}
	}
	return n
}

// numbered is a Markdown list with numbers.
func numbered(lines []string) (text string) {
	for i, line := range lines {
		text += fmt.Sprintf("%d. %s\n", i+1, line)
	}
	return text
}
