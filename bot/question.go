package bot

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"

	"mentorbot/content"
)

// asked is a question as it stands before a member.
type asked struct {
	offer
	question *content.Question
	chosen   string // letters as shown, in order
}

// line is what a button of the question says: with mark, that the letters are
// chosen but not yet the answer. Without letters it needs some other mark to be a
// line of four words.
func (a *asked) line(letters, mark string) string {
	if letters == "" {
		letters = noLetters
	}
	return fmt.Sprintf("answer %s %s %s%s", a.offer, a.question.Hash(), letters, mark)
}

// noLetters stands for none.
const noLetters = "*"

// order is how the written options are shuffled for this offer: order[i] is the
// written option that is shown as the i-th letter. It follows from the offer
// alone, so that nothing needs to be kept for a post.
func (a *asked) order() []int {
	h := fnv.New64a()
	h.Write([]byte(a.offer.String()))
	return rand.New(rand.NewPCG(h.Sum64(), 0)).Perm(len(a.question.Options))
}

func letter(i int) string { return string(rune('A' + i)) }

// questionPost shows a question with its options as letters.
func (b *Bot) questionPost(a *asked, footer string) Post {
	topic, _ := b.library.Topic(string(a.item.Topic()))
	var body strings.Builder
	body.WriteString(a.question.Text + "\n")
	var choices []Choice
	several := a.question.Several()
	for i, written := range a.order() {
		l := letter(i)
		picked := strings.Contains(a.chosen, l)
		mark := ""
		if picked {
			mark = " ✓"
		}
		fmt.Fprintf(&body, "\n- **%s.**%s %s", l, mark, a.question.Options[written].Text)
		line := a.line(l, "")
		if several {
			line = a.line(toggle(a.chosen, l), "?")
		}
		choices = append(choices, Choice{l + mark, line})
	}
	if several {
		choices = append(choices, Choice{"Check", a.line(a.chosen, "")})
		body.WriteString("\n\nChoose every right one, then *Check*.")
	}
	return Post{Title: "Quiz: " + topic.Title, Body: body.String(), Footer: footer, Choices: choices}
}

// toggle adds a letter to a set in order, or takes it out.
func toggle(set, l string) string {
	var out strings.Builder
	for c := 'A'; c <= 'E'; c++ {
		if strings.ContainsRune(set, c) != (string(c) == l) {
			out.WriteRune(c)
		}
	}
	return out.String()
}

// written is the chosen letters as numbers of the written options.
func (a *asked) written() map[int]bool {
	chosen := make(map[int]bool)
	for i, w := range a.order() {
		if strings.Contains(a.chosen, letter(i)) {
			chosen[w] = true
		}
	}
	return chosen
}

// right says whether the chosen options are exactly the right ones.
func (a *asked) right() bool {
	chosen := a.written()
	for i, option := range a.question.Options {
		if option.Right != chosen[i] {
			return false
		}
	}
	return true
}

// chosenWritten is the chosen options as letters of their written order.
func (a *asked) chosenWritten() string {
	chosen := a.written()
	var out strings.Builder
	for i := range a.question.Options {
		if chosen[i] {
			out.WriteString(letter(i))
		}
	}
	return out.String()
}

// checkLetters is a Mistake if the chosen letters cannot be an answer.
func (a *asked) checkLetters() error {
	last := letter(len(a.question.Options) - 1)
	for i := range a.chosen {
		if a.chosen[i:i+1] > last {
			return mistakef("This question has no option %s; its last is %s.", a.chosen[i:i+1], last)
		}
	}
	if len(a.chosen) > 1 && !a.question.Several() {
		return mistakef("One answer is right here. Say one letter, as in `%s`.", a.chosen[:1])
	}
	return nil
}

// lettersOf reads what people type as an answer, "AC" or "a, c": letters of
// options in order. ok is false if it is anything else.
func lettersOf(text string) (letters string, ok bool) {
	for _, r := range strings.ToUpper(strings.NewReplacer(",", "", " ", "").Replace(text)) {
		if r < 'A' || r > 'E' || strings.ContainsRune(letters, r) {
			return "", false
		}
		letters += string(r)
	}
	var sorted strings.Builder
	for c := 'A'; c <= 'E'; c++ {
		if strings.ContainsRune(letters, c) {
			sorted.WriteRune(c)
		}
	}
	return sorted.String(), letters != ""
}
