package store

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Duty is what falls due at an instant of the calendar.
type Duty byte

const (
	DailyDue  Duty = 'c' // a channel's daily task; ID is the PlaceID
	RemindDue Duty = 'm' // a member's reminder; ID is RemindID
	RetireDue Duty = 'r' // a settled promise may be forgotten; ID is its Key
	RemoveDue Duty = 'x' // data of a forgotten member is to be removed; ID is RemovalID
	GapDue    Duty = 'g' // some of a member's gaps and wishes are to be forgotten; ID is RemovalID
	EventDue  Duty = 'e' // an event may be forgotten; ID is its name
	RefileDue Duty = 'z' // the team's settings changed: what follows from them is filed anew; ID is the MemberID after which to go on
	QuizDue   Duty = 'q' // a member's quiz may be forgotten; ID is the MemberID
	DeriveDue Duty = 'd' // the team's memory model changed: what is derived from the logs is derived anew; ID is the MemberID after which to go on
)

// A DueEntry is one entry of the due index, the one ordered index over all
// workspaces of what falls due when.
type DueEntry struct {
	At        time.Time
	Workspace Workspace
	Duty      Duty
	ID        string
}

// RemindID names a member's reminder, as it is set now, in the due index.
func RemindID(m *Member) string { return string(m.ID) + "\x00" + strconv.Itoa(m.Remind.Turn) }

// ParseRemind reads what RemindID made.
func ParseRemind(id string) (member MemberID, turn int, err error) {
	name, count, _ := strings.Cut(id, "\x00")
	if turn, err = strconv.Atoi(count); err != nil {
		return "", 0, fmt.Errorf("bad reminder %q", id)
	}
	return MemberID(name), turn, nil
}

// RemovalID names a member, as they are since they were first seen, in the due index.
func RemovalID(m *Member) string { return string(t8(m.Born)) + string(m.ID) }

// ParseRemoval reads what RemovalID made.
func ParseRemoval(id string) (MemberID, time.Time, error) {
	if len(id) <= 8 {
		return "", time.Time{}, fmt.Errorf("bad removal %q", id)
	}
	return MemberID(id[8:]), fromT8([]byte(id[:8])), nil
}

// File puts an entry into the due index.
func (s *Space) File(at time.Time, duty Duty, id string) error {
	if err := checkName(string(s.name)); err != nil {
		return err
	}
	return s.tx.put(s.dueKey(at, duty, id), nil)
}

// Unfile takes an entry out of the due index.
func (s *Space) Unfile(at time.Time, duty Duty, id string) error {
	if at.IsZero() {
		return nil
	}
	return s.tx.delete(s.dueKey(at, duty, id))
}

func (s *Space) dueKey(at time.Time, duty Duty, id string) []byte {
	key := append([]byte{'d'}, t8(at)...)
	key = append(key, s.name...)
	key = append(key, 0, byte(duty))
	return append(key, id...)
}

// Due returns up to limit entries that are due at now, in order.
func (tx *Tx) Due(now time.Time, limit int) ([]DueEntry, error) {
	to := append([]byte{'d'}, t8(now.Add(1))...)
	pairs, err := tx.r.Scan(Range{From: []byte{'d'}, To: to, Limit: limit})
	if err != nil {
		return nil, err
	}
	entries := make([]DueEntry, len(pairs))
	for i, pair := range pairs {
		workspace, rest, ok := strings.Cut(string(pair.Key[9:]), "\x00")
		if !ok || rest == "" {
			return nil, fmt.Errorf("due index: bad key %q", pair.Key)
		}
		entries[i] = DueEntry{fromT8(pair.Key[1:]), Workspace(workspace), Duty(rest[0]), rest[1:]}
	}
	return entries, nil
}

// NextDue is when the first entry falls due; ok is false if there is none.
func (tx *Tx) NextDue() (at time.Time, ok bool, err error) {
	return tx.firstAt([]byte{'d'})
}
