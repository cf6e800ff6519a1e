package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mentorbot/bot"
	"mentorbot/bot/terminal"
	"mentorbot/content"
)

// contentCommand checks, lists and shows topics.
func contentCommand(_ context.Context, p program) error {
	if len(p.args) == 0 {
		return usagef("content check [DIR], content list [--json], content show TOPIC or content cover LIST…")
	}
	verb := p.args[0]
	p.args = p.args[1:]
	f := p.flags("content")
	dir := f.String("content", p.getenv("MENTORBOT_CONTENT"), "a directory that adds to the topics")
	asJSON := f.Bool("json", false, "print JSON")
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	switch {
	case verb == "check" && len(rest) <= 1:
		if len(rest) == 1 {
			*dir = rest[0]
		}
		return checkContent(p.out, *dir)
	case verb == "list" && len(rest) == 0:
		return listContent(p.out, *dir, *asJSON)
	case verb == "cover" && len(rest) > 0:
		return coverContent(p.out, *dir, rest)
	case verb == "show" && len(rest) > 0:
		return showContent(p.out, *dir, strings.Join(rest, " "))
	}
	return usagef("content check [DIR], content list [--json], content show TOPIC or content cover LIST…")
}

// checkContent prints every mistake, or one line of totals.
func checkContent(out io.Writer, dir string) error {
	sources := []content.Source{content.Embedded()}
	if dir != "" {
		own, err := content.Dir(dir)
		if err != nil {
			return err
		}
		sources = content.Over(own)
	}
	report := content.Check(sources...)
	if len(report.Mistakes) > 0 {
		fmt.Fprintln(out, report.Mistakes.Error())
		return errQuiet
	}
	fmt.Fprintln(out, report.Stats.Totals())
	return nil
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

// orEmpty makes JSON say [] and not null.
func orEmpty(list []string) []string { return append([]string{}, list...) }

func showContent(out io.Writer, dir, name string) error {
	library, err := load(dir)
	if err != nil {
		return err
	}
	topics := library.ResolveTopic(name)
	if len(topics) == 0 {
		var near []string
		for _, n := range library.Nearest(name, 3) {
			near = append(near, n.ID)
		}
		return fmt.Errorf("no topic is called %q; nearest are %s", name, strings.Join(near, ", "))
	}
	for _, post := range bot.TopicPosts(library, topics[0]) {
		fmt.Fprintln(out, terminal.Render(post, terminal.Style{}))
	}
	return nil
}
