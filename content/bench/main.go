// Command bench measures finding: mentorbot side by side with bleve, the search
// library of Go, over the same topics and the same questions, in one run.
// Ratios count, not the times of the machine that it runs on.
//
//   - Both search the texts that [texts] gives: title, aliases, asks, headings,
//     answer, body and quiz. Bleve ranks by BM25 with its English analyzer over
//     one segment in memory.
//   - A time is that of a question as typed to topics in order, reading the
//     question included, on both sides.
//   - They take turns: all questions on one side, then all on the other, and
//     the other way round in the next turn.
//
// Run it from its own directory: go run . DIRECTORY..., each with questions as
// package questions reads them.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"mentorbot/content"
	"mentorbot/content/questions"
)

func main() {
	turns := flag.Int("turns", 5, "how often each side is timed")
	fitted := flag.String("fit", "", "look for bleve's best boosts on the set of this name, and do nothing else")
	flag.Parse()
	if err := run(os.Stdout, flag.Args(), *turns, *fitted); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, dirs []string, turns int, fitted string) error {
	if len(dirs) == 0 || turns < 1 {
		return errors.New("name directories with questions, and one turn or more")
	}
	full, err := content.Load(content.Embedded())
	if err != nil {
		return err
	}
	bare, err := withoutAsks(content.Embedded())
	if err != nil {
		return err
	}
	sets, err := readAll(dirs)
	if err != nil {
		return err
	}
	if fitted != "" {
		i := slices.IndexFunc(sets, func(s questions.Set) bool { return s.Name == fitted })
		if i < 0 {
			return fmt.Errorf("no set is named %s", fitted)
		}
		return fit(w, full, bare, sets[i])
	}
	if err := quality(w, full, bare, sets); err != nil {
		return err
	}
	return cost(w, full, sets, turns)
}

// readAll reads the sets of all directories; each is named by the last part of
// its directory's name too.
func readAll(dirs []string) (all []questions.Set, err error) {
	for _, dir := range dirs {
		sets, err := questions.Read(dir)
		if err != nil {
			return nil, err
		}
		for i := range sets {
			sets[i].Name = filepath.Base(dir) + "/" + sets[i].Name
		}
		all = append(all, sets...)
	}
	return all, nil
}

// mentor is how a library answers.
func mentor(l *content.Library) questions.Finder {
	return func(question string) questions.Found {
		answer := l.Find(question)
		f := questions.Found{Topics: make([]string, len(answer.Hits)), Answered: answer.Confident}
		for i, hit := range answer.Hits {
			f.Topics[i] = hit.Topic.ID
		}
		return f
	}
}
