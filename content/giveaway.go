package content

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"mentorbot/content/search"
)

// giveaways reports questions of a quiz that can be answered without knowing
// anything.
func (p *parser) giveaways() {
	s := search.NewStemmer()
	title := phrase(s, p.topic.Title)
	guessable := 0
	for i := range p.topic.Questions {
		q := &p.topic.Questions[i]
		if longestIsRight(q) {
			guessable++
		}
		if saysAnswer(s, q, phrase(s, fenced.ReplaceAllString(q.Text, ""))) {
			p.mistake(q.Line, "the question contains the words of its right option, and of no wrong one")
		}
		if saysAnswer(s, q, title) {
			p.mistake(q.Line, "the topic's title contains the words of the right option, and of no wrong one")
		}
	}
	if guessable > 1 { // one of them is no pattern
		p.mistake(p.topic.Questions[0].Line, "the right option is the longest in %d of %d questions", guessable, len(p.topic.Questions))
	}
}

var fenced = regexp.MustCompile("(?s)```.*?```")

func longestIsRight(q *Question) bool {
	var right, wrong int
	for _, o := range q.Options {
		if n := utf8.RuneCountInString(o.Text); o.Right {
			right = max(right, n)
		} else {
			wrong = max(wrong, n)
		}
	}
	return right >= wrong
}

// saysAnswer reports whether words hold all those of a right option and of no
// wrong one.
func saysAnswer(s search.Stemmer, q *Question, words []string) bool {
	right := false
	for _, o := range q.Options {
		option := phrase(s, o.Text)
		if len(option) == 0 || slices.ContainsFunc(option, func(w string) bool { return !slices.Contains(words, w) }) {
			continue
		}
		if !o.Right {
			return false
		}
		right = true
	}
	return right
}
