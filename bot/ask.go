package bot

import (
	"fmt"
	"slices"
	"strings"

	"mentorbot/content"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

func askCommand() Command {
	return Command{
		Name: "ask", Args: "QUESTION or TOPIC", Public: true,
		Forms:   []Form{{Say: "ask", Options: []Option{{"question", "what you want to know, or a topic", AboutWords, true}}}},
		Brief:   "answers a question about backend development",
		Detail:  "A line that is no command is a question too, so `ask` may be left out.",
		Example: []string{"ask what is a covering index", "ask databases/joins"},
		Parse: func(_ *Bot, args string) (Action, error) {
			if args == "" {
				return nil, Mistake("Ask what? For example `ask what is a covering index`.")
			}
			return answer(args), nil
		},
	}
}

// Find looks a question up as ask does: what is best, and whether the bot would
// show the first as its answer.
func Find(library *content.Library, question string) content.Answer {
	line, err := clean(question)
	found := library.Find(line)
	if topic, ok := library.Topic(line); ok { // as buttons name it
		found.Confident = true
		found.Hits = slices.DeleteFunc(found.Hits, func(h content.Hit) bool { return h.Topic == topic })
		found.Hits = append([]content.Hit{{Topic: topic, Score: 1}}, found.Hits[:min(4, len(found.Hits))]...)
	}
	found.Confident = found.Confident && err == nil
	return found
}

// answer answers a question.
func answer(question string) Action {
	return func(t *turn) (Post, error) {
		found := Find(t.library, question)
		if found.Confident {
			return t.topicPost(found.Hits[0].Topic), nil
		}
		return t.decline(found)
	}
}

// AnswerPost is the post that answers a question in private, for use without a
// store.
func AnswerPost(library *content.Library, question string) Post {
	found := Find(library, question)
	if found.Confident {
		return alone(library).topicPost(found.Hits[0].Topic)
	}
	return notTaught(found)
}

// topicPost is a topic as an answer.
func (t *turn) topicPost(topic *content.Topic) Post {
	post := Post{
		Title:  fmt.Sprintf("%s · %s", topic.Title, topic.Level),
		Body:   topic.Answer + "\n\n**Key points**\n\n" + bullets(topic.KeyPoints),
		Footer: "Sources: " + strings.Join(links(topic.Sources), " · "),
		Choices: []Choice{
			{"Practise", "task " + topic.ID},
			{"Quiz me", "quiz " + topic.ID},
			{"More", "more " + topic.ID},
		},
	}
	for _, id := range topic.Related[:min(2, len(topic.Related))] {
		if related, ok := t.library.Topic(id); ok {
			post.Choices = append(post.Choices, Choice{short(related.Title, 40), "ask " + id})
		}
	}
	if !t.Place.Direct {
		post.Choices = append(post.Choices, Choice{"Share", "share " + topic.ID})
	}
	return post
}

func links(sources []content.Citation) (all []string) {
	for _, s := range sources {
		all = append(all, "["+markdown.Escape(s.Title)+"]("+s.URL+")")
	}
	return all
}

// decline says that a question has no answer here, and counts it, never its text.
func (t *turn) decline(found content.Answer) (Post, error) {
	err := t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		skill := ""
		if len(found.Hits) > 0 && found.Hits[0].Score > 0 {
			skill = found.Hits[0].Topic.Skill
		}
		return s.AddGap(t.teamToday(t.now, team).String(), skill)
	})
	return notTaught(found), err
}

func notTaught(found content.Answer) Post {
	post := Post{Body: "I do not teach that yet, or I did not recognise it."}
	for _, hit := range found.Hits[:min(3, len(found.Hits))] {
		if hit.Score > 0 {
			post.Choices = append(post.Choices, Choice{short(hit.Topic.Title, 40), "ask " + hit.Topic.ID})
		}
	}
	if len(post.Choices) > 0 {
		post.Body += " Nearest to it is:"
	} else {
		post.Body += " `skills` lists what I teach."
	}
	return post
}

// short cuts a label at a word, to at most n characters.
func short(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,:;") + "…"
}
