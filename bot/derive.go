package bot

import (
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// deriveDue derives anew what follows from the log of the next member.
func (b *Bot) deriveDue(s *store.Space, past store.MemberID, now time.Time) error {
	team, err := s.Team()
	if err != nil {
		return err
	}
	members, err := s.Members(past, 1)
	if err != nil || len(members) == 0 {
		return err
	}
	log, err := s.Log(members[0], time.Time{}, everything)
	if err != nil {
		return err
	}
	memories, sums := derive(modelOf(team), log)
	for _, mem := range memories {
		if err := s.PutMemory(members[0], &mem); err != nil {
			return err
		}
	}
	for _, sum := range sums {
		if err := s.PutSummary(members[0], &sum); err != nil {
			return err
		}
	}
	return s.File(now, store.DeriveDue, string(members[0].ID))
}

// derive is what follows from a log by a model: what is known of items and of
// topics.
func derive(model schedule.Model, log []*store.Attempt) (map[store.ItemID]store.Memory, map[store.TopicID]store.Summary) {
	memories, sums := map[store.ItemID]store.Memory{}, map[store.TopicID]store.Summary{}
	for _, a := range log {
		mem := memories[a.Item]
		mem.Item = a.Item
		mem = advance(model, mem, a)
		memories[a.Item] = mem
		settled := 0
		if a.Act == store.Settled {
			settled = 1
		}
		if !carded(&mem) {
			continue
		}
		sum := sums[a.Item.Topic()]
		sum.Topic = a.Item.Topic()
		summarised(&sum, &mem, settled)
		sums[a.Item.Topic()] = sum
	}
	return memories, sums
}
