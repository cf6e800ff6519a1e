package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"mentorbot/content"
)

// A tool parses the code of one language. A block may be a fragment, so it is
// taken if the tool takes it as a file, as declarations or as statements.
type tool struct {
	lang     string
	commands []string // the first that works is used
	debian   string   // the package that has it
	// errors says for each text what is wrong with it, or nothing.
	errors func(ctx context.Context, command string, texts []string) ([]string, error)
}

// unparsed are blocks that no tool is to parse: they are no program's text, or
// the check decodes them itself.
var unparsed = []string{"text", "output", "http", "json", "yaml"}

func tools() []tool {
	return []tool{
		{"go", []string{"gofmt"}, "golang-go", one(parseGo)},
		{"js", []string{"node"}, "nodejs", one(parseJS)},
		{"python", []string{"python3"}, "python3", batch(pythonParser)},
		{"sh", []string{"bash"}, "bash", one(parseShell)},
		// Debian's packages are for Debian's Python, which need not be the first.
		{"sql", []string{"python3", "/usr/bin/python3"}, "python3-pglast", batch(sqlParser)},
	}
}

// parseBlocks parses code with the tools of its language. It returns what is
// wrong, and what it could not look at, in words.
func parseBlocks(ctx context.Context, blocks []content.CodeBlock) (mistakes content.Mistakes, skipped []string) {
	table := tools()
	for _, t := range table {
		of := slices.DeleteFunc(slices.Clone(blocks), func(b content.CodeBlock) bool { return b.Lang != t.lang })
		if len(of) == 0 {
			continue
		}
		found, err := t.parse(ctx, of)
		mistakes = append(mistakes, found...)
		if err != nil {
			skipped = append(skipped, fmt.Sprintf("%d blocks of %s: %v (Debian: %s)", len(of), t.lang, err, t.debian))
		}
	}
	others := map[string]int{}
	for _, b := range blocks {
		if !slices.Contains(unparsed, b.Lang) && !slices.ContainsFunc(table, func(t tool) bool { return t.lang == b.Lang }) {
			others[b.Lang]++
		}
	}
	if len(others) > 0 {
		skipped = append(skipped, "blocks of languages that no tool here parses: "+counted(others))
	}
	return mistakes, skipped
}

// counted lists names with their numbers, in order.
func counted(n map[string]int) string {
	var all []string
	for name, k := range n {
		all = append(all, fmt.Sprintf("%s %d", name, k))
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (t *tool) parse(ctx context.Context, blocks []content.CodeBlock) (mistakes content.Mistakes, err error) {
	var texts, wrong []string
	for _, b := range blocks {
		texts = append(texts, b.Text)
	}
	for _, command := range t.commands {
		if wrong, err = t.errors(ctx, command, texts); err == nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	for i, what := range wrong {
		if what != "" {
			what = fmt.Sprintf("the %s does not parse: %s", t.lang, what)
			mistakes = append(mistakes, content.Mistake{File: blocks[i].File, Line: blocks[i].Line, What: what})
		}
	}
	return mistakes, nil
}

// one makes the errors of a tool of a function that parses one text.
func one(parse func(ctx context.Context, command, text string) (string, error)) func(context.Context, string, []string) ([]string, error) {
	return func(ctx context.Context, command string, texts []string) ([]string, error) {
		wrong := make([]string, len(texts))
		for i, text := range texts {
			var err error
			if wrong[i], err = parse(ctx, command, text); err != nil {
				return nil, err
			}
		}
		return wrong, nil
	}
}

// batch makes the errors of a tool of a Python program that reads a list of texts
// and prints a list of what is wrong with each, both as JSON.
func batch(program string) func(context.Context, string, []string) ([]string, error) {
	return func(ctx context.Context, command string, texts []string) (wrong []string, err error) {
		in, err := json.Marshal(texts)
		if err != nil {
			return nil, err
		}
		r, err := external{in: string(in)}.call(ctx, command, "-I", "-c", program)
		if err != nil {
			return nil, err
		}
		if r.code != 0 {
			return nil, fmt.Errorf("%s: %s", command, lastLine(r.err))
		}
		if err := json.Unmarshal([]byte(r.out), &wrong); err != nil || len(wrong) != len(texts) {
			return nil, fmt.Errorf("%s did not answer", command)
		}
		return wrong, nil
	}
}
