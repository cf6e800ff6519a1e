package bot

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/store"
)

func teamCommand() Command {
	return Command{
		Name: "team", Args: "[MEMBER | disputes]", Lead: true,
		Forms: []Form{
			{"show", "team", "who practises and where the team is stuck", []Option{{"member", "one member only", MemberWords, false}}},
			{Name: "disputes", Say: "team disputes", Brief: "questions that look wrong to members, with how they were answered"},
		},
		Brief:   "shows who practises, what the team knows and where it is stuck",
		Detail:  "You see progress, never private questions. `settings team reports` says how much; every member sees with `mydata` what you see of them.",
		Example: []string{"team", "team @ann", "team disputes"},
		Parse:   parseTeam,
	}
}

func parseTeam(_ *Bot, args string) (Action, error) {
	switch {
	case args == "":
		return leads((*turn).team), nil
	case strings.EqualFold(args, "disputes"):
		return leads((*turn).teamDisputes), nil
	case strings.Contains(args, " "):
		return nil, errQuestion
	}
	return leads(func(t *turn) (Post, error) { return t.teamMember(args) }), nil
}

// A report is what a lead sees of one member.
type report struct {
	name    string
	week    store.DaySum
	last    time.Time // last day of practice; zero if never
	skills  []string  // practised this week
	known   map[string]int
	missed  int // items last answered wrong
	topics  int // topics begun
	working int // working days since the last practice
}

// quietAfter is after how many working days without practice a member who used
// to practise may need help; stuckAt, at how many missed items.
const (
	quietAfter = 7
	stuckAt    = 3
)

// needs says why a member may need help; empty if nothing suggests it.
func (r *report) needs() string {
	switch {
	case r.missed >= stuckAt:
		return plural(r.missed, "piece") + " last missed"
	case !r.last.IsZero() && r.working >= quietAfter:
		return "quiet for " + plural(r.working, "working day") + " or more"
	}
	return ""
}

// report reads what a lead may see of a member.
func (t *turn) report(s *store.Space, m *store.Member, team *store.Team) (*report, error) {
	l, err := t.learner(s, m, t.now)
	if err != nil {
		return nil, err
	}
	days, err := s.Days(m, monday(l.day).AddDate(0, 0, 7).Format(time.DateOnly), 7)
	if err != nil {
		return nil, err
	}
	r := &report{name: nameOf(s, m.ID), week: weekOf(days, l.day), known: map[string]int{}}
	if len(days) > 0 {
		r.last = store.Midnight(days[0].Day)
		r.working = workingSince(m, team, r.last, l.day)
	}
	for _, m := range l.masteries(t.library.Skills()) {
		r.known[m.skill.Title] = m.known
		r.topics += m.touched()
	}
	r.missed = l.missed()
	r.skills = l.practisedSince(monday(l.day))
	return r, nil
}

// practisedSince are the skills of which something was practised since a day.
func (l *learner) practisedSince(day time.Time) (skills []string) {
	for i := range l.Cards {
		if card := &l.Cards[i]; card.Reps > 0 && card.Day >= choice.Day(store.DayNumber(day)) {
			skills = append(skills, l.Topics[l.Items[i].Topic].Skill)
		}
	}
	slices.Sort(skills)
	return slices.Compact(skills)
}

// missed counts the items that were last answered wrong.
func (l *learner) missed() (n int) {
	for i := range l.Cards {
		if l.Cards[i].Missed {
			n++
		}
	}
	return n
}

// workingSince counts working days between two days, neither of them counted.
func workingSince(m *store.Member, team *store.Team, from, to time.Time) (n int) {
	working := worked(m, team)
	for day := from.AddDate(0, 0, 1); day.Before(to) && n < quietAfter; day = day.AddDate(0, 0, 1) {
		if working(dateOf(day)) {
			n++
		}
	}
	return n
}

func (t *turn) team() (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		members, err := s.Members("", manyMembers)
		if err != nil {
			return err
		}
		var reports []*report
		for _, m := range members {
			r, err := t.report(s, m, team)
			if err != nil {
				return err
			}
			if !r.last.IsZero() {
				reports = append(reports, r)
			}
		}
		from := monday(midnightOf(t.teamToday(t.now, team)))
		gaps, err := gapsOf(s, members, from.Format(time.DateOnly))
		if err != nil {
			return err
		}
		post = teamPost(reports, len(members), team, gaps)
		rest, err := resting(s)
		if err != nil {
			return err
		}
		if len(rest) > 0 {
			post.Body += "\n\nThe daily practice rests in " + list(rest) + ", since nobody took up the last three; `daily keep` there lets it go on."
		}
		return t.addDisputes(s, &post)
	})
	return post, err
}

// teamPost is what a lead sees, as far as the team's setting lets them.
func teamPost(reports []*report, members int, team *store.Team, gaps *gapCounts) Post {
	var parts []string
	parts = append(parts, "**This week**\n\n"+bullets(weekLines(reports, members, team)))
	if team.Reports != "totals" {
		parts = append(parts, "**Skills**\n\n"+bullets(skillLines(reports)))
	}
	if needs := needLines(reports, team); len(needs) > 0 {
		parts = append(parts, "**May need help**\n\n"+bullets(needs))
	}
	parts = append(parts, "**Without an answer this week**\n\n"+bullets(gaps.near.lines("near %s: %s", "question", mostNear, same)))
	return Post{
		Title:   "Your team",
		Body:    strings.Join(parts, "\n\n"),
		Footer:  "Questions are counted, never kept. `settings team reports` sets how much is shown here; members see the same with `mydata`.",
		Choices: []Choice{{"What was missing", "gaps"}},
	}
}

// weekLines say who practised this week: names only if the team shows people.
func weekLines(reports []*report, members int, team *store.Team) (lines []string) {
	active, pieces := 0, 0
	for _, r := range reports {
		if r.week.Items == 0 {
			continue
		}
		active++
		pieces += r.week.Items
		if showsPeople(team) && len(lines) < manyLines {
			lines = append(lines, r.line())
		}
	}
	return append([]string{fmt.Sprintf("%d of %s practised, %s in all", active, plural(members, "member"), plural(pieces, "piece"))}, lines...)
}

// manyLines is as many lines of one kind as a post shows.
const manyLines = 30

func showsPeople(team *store.Team) bool { return team.Reports == "" || team.Reports == "people" }

// line is a member's week.
func (r *report) line() string {
	return fmt.Sprintf("**%s**: %s, %s right, in %s", r.name, plural(r.week.Items, "piece"), percent(r.week.Right, r.week.Items), firstOf(r.skills, 4))
}

// skillLines say how many members know something of each skill, best first.
func skillLines(reports []*report) []string {
	members, topics := map[string]int{}, map[string]int{}
	for _, r := range reports {
		for skill, n := range r.known {
			if n > 0 {
				members[skill]++
				topics[skill] += n
			}
		}
	}
	if len(members) == 0 {
		return []string{"no topic is known yet; that takes half of its pieces done, none of them last missed"}
	}
	order := slices.SortedFunc(maps.Keys(members), func(a, b string) int {
		return cmp.Or(cmp.Compare(topics[b], topics[a]), cmp.Compare(a, b))
	})
	var lines []string
	for _, skill := range order {
		lines = append(lines, fmt.Sprintf("%s: %s known by %s", skill, plural(topics[skill], "topic"), plural(members[skill], "member")))
	}
	return lines
}

func needLines(reports []*report, team *store.Team) (lines []string) {
	n := 0
	for _, r := range reports {
		why := r.needs()
		if why == "" {
			continue
		}
		n++
		if showsPeople(team) && len(lines) < manyLines {
			lines = append(lines, fmt.Sprintf("**%s**: %s", r.name, why))
		}
	}
	if n > 0 && !showsPeople(team) {
		lines = []string{plural(n, "member")}
	}
	return lines
}

func (t *turn) teamMember(word string) (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		if !showsPeople(team) {
			return mistakef("This team shows leads %s only, not single people (`settings team reports`).", team.Reports)
		}
		id, err := t.find(s, word)
		if err != nil {
			return err
		}
		m, err := s.Member(id)
		if err != nil {
			return ifAbsent(err, mistakef("%s has not spoken to me yet, so there is nothing to show.", nameOf(s, id)))
		}
		r, err := t.report(s, m, team)
		if err != nil {
			return err
		}
		post = r.post()
		return nil
	})
	return post, err
}

// post is one member as a lead sees them.
func (r *report) post() Post {
	lines := []string{r.line(), plural(r.topics, "topic") + " begun"}
	for _, skill := range slices.Sorted(maps.Keys(r.known)) {
		if r.known[skill] > 0 {
			lines = append(lines, fmt.Sprintf("%s: %s known", skill, plural(r.known[skill], "topic")))
		}
	}
	if !r.last.IsZero() {
		lines = append(lines, "last practice on "+r.last.Format("Mon 2 Jan 2006"))
	}
	if why := r.needs(); why != "" {
		lines = append(lines, "may need help: "+why)
	}
	return Post{Title: "What a lead sees", Body: bullets(lines)}
}
