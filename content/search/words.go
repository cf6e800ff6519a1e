package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxParts is how many parts a word such as "ci/cd" may have to count as one
// word too; an address has more.
const maxParts = 3

// The classes of characters: what parts of words are made of, what joins the
// parts of a word or belongs to its name, and what stands between words.
const (
	gap = iota
	joint
	inWord
)

// classes are those of ASCII characters.
var classes = func() (c [utf8.RuneSelf]uint8) {
	for r := range c {
		switch {
		case unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r)):
			c[r] = inWord
		case strings.ContainsRune(".'+#/-_&", rune(r)):
			c[r] = joint
		}
	}
	return c
}()

// class returns the class of the first character of a text, and its length.
func class(text string) (c uint8, size int) {
	if text[0] < utf8.RuneSelf {
		return classes[text[0]], 1
	}
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return inWord, size
	case r == '’':
		return joint, size
	}
	return gap, size
}

// appendWords appends the words of a text, in lower case.
//
// A word of several parts, such as node.js, tcp/ip, n+1 or e-mail, gives those
// of two characters or more, and then itself without what joins them, so that
// nodejs finds Node.js. A sign that belongs to a name stays: c#, c++, .net.
func appendWords(words []string, text string) []string {
	text = strings.ToLower(text)
	for at := 0; at < len(text); {
		c, size := class(text[at:])
		if c != inWord {
			at += size
			continue
		}
		end, plain := wordEnd(text, at)
		word := text[at:end]
		if at > 0 && text[at-1] == '.' && (at == 1 || startsGap(text[at-2])) {
			words = append(words, text[at-1:end])
		}
		if plain {
			words = append(words, word)
		} else {
			words = appendParts(words, word)
		}
		at = end
	}
	return words
}

func startsGap(c byte) bool { return c < utf8.RuneSelf && classes[c] == gap }

// wordEnd returns where the word at a place ends, with its joints, and whether
// it has none.
func wordEnd(text string, at int) (end int, plain bool) {
	plain = true
	for at < len(text) {
		c, size := class(text[at:])
		if c == gap {
			break
		}
		plain = plain && c == inWord
		at += size
	}
	return at, plain
}

// appendParts appends one word that has joints and begins with a letter or
// digit.
func appendParts(words []string, word string) []string {
	word = strings.TrimRight(word, ".'’/-_&")
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	name := strings.TrimRight(word, "+#")
	if _, plain := wordEnd(name, 0); plain {
		return append(words, word) // c++, or a word before a full stop
	}
	parts := strings.FieldsFunc(word, func(r rune) bool {
		c, _ := class(string(r))
		return c != inWord
	})
	for _, p := range parts {
		if len(p) > 1 {
			words = append(words, p)
		}
	}
	if len(parts) <= maxParts {
		words = append(words, strings.Join(parts, ""))
	}
	return words
}

// joined reports whether the last of a field's words is the others joined.
func joined(words []string, field string) bool {
	return len(words) > 1 && !strings.Contains(strings.ToLower(field), words[len(words)-1])
}

// dotted reports whether dots, and nothing else, join the parts of a field that
// is one word, such as ASP.NET.
func dotted(field string) bool {
	return strings.Contains(strings.Trim(field, "."), ".") && !strings.ContainsAny(field, "/-_&+")
}
