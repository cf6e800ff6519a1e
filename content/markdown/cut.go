package markdown

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Cut splits blocks in two: what fits into max, as size measures a run of
// blocks in the form that a platform will show, and the rest. It cuts between
// blocks where it can, else between items of a list, lines of code or words, and
// never inside a word unless the word alone does not fit. Code that is cut is
// code on both sides. If nothing at all fits, fit is empty.
func Cut(blocks []Block, max int, size func([]Block) int) (fit, rest []Block) {
	n := largest(len(blocks), func(n int) bool { return size(blocks[:n]) <= max })
	fit, rest = blocks[:n:n], blocks[n:]
	if len(rest) == 0 {
		return fit, nil
	}
	whole := rest[0]
	room := func(b Block) bool { return size(append(fit, b)) <= max }
	if first, second := cutBlock(whole, room); first != nil {
		return append(fit, first), append([]Block{second}, rest[1:]...)
	}
	return fit, rest
}

// largest is the greatest n up to most that fits, given that all smaller do.
func largest(most int, fits func(n int) bool) int {
	return sort.Search(most, func(n int) bool { return !fits(n + 1) })
}

// cutBlock splits one block so that the first part fits; nil if none of it does.
func cutBlock(b Block, fits func(Block) bool) (first, second Block) {
	switch b := b.(type) {
	case Paragraph:
		head, tail := cutInlines(b.Inlines, func(in []Inline) bool { return fits(Paragraph{in}) })
		if len(head) > 0 {
			return Paragraph{head}, Paragraph{tail}
		}
	case Code:
		head, tail := cutCode(b.Text, func(text string) bool { return fits(Code{b.Lang, text}) })
		if head != "" {
			return Code{b.Lang, head}, Code{b.Lang, tail}
		}
	case List:
		return cutList(b, fits)
	case Quote:
		for n := len(b.Blocks) - 1; n > 0; n-- {
			if fits(Quote{b.Blocks[:n]}) {
				return Quote{b.Blocks[:n]}, Quote{b.Blocks[n:]}
			}
		}
		if len(b.Blocks) == 0 {
			return nil, nil
		}
		head, tail := cutBlock(b.Blocks[0], func(in Block) bool { return fits(Quote{[]Block{in}}) })
		if head != nil {
			return Quote{[]Block{head}}, Quote{append([]Block{tail}, b.Blocks[1:]...)}
		}
	}
	return nil, nil
}

func cutList(l List, fits func(Block) bool) (first, second Block) {
	head := func(n int) List { return List{l.Ordered, l.Start, l.Items[:n:n]} }
	n := largest(len(l.Items), func(n int) bool { return fits(head(n)) })
	if n == len(l.Items) {
		n--
	}
	if n > 0 {
		return head(n), List{l.Ordered, l.Start + n, l.Items[n:]}
	}
	if len(l.Items) == 0 {
		return nil, nil
	}
	of := func(in []Inline) List { return List{l.Ordered, l.Start, [][]Inline{in}} }
	begun, left := cutInlines(l.Items[0], func(in []Inline) bool { return fits(of(in)) })
	if len(begun) == 0 {
		return nil, nil
	}
	return of(begun), List{l.Ordered, l.Start, append([][]Inline{left}, l.Items[1:]...)}
}

// cutCode cuts at a line's end, or inside the first line if that is too long.
func cutCode(text string, fits func(string) bool) (head, tail string) {
	lines := strings.SplitAfter(text, "\n")
	n := largest(len(lines), func(n int) bool { return fits(strings.Join(lines[:n], "")) })
	if n > 0 {
		head = strings.Join(lines[:n], "")
		return head, text[len(head):]
	}
	runes := []rune(lines[0])
	n = largest(len(runes), func(n int) bool { return fits(string(runes[:n])) })
	head = string(runes[:n])
	return head, text[len(head):]
}

// cutInlines cuts a run of text after the last word that fits.
func cutInlines(all []Inline, fits func([]Inline) bool) (head, tail []Inline) {
	total := 0
	for _, in := range all {
		total += length(in)
	}
	take := func(n int) []Inline { head, _ := split(all, n); return head }
	n := largest(total, func(n int) bool { return fits(take(n)) })
	if n == 0 || n == total {
		return nil, all
	}
	if word := wordEnd(all, n); word > 0 {
		n = word
	}
	return split(all, n)
}

// length is how many runes of an inline can be cut between: an inline that
// cannot be cut counts as one.
func length(in Inline) int {
	switch in := in.(type) {
	case Text:
		return utf8.RuneCountInString(string(in))
	case CodeSpan:
		return utf8.RuneCountInString(string(in))
	case Bold:
		return lengths(in.Inlines)
	case Italic:
		return lengths(in.Inlines)
	}
	return 1
}

func lengths(all []Inline) (n int) {
	for _, in := range all {
		n += length(in)
	}
	return n
}

// split divides a run of inlines after n runes.
func split(all []Inline, n int) (head, tail []Inline) {
	for i, in := range all {
		size := length(in)
		switch {
		case n >= size:
			head = append(head, in)
			n -= size
			continue
		case n == 0:
			return head, append(tail, all[i:]...)
		}
		first, second := splitInline(in, n)
		return append(head, first), append(append(tail, second), all[i+1:]...)
	}
	return head, nil
}

// splitInline divides one inline inside; only what length counts by runes.
func splitInline(in Inline, n int) (first, second Inline) {
	switch in := in.(type) {
	case Text:
		runes := []rune(in)
		return Text(runes[:n]), Text(runes[n:])
	case CodeSpan:
		runes := []rune(in)
		return CodeSpan(runes[:n]), CodeSpan(runes[n:])
	case Bold:
		head, tail := split(in.Inlines, n)
		return Bold{head}, Bold{tail}
	case Italic:
		head, tail := split(in.Inlines, n)
		return Italic{head}, Italic{tail}
	}
	return in, nil
}

// wordEnd is the last place up to n after a space, or 0.
func wordEnd(all []Inline, n int) int {
	at, end := 0, 0
	walkRunes(all, func(r rune) {
		at++
		if at <= n && (r == ' ' || r == '\n') {
			end = at
		}
	})
	return end
}

// walkRunes calls visit for every rune that length counts; a link counts as one.
func walkRunes(all []Inline, visit func(rune)) {
	for _, in := range all {
		switch in := in.(type) {
		case Text:
			for _, r := range string(in) {
				visit(r)
			}
		case CodeSpan:
			for _, r := range string(in) {
				visit(r)
			}
		case Bold:
			walkRunes(in.Inlines, visit)
		case Italic:
			walkRunes(in.Inlines, visit)
		default:
			visit(0)
		}
	}
}
