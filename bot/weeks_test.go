package bot

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mentorbot/store"
)

// The picture goes along as a file with a text that says the same; the text fits
// where Slack has room for it, whatever the weeks were.
func TestWeeks(t *testing.T) {
	const team = store.Workspace("slack:T1")
	d := newDesk(t)
	d.say(team, "ann", doLine(t, d.say(team, "ann", "task")))
	d.say(team, "ann", "pause until 2027-08-01")
	d.now = d.now.AddDate(0, 0, 100)
	reply := d.say(team, "ann", "progress weeks")
	if f := reply.File; f == nil || f.Type != "image/png" || !strings.HasSuffix(f.Name, ".png") {
		t.Fatalf("%+v", reply.Post)
	}
	if img, err := png.Decode(bytes.NewReader(reply.File.Data)); err != nil || img.Bounds().Dx() < 300 {
		t.Errorf("%v, %v", img.Bounds(), err)
	}
	const room = 1_000 // of alt_txt: https://docs.slack.dev/reference/methods/files.getUploadURLExternal
	if n := utf8.RuneCountInString(reply.File.Alt); n > room {
		t.Errorf("the text has %d characters", n)
	}
	if got := strings.Count(reply.File.Alt, "pause"); got != 7*11+int(d.now.Weekday()) {
		t.Errorf("%d days of pause: %s", got, reply.File.Alt)
	}
}

// Weeks begin on Monday where the member is, and what is ahead is not shown.
func TestWeeksOfTheMember(t *testing.T) {
	const team = store.Workspace("slack:T1")
	d := newDesk(t)
	d.now = time.Date(2026, 8, 30, 23, 0, 0, 0, time.UTC) // Sunday; in Tokyo Monday
	d.say(team, "ann", "settings zone Asia/Tokyo")
	d.say(team, "ann", doLine(t, d.say(team, "ann", "task")))
	if alt := d.say(team, "ann", "progress weeks").File.Alt; !strings.HasSuffix(alt, " 31 Aug: 1.") {
		t.Errorf("%s", alt)
	}
	d.say(team, "ann", "settings zone UTC") // Sunday again: the day of practice is ahead
	if alt := d.say(team, "ann", "progress weeks").File.Alt; strings.Contains(alt, " 1;") || strings.HasSuffix(alt, " 1.") {
		t.Errorf("%s", alt)
	}
}
