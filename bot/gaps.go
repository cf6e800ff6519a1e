package bot

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"mentorbot/content/markdown"
	"mentorbot/store"
)

func gapsCommand() Command {
	return Command{
		Name: "gaps", Lead: true,
		Forms: []Form{{Say: "gaps"}},
		Brief: "shows what was asked and found no answer, or not the right one",
		Detail: fmt.Sprintf("Of the last %d days, without names. A count is shown from two members on. "+
			"The words of a question are here only if its asker pressed *Ask my lead to add this*.", gapDays),
		Example: []string{"gaps"},
		Parse:   noArgs(leads((*turn).gaps)),
	}
}

// tallies are how often questions were counted by something, and by how many
// members' questions.
type tallies map[string]*struct{ n, members int }

// add adds one member's counts.
func (t tallies) add(of map[string]int) {
	for what, n := range of {
		if t[what] == nil {
			t[what] = new(struct{ n, members int })
		}
		t[what].n += n
		t[what].members++
	}
}

// gapCounts are the gaps of a team.
type gapCounts struct{ near, words, notMeant, meant tallies }

// everyGap is more gaps than a member has.
const everyGap = (gapDays + 3) * 100

// gapsOf counts the gaps of members from a day on.
func gapsOf(s *store.Space, members []*store.Member, from string) (*gapCounts, error) {
	all := &gapCounts{tallies{}, tallies{}, tallies{}, tallies{}}
	for _, m := range members {
		gaps, err := s.Gaps(m, from, everyGap)
		if err != nil {
			return nil, err
		}
		own := map[store.GapKind]map[string]int{}
		for _, g := range gaps {
			if own[g.Kind] == nil {
				own[g.Kind] = map[string]int{}
			}
			own[g.Kind][g.What] += g.N
		}
		all.near.add(own[store.NearSkill])
		all.words.add(own[store.KnownWord])
		all.notMeant.add(own[store.NotMeant])
		all.meant.add(own[store.Meant])
	}
	return all, nil
}

// enough is from how many members on a count is shown, so that it tells nothing
// of one of them.
const enough = 2

// How many lines of each kind are shown.
const (
	mostNear  = 12
	mostShown = 20
)

// lines are the counts that enough members share, most first: what was counted,
// as it is called, how often, and by how many.
func (t tallies) lines(form, noun string, most int, called func(string) string) (lines []string) {
	shared := slices.DeleteFunc(slices.Collect(maps.Keys(t)), func(what string) bool { return t[what].members < enough })
	slices.SortFunc(shared, func(a, b string) int {
		return cmp.Or(cmp.Compare(t[b].members, t[a].members), cmp.Compare(t[b].n, t[a].n), cmp.Compare(a, b))
	})
	for _, what := range shared[:min(most, len(shared))] {
		count := fmt.Sprintf("%s of %s", plural(t[what].n, noun), plural(t[what].members, "member"))
		lines = append(lines, fmt.Sprintf(form, called(what), count))
	}
	if lines == nil {
		lines = []string{"nothing from two members or more"}
	}
	return lines
}

// same is what names itself.
func same(what string) string { return cmp.Or(what, "nothing that I teach") }

func (t *turn) gaps() (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		members, err := s.Members("", manyMembers)
		if err != nil {
			return err
		}
		day, err := t.teamDay(s)
		if err != nil {
			return err
		}
		counts, err := gapsOf(s, members, dateOf(store.Midnight(day)).AddDays(-gapDays).String())
		if err != nil {
			return err
		}
		wishes, err := wishLines(s, members)
		if err != nil {
			return err
		}
		post = t.gapsPost(counts, wishes)
		return nil
	})
	return post, err
}

func (t *turn) gapsPost(counts *gapCounts, wishes []string) Post {
	parts := []string{
		"**Without an answer**\n\n" + bullets(counts.near.lines("near %s: %s", "question", mostNear, same)),
		"**Words in them**\n\n" + bullets(counts.words.lines("%s: %s", "question", mostShown, same)),
		"**Shown, and not what was meant**\n\n" + bullets(counts.notMeant.lines("%s: %s", "answer", mostShown, func(topic string) string {
			if n := counts.meant[topic]; n != nil && n.members >= enough {
				return fmt.Sprintf("`%s` (%d times it was)", topic, n.n)
			}
			return "`" + topic + "`"
		})),
	}
	if len(wishes) > 0 {
		parts = append(parts, "**Asked to be added**\n\n"+bullets(wishes))
	}
	return Post{
		Title: "What was missing",
		Body:  strings.Join(parts, "\n\n"),
		Footer: fmt.Sprintf("The last %d days, without names; counts from two members on. A question's words are here only because its asker wanted it.",
			gapDays),
	}
}

// wishLines are the questions that members asked to be added, the latest first.
func wishLines(s *store.Space, members []*store.Member) (lines []string, err error) {
	var all []*store.Wish
	for _, m := range members {
		own, err := s.Wishes(m, mostWishes)
		if err != nil {
			return nil, err
		}
		all = append(all, own...)
	}
	slices.SortFunc(all, func(a, b *store.Wish) int { return b.At.Compare(a.At) })
	for _, w := range all[:min(len(all), mostShown)] {
		near := ""
		if w.Skill != "" {
			near = " (near " + w.Skill + ")"
		}
		lines = append(lines, "“"+markdown.Escape(w.Text)+"”"+near)
	}
	return lines, nil
}

// askedLines say what is kept of a member's questions.
func askedLines(s *store.Space, me *store.Member) (lines []string, err error) {
	gaps, err := s.Gaps(me, "", everyGap)
	if err != nil {
		return nil, err
	}
	counts := map[store.GapKind]int{}
	for _, g := range gaps {
		counts[g.Kind] += g.N
	}
	lines = append(lines, fmt.Sprintf("counts of your questions in the last %d days: %s without an answer, by skill and by words that I know; %s that %s not what you meant",
		gapDays, plural(counts[store.NearSkill], "question"), plural(counts[store.NotMeant], "answer"), map[bool]string{true: "was", false: "were"}[counts[store.NotMeant] == 1]))
	wishes, err := s.Wishes(me, mostWishes)
	for _, w := range wishes {
		lines = append(lines, "a question that you asked your lead to add, on "+w.At.Format(time.DateOnly)+": "+quoted(w.Text))
	}
	return lines, err
}
