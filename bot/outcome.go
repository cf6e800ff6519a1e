package bot

import (
	"context"
	"time"

	"mentorbot/store"
)

// A Sender delivers promised posts to one platform. It is all that the outbox
// knows of a platform.
type Sender interface {
	// Send tries once to deliver the post and says what became of it. Key is
	// the promise's, to be left on the post where the platform has room for it
	// (see Finder). Send obeys ctx, which has a deadline.
	Send(ctx context.Context, to Destination, key store.Key, post Post) Outcome
	// Pace is how fast the platform wants to be posted to.
	Pace() Pace
}

// A Finder is a Sender that can look a post up by its promise's key.
type Finder interface {
	// Find looks for a post that may have been sent since first. It returns
	// Done if it is there, Retry with Absent set if it certainly is not (so
	// that sending again makes no second copy), Retry with After if it is too
	// early to tell, and Uncertain if it cannot be told.
	Find(ctx context.Context, to Destination, key store.Key, first time.Time) Outcome
}

// Pace is how fast a platform wants to be posted to.
type Pace struct {
	PerSecond float64       // posts in all; 0 is no limit
	PerPlace  time.Duration // between two posts to one place
}

// A Fate is one of the ways a send can end.
type Fate int

const (
	Done      Fate = iota // delivered; Ref refers to the post
	Gone                  // the channel was deleted, the bot removed, direct messages closed
	Retry                 // certainly not delivered; try again after After
	Uncertain             // time-out, cut connection or 5xx after the request went out
	Failed                // certainly not delivered, and no word when it might be: back off
)

// An Outcome says what became of a send or a look-up.
type Outcome struct {
	Fate   Fate
	Ref    string        // of Done: the platform's reference to the post
	After  time.Duration // of Retry; of Uncertain: when a look-up makes sense
	Absent bool          // of Retry from a look-up: the post is certainly not there
	Why    string        // in words for an operator, without secrets or private text
	Fix    string        // of Gone: what its owner can do, as in "invite me to #backend"
}
