package search

import "strings"

// A Form is how a question is put, which says what of a document to show first.
type Form int

// The forms. A question without any of their words is Plain.
const (
	Plain    Form = iota
	What          // what it is: "what is X", "X definition"
	How           // "how do I", "how to"
	Why           // "why", "reason"
	When          // "when", "should I", and when not
	Versus        // a comparison
	Example       // "example", "show me"
	Symptom       // something goes wrong: "error", "not working"
	More          // "more", "tell me more"
	Greeting      // nothing but a greeting or thanks
)

// formWords give a question away, the surest forms first.
var formWords = []struct {
	form  Form
	words string
}{
	{Versus, "vs versus difference differences differ compare compared comparison diff"},
	{Symptom, "error errors fails failed failing failure crash crashes broken wrong slow exception problem issue stuck"},
	{Example, "example examples sample demo"},
	{Why, "why reason reasons purpose importance important benefit benefits advantage advantages"},
	{When, "when should"},
	{How, "how steps tutorial"},
	{What, "what whats define definition meaning explain describe who which"},
}

// formOf is the place in formWords of the surest form that a word gives away.
var formOf = func() map[string]int {
	of := map[string]int{}
	for rank, f := range formWords {
		for w := range strings.FieldsSeq(f.words) {
			if _, surer := of[w]; !surer {
				of[w] = rank
			}
		}
	}
	return of
}()

// What greetings are made of, and what stands in them but greets nobody alone.
var (
	greetings = wordsOf("hi hello hey hallo hola yo greetings good morning afternoon evening night thanks thank thx ty cheers bye goodbye bot mentor helpful great cool nice ok okay lol haha helped awesome perfect danke merci gracias got gotcha understood sense sup")
	besides   = wordsOf("day there you much very so a lot for that that's thats was it makes really")
)

// FormOf returns the form of a question.
func FormOf(text string) Form {
	words := strings.FieldsFunc(strings.ToLower(text[:min(len(text), maxQuestionBytes)]), func(r rune) bool {
		return (r < 'a' || r > 'z') && r != '\''
	})
	if isGreeting(words) {
		return Greeting
	}
	best := len(formWords)
	for _, w := range words {
		if rank, gives := formOf[w]; gives {
			best = min(best, rank)
		}
	}
	if best < len(formWords) {
		return formWords[best].form
	}
	if len(words) > 0 && len(words) <= 3 && words[len(words)-1] == "more" {
		return More
	}
	return Plain
}

// isGreeting reports whether words are nothing but a greeting.
func isGreeting(words []string) bool {
	greets := false
	for _, w := range words {
		if !greetings[w] && !besides[w] {
			return false
		}
		greets = greets || greetings[w]
	}
	return greets && len(words) <= 8
}
