package discord

import (
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// mostRoutes is how many routes the library's limiter is given before it is
	// replaced, since it never forgets one. What it knew, a 429 says again.
	mostRoutes = 4096
	// aMoment is how long to wait for a route that has a request under way: the
	// library's limiter takes one at a time.
	aMoment = time.Second / perSecond
)

// A limiter says which requests may go out. It keeps what Discord says of each
// route in the library's limiter, and the limit over all routes itself.
type limiter struct {
	mu     sync.Mutex
	routes map[string]bool
	each   *discordgo.RateLimiter
	next   time.Time // when the next request over all would go out, were they spread evenly
}

func newLimiter() *limiter {
	return &limiter{routes: make(map[string]bool), each: discordgo.NewRatelimiter()}
}

// take locks the bucket of a request, which the library unlocks after it, or says
// how long to wait for it. It never waits itself.
func (l *limiter) take(address string, now time.Time) (*discordgo.Bucket, time.Duration) {
	if ofInteraction(address) { // limited by itself alone
		return discordgo.NewRatelimiter().LockBucket(""), 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(address)
	if !bucket.TryLock() {
		return nil, aMoment
	}
	wait := max(l.each.GetWaitTime(bucket, 1), l.next.Add(-time.Second).Sub(now))
	if wait > 0 {
		bucket.Unlock()
		return nil, wait
	}
	bucket.Remaining--
	if l.next.Before(now) {
		l.next = now
	}
	l.next = l.next.Add(time.Second / perSecond)
	return bucket, 0
}

func (l *limiter) bucket(address string) *discordgo.Bucket {
	route, _, _ := strings.Cut(address, "?")
	if len(l.routes) >= mostRoutes {
		l.routes, l.each = make(map[string]bool), discordgo.NewRatelimiter()
	}
	l.routes[route] = true
	return l.each.GetBucket(route)
}

// ofInteraction says whether an address is one of an interaction's own.
func ofInteraction(address string) bool {
	return strings.HasPrefix(address, discordgo.EndpointAPI+"interactions/") || strings.HasPrefix(address, discordgo.EndpointWebhooks)
}
