// Package questions reads sets of questions, each with the topics that answer
// it: what finding is measured on, in tests and by make bench-answers. The
// program itself does not use it. What the project's own sets are, and which of
// them nothing is tuned on, says content/testdata/questions/README.md.
package questions

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Question is what somebody may ask.
type Question struct {
	Text  string // as it was typed; may be empty
	Kind  string // what is asked for: "how", "versus", "symptom", …
	Style string // how it is written: "clean", "sloppy", "typo", …
	// Topics are the ids of those that answer it, the best first; none if the
	// question is out of scope.
	Topics []string
}

// A Set is the questions of one file.
type Set struct {
	Name      string // the file's, without ".tsv"
	Questions []Question
}

// outOfScope stands for the topics of a question that none answers.
const outOfScope = "-"

// columns are those that a file has; their order is up to its first line, and
// so are further ones.
var columns = [...]string{"text", "kind", "style", "topics"}

// Read returns the sets of a directory, one of each file *.tsv, in the order of
// their names. A file is lines of values with tabs between them; the first line
// names the columns, and several topics have spaces between them.
func Read(dir string) ([]Set, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.tsv"))
	if err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("questions: no *.tsv in %s", dir)
	}
	sets := make([]Set, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("questions: %w", err)
		}
		sets[i].Name = strings.TrimSuffix(filepath.Base(name), ".tsv")
		if sets[i].Questions, err = parse(string(data)); err != nil {
			return nil, fmt.Errorf("questions: %s: %w", name, err)
		}
	}
	return sets, nil
}

func parse(text string) ([]Question, error) {
	head, rest, _ := strings.Cut(text, "\n")
	names := strings.Split(head, "\t")
	var at [len(columns)]int
	for i, c := range columns {
		if at[i] = slices.Index(names, c); at[i] < 0 {
			return nil, fmt.Errorf("line 1: no column %q", c)
		}
	}
	var questions []Question
	number := 1
	for line := range strings.Lines(rest) {
		number++
		values := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(values) != len(names) {
			return nil, fmt.Errorf("line %d: %d values in %d columns", number, len(values), len(names))
		}
		q := Question{Text: values[at[0]], Kind: values[at[1]], Style: values[at[2]]}
		if topics := values[at[3]]; topics != outOfScope {
			if q.Topics = strings.Fields(topics); len(q.Topics) == 0 {
				return nil, fmt.Errorf("line %d: topics, or %s if none answers", number, outOfScope)
			}
		}
		questions = append(questions, q)
	}
	return questions, nil
}
