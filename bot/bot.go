package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"mentorbot/content"
	"mentorbot/store"
)

// A Bot answers lines and keeps what they promise. It is safe for concurrent use.
type Bot struct {
	store    *store.Store
	library  *content.Library
	now      func() time.Time
	log      *slog.Logger
	wake     func()
	zones    zones
	commands []Command
	course   *course
	recall   *recall
	known    func() vocabulary // made when it is first needed
}

// Config is what a Bot is made of. All but Wake are needed.
type Config struct {
	Store   *store.Store
	Library *content.Library
	Now     func() time.Time
	Log     *slog.Logger
	Wake    func() // called when something may fall due sooner than it was
}

// New returns a Bot.
func New(c Config) *Bot {
	if c.Wake == nil {
		c.Wake = func() {}
	}
	return &Bot{
		store: c.Store, library: c.Library, now: c.Now, log: c.Log, wake: c.Wake, commands: Commands(), course: newCourse(c.Library),
		recall: newRecall(), known: sync.OnceValue(func() vocabulary { return newVocabulary(c.Library) }),
	}
}

// A Mistake is a member's own: a sentence that says what to do next. It is
// shown as it is and not logged.
type Mistake string

func (m Mistake) Error() string { return string(m) }

func mistakef(format string, args ...any) Mistake {
	return Mistake(fmt.Sprintf(format, args...))
}

// Handle answers a message.
func (b *Bot) Handle(ctx context.Context, m Message) (reply Reply) {
	t := &turn{Bot: b, ctx: ctx, Message: m, now: b.now()}
	defer func() {
		if p := recover(); p != nil {
			reply.Post = t.calm(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
			reply.Replace = false
		}
	}()
	call, err := b.read(&m)
	reply.Private, reply.Replace = shape(&m, call)
	if err == nil {
		err = t.answer(call, &reply)
	}
	if err != nil {
		reply.Post = t.failed(err)
		reply.Replace = false
	}
	reply.Zone, reply.In = t.reader, t.Workspace
	return reply
}

// answer does what a call asks for, where it belongs, once.
func (t *turn) answer(call call, reply *Reply) error {
	located, err := t.locate()
	if err != nil {
		return err
	}
	if !located {
		reply.Post = t.nowhere(call)
		return nil
	}
	if first, err := t.takeEvent(); err != nil || !first {
		reply.Silent = err == nil
		return err
	}
	reply.Post, reply.Then, err = t.run(call)
	if err == nil {
		t.nameServer(&reply.Post)
	}
	return err
}

// eventsFor is how long an event is remembered; platforms deliver again within
// minutes.
const eventsFor = time.Hour

// takeEvent notes the message's event and says whether it is new.
func (t *turn) takeEvent() (first bool, err error) {
	if t.Event == "" {
		return true, nil
	}
	err = t.store.Update(t.ctx, func(tx *store.Tx) error {
		s := tx.In(t.Workspace)
		if first, err = s.Take(t.Event); err != nil || !first {
			return err
		}
		return s.File(t.now.Add(eventsFor), store.EventDue, t.Event)
	})
	return first, err
}

// Shape says of a message, before it is handled, whether its reply will be
// private and whether it will replace the pressed post.
func (b *Bot) Shape(m Message) (private, replace bool) {
	call, _ := b.read(&m)
	return shape(&m, call)
}

// shape follows from the command and the place alone; see Reply.
func shape(m *Message, call call) (private, replace bool) {
	c := call.command
	switch m.Via {
	case PressedShared:
		return c == nil || !c.Shares, false
	case PressedOwn:
		if c != nil && c.Shares {
			return false, false
		}
		return true, c != nil && c.Replaces
	case Mentioned:
		return !m.Place.Direct && (c == nil || !c.Public), false
	}
	return !m.Place.Direct && (c == nil || !c.Shares), false
}

// run does what a call asks for, and welcomes a member who was never seen.
func (t *turn) run(call call) (Post, *Post, error) {
	known, err := t.meet()
	if err != nil {
		return Post{}, nil, err
	}
	post, err := call.action(t)
	if err != nil {
		return Post{}, nil, err
	}
	notes := []string{call.footer, t.news}
	if t.rests {
		notes = append(notes, restNote)
	}
	for _, note := range notes {
		if post.Footer != "" && note != "" {
			post.Footer += " · "
		}
		post.Footer += note
	}
	if t.shut {
		return post, &Post{Body: shutSentence}, nil
	}
	if known && t.aims {
		then, err := t.endGoal()
		return post, then, err
	}
	if known {
		return post, nil, nil
	}
	hello := welcome(t)
	return post, &hello, nil
}

// failed turns an error into what its reader may see.
func (t *turn) failed(err error) Post {
	var mistake Mistake
	if errors.As(err, &mistake) {
		return Post{Body: string(mistake)}
	}
	return t.calm(err)
}

// calm logs an error once under a reference and tells the member only that.
func (t *turn) calm(err error) Post {
	ref := strings.ToLower(rand.Text()[:6])
	t.log.Error("line failed", "ref", ref, "workspace", t.Workspace, "err", err)
	return Post{Body: "That did not work, and it is not your fault. What was confirmed before is safe; " +
		"please try again in a minute. If it stays, tell whoever runs me the reference **" + ref + "**."}
}

// A turn is one message on its way to a reply.
type turn struct {
	*Bot
	Message
	ctx     context.Context
	now     time.Time
	reader  *time.Location // zone of the sender, set by meet
	servers []store.Sight  // of a direct line that could be about several
	aims    bool           // the sender had a goal before this line
	shut    bool           // reminders to the sender rested because they could not be delivered
	rests   bool           // reminders to the sender rest, since the last ones found nobody
	news    string         // what the line led to beside what it asked for, in one line
}

// view runs fn over the workspace's records and the sender's own.
func (t *turn) view(fn func(s *store.Space, me *store.Member) error) error {
	return t.store.View(t.ctx, func(tx *store.Tx) error {
		s := tx.In(t.Workspace)
		me, _, err := t.me(s)
		if err != nil {
			return err
		}
		return fn(s, me)
	})
}

// update is view with writes. The sender's record exists in it.
func (t *turn) update(fn func(s *store.Space, me *store.Member) error) error {
	return t.store.Update(t.ctx, func(tx *store.Tx) error {
		s := tx.In(t.Workspace)
		me, known, err := t.me(s)
		if err != nil {
			return err
		}
		if !known {
			if err := s.PutMember(me); err != nil {
				return err
			}
		}
		return fn(s, me)
	})
}

// me is the sender's record, or a new one if the sender is not known.
func (t *turn) me(s *store.Space) (me *store.Member, known bool, err error) {
	me, err = s.Member(t.From.ID)
	if errors.Is(err, store.ErrNotFound) {
		return &store.Member{ID: t.From.ID, Born: t.now, Name: t.From.Name, SeenZone: t.From.Zone}, false, nil
	}
	return me, err == nil, err
}

// meet writes down who speaks if that is new, sets the reader's zone, and says
// whether the member was known.
func (t *turn) meet() (known bool, err error) {
	fresh := false
	err = t.store.View(t.ctx, func(tx *store.Tx) error {
		s := tx.In(t.Workspace)
		me, found, err := t.me(s)
		if err != nil {
			return err
		}
		team, err := s.Team()
		if err != nil {
			return err
		}
		known, t.aims = found, me.Goal.On()
		_, unheard, err := t.unheardChannel(s, team)
		fresh = unheard || t.unheard(me, team) || t.changed(me)
		t.setReader(me, team)
		return err
	})
	if err != nil || known && !fresh {
		return known, err
	}
	return known, t.store.Update(t.ctx, func(tx *store.Tx) error {
		s := tx.In(t.Workspace)
		me, found, err := t.me(s)
		if err != nil {
			return err
		}
		known = found // of two first lines at once, one is the first
		changed := t.changed(me)
		team, err := s.Team()
		if err != nil {
			return err
		}
		was := t.today(t.now, me, team)
		me.Name, me.SeenZone = cmp.Or(t.From.Name, me.Name), cmp.Or(t.From.Zone, me.SeenZone)
		me.Excused = excuse(me.Excused, was, t.today(t.now, me, team))
		t.shut, me.Remind.Shut = me.Remind.Shut, false
		t.hear(me, team)
		if err := t.hearChannel(s, team); err != nil {
			return err
		}
		t.setReader(me, team)
		if known && !changed {
			return s.PutMember(me)
		}
		return t.refile(s, me, t.now)
	})
}

// changed says whether something changed about the sender from which their
// reminder follows, or how they are called.
func (t *turn) changed(me *store.Member) bool {
	return me.Remind.Shut || t.From.Name != "" && t.From.Name != me.Name || t.From.Zone != "" && t.From.Zone != me.SeenZone
}

func (t *turn) setReader(me *store.Member, team *store.Team) {
	t.reader = t.zoneOf(me, team).Location
}
