package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// Memories and summaries are read by the thousand, so they are not JSON. The
// first byte is the version of the layout.

const (
	memoryLayout  = 2
	summaryLayout = 2
)

func (mem *Memory) encode() []byte {
	b := []byte{memoryLayout, byte(mem.Grade)}
	b = appendState(b, mem.State)
	b = appendState(b, mem.Before)
	for _, t := range []time.Time{mem.Opened, mem.Rest} {
		b = binary.BigEndian.AppendUint64(b, uint64(nanos(t)))
	}
	return b
}

func appendState(b []byte, s State) []byte {
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.Stability))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(s.Difficulty))
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Last)))
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Day)))
	b = binary.BigEndian.AppendUint32(b, uint32(s.Reps))
	return binary.BigEndian.AppendUint32(b, uint32(s.Lapses))
}

// A reader of records takes values off the front.
type fields []byte

func (f *fields) u64() uint64 {
	v := binary.BigEndian.Uint64(*f)
	*f = (*f)[8:]
	return v
}

func (f *fields) u32() uint32 {
	v := binary.BigEndian.Uint32(*f)
	*f = (*f)[4:]
	return v
}

func (f *fields) time() time.Time { return instant(int64(f.u64())) }

func (f *fields) float() float64 { return math.Float64frombits(f.u64()) }

func (f *fields) state() State {
	return State{Stability: f.float(), Difficulty: f.float(), Last: f.time(), Day: f.time(), Reps: int(f.u32()), Lapses: int(f.u32())}
}

// memorySize is that of a memory, in bytes.
const memorySize = 2 + 2*40 + 2*8

func decodeMemory(item ItemID, data []byte) (*Memory, error) {
	if len(data) != memorySize || data[0] != memoryLayout {
		return nil, fmt.Errorf("decode memory of %s: %d bytes", item, len(data))
	}
	f := fields(data[2:])
	return &Memory{
		Item: item, Grade: Grade(data[1]),
		State: f.state(), Before: f.state(), Opened: f.time(), Rest: f.time(),
	}, nil
}

// summaryHead and cardSize are the sizes in bytes of a summary without cards and
// of a card without its slug.
const (
	summaryHead = 1 + 4 + 8
	cardSize    = 1 + 2*8 + 4*4 + 1 + 2
)

func (s *Summary) encode() []byte {
	b := make([]byte, 0, summaryHead+len(s.Cards)*(cardSize+16))
	b = append(b, summaryLayout)
	b = binary.BigEndian.AppendUint32(b, uint32(s.Attempts))
	b = binary.BigEndian.AppendUint64(b, uint64(nanos(s.Last)))
	for i := range s.Cards {
		b = s.Cards[i].append(b)
	}
	return b
}

// append adds a card: the length of its slug, the slug, and the rest.
func (c *Card) append(b []byte) []byte {
	b = append(b, byte(len(c.Slug)))
	b = append(b, c.Slug...)
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.Stability))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(c.Difficulty))
	for _, n := range []uint32{uint32(c.Day), uint32(c.Rest), c.Gap, c.Reps} {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	b = append(b, byte(c.Grade))
	return binary.BigEndian.AppendUint16(b, c.Chance)
}

// decodeSummary reads a record.
func decodeSummary(topic TopicID, data []byte) (*Summary, error) {
	sum := &Summary{Topic: topic}
	f, err := sum.head(data)
	for err == nil && len(f) > 0 {
		var c Card
		var slug []byte
		slug, err = f.card(&c)
		c.Slug = string(slug)
		sum.Cards = append(sum.Cards, c)
	}
	if err != nil {
		return nil, fmt.Errorf("decode summary of %s: %w", topic, err)
	}
	return sum, nil
}

// head reads what stands before the cards, and returns these.
func (s *Summary) head(data []byte) (fields, error) {
	if len(data) < summaryHead || data[0] != summaryLayout {
		return nil, fmt.Errorf("%d bytes", len(data))
	}
	f := fields(data[1:])
	s.Attempts, s.Last = int(f.u32()), f.time()
	return f, nil
}

// card reads a card but its slug, which it returns as part of the record.
func (f *fields) card(c *Card) (slug []byte, err error) {
	n := int((*f)[0])
	if len(*f) < n+cardSize {
		return nil, fmt.Errorf("%d bytes of a card", len(*f))
	}
	slug, b := (*f)[1:1+n], (*f)[1+n:n+cardSize]
	*f = (*f)[n+cardSize:]
	c.Stability = math.Float64frombits(binary.BigEndian.Uint64(b))
	c.Difficulty = math.Float64frombits(binary.BigEndian.Uint64(b[8:]))
	c.Day, c.Rest = int32(binary.BigEndian.Uint32(b[16:])), int32(binary.BigEndian.Uint32(b[20:]))
	c.Gap, c.Reps = binary.BigEndian.Uint32(b[24:]), binary.BigEndian.Uint32(b[28:])
	c.Grade, c.Chance = Grade(b[32]), binary.BigEndian.Uint16(b[33:])
	return slug, nil
}
