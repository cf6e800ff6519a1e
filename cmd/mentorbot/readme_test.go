package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"mentorbot/bot"
)

var printReadme = flag.Bool("readme", false, "TestReadme prints the rows that README.md needs")

// TestReadme holds the README to the tables in the code.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands, buttons, settings := readmeRows()
	if *printReadme {
		fmt.Printf("BEGIN-COMMANDS\n%s\nBEGIN-BUTTONS\n%s\nBEGIN-SETTINGS\n%s\nEND\n",
			strings.Join(commands, "\n"), strings.Join(buttons, "\n"), strings.Join(settings, "\n"))
	}
	rest := string(data)
	for _, row := range append(append(commands, buttons...), settings...) {
		_, after, ok := strings.Cut(rest, row+"\n")
		if !ok {
			t.Fatalf("README.md lacks this row, or has it in another place:\n%s", row)
		}
		rest = after
	}
	for _, s := range subcommands() {
		if !strings.Contains(string(data), strings.TrimSpace(s.name+" "+s.args)) {
			t.Errorf("README.md lacks the subcommand %s", s.name)
		}
	}
}

// readmeRows are the rows of the README's tables, in order.
func readmeRows() (commands, buttons, settings []string) {
	for _, c := range bot.Commands() {
		who := ""
		if c.Lead {
			who = " (leads)"
		}
		row := fmt.Sprintf("| `%s` | %s%s |", strings.ReplaceAll(c.Usage(), "|", "\\|"), c.Brief, who)
		if c.Button {
			buttons = append(buttons, row)
		} else {
			commands = append(commands, row)
		}
	}
	for _, s := range settingTable() {
		settings = append(settings, fmt.Sprintf("| `%s` | `--%s` | %s |", s.env, s.flag, s.meaning))
	}
	return commands, buttons, settings
}
