package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"
)

// A program is one execution: everything that comes from outside.
type program struct {
	args   []string
	getenv func(string) string
	in     io.Reader
	out    io.Writer
	err    io.Writer
	clock  clock
}

// A clock tells the time and waits. It is the wall's, but for tests.
type clock interface {
	Now() time.Time
	// After sends once at or after d, like time.After.
	After(d time.Duration) <-chan time.Time
}

type wallClock struct{}

func (wallClock) Now() time.Time                         { return time.Now() }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A subcommand is a word after the program's name.
type subcommand struct {
	name  string
	args  string
	brief string
	run   func(ctx context.Context, p program) error
}

// subcommands is the table; help shows it in this order. One with several forms has
// a row for each.
func subcommands() []subcommand {
	return []subcommand{
		{"run", "", "join every platform that has tokens, or chat here (the default)", serve},
		{"chat", "[--as NAME]", "chat in the terminal", chat},
		{"ask", "[--json] [--stdin] QUESTION…", "answer one question", ask},
		{"ask", "--explain QUESTION…", "why the topics are found that it finds", ask},
		{"content", "check [--stats] [--tools] [--run] [DIR]", "every mistake in what is taught", contentCommand},
		{"content", "list [--json]", "the topics", contentCommand},
		{"content", "plan [--level LEVEL]", "the order in which somebody of a level learns", contentCommand},
		{"content", "show ID [--as PLATFORM]", "what people see of a topic, item or project", contentCommand},
		{"content", "cover LIST…", "how much of a list is taught", contentCommand},
		{"content", "disputes [--dismiss ITEM] [WORKSPACE]", "questions that look wrong to members", contentCommand},
		{"schedule", "preview --zone ZONE --from TIME --count N SPEC…", "when a schedule comes", scheduleCommand},
		{"outbox", "list | retry KEY | drop KEY", "posts that wait, are uncertain or were given up", outboxCommand},
		{"tune", "[WORKSPACE]", "fit the memory model of a workspace to its own log", tune},
		{"slack", "manifest", "the manifest to make a Slack app from", slackCommand},
		{"backup", "FILE", "copy the data into a new file while the bot runs", backup},
		{"version", "", "print the version", version},
	}
}

// run does what the arguments say.
func run(ctx context.Context, p program) error {
	if len(p.args) == 0 || strings.HasPrefix(p.args[0], "-") && !isHelp(p.args[0]) {
		return serve(ctx, p)
	}
	name := p.args[0]
	if name == "help" || isHelp(name) {
		return help(p.out)
	}
	table := subcommands()
	i := slices.IndexFunc(table, func(s subcommand) bool { return s.name == name })
	if i < 0 {
		return usagef("there is no command %q; `mentorbot help` lists them", name)
	}
	p.args = p.args[1:]
	return table[i].run(ctx, p)
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

// help prints the table and the settings.
func help(out io.Writer) error {
	fmt.Fprintln(out, "usage: mentorbot [COMMAND] [FLAGS] [ARGUMENTS]")
	fmt.Fprintln(out)
	for _, s := range subcommands() {
		fmt.Fprintf(out, "  %-58s %s\n", strings.TrimSpace(s.name+" "+s.args), s.brief)
	}
	fmt.Fprintf(out, "  %-58s %s\n\n", "help", "print this")
	fmt.Fprintln(out, "Settings, each also a flag of run, chat, outbox, tune, backup and content disputes:")
	fmt.Fprintln(out)
	for _, s := range settingTable() {
		fmt.Fprintf(out, "  %-18s %-10s %s\n", s.env, "--"+s.flag, s.meaning)
	}
	fmt.Fprintln(out, "\nSecrets come from the environment alone, or from a file named by NAME_FILE:")
	fmt.Fprintln(out)
	for _, s := range secretTable() {
		fmt.Fprintf(out, "  %-18s %s\n", s.env, s.meaning)
	}
	return nil
}

// flags is a set of flags that reports mistakes instead of printing them.
func (p program) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f
}

// parse parses the arguments; a mistake, and a cry for help, is a usage error.
func (p program) parse(f *flag.FlagSet) ([]string, error) {
	if err := f.Parse(p.args); err != nil {
		for _, s := range subcommands() {
			if s.name == f.Name() {
				return nil, usagef("%v; usage: mentorbot %s %s", err, s.name, s.args)
			}
		}
		return nil, usageError{err}
	}
	return f.Args(), nil
}

// parseAnywhere is parse for a command whose flags may stand after its words.
func (p program) parseAnywhere(f *flag.FlagSet) (words []string, err error) {
	for {
		rest, err := p.parse(f)
		if err != nil || len(rest) == 0 {
			return words, err
		}
		words, p.args = append(words, rest[0]), rest[1:]
	}
}

// isTerminal says whether a person sits at the other end.
func isTerminal(v any) bool {
	f, ok := v.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
