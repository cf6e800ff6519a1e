package store

import (
	"errors"
	"fmt"
	"strconv"
)

var schemaKey = []byte("s")

// migrations lead from version i to version i+1. The list only grows. Each runs
// in the transaction that raises the version, so a crash leaves either version.
var migrations = []func(Writer) error{
	func(Writer) error { return nil }, // version 1: the first layout
	cardsIntoSummaries,                // version 2: cards in summaries
	dropSkillCounts,                   // version 3: the layout in the package comment
}

// Version is the schema version that this program writes.
func Version() int { return len(migrations) }

// migrate brings the data to Version, in one transaction.
func migrate(w Writer) error {
	version, err := version(w)
	if err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, version, len(migrations))
	}
	for ; version < len(migrations); version++ {
		if err := migrations[version](w); err != nil {
			return fmt.Errorf("migrate to schema %d: %w", version+1, err)
		}
		if err := w.Put(schemaKey, []byte(strconv.Itoa(version+1))); err != nil {
			return err
		}
	}
	return nil
}

func version(r Reader) (int, error) {
	value, err := r.Get(schemaKey)
	if errors.Is(err, ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	v, err := strconv.Atoi(string(value))
	if err != nil || v < 0 {
		return 0, fmt.Errorf("schema version %q is not a number", value)
	}
	return v, nil
}
