package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"sync"

	"mentorbot/store"
)

// A destination is where posts go. It remembers what it really got.
type destination struct {
	mu    sync.Mutex
	got   map[store.Ref]int
	rng   *rand.Rand
	shaky bool // now and then refuses, or takes a post without saying so
}

func (d *destination) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in delivery
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	ref := store.Ref{Workspace: in.Workspace, Key: in.Key}
	if r.URL.Path == "/find" {
		if d.got[ref] == 0 {
			w.WriteHeader(http.StatusNotFound)
		}
		return
	}
	luck := 9
	if d.shaky {
		luck = d.rng.IntN(10)
	}
	if luck == 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	d.got[ref]++
	if luck == 1 {
		w.WriteHeader(http.StatusInternalServerError) // taken all the same
	}
}
