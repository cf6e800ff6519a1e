package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	steeping = "topics/kitchen/steeping.md"
	milk     = "topics/table/milk.md"
)

// An edit changes a file: old becomes new, wherever it stands. Without old the
// file becomes new.
type edit struct{ file, old, new string }

// mend applies edits, each of which must change something.
func mend(t testing.TB, files fstest.MapFS, edits ...edit) fstest.MapFS {
	t.Helper()
	for _, e := range edits {
		before := ""
		if f := files[e.file]; f != nil {
			before = string(f.Data)
		}
		after := e.new
		if e.old != "" {
			after = strings.ReplaceAll(before, e.old, e.new)
		}
		if after == before {
			t.Fatalf("the edit of %s changes nothing: %q", e.file, e.old)
		}
		files[e.file] = &fstest.MapFile{Data: []byte(after)}
	}
	return files
}

// A broken case is the tea with edits, and the mistakes that are found. A "~"
// at the end of a mistake stands for the rest of it.
type broken struct {
	name  string
	edits []edit
	want  []string
}

func (b broken) run(t *testing.T) {
	t.Run(b.name, func(t *testing.T) {
		got := Check(Source{FS: mend(t, tea(t), b.edits...)}).Mistakes
		if !slices.EqualFunc(got, b.want, matches) {
			t.Errorf("got\n%v\nwant\n%s", got, strings.Join(b.want, "\n"))
		}
	})
}

func matches(m Mistake, want string) bool {
	if start, cut := strings.CutSuffix(want, "~"); cut {
		return strings.HasPrefix(m.String(), start)
	}
	return m.String() == want
}

func TestTeaHasNoMistakes(t *testing.T) {
	report := Check(Source{Name: "tea", FS: tea(t)})
	if len(report.Mistakes) > 0 {
		t.Fatal(report.Mistakes)
	}
	totals := report.Stats.Totals()
	want := Totals{Skills: 2, Topics: 3, Tasks: 4, Questions: 9, Projects: 1, Words: totals.Words}
	if totals != want || totals.Words < 500 {
		t.Errorf("%s, want %s", totals, want)
	}
}

func TestMistakesInFrontMatter(t *testing.T) {
	for _, b := range []broken{
		{"empty file", []edit{{milk, "", " "}}, []string{milk + ":1: the file begins with front matter~"}},
		{"not closed", []edit{{milk, "2026-11-20\n---", "2026-11-20"}}, []string{milk + ":1: the file begins with front matter~"}},
		{"a list in place of keys", []edit{{milk, "", "---\n- a\n---\nB\n"}}, []string{
			milk + `:1: no section "Example"`, milk + `:1: no section "Key points"`, milk + `:1: no section "Pitfalls"`, milk + `:1: no section "Quiz"`,
			milk + `:1: no section "Task:"`, milk + ":1: the front matter is a list of keys~",
		}},
		{"a list among the keys", []edit{{milk, "title: Milk\n", "- a\n"}}, []string{milk + ":2: front matter: did not find~"}},
		{"broken YAML", []edit{{milk, "title: Milk", "title: Milk: sour"}}, []string{milk + ":2: front matter: mapping values~"}},
		{"broken list", []edit{{milk, "[cream, kettle first]", "[cream, kettle first"}}, []string{milk + ":4: front matter: did not find~"}},
		{"key missing", []edit{{milk, "aliases: [cream, kettle first]\n", ""}}, []string{milk + ":1: the front matter has no aliases"}},
		{"key unknown", []edit{{milk, "title: Milk", "title: Milk\ncolour: white"}}, []string{milk + `:3: unknown key "colour"`}},
		{"key twice", []edit{{milk, "title: Milk", "title: Milk\ntitle: Milk"}}, []string{milk + ":3: title stands twice"}},
		{"title empty", []edit{{milk, "title: Milk", "title:"}}, []string{milk + ":2: expected a text"}},
		{"level unknown", []edit{{milk, "level: senior\naliases", "level: expert\naliases"}}, []string{milk + `:3: level "expert" is not entry, mid or senior`}},
		{"list is a text", []edit{{milk, "[cream, kettle first]", "cream"}}, []string{milk + ":4: expected a list"}},
		{"list of lists", []edit{{milk, "[cream, kettle first]", "[[cream]]"}}, []string{milk + ":4: expected a text"}},
		{"YAML alias", []edit{{milk, "title: Milk", "title: &m Milk"}, {milk, "kettle first]", "*m ]"}}, []string{milk + ":4: expected a text"}},
		{"no id", []edit{{milk, "related: [kitchen/steeping]", "related: [steeping]"}}, []string{milk + `:7: "steeping" is not an id~`, milk + ":7: related: there is no topic steeping"}},
		{"names itself", []edit{{milk, "related: [kitchen/steeping]", "related: [table/milk]"}}, []string{milk + ":7: table/milk names itself"}},
		{"no source", []edit{{milk, `[{title: "ISO 3103", url: "https://www.iso.org/standard/73224.html"}]`, "[]"}}, []string{milk + ":8: sources: expected one to three~"}},
		{"source without https", []edit{{milk, "https:", "http:"}}, []string{milk + ":8: a source is~"}},
		{"source with another key", []edit{{milk, "{title:", "{by: ann, title:"}}, []string{milk + `:8: unknown key "by" in a source`}},
		{"no such day", []edit{{milk, "2026-11-20", "2026-02-30"}}, []string{milk + `:9: "2026-02-30" is not a day~`}},
		{"replaces neither true nor absent", []edit{{milk, "title: Milk", "title: Milk\nreplaces: maybe"}}, []string{milk + ":3: replaces is true or absent", milk + ":3: there is no topic table/milk to replace"}},
	} {
		b.run(t)
	}
}

func TestMistakesInSections(t *testing.T) {
	many := func(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }
	for _, b := range []broken{
		{"no answer", []edit{{milk, "Milk goes in first if the cup is thin.\n", ""}}, []string{milk + ":11: the answer is missing~"}},
		{"answer too long", []edit{{milk, "Milk goes in", many(86)}}, []string{milk + ":11: the answer has 92 words, more than 90"}},
		{"unknown section", []edit{{milk, "## Pitfalls", "## Dangers"}}, []string{milk + `:1: no section "Pitfalls"`, milk + `:22: unknown section "Dangers"`}},
		{"no Versus id", []edit{{steeping, "## Versus table/milk", "## Versus milk"}}, []string{steeping + `:34: Versus takes the id of another topic, not "milk"`}},
		{"Versus itself", []edit{{steeping, "## Versus table/milk", "## Versus kitchen/steeping"}}, []string{steeping + `:34: Versus takes the id of another topic, not "kitchen/steeping"`}},
		{"second Versus", []edit{{steeping, "- Milk is optional.\n", "- Milk is optional.\n\n## Versus table/milk\n- a\n- b\n- c\n"}}, []string{steeping + ":39: a second contrast with table/milk"}},
		{"out of order", []edit{{milk, "## Example\n1. Milk.\n2. Tea.\n", ""}, {milk, "## Task", "## Example\nTea.\n\n## Task"}}, []string{milk + `:23: "Example" stands after "Pitfalls"`}},
		{"twice", []edit{{milk, "## Pitfalls", "## Example\nTea.\n\n## Pitfalls"}}, []string{milk + `:22: a second section "Example"`}},
		{"key points too few", []edit{{milk, "- Oat milk may curdle.\n", ""}}, []string{milk + ":13: 2 key points, not 3 to 6"}},
		{"key point too long", []edit{{milk, "Milk binds", many(25)}}, []string{milk + ":14: a key point has 26 words, more than 25"}},
		{"text in a list", []edit{{milk, "- It cools", "It cools"}}, []string{milk + ":13: 2 key points, not 3 to 6", milk + ":15: expected a list item~"}},
		{"nested list", []edit{{milk, "- It cools", "  - It cools"}}, []string{milk + ":13: 2 key points, not 3 to 6", milk + ":15: expected a list item~", milk + ":15: outside the Markdown subset: a list inside a list"}},
		{"example empty", []edit{{milk, "1. Milk.\n2. Tea.\n", ""}}, []string{milk + ":18: the example is empty"}},
		{"example too long", []edit{{milk, "2. Tea.\n", "2. Tea.\n" + strings.Repeat("\nMore tea.\n", 27)}}, []string{milk + ":18: the example has 29 lines, more than 28"}},
		{"one pitfall", []edit{{milk, "- **Sour milk.** Smell it.\n", ""}}, []string{milk + ":22: 1 pitfalls, not 2 to 4"}},
		{"four tasks", []edit{{milk, "## Quiz", strings.Repeat("## Task: A\nminutes: 5 · level: mid\nB\n\n**Done when** c\n### Hint\nd\n### Solution\ne\n\n", 3) + "## Quiz"}, {milk, "## Task: A\n", "## Task: A {#a}\n"}}, []string{milk + ":49: the slug \"a\" stands twice in this topic", milk + ":59: 4 tasks, more than 3", milk + ":59: the slug \"a\" stands twice in this topic"}},
		{"no task", []edit{{milk, "## Task: Test", "## Test"}}, []string{milk + `:1: no section "Task:"`, milk + ":26: unknown section~"}},
		{"fence not closed", []edit{{milk, "Most people cannot.", "```sh\nls"}}, []string{
			milk + `:1: no section "Quiz"`, milk + ":37: the code fence is not closed",
		}},
	} {
		b.run(t)
	}
}

func TestMistakesInTasks(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, b := range []broken{
		{"no slug", []edit{{milk, " {#both-orders}", ""}}, []string{milk + ":26: the heading needs a title and then an id~"}},
		{"slug in capitals", []edit{{milk, "{#both-orders}", "{#Both}"}}, []string{milk + `:26: "Both" is not a slug~`}},
		{"slug too long", []edit{{milk, "{#both-orders}", "{#" + long(25) + "}"}}, []string{milk + ":26: \"xxxxxxxxxxxxxxxxxxxxxxxxx\" is not a slug: at most 24 of [a-z0-9-]"}},
		{"slug of a question", []edit{{milk, "{#both-orders}", "{#binds}"}}, []string{milk + `:41: the slug "binds" stands twice in this topic`}},
		{"no line of minutes", []edit{{milk, "minutes: 5 · level: senior", "level: senior"}}, []string{milk + ":27: expected a line such as~"}},
		{"too quick", []edit{{milk, "minutes: 5 ·", "minutes: 4 ·"}}, []string{milk + ":27: a task takes 5 to 15 minutes, not 4"}},
		{"level unknown", []edit{{milk, "· level: senior", "· level: boss"}}, []string{milk + `:27: level "boss" is not entry, mid or senior`}},
		{"nothing to do", []edit{{milk, "Pour two cups, one each way.\n", ""}}, []string{milk + ":26: a task says what to do~"}},
		{"no end", []edit{{milk, "**Done when**", "Done when"}}, []string{milk + ":26: a task says what to do~"}},
		{"no hint", []edit{{milk, "### Hint\nTurn the cups around.\n", ""}}, []string{milk + ":26: a task needs ### Hint and ### Solution~"}},
		{"hint after solution", []edit{{milk, "### Hint", "### X"}, {milk, "### Solution", "### Hint"}, {milk, "### X", "### Solution"}}, []string{milk + ":26: a task needs~", milk + `:36: a task has ### Hint and then ### Solution, once, not "Hint"`}},
		{"body too long", []edit{{milk, "Pour two cups", long(1500)}}, []string{milk + ":26: the task with its Done when has 1542 characters, more than 1500"}},
		{"hint too long", []edit{{milk, "Turn the cups", long(600)}}, []string{milk + ":26: the hint has 608 characters, more than 600"}},
		{"solution too long", []edit{{milk, "Most people", long(2400)}}, []string{milk + ":26: the solution has 2408 characters, more than 2400"}},
	} {
		b.run(t)
	}
}

func TestMistakesInQuiz(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, b := range []broken{
		{"text before", []edit{{milk, "## Quiz\n", "## Quiz\nThink.\n"}}, []string{milk + ":40: expected a question~"}},
		{"two questions", []edit{{milk, "### A cup is thin. What goes in first? {#thin}\n", ""}, {milk, "- [x] Milk\n  > It keeps the cup from the heat.\n- [ ] Boiling tea\n  > It may crack the cup.\n", ""}}, []string{milk + ":39: 2 questions, not 3 to 5"}},
		{"no slug", []edit{{milk, " {#thin}", ""}}, []string{milk + ":53: the heading needs~"}},
		{"one option", []edit{{milk, "- [ ] Boiling tea\n  > It may crack the cup.\n", ""}}, []string{milk + ":53: 1 options, not 2 to 5", milk + ":53: a question has at least one right and one wrong option"}},
		{"nothing right", []edit{{milk, "- [x] Milk", "- [ ] Milk"}}, []string{milk + ":53: a question has at least~"}},
		{"nothing wrong", []edit{{milk, "- [ ] Boiling", "- [x] Boiling"}}, []string{milk + ":53: a question has at least~", milk + ":53: several options are right~"}},
		{"several right, unsaid", []edit{{steeping, " Choose all that apply.", ""}}, []string{steeping + ":73: several options are right~"}},
		{"no reason", []edit{{milk, "  > It may crack the cup.\n", ""}}, []string{milk + ":56: the option has no text, or no reason~"}},
		{"second reason", []edit{{milk, "crack the cup.\n", "crack the cup.\n  > Or not.\n"}}, []string{milk + ":58: expected \"- [ ] wrong option\"~"}},
		{"option not marked", []edit{{milk, "- [ ] Boiling", "- Boiling"}}, []string{milk + ":53: 1 options, not 2 to 5", milk + ":53: a question has~", milk + ":56: expected~", milk + ":57: expected~"}},
		{"option twice", []edit{{milk, "- [ ] Boiling tea", "- [ ] Milk"}}, []string{milk + ":56: the option stands twice"}},
		{"option about the others", []edit{{milk, "- [ ] Boiling tea", "- [ ] All of the above"}}, []string{milk + `:56: an option stands for itself: no "All of the above"`}},
		{"option too long", []edit{{milk, "Boiling tea", long(161)}}, []string{milk + ":56: the option has 161 characters, more than 160"}},
		{"reason too long", []edit{{milk, "It may crack the cup", long(201)}}, []string{milk + ":57: the reason has 202 characters, more than 200"}},
		{"question too long", []edit{{milk, "A cup is thin.", long(900)}}, []string{milk + ":53: the question has 920 characters, more than 900"}},
	} {
		b.run(t)
	}
}

func TestMistakesInMarkdown(t *testing.T) {
	for what, text := range map[string]string{
		"a heading that is not of the format":  "# Big",
		"a list inside a list":                 "- a\n  - b",
		`a list is written with "- " or "1. "`: "* a",
		"a table":                              "| a | b |",
		"a rule, an underlined heading~":       "a\n---",
		"an image":                             "![a](https://example.org)",
		"a footnote":                           "a[^1]",
		"a link that does not lead to http~":   "[a](b.md)",
		"an HTML entity: write the character":  "a &lt; b",
		"a literal * belongs in a code span~":  "2 * 3",
		"a literal _ belongs in a code span~":  "**snake_case**",
		"a literal < belongs in a code span~":  "a <b>",
		"a literal ` belongs in a code span~":  "a `b",
		"indented text shows as code: \"a\"":   "    a",
		"a code fence names its language~":     "```\na\n```",
		"the json does not decode: ~":          "```json\n{a}\n```",
		"the yaml does not decode: ~":          "```yaml\na: b: c\n```",
		"only go, js, python, sh can be~":      "```ruby run\na\n```\n\n```output\na\n```",
		"what is marked run is followed~":      "```sh run\na\n```",
		"an output follows the code that~":     "```output\na\n```",
	} {
		var got []string
		mistakes := Check(Source{FS: mend(t, tea(t), edit{milk, "1. Milk.\n2. Tea.", "So:\n\n" + text + "\n\nEnd."})}).Mistakes
		for _, m := range mistakes {
			got = append(got, strings.TrimPrefix(m.What, "outside the Markdown subset: "))
			if m.File != milk || m.Line < 19 || m.Line > 22 {
				t.Errorf("%q is reported at %s:%d", text, m.File, m.Line)
			}
		}
		start, _ := strings.CutSuffix(what, "~")
		if len(got) == 0 || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, start) }) {
			t.Errorf("%q is reported as %q, want %s", text, got, what)
		}
	}
	fine := "So `a_b < c * d`, [e](https://e.example/a_b), *f*, **g** and ann's:\n\n1. one\n   more\n2. two\n\n> said\n\n```html\n<b>_*</b>\n\t* x\n# y\n```\n\n```json\n{}\n[1]\n```\n\n```yaml\na: 1\n---\nb: 2\n```"
	if mistakes := Check(Source{FS: mend(t, tea(t), edit{milk, "1. Milk.\n2. Tea.", fine})}).Mistakes; len(mistakes) > 0 {
		t.Error(mistakes)
	}
}

func TestMistakesBetweenTopics(t *testing.T) {
	sugar := strings.NewReplacer(
		"title: Milk", "title: Sugar", "[cream, kettle first]", "[honey]", "milk first or tea first", "one lump or two",
		"What does milk bind?", "What dissolves?", "What may curdle?", "What stays?", "A cup is thin. What goes in first?", "What is sweet?",
	).Replace(string(tea(t)[milk].Data))
	add := edit{"topics/table/sugar.md", "", sugar}
	with := func(edits ...edit) []edit { return append([]edit{add}, edits...) }
	const sugarFile = "topics/table/sugar.md"
	for _, b := range []broken{
		{"two topics", with(), nil},
		{"path not in lower case", []edit{{"topics/table/Sugar.md", "", sugar}}, []string{"topics/table/Sugar.md:1: the path must be~"}},
		{"unknown skill", []edit{{"skills.tsv", "table\tAt the table\n", ""}}, []string{milk + `:1: unknown skill "table"~`}},
		{"skill without title", []edit{{"skills.tsv", "unused\t", "unused"}}, []string{"skills.tsv:3: expected a skill~"}},
		{"skill twice", []edit{{"skills.tsv", "unused", "table"}}, []string{`skills.tsv:3: the skill table exists already, as "At the table"`}},
		{"requires nothing", []edit{{milk, "requires: [kitchen/steeping]", "requires: [kitchen/steam]"}}, []string{milk + ":6: requires: there is no topic kitchen/steam"}},
		{"requires twice", []edit{{milk, "requires: [kitchen/steeping]", "requires: [kitchen/steeping, kitchen/steeping]"}}, []string{milk + ":6: requires: kitchen/steeping stands twice"}},
		{"requires a higher level", []edit{{milk, "level: senior\naliases", "level: entry\naliases"}}, []string{milk + ":6: a topic of level entry requires kitchen/steeping of level mid"}},
		{"id too long for a button", []edit{{"topics/table/" + strings.Repeat("milk-", 10) + "x.md", "", sugar}, {"topics/table/" + strings.Repeat("milk-", 10) + "x.md", "{#both-orders}", "{#" + strings.Repeat("s", 15) + "}"}}, nil},
		{"id a byte too long for a button", []edit{{"topics/table/" + strings.Repeat("milk-", 10) + "x.md", "", sugar}, {"topics/table/" + strings.Repeat("milk-", 10) + "x.md", "{#both-orders}", "{#" + strings.Repeat("s", 16) + "}"}}, []string{
			"topics/table/" + strings.Repeat("milk-", 10) + "x.md:26: the id table/" + strings.Repeat("milk-", 10) + "x#" + strings.Repeat("s", 16) + " has 74 bytes, more than the 73~",
		}},
		{"first id too long for a button", []edit{{milk, "title: Milk", "title: Milk\nwas: [table/" + strings.Repeat("x", 56) + ", table/cream]"}}, []string{
			milk + ":27: the id table/" + strings.Repeat("x", 56) + "#both-orders has 74 bytes~",
		}},
		{"circle", []edit{{"topics/kitchen/boiling-water.md", "requires: []", "requires: [table/milk]"}, {milk, "level: senior\naliases", "level: entry\naliases"}, {steeping, "level: mid\naliases", "level: entry\naliases"}}, []string{
			"topics/kitchen/boiling-water.md:6: the prerequisites form a circle: kitchen/boiling-water → table/milk → kitchen/steeping → kitchen/boiling-water",
		}},
		{"Versus nothing", []edit{{steeping, "## Versus table/milk", "## Versus table/spoon"}}, []string{steeping + ":34: Versus: there is no topic table/spoon"}},
		{"Versus on both sides", []edit{{milk, "## Task", "## Versus kitchen/steeping\n- a\n- b\n- c\n\n## Task"}}, []string{steeping + ":34: table/milk has this contrast too; one side is enough"}},
		{"was still there", []edit{{milk, "title: Milk", "title: Milk\nwas: [kitchen/boiling-water]"}}, []string{milk + ":3: was: there is still a topic kitchen/boiling-water"}},
		{"was twice", []edit{{milk, "title: Milk", "title: Milk\nwas: [kitchen/brewing]"}}, []string{steeping + ":11: was: table/milk was kitchen/brewing too", milk + ":3: was: kitchen/steeping was kitchen/brewing too"}},
		{"same title", with(edit{sugarFile, "title: Sugar", "title: milk"}), []string{sugarFile + ":2: the same title stands at topics/table/milk.md:2"}},
		{"title is an alias", with(edit{sugarFile, "[honey]", "[honey, MILK]"}), []string{sugarFile + `:4: the alias "MILK" is the title of table/milk`}},
		{"same ask", with(edit{sugarFile, "one lump or two", "Milk first, or tea first?"}), []string{sugarFile + ":5: the same ask stands at topics/table/milk.md:5"}},
		{"same question", with(edit{sugarFile, "What is sweet?", "What may curdle?"}), []string{sugarFile + ":53: the same question stands at topics/table/milk.md:47"}},
		{"alias twice", []edit{{milk, "[cream, kettle first]", "[cream, cream]"}}, []string{milk + `:4: the alias "cream" stands twice`}},
		{"alias of strangers", with(edit{sugarFile, "[honey]", "[cream]"}), []string{
			milk + `:4: the alias "cream" stands at table/sugar too, which is not named in related`,
			sugarFile + `:4: the alias "cream" stands at table/milk too, which is not named in related`,
		}},
		{"alias of relatives", with(edit{sugarFile, "[honey]", "[infusion]"}, edit{steeping, "table/milk]", "table/milk, table/sugar]"}), nil},
		{"alias of four", with(
			edit{sugarFile, "[honey]", "[hot water]"}, edit{milk, "[cream", "[hot water"}, edit{steeping, "[infusion", "[hot water"},
			edit{sugarFile, "related: [", "related: [kitchen/boiling-water, table/milk, "}, edit{milk, "related: [", "related: [kitchen/boiling-water, table/sugar, "},
			edit{steeping, "table/milk]", "table/milk, table/sugar]"}, edit{"topics/kitchen/boiling-water.md", "related: [", "related: [table/milk, table/sugar, "},
		), []string{sugarFile + `:4: the alias "hot water" stands at 4 topics, more than 3`}},
	} {
		b.run(t)
	}
}

// A source with a list of ids is held to it, and to the house rules.
func TestHouseRules(t *testing.T) {
	ids := `# ids
kitchen/boiling-water
kitchen/boiling-water#time-it
kitchen/boiling-water#wait
kitchen/boiling-water#weak
kitchen/boiling-water#where
kitchen/brewing
kitchen/brewing#bitter
kitchen/brewing#leaf
kitchen/steeping
kitchen/steeping#bitter
kitchen/steeping#bitter-minute
kitchen/steeping#print
kitchen/steeping#stop
kitchen/steeping#two-waters
table/milk
- table/milk#binds
table/milk#both-orders
table/milk#churn
table/milk#curdle
table/milk#curdle
- table/milk#rennet
`
	files := mend(t, tea(t), edit{"ids.txt", "", ids}, edit{milk, "- [ ] Caffeine in the leaf", "- [ ] Ore"}, edit{milk, "- [ ] Boiling tea", "- [ ] Tea"}, edit{milk, "What may curdle?", "May oat curdle, or milk?"})
	var got []string
	mistakes := Check(Source{FS: files}).Mistakes
	for _, m := range mistakes {
		if m.File == milk || m.File == "ids.txt" {
			got = append(got, m.String())
		}
	}
	want := []string{
		"ids.txt:9: the content has no kitchen/brewing#leaf any more: bring it back, or name its topic in \"was\", or write \"- kitchen/brewing#leaf\"",
		"ids.txt:17: table/milk#binds was given up and is never used again",
		"ids.txt:19: the content has no table/milk#churn any more: bring it back, or name its topic in \"was\", or write \"- table/milk#churn\"",
		"ids.txt:21: table/milk#curdle stands twice",
		milk + ":1: 1 asks, fewer than 8",
		milk + ":1: 1 ids of this file are new: make ids lists them in ids.txt",
		milk + ":1: 1 related topics, not 2 to 5",
		milk + ":1: 1087 bytes, not 5500 to 12500",
		milk + ":41: the right option is the longest in 2 of 3 questions",
		milk + ":47: the question contains the words of its right option, and of no wrong one",
		milk + ":53: the topic's title contains the words of the right option, and of no wrong one",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Under another source the list is that source's own affair.
	mistakes = Check(Source{FS: files}, Source{Name: "tea", FS: tea(t)}).Mistakes
	if i := slices.IndexFunc(mistakes, func(m Mistake) bool { return m.File == "ids.txt" }); i >= 0 {
		t.Error(mistakes[i])
	}
}

// A whole curriculum is held to what its questions have in common, and to the
// order of former ids.
func TestWholeCurriculum(t *testing.T) {
	var ids strings.Builder
	for _, topic := range readAll([]Source{{FS: tea(t)}}, func(*files) rules { return grammar }).topics {
		ids.WriteString(strings.Join(topic.ids(), "\n") + "\n")
	}
	files := mend(t, tea(t), edit{"ids.txt", "", "kitchen/brewing\nkitchen/drawing\n" + ids.String()},
		edit{steeping, "was: [kitchen/brewing]", "was: [kitchen/drawing, kitchen/brewing, kitchen/tea]"},
		edit{milk, "Caffeine in the leaf", "Ore"}, edit{milk, "Boiling tea", "Tea"})
	var got []string
	for _, m := range Check(Source{FS: files}).Mistakes {
		if m.File == "skills.tsv" || strings.Contains(m.What, "was: ") {
			got = append(got, m.String())
		}
	}
	want := []string{
		"skills.tsv:1: all skills: the right option is the longest in 6 of 9 questions, more than 40 %",
		"skills.tsv:1: kitchen: the right option is the longest in 4 of 6 questions, more than 55 %",
		"skills.tsv:2: table: the right option is the longest in 2 of 3 questions, more than 55 %",
		steeping + ":11: was: kitchen/brewing is older than kitchen/drawing: the oldest stands first",
		steeping + ":11: was: no topic ever was kitchen/tea",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
