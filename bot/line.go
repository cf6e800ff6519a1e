package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mentorbot/content"
)

// maxTyped is how many bytes of a line are read; nothing that is asked of the
// bot needs more.
const maxTyped = 4_000

// sayWhat is the answer to a line with nothing to read in it.
const sayWhat = "Ask me something, as in `ask what is an index`, or type `help` to see what I can do."

// clean makes one line of text out of what came, or says what to type instead.
func clean(line string) (string, error) {
	if len(line) > maxTyped {
		return "", Mistake("That is more than I can read at once. Ask in one or two sentences, as in `ask what is an index`.")
	}
	if !utf8.ValidString(line) {
		return "", Mistake("I could not read that text. Type it again in plain words, as in `ask what is an index`.")
	}
	line = strings.Join(strings.Fields(line), " ")
	if line == "" {
		return "", Mistake(sayWhat)
	}
	if strings.ContainsFunc(line, unicode.IsControl) {
		return "", Mistake("There are control characters in that line. Type it again in plain words, as in `ask what is an index`.")
	}
	return line, nil
}

// A call is a line that was understood.
type call struct {
	command *Command
	action  Action
	footer  string

	question string // what is asked, if that is all
}

// read finds out what a line asks for. It is a command if its first word is one
// and the rest parses as its arguments, else a question. The error is a Mistake.
func (b *Bot) read(m *Message) (call, error) {
	line, err := clean(m.Line)
	if err != nil {
		return call{}, err
	}
	word, rest, _ := strings.Cut(line, " ")
	c := b.command(word)
	if c == nil {
		return b.readOther(line)
	}
	action, err := c.Parse(b, rest)
	if _, follows := partOf([]string{strings.ToLower(line)}); err == errQuestion && follows { // "more", after an answer
		return b.question(line, ""), nil
	}
	if err == errQuestion {
		return b.question(line, "Looking for the command? `"+c.Usage()+"`"), nil
	}
	if err != nil {
		return call{}, err
	}
	read := call{command: c, action: action}
	if c.Name == "ask" {
		read.question = rest
	}
	return read, nil
}

// readOther reads a line whose first word is no command: letters that answer a
// question, a slip of the keys in a command, or a question.
func (b *Bot) readOther(line string) (call, error) {
	if letters, ok := lettersOf(line); ok && !b.knows(line) {
		return call{command: b.command("answer"), action: answerOpen(letters, answer(line))}, nil
	}
	word, rest, _ := strings.Cut(line, " ")
	if c := b.nearestCommand(word); c != nil {
		_, err := c.Parse(b, rest)
		if (err == nil || rest == "") && !b.knows(line) {
			return call{command: b.command("help"), action: didYouMean(c, rest, err == nil)}, nil
		}
	}
	return b.question(line, ""), nil
}

// knows says whether a line is the very name of something taught.
func (b *Bot) knows(line string) bool {
	return len(b.library.ResolveTopic(line)) > 0
}

func (b *Bot) question(line, footer string) call {
	ask := b.command("ask")
	return call{command: ask, action: answer(line), footer: footer, question: line}
}

// command returns the command of that name in any case, or nil.
func (b *Bot) command(word string) *Command {
	i := slices.IndexFunc(b.commands, func(c Command) bool { return strings.EqualFold(c.Name, word) })
	if i < 0 {
		return nil
	}
	return &b.commands[i]
}

// nearestCommand returns the one command that a word may be a slip of.
func (b *Bot) nearestCommand(word string) *Command {
	var best *Command
	least := 1
	if utf8.RuneCountInString(word) > 5 {
		least = 2
	}
	for i := range b.commands {
		c := &b.commands[i]
		if len(word) < 3 || c.Button {
			continue
		}
		if d := content.Distance(strings.ToLower(word), c.Name); d <= least {
			if best != nil && d == least {
				continue // the earlier in the table
			}
			best, least = c, d
		}
	}
	return best
}

// didYouMean offers a command for a slip of the keys.
func didYouMean(c *Command, rest string, parses bool) Action {
	return func(*turn) (Post, error) {
		if !parses {
			return Post{Body: "Did you mean `" + c.Usage() + "`?", Choices: []Choice{{"Help on " + c.Name, "help " + c.Name}}}, nil
		}
		line := strings.TrimSpace(c.Name + " " + rest)
		post := Post{Body: "Did you mean `" + line + "`?"}
		if sayable(line) {
			post.Choices = []Choice{{"Yes, " + c.Name, line}}
		}
		return post, nil
	}
}

// sayable says whether a button can carry the line.
func sayable(line string) bool {
	return len(line) <= MaxLine && !strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' })
}
