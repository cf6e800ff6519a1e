package store

import (
	"errors"
	"time"
)

// A Quiz is the session of questions that a member has open; there is at most
// one. What was answered in it is in the log.
type Quiz struct {
	About string    `json:"about,omitempty"` // a skill, a topic or "wrong"; empty is anything
	Size  int       `json:"size,omitempty"`  // questions that were asked for; 0 is as many as usual
	At    time.Time `json:"at"`              // when it began: all its questions are offered then
	Last  time.Time `json:"last"`            // when its member last did something with it
	Asked []Asked   `json:"asked"`           // its questions, in order
}

// An Asked is one question of a Quiz.
type Asked struct {
	Item ItemID    `json:"item"`
	Hash string    `json:"hash"`          // of the wording that its member saw last
	Done time.Time `json:"done,omitzero"` // the entry of the log that answered it; zero while it is open
}

// Next is the place of the first question that is open; -1 if there is none.
func (q *Quiz) Next() int {
	for i := range q.Asked {
		if q.Asked[i].Done.IsZero() {
			return i
		}
	}
	return -1
}

// Quiz returns the member's open session, or ErrNotFound.
func (s *Space) Quiz(m *Member) (*Quiz, error) {
	var q Quiz
	if err := s.tx.getJSON(s.own(m, 'z'), &q); err != nil {
		return nil, err
	}
	return &q, nil
}

// PutQuiz writes the member's open session.
func (s *Space) PutQuiz(m *Member, q *Quiz) error { return s.tx.putJSON(s.own(m, 'z'), q) }

// DeleteQuiz forgets the member's open session.
func (s *Space) DeleteQuiz(m *Member) error { return s.tx.delete(s.own(m, 'z')) }

// A Tally is what all members together did with one wording of a question. It
// names nobody.
type Tally struct {
	Item     ItemID `json:"item"`
	Hash     string `json:"hash"`               // of the wording
	Answered int    `json:"answered,omitempty"` // members, by their first answer
	Right    int    `json:"right,omitempty"`    // of these
	Chosen   [5]int `json:"chosen"`             // of these, by written option
	Disputed int    `json:"disputed,omitempty"` // members who said that it looks wrong
}

// Tally returns what was counted of a wording of a question; the zero Tally with
// its Item and Hash if nothing was. What was counted of another wording is as
// good as forgotten.
func (s *Space) Tally(item ItemID, hash string) (*Tally, error) {
	var t Tally
	_, err := absent(s.tx.getJSON(s.key('n', string(item)), &t))
	if t.Hash != hash {
		t = Tally{Item: item, Hash: hash}
	}
	return &t, err
}

// PutTally writes what was counted of a question, in the place of another wording.
func (s *Space) PutTally(t *Tally) error {
	if err := checkName(string(t.Item)); err != nil {
		return err
	}
	return s.tx.putJSON(s.key('n', string(t.Item)), t)
}

// Tallies returns what was counted of up to limit questions, in the order of
// their ids.
func (s *Space) Tallies(limit int) ([]*Tally, error) {
	return scanJSON[Tally](s.tx, under(s.key('n', ""), limit))
}

// Dispute returns the hash of the wording of a question that the member said
// looks wrong; empty if they did not.
func (s *Space) Dispute(m *Member, item ItemID) (hash string, err error) {
	data, err := s.tx.r.Get(s.own(m, 'w', []byte(item)))
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return string(data), err
}

// PutDispute notes that the member said that a wording of a question looks wrong.
func (s *Space) PutDispute(m *Member, item ItemID, hash string) error {
	return s.tx.put(s.own(m, 'w', []byte(item)), []byte(hash))
}

// Disputes returns up to limit questions of which the member said so.
func (s *Space) Disputes(m *Member, limit int) (items []ItemID, err error) {
	prefix := s.own(m, 'w')
	pairs, err := s.tx.r.Scan(under(prefix, limit))
	for _, pair := range pairs {
		items = append(items, ItemID(pair.Key[len(prefix):]))
	}
	return items, err
}
