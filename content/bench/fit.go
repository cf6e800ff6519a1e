package main

import (
	"fmt"
	"io"
	"slices"

	"mentorbot/content"
	"mentorbot/content/questions"
)

// factors are the boosts that fit tries.
var factors = []float64{0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4}

// fit prints the boosts with which bleve does best on a set: R@1 and MRR
// together, with asks and without, by changing one boost at a time from plain
// until none is better. It takes a minute or so.
func fit(w io.Writer, full, bare *content.Library, set questions.Set) error {
	with, err := newBleve(full.Topics())
	if err != nil {
		return err
	}
	without, err := newBleve(bare.Topics())
	if err != nil {
		return err
	}
	asked, _ := taught(full, set.Questions)
	worth := func(boosts []boost) (sum float64) {
		s := score(asked, ask(find(with, boosts, 0), asked))
		t := score(asked, ask(find(without, boosts, 0), asked))
		return s.Recall(1) + s.MRR() + t.Recall(1) + t.MRR()
	}
	boosts := slices.Clone(plain)
	best := worth(boosts)
	for last := 0.0; best > last; {
		last = best
		for i := range boosts {
			best = improve(boosts, i, best, worth)
		}
		fmt.Fprintf(w, "%s: %.3f with %v\n", set.Name, best, boosts)
	}
	return nil
}

// improve sets one boost to the best of factors, and returns what all are worth.
func improve(boosts []boost, i int, best float64, worth func([]boost) float64) float64 {
	keep := boosts[i].factor
	for _, f := range factors {
		boosts[i].factor = f
		if now := worth(boosts); now > best {
			best, keep = now, f
		}
	}
	boosts[i].factor = keep
	return best
}
