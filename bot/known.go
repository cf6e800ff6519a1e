package bot

import (
	"slices"
	"strings"
	"unicode"

	"mentorbot/content"
	"mentorbot/content/search"
)

// A vocabulary is the words by which the curriculum names what it teaches and
// asks for it, as it writes them, by stem. Of a question without an answer these
// may be counted: what they say the curriculum says too.
type vocabulary map[string]string

func newVocabulary(library *content.Library) vocabulary {
	v := vocabulary{}
	stemmer := search.NewStemmer()
	for _, skill := range library.Skills() {
		v.add(stemmer, skill.Title)
		for _, topic := range skill.Topics {
			v.add(stemmer, topic.Title)
			for _, text := range slices.Concat(topic.Aliases, topic.Asks) {
				v.add(stemmer, text)
			}
		}
	}
	return v
}

// add adds the words of a text; of words with one stem the shortest stands.
func (v vocabulary) add(s search.Stemmer, text string) {
	for _, word := range wordsOf(text) {
		for _, stem := range search.Stems(s, word) {
			if known, ok := v[stem]; !ok || len(word) < len(known) {
				v[stem] = word
			}
		}
	}
}

// mostWords is how many words of one question are counted.
const mostWords = 8

// of returns the words of a text that the vocabulary knows, as it writes them,
// each once, and without numbers.
func (v vocabulary) of(text string) (known []string) {
	s := search.NewStemmer()
	for _, word := range wordsOf(text) {
		for _, stem := range search.Stems(s, word) {
			w, ok := v[stem]
			if ok && len(known) < mostWords && !slices.Contains(known, w) && strings.ContainsFunc(w, unicode.IsLetter) {
				known = append(known, w)
			}
		}
	}
	return known
}

// wordsOf splits a text into words in lower case; c++ and c# are some.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#'
	})
}
