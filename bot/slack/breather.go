package slack

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// A breather is a pause that Slack asked for in what a method does. It holds for
// all who wait for that method: what one channel may get we keep to by ourselves,
// so that it is about the workspace, and who goes on all the same may be shut out
// (https://docs.slack.dev/apis/web-api/rate-limits). It is safe for concurrent use.
type breather struct{ until atomic.Int64 } // in Unix nanoseconds

// asked notes a pause if an error asks for one.
func (b *breather) asked(err error, now time.Time) {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		b.until.Store(now.Add(limited.RetryAfter).UnixNano())
	}
}

// over is nil when there is no pause (any more), else an error that asks for what
// is left of it.
func (b *breather) over(now time.Time) error {
	if left := time.Unix(0, b.until.Load()).Sub(now); left > 0 {
		return &slack.RateLimitedError{RetryAfter: left}
	}
	return nil
}
