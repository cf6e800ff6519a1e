package discord

import (
	"fmt"
	"testing"
	"time"
)

// Presses are forgotten a while after they were answered, and never while they
// are in hand.
func TestPresses(t *testing.T) {
	p, now := newPresses(), begin
	for i := range 1000 {
		press := fmt.Sprint("press ", i)
		if !p.begin(press, now) || p.begin(press, now) {
			t.Fatalf("%s is not one", press)
		}
		if p.end(press, now); p.begin(press, now.Add(doubleClick-1)) {
			t.Fatalf("%s is two", press)
		}
		now = now.Add(doubleClick / 4)
	}
	if len(p.held) > 5 || len(p.answered) > 5 {
		t.Errorf("%d presses are held", len(p.held))
	}
	p.begin("in hand", now)
	if p.begin("in hand", now.Add(time.Hour)) {
		t.Error("what is in hand is begun again")
	}
	for range 2 {
		if !p.begin("", now) {
			t.Error("what is no press is held")
		}
		p.end("", now)
	}
	if len(p.held) != 1 || len(p.answered) != 0 {
		t.Errorf("held %v, answered %v", p.held, p.answered)
	}
}
