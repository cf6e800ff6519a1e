package store

import "time"

// Take notes that an event of a platform was taken in hand, and says whether it
// is the first time: platforms deliver some events again.
func (s *Space) Take(event string) (first bool, err error) {
	if err := checkName(event); err != nil {
		return false, err
	}
	found, err := absent(func() error { _, err := s.tx.r.Get(s.key('e', event)); return err }())
	if found || err != nil {
		return false, err
	}
	return true, s.tx.put(s.key('e', event), nil)
}

// ForgetEvent forgets an event.
func (s *Space) ForgetEvent(event string) error { return s.tx.delete(s.key('e', event)) }

// A Trail is where on a platform a person was seen, latest first. It belongs to
// no workspace but to the Space named like the platform, and tells nothing of
// what was said.
type Trail struct {
	Seen []Sight `json:"seen"`
}

// A Sight is one workspace of a Trail.
type Sight struct {
	Workspace Workspace `json:"workspace"`
	Name      string    `json:"name,omitempty"` // as the platform calls it
	Last      time.Time `json:"last"`           // when the trail last led there from elsewhere
}

// Trail returns the trail of a person; an empty one if there is none.
func (s *Space) Trail(id MemberID) (*Trail, error) {
	var t Trail
	_, err := absent(s.tx.getJSON(s.key('v', string(id)), &t))
	return &t, err
}

// PutTrail writes the trail of a person; an empty one is removed.
func (s *Space) PutTrail(id MemberID, t *Trail) error {
	if len(t.Seen) == 0 {
		return s.tx.delete(s.key('v', string(id)))
	}
	return s.tx.putJSON(s.key('v', string(id)), t)
}
