package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"mentorbot/bot"
	"mentorbot/bot/bottest"
)

var update = flag.Bool("update", false, "write what `cmp stdout` gets into the scripts")

// The scripts in the terminal's terms; bot/slack and bot/discord play them too.
func TestScript(t *testing.T) {
	t.Parallel()
	bottest.Run(t, bottest.Play{Dir: "testdata", Place: func() bottest.Place { return bottest.Terminal{} }, Update: *update})
}

// Every command of the table has a script of its own name.
func TestEveryCommandHasAScript(t *testing.T) {
	for _, c := range bot.Commands() {
		if _, err := os.Stat(filepath.Join("testdata", "script", c.Name+".txtar")); err != nil {
			t.Error(err)
		}
	}
}
