package bot

import (
	"fmt"
	"strings"
)

func helpCommand() Command {
	return Command{
		Name: "help", Args: "[COMMAND]", Public: true,
		Forms:   []Form{{Say: "help", Options: []Option{{"command", "explains this one", CommandWords, false}}}},
		Brief:   "lists what I can do, or explains one command",
		Example: []string{"help", "help remind"},
		Parse:   parseHelp,
	}
}

func parseHelp(b *Bot, args string) (Action, error) {
	if args == "" {
		return (*turn).table, nil
	}
	if c := b.command(args); c != nil {
		return func(*turn) (Post, error) { return c.helpPost(), nil }, nil
	}
	if strings.Contains(args, " ") {
		return nil, errQuestion
	}
	if c := b.nearestCommand(args); c != nil {
		return nil, mistakef("There is no command %s. Did you mean `help %s`?", quoted(args), c.Name)
	}
	return nil, mistakef("There is no command %s. `help` lists them all.", quoted(args))
}

// table lists the commands: those for people, then what buttons carry.
func (t *turn) table() (Post, error) {
	var people, buttons []string
	for i := range t.commands {
		c := &t.commands[i]
		line := fmt.Sprintf("`%s` %s", c.Usage(), c.Brief)
		switch {
		case c.Button:
			buttons = append(buttons, line)
		case c.Lead:
			people = append(people, line+" (leads)")
		default:
			people = append(people, line)
		}
	}
	return Post{
		Title:   "What I can do",
		Body:    "Ask me anything about backend development, or say:\n\n" + bullets(people) + "\n\n**What buttons say** (you can type it too)\n\n" + bullets(buttons),
		Choices: []Choice{{"A task", "task"}, {"Quiz me", "quiz"}, {"My plan", "plan"}},
	}, nil
}

func (c *Command) helpPost() Post {
	var examples []string
	for _, e := range c.Example {
		examples = append(examples, "`"+e+"`")
	}
	body := capital(c.Brief) + "."
	if c.Lead {
		body += " For leads."
	}
	if c.Detail != "" {
		body += "\n\n" + c.Detail
	}
	return Post{Title: c.Usage(), Body: body + "\n\nFor example:\n\n" + bullets(examples)}
}
