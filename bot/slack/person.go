package slack

import (
	"cmp"
	"context"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

const (
	// people and conversations are how many of them are remembered.
	people        = 20_000
	conversations = 20_000

	// peopleFor is how long a profile is believed, strangersFor how long Slack is
	// not asked again about somebody of whom it said nothing.
	peopleFor    = 10 * time.Minute
	strangersFor = 30 * time.Second
	// conversationsFor is as good as for ever.
	conversationsFor = 30 * 24 * time.Hour

	// introducedWithin bounds how long a reply waits for a profile.
	introducedWithin = 2 * time.Second
)

// A profile is what Slack says of somebody.
type profile struct {
	bot.Person
	team string // that they belong to; empty if Slack did not say
}

// profile asks who somebody is. If Slack does not say, they are known by their id
// and administer nothing.
func (a *Adapter) profile(ctx context.Context, id store.MemberID) profile {
	if p, ok := a.profiles.get(string(id), a.Now()); ok {
		return p
	}
	ctx, cancel := context.WithTimeout(ctx, introducedWithin)
	defer cancel()
	p, lasts := profile{Person: bot.Person{ID: id}}, strangersFor
	u, err := a.api.GetUserInfoContext(ctx, string(id))
	if err := a.said("users.info", err); err != nil {
		a.Log.Warn("a profile is not known", "platform", "slack", "err", err)
	} else {
		p.Name = cmp.Or(u.Profile.DisplayName, u.Profile.RealName, u.RealName, u.Name)
		p.Zone, p.Admin = u.TZ, u.IsAdmin || u.IsOwner || u.IsPrimaryOwner
		p.team, lasts = u.TeamID, peopleFor
	}
	a.profiles.put(string(id), p, a.Now().Add(lasts))
	return p
}

// isGuest says whether somebody of that team is of another workspace, as people
// in a shared channel may be. An organisation's id (E…) is no workspace's.
func (s Self) isGuest(team string) bool {
	return team != "" && team[0] == 'T' && team != s.Team
}
