package store

import (
	"fmt"
	"time"
)

// A Gap is how often on a day the questions of a member found no answer, or not
// the one that was meant, by something that the curriculum itself says. Nothing
// of it is text of the member's.
type Gap struct {
	Day  string  `json:"day"` // ISO date
	Kind GapKind `json:"kind"`
	What string  `json:"what"` // what the kind says; empty if there is none
	N    int     `json:"n"`
}

// A GapKind says what a Gap counts by.
type GapKind string

const (
	NearSkill GapKind = "near"      // of questions without an answer: the nearest skill
	KnownWord GapKind = "word"      // of questions without the right answer: a word that the curriculum knows
	NotMeant  GapKind = "not meant" // the topic that was shown and not meant
	Meant     GapKind = "meant"     // the topic that was shown and meant
)

// mostGaps is how many gaps are kept of a member's day. Who asks more than that
// has said what is missing.
const mostGaps = 100

// AddGap counts one question of a member.
func (s *Space) AddGap(m *Member, day string, kind GapKind, what string) error {
	g := Gap{Day: day, Kind: kind, What: what}
	key := s.own(m, 'g', []byte(day), []byte{0}, []byte(kind), []byte{0}, []byte(what))
	known, err := absent(s.tx.getJSON(key, &g))
	if err != nil {
		return err
	}
	if !known {
		of, err := s.tx.r.Scan(under(s.own(m, 'g', []byte(day), []byte{0}), mostGaps))
		if err != nil || len(of) == mostGaps {
			return err
		}
	}
	g.N++
	return s.tx.putJSON(key, &g)
}

// Gaps returns up to limit gaps of a member from a day on.
func (s *Space) Gaps(m *Member, from string, limit int) ([]*Gap, error) {
	r := under(s.own(m, 'g'), limit)
	r.From = s.own(m, 'g', []byte(from))
	return scanJSON[Gap](s.tx, r)
}

// A Wish is a question that a member asked their leads to have an answer to: the
// one text of a question that is kept, because its asker said so.
type Wish struct {
	At    time.Time `json:"at"` // when it was asked; no two of a member have the same
	Text  string    `json:"text"`
	Skill string    `json:"skill,omitempty"` // the nearest
}

// PutWish writes a wish of a member.
func (s *Space) PutWish(m *Member, w *Wish) error {
	return s.tx.putJSON(s.own(m, 'r', t8(w.At)), w)
}

// Wish returns a member's wish of that time, or ErrNotFound.
func (s *Space) Wish(m *Member, at time.Time) (*Wish, error) {
	var w Wish
	if err := s.tx.getJSON(s.own(m, 'r', t8(at)), &w); err != nil {
		return nil, err
	}
	return &w, nil
}

// Wishes returns up to limit wishes of a member, oldest first.
func (s *Space) Wishes(m *Member, limit int) ([]*Wish, error) {
	return scanJSON[Wish](s.tx, under(s.own(m, 'r'), limit))
}

// DeleteWish removes a member's wish of that time, if there is one.
func (s *Space) DeleteWish(m *Member, at time.Time) error {
	return s.tx.delete(s.own(m, 'r', t8(at)))
}

// ForgetGaps removes up to limit gaps and wishes of before a day (an ISO date)
// from what a member who was born then has, and says whether any may be left.
func (s *Space) ForgetGaps(id MemberID, born time.Time, before string, limit int) (more bool, err error) {
	day, err := time.Parse(time.DateOnly, before)
	if err != nil {
		return false, fmt.Errorf("forget gaps: %w", err)
	}
	m := &Member{ID: id, Born: born}
	for _, r := range []Range{
		{From: s.own(m, 'g'), To: s.own(m, 'g', []byte(before)), Limit: limit},
		{From: s.own(m, 'r'), To: s.own(m, 'r', t8(day)), Limit: limit},
	} {
		pairs, err := s.tx.r.Scan(r)
		if err != nil {
			return false, err
		}
		for _, pair := range pairs {
			if err := s.tx.delete(pair.Key); err != nil {
				return false, err
			}
		}
		more = more || len(pairs) == limit
	}
	return more, nil
}
