package slack

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"mentorbot/bot/lanes"
)

// The tests of this file are about answers that cannot go along with their
// acknowledgements: too late, too large or too many.

// TestLate: what takes longer than an envelope may wait goes to the address that
// came with it, as private as it would have been.
func TestLate(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	hold := make(chan struct{})
	told := make(chan bool, 100)
	a := adapter(t, s, clerk{hold}, told)
	a.ack = 50 * time.Millisecond
	end := start(t, a)
	k := <-s.socks
	for !<-told {
	}
	answer := map[string]any{"response_url": s.URL + "/respond"}
	direct := map[string]any{"response_url": s.URL + "/respond", "channel_id": "DU1"}
	for i, c := range []struct {
		payload, more map[string]any
		kind          string
		want          map[string]string
	}{
		{slash("slow"), answer, "slash_commands", map[string]string{"text": "slow of U1, admin true", "response_type": "ephemeral"}},
		{slash("slow"), direct, "slash_commands", map[string]string{"text": "slow of U1, admin true", "response_type": "in_channel"}},
		{press(s, "mentor.0", "slow"), nil, "interactive", map[string]string{"text": "slow of U2, admin false", "response_type": "ephemeral", "replace_original": "false"}},
		{press(s, "mentor.0", "slow replace"), nil, "interactive", map[string]string{"text": "slow replace of U2, admin false", "replace_original": "true"}},
	} {
		for key, value := range c.more {
			c.payload[key] = value
		}
		if got := k.ask(t, c.kind, c.payload); got != nil {
			t.Errorf("%d is answered with %v", i, got)
		}
		hold <- struct{}{}
		s.wantSaid(t, "respond", c.want)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// wantSaid is want for a post of the clerk's, which has a button.
func (s *server) wantSaid(t *testing.T, method string, params map[string]string) {
	t.Helper()
	c := <-s.calls
	for key, want := range params {
		if c.params[key] != want {
			t.Errorf("%s says %s %q, want %q", method, key, c.params[key], want)
		}
	}
	if c.method != method || !strings.Contains(c.params["blocks"], "Again") {
		t.Errorf("got %s with %q", c.method, c.params)
	}
}

// TestLargeAnswer: what is too large for an acknowledgement goes to the address
// that came with the command.
func TestLargeAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	_, connected, end := run(t, s, clerk{})
	k := <-s.socks
	for !<-connected {
	}
	line := strings.Repeat("& ", longestMessage/12)
	large := slash(line)
	large["response_url"] = s.URL + "/respond"
	if got := k.ask(t, "slash_commands", large); got != nil {
		t.Errorf("it is acknowledged with %v", got)
	}
	s.wantSaid(t, "respond", map[string]string{"response_type": "ephemeral"})
	if err := end(); err != nil {
		t.Error(err)
	}
}

// TestFlood: who says more than can wait is told so, as far as that can wait; all of
// it is acknowledged in time, with a word or without; and it is logged once.
func TestFlood(t *testing.T) {
	t.Parallel()
	const flood = 300
	for name, c := range map[string]struct {
		ack          time.Duration // of what waits
		first, after int           // how many are acknowledged while the first is handled, and after it
		told         int           // how many that it was too much
	}{
		"nothing waits for long": {time.Hour, 0, 1 + waiting + 1 + waiting, 1 + waiting},
		"all waits for too long": {time.Millisecond, 1 + flood + 1, 0, 0},
	} {
		s := newServer(t)
		book := newLogbook()
		told := make(chan bool, 100)
		b := patient{clerk{make(chan struct{})}, make(chan bool, 1+waiting)}
		a := adapter(t, s, b, told)
		a.ack = c.ack
		a.lanes = lanes.New(1, waiting, book.logger(), a.Now)
		heard := make(chan bool, 2*flood)
		a.Event = func() { heard <- true }
		end := start(t, a)
		k := <-s.socks
		for !<-told {
		}
		k.WriteJSON(map[string]any{"type": "slash_commands", "envelope_id": "s", "payload": slash("slow")})
		<-b.begun
		for i := range flood {
			k.WriteJSON(map[string]any{"type": "slash_commands", "envelope_id": fmt.Sprint("f", i), "payload": slash("ask")})
		}
		k.WriteJSON(map[string]any{"type": "events_api", "envelope_id": "e", "payload": event(map[string]any{"type": "moon_phase"}, 1)})
		for range 1 + flood + 1 { // when that is heard of, the flood is taken
			<-heard
		}
		busySaid := k.busy(t, c.first)
		close(b.hold)
		busySaid += k.busy(t, c.after)
		if err := end(); err != nil {
			t.Error(err)
		}
		flooded := strings.Count(strings.Join(book.troubles(), ""), "more is said")
		if busySaid != c.told || flooded != 1 {
			t.Errorf("%s: %d were told that it was too much, logged %d times", name, busySaid, flooded)
		}
	}
}

// busy reads so many acknowledgements, and returns how many of them say that it was
// too much.
func (k *sock) busy(t *testing.T, acks int) (n int) {
	t.Helper()
	for range acks {
		var ack struct{ Payload struct{ Text string } }
		if err := k.ReadJSON(&ack); err != nil {
			t.Fatal(err)
		}
		if ack.Payload.Text == busy {
			n++
		}
	}
	return n
}
