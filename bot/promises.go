package bot

import (
	"cmp"
	"fmt"
	"time"

	"mentorbot/bot/choice"
	"mentorbot/schedule"
	"mentorbot/store"
)

// What the outbox asks about the promises it keeps. All of it runs in the
// outbox's transactions, so none of it has side effects.

// Prepare is asked when a promise is claimed. It says whether the post is still
// wanted, and chooses and freezes its item. A claimed promise whose item the
// content has lost since gets another one.
func (b *Bot) Prepare(s *store.Space, p *store.Promise, now time.Time) (wanted bool, why string, err error) {
	wanted = true
	switch p.Kind {
	case store.DailyTask:
		wanted, why, err = b.prepareDaily(s, p, now)
	case store.Remind:
		wanted, why, err = b.prepareReminder(s, p, now)
	case store.Result:
		wanted, why, err = b.prepareResult(s, p)
	case store.Ask:
		wanted, why, err = b.prepareAsk(s, p)
	}
	p.Hash = ""
	if q, ok := b.library.Question(string(p.Item)); ok {
		p.Hash = q.Hash()
	}
	return wanted, why, err
}

func (b *Bot) prepareDaily(s *store.Space, p *store.Promise, now time.Time) (bool, string, error) {
	channel, err := s.Channel(p.Place)
	if err != nil {
		return false, "", err
	}
	piece := dailyPiece(&channel.Daily)
	if !channel.Daily.On() {
		return false, "the daily " + piece + " was switched off", nil
	}
	if _, ok := b.library.Item(string(p.Item)); ok {
		return true, "", nil
	}
	item, ok, err := b.channelItem(s, channel, now)
	if err != nil || !ok {
		return false, "there is no " + piece + " in " + aboutDaily(&channel.Daily), err
	}
	p.Item = item
	if channel.Daily.Quiz {
		if err := promiseResult(s, p, now); err != nil {
			return false, "", err
		}
	}
	return true, "", s.PutPosted(p.Place, p.Item, now)
}

func (b *Bot) prepareReminder(s *store.Space, p *store.Promise, now time.Time) (bool, string, error) {
	me, err := s.Member(p.Member)
	if err != nil {
		return false, "the member is gone", ignoreAbsent(err)
	}
	team, err := s.Team()
	if err != nil {
		return false, "", err
	}
	table, on := b.remindTable(me, team)
	if !on {
		return false, "the reminder was switched off", nil
	}
	if working, why := table.Calendar.Working(schedule.DateOf(now, table.Zone)); !working {
		return false, why, nil
	}
	if enough, err := b.enough(s, me, team, now); err != nil || enough != "" {
		return false, enough, err
	}
	if open, err := b.stillOpen(s, me, p); open || err != nil {
		return open, "", err
	}
	next, ok, err := b.nextUnprompted(s, me, now)
	if err != nil || !ok {
		return false, "there is nothing to practise today", err
	}
	p.Item = next
	return true, "", nil
}

// stillOpen says whether the item of a reminder was chosen, is taught, and was
// not done meanwhile.
func (b *Bot) stillOpen(s *store.Space, me *store.Member, p *store.Promise) (bool, error) {
	if _, taught := b.library.Item(string(p.Item)); !taught {
		return false, nil
	}
	mem, err := s.Memory(me, p.Item)
	return err == nil && mem.Last.Before(p.From), err
}

// Render builds the post of a prepared promise, and says where it goes.
func (b *Bot) Render(s *store.Space, p *store.Promise, now time.Time) (Destination, Post, error) {
	to := Destination{Workspace: s.Workspace(), Place: p.Place, Member: p.Member}
	team, err := s.Team()
	if err != nil {
		return to, Post{}, err
	}
	to.Zone = b.teamZone(team).Location
	if p.Place != "" {
		channel, err := s.Channel(p.Place)
		if err != nil {
			return to, Post{}, err
		}
		to.Name = channel.Name
	}
	switch p.Kind {
	case store.DailyTask:
		post, err := b.dailyPiecePost(s, p)
		return to, post, err
	case store.Result:
		post, err := b.resultPost(s, p, team)
		return to, post, err
	case store.Ask:
		post, err := askPost(s, p)
		return to, post, err
	case store.Notice, store.Greeting: // also to somebody who never spoke
		return to, Post{Body: p.Text}, nil
	}
	me, err := s.Member(p.Member)
	if err != nil {
		return to, Post{}, err
	}
	to.Zone = b.zoneOf(me, team).Location
	post, err := b.reminderPost(s, p, me, now)
	return to, post, err
}

// reminderPost is the piece that a reminder brings, with why it does.
func (b *Bot) reminderPost(s *store.Space, p *store.Promise, me *store.Member, now time.Time) (post Post, err error) {
	l, err := b.learner(s, me, now)
	if err != nil {
		return Post{}, err
	}
	item, _ := b.library.Item(string(p.Item))
	i, _ := l.item(p.Item)
	why := choice.Pick{Item: i, Why: choice.New}
	if l.Cards[i].Reps > 0 {
		why.Why = choice.Due
	}
	o := offer{p.Item, p.From.Truncate(stampUnit)}
	if item.Task != nil {
		post = b.taskPost(item.Task, o, capital(l.why(why))+".")
	} else {
		post = b.questionPost(&asked{o, item.Question, ""}, capital(l.why(why))+".")
	}
	post.Choices = append(post.Choices, Choice{"Later today", "remind later"}, Choice{"Skip this week", "remind skip"})
	return post, nil
}

// Settled is told when the outbox is done with a promise, in the transaction
// that says so. Fix is what its owner can do about it.
func (b *Bot) Settled(s *store.Space, p *store.Promise, fix string, now time.Time) error {
	if p.Kind == store.Greeting {
		return nil
	}
	if err := s.File(now.Add(KeptFor), store.RetireDue, string(p.Key)); err != nil {
		return err
	}
	switch {
	case p.Kind == store.Remind:
		return b.reminderSettled(s, p)
	case p.Kind == store.Ask:
		return b.asked(s, p, now)
	case p.Kind == store.DailyTask && (p.Status == store.Gone || p.Status == store.Expired && p.Tries > 0):
		return b.tell(s, p, fix, now)
	}
	return nil
}

func (b *Bot) reminderSettled(s *store.Space, p *store.Promise) error {
	me, err := s.Member(p.Member)
	if err != nil {
		return ignoreAbsent(err)
	}
	shut := p.Status == store.Gone
	if me.Remind.Shut == shut || !shut && p.Status != store.Sent {
		return nil
	}
	me.Remind.Shut = shut
	return s.PutMember(me)
}

// settlePromise ends a promise outside of the outbox.
func (b *Bot) settlePromise(s *store.Space, p *store.Promise, status store.Status, why string) error {
	now := b.now()
	p.Status, p.Why, p.At = status, why, now
	if err := s.PutPromise(p); err != nil {
		return err
	}
	return s.File(now.Add(KeptFor), store.RetireDue, string(p.Key))
}

// tellFor is how long a notice is worth sending.
const tellFor = 7 * 24 * time.Hour

// tell promises whoever set a daily task, else a named lead, one sentence about
// its failure: once for each way of failing of each setting.
func (b *Bot) tell(s *store.Space, p *store.Promise, fix string, now time.Time) error {
	channel, err := s.Channel(p.Place)
	if err != nil {
		return err
	}
	to, err := b.owner(s, p)
	if err != nil || to == nil {
		return err
	}
	notice := &store.Promise{
		Key:  store.Key(fmt.Sprintf("notice/%s/%s/%d", p.Status, p.Place, channel.Daily.Set.Unix())),
		Kind: store.Notice, Member: to.ID, Made: now, From: now, Until: now.Add(tellFor),
		Status: store.Waiting, At: now,
		Text: fmt.Sprintf("I could not post the daily %s in %s: %s. %s", dailyPiece(&channel.Daily), quoted(channelName(channel)), cmp.Or(p.Why, string(p.Status)), fix),
	}
	made, err := s.Promise(notice)
	if err != nil || !made {
		return err
	}
	return s.NotePromise(to, notice)
}

// owner is the member to tell about a promise: who set it, else a named lead;
// nil if there is neither.
func (b *Bot) owner(s *store.Space, p *store.Promise) (*store.Member, error) {
	leads, err := s.Leads(manyLeads)
	if err != nil {
		return nil, err
	}
	ids := []store.MemberID{p.By}
	for _, l := range leads {
		ids = append(ids, l.ID)
	}
	for _, id := range ids {
		if m, err := s.Member(id); err == nil || ignoreAbsent(err) != nil {
			return m, err
		}
	}
	return nil, nil
}
