// Package store is the dictionary of what mentorbot remembers: every noun, the
// contract a home of data must keep, and the one place where keys are laid out.
//
// A Home keeps ordered keys and runs closures in transactions; store/bolt is
// one, store/storetest is the contract as a suite. On top of any Home stand the
// typed records, once: a Store runs closures over a Tx, and a Tx reaches records
// only through In(workspace), so that workspaces never see each other. Exactly
// two scans cross workspaces, Due and ToSend, and they return a workspace and a
// key, nothing else.
//
// The log of attempts is the truth about a member's practice. Memory, Topic and
// Day records are derived from it and written in the same transaction (see
// package bot, which owns the arithmetic). What changes with time alone, such as
// being due, is computed when it is shown.
//
// # Keys
//
// All keys live in one ordered space. 0 is a zero byte, t8 a time as eight
// big-endian bytes of Unix nanoseconds, so that keys sort by time.
//
//	s                                   schema version
//	d t8 workspace 0 kind id            due index (Due), no value
//	o shelf platform 0 t8 workspace 0 key   outbox index (ToSend), no value
//	w workspace 0 t                     Team
//	w workspace 0 m member              Member
//	w workspace 0 l member              Lead
//	w workspace 0 c place               Channel
//	w workspace 0 u place 0 item        when the item was last posted there
//	w workspace 0 n item                Tally of a question
//	w workspace 0 e event               an event that was taken in hand, no value
//	w platform 0 v member               where on a platform a person was seen (Trail)
//	w workspace 0 p key                 Promise
//	w workspace 0 x member 0 born       data of a deleted member, still to be removed
//	w workspace 0 D member 0 born a t8  Attempt, the log
//	                              i item        Memory
//	                              s topic       Topic summary, with a card for each item
//	                              y day         Day summary
//	                              z             Quiz, the open session
//	                              w item        the wording of a question that they said looks wrong
//	                              l             Placement, the latest
//	                              q key         notices promised to the member, no value
//	                              g day kind what   Gap, a count
//	                              r t8          Wish
//
// born is the t8 at which the member was first seen. Deleting a member forgets
// the Member record, so a later one has another born and can never see what is
// still being removed.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// A Workspace is a Slack workspace ("slack:T012"), a Discord server
// ("discord:710…") or "local", the terminal.
type Workspace string

// A MemberID is a user of one workspace, as its platform names them.
type MemberID string

// A PlaceID is a channel of a workspace, as its platform names it.
type PlaceID string

// An ItemID names a task or a question: "databases/indexing#slow-query".
type ItemID string

// A TopicID names a topic: "databases/indexing".
type TopicID string

// A Key names the occasion of a promised post and makes promising idempotent:
// "daily/2026-08-24/C1". It is unique in its workspace.
type Key string

// Topic is the topic that an item belongs to.
func (i ItemID) Topic() TopicID {
	topic, _, _ := strings.Cut(string(i), "#")
	return TopicID(topic)
}

// Slug is the item's own part of its id.
func (i ItemID) Slug() string {
	_, slug, _ := strings.Cut(string(i), "#")
	return slug
}

// Skill is the skill that a topic belongs to.
func (t TopicID) Skill() string {
	skill, _, _ := strings.Cut(string(t), "/")
	return skill
}

// Platform is the part of a workspace's name before the colon: "slack",
// "discord" or "local".
func (w Workspace) Platform() string {
	platform, _, _ := strings.Cut(string(w), ":")
	return platform
}

var (
	// ErrNotFound says that there is no such record.
	ErrNotFound = errors.New("not found")
	// ErrClosed says that the home was closed.
	ErrClosed = errors.New("store closed")
	// ErrNewer says that the data was written by a newer program.
	ErrNewer = errors.New("written by a newer mentorbot")
	// ErrBadName says that an identity is empty, too long, not UTF-8 or holds
	// control characters.
	ErrBadName = errors.New("not a name")
)

// A Home keeps ordered keys durably. It is safe for concurrent use, but not from
// within its own closures.
type Home interface {
	// View runs fn over one consistent state. It returns fn's error. A context
	// that is done before fn ran gives its error.
	View(ctx context.Context, fn func(Reader) error) error

	// Update runs fn and commits what it wrote: when Update returns nil, the
	// writes survive a kill -9. If fn returns an error or panics nothing of it
	// remains, and others that share its commit are not touched; a panic goes
	// on in the caller. fn may run more than once, so it has no side effects
	// but its last run's. Updates are serialised. A context that is done before
	// fn first ran gives its error; afterwards Update waits for the outcome.
	Update(ctx context.Context, fn func(Writer) error) error

	// Close waits for what is running, then releases the data. Calls after it
	// give ErrClosed.
	Close() error
}

// A Reader reads one consistent state. It dies with its closure; the slices it
// returned do not.
type Reader interface {
	// Get returns the value of key, or ErrNotFound.
	Get(key []byte) ([]byte, error)
	// Scan returns what lies in r, in order.
	Scan(r Range) ([]Pair, error)
	// Each calls fn for what lies in r, in order, until fn fails, whose error it
	// returns. Nothing is copied: what fn gets dies when it returns. It does not
	// go from the back.
	Each(r Range, fn func(key, value []byte) error) error
}

// A Writer is a Reader that sees its own writes.
type Writer interface {
	Reader
	// Put sets the value of key, which is 1 to 1,500 bytes long.
	Put(key, value []byte) error
	// Delete removes key; removing an absent key is not an error.
	Delete(key []byte) error
}

// A Range is the keys from From (inclusive) to To (exclusive; nil is the end of
// the space), at most Limit of them (0 is none), from the back if Back is set.
type Range struct {
	From, To []byte
	Limit    int
	Back     bool
}

// A Pair is a key with its value.
type Pair struct{ Key, Value []byte }

// A Store reads and writes records in a Home.
type Store struct{ home Home }

// Open takes a home into use: it writes the schema version into an empty one,
// migrates an older one forward and refuses a newer one with ErrNewer.
func Open(ctx context.Context, home Home) (*Store, error) {
	if err := home.Update(ctx, migrate); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	return &Store{home}, nil
}

// View runs fn over one consistent state.
func (s *Store) View(ctx context.Context, fn func(*Tx) error) error {
	return s.home.View(ctx, func(r Reader) error { return fn(&Tx{r: r}) })
}

// Update runs fn and commits what it wrote; see Home.Update.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	return s.home.Update(ctx, func(w Writer) error { return fn(&Tx{r: w, w: w}) })
}

// Close closes the home.
func (s *Store) Close() error { return s.home.Close() }

// A Tx is one transaction's view of the records.
type Tx struct {
	r Reader
	w Writer // nil in a View
}

// In is the part of the records that belongs to one workspace.
func (tx *Tx) In(w Workspace) *Space { return &Space{tx: tx, name: w} }

// A Space is what one workspace remembers.
type Space struct {
	tx   *Tx
	name Workspace
}

// Workspace is the space's name.
func (s *Space) Workspace() Workspace { return s.name }

// checkName refuses identities that could not stand in a key, or would not come
// back from JSON as they are.
func checkName(what string) error {
	if what == "" || len(what) > 300 {
		return fmt.Errorf("%w: %d bytes", ErrBadName, len(what))
	}
	if !utf8.ValidString(what) {
		return fmt.Errorf("%w: not UTF-8", ErrBadName)
	}
	for i := range len(what) {
		if what[i] < ' ' {
			return fmt.Errorf("%w: control character", ErrBadName)
		}
	}
	return nil
}

// nanos is t as it is kept: Unix nanoseconds, 0 for the zero time.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// instant is the reverse of nanos.
func instant(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}
