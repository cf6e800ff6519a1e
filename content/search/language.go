package search

import (
	"embed"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// What is known about words, whatever the topics: general knowledge, written by
// hand, a file each, whose form its first lines say.
//
//go:embed words/*.txt
var wordFiles embed.FS

// entries returns the lines of one of those files that say something.
func entries(name string) (lines []string) {
	text, err := wordFiles.ReadFile("words/" + name)
	if err != nil {
		panic(err) // unreachable: it is compiled in
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// wordSet is a file that is nothing but words.
func wordSet(name string) map[string]bool {
	return wordsOf(strings.Join(entries(name), " "))
}

// wordsOf are the words of a text, between white space.
func wordsOf(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}

// A Stemmer reduces English words to their stems, so that forms and spellings
// of a word count as one. It is not for use by several goroutines.
type Stemmer struct {
	env  *snowballstem.Env
	lang *language
}

// A language is what the files say. It never changes.
type language struct {
	stop    map[string]bool
	light   map[string]bool     // the stems of words that weigh less
	same    map[string]string   // of a stem, the stem of the word that means the same
	near    map[string][]string // of a stem, the stems of related words
	outside map[string]bool
	// commands are grams of the pairs of words that command.
	commands []uint32
}

var inEnglish = newLanguage()

func newLanguage() *language {
	lang := &language{
		stop:    wordSet("stop.txt"),
		same:    map[string]string{},
		near:    map[string][]string{},
		outside: wordSet("outside.txt"),
	}
	s := Stemmer{snowballstem.NewEnv(""), lang}
	for _, line := range entries("same.txt") {
		words := strings.Fields(line)
		first := s.Stem(words[0])
		for _, w := range words[1:] {
			if stem := s.Stem(w); stem != first {
				lang.same[stem] = first
			}
		}
	}
	lang.light = s.stems("light.txt")
	for _, line := range entries("near.txt") {
		from, to, _ := strings.Cut(line, ":")
		var others []string
		for _, w := range strings.Fields(to) {
			others = append(others, s.Stem(w))
		}
		for _, w := range strings.Fields(from) {
			stem := s.Stem(w)
			lang.near[stem] = append(lang.near[stem], others...)
		}
	}
	var g grams
	for _, line := range entries("commands.txt") {
		g.read(line)
		lang.commands = append(lang.commands, g.words[len(g.words)-1])
	}
	return lang
}

// stems are those of a file that is nothing but words.
func (s Stemmer) stems(name string) map[string]bool {
	set := map[string]bool{}
	for w := range wordSet(name) {
		set[s.Stem(w)] = true
	}
	return set
}

// NewStemmer returns a stemmer.
func NewStemmer() Stemmer { return Stemmer{snowballstem.NewEnv(""), inEnglish} }

// Stem returns the stem of a word in lower case: Snowball's English one, with
// British spelling as American, and words that mean the same as one.
func (s Stemmer) Stem(word string) string {
	s.env.SetCurrent(word)
	english.Stem(s.env)
	stem := s.env.Current()
	if len(stem) > 5 && strings.HasSuffix(stem, "is") { // organis(e), serialis(e)
		stem = stem[:len(stem)-1] + "z"
	}
	if same, ok := s.lang.same[stem]; ok {
		return same
	}
	return stem
}
