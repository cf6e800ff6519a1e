package main

import (
	"fmt"
	"io"

	"mentorbot/content"
)

// printStats prints a row for each skill, and one for all. Under topics, words,
// tasks and questions stand entry, mid, senior and all levels.
func printStats(out io.Writer, stats *content.Stats) {
	fmt.Fprintf(out, "%-16s %15s %27s %15s %19s %7s %7s %s\n", "", "topics", "words", "tasks", "questions", "longest", "", "oldest")
	fmt.Fprintf(out, "%-16s %s %s %s %s %7s %7s %s\n", "skill", levelHeads(3), levelHeads(6), levelHeads(3), levelHeads(4), "right", "versus", "checked")
	for _, s := range stats.Skills {
		fmt.Fprintln(out, statsRow(s))
	}
	sum := stats.Sum()
	sum.Skill = "all"
	fmt.Fprintln(out, statsRow(sum))
	fmt.Fprintln(out, places(sum.Places))
}

func levelHeads(width int) string {
	return fmt.Sprintf("%*s %*s %*s %*s", width, "e", width, "m", width, "s", width, "all")
}

func statsRow(s content.SkillStats) string {
	all := s.All()
	group := func(width int, n func(content.Count) int) string {
		return fmt.Sprintf("%*d %*d %*d %*d", width, n(s.Levels[0]), width, n(s.Levels[1]), width, n(s.Levels[2]), width, n(all))
	}
	return fmt.Sprintf("%-16s %s %s %s %s %5d %% %7d %s", s.Skill,
		group(3, func(c content.Count) int { return c.Topics }), group(6, func(c content.Count) int { return c.Words }),
		group(3, func(c content.Count) int { return c.Tasks }), group(4, func(c content.Count) int { return c.Questions }),
		percentOf(s.Longest, all.Questions), s.Versus, s.Checked)
}

// places says where the right option is written, of the questions that have one.
func places(n [5]int) string {
	single := 0
	for _, k := range n {
		single += k
	}
	text := fmt.Sprintf("the one right option of %d questions is written", single)
	for i, name := range []string{"first", "second", "third", "fourth", "fifth"} {
		text += fmt.Sprintf(" %s in %d %%,", name, percentOf(n[i], single))
	}
	return text[:len(text)-1]
}

func percentOf(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (100*part + whole/2) / whole
}
