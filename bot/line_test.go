package bot

import (
	"strings"
	"testing"
)

// understood says in short how a line was read: as which command, as a question
// (and after which command it goes), as a slip of the keys, or as a mistake.
func understood(b *Bot, line string) string {
	call, err := b.read(&Message{Line: line})
	switch {
	case err != nil:
		return "mistake"
	case strings.HasPrefix(call.footer, "Looking for"):
		return "question after " + strings.Fields(strings.Trim(strings.TrimPrefix(call.footer, "Looking for the command? "), "`"))[0]
	case call.question != "" && !strings.HasPrefix(strings.ToLower(line), "ask"):
		return "question"
	case call.command.Name != "help":
		return call.command.Name
	}
	post, err := call.action(&turn{Bot: b})
	if err != nil {
		return "mistake"
	}
	if meant, ok := strings.CutPrefix(post.Body, "Did you mean `"); ok {
		return "meant " + strings.TrimSuffix(meant, "`?")
	}
	return "help"
}

func TestRead(t *testing.T) {
	b := newDesk(t).Bot
	for line, want := range map[string]string{
		// A command in any case, with white space in any amount.
		"task":                            "task",
		"  TASK\t databases \n":           "task",
		"Quiz me":                         "quiz",
		"task databases/indexing":         "task",
		"task covering index":             "task",
		"ask what is rest":                "ask",
		"ask task":                        "ask",
		"remind 09:00":                    "remind",
		"remind 9:05 mon,wed":             "remind",
		"remind 09:00 utc":                "remind",
		"remind OFF":                      "remind",
		"daily 10:00 weekdays UTC apis":   "daily",
		"pause until monday":              "pause",
		"pause until tomorrow":            "pause", // a mistake, but its own: it says what a day is
		"settings":                        "settings",
		"settings team dayoff 2026-12-24": "settings",
		"lead list":                       "lead",
		"team @ann":                       "team",
		"mydata delete yes":               "mydata",
		"help remind":                     "help",
		"more joins":                      "more",
		"level MID":                       "level",
		"done databases/joins#left 1":     "done",

		// A question, though it begins like a command.
		"resume tips":                   "question after resume",
		"plan my week":                  "question after plan",
		"progress bar in a terminal":    "question after progress",
		"task queue vs message queue":   "question after task",
		"team lead role":                "question after team",
		"lead developer salary":         "question after lead",
		"level of isolation":            "question after level",
		"daily standup":                 "question after daily",
		"remind me what a join is":      "question after remind",
		"pause a container":             "question after pause",
		"skills i need":                 "question after skills",
		"help me with joins":            "question after help",
		"more":                          "question", // after an answer, and not the button
		"share of the market":           "question after share",
		"hint for joins":                "question after hint",
		"done":                          "question after done",
		"answer me":                     "question after answer",
		"answer databases/joins#left 1": "question after answer",
		"mydata export please":          "question after mydata",

		// A question.
		"what is an index": "question",
		"joins":            "question",
		"rest":             "question", // and not a slip for test, task or reset
		"tasks of a lead":  "question", // a slip, but it would not parse
		"hi":               "question",
		"¿qué es REST?":    "question",

		// A slip of the keys: one word, or what would parse.
		"taks":           "meant task",
		"hlep":           "meant help",
		"halp":           "meant help",
		"remnd 09:00":    "meant remind 09:00",
		"remindd":        "meant remind",
		"Quizz apis":     "meant quiz apis",
		"setings":        "meant settings",
		"progres":        "meant progress",
		"teem":           "meant team",
		"taks databases": "meant task databases",
		"pase":           "meant pause until DATE",
		"tead":           "meant team", // not lead, which stands later in the table

		// Clearly meant, clearly wrong.
		"":                        "mistake",
		"ask":                     "mistake",
		"remind 25:00":            "mistake",
		"remind 9":                "mistake",
		"remind 09:00 Mars/Base":  "mistake",
		"daily 09:00 cooking":     "mistake",
		"task databses":           "mistake",
		"quiz key":                "mistake", // two things are called so
		"level guru":              "mistake",
		"lead add":                "mistake",
		"lead":                    "mistake",
		"pause":                   "mistake",
		"settings colour":         "mistake",
		"help xyzzy":              "mistake",
		"done a/b#c":              "mistake",
		"done a/b#c -1":           "mistake",
		"grade a/b#c 1 perfect":   "mistake",
		"answer a/b#c 1 0000 XYZ": "mistake",
	} {
		if got := understood(b, line); got != want {
			t.Errorf("%q is read as %s, want %s", line, got, want)
		}
	}
}

// What is meant as text is shown as text: nobody formats the bot's sentences.
func TestQuoted(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                  "“plain”",
		"*b* [x](https://e.org)": `“\*b\* \[x\]\(https\:\/\/e\.org\)”`,
		strings.Repeat("ä", 61):  "“" + strings.Repeat("ä", 60) + "…”",
	} {
		if got := quoted(text); got != want {
			t.Errorf("quoted(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	b := newDesk(t).Bot
	for line, want := range map[string]string{
		"re":              "remind resume",
		"level ":          "entry mid senior test",
		"LEVEL M":         "mid",
		"task data":       "databases databases/indexing databases/joins databases/tables",
		"settings z":      "zone",
		"settings team r": "reports retention",
		"help qu":         "quiz",
		"plan ":           "",
		"what is ":        "",
		"remind o":        "off",
	} {
		if got := strings.Join(b.Complete(line), " "); got != want {
			t.Errorf("Complete(%q) = %s, want %s", line, got, want)
		}
	}
	if all := b.Complete(""); len(all) != len(Commands()) {
		t.Errorf("an empty line completes to %d words, want every command", len(all))
	}
}
