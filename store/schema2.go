package store

import (
	"bytes"
	"fmt"
)

// Version 1 kept when an item is due with its memory and in an index of its own,
// and summaries had no cards.

// migratedAtOnce is how many records are read at a time.
const migratedAtOnce = 10_000

// cardsIntoSummaries takes version 1 to 2. What members own lies in the order of
// the kinds: memories first, then the old index, then summaries.
func cardsIntoSummaries(w Writer) error {
	m := &cardMigration{w: w}
	from := []byte{'w'}
	for {
		pairs, err := w.Scan(Range{From: from, To: []byte{'w' + 1}, Limit: migratedAtOnce})
		if err != nil || len(pairs) == 0 {
			return err
		}
		for _, pair := range pairs {
			if err := m.take(pair); err != nil {
				return err
			}
		}
		from = append(pairs[len(pairs)-1].Key, 0)
	}
}

// A cardMigration goes through the records of one member after the other.
type cardMigration struct {
	w     Writer
	owner []byte // up to the kind
	cards map[TopicID][]Card
}

// take migrates one record, if it is a member's.
func (m *cardMigration) take(pair Pair) error {
	at := ownKind(pair.Key)
	if at < 0 {
		return nil
	}
	if !bytes.Equal(m.owner, pair.Key[:at]) {
		m.owner, m.cards = bytes.Clone(pair.Key[:at]), map[TopicID][]Card{}
	}
	name := string(pair.Key[at+1:])
	switch pair.Key[at] {
	case 'i':
		return m.memory(pair, ItemID(name))
	case 'k':
		return m.w.Delete(pair.Key)
	case 's':
		return m.summary(pair, TopicID(name))
	}
	return nil
}

// ownKind is where in a key the kind of what a member owns stands, -1 if it is
// the key of something else.
func ownKind(key []byte) int {
	space := bytes.IndexByte(key, 0)
	if space < 0 || len(key) < space+2 || key[space+1] != 'D' {
		return -1
	}
	member := bytes.IndexByte(key[space+2:], 0)
	at := space + 2 + member + 1 + 8
	if member < 0 || len(key) <= at {
		return -1
	}
	return at
}

// memory rewrites a memory without the day on which it was due.
func (m *cardMigration) memory(pair Pair, item ItemID) error {
	const due, size1 = 2 + 2*40, memorySize + 8
	if len(pair.Value) != size1 || pair.Value[0] != 1 {
		return fmt.Errorf("memory of %s: %d bytes", item, len(pair.Value))
	}
	value := append(bytes.Clone(pair.Value[:due]), pair.Value[due+8:]...)
	value[0] = memoryLayout
	mem, err := decodeMemory(item, value)
	if err != nil {
		return err
	}
	m.cards[item.Topic()] = append(m.cards[item.Topic()], mem.Card())
	return m.w.Put(pair.Key, value)
}

// summary rewrites a summary with its cards.
func (m *cardMigration) summary(pair Pair, topic TopicID) error {
	const size1 = 1 + 3*4 + 2*8
	if len(pair.Value) != size1 || pair.Value[0] != 1 {
		return fmt.Errorf("summary of %s: %d bytes", topic, len(pair.Value))
	}
	f := fields(pair.Value[1+2*4:])
	sum := &Summary{Topic: topic, Attempts: int(f.u32()), Last: f.time(), Cards: m.cards[topic]}
	return m.w.Put(pair.Key, sum.encode())
}
