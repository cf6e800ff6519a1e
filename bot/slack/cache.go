package slack

import (
	"sync"
	"time"
)

// A cache remembers values for a while. It holds two generations of at most half
// of its bound each: when the younger is full, the older is forgotten.
type cache[V any] struct {
	bound int

	mu         sync.Mutex
	young, old map[string]dated[V]
}

type dated[V any] struct {
	value V
	until time.Time
}

func newCache[V any](bound int) *cache[V] {
	return &cache[V]{bound: bound, young: make(map[string]dated[V])}
}

// get returns what is remembered of key at now.
func (c *cache[V]) get(key string, now time.Time) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d, ok := c.young[key]
	if !ok {
		d, ok = c.old[key]
	}
	if !ok || !now.Before(d.until) {
		return v, false
	}
	return d.value, true
}

// put remembers a value until then.
func (c *cache[V]) put(key string, value V, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.young[key]; !known && len(c.young) >= c.bound/2 {
		c.young, c.old = make(map[string]dated[V]), c.young
	}
	c.young[key] = dated[V]{value, until}
}

// forget removes key.
func (c *cache[V]) forget(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.young, key)
	delete(c.old, key)
}
