package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mentorbot/content"
)

// contentCommand checks, lists and shows what is taught.
func contentCommand(ctx context.Context, p program) error {
	if len(p.args) == 0 {
		return usagef("content check [DIR], list, plan, show ID or cover LIST…; `mentorbot help` says more")
	}
	verb := p.args[0]
	p.args = p.args[1:]
	if verb == "disputes" {
		return disputes(ctx, p)
	}
	f := p.flags("content")
	dir := f.String("content", p.getenv("MENTORBOT_CONTENT"), "a directory that adds to the topics")
	asJSON := f.Bool("json", false, "list: print JSON")
	as := f.String("as", "terminal", "show: what the platform is sent: slack, discord or terminal")
	level := f.String("level", "entry", "plan: where it starts: entry, mid or senior")
	var c contentCheck
	f.BoolVar(&c.stats, "stats", false, "check: print a table of what there is")
	f.BoolVar(&c.tools, "tools", false, "check: parse code with the tools of its language")
	f.BoolVar(&c.run, "run", false, "check: run the examples that are marked, and compare what they print")
	words, err := p.parseAnywhere(f)
	if err != nil {
		return err
	}
	switch {
	case verb == "check" && len(words) <= 1:
		if len(words) == 1 {
			*dir = words[0]
		}
		return c.check(ctx, p.out, *dir)
	case verb == "list" && len(words) == 0:
		return listContent(p.out, *dir, *asJSON)
	case verb == "plan" && len(words) == 0:
		return planContent(p.out, *dir, *level)
	case verb == "show" && len(words) > 0:
		return showContent(p.out, *dir, strings.Join(words, " "), *as)
	case verb == "cover" && len(words) > 0:
		return coverContent(p.out, *dir, words)
	}
	return usagef("content check [DIR], list, plan, show ID or cover LIST…; `mentorbot help` says more")
}

// sources are the embedded content, with a directory over it if one is named.
func sources(dir string) ([]content.Source, error) {
	if dir == "" {
		return []content.Source{content.Embedded()}, nil
	}
	own, err := content.Dir(dir)
	if err != nil {
		return nil, usageError{err}
	}
	return content.Over(own), nil
}

// A listed is a topic in content list --json.
type listed struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Skill       string   `json:"skill"`
	Level       string   `json:"level"`
	Checked     string   `json:"checked"`
	Aliases     []string `json:"aliases"`
	Asks        []string `json:"asks"`
	Requires    []string `json:"requires"`
	AnswerWords int      `json:"answer_words"`
	KeyPoints   int      `json:"key_points"`
	Pitfalls    int      `json:"pitfalls"`
	Tasks       int      `json:"tasks"`
	Questions   int      `json:"questions"`
	Sources     int      `json:"sources"`
}

func listContent(out io.Writer, dir string, asJSON bool) error {
	library, err := load(dir)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	for _, t := range library.Topics() {
		if !asJSON {
			fmt.Fprintf(out, "%-48s %-7s %s\n", t.ID, t.Level, t.Title)
			continue
		}
		err := encoder.Encode(listed{
			t.ID, t.Title, t.Skill, t.Level.String(), t.Checked,
			orEmpty(t.Aliases), orEmpty(t.Asks), orEmpty(t.Requires),
			len(strings.Fields(t.Answer)), len(t.KeyPoints), len(t.Pitfalls), len(t.Tasks), len(t.Questions), len(t.Sources),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// planContent prints the order in which somebody of a level learns.
func planContent(out io.Writer, dir, name string) error {
	level, err := content.ParseLevel(name)
	if err != nil {
		return usageError{err}
	}
	library, err := load(dir)
	if err != nil {
		return err
	}
	n := 0
	for _, t := range library.Order() {
		if t.Level >= level {
			n++
			fmt.Fprintf(out, "%3d  %-7s %-48s %s\n", n, t.Level, t.ID, t.Title)
		}
	}
	return nil
}

// orEmpty makes JSON say [] and not null.
func orEmpty(list []string) []string { return append([]string{}, list...) }
