package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"mentorbot/content"
)

// A runner runs a file of one language.
type runner struct {
	lang    string
	command []string // without the file
	ending  string   // of the file
	debian  string   // the package that has the command
}

func runners() []runner {
	return []runner{
		{"go", []string{"go", "run"}, ".go", "golang-go"},
		{"js", []string{"node"}, ".cjs", "nodejs"},
		{"python", []string{"python3"}, ".py", "python3"},
		{"sh", []string{"bash"}, ".sh", "bash"},
	}
}

// jsModule finds what makes JavaScript a module, which Node knows by its ending.
var jsModule = regexp.MustCompile(`(?m)^(import|export)\b`)

// file is the name that a block's file gets.
func (r runner) file(text string) string {
	if r.lang == "js" && jsModule.MatchString(text) {
		return "main.mjs"
	}
	return "main" + r.ending
}

// runBlocks runs the examples that are marked, each in a directory of its own, and
// compares what they print with the output that is shown. It returns what is
// wrong, and what it could not run, in words.
func runBlocks(ctx context.Context, blocks []content.CodeBlock) (mistakes content.Mistakes, skipped []string) {
	wrong := make([]string, len(blocks))
	failed := make([]error, len(blocks))
	var running sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, b := range blocks {
		if !b.Run {
			continue
		}
		free <- struct{}{}
		running.Go(func() {
			wrong[i], failed[i] = runBlock(ctx, b)
			<-free
		})
	}
	running.Wait()
	left := map[string]int{}
	for i, b := range blocks {
		if wrong[i] != "" {
			mistakes = append(mistakes, content.Mistake{File: b.File, Line: b.Line, What: wrong[i]})
		}
		if failed[i] != nil {
			left[failed[i].Error()]++
		}
	}
	for why, n := range left {
		skipped = append(skipped, fmt.Sprintf("%d examples: %s", n, why))
	}
	return mistakes, skipped
}

// runBlock says what is wrong with an example; the error, that it could not be run.
func runBlock(ctx context.Context, b content.CodeBlock) (wrong string, err error) {
	for _, r := range runners() {
		if r.lang != b.Lang {
			continue
		}
		if _, err := exec.LookPath(r.command[0]); err != nil {
			return "", fmt.Errorf("there is no %s here (Debian: %s)", r.command[0], r.debian)
		}
		return r.run(ctx, b)
	}
	return "", nil // a mistake already: only some languages can be marked
}

func (r runner) run(ctx context.Context, b content.CodeBlock) (wrong string, err error) {
	dir, err := os.MkdirTemp("", "mentorbot-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	file := r.file(b.Text)
	if err := os.WriteFile(filepath.Join(dir, file), []byte(b.Text), 0o600); err != nil {
		return "", err
	}
	got, err := external{dir: dir, env: exampleEnv(dir)}.call(ctx, r.command[0], append(r.command[1:len(r.command):len(r.command)], file)...)
	switch {
	case err != nil:
		return "the example: " + err.Error(), nil
	case got.code != 0:
		return fmt.Sprintf("the example ends with %d: %s", got.code, lastLine(got.err)), nil
	}
	return difference(got.out, b.Output), nil
}

// exampleEnv is what an example may know of where it runs: the same everywhere.
func exampleEnv(dir string) []string {
	env := []string{"HOME=" + dir, "TMPDIR=" + dir, "LANG=C.UTF-8", "TZ=UTC", "PATH=" + os.Getenv("PATH"), "GOPROXY=off", "GOTOOLCHAIN=local"}
	if cache, err := os.UserCacheDir(); err == nil {
		env = append(env, "GOCACHE="+filepath.Join(cache, "go-build"))
	}
	return env
}

// difference says where what an example prints is not what is shown.
func difference(got, shown string) string {
	is, want := lines(got), lines(shown)
	for i := range max(len(is), len(want)) {
		switch {
		case i >= len(is):
			return fmt.Sprintf("the example prints %d lines, and its output shows %d", len(is), len(want))
		case i >= len(want) || is[i] != want[i]:
			shows := "nothing more"
			if i < len(want) {
				shows = fmt.Sprintf("%q", want[i])
			}
			return fmt.Sprintf("in line %d the example prints %q, and its output shows %s", i+1, is[i], shows)
		}
	}
	return ""
}

// lines are a text's, without white space at their ends and without empty ones at
// its end.
func lines(text string) (all []string) {
	for line := range strings.SplitSeq(strings.TrimRight(text, " \t\n"), "\n") {
		all = append(all, strings.TrimRight(line, " \t"))
	}
	return all
}
