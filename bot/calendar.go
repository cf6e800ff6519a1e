package bot

import (
	"context"
	"fmt"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// The calendar turns what falls due into promises. It sends nothing.

// KeptFor is how long a settled promise is remembered, so that its key cannot be
// promised again; keys name a day, so a month is plenty.
const (
	KeptFor  = keptDays * 24 * time.Hour
	keptDays = 31
)

// removedAtOnce is how many records of a deleted member go in one transaction.
const removedAtOnce = 100

// FallDue handles up to limit entries of the due index in one transaction and
// says how many there were; the caller goes on until there are none. What one
// entry needs is written with it or not at all.
func (b *Bot) FallDue(ctx context.Context, limit int) (n int, err error) {
	now := b.now()
	var notes []string
	err = b.store.Update(ctx, func(tx *store.Tx) error {
		notes = nil
		entries, err := tx.Due(now, limit)
		if err != nil {
			return err
		}
		n = len(entries)
		for _, e := range entries {
			note, err := b.fallDue(tx.In(e.Workspace), e, now)
			if err != nil {
				return fmt.Errorf("%c %q: %w", e.Duty, e.ID, err)
			}
			if note != "" {
				notes = append(notes, note)
			}
		}
		return nil
	})
	switch {
	case err != nil && n > 1:
		return b.FallDue(ctx, 1) // so that one bad record holds up nobody else
	case err != nil && n == 1:
		return 1, b.postpone(ctx, now, err)
	case err != nil:
		return 0, fmt.Errorf("calendar: %w", err)
	}
	for _, note := range notes {
		b.log.Info("calendar", "note", note)
	}
	return n, nil
}

// postponed is how long an entry that cannot be handled waits for its next turn.
const postponed = time.Hour

// postpone moves the first due entry back, because of an error.
func (b *Bot) postpone(ctx context.Context, now time.Time, because error) error {
	err := b.store.Update(ctx, func(tx *store.Tx) error {
		entries, err := tx.Due(now, 1)
		if err != nil || len(entries) == 0 {
			return err
		}
		e := entries[0]
		s := tx.In(e.Workspace)
		if err := s.Unfile(e.At, e.Duty, e.ID); err != nil {
			return err
		}
		return s.File(now.Add(postponed), e.Duty, e.ID)
	})
	if err != nil {
		return fmt.Errorf("calendar: %w", because)
	}
	b.log.Error("calendar entry postponed", "err", because)
	return nil
}

// NextDue is when the calendar has something to do; ok is false if never.
func (b *Bot) NextDue(ctx context.Context) (at time.Time, ok bool, err error) {
	err = b.store.View(ctx, func(tx *store.Tx) (err error) {
		at, ok, err = tx.NextDue()
		return err
	})
	return at, ok, err
}

// fallDue handles one entry. The note, if any, is for the log.
func (b *Bot) fallDue(s *store.Space, e store.DueEntry, now time.Time) (note string, err error) {
	if err := s.Unfile(e.At, e.Duty, e.ID); err != nil {
		return "", err
	}
	switch e.Duty {
	case store.DailyDue:
		return b.dailyDue(s, store.PlaceID(e.ID), e.At, now)
	case store.RemindDue:
		return b.remindDue(s, e, now)
	case store.RetireDue:
		return "", s.RetirePromise(store.Key(e.ID))
	case store.RefileDue:
		return "", b.refileDue(s, store.MemberID(e.ID), now)
	case store.DeriveDue:
		return "", b.deriveDue(s, store.MemberID(e.ID), now)
	case store.QuizDue:
		return "", b.quizDue(s, store.MemberID(e.ID), now)
	case store.EventDue:
		return "", s.ForgetEvent(e.ID)
	case store.RemoveDue:
		return "", b.removeDue(s, e)
	case store.GapDue:
		return "", b.gapDue(s, e)
	}
	return fmt.Sprintf("forgot an entry of unknown duty %q", e.Duty), nil
}

func dailyKey(day schedule.Date, place store.PlaceID) store.Key {
	return store.Key("daily/" + day.String() + "/" + string(place))
}

func remindKey(day schedule.Date, member store.MemberID, rest string) store.Key {
	return store.Key("remind/" + day.String() + "/" + string(member) + rest)
}

// dailyDue promises a channel's daily task and files its next.
func (b *Bot) dailyDue(s *store.Space, place store.PlaceID, filed, now time.Time) (note string, err error) {
	channel, err := s.Channel(place)
	if err != nil || stale(channel.Daily.Next, filed) {
		return "", err
	}
	filed = channel.Daily.Next
	team, err := s.Team()
	if err != nil {
		return "", err
	}
	table, ok := b.dailyTable(&channel.Daily, team)
	if !ok {
		return "", nil
	}
	occurrence, next, skipped, due := table.Due(filed, now)
	if due {
		if err := b.dailyOrAsk(s, channel, occurrence, table.Zone); err != nil {
			return "", err
		}
	}
	channel.Daily.Next = next.At
	if !next.At.IsZero() {
		if err := s.File(next.At, store.DailyDue, string(place)); err != nil {
			return "", err
		}
	}
	return skippedNote("daily task", skipped), s.PutChannel(channel)
}

// stale says whether an entry was filed for another time than the record now
// has. A postponed entry is later than the record's.
func stale(next, filed time.Time) bool { return next.IsZero() || filed.Before(next) }

// skippedNote is the log's line for occurrences that were missed for good.
func skippedNote(what string, skipped int) string {
	if skipped == 0 {
		return ""
	}
	return fmt.Sprintf("%s skipped: %d missed, too late to make up", what, skipped)
}

// remindDue promises a member's reminder and files their next. An entry that was
// postponed stands later than its time, so the look back begins before it; what
// was promised already is not promised again.
func (b *Bot) remindDue(s *store.Space, e store.DueEntry, now time.Time) (note string, err error) {
	id, turn, err := store.ParseRemind(e.ID)
	if err != nil {
		return "", err
	}
	me, err := s.Member(id)
	if err != nil || me.Remind.Turn != turn {
		return "", ignoreAbsent(err)
	}
	team, err := s.Team()
	if err != nil {
		return "", err
	}
	table, ok := b.remindTable(me, team)
	if !ok {
		return "", nil
	}
	from := e.At.Add(-postponed)
	if from.Before(me.Remind.First) {
		from = me.Remind.First
	}
	occurrence, next, skipped, due := table.Due(from, now)
	if due {
		if err := b.remindOrAsk(s, me, occurrence, table.Zone); err != nil {
			return "", err
		}
	}
	if !next.At.IsZero() {
		err = s.File(next.At, e.Duty, e.ID)
	}
	return skippedNote("reminder", skipped), err
}

const (
	refiledAtOnce = 100
	manyChannels  = 1_000
)

// refileDue files anew what follows from the team's settings, after they
// changed: first the channels' daily tasks, then the members' reminders, some at
// a time.
func (b *Bot) refileDue(s *store.Space, past store.MemberID, now time.Time) error {
	if past == "" {
		if err := b.refileChannels(s, now); err != nil {
			return err
		}
	}
	members, err := s.Members(past, refiledAtOnce)
	if err != nil {
		return err
	}
	for _, m := range members {
		if !m.Remind.On() {
			continue
		}
		if err := b.refile(s, m, now); err != nil {
			return err
		}
	}
	if len(members) < refiledAtOnce {
		return nil
	}
	return s.File(now, store.RefileDue, string(members[len(members)-1].ID))
}

func (b *Bot) refileChannels(s *store.Space, now time.Time) error {
	team, err := s.Team()
	if err != nil {
		return err
	}
	channels, err := s.Channels(manyChannels)
	if err != nil {
		return err
	}
	for _, c := range channels {
		if !c.Daily.On() {
			continue
		}
		if err := b.fileDaily(s, c, team, now); err != nil {
			return err
		}
	}
	return nil
}

// promiseReminder promises a member a task at an instant of a day. It is of no
// use after that day, so the one of the day before is never held beside it.
func (b *Bot) promiseReminder(s *store.Space, me *store.Member, at time.Time, day schedule.Date, zone *time.Location, rest string) error {
	_, err := s.Promise(&store.Promise{
		Key: remindKey(day, me.ID, rest), Kind: store.Remind,
		Member: me.ID, By: me.ID, Made: b.now(),
		From: at, Until: day.AddDays(1).At(0, zone),
		Status: store.Waiting, At: at,
	})
	return err
}

// reminders are the promises of reminders to a member from one day to another,
// both included.
func reminders(s *store.Space, id store.MemberID, from, to schedule.Date) (all []*store.Promise, err error) {
	for day := from; !to.Before(day); day = day.AddDays(1) {
		p, err := s.Promised(remindKey(day, id, ""))
		if err == nil {
			all = append(all, p)
		} else if err := ignoreAbsent(err); err != nil {
			return nil, err
		}
		later, err := s.PromisesUnder(remindKey(day, id, "/"), mostLater)
		if err != nil {
			return nil, err
		}
		all = append(all, later...)
	}
	return all, nil
}

// mostLater is more than can be asked for "later" in a day: one a minute.
const mostLater = 24 * 60

// removeDue removes some of a deleted member's data and comes back for more.
func (b *Bot) removeDue(s *store.Space, e store.DueEntry) error {
	id, born, err := store.ParseRemoval(e.ID)
	if err != nil {
		return err
	}
	more, err := s.RemoveData(id, born, removedAtOnce)
	if err != nil {
		return err
	}
	if more {
		return s.File(e.At, store.RemoveDue, e.ID)
	}
	deleted := schedule.DateOf(e.At, time.UTC)
	old, err := reminders(s, id, deleted.AddDays(-keptDays), deleted.AddDays(1))
	if err != nil {
		return err
	}
	for _, p := range old {
		if p.Made.After(e.At) {
			continue // made to whoever came back under the same name
		}
		if err := s.RemovePromise(p.Key); err != nil {
			return err
		}
	}
	return nil
}
