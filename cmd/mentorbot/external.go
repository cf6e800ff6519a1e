package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// longestCall bounds a call of a program that is not ours.
const longestCall = time.Minute

// An external is how a program that is not ours is called.
type external struct {
	dir string   // empty is ours
	env []string // nil is ours
	in  string
}

// A called is what such a call left.
type called struct {
	code     int
	out, err string
}

// call runs a program until it ends, at most for longestCall; what it started
// ends with it. The error says that it could not be run, or did not end.
func (x external) call(ctx context.Context, name string, args ...string) (called, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return called{}, fmt.Errorf("there is no %s here", name)
	}
	ctx, cancel := context.WithTimeout(ctx, longestCall)
	defer cancel()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Args[0] = name // as its messages begin
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = x.dir, x.env, strings.NewReader(x.in), &out, &errs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return called{}, fmt.Errorf("%s did not end within %v", name, longestCall)
	case err != nil && !errors.As(err, &exit):
		return called{}, fmt.Errorf("%s: %w", name, err)
	}
	return called{cmd.ProcessState.ExitCode(), out.String(), errs.String()}, nil
}

// lastLine is the last line of a text that says something.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// firstLine is the first line of a text that says something.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}
