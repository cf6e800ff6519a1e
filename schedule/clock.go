package schedule

import (
	"fmt"
	"strconv"
	"strings"
)

// Clock is a time of day on the wall: minutes since midnight, 0 to 1439.
type Clock int

// ParseClock reads hours and minutes, "09:00" or "9:00", from 00:00 to 23:59.
func ParseClock(text string) (Clock, error) {
	hours, minutes, found := strings.Cut(strings.TrimSpace(text), ":")
	h, okH := twoDigits(hours, 23)
	m, okM := twoDigits(minutes, 59)
	if !found || !okH || !okM || len(minutes) != 2 {
		return 0, fmt.Errorf("%s is not a time of day: write hours and minutes from 00:00 to 23:59, such as 09:00", quote(text))
	}
	return Clock(h*60 + m), nil
}

// twoDigits reads a number of one or two decimal digits, at most limit.
func twoDigits(text string, limit uint64) (n uint64, ok bool) {
	n, err := strconv.ParseUint(text, 10, 8)
	return n, err == nil && len(text) <= 2 && n <= limit
}

// String is the time as ParseClock reads it, with two digits each: "09:00".
func (c Clock) String() string {
	return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60)
}
