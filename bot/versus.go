package bot

import (
	"strings"

	"mentorbot/content"
)

// pairPost sets two topics side by side: by what the curriculum says of the two,
// or by the first paragraph of each.
func (t *turn) pairPost(p *content.Pair) Post {
	post := Post{
		Title:  p.A.Title + " vs " + p.B.Title,
		Footer: "Sources: " + strings.Join(links(oneEach(p.A.Sources, p.B.Sources)), " · "),
		Choices: []Choice{
			{short(p.A.Title, 40), "ask " + p.A.ID}, {short(p.B.Title, 40), "ask " + p.B.ID},
			{"Quiz me", "quiz " + p.A.ID},
		},
	}
	if p.Versus != nil {
		post.Body = bullets(p.Versus.Points)
		return post
	}
	post.Body = "**" + p.A.Title + "**\n\n" + firstParagraph(p.A.Answer) + "\n\n**" + p.B.Title + "**\n\n" + firstParagraph(p.B.Answer)
	return post
}

// compares are the words between the two sides of a comparison.
const compares = " and from or over than to versus vs with "

// longestName is of how many words a name on a side of a comparison is at most.
const longestName = 4

// namesBoth says whether a question calls the two topics of its pair by their
// names, one right before a word that compares and the other right after it.
func namesBoth(library *content.Library, question string, p *content.Pair) bool {
	words := followWords(question)
	isCalled := func(topic *content.Topic, words []string) bool {
		called := library.ResolveTopic(strings.Join(words, " "))
		return len(called) == 1 && called[0] == topic
	}
	for i := range words {
		if !only(words[i:i+1], compares) {
			continue
		}
		before, after := words[:i], words[i+1:]
		var a, b bool
		for n := range longestName + 1 {
			a = a || n <= len(before) && isCalled(p.A, before[len(before)-n:])
			b = b || n <= len(after) && isCalled(p.B, after[:n])
		}
		if a && b {
			return true
		}
	}
	return false
}

// oneEach is the first source of each of two topics, once if they are the same.
func oneEach(a, b []content.Citation) (all []content.Citation) {
	all = append(all, a[:min(1, len(a))]...)
	if len(b) > 0 && (len(a) == 0 || a[0].URL != b[0].URL) {
		all = append(all, b[0])
	}
	return all
}

func firstParagraph(text string) string {
	first, _, _ := strings.Cut(text, "\n\n")
	return first
}
