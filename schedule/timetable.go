package schedule

import "time"

// What happens to occurrences that were not posted when they came.
const (
	// OnTime is how long after its instant an occurrence still counts as on
	// time: a busy loop, a slow disk or a restart for an upgrade is not a
	// downtime.
	OnTime = 10 * time.Minute

	// MakeUpWithin is how late the latest missed occurrence is still made up.
	MakeUpWithin = 4 * time.Hour

	// MakeUpBefore is the time of the occurrence's own day from which nothing
	// is made up any more, so that nobody is called back in the evening. It
	// does not bind what is on time: a member may want 21:00.
	MakeUpBefore Clock = 20 * 60
)

// Timetable is a schedule in the life of a member or a channel. An occurrence on
// a day that is not a working day of the calendar does not come at all; so if
// the schedule was given with days of its own ("09:00 sat"), the calendar's Days
// must be Daily for it not to lose them.
type Timetable struct {
	Spec     Spec
	Zone     *time.Location
	Calendar Calendar
}

// Next is the first occurrence on a working day strictly after the given
// instant; ok is false if there is none in five years.
func (t Timetable) Next(after time.Time) (next Occurrence, ok bool) {
	for limit := after.AddDate(5, 0, 0); ; {
		next, ok = t.Spec.next(after, t.Zone)
		if !ok || next.At.After(limit) {
			return Occurrence{}, false
		}
		if working, _ := t.Calendar.Working(next.Day); working {
			return next, true
		}
		// Every other occurrence of this day would meet the same answer.
		after = next.Day.AddDays(1).At(0, t.Zone).Add(-1)
		if after.Before(next.At) {
			after = next.At
		}
	}
}

// Due says what to do at now with an entry filed for an instant: post the
// occurrence it returns, if any, and in every case file next (the zero Occurrence
// is never). The instants from filed to now, both included, are looked at, under
// the schedule as it is now. Only the latest of them is ever posted: if it is on
// time (see OnTime), or if it is at most MakeUpWithin late and it is before
// MakeUpBefore on its own day. skipped counts the others, to be logged; looking
// back ends after a year.
func (t Timetable) Due(filed, now time.Time) (latest, next Occurrence, skipped int, ok bool) {
	if year := now.AddDate(-1, 0, 0); filed.Before(year) {
		filed = year
	}
	missed := 0
	next, more := t.Next(filed.Add(-1))
	for more && !next.At.After(now) {
		latest, missed = next, missed+1
		next, more = t.Next(next.At)
	}
	if missed == 0 || !t.wanted(latest, now) {
		return Occurrence{}, next, missed, false
	}
	return latest, next, missed - 1, true
}

// wanted reports whether a past occurrence is on time or to be made up.
func (t Timetable) wanted(o Occurrence, now time.Time) bool {
	late := now.Sub(o.At)
	return late <= OnTime ||
		late <= MakeUpWithin && now.Before(o.Day.At(MakeUpBefore, t.Zone))
}
