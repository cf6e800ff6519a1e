package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mentorbot/content"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

func askCommand() Command {
	return Command{
		Name: "ask", Args: "QUESTION or TOPIC", Public: true,
		Forms: []Form{{Say: "ask", Options: []Option{{"question", "what you want to know, or a topic", QuestionWords, true}}}},
		Brief: "answers a question about backend development",
		Detail: "A line that is no command is a question too, so `ask` may be left out. `rest vs graphql` compares two topics.\n\n" +
			"For ten minutes you can go on from an answer: `example?`, `when not?`, `more`, `vs joins?`, `in python?`, `and caching?`.\n\n" +
			"What I do not teach is counted, without its words. *Ask my lead to add this* gives your leads the words, without your name.",
		Example: []string{"ask what is a covering index", "ask databases/joins", "ask rest vs graphql"},
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

// A kind is what a question gets.
type kind int

const (
	noAnswer   kind = iota // that it is not taught
	aGreeting              // a greeting
	someTopics             // up to three topics to choose from
	twoTopics              // two topics side by side
	oneTopic               // a topic
)

// A looked is a question that was looked up.
type looked struct {
	content.Answer
	question string
	kind     kind
	named    bool // the question is the id of the first topic
	polite   bool // it is a greeting, and nothing is called so
	both     bool // it calls the two topics of its pair by their names
}

func look(library *content.Library, question string) looked {
	l := looked{Answer: Find(library, question), question: question}
	_, l.named = library.Topic(question)
	l.polite = isGreeting(question) && len(library.ResolveTopic(question)) == 0
	l.both = l.Pair != nil && namesBoth(library, question, l.Pair)
	l.kind = l.kindOf()
	return l
}

// kindOf says what a question gets. A comparison that nobody wrote is only for a
// question that names both topics, and that no topic of its own answers: for most
// others the best topic alone is the better answer.
func (l *looked) kindOf() kind {
	switch p := l.Pair; {
	case l.named:
		return oneTopic
	case p != nil && p.Versus != nil, l.both && !(l.Confident && isAboutBoth(l.Hits[0].Topic, p)):
		return twoTopics
	case l.polite:
		return aGreeting
	case l.Confident:
		return oneTopic
	case l.Outcome == content.DidYouMean:
		return someTopics
	}
	return noAnswer
}

// isAboutBoth says whether a topic is itself about the two of a pair: a third one,
// or one whose title compares.
func isAboutBoth(topic *content.Topic, p *content.Pair) bool {
	return topic != p.A && topic != p.B || strings.Contains(topic.Title, " vs ")
}

// answer answers a question.
func answer(question string) Action {
	return func(t *turn) (Post, error) {
		if post, ok, err := t.follow(question); ok {
			return post, err
		}
		return t.lookUp(question)
	}
}

// lookUp answers a question that stands alone, and notes what may be needed of
// it afterwards.
func (t *turn) lookUp(question string) (Post, error) {
	l := look(t.library, question)
	stamp := ""
	switch l.kind {
	case aGreeting:
	case twoTopics:
		t.nowAbout(l.Pair.A)
	case oneTopic:
		topic := l.Hits[0].Topic
		t.nowAbout(topic)
		if before, ok := t.shownBefore(topic); ok {
			return before, nil
		}
		if !l.named { // one that is named is certainly meant
			stamp = t.hold(question, topic.Skill)
		}
	default:
		stamp = t.hold(question, nearestSkill(l.Answer))
	}
	if l.kind == noAnswer {
		if err := t.countDeclined(stamp); err != nil {
			return Post{}, err
		}
	}
	return t.replyTo(&l, stamp), nil
}

// AnswerPost is the post that answers a question in private, for use without a
// store.
func AnswerPost(library *content.Library, question string) Post {
	if _, err := clean(question); err != nil {
		return Post{Body: err.Error()}
	}
	l := look(library, question)
	return alone(library).replyTo(&l, "")
}

// replyTo is what a question gets. The stamp is that under which it is held,
// empty if it is not.
func (t *turn) replyTo(l *looked, stamp string) Post {
	switch l.kind {
	case aGreeting:
		return greeting(l.question)
	case twoTopics:
		return t.pairPost(l.Pair)
	case oneTopic:
		topic := l.Hits[0].Topic
		post := t.topicPost(topic)
		if stamp != "" {
			post.Choices = append(post.Choices,
				Choice{"What I meant", "meant yes " + topic.ID + " " + stamp}, Choice{"Not what I meant", "meant no " + topic.ID + " " + stamp})
		}
		return post
	case someTopics:
		return whichOf(l.Hits, stamp)
	}
	return t.notTaught(nearestSkill(l.Answer), stamp)
}

// A phone shows some thirty lines of forty-five characters at once. On those an
// answer has its title, its text and its key points; sources and buttons follow.
// With all its key points the longest of the curriculum of 2026 takes 38 of them.
const (
	phoneLines = 30
	phoneWidth = 45
)

// fitting is how many of a topic's key points find room under its answer on one
// screen. The others begin More.
func fitting(topic *content.Topic) int {
	room := phoneLines - 2 - onPhone(topic.Answer) // but its title and the heading
	for i, point := range topic.KeyPoints {
		if room -= onPhone("- " + point); room < 0 {
			return i
		}
	}
	return len(topic.KeyPoints)
}

// onPhone is how many lines a text takes on a phone.
func onPhone(text string) (lines int) {
	for line := range strings.Lines(markdown.Plain(markdown.Parse(text))) {
		lines += (utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) + phoneWidth - 1) / phoneWidth
	}
	return lines
}

// topicPost is a topic as an answer.
func (t *turn) topicPost(topic *content.Topic) Post {
	post := t.views(topic)
	post.Body = topic.Answer
	if n := fitting(topic); n > 0 {
		post.Body += "\n\n**Key points**\n\n" + bullets(topic.KeyPoints[:n])
	}
	return post
}

// views is the frame of a topic's views: its title, its sources, and the choices
// in the order in which they are wanted, five to a row.
func (t *turn) views(topic *content.Topic) Post {
	post := Post{
		Title:  fmt.Sprintf("%s · %s", topic.Title, topic.Level),
		Footer: "Sources: " + strings.Join(links(topic.Sources), " · "),
		Choices: []Choice{
			{"Example", "more " + topic.ID + " example"},
			{"Pitfalls", "more " + topic.ID + " pitfalls"},
			{"More", "more " + topic.ID},
			{"Practise", "task " + topic.ID},
			{"Quiz me", "quiz " + topic.ID},
		},
	}
	for _, id := range topic.Related[:min(2, len(topic.Related))] {
		if related, ok := t.library.Topic(id); ok {
			post.Choices = append(post.Choices, Choice{short(related.Title, 28), "ask " + id})
		}
	}
	if !t.Place.Direct && t.Via != Mentioned {
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

// whichOf offers the first three topics.
func whichOf(hits []content.Hit, stamp string) Post {
	post := Post{Body: "Did you mean one of these?", Choices: choicesOf(hits)}
	if stamp != "" {
		post.Choices = append(post.Choices, Choice{"None of these", "meant none " + stamp})
	}
	return post
}

// choicesOf are choices that open the first three of some topics.
func choicesOf(hits []content.Hit) (all []Choice) {
	for _, hit := range hits[:min(3, len(hits))] {
		all = append(all, Choice{short(hit.Topic.Title, 40), "ask " + hit.Topic.ID})
	}
	return all
}

// farthest is the probability below which a topic is not even near a question.
const farthest = 0.04

// nearestSkill is the skill that a question is nearest to, or empty.
func nearestSkill(found content.Answer) string {
	if len(found.Hits) == 0 || found.Hits[0].Score < farthest {
		return ""
	}
	return found.Hits[0].Topic.Skill
}

// notTaught declines a question.
func (t *turn) notTaught(nearest, stamp string) Post {
	post := Post{Body: "I do not teach that (yet)."}
	if skill, ok := t.library.Skill(nearest); ok {
		post.Body += " The nearest that I have is **" + skill.Title + "**."
		post.Choices = append(post.Choices, Choice{short(skill.Title, 40), "skills " + skill.ID})
	} else {
		post.Body += " `skills` lists what I do."
		post.Choices = append(post.Choices, Choice{"What I teach", "skills"})
	}
	if stamp != "" {
		post.Choices = append(post.Choices, Choice{"Ask my lead to add this", "wish " + stamp})
	}
	return post
}

// shownBefore is a post that says where a topic was answered in this channel a
// short while ago, instead of all of it again. Otherwise it is noted as answered
// there, if everybody sees the answer.
func (t *turn) shownBefore(topic *content.Topic) (Post, bool) {
	if t.Place.Direct || t.Via != Mentioned {
		return Post{}, false
	}
	key := publicKey{t.Workspace, t.Place.ID, topic.ID}
	before, ok := t.recall.shown.get(t.now, key)
	if !ok {
		t.recall.shown.put(t.now, key, shownHere{t.now, t.Link})
		return Post{}, false
	}
	ago := "just now"
	if d := t.now.Sub(before.at); d >= time.Minute {
		ago = plural(int(d/time.Minute), "minute") + " ago"
	}
	post := Post{Choices: []Choice{{"Show it to me", "ask " + topic.ID}}}
	if before.link != "" {
		post.Body = fmt.Sprintf("**%s** was answered here %s: [that is where](%s).", markdown.Escape(topic.Title), ago, before.link)
	} else {
		post.Body = fmt.Sprintf("**%s** was answered here %s, a little further up.", markdown.Escape(topic.Title), ago)
	}
	return post, true
}

// teamDay is the team's day today, as it is kept.
func (t *turn) teamDay(s *store.Space) (string, error) {
	team, err := s.Team()
	if err != nil {
		return "", err
	}
	return t.teamToday(t.now, team).String(), nil
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
