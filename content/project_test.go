package content

import (
	"slices"
	"strings"
	"testing"
)

const party = "projects/tea-party.md"

func TestMistakesInProjects(t *testing.T) {
	for _, b := range []broken{
		{"bad name", []edit{{"projects/Big.md", "", "x"}}, []string{"projects/Big.md:1: the file begins with front matter~", "projects/Big.md:1: the path must be projects/<id>.md~"}},
		{"key missing", []edit{{party, "hours: 2\n", ""}}, []string{party + ":1: the front matter has no hours"}},
		{"key of a topic", []edit{{party, "hours: 2\n", "hours: 2\nrelated: []\n"}}, []string{party + `:6: unknown key "related"`}},
		{"too many hours", []edit{{party, "hours: 2", "hours: 7"}}, []string{party + ":5: hours is a whole number from 2 to 6", party + ":5: the milestones take 120 minutes, which is not 7 hours"}},
		{"hours of another project", []edit{{party, "hours: 2", "hours: 3"}}, []string{party + ":5: the milestones take 120 minutes, which is not 3 hours"}},
		{"too short", []edit{{party, "minutes: 60", "minutes: 59"}}, []string{party + ":1: the milestones take 119 minutes, not 2 to 6 hours"}},
		{"unknown topic", []edit{{party, "table/milk]", "table/milk, table/spoon]"}}, []string{party + ":4: topics: there is no topic table/spoon"}},
		{"one skill", []edit{{party, "[kitchen/steeping, table/milk]", "[kitchen/steeping]"}}, []string{party + ":4: a project joins topics of at least two skills"}},
		{"level below its topics", []edit{{party, "level: senior", "level: mid"}}, []string{party + ":4: a project of level mid needs table/milk of level senior"}},
		{"no introduction", []edit{{party, "Tea for *twelve*, all of it hot.\n", ""}}, []string{party + ":9: the introduction is missing~"}},
		{"introduction too long", []edit{{party, "all of it", strings.Repeat("hot ", 90)}}, []string{party + ":9: the introduction has 94 words, more than 90"}},
		{"another section", []edit{{party, "## Milestone: Boil {#boil}", "## Boil {#boil}"}}, []string{party + ":1: 2 milestones, not 3 to 12", party + ":1: the milestones take 105 minutes~", party + `:21: unknown section "Boil {#boil}"~`}},
		{"no slug", []edit{{party, " {#boil}", ""}}, []string{party + ":21: the heading needs~"}},
		{"slug twice", []edit{{party, "{#boil}", "{#buy}"}}, []string{party + `:21: the slug "buy" stands twice~`}},
		{"level in a milestone", []edit{{party, "minutes: 15", "minutes: 15 · level: mid"}}, []string{party + ":1: the milestones take 105 minutes~", party + ":22: expected a line such as~"}},
		{"milestone too quick", []edit{{party, "minutes: 15", "minutes: 14"}, {party, "minutes: 45", "minutes: 50"}}, []string{party + ":22: a milestone takes 15 to 60 minutes, not 14"}},
		{"no end", []edit{{party, "**Done when** it bubbles.", ""}}, []string{party + ":21: a milestone says what to do~"}},
		{"solution", []edit{{party, "### Hint", "### Solution"}}, []string{party + `:18: a milestone may have one ### Hint, not "Solution"`}},
		{"second hint", []edit{{party, "Two grams for each cup.", "Two grams.\n### Hint\nFor each cup."}}, []string{party + `:20: a milestone may have one ### Hint~`}},
		{"milestone too long", []edit{{party, "Boil three litres", strings.Repeat("x", 1500)}}, []string{party + ":21: the milestone with its Done when has 1512 characters, more than 1500"}},
		{"hint too long", []edit{{party, "Two grams", strings.Repeat("x", 600)}}, []string{party + ":11: the hint has 614 characters, more than 600"}},
		{"outside the subset", []edit{{party, "Boil three litres.", "| a |"}}, []string{party + ":24: outside the Markdown subset: a table"}},
		{"run without output", []edit{{party, "```output\ntea\n```\n", ""}}, []string{party + ":33: what is marked run~"}},
		{"same title", []edit{{"projects/z.md", "", string(tea(t)[party].Data)}}, []string{"projects/z.md:2: the same title stands at " + party + ":2"}},
	} {
		b.run(t)
	}
}

func TestLoadReadsProjects(t *testing.T) {
	l := teaLibrary(t)
	all := l.Projects()
	p, ok := l.Project("tea-party")
	if !ok || len(all) != 1 || all[0] != p {
		t.Fatalf("the projects are %v", all)
	}
	if p.Title != "A tea party" || p.Level != Senior || p.Hours != 2 || p.Intro != "Tea for *twelve*, all of it hot." || p.Checked != "2026-11-20" ||
		!slices.Equal(p.Skills, []string{"kitchen", "table"}) || !slices.Equal(p.Topics, []string{"kitchen/steeping", "table/milk"}) || len(p.Sources) != 1 {
		t.Errorf("it is %+v", p)
	}
	want := []Milestone{
		{"buy", "Buy", 45, "Buy leaf for twelve.", "it is in the kitchen.", "Two grams for each cup.", 11},
		{"boil", "Boil", 15, "Boil three litres.", "it bubbles.", "", 21},
		{"serve", "Serve", 60, "Serve it:\n\n```sh run\necho tea\n```\n\n```output\ntea\n```", "nobody asks for more.", "", 28},
	}
	if !slices.Equal(p.Milestones, want) {
		t.Errorf("milestones are\n%+v\nwant\n%+v", p.Milestones, want)
	}
	if _, ok := l.Project("supper"); ok {
		t.Error("there is a supper")
	}
	if len(l.Topics()) != 3 {
		t.Errorf("%d topics", len(l.Topics()))
	}
}

// A directory adds and replaces projects as it does topics.
func TestProjectsOfADirectory(t *testing.T) {
	old := string(tea(t)[party].Data)
	other := strings.Replace(old, "title: A tea party", "title: Supper", 1)
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  string
		n     int // projects there are then
	}{
		{"a project alone", map[string]string{"projects/supper.md": other}, "", 2},
		{"a copy", map[string]string{party: old}, "", 1},
		{"beside topics", map[string]string{party: strings.Replace(other, "hours", "replaces: true\nhours", 1), "table/sugar.md": sugarTopic(t)}, "", 1},
		{"it exists", map[string]string{party: other}, "DIR/projects/tea-party.md:1: the project tea-party exists already (tea/projects/tea-party.md): say replaces: true, or choose another name", 0},
		{"nothing to replace", map[string]string{"projects/supper.md": strings.Replace(other, "hours", "replaces: true\nhours", 1)}, "DIR/projects/supper.md:5: there is no project supper to replace", 0},
		{"too deep", map[string]string{"projects/a/supper.md": other}, "DIR/projects/a:1: a directory inside projects is not read", 0},
		{"broken", map[string]string{"projects/supper.md": "x"}, "DIR/projects/supper.md:1: the file begins with front matter between two lines of ---", 0},
	} {
		l, got := over(t, write(t, tt.files))
		if got != tt.want || (l != nil) != (tt.want == "") || l != nil && len(l.Projects()) != tt.n {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func FuzzParseProject(f *testing.F) {
	f.Add(string(tea(f)[party].Data))
	for _, s := range []string{
		"", "---\n---\n## Milestone: {#}\n", "---\nhours: {a: b}\ntopics: x\nreplaces: [\n---\n", "---\nhours: 99999999999999999999\n---\nx\n## Milestone: a {#b}\nminutes: 999\n### Hint\n### Hint\n",
		"---\ntitle: x\n---\n```sh run\n```\n## Milestone: a {#a}\n```output\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, mistakes := parseProject(file{"x.md", "x", text}, house, false)
		for _, m := range mistakes {
			if m.Line < 1 || m.Line > 1+strings.Count(text, "\n") || m.What == "" || strings.Contains(m.What, "\n") {
				t.Errorf("a mistake at %v in %q", m, text)
			}
		}
		if len(mistakes) == 0 && (p.Title == "" || p.Intro == "" || len(p.Milestones) < minMilestones || p.Hours < minHours) {
			t.Errorf("no mistake in %q", text)
		}
	})
}
