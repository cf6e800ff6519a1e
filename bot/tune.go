package bot

import (
	"context"
	"fmt"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// TuneFrom is how many reviews a workspace needs before its memory model can be
// fitted to them.
const TuneFrom = 1_000

// A Tuning is what became of fitting a workspace's memory model.
type Tuning struct {
	Reviews int        `json:"reviews"` // in the workspace's log
	Held    int        `json:"held"`    // of these, held back: the latest
	Before  float64    `json:"before"`  // log loss on them, by the model in force
	After   float64    `json:"after"`   // and by the fitted one
	From    [4]float64 `json:"from"`    // initial stabilities in force before, in days
	To      [4]float64 `json:"to"`      // the fitted ones
	Taken   bool       `json:"taken"`   // they are in force now
}

// Tune fits the four initial stabilities of a workspace's memory model to its own
// log, and takes them if they predict reviews that were held back better than
// those in force. What is derived from the log is then derived anew by the
// calendar, a member at a time; until a member's turn comes their memories are as
// the model before made them.
func Tune(ctx context.Context, s *store.Store, w store.Workspace, now time.Time) (t Tuning, err error) {
	var team *store.Team
	var histories []schedule.History
	err = s.View(ctx, func(tx *store.Tx) error {
		space := tx.In(w)
		if team, err = space.Team(); err != nil {
			return err
		}
		histories, err = historiesOf(space)
		return err
	})
	if err != nil {
		return Tuning{}, fmt.Errorf("tune: %w", err)
	}
	fit := schedule.Fit(modelOf(team), histories)
	t = Tuning{
		Reviews: fit.Reviews, Held: fit.Held, Before: fit.Before, After: fit.After,
		From: modelOf(team).Initial, To: fit.Model.Initial,
	}
	if t.Reviews < TuneFrom || !fit.Better() {
		return t, nil
	}
	err = s.Update(ctx, func(tx *store.Tx) error {
		space := tx.In(w)
		team, err := space.Team()
		if err != nil {
			return err
		}
		team.Initial = fit.Model.Initial
		if err := space.File(now, store.DeriveDue, ""); err != nil {
			return err
		}
		return space.PutTeam(team)
	})
	if err != nil {
		return Tuning{}, fmt.Errorf("tune: %w", err)
	}
	t.Taken = true
	return t, nil
}

// historiesOf are the answers of every member of a workspace to every item.
func historiesOf(s *store.Space) (all []schedule.History, err error) {
	past := store.MemberID("")
	for {
		members, err := s.Members(past, refiledAtOnce)
		if err != nil || len(members) == 0 {
			return all, err
		}
		for _, m := range members {
			log, err := s.Log(m, time.Time{}, everything)
			if err != nil {
				return nil, err
			}
			all = append(all, histories(log)...)
		}
		past = members[len(members)-1].ID
	}
}

// histories are the answers in a log, item by item in the order of their first.
func histories(log []*store.Attempt) (all []schedule.History) {
	place := map[store.ItemID]int{}
	for _, a := range log {
		if a.Act != store.Settled {
			continue
		}
		i, known := place[a.Item]
		if !known {
			i = len(all)
			place[a.Item] = i
			all = append(all, nil)
		}
		day := int(store.DayNumber(store.Midnight(a.Day)))
		all[i] = append(all[i], schedule.Answer{Rating: schedule.Rating(a.Grade), Day: day})
	}
	return all
}
