package schedule

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// crontab holds the wall times of a schedule as bit sets of minutes, hours, days
// and months. It is comparable.
type crontab = cron.SpecSchedule

// nextWall is the schedule's first wall time after the given one, both as if in
// UTC; the zero time if there is none in five years.
func nextWall(table *crontab, wall time.Time) time.Time {
	// Next tries every second, but a schedule has only whole minutes.
	return table.Next(wall.Truncate(time.Minute).Add(59 * time.Second))
}

// cronFields are the five fields in order, with what may stand in each.
var cronFields = [5]struct {
	name, values string
	option       cron.ParseOption
}{
	{"a minute", "0 to 59", cron.Minute},
	{"an hour", "0 to 23", cron.Hour},
	{"a day of the month", "1 to 31", cron.Dom},
	{"a month", "1 to 12 or jan to dec", cron.Month},
	{"a day of the week", "0 (Sunday) to 6 or sun to sat", cron.Dow},
}

// cronItem is an item of a field's list: a star, a value or a range, with or
// without a step. The parser behind takes more, such as "*-9" for "*" and an
// empty list for never, and panics on a zone without a schedule; none of that
// gets past this pattern.
var cronItem = regexp.MustCompile(`^(\*|[0-9a-z]+(-[0-9a-z]+)?)(/[0-9]+)?$`)

// parseCron reads five fields in lower case. Where both day fields are set,
// either one matches.
func parseCron(fields []string) (crontab, error) {
	for i, field := range cronFields {
		if !validField(fields[i], field.option) {
			return crontab{}, fmt.Errorf("%s is not %s: write %s, * for any, a list such as 1,3, a range such as 1-3 or a step such as */2",
				quote(fields[i]), field.name, field.values)
		}
	}
	text := strings.Join(fields, " ")
	parsed, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(text)
	if err != nil {
		return crontab{}, fmt.Errorf("%s is not a schedule: %w", quote(text), err)
	}
	table := *parsed.(*crontab)
	table.Location = time.UTC
	leapYear := time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)
	if nextWall(&table, leapYear).IsZero() {
		return crontab{}, fmt.Errorf("%s never comes, for there is no such day: write one that exists, such as 0 12 28 2 *", quote(text))
	}
	return table, nil
}

// validField reports whether the field alone can be parsed.
func validField(field string, option cron.ParseOption) bool {
	for item := range strings.SplitSeq(field, ",") {
		if !cronItem.MatchString(item) {
			return false
		}
	}
	_, err := cron.NewParser(option).Parse(field)
	return err == nil
}

// clockTable is the crontab of one time of day on some days of the week.
func clockTable(clock Clock, days Days) crontab {
	const any = 1<<64 - 1 // with the parser's mark, the top bit, that it was a star
	return crontab{
		Second: 1, Minute: 1 << (clock % 60), Hour: 1 << (clock / 60),
		Dom: any, Month: any, Dow: uint64(days),
		Location: time.UTC,
	}
}
