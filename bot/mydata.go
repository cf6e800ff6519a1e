package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

func mydataCommand() Command {
	return Command{
		Name: "mydata", Args: "[export | delete]",
		Forms: []Form{
			{Name: "show", Say: "mydata", Brief: "what is kept, and what a lead sees of it"},
			{Name: "export", Say: "mydata export", Brief: "all of it as a file"},
			{Name: "delete", Say: "mydata delete", Brief: "removes all of it, after you confirm"},
		},
		Brief:   "shows what is kept of you and what a lead sees; exports or deletes it",
		Example: []string{"mydata", "mydata export", "mydata delete"},
		Parse:   parseMydata,
	}
}

func parseMydata(_ *Bot, args string) (Action, error) {
	switch strings.ToLower(args) {
	case "":
		return (*turn).showData, nil
	case "export":
		return (*turn).exportData, nil
	case "delete":
		return (*turn).confirmDelete, nil
	case "delete yes":
		return (*turn).deleteData, nil
	}
	return nil, errQuestion
}

func (t *turn) showData() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		team, err := s.Team()
		if err != nil {
			return err
		}
		kept, err := t.keptLines(s, me)
		if err != nil {
			return err
		}
		r, err := t.report(s, me, team)
		if err != nil {
			return err
		}
		seen := "**What a lead sees of you**\n\n"
		switch {
		case showsPeople(team):
			seen += r.post().Body
		default:
			seen += "You are counted in the team's " + team.Reports + "; your name is not shown."
		}
		post = Post{
			Title:   "Your data",
			Body:    "**What I keep**\n\n" + bullets(kept) + "\n\n" + seen,
			Footer:  "Your questions are not kept, but for those that you asked your lead to add.",
			Choices: []Choice{{"Export", "mydata export"}, {"Delete everything", "mydata delete"}},
		}
		return nil
	})
	return post, err
}

// keptLines say in words what is kept of a member.
func (t *turn) keptLines(s *store.Space, me *store.Member) ([]string, error) {
	log, err := s.Log(me, time.Time{}, 100_000)
	if err != nil {
		return nil, err
	}
	promises, err := t.promisesTo(s, me)
	if err != nil {
		return nil, err
	}
	disputed, err := s.Disputes(me, everything)
	if err != nil {
		return nil, err
	}
	asked, err := askedLines(s, me)
	if err != nil {
		return nil, err
	}
	settings := []string{"level " + levelOf(me).String()}
	for _, setting := range memberSettings() {
		settings = append(settings, setting.Key+" "+setting.shown(me))
	}
	if me.Remind.On() {
		settings = append(settings, "reminder at "+me.Remind.Spec)
	}
	if p := me.LastPause(); p.Until != "" {
		settings = append(settings, "last pause from "+p.From+" until "+p.Until)
	}
	return append([]string{
		"your name, " + nameOf(s, me.ID) + ", and that you came first " + mark(me.Born, 'f'),
		"your settings: " + list(settings) + heard(me),
		"your log: " + plural(len(log), "entry") + " of practice, and what follows from them",
		"questions that you said look wrong: " + fmt.Sprint(len(disputed)),
		"messages promised to you in the last month: " + fmt.Sprint(len(promises)),
	}, asked...), nil
}

// heard says that it is kept when a member was last heard, if it is.
func heard(me *store.Member) string {
	if me.Heard.IsZero() {
		return ""
	}
	return "; and that you said something " + mark(me.Heard, 'f') + ", to know whether reminders find you"
}

// An export is everything that is kept of a member.
type export struct {
	Workspace store.Workspace  `json:"workspace"`
	Member    *store.Member    `json:"member"`
	Lead      *store.Lead      `json:"lead,omitempty"`
	Log       []*store.Attempt `json:"log"`
	Memory    []*store.Memory  `json:"memory"`
	Topics    []*store.Summary `json:"topics"`
	Days      []*store.DaySum  `json:"days"`
	Quiz      *store.Quiz      `json:"quiz,omitempty"`
	Disputed  []store.ItemID   `json:"disputed,omitempty"`
	Placement *store.Placement `json:"placement"`
	Gaps      []*store.Gap     `json:"gaps"`
	Wishes    []*store.Wish    `json:"wishes"`
	Promises  []*store.Promise `json:"promises"`
}

func (t *turn) exportData() (post Post, err error) {
	err = t.view(func(s *store.Space, me *store.Member) error {
		e, err := t.export(s, me)
		if err != nil {
			return err
		}
		data, err := json.MarshalIndent(e, "", "  ")
		if err != nil {
			return err
		}
		post = Post{
			Body: "Here is everything I keep of you.",
			File: &File{
				Name: "mentorbot-export.json", Type: "application/json", Data: append(data, '\n'),
				Alt: "Your settings and " + plural(len(e.Log), "entry") + " of practice, as JSON",
			},
		}
		return nil
	})
	return post, err
}

// everything is more records than a member has.
const everything = 10_000_000

func (t *turn) export(s *store.Space, me *store.Member) (e export, err error) {
	e = export{Workspace: s.Workspace(), Member: me}
	if e.Lead, err = s.Lead(me.ID); ignoreAbsent(err) != nil {
		return e, err
	}
	if e.Log, err = s.Log(me, time.Time{}, everything); err != nil {
		return e, err
	}
	if e.Memory, err = s.Memories(me, "", everything); err != nil {
		return e, err
	}
	if e.Topics, err = s.Summaries(me, everything); err != nil {
		return e, err
	}
	if e.Days, err = s.Days(me, "", everything); err != nil {
		return e, err
	}
	if e.Quiz, err = s.Quiz(me); ignoreAbsent(err) != nil {
		return e, err
	}
	if e.Disputed, err = s.Disputes(me, everything); err != nil {
		return e, err
	}
	if e.Placement, err = s.Placement(me); err != nil {
		return e, err
	}
	if e.Gaps, err = s.Gaps(me, "", everything); err != nil {
		return e, err
	}
	if e.Wishes, err = s.Wishes(me, mostWishes); err != nil {
		return e, err
	}
	e.Promises, err = t.promisesTo(s, me)
	return e, err
}

// promisesTo are the promises made to a member that are remembered.
func (t *turn) promisesTo(s *store.Space, me *store.Member) ([]*store.Promise, error) {
	notices, err := s.PromisesTo(me, everything)
	if err != nil {
		return nil, err
	}
	day := schedule.DateOf(t.now, time.UTC)
	all, err := reminders(s, me.ID, day.AddDays(-keptDays), day.AddDays(1))
	return append(all, notices...), err
}

func (t *turn) confirmDelete() (Post, error) {
	return Post{
		Body:    "This deletes your settings, your reminders and everything you practised here. It cannot be undone. `mydata export` saves a copy first.",
		Choices: []Choice{{"Export first", "mydata export"}, {"Delete everything", "mydata delete yes"}},
	}, nil
}

// deleteData forgets the member at once; what they did is removed in small
// batches by the calendar, which go on after a restart.
func (t *turn) deleteData() (Post, error) {
	err := t.update(func(s *store.Space, me *store.Member) error {
		if err := t.release(s, me, store.Dropped, "the member deleted their data"); err != nil {
			return err
		}
		if err := t.unfile(s, me); err != nil {
			return err
		}
		if err := s.ForgetMember(me); err != nil {
			return err
		}
		return s.File(t.now, store.RemoveDue, store.RemovalID(me))
	})
	if err == nil {
		err = t.forgetMark()
	}
	t.recall.forget(t.Workspace, t.From.ID)
	t.wake()
	return Post{
		Body: "Done. Your settings and reminders are gone; what you practised is being removed now, in small steps. " +
			"Backups that the operator made before still hold it until they are deleted. If you talk to me again, you start anew.",
	}, err
}
