package bot

import (
	"errors"
	"time"

	"mentorbot/schedule"
	"mentorbot/store"
)

// ignoreAbsent is err, but nil if it says that there is no such record.
func ignoreAbsent(err error) error { return ifAbsent(err, nil) }

// ifAbsent is err, or instead if it says that there is no such record.
func ifAbsent(err, instead error) error {
	if errors.Is(err, store.ErrNotFound) {
		return instead
	}
	return err
}

// dateOf is the day that the store keeps as a time.
func dateOf(midnight time.Time) schedule.Date { return schedule.DateOf(midnight, time.UTC) }
