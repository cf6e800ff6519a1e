// Mentorbot answers questions about backend development and gives people
// practice, in chat. This package puts the parts together: main handles signals
// and exit codes, run does the rest and is what tests call.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		stop()
		<-signals // somebody is in a hurry
		os.Exit(1)
	}()
	p := program{args: os.Args[1:], getenv: os.Getenv, in: os.Stdin, out: os.Stdout, err: os.Stderr, clock: wallClock{}}
	os.Exit(exitCode(run(ctx, p), p))
}

// A usageError is a wrong use of the command line or a wrong setting.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// errQuiet says that what went wrong was already printed.
var errQuiet = errors.New("already said")

// exitCode is 0 for done or signalled, 1 for failed, 2 for usage or a setting.
func exitCode(err error, p program) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return 0
	}
	if !errors.Is(err, errQuiet) {
		fmt.Fprintln(p.err, "mentorbot:", err)
	}
	var usage usageError
	if errors.As(err, &usage) {
		return 2
	}
	return 1
}
