package slack

import (
	"flag"
	"testing"

	"mentorbot/bot/bottest"
)

var update = flag.Bool("update", false, "write what golden files should hold")

// golden compares a value, as JSON, with a file.
func golden(t *testing.T, file string, value any) {
	t.Helper()
	bottest.Golden(t, file, value, *update)
}
