package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbot/content/markdown"
	"mentorbot/schedule"
	"mentorbot/store"
)

// A Setting is one key that a member or a team may set, in a T.
type Setting[T any] struct {
	Key, Type, Default, Example, Brief string

	get func(*T) string // empty is the default
	set func(c change, to *T, value string) error
}

// A change is what setting a value may need to know.
type change struct {
	bot   *Bot
	today schedule.Date
}

// A changer of settings says with an error what is wrong with a value; see sentence.

func memberSettings() []Setting[store.Member] {
	return []Setting[store.Member]{
		{
			"zone", "IANA time zone", "what your profile says", "Europe/Berlin", "where your times are",
			func(m *store.Member) string { return m.Zone },
			func(c change, m *store.Member, v string) error { return c.zone(&m.Zone, v) },
		}, {
			"days", "days", "the team's", "mon-thu", "your working days",
			func(m *store.Member) string { return m.Days },
			setMemberDays,
		}, {
			"cap", "1 to 20", strconv.Itoa(defaultCap), "3", "pieces a day after which I do not come by myself",
			func(m *store.Member) string { return number(m.Cap) },
			func(_ change, m *store.Member, v string) error { return setNumber(&m.Cap, v, 1, 20) },
		}, {
			"minutes", "1 to 120", strconv.Itoa(defaultMinutes), "10", "minutes a day that what I bring may take",
			func(m *store.Member) string { return number(m.Minutes) },
			func(_ change, m *store.Member, v string) error { return setNumber(&m.Minutes, v, 1, 120) },
		}, {
			"skills", "skills, or all", "all", "databases,apis", "what your plan is about",
			func(m *store.Member) string { return strings.Join(m.Skills, ",") },
			setSkills,
		}, {
			"goal", "skills or topics, and by when; or none", "none", "databases by March", "what your plan does first",
			goalText,
			setGoal,
		}, {
			"streaks", "on or off", "on", "off", "whether your progress shows a streak",
			func(m *store.Member) string { return offOnly(m.NoStreak) },
			func(_ change, m *store.Member, v string) error { return setOff(&m.NoStreak, v) },
		},
	}
}

func teamSettings() []Setting[store.Team] {
	return []Setting[store.Team]{
		{
			"zone", "IANA time zone", "UTC", "Europe/Berlin", "for channels and for members who set none",
			func(t *store.Team) string { return t.Zone },
			func(c change, t *store.Team, v string) error { return c.zone(&t.Zone, v) },
		}, {
			"days", "days", "mon-fri", "sun-thu", "the team's working days",
			func(t *store.Team) string { return t.Days },
			setTeamDays,
		}, {
			"holidays", "country code, or off", "off", "DE", "public holidays on which nothing comes",
			func(t *store.Team) string { return t.Holidays },
			setHolidays,
		}, {
			"dayoff", "dates, or none", "none", "2026-12-24,2026-12-31", "the team's own days off",
			func(t *store.Team) string { return strings.Join(t.DaysOff, ",") },
			setDaysOff,
		}, {
			"streaks", "on or off", "on", "off", "whether members see streaks",
			func(t *store.Team) string { return offOnly(t.NoStreaks) },
			func(_ change, t *store.Team, v string) error { return setOff(&t.NoStreaks, v) },
		}, {
			"retention", "0.7 to 0.97", decimal(defaultRetention), "0.85", "the chance of recall at which a piece comes back",
			func(t *store.Team) string { return decimal(t.Retention) },
			setRetention,
		}, {
			"longest", "7 to 36500", strconv.Itoa(defaultLongest), "365", "days after which every piece comes back at the latest",
			func(t *store.Team) string { return number(t.Longest) },
			func(_ change, t *store.Team, v string) error { return setNumber(&t.Longest, v, 7, 36_500) },
		}, {
			"reports", "people, topics or totals", "people", "topics", "how much of members' practice a lead sees",
			func(t *store.Team) string { return t.Reports },
			setReports,
		},
	}
}

// What is offered unprompted in a day, at most.
const (
	defaultCap     = 2  // pieces
	defaultMinutes = 15 // minutes
)

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func offOnly(off bool) string {
	if off {
		return "off"
	}
	return ""
}

func (c change) zone(to *string, value string) error {
	zone, err := c.bot.zones.load(value)
	if err == nil {
		*to = zone.String()
	}
	return err
}

func setDays(to *string, value string) error {
	days, err := schedule.ParseDays(value)
	if err == nil {
		*to = days.String()
	}
	return err
}

// setMemberDays sets working days from today on: what was missed before is judged
// by those of then.
func setMemberDays(c change, m *store.Member, value string) error {
	was := store.Workweek{Until: c.today.String(), Days: m.Days}
	if err := setDays(&m.Days, value); err != nil || m.Days == was.Days {
		return err
	}
	m.Were = remembered(m.Were, was)
	return nil
}

// setTeamDays is setMemberDays for a team.
func setTeamDays(c change, t *store.Team, value string) error {
	was := c.workweek(t)
	if err := setDays(&t.Days, value); err != nil || t.Days == was.Days {
		return err
	}
	t.Were = remembered(t.Were, was)
	return nil
}

// workweek is what a team has until today.
func (c change) workweek(t *store.Team) store.Workweek {
	return store.Workweek{Until: c.today.String(), Days: t.Days, Holidays: t.Holidays}
}

func decimal(x float64) string {
	if x == 0 {
		return ""
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func setNumber(to *int, value string, least, most int) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return fmt.Errorf("%s is not a number from %d to %d", quoted(value), least, most)
	}
	*to = n
	return nil
}

// setRetention reads what the model's publishers take for sensible.
func setRetention(_ change, t *store.Team, value string) error {
	const least, most = 0.7, 0.97
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || !(x >= least && x <= most) {
		return fmt.Errorf("%s is not a number from %g to %g", quoted(value), least, most)
	}
	t.Retention = x
	return nil
}

func setSkills(c change, m *store.Member, value string) error {
	m.Skills = nil
	if strings.EqualFold(value, "all") {
		return nil
	}
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		skill, ok := c.bot.library.ResolveSkill(word)
		if !ok {
			return fmt.Errorf("%s is not a skill; `skills` lists them", quoted(word))
		}
		m.Skills = append(m.Skills, skill.ID)
	}
	slices.Sort(m.Skills)
	m.Skills = slices.Compact(m.Skills)
	return nil
}

func setOff(to *bool, value string) error {
	switch strings.ToLower(value) {
	case "on":
		*to = false
	case "off":
		*to = true
	default:
		return fmt.Errorf("%s is neither on nor off", quoted(value))
	}
	return nil
}

func setHolidays(c change, t *store.Team, value string) (err error) {
	code := ""
	if !strings.EqualFold(value, "off") {
		if code, err = schedule.ParseCountry(value); err != nil {
			return err
		}
	}
	if code != t.Holidays {
		t.Were = remembered(t.Were, c.workweek(t))
	}
	t.Holidays = code
	return nil
}

// The team's own days off, and those of them that are over, are bounded.
const (
	mostDaysOff = 100
	mostWereOff = 500
)

func setDaysOff(c change, t *store.Team, value string) error {
	for _, day := range t.DaysOff {
		if day < c.today.String() {
			t.WereOff = append(t.WereOff, day)
		}
	}
	slices.Sort(t.WereOff)
	t.WereOff = slices.Compact(t.WereOff)
	t.WereOff = t.WereOff[max(0, len(t.WereOff)-mostWereOff):]
	t.DaysOff = nil
	if strings.EqualFold(value, "none") {
		return nil
	}
	for _, word := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		day, err := schedule.ParseISODate(word)
		if err != nil {
			return err
		}
		t.DaysOff = append(t.DaysOff, day.String())
	}
	if len(t.DaysOff) > mostDaysOff {
		return fmt.Errorf("%d days off are more than %d", len(t.DaysOff), mostDaysOff)
	}
	slices.Sort(t.DaysOff)
	t.DaysOff = slices.Compact(t.DaysOff)
	return nil
}

func setReports(_ change, t *store.Team, value string) error {
	value = strings.ToLower(value)
	if !slices.Contains([]string{"people", "topics", "totals"}, value) {
		return fmt.Errorf("%s is not people, topics or totals", quoted(value))
	}
	t.Reports = value
	return nil
}

func settingsCommand() Command {
	return Command{
		Name: "settings", Args: "[me|team] [KEY [VALUE]]",
		Forms: []Form{
			{"me", "settings", "yours", []Option{{"key", "all if left out", SettingWords, false}, {"value", "shows it if left out", AnyWord, false}}},
			{"team", "settings team", "the team's (leads)", []Option{{"key", "all if left out", TeamSettingWords, false}, {"value", "shows it if left out", AnyWord, false}}},
		},
		Brief:   "shows or sets what is yours, or with `team` what is the team's (leads)",
		Example: []string{"settings zone Europe/Berlin", "settings days mon-thu", "settings goal databases by March", "settings team holidays DE"},
		Parse:   parseSettings,
	}
}

func parseSettings(_ *Bot, args string) (Action, error) {
	words := strings.Fields(args)
	if len(words) > 0 && strings.EqualFold(words[0], "me") { // as the form is called
		words = words[1:]
	} else if len(words) > 0 && strings.EqualFold(words[0], "team") {
		act, err := parseKey(teamSettings(), "settings team", words[1:], (*turn).updateTeam, (*turn).viewTeam)
		if err != nil {
			return nil, err
		}
		return leads(act), nil
	}
	if len(words) > 0 && strings.EqualFold(words[0], "me") {
		words = words[1:]
	}
	act, err := parseKey(memberSettings(), "settings", words, (*turn).updateMe, (*turn).viewMe)
	if err == nil && len(words) > 0 && strings.EqualFold(words[0], "goal") {
		act = withGoal(act)
	}
	return act, err
}

// parseKey reads [KEY [VALUE]] of a table of settings.
func parseKey[T any](table []Setting[T], command string, words []string,
	update func(*turn, func(*T, change) error) error, view func(*turn, func(*T)) error) (Action, error) {
	if len(words) == 0 {
		return func(t *turn) (post Post, err error) {
			return post, view(t, func(v *T) { post = settingsPost(table, command, v) })
		}, nil
	}
	i := slices.IndexFunc(table, func(s Setting[T]) bool { return strings.EqualFold(s.Key, words[0]) })
	switch {
	case i < 0 && len(words) > 2: // "settings for postgres tuning"
		return nil, errQuestion
	case i < 0:
		return nil, unknownKey(table, command, words[0])
	}
	s := table[i]
	value := strings.Join(words[1:], " ")
	if value == "" {
		return func(t *turn) (post Post, err error) {
			return post, view(t, func(v *T) { post = s.post(command, v) })
		}, nil
	}
	return func(t *turn) (post Post, err error) {
		err = update(t, func(v *T, c change) error {
			if err := s.set(c, v, value); err != nil {
				return mistakef("%s As in `%s %s %s`; the old value stands.", sentence(err), command, s.Key, s.Example)
			}
			post = s.post(command, v)
			return nil
		})
		return post, err
	}, nil
}

// keys are the keys of a table of settings.
func keys[T any](table []Setting[T]) (all []string) {
	for _, s := range table {
		all = append(all, s.Key)
	}
	return all
}

func unknownKey[T any](table []Setting[T], command, key string) error {
	return mistakef("There is no setting %s. `%s` has `%s`.", quoted(key), command, strings.Join(keys(table), "`, `"))
}

func settingsPost[T any](table []Setting[T], command string, v *T) Post {
	var lines []string
	for _, s := range table {
		lines = append(lines, fmt.Sprintf("`%s` **%s**: %s (%s; %s), as in `%s %s %s`",
			s.Key, s.shown(v), s.Brief, s.Type, "default "+s.Default, command, s.Key, s.Example))
	}
	title := "Your settings"
	if command != "settings" {
		title = "The team's settings"
	}
	return Post{Title: title, Body: bullets(lines)}
}

// shown is the value in force.
func (s Setting[T]) shown(v *T) string {
	if value := s.get(v); value != "" {
		return markdown.Escape(value)
	}
	return s.Default
}

func (s Setting[T]) post(command string, v *T) Post {
	return Post{
		Body:   fmt.Sprintf("`%s` is **%s**: %s.", s.Key, s.shown(v), s.Brief),
		Footer: fmt.Sprintf("%s; `%s %s %s` sets it.", capital(s.Type), command, s.Key, s.Example),
	}
}

func (t *turn) viewMe(fn func(*store.Member)) error {
	return t.view(func(_ *store.Space, me *store.Member) error { fn(me); return nil })
}

func (t *turn) updateMe(fn func(*store.Member, change) error) error {
	return t.update(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		was := t.today(t.now, me, team)
		if err := fn(me, change{t.Bot, was}); err != nil {
			return err
		}
		me.Excused = excuse(me.Excused, was, t.today(t.now, me, team))
		return t.refile(s, me, t.now)
	})
}

func (t *turn) viewTeam(fn func(*store.Team)) error {
	return t.view(func(s *store.Space, _ *store.Member) error {
		team, err := s.Team()
		if err == nil {
			fn(team)
		}
		return err
	})
}

func (t *turn) updateTeam(fn func(*store.Team, change) error) error {
	return t.update(func(s *store.Space, _ *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		was := t.teamToday(t.now, team)
		if err := fn(team, change{t.Bot, was}); err != nil {
			return err
		}
		team.Excused = excuse(team.Excused, was, t.teamToday(t.now, team))
		if err := s.File(t.now, store.RefileDue, ""); err != nil {
			return err
		}
		return s.PutTeam(team)
	})
}
