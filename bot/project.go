package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/store"
)

func projectCommand() Command {
	return Command{
		Name: "project", Args: "[ID [MILESTONE]]", Replaces: true,
		Forms: []Form{{Say: "project", Options: []Option{
			{"project", "one of them", ProjectWords, false}, {"milestone", "the number of one of its milestones", AnyWord, false},
		}}},
		Brief:   "shows what to build from what you know, a milestone at a time",
		Detail:  "A project joins several topics and takes two to six hours, in milestones of 15 to 60 minutes. It is yours: nothing of it is graded or recorded. `skills` and `plan` offer one when you know four in five of its topics.",
		Example: []string{"project", "project url-shortener", "project url-shortener 2"},
		Parse:   parseProject,
	}
}

// parseProject reads nothing, or ID, ID MILESTONE or ID MILESTONE hint. A name
// that is none was a question, unless it is nearly one.
func parseProject(b *Bot, args string) (Action, error) {
	words := strings.Fields(strings.ToLower(args))
	if len(words) == 0 {
		return (*turn).listProjects, nil
	}
	p, ok := b.library.Project(words[0])
	if !ok {
		return nil, b.noProject(words)
	}
	n, hint := 0, len(words) == 3 && words[2] == "hint"
	if len(words) > 1 {
		var err error
		if n, err = strconv.Atoi(words[1]); err != nil || len(words) > 2 && !hint {
			return nil, errQuestion
		}
		if n < 1 || n > len(p.Milestones) {
			return nil, mistakef("That project has milestones 1 to %d, as in `project %s 1`.", len(p.Milestones), p.ID)
		}
	}
	return func(t *turn) (Post, error) {
		if n == 0 {
			return t.projectPost(p), nil
		}
		return milestonePost(p, n, hint), nil
	}, nil
}

// noProject is the error for an id that no project has.
func (b *Bot) noProject(words []string) error {
	for _, p := range b.library.Projects() {
		if content.Distance(words[0], p.ID) <= 2 {
			return mistakef("There is no project %s. Did you mean `project %s`?", quoted(words[0]), p.ID)
		}
	}
	if len(words) > 1 {
		if _, err := strconv.Atoi(words[1]); err == nil {
			return mistakef("There is no project %s. `project` lists them all.", quoted(words[0]))
		}
	}
	return errQuestion
}

// knows says whether a member knows a topic, or is taken to: what lies below
// their level is.
func (l *learner) knows(t *content.Topic) bool {
	return l.standing(t) == choice.Known || t.Level < levelOf(l.me)
}

// A build is a project as it stands before a member.
type build struct {
	*content.Project
	known int  // of its topics
	open  bool // four in five of them, so it is offered
}

// builds are the projects at a member's level and above; those that are open
// come first.
func (b *Bot) builds(l *learner) (all []build) {
	for _, p := range b.library.Projects() {
		one := build{Project: p}
		for _, id := range p.Topics {
			if topic, ok := b.library.Topic(id); ok && l.knows(topic) {
				one.known++
			}
		}
		one.open = 5*one.known >= 4*len(p.Topics)
		if p.Level >= levelOf(l.me) {
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b build) int {
		switch {
		case a.open == b.open:
			return 0
		case a.open:
			return -1
		}
		return 1
	})
	return all
}

// listed is how many projects a list has buttons for.
const listed = 5

func (t *turn) listProjects() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		l, err := t.learner(s, me, t.now)
		if err == nil {
			post = projectsPost(t.builds(l))
		}
		return err
	})
	return post, err
}

func projectsPost(all []build) Post {
	if len(all) == 0 {
		return Post{
			Body:    "There is no project at your level or above it yet. A task instead?",
			Choices: []Choice{{"A task", "task"}, {"My plan", "plan"}},
		}
	}
	var lines []string
	post := Post{Title: "Projects", Footer: "● open to you: you know four in five of its topics. Nothing stops you from taking another; `project " + all[0].ID + "` shows one."}
	for i, p := range all {
		dot := sign(choice.Untouched)
		if p.open {
			dot = sign(choice.Known)
		}
		lines = append(lines, fmt.Sprintf("%s **%s** (`%s`): %s, %d hours, you know %d of %s",
			dot, p.Title, p.ID, p.Level, p.Hours, p.known, plural(len(p.Topics), "topic")))
		if i < listed {
			post.Choices = append(post.Choices, Choice{short(p.Title, 40), "project " + p.ID})
		}
	}
	post.Body = bullets(lines)
	return post
}

// offerProject adds a project that is open to a member to a post. Nothing is kept
// of projects, so where several are open each day has another one.
func (t *turn) offerProject(l *learner, post *Post) {
	all := slices.DeleteFunc(t.builds(l), func(p build) bool { return !p.open })
	if len(all) == 0 {
		return
	}
	p := all[int(l.day.Unix()/(24*60*60))%len(all)]
	post.Body += fmt.Sprintf("\n\nYou know enough to build something: **%s**, %d hours in %s.", p.Title, p.Hours, plural(len(p.Milestones), "milestone"))
	post.Choices = append(post.Choices, Choice{short("Project: "+p.Title, 40), "project " + p.ID})
}

// projectPost introduces a project.
func (b *Bot) projectPost(p *content.Project) Post {
	var topics, milestones []string
	for _, id := range p.Topics {
		if topic, ok := b.library.Topic(id); ok {
			topics = append(topics, topic.Title)
		}
	}
	for _, m := range p.Milestones {
		milestones = append(milestones, fmt.Sprintf("%s (%d minutes)", m.Title, m.Minutes))
	}
	return Post{
		Title: p.Title,
		Body: fmt.Sprintf("*Project · %s · %d hours*\n\n%s\n\n**Milestones**\n\n%s\n**It joins**\n\n%s",
			p.Level, p.Hours, p.Intro, numbered(milestones), bullets(topics)),
		Footer:  "Sources: " + strings.Join(links(p.Sources), " · "),
		Choices: []Choice{{"Start", "project " + p.ID + " 1"}, {"All projects", "project"}},
	}
}

// milestonePost is the nth milestone of a project.
func milestonePost(p *content.Project, n int, hint bool) Post {
	m := p.Milestones[n-1]
	line := fmt.Sprintf("project %s %d", p.ID, n)
	post := Post{
		Title:  fmt.Sprintf("%d of %d: %s", n, len(p.Milestones), m.Title),
		Body:   fmt.Sprintf("*%s · %d minutes*\n\n%s\n\n**Done when** %s", p.Title, m.Minutes, m.Body, m.DoneWhen),
		Footer: "Nothing of a project is recorded; `" + line + "` opens this again.",
	}
	if hint && m.Hint != "" {
		post.Body += "\n\n**Hint**\n\n" + m.Hint
	}
	if n < len(p.Milestones) {
		post.Choices = append(post.Choices, Choice{"Next", fmt.Sprintf("project %s %d", p.ID, n+1)})
	}
	if n > 1 {
		post.Choices = append(post.Choices, Choice{"Back", fmt.Sprintf("project %s %d", p.ID, n-1)})
	} else {
		post.Choices = append(post.Choices, Choice{"Back", "project " + p.ID})
	}
	if !hint && m.Hint != "" {
		post.Choices = append(post.Choices, Choice{"Hint", line + " hint"})
	}
	if n == len(p.Milestones) {
		post.Choices = append(post.Choices, Choice{"All projects", "project"})
	}
	return post
}
