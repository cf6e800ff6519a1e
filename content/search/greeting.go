package search

import "strings"

// What greetings are made of, and what stands in them but greets nobody alone.
var (
	greetings = wordsOf("hi hello hey hallo hola yo greetings good morning afternoon evening night thanks thank thx ty cheers bye goodbye bot mentor helpful great cool nice ok okay lol haha helped awesome perfect danke merci gracias got gotcha understood sense sup")
	besides   = wordsOf("day there you much very so a lot for that that's thats was it makes really")
)

// mostGreeting is of how many words a greeting is at most.
const mostGreeting = 8

// IsGreeting reports whether a text is nothing but a greeting or thanks.
func IsGreeting(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text[:min(len(text), maxQuestionBytes)]), func(r rune) bool {
		return (r < 'a' || r > 'z') && r != '\''
	})
	greets := false
	for _, w := range words {
		if !greetings[w] && !besides[w] {
			return false
		}
		greets = greets || greetings[w]
	}
	return greets && len(words) <= mostGreeting
}
