package schedule

import (
	"fmt"
	"slices"
)

// Calendar says on which days somebody wants to be asked anything: a member's,
// with the team's holidays and days off, or a channel's.
type Calendar struct {
	Days    Days   // of the week; the zero value is none of them
	Country string // whose public holidays are free, as ParseCountry writes it; "" for none
	Off     []Date // the team's own days off
	Back    Date   // the first day after a pause; the zero value is no pause
}

// Working reports whether the day is one to be asked on. If not, why is the
// reason as part of a sentence: "paused until 2026-09-01", "not a working day",
// "a day off for the team", "a public holiday (Tag der Arbeit)".
func (c Calendar) Working(day Date) (ok bool, why string) {
	if day.Before(c.Back) {
		return false, fmt.Sprintf("paused until %v", c.Back)
	}
	if !c.Days.Has(day.Weekday()) {
		return false, "not a working day"
	}
	if slices.Contains(c.Off, day) {
		return false, "a day off for the team"
	}
	if name, free := holiday(c.Country, day); free {
		return false, fmt.Sprintf("a public holiday (%s)", name)
	}
	return true, ""
}
