package bot

import (
	"strings"

	"mentorbot/content"
	"mentorbot/store"
)

func meantCommand() Command {
	return Command{
		Name: "meant", Args: "yes|no TOPIC STAMP | none STAMP", Button: true,
		Brief:   "says whether an answer was what you meant",
		Example: []string{"meant no databases/joins l0k3f9xz", "meant none l0k3f9xz"},
		Parse:   parseMeant,
	}
}

func parseMeant(b *Bot, args string) (Action, error) {
	words := strings.Fields(args)
	if len(words) < 2 {
		return nil, errQuestion
	}
	stamp := words[len(words)-1]
	if _, ok := parseQuestionStamp(stamp); !ok {
		return nil, errQuestion
	}
	if len(words) == 2 && words[0] == "none" {
		return func(t *turn) (Post, error) { return t.meantNone(stamp) }, nil
	}
	if len(words) != 3 || words[0] != "yes" && words[0] != "no" {
		return nil, errQuestion
	}
	topic, err := b.topicOf(words[1])
	if err != nil {
		return nil, err
	}
	if words[0] == "yes" {
		return func(t *turn) (Post, error) { return t.wasMeant(topic, stamp) }, nil
	}
	return func(t *turn) (Post, error) { return t.notMeant(topic, stamp) }, nil
}

// wasMeant counts an answer as what was meant.
func (t *turn) wasMeant(topic *content.Topic, stamp string) (Post, error) {
	post := Post{Body: "Good to know. That is counted, without your name."}
	return post, t.count(stamp, func(*held) []gap { return []gap{{store.Meant, topic.ID}} })
}

// notMeant counts an answer as not what was meant, with the words of the question
// that the curriculum knows, and offers what else it may have been.
func (t *turn) notMeant(topic *content.Topic, stamp string) (Post, error) {
	err := t.count(stamp, func(h *held) []gap {
		return append(t.wordGaps(h), gap{store.NotMeant, topic.ID})
	})
	post := Post{Body: "Thank you. That is counted, without your name and without your words."}
	h, ok := t.heldQuestion(stamp)
	if !ok {
		return post, err
	}
	var others []content.Hit
	for _, hit := range t.library.Find(h.text).Hits {
		if hit.Topic != topic {
			others = append(others, hit)
		}
	}
	post.Body += " Is it one of these?"
	post.Choices = append(choicesOf(others), Choice{"Ask my lead to add this", "wish " + stamp})
	return post, err
}

// meantNone declines a question after topics were offered for it.
func (t *turn) meantNone(stamp string) (Post, error) {
	h, ok := t.heldQuestion(stamp)
	if !ok {
		return t.notTaught("", ""), nil
	}
	return t.notTaught(h.skill, stamp), t.countDeclined(stamp)
}

// A gap is what a question is counted by.
type gap struct {
	kind store.GapKind
	what string
}

// countDeclined counts a question of the sender's that found no answer: by the
// nearest skill and the words that the curriculum knows.
func (t *turn) countDeclined(stamp string) error {
	return t.count(stamp, func(h *held) []gap {
		if h == nil {
			return nil
		}
		return append(t.wordGaps(h), gap{store.NearSkill, h.skill})
	})
}

// wordGaps are the words of a question that may be counted.
func (t *turn) wordGaps(h *held) (gaps []gap) {
	if h == nil {
		return nil
	}
	for _, word := range t.known().of(h.text) {
		gaps = append(gaps, gap{store.KnownWord, word})
	}
	return gaps
}

// count counts a question once. The gaps of one that is not in mind any more are
// those of nil.
func (t *turn) count(stamp string, gapsOf func(*held) []gap) error {
	h, ok := t.heldQuestion(stamp)
	if ok && !h.counted.CompareAndSwap(false, true) {
		return nil
	}
	gaps := gapsOf(h)
	return t.update(func(s *store.Space, me *store.Member) error {
		day, err := t.teamDay(s)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			if err := s.AddGap(me, day, g.kind, g.what); err != nil {
				return err
			}
		}
		return t.fileGaps(s, me)
	})
}
