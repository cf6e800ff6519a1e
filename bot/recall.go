package bot

import (
	linked "container/list"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"mentorbot/content"
	"mentorbot/store"
)

// A recall is what the bot has in mind for a short while, in memory alone: it is
// written nowhere, bounded in age and number, and gone after a restart, when a
// follow-up is an ordinary question and a button that needs it says so.
type recall struct {
	talk  *brief[talk, string]         // the topic that was last shown to a member in a place
	held  *brief[questionKey, *held]   // questions, so that their askers may pass them on
	shown *brief[publicKey, shownHere] // what was answered for all in a channel
}

type talk struct {
	workspace store.Workspace
	place     store.PlaceID
	member    store.MemberID
}

// A questionKey names a question by whose it is and when it was asked.
type questionKey struct {
	workspace store.Workspace
	member    store.MemberID
	stamp     string
}

type publicKey struct {
	workspace store.Workspace
	place     store.PlaceID
	topic     string
}

// shownHere is when a topic was shown to a channel, and the address of the line
// that asked for it.
type shownHere struct {
	at   time.Time
	link string
}

// held is a question whose text is in memory.
type held struct {
	text    string
	skill   string      // the nearest, or empty
	counted atomic.Bool // as one without its answer
}

// How long what is kept of whom, and how much of it in all.
const (
	talkFor, mostTalks = 10 * time.Minute, 10_000
	heldFor, mostHeld  = time.Hour, 5_000
	shownFor, mostHere = 10 * time.Minute, 5_000

	// mostHeldText is as many characters of a question as are held: more than
	// asking takes.
	mostHeldText = 300
)

func newRecall() *recall {
	return &recall{
		talk:  newBrief[talk, string](talkFor, mostTalks),
		held:  newBrief[questionKey, *held](heldFor, mostHeld),
		shown: newBrief[publicKey, shownHere](shownFor, mostHere),
	}
}

func (t *turn) talk() talk { return talk{t.Workspace, t.Place.ID, t.From.ID} }

// nowAbout notes what the conversation is about.
func (t *turn) nowAbout(topic *content.Topic) { t.recall.talk.put(t.now, t.talk(), topic.ID) }

// lastTopic is what the conversation is about, or nil.
func (t *turn) lastTopic() *content.Topic {
	id, _ := t.recall.talk.get(t.now, t.talk())
	topic, _ := t.library.Topic(id)
	return topic
}

// hold keeps a question in mind and returns the stamp that its buttons carry.
func (t *turn) hold(question, skill string) string {
	stamp := questionStamp(t.now)
	if runes := []rune(question); len(runes) > mostHeldText {
		question = string(runes[:mostHeldText-1]) + "…"
	}
	t.recall.held.put(t.now, questionKey{t.Workspace, t.From.ID, stamp}, &held{text: strings.Clone(question), skill: skill})
	return stamp
}

// heldQuestion is a question of the sender's that is still in mind.
func (t *turn) heldQuestion(stamp string) (*held, bool) {
	return t.recall.held.get(t.now, questionKey{t.Workspace, t.From.ID, stamp})
}

// forget drops what is in mind of a member.
func (r *recall) forget(w store.Workspace, id store.MemberID) {
	r.talk.drop(func(k talk) bool { return k.workspace == w && k.member == id })
	r.held.drop(func(k questionKey) bool { return k.workspace == w && k.member == id })
}

// questionStamp names the time of a question, to a millisecond, in base 36.
func questionStamp(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 36) }

// parseQuestionStamp reads what questionStamp wrote.
func parseQuestionStamp(text string) (at time.Time, ok bool) {
	n, err := strconv.ParseInt(text, 36, 64)
	const longest = 9 // until the year 5188
	if err != nil || n <= 0 || len(text) > longest || utf8.RuneCountInString(text) != len(text) {
		return time.Time{}, false
	}
	return time.UnixMilli(n).UTC(), true
}

// A brief keeps values for some time and only so many of them: the oldest go
// first. It is safe for concurrent use.
type brief[K comparable, V any] struct {
	long time.Duration
	most int

	mu    sync.Mutex
	at    map[K]*linked.Element
	order *linked.List // of *keptBriefly, oldest first
}

type keptBriefly[K comparable, V any] struct {
	key   K
	value V
	since time.Time
}

func newBrief[K comparable, V any](long time.Duration, most int) *brief[K, V] {
	return &brief[K, V]{long: long, most: most, at: map[K]*linked.Element{}, order: linked.New()}
}

// put keeps a value from now on, in place of an earlier one.
func (b *brief[K, V]) put(now time.Time, key K, value V) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old := b.at[key]; old != nil {
		b.remove(old)
	}
	b.at[key] = b.order.PushBack(&keptBriefly[K, V]{key, value, now})
	for first := b.order.Front(); b.order.Len() > b.most || b.over(now, first); first = b.order.Front() {
		b.remove(first)
	}
}

// get returns the value of a key, if it is still kept.
func (b *brief[K, V]) get(now time.Time, key K) (value V, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.at[key]
	if e == nil || b.over(now, e) {
		return value, false
	}
	return e.Value.(*keptBriefly[K, V]).value, true
}

// drop removes the values of some keys.
func (b *brief[K, V]) drop(which func(K) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, e := range b.at {
		if which(key) {
			b.remove(e)
		}
	}
}

func (b *brief[K, V]) over(now time.Time, e *linked.Element) bool {
	return now.Sub(e.Value.(*keptBriefly[K, V]).since) >= b.long
}

func (b *brief[K, V]) remove(e *linked.Element) {
	delete(b.at, e.Value.(*keptBriefly[K, V]).key)
	b.order.Remove(e)
}
