package discord

import "sync"

// A recent remembers a bounded number of texts by key, the oldest forgotten
// first. It is safe for concurrent use.
type recent struct {
	mu    sync.Mutex
	most  int
	texts map[string]string
	order []string // keys, oldest first
}

func newRecent(most int) *recent { return &recent{most: most, texts: make(map[string]string)} }

func (r *recent) get(key string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	text, ok := r.texts[key]
	return text, ok
}

func (r *recent) put(key, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.texts[key]; !known {
		r.order = append(r.order, key)
	}
	r.texts[key] = text
	for len(r.order) > r.most {
		delete(r.texts, r.order[0])
		r.order = r.order[1:]
	}
}
