package bot

import (
	"cmp"
	"fmt"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/content"
	"mentorbot/schedule"
	"mentorbot/store"
)

// What is offered without being asked for: a member's reminder and a channel's
// daily task.

// enough says why a member is offered nothing more today without asking; empty if
// something may be offered.
func (b *Bot) enough(s *store.Space, me *store.Member, team *store.Team, now time.Time) (why string, err error) {
	done, err := s.Day(me, b.today(now, me, team).String())
	switch {
	case err != nil:
		return "", err
	case done.Items >= cmp.Or(me.Cap, defaultCap):
		return fmt.Sprintf("already practised %s today", plural(done.Items, "piece")), nil
	case done.Minutes >= cmp.Or(me.Minutes, defaultMinutes):
		return fmt.Sprintf("already practised for %s today", plural(done.Minutes, "minute")), nil
	}
	return "", nil
}

// nextUnprompted chooses what to offer a member: a piece of either form that fits
// into what is left of their minutes, and not what a channel got today, if there
// is something else.
func (b *Bot) nextUnprompted(s *store.Space, me *store.Member, now time.Time) (id store.ItemID, ok bool, err error) {
	l, err := b.learner(s, me, now)
	if err != nil {
		return "", false, err
	}
	done, err := s.Day(me, l.day.Format(time.DateOnly))
	if err != nil {
		return "", false, err
	}
	dailies, err := s.PromisesUnder(store.Key("daily/"+l.day.Format(time.DateOnly)+"/"), manyChannels)
	if err != nil {
		return "", false, err
	}
	l.Avoid = map[int]bool{}
	for _, p := range dailies {
		if i, ok := l.item(p.Item); ok {
			l.Avoid[i] = true
		}
	}
	p, ok, err := b.next(l, choice.Scope{Most: l.Day - done.Minutes})
	return p.id, ok, err
}

// channelItem chooses a channel's daily task or question.
func (b *Bot) channelItem(s *store.Space, channel *store.Channel, now time.Time) (id store.ItemID, ok bool, err error) {
	posted, err := s.Posted(channel.ID, 100_000)
	if err != nil {
		return "", false, err
	}
	ch := choice.Channel{
		Skills: set(channel.Daily.Skills), Levels: levels(channel.Daily.Levels), Quiz: channel.Daily.Quiz, Posted: map[int]time.Time{},
	}
	for id, at := range posted {
		if i, ok := b.course.item(id); ok {
			ch.Posted[i] = at
		}
	}
	active, err := b.activeMembers(s, now)
	if err != nil {
		return "", false, err
	}
	item, ok := choice.Daily(b.course.Curriculum, &ch, func(i int) bool {
		stale, staleErr := mostDid(s, active, b.course.ids[i], weekBefore(now))
		err = cmp.Or(err, staleErr)
		return stale
	})
	if err != nil || !ok {
		return "", false, err
	}
	return b.course.ids[item], true, nil
}

// weekBefore is the day a week before, see store.Midnight.
func weekBefore(now time.Time) time.Time {
	return midnightOf(schedule.DateOf(now, time.UTC).AddDays(-7))
}

// activeMembers are those who practised in the last week.
func (b *Bot) activeMembers(s *store.Space, now time.Time) (active []*store.Member, err error) {
	members, err := s.Members("", manyMembers)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		days, err := s.Days(m, "", 1)
		if err != nil {
			return nil, err
		}
		if len(days) > 0 && !store.Midnight(days[0].Day).Before(weekBefore(now)) {
			active = append(active, m)
		}
	}
	return active, nil
}

// mostDid says whether more than half of some members did an item since a day.
func mostDid(s *store.Space, members []*store.Member, id store.ItemID, since time.Time) (bool, error) {
	did := 0
	for _, m := range members {
		mem, err := s.Memory(m, id)
		if err != nil {
			return false, err
		}
		if mem.Reps > 0 && !mem.Day.Before(since) {
			did++
		}
	}
	return 2*did > len(members), nil
}

// levels are those of that name, as choosing knows them.
func levels(names []string) map[int]bool {
	all := map[int]bool{}
	for _, name := range names {
		if level, err := content.ParseLevel(name); err == nil {
			all[int(level)] = true
		}
	}
	return all
}
