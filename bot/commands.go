package bot

import (
	"errors"
	"slices"
	"strings"

	"mentorbot/content"
	"mentorbot/schedule"
)

// A Command is one row of the table that drives dispatch, help, usage errors,
// completion and what the platforms register. Each is defined in a file of its
// own name.
type Command struct {
	Name    string
	Args    string   // as usage shows them: HH:MM [days] [ZONE]
	Brief   string   // one line, no full stop
	Detail  string   // more, for help COMMAND; Markdown
	Example []string // lines that parse
	Forms   []Form   // how it can be said with options, for platforms that have them, and for completion

	Lead     bool // for leads only; the command checks it itself
	Button   bool // what buttons carry: the second group of help
	Public   bool // answers in the thread when the bot was mentioned
	Shares   bool // its reply is for everybody in the place
	Replaces bool // pressed on one's own post, its reply takes the post's place

	// Parse reads the arguments. It looks at nothing but the library. It
	// returns errQuestion if the line was not meant as this command, and a
	// Mistake if it was meant and is wrong.
	Parse func(b *Bot, args string) (Action, error)
}

// A Form is one way of saying a command: fixed words, then options in order, each
// as it is typed. Joined by spaces they make the line.
type Form struct {
	Name    string // of the form, where a command has several: "set"
	Say     string // the words before the options: "settings team"
	Brief   string // as Command.Brief; empty takes the command's
	Options []Option
}

// An Option is a part of a form's line. Those that must be there come first.
type Option struct {
	Name, Brief string
	Of          Words
	Must        bool
}

// An Action does what a line asked for. Its error is a Mistake or is logged.
type Action func(t *turn) (Post, error)

// errQuestion says that a line is a question that happens to start with a
// command's name.
var errQuestion = errors.New("not this command's arguments")

// Commands is the table. Order is meaning: help shows it so.
func Commands() []Command {
	return []Command{
		askCommand(), skillsCommand(), taskCommand(), quizCommand(),
		progressCommand(), planCommand(), projectCommand(), levelCommand(),
		remindCommand(), pauseCommand(), resumeCommand(),
		dailyCommand(), teamCommand(), gapsCommand(), leadCommand(),
		settingsCommand(), mydataCommand(), helpCommand(),

		hintCommand(), solutionCommand(), doneCommand(), skipCommand(),
		answerCommand(), gradeCommand(), disputeCommand(), shareCommand(), moreCommand(),
		meantCommand(), wishCommand(), serverCommand(),
	}
}

// Usage is the command as it is typed.
func (c *Command) Usage() string { return strings.TrimSpace(c.Name + " " + c.Args) }

// usage is the Mistake for arguments that are clearly meant and clearly wrong.
func (c *Command) usage(what string) error {
	return mistakef("%s Usage: `%s`, as in `%s`.", what, c.Usage(), c.Example[0])
}

// noArgs parses a command that takes none.
func noArgs(action Action) func(*Bot, string) (Action, error) {
	return func(_ *Bot, args string) (Action, error) {
		if args != "" {
			return nil, errQuestion
		}
		return action, nil
	}
}

// about is the option of the commands that take a skill or topic.
func about(must bool) []Option {
	return []Option{{"about", "a skill or topic", AboutWords, must}}
}

// Words says what the words of an option may be.
type Words int

const (
	AnyWord       Words = iota
	QuestionWords       // any words, those of topics among them; see Suggest
	AboutWords
	QuizWords
	SkillWords
	CommandWords
	ProjectWords
	LevelWords
	ZoneWords
	DayWords
	FormWords
	SettingWords
	TeamSettingWords
	MemberWords
	ViewWords
)

// Complete returns what the last word of a line may become, in order.
func (b *Bot) Complete(line string) []string {
	words := strings.Split(strings.TrimLeft(line, " "), " ")
	last := strings.ToLower(words[len(words)-1])
	var all []string
	for _, word := range b.candidates(words[:len(words)-1]) {
		if strings.HasPrefix(strings.ToLower(word), last) {
			all = append(all, word)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// candidates are the words that may follow those before, in any form of the
// command.
func (b *Bot) candidates(before []string) (all []string) {
	if len(before) == 0 {
		return b.Words(CommandWords)
	}
	c := b.command(before[0])
	if c == nil {
		return nil
	}
	for _, form := range c.Forms {
		say := strings.Fields(form.Say)
		n := min(len(before), len(say))
		if !slices.EqualFunc(before[:n], say[:n], strings.EqualFold) {
			continue
		}
		switch i := len(before) - len(say); {
		case i < 0:
			all = append(all, say[len(before)])
		case i < len(form.Options):
			all = append(all, b.Words(form.Options[i].Of)...)
		}
	}
	return all
}

// Suggest returns at most n topics that a question may be about which is still
// being typed, and of none the first to learn; choosing one asks for it.
func (b *Bot) Suggest(typed string, n int) (all []Choice) {
	if strings.TrimSpace(typed) == "" {
		for _, topic := range b.library.Order()[:min(n, len(b.library.Order()))] {
			all = append(all, Choice{topic.Title, topic.ID})
		}
		return all
	}
	for _, name := range b.library.Complete(typed, n) {
		all = append(all, Choice{name.Title, name.ID})
	}
	return all
}

// Words are all the words of a kind; none where any word will do.
func (b *Bot) Words(of Words) (all []string) {
	switch of {
	case CommandWords:
		for _, c := range b.commands {
			all = append(all, c.Name)
		}
	case AboutWords, QuestionWords:
		all = b.Words(SkillWords)
		for _, t := range b.library.Topics() {
			all = append(all, t.ID)
		}
	case QuizWords:
		all = append(b.Words(AboutWords), "wrong", "stop")
	case SkillWords:
		for _, s := range b.library.Skills() {
			all = append(all, s.ID)
		}
	case ProjectWords:
		for _, p := range b.library.Projects() {
			all = append(all, p.ID)
		}
	case LevelWords:
		for l := content.Entry; l <= content.Senior; l++ {
			all = append(all, l.String())
		}
	case ZoneWords:
		all = schedule.Zones()
	case DayWords:
		all = []string{"daily", "weekdays", "weekends", "mon-thu", "mon,wed,fri"}
	case FormWords:
		all = []string{"quiz"}
	case ViewWords:
		all = []string{"weeks"}
	case SettingWords:
		all = keys(memberSettings())
	case TeamSettingWords:
		all = keys(teamSettings())
	}
	return all
}
