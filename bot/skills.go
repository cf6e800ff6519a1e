package bot

import (
	"fmt"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

func skillsCommand() Command {
	return Command{
		Name: "skills", Args: "[SKILL or TOPIC]", Public: true,
		Forms:   []Form{{Say: "skills", Options: about(false)}},
		Brief:   "lists what I teach, with your progress",
		Example: []string{"skills", "skills databases"},
		Parse: func(b *Bot, args string) (Action, error) {
			sc, err := b.scopeOf(args)
			if err != nil {
				return nil, err
			}
			return sc.browse, nil
		},
	}
}

// browse lists skills, the topics of a skill, or what a topic has.
func (sc scope) browse(t *turn) (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err != nil {
			return err
		}
		switch {
		case sc.topic != nil:
			post = t.topicCard(l, sc.topic)
		case sc.skill != nil:
			post = skillCard(l, sc.skill)
		default:
			post = allSkills(l, t.library.Skills())
			t.offerProject(l, &post)
		}
		return nil
	})
	return post, err
}

func allSkills(l *learner, skills []content.Skill) Post {
	var lines []string
	for _, m := range l.masteries(skills) {
		lines = append(lines, fmt.Sprintf("%s **%s** (`%s`): %d of %s", m.bar(), m.skill.Title, m.skill.ID, m.known, plural(m.topics(), "topic")))
	}
	return Post{
		Title:   "What I teach",
		Body:    bullets(lines),
		Footer:  "`skills databases` shows one of them. A topic counts once you know it: half of its pieces done, none last missed.",
		Choices: []Choice{{"A task", "task"}, {"A question", "quiz"}, {"My plan", "plan"}},
	}
}

// sign marks how a member stands with a topic.
func sign(st choice.Standing) string {
	return [...]string{choice.Untouched: "○", choice.Begun: "◔", choice.Fading: "◑", choice.Known: "●"}[st]
}

func skillCard(l *learner, skill *content.Skill) Post {
	var lines []string
	for _, topic := range skill.Topics {
		lines = append(lines, fmt.Sprintf("%s %s · %s · `%s`",
			sign(l.standing(topic)), topic.Title, topic.Level, strings.TrimPrefix(topic.ID, skill.ID+"/")))
	}
	return Post{
		Title:   skill.Title,
		Body:    bullets(lines),
		Footer:  "● known · ◑ fading · ◔ begun · ○ not yet. `ask " + skill.Topics[0].ID + "` opens one.",
		Choices: []Choice{{"A task", "task " + skill.ID}, {"A question", "quiz " + skill.ID}},
	}
}

func (t *turn) topicCard(l *learner, topic *content.Topic) Post {
	post := t.views(topic)
	done := l.Practised(&l.Topics[l.topics[topic.ID]])
	lines := []string{fmt.Sprintf("%s %d of %d pieces practised", sign(l.standing(topic)), done, len(topic.Tasks)+len(topic.Questions))}
	for _, task := range topic.Tasks {
		lines = append(lines, fmt.Sprintf("Task: %s, %d minutes", task.Title, task.Minutes))
	}
	lines = append(lines, plural(len(topic.Questions), "quiz question"))
	post.Body = bullets(lines)
	post.Choices = append([]Choice{{"The answer", "ask " + topic.ID}}, post.Choices[3:5]...)
	return post
}
