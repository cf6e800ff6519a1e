package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// spaceKey is the key of a record kind in the space, with the rest appended.
func (s *Space) key(kind byte, rest ...string) []byte {
	key := append([]byte{'w'}, s.name...)
	key = append(key, 0, kind)
	for i, part := range rest {
		if i > 0 {
			key = append(key, 0)
		}
		key = append(key, part...)
	}
	return key
}

// own is the key of a record in a member's own range.
func (s *Space) own(m *Member, kind byte, rest ...[]byte) []byte {
	key := s.key('D', string(m.ID), "")
	key = append(key, t8(m.Born)...)
	key = append(key, kind)
	for _, part := range rest {
		key = append(key, part...)
	}
	return key
}

// t8 is a time as eight bytes that sort like it. Times before 1970 sort first.
func t8(t time.Time) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(max(nanos(t), 0)))
}

func fromT8(b []byte) time.Time {
	return instant(int64(binary.BigEndian.Uint64(b)))
}

// after is the first key that does not start with prefix.
func after(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i] < 0xff {
			end[i]++
			return end[:i+1]
		}
	}
	return nil
}

// under is the range of the keys that start with prefix.
func under(prefix []byte, limit int) Range {
	return Range{From: prefix, To: after(prefix), Limit: limit}
}

func (tx *Tx) put(key, value []byte) error {
	if tx.w == nil {
		return errors.New("write in a view")
	}
	return tx.w.Put(key, value)
}

func (tx *Tx) delete(key []byte) error {
	if tx.w == nil {
		return errors.New("delete in a view")
	}
	return tx.w.Delete(key)
}

// getJSON reads the record at key into v; ErrNotFound if there is none.
func (tx *Tx) getJSON(key []byte, v any) error {
	data, err := tx.r.Get(key)
	if err != nil {
		return err
	}
	return decode(data, v)
}

func (tx *Tx) putJSON(key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode record: %w", err)
	}
	return tx.put(key, data)
}

func decode(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("decode record: %w", err)
	}
	return nil
}

// absent turns ErrNotFound into a found of false.
func absent(err error) (found bool, _ error) {
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}
