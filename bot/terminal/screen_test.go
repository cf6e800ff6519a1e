package terminal

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A fakeScreen is a window of rows that shows what is written to it: text, "\r",
// "\n" and the sequences that x/term and this package use.
type fakeScreen struct {
	mu       sync.Mutex
	columns  int
	rows     [][]rune
	x, y     int
	sequence string // what has come of an escape sequence
	raw      bool   // between Raw and restore
	rawTimes int
}

func newFakeScreen(columns int) *fakeScreen {
	return &fakeScreen{columns: columns, rows: [][]rune{nil}}
}

func (s *fakeScreen) Raw() (func() error, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw = true
	s.rawTimes++
	return func() error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.raw = false
		return nil
	}, nil
}

func (s *fakeScreen) isRaw() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw
}

func (s *fakeScreen) Size() (columns, rows int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.columns, 24, nil
}

func (s *fakeScreen) resize(columns int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.columns = columns
}

// String returns what the window shows, without spaces at the ends of rows and
// with a "_" at the cursor.
func (s *fakeScreen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var rows []string
	for y, row := range s.rows {
		if y == s.y {
			row = pad(slices.Clone(row), max(s.x, len(row)))
			row = slices.Insert(row, s.x, '_')
		}
		rows = append(rows, strings.TrimRight(string(row), " "))
	}
	return strings.Join(rows, "\n")
}

func pad(row []rune, to int) []rune {
	for len(row) < to {
		row = append(row, ' ')
	}
	return row[:to]
}

func (s *fakeScreen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range string(p) {
		switch {
		case s.sequence != "" || r == escape:
			s.sequence += string(r)
			if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
				s.obey(s.sequence)
				s.sequence = ""
			}
		case r == '\r':
			s.x = 0
		case r == '\n':
			s.down(1)
		default:
			s.put(r)
		}
	}
	return len(p), nil
}

func (s *fakeScreen) put(r rune) {
	if s.x == s.columns {
		s.x = 0
		s.down(1)
	}
	row := s.rows[s.y]
	if s.x >= len(row) {
		row = append(pad(row, s.x), r)
	}
	row[s.x] = r
	s.rows[s.y] = row
	s.x++
}

func (s *fakeScreen) down(n int) {
	s.y += n
	for len(s.rows) <= s.y {
		s.rows = append(s.rows, nil)
	}
}

func (s *fakeScreen) obey(sequence string) {
	last := len(sequence) - 1
	n, err := strconv.Atoi(sequence[2:last])
	if err != nil {
		n = 1
	}
	switch sequence[last] {
	case 'A':
		s.y -= n
	case 'B':
		s.down(n)
	case 'C':
		s.x += n
	case 'D':
		s.x -= n
	case 'K':
		s.rows[s.y] = s.rows[s.y][:min(s.x, len(s.rows[s.y]))]
	}
}
