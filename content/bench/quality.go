package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"

	"mentorbot/content"
	"mentorbot/content/questions"
)

// A side is one of those that are compared.
type side struct {
	name string
	find questions.Finder
}

// sides are mentorbot, bleve at its best, and how bleve does otherwise.
func sides(l *content.Library) ([]side, error) {
	ix, err := newBleve(l.Topics())
	if err != nil {
		return nil, err
	}
	return []side{
		{"mentorbot", mentor(l)},
		{"bleve", find(ix, boosted, 0)},
		{"bleve, no boosts", find(ix, plain, 0)},
		{"bleve, fuzziness 1", find(ix, boosted, 1)},
	}, nil
}

// quality prints how well each side finds, of each set.
func quality(w io.Writer, full, bare *content.Library, sets []questions.Set) error {
	with, err := sides(full)
	if err != nil {
		return err
	}
	without, err := sides(bare)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "bleve's boosts, fitted to the project's questions to tune on:")
	for _, b := range boosted {
		fmt.Fprintf(w, " %s %g", b.field, b.factor)
	}
	fmt.Fprintf(w, "\n")
	for _, set := range sets {
		asked, left := taught(full, set.Questions)
		fmt.Fprintf(w, "\n%s: %d questions", set.Name, len(asked))
		if left > 0 {
			fmt.Fprintf(w, ", and %d about topics that are not there, left out", left)
		}
		fmt.Fprintf(w, "\n\n")
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(t, "%s\tR@1\tR@3\tR@5\tMRR\tdeclined in scope\tanswered out of scope\tmentorbot's lead in R@1\t\n", label("with asks"))
		together(t, with, asked)
		fmt.Fprintf(t, "%s\t\t\t\t\t\t\t\t\n", label("without asks"))
		together(t, without, asked)
		t.Flush()
		apart(w, with[:2], asked)
	}
	return nil
}

// taught returns the questions that can be answered or are out of scope, and
// how many others there are.
func taught(l *content.Library, all []questions.Question) (asked []questions.Question, left int) {
	for _, q := range all {
		known := func(id string) bool { _, ok := l.Topic(id); return ok }
		if len(q.Topics) > 0 && !slices.ContainsFunc(q.Topics, known) {
			left++
			continue
		}
		asked = append(asked, q)
	}
	return asked, left
}

// together prints a line for each side over all questions.
func together(w io.Writer, sides []side, asked []questions.Question) {
	ours := ask(sides[0].find, asked)
	for i, s := range sides {
		found := ask(s.find, asked)
		fmt.Fprintf(w, "%s\t%s\t", label(s.name), figures(score(asked, found)))
		if i > 0 {
			mean, deviation := lead(asked, ours, found)
			fmt.Fprintf(w, "%+.1f ± %.1f points", 100*mean, 100*deviation)
		}
		fmt.Fprintf(w, "\t\n")
	}
}

// apart prints two lines for each kind and style of question, one of each side.
func apart(w io.Writer, sides []side, asked []questions.Question) {
	found := make([][]questions.Found, len(sides))
	for i, s := range sides {
		found[i] = ask(s.find, asked)
	}
	by := func(name string, of func(questions.Question) string) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(t, "\n%s\tquestions\tby\tR@1\tR@3\tR@5\tMRR\tdeclined in scope\tanswered out of scope\t\n", label(name))
		for _, value := range values(asked, of) {
			for i, s := range sides {
				sum := new(questions.Score)
				for j, q := range asked {
					if of(q) == value {
						sum.Add(q, found[i][j])
					}
				}
				fmt.Fprintf(t, "%s\t%d\t%s\t%s\t\n", label(value), sum.In+sum.Out, s.name, figures(sum))
			}
		}
		t.Flush()
	}
	by("kind", func(q questions.Question) string { return q.Kind })
	by("style", func(q questions.Question) string { return q.Style })
}

// label fills the first column of a table, which is to stand at the left.
func label(name string) string { return fmt.Sprintf("%-19s", name) }

// values are those that the questions have, in the order of the alphabet.
func values(asked []questions.Question, of func(questions.Question) string) (all []string) {
	for _, q := range asked {
		all = append(all, of(q))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func ask(find questions.Finder, asked []questions.Question) []questions.Found {
	found := make([]questions.Found, len(asked))
	for i, q := range asked {
		found[i] = find(q.Text)
	}
	return found
}

func score(asked []questions.Question, found []questions.Found) *questions.Score {
	s := new(questions.Score)
	for i, q := range asked {
		s.Add(q, found[i])
	}
	return s
}

// figures are the columns of a score, "-" where it has seen no such question.
func figures(s *questions.Score) string {
	in, out := "-\t-\t-\t-\t-", "-"
	if s.In > 0 {
		in = fmt.Sprintf("%.3f\t%.3f\t%.3f\t%.3f\t%.1f %%", s.Recall(1), s.Recall(3), s.Recall(5), s.MRR(), 100*s.DeclinedShare())
	}
	if s.Out > 0 {
		out = fmt.Sprintf("%.1f %%", 100*s.AnsweredShare())
	}
	return in + "\t" + out
}

// lead returns by how much the R@1 of ours is above that of theirs, and the
// standard error of that, question by question.
func lead(asked []questions.Question, ours, theirs []questions.Found) (mean, deviation float64) {
	var sum, squares, n float64
	for i, q := range asked {
		if len(q.Topics) == 0 {
			continue
		}
		d := 0.0
		if questions.Rank(q, ours[i].Topics) == 1 {
			d++
		}
		if questions.Rank(q, theirs[i].Topics) == 1 {
			d--
		}
		sum, squares, n = sum+d, squares+d*d, n+1
	}
	n = max(n, 2)
	mean = sum / n
	return mean, math.Sqrt(max(squares/n-mean*mean, 0) / (n - 1))
}
