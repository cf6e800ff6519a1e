package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"mentorbot/content"
)

// A wanted is a row of a list of what the topics are to cover.
type wanted struct {
	line  int
	topic string // the id
	term  string // what the topic is to name; empty if it is to be there
}

// coverContent counts how much of lists the topics cover, and prints what they
// do not. A list is tab-separated with a first line of names: rows with a term
// and a topic want the term in the title, an alias or a heading of that topic;
// rows with an id want a topic of that id. What a term has in brackets explains
// it, and need not stand there.
func coverContent(out io.Writer, dir string, lists []string) error {
	library, err := load(dir)
	if err != nil {
		return err
	}
	missing := 0
	for _, list := range lists {
		rows, err := readWanted(list)
		if err != nil {
			return err
		}
		there := 0
		for _, row := range rows {
			if gap := row.gap(library); gap != "" {
				fmt.Fprintf(out, "%s:%d: %s\n", list, row.line, gap)
			} else {
				there++
			}
		}
		fmt.Fprintf(out, "%s: %d of %d rows covered\n", list, there, len(rows))
		missing += len(rows) - there
	}
	if missing > 0 {
		return errQuiet
	}
	return nil
}

var brackets = regexp.MustCompile(`\s*\([^()]*\)`)

// gap says what a row lacks; it is empty if the row is covered.
func (w wanted) gap(library *content.Library) string {
	topic, ok := library.Topic(w.topic)
	switch {
	case !ok:
		return "there is no topic " + w.topic
	case w.term != "" && !topic.Names(w.term) && !topic.Names(brackets.ReplaceAllString(w.term, "")):
		return fmt.Sprintf("%q stands in no title, alias or heading of %s", w.term, w.topic)
	}
	return ""
}

func readWanted(path string) ([]wanted, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", path, err)
	}
	id, term := slices.Index(head, "id"), -1
	if id < 0 {
		id, term = slices.Index(head, "topic"), slices.Index(head, "term")
	}
	if id < 0 {
		return nil, fmt.Errorf("list %s: its first line names neither id, nor topic and term", path)
	}
	var rows []wanted
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", path, err)
		}
		line, _ := r.FieldPos(0)
		row := wanted{line: line, topic: strings.TrimSpace(fields[id])}
		if term >= 0 {
			row.term = strings.TrimSpace(fields[term])
		}
		rows = append(rows, row)
	}
}
