package slack

import "sync"

// A state is what is known of the connection. It tells of every change of whether
// all is well.
type state struct {
	tell func(connected bool)

	mu       sync.Mutex
	linked   bool // the socket is open and alone
	accepted bool // the bot's token was taken when it was used last
	told     bool
}

// link notes whether the socket is open and the only one.
func (s *state) link(yes bool) { s.set(&s.linked, yes) }

// accept notes whether the bot's token was taken.
func (s *state) accept(yes bool) { s.set(&s.accepted, yes) }

func (s *state) set(what *bool, yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*what = yes
	if now := s.linked && s.accepted; now != s.told {
		s.told = now
		s.tell(now)
	}
}
