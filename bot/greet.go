package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"mentorbot/content/search"
)

// thanks and farewells are what some greetings are.
var (
	thanks    = []string{"thanks", "thank", "thx", "ty", "cheers", "helpful", "helped", "danke", "merci", "gracias", "great", "cool", "nice", "awesome", "perfect", "got", "gotcha", "understood", "sense"}
	farewells = []string{"bye", "goodbye", "night"}
)

// aboutMe are what people ask the bot about itself.
var aboutMe = []string{
	"who are you", "what are you", "how are you", "how are you today", "are you a bot", "are you real", "are you there", "are you human", "who made you",
	"what is this", "what can you do", "what can i ask", "what do you do", "what do you know", "what do you teach", "what can you teach me", "how do you work", "whats up", "what's up", "help me",
}

// namedEmoji are emoji as platforms write them.
var namedEmoji = regexp.MustCompile(`:[a-z0-9_+'-]+:|<a?:\w+:\d+>`)

// isGreeting says whether a line is nothing that can be answered but politely: a
// greeting, thanks, a question about the bot, or nothing but marks and emoji.
func isGreeting(line string) bool {
	said := strings.Join(greetingWords(line), " ")
	return said == "" || search.IsGreeting(said) || slices.Contains(aboutMe, said)
}

// greetingWords are the words of a line without emoji; letters that somebody held
// down ("heyyy") are written once.
func greetingWords(line string) []string {
	line = namedEmoji.ReplaceAllString(strings.ToLower(line), " ")
	words := strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
	for i, w := range words {
		words[i] = unheld(w)
	}
	return words
}

// unheld is a word in which no letter stands more than twice in a row, and the
// last but once if it did.
func unheld(word string) string {
	runes := []rune(word)
	n := len(runes)
	for n > 1 && runes[n-1] == runes[n-2] {
		n--
	}
	if len(runes)-n < 2 {
		return word
	}
	return string(runes[:n])
}

// greeting answers one, and says what to type.
func greeting(line string) Post {
	words := greetingWords(line)
	isOne := func(of []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) })
	}
	switch {
	case isOne(thanks):
		return Post{Body: "You are welcome. Ask on whenever you like."}
	case isOne(farewells):
		return Post{Body: "Until next time."}
	}
	return Post{
		Body: "Hello! Ask me about backend development, as in `what is a covering index` or `rest vs graphql`. " +
			"`task` gives you practice, `quiz` asks you something, and `help` shows all I can do.",
		Choices: []Choice{{"A task", "task"}, {"Quiz me", "quiz"}, {"What I teach", "skills"}, {"Help", "help"}},
	}
}
