package store

import "time"

// A Placement is a member's latest placement: the questions by which it is found
// out where their plan starts. There is at most one. Its answers are in the log
// too, as entries that are [Placed].
type Placement struct {
	At    time.Time `json:"at"`              // when it began
	Asked ItemID    `json:"asked,omitempty"` // the question that is open; empty if it is over
	Shown time.Time `json:"shown,omitzero"`  // when that was offered
	Hash  string    `json:"hash,omitempty"`  // of the wording that its member saw last
	Given []Given   `json:"given,omitempty"`
}

// A Given is one answer of a Placement, with what other members had answered.
type Given struct {
	Item     ItemID `json:"item"`
	Right    bool   `json:"right,omitempty"`
	Others   int    `json:"others,omitempty"`   // by first answers, as in Tally
	ByOthers int    `json:"byOthers,omitempty"` // right ones among these
}

// Open says whether there is a question to answer.
func (p *Placement) Open() bool { return p.Asked != "" }

// Has says whether an item was answered in it.
func (p *Placement) Has(item ItemID) bool {
	for _, g := range p.Given {
		if g.Item == item {
			return true
		}
	}
	return false
}

// Placement returns the member's latest placement; the zero Placement if there
// was none.
func (s *Space) Placement(m *Member) (*Placement, error) {
	var p Placement
	_, err := absent(s.tx.getJSON(s.own(m, 'l'), &p))
	return &p, err
}

// PutPlacement writes the member's placement, over the one before.
func (s *Space) PutPlacement(m *Member, p *Placement) error {
	return s.tx.putJSON(s.own(m, 'l'), p)
}
