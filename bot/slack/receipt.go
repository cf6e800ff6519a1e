package slack

import (
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack/socketmode"
)

// A receipt acknowledges an envelope, once: with an answer if there is one in
// time, else without.
type receipt struct {
	c     *connection
	id    string
	timer *time.Timer
	given atomic.Bool
}

// receipt returns the receipt of an envelope, which will be given before Slack
// gets impatient.
func (c *connection) receipt(envelope string) *receipt {
	r := &receipt{c: c, id: envelope}
	r.timer = time.AfterFunc(c.ack, func() { r.send(nil) })
	return r
}

// give acknowledges the envelope with an answer, nil for none. It says whether
// the answer went along: not if the envelope was acknowledged before, if the
// connection has ended, or if the answer is larger than Slack takes.
func (r *receipt) give(answer any) bool {
	if answer != nil {
		text, err := json.Marshal(answer)
		if err != nil || len(text) > largestAck-200 {
			return false
		}
	}
	r.timer.Stop()
	return r.send(answer)
}

func (r *receipt) send(answer any) bool {
	if r.given.Swap(true) || r.c.ctx.Err() != nil {
		return false
	}
	if err := r.c.client.SendCtx(r.c.ctx, socketmode.Response{EnvelopeID: r.id, Payload: answer}); err != nil {
		r.c.Log.Warn("an envelope was not acknowledged", "platform", "slack", "err", err)
		return false
	}
	return true
}
