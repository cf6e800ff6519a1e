package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Mistake is something wrong in a content file.
type Mistake struct {
	File string
	Line int // from 1
	What string
}

// String returns "file:line: what".
func (m Mistake) String() string {
	return fmt.Sprintf("%s:%d: %s", m.File, m.Line, m.What)
}

// Mistakes is everything that is wrong, by file and line.
type Mistakes []Mistake

// Error returns one mistake per line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.String()
	}
	return strings.Join(lines, "\n")
}

func (m *Mistakes) add(file string, line int, format string, args ...any) {
	*m = append(*m, Mistake{file, line, fmt.Sprintf(format, args...)})
}

// Sorted orders by file, line and text, and drops repetitions.
func (m Mistakes) Sorted() Mistakes {
	slices.SortFunc(m, func(a, b Mistake) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.What, b.What),
		)
	})
	return slices.Compact(m)
}
