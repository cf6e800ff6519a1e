package terminal

import (
	"strings"
	"unicode"
)

// clean returns text without what could steer a terminal or reorder what it
// shows: control characters and the overrides of writing direction. Line ends
// and tabs stay. What is not UTF-8 becomes U+FFFD.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || overridesDirection(r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// cleanLine is [clean] for what stands on one line: white space of any kind
// becomes single spaces.
func cleanLine(text string) string {
	return clean(strings.Join(strings.Fields(text), " "))
}

// overridesDirection reports whether r is one of the marks that make text show
// in another order than it is stored in (Unicode TR 36, section 2.4).
func overridesDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}
