package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"mentorbot/schedule"
)

// mostPreviewed bounds --count.
const mostPreviewed = 100_000

// scheduleCommand prints when a schedule comes.
func scheduleCommand(_ context.Context, p program) error {
	const usage = "schedule preview --zone ZONE --from RFC3339 --count N SPEC…"
	if len(p.args) == 0 || p.args[0] != "preview" {
		return usagef(usage)
	}
	p.args = p.args[1:]
	f := p.flags("schedule")
	zone := f.String("zone", "UTC", "IANA name")
	from := f.String("from", "", "strictly after this time; now if empty")
	count := f.Int("count", 5, "how many")
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	after := p.clock.Now()
	if *from != "" {
		if after, err = time.Parse(time.RFC3339, *from); err != nil {
			return usagef("--from %q is not a time such as 2026-08-24T09:00:00Z", *from)
		}
	}
	if *count < 1 || *count > mostPreviewed {
		return usagef("--count %d is not from 1 to %d", *count, mostPreviewed)
	}
	location, err := schedule.LoadZone(*zone)
	if err != nil {
		return usageError{err}
	}
	spec, err := schedule.Parse(strings.Join(rest, " "))
	if err != nil {
		return usageError{err}
	}
	for range *count {
		next, ok := spec.Next(after, location)
		if !ok {
			break
		}
		fmt.Fprintln(p.out, next.In(location).Format(time.RFC3339))
		after = next
	}
	return nil
}
