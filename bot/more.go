package bot

import (
	"fmt"

	"mentorbot/content"
	"mentorbot/content/markdown"
)

func moreCommand() Command {
	return Command{
		Name: "more", Args: "TOPIC", Button: true, Replaces: true,
		Forms:   []Form{{Say: "more", Options: about(true)}},
		Brief:   "an example, the pitfalls, and what a topic is compared with",
		Example: []string{"more databases/joins"},
		Parse:   onTopic((*turn).more),
	}
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

func (t *turn) more(topic *content.Topic) Post {
	body := "**Example**\n\n" + topic.Example + "\n\n**Pitfalls**\n\n" + bullets(topic.Pitfalls)
	for _, versus := range topic.Versus {
		if other, ok := t.library.Topic(versus.With); ok {
			body += fmt.Sprintf("\n\n**Compared with %s**\n\n%s", other.Title, bullets(versus.Points))
		}
	}
	post := t.topicPost(topic)
	post.Body = body
	post.Choices[2] = Choice{"Back to the answer", "ask " + topic.ID}
	return post
}

func (t *turn) share(topic *content.Topic) Post {
	post := t.topicPost(topic)
	post.Choices = post.Choices[:3]
	if t.From.Name != "" {
		post.Footer = "Shared by " + markdown.Escape(t.From.Name) + ". " + post.Footer
	}
	return post
}
