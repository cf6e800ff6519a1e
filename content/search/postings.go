package search

import (
	"encoding/binary"
	"math"
	"slices"
)

// What units and documents have of a term is most of an index, so it is packed:
//
//	how many names, asks, documents that are called so, and others have it
//	each name: how far it is from the one before, and at which of its first places
//	the term stands, a bit each
//	each ask: how far it is from the one before
//	each document that is called so: how far it is from the one before, and what
//	the term counts in its fields, two to a byte
//	each other document, in two bytes: how far it is from the one before, and what
//	the term counts in its lead and body; if that is nothing, there is just no
//	document so far
//
// A document is called so here if the term stands in its title, aliases, asks or
// headings. Numbers are as [binary.Uvarint] has them.

// places is how many places of a name there are bits for.
const places = 8

// most is what a field counts at most.
const most = 15

// A row is what a term counts in each field of a document.
type row [fieldCount]uint8

// called reports whether the term stands in more than texts.
func (r *row) called() bool { return r[inTitle]|r[inAliases]|r[inAsks]|r[inHeadings] != 0 }

// A posting is what a term counts in a document.
type posting struct {
	doc uint16
	row
}

// A mention is a unit that has a term.
type mention struct {
	unit uint16
	at   uint8 // if it is a name, at which of its first places
}

// appendPostings packs what units and documents have of a term.
func appendPostings(packed []byte, names, asks []mention, docs []posting) []byte {
	called := 0
	for i := range docs {
		if docs[i].called() {
			called++
		}
	}
	for _, n := range []int{len(names), len(asks), called, len(docs) - called} {
		packed = binary.AppendUvarint(packed, uint64(n))
	}
	packed = appendMentions(packed, names, true)
	packed = appendMentions(packed, asks, false)
	packed = appendCalled(packed, docs)
	return appendOthers(packed, docs)
}

func appendMentions(packed []byte, mentions []mention, areNames bool) []byte {
	last := uint16(0)
	for _, m := range mentions {
		packed = binary.AppendUvarint(packed, uint64(m.unit-last))
		if areNames {
			packed = append(packed, m.at)
		}
		last = m.unit
	}
	return packed
}

func appendCalled(packed []byte, docs []posting) []byte {
	last := uint16(0)
	for _, d := range docs {
		if d.called() {
			packed = binary.AppendUvarint(packed, uint64(d.doc-last))
			packed = append(packed, d.row[inTitle]<<4|d.row[inAliases], d.row[inAsks]<<4|d.row[inHeadings], d.row[inLead]<<4|d.row[inBody])
			last = d.doc
		}
	}
	return packed
}

func appendOthers(packed []byte, docs []posting) []byte {
	last := uint16(0)
	for _, d := range docs {
		if !d.called() {
			for ; d.doc-last > math.MaxUint8; last += math.MaxUint8 {
				packed = append(packed, math.MaxUint8, 0)
			}
			packed = append(packed, uint8(d.doc-last), d.row[inLead]<<4|d.row[inBody])
			last = d.doc
		}
	}
	return packed
}

// postings are what is packed of one term.
type postings struct {
	names, asks, called, others int
	packed                      []byte
}

// postings returns those of a term.
func (ix *Index) postings(t int32) (p postings) {
	p.packed = ix.packed[ix.starts[t]:ix.starts[t+1]]
	for _, n := range []*int{&p.names, &p.asks, &p.called, &p.others} {
		p.next(n)
	}
	return p
}

func (p *postings) next(n *int) {
	number := uint32(p.packed[0])
	if p.packed = p.packed[1:]; number >= longer {
		number, p.packed = nextLong(number, p.packed)
	}
	*n = int(number)
}

// longer is set in the bytes of a number but for the last.
const longer = 0x80

// nextLong reads the rest of a number, after its first byte.
func nextLong(first uint32, packed []byte) (n uint32, rest []byte) {
	more, size := binary.Uvarint(packed)
	return first&^longer | uint32(more)<<7, packed[size:]
}

// A termScratch is what the postings of a term are read into.
type termScratch struct {
	mentions []mention
	called   []posting // documents that are called so
	others   passing   // those that only mention it
}

// passing is what is packed of documents that only mention a term.
type passing []byte

// next takes the next two bytes: what the term counts in the document that
// follows doc so far, if anything.
func (p *passing) next(doc int) (at int, lead, body uint8) {
	two := *p
	*p = two[2:]
	return doc + int(two[0]), two[1] >> 4, two[1] & most
}

// read reads the postings of a term. It is where most of the time goes that is
// spent on a common word, hence a number of one byte is read in place.
func (s *termScratch) read(p postings) {
	rest := s.readMentions(p)
	s.called = slices.Grow(s.called[:0], p.called)[:p.called]
	doc := uint32(0)
	for i := range s.called {
		n := uint32(rest[0])
		if rest = rest[1:]; n >= longer {
			n, rest = nextLong(n, rest)
		}
		doc += n
		a, b, c := rest[0], rest[1], rest[2]
		s.called[i] = posting{uint16(doc), row{a >> 4, a & most, b >> 4, b & most, c >> 4, c & most}}
		rest = rest[3:]
	}
	s.others = rest
}

// readMentions reads the units, and returns what follows them.
func (s *termScratch) readMentions(p postings) (rest []byte) {
	rest = p.packed
	s.mentions = slices.Grow(s.mentions[:0], p.names+p.asks)[:p.names+p.asks]
	unit := uint32(0)
	for i := range s.mentions {
		if i == p.names {
			unit = 0
		}
		n := uint32(rest[0])
		if rest = rest[1:]; n >= longer {
			n, rest = nextLong(n, rest)
		}
		unit += n
		s.mentions[i] = mention{unit: uint16(unit)}
		if i < p.names {
			s.mentions[i].at, rest = rest[0], rest[1:]
		}
	}
	return rest
}

// areNeighbours reports whether a name has term a and right after it b.
func (ix *Index) areNeighbours(a, b int32) bool {
	if a < 0 || b < 0 {
		return false
	}
	var first, second termScratch
	first.readMentions(ix.postings(a))
	second.readMentions(ix.postings(b))
	at := map[uint16]uint8{}
	for _, m := range first.mentions {
		at[m.unit] = m.at
	}
	for _, m := range second.mentions {
		if at[m.unit]<<1&m.at != 0 {
			return true
		}
	}
	return false
}
