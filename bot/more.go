package bot

import (
	"fmt"
	"strings"

	"mentorbot/content"
	"mentorbot/content/markdown"
)

func moreCommand() Command {
	return Command{
		Name: "more", Args: "TOPIC [example|pitfalls|answer]", Button: true, Replaces: true,
		Forms:   []Form{{Say: "more", Options: about(true)}},
		Brief:   "shows the example of a topic, its pitfalls, or what it is compared with and needs",
		Example: []string{"more databases/joins", "more databases/joins example"},
		Parse:   parseMore,
	}
}

// parseMore reads a topic, and the part of it that may be named at the end.
func parseMore(b *Bot, args string) (Action, error) {
	shown, name := theRest, args
	for _, p := range []part{theAnswer, theExample, thePitfalls} {
		if before, ok := strings.CutSuffix(args, " "+string(p)); ok && !b.knows(args) {
			shown, name = p, before
		}
	}
	return onTopic(func(t *turn, topic *content.Topic) Post {
		t.nowAbout(topic)
		return t.partPost(topic, shown)
	})(b, name)
}

func shareCommand() Command {
	return Command{
		Name: "share", Args: "TOPIC", Button: true, Shares: true,
		Forms:   []Form{{Say: "share", Options: about(true)}},
		Brief:   "shows an answer to everybody in the channel",
		Example: []string{"share databases/joins"},
		Parse:   onTopic((*turn).share),
	}
}

// onTopic parses the name of one topic.
func onTopic(do func(*turn, *content.Topic) Post) func(*Bot, string) (Action, error) {
	return func(b *Bot, args string) (Action, error) {
		if args == "" {
			return nil, errQuestion
		}
		topic, err := b.topicOf(args)
		if err != nil {
			return nil, err
		}
		return func(t *turn) (Post, error) { return do(t, topic), nil }, nil
	}
}

// partPost is one view of a topic. The way back to the answer stands where the
// choice of the view stood.
func (t *turn) partPost(topic *content.Topic, p part) Post {
	post := t.views(topic)
	back := Choice{"Back to the answer", "more " + topic.ID + " answer"}
	switch p {
	case theExample:
		post.Body, post.Choices[0] = "**Example**\n\n"+topic.Example, back
	case thePitfalls:
		post.Body, post.Choices[1] = "**Pitfalls**\n\n"+bullets(topic.Pitfalls), back
	case theRest:
		post.Body, post.Choices[2] = t.rest(topic), back
	default:
		return t.topicPost(topic)
	}
	return post
}

// rest is what of a topic is not in its other views: the key points that found
// no room, what it is compared with, and what is to be known before it and done
// with it.
func (t *turn) rest(topic *content.Topic) string {
	var all []string
	if n := fitting(topic); n < len(topic.KeyPoints) {
		all = append(all, "**More key points**\n\n"+bullets(topic.KeyPoints[n:]))
	}
	for _, versus := range topic.Versus {
		if other, ok := t.library.Topic(versus.With); ok {
			all = append(all, fmt.Sprintf("**Compared with %s**\n\n%s", other.Title, bullets(versus.Points)))
		}
	}
	practice := []string{}
	for _, task := range topic.Tasks {
		practice = append(practice, fmt.Sprintf("%s, %d minutes", task.Title, task.Minutes))
	}
	all = append(all, "**To practise it**\n\n"+bullets(append(practice, plural(len(topic.Questions), "quiz question"))))
	if needs := t.titles(topic.Requires); needs != nil {
		all = append(all, "**Know first** "+list(needs))
	}
	return strings.Join(append(all, "**See also** "+list(t.titles(topic.Related))), "\n\n")
}

// titles are topics by their titles and the lines that open them.
func (t *turn) titles(ids []string) (all []string) {
	for _, id := range ids {
		if topic, ok := t.library.Topic(id); ok {
			all = append(all, topic.Title+" (`ask "+id+"`)")
		}
	}
	return all
}

func (t *turn) share(topic *content.Topic) Post {
	post := t.topicPost(topic)
	post.Choices = post.Choices[:5]
	if t.From.Name != "" {
		post.Footer = "Shared by " + markdown.Escape(t.From.Name) + ". " + post.Footer
	}
	return post
}
