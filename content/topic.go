package content

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// Level is how much experience a topic or task expects: Entry < Mid < Senior.
// The zero Level is none of them and stands for "not said".
type Level int

// The levels, in rising order.
const (
	Entry Level = iota + 1
	Mid
	Senior
)

// String returns "entry", "mid" or "senior", and "" for any other Level.
func (l Level) String() string {
	switch l {
	case Entry:
		return "entry"
	case Mid:
		return "mid"
	case Senior:
		return "senior"
	}
	return ""
}

// ParseLevel reads what [Level.String] writes, in any case.
func ParseLevel(s string) (Level, error) {
	for l := Entry; l <= Senior; l++ {
		if strings.EqualFold(s, l.String()) {
			return l, nil
		}
	}
	return 0, fmt.Errorf("level %q is not entry, mid or senior", s)
}

// A Skill is a field of work that topics belong to, such as "databases".
type Skill struct {
	ID    string
	Title string
	// Topics in teaching order: prerequisites first, lower levels first, and of
	// what is left that first on which most builds.
	Topics []*Topic
}

// A Topic is one thing to know, with what is needed to learn and practise it.
// Its title, aliases, asks and sources are plain text; all other texts here, in
// tasks and in questions are Markdown source for package markdown.
type Topic struct {
	ID      string // "databases/indexing"
	Skill   string // the part of ID before the slash
	Title   string
	Level   Level
	Aliases []string // other names people type
	Asks    []string // ways people ask; never shown
	// Requires and Related are ids of topics: those to know first, and those
	// to look at next. No topic requires one of a higher level, or itself.
	Requires []string
	Related  []string
	Sources  []Citation
	Checked  string   // the day its facts were last checked, "2026-11-20"
	Was      []string // ids this topic had before, oldest first

	Answer    string   // one or two paragraphs that stand alone
	KeyPoints []string // a line each
	Example   string
	Pitfalls  []string
	Versus    []Versus // also those that the other topic's file holds
	Tasks     []Task
	Questions []Question

	File string // where it stands, as mistakes show it

	words    int // in the file's body; counted by Check only
	replaces int // line of "replaces: true", or 0
	lines    topicLines
}

// topicLines says where the parts stand that are compared with other topics.
type topicLines struct {
	title                                 int
	aliases, asks, requires, related, was []int
	versus                                []int
}

// A Citation is a primary source of a topic.
type Citation struct {
	Title string
	URL   string
}

// Versus contrasts a topic with another one.
type Versus struct {
	With   string // the other topic's id
	Points []string
}

// A Task is a piece of practice of 5 to 15 minutes.
type Task struct {
	ID       string // "databases/indexing#slow-query"
	Slug     string
	Title    string
	Minutes  int
	Level    Level
	Body     string // what to do
	DoneWhen string // how the learner sees that it is done
	Hint     string
	Solution string
	Line     int // of its heading in the topic's file
}

// A Question is one item of a quiz. One or more options are right, and one or
// more are wrong.
type Question struct {
	ID      string // "databases/indexing#leftmost"
	Slug    string
	Text    string // the heading and what stands under it
	Options []Option
	Line    int // of its heading in the topic's file
}

// An Option is one answer to a question, with the reason why it is right or
// wrong.
type Option struct {
	Text   string
	Right  bool
	Reason string

	line int
}

// Several reports whether more than one option is right.
func (q *Question) Several() bool {
	right := 0
	for _, o := range q.Options {
		if o.Right {
			right++
		}
	}
	return right > 1
}

// Hash returns four characters of [0-9a-z] that change when the question, its
// options or its key change. A button carries them, so that a press on a
// wording that has changed since can be told.
func (q *Question) Hash() string {
	var b strings.Builder
	b.WriteString(q.Text)
	for _, o := range q.Options {
		fmt.Fprintf(&b, "\x00%t\x00%s", o.Right, o.Text)
	}
	sum := sha256.Sum256([]byte(b.String()))
	const four = 36 * 36 * 36 * 36
	s := strconv.FormatUint(binary.BigEndian.Uint64(sum[:])%four, 36)
	return strings.Repeat("0", 4-len(s)) + s
}
