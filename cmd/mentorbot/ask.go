package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"mentorbot/bot"
	"mentorbot/bot/terminal"
	"mentorbot/content"
	"mentorbot/content/search"
)

// maxQuestion is how many bytes of a line are looked at; the rest is passed over.
const maxQuestion = 64 << 10

// An asked is one line of ask --json.
type asked struct {
	Question string       `json:"question"`
	Answered bool         `json:"answered"`
	Topics   []askedTopic `json:"topics"`
}

type askedTopic struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score float64 `json:"score"` // the probability that it is right, to four places
}

// ask answers a question without a store.
func ask(ctx context.Context, p program) error {
	f := p.flags("ask")
	asJSON := f.Bool("json", false, "print JSON")
	stdin := f.Bool("stdin", false, "with --json: a question in each line of standard input")
	why := f.Bool("explain", false, "print why the first topics were found")
	dir := f.String("content", p.getenv("MENTORBOT_CONTENT"), "a directory that adds to the topics")
	args, err := p.parse(f)
	if err != nil {
		return err
	}
	question := strings.Join(args, " ")
	if *stdin != (question == "") || *stdin && !*asJSON || *why && *asJSON {
		return usagef("ask what? `mentorbot ask [--json | --explain] QUESTION…`, or `mentorbot ask --json --stdin`")
	}
	library, err := load(*dir)
	if err != nil {
		return err
	}
	switch {
	case *stdin:
		return askLines(ctx, p, library)
	case *why:
		return explain(p.out, library, question)
	case *asJSON:
		return json.NewEncoder(p.out).Encode(lookUp(library, question))
	}
	_, err = io.WriteString(p.out, terminal.Render(bot.AnswerPost(library, question), terminal.Style{}))
	return err
}

// lookUp is a question as ask --json answers it.
func lookUp(library *content.Library, question string) asked {
	found := bot.Find(library, question)
	a := asked{Question: question, Answered: found.Confident, Topics: []askedTopic{}}
	for _, hit := range found.Hits {
		a.Topics = append(a.Topics, askedTopic{hit.Topic.ID, hit.Topic.Title, math.Round(hit.Score*1e4) / 1e4})
	}
	return a
}

// explained is how many topics are explained.
const explained = 3

// explain prints why topics were found: what their scores, whose softmax is their
// probability, are the sums of, and the same of the question being in scope.
func explain(w io.Writer, library *content.Library, question string) error {
	reasons, inScope, scope := library.Explain(question, explained)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range reasons {
		fmt.Fprintf(t, "%s, with probability %.4f, by\n", r.Topic.ID, r.Score)
		printShares(t, r.Shares)
	}
	fmt.Fprintf(t, "in scope with probability %.4f, by\n", inScope)
	printShares(t, scope)
	return t.Flush()
}

func printShares(w io.Writer, shares []search.Share) {
	sum := float32(0)
	for _, s := range shares {
		fmt.Fprintf(w, "  %s\t%.2f × %.2f\t= %.2f\n", s.Name, s.Value, s.Weight, s.Product())
		sum += s.Product()
	}
	fmt.Fprintf(w, "  in all\t\t= %.2f\n\n", sum)
}

// askLines answers every line of the input, in order.
func askLines(ctx context.Context, p program, library *content.Library) error {
	in := bufio.NewReaderSize(p.in, maxQuestion)
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	for ctx.Err() == nil {
		line, err := readLine(in)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read questions: %w", err)
		}
		if err := encoder.Encode(lookUp(library, line)); err != nil {
			return err
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil { // somebody may be waiting for it
				return err
			}
		}
	}
	return out.Flush()
}

// readLine reads a line without its end, at most maxQuestion bytes of it.
// io.EOF says that there is none.
func readLine(in *bufio.Reader) (string, error) {
	line, err := in.ReadSlice('\n')
	text := strings.TrimRight(string(line), "\r\n")
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) && text != "" {
		return text, nil
	}
	return text, err
}

// load reads the embedded content, with a directory over it if one is named.
func load(dir string) (*content.Library, error) {
	from, err := sources(dir)
	if err != nil {
		return nil, err
	}
	library, err := content.Load(from...)
	var mistakes content.Mistakes
	if errors.As(err, &mistakes) {
		return nil, fmt.Errorf("the content is not right:\n%w", err)
	}
	return library, err
}
