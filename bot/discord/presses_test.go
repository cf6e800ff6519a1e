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

// A flood is one line a minute, which says how much it stands for.
func TestCrowd(t *testing.T) {
	var c crowd
	said := 0
	for i := range 120 {
		n, log := c.add(begin.Add(time.Duration(i) * time.Second))
		if said += n; log != (i%60 == 0) || log != (n > 0) {
			t.Errorf("second %d: %d, %t", i, n, log)
		}
	}
	if said != 61 {
		t.Errorf("%d were told of", said)
	}
}
