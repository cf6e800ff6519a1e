package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing/fstest"
	"time"

	"mentorbot/bot"
	"mentorbot/bot/outbox"
	"mentorbot/bot/terminal"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

var platforms = []string{"discord", "local", "slack"}

// A world is what a script plays in: a store in a file, a bot over it, a poster
// with its outbox on every platform, and a clock that only the script moves.
type world struct {
	place   Place
	path    string
	files   fstest.MapFS // of the library
	now     time.Time
	people  map[who]bot.Person
	posters map[string]*poster
	finds   bool // the posters can look posts up
	log     bytes.Buffer

	home     *home // nil while the program is down
	store    *store.Store
	library  *content.Library
	bot      *bot.Bot
	outboxes map[string]*outbox.Outbox

	posts []post // that were shown and can be pressed, oldest first
	last  bot.Message
}

// A who is a member of a workspace, as in slack:T1/ann.
type who struct {
	workspace store.Workspace
	member    store.MemberID
}

func parseWho(text string) (who, error) {
	workspace, member, ok := strings.Cut(text, "/")
	if !ok {
		return who{}, fmt.Errorf("%q is not WORKSPACE/MEMBER", text)
	}
	return who{store.Workspace(workspace), store.MemberID(member)}, nil
}

// A post is one that somebody has before them.
type post struct {
	bot.Post
	at    who // the workspace, and whose it is; nobody's if all see it
	place bot.Place
}

func newWorld(dir string, place Place, s shelf) (*world, error) {
	w := &world{
		place:   place,
		path:    filepath.Join(dir, "mentor.db"),
		files:   fstest.MapFS{},
		now:     time.Date(2026, 8, 24, 8, 0, 0, 0, time.UTC),
		people:  map[who]bot.Person{},
		posters: map[string]*poster{},
		library: s.library,
	}
	for path, data := range s.files {
		w.files[path] = &fstest.MapFile{Data: data}
	}
	for _, platform := range platforms {
		w.posters[platform] = &poster{}
	}
	return w, w.up()
}

// A shelf is the library that every script begins with.
type shelf struct {
	files   map[string][]byte
	library *content.Library
}

// readShelf reads all files under root.
func readShelf(root fs.FS) (s shelf, err error) {
	s.files = map[string][]byte{}
	err = fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			s.files[path], err = fs.ReadFile(root, path)
		}
		return err
	})
	if err != nil {
		return s, err
	}
	s.library, err = content.Load(content.Source{Name: "library", FS: root})
	return s, err
}

// up starts the program as main does: it opens the store, voids the leases of
// the one before and, if it was down, lets the calendar catch up.
func (w *world) up() error {
	file, err := bolt.Open(w.path)
	if err != nil {
		return err
	}
	w.home = &home{Home: file}
	if w.store, err = store.Open(context.Background(), w.home); err != nil {
		return err
	}
	for _, platform := range platforms {
		if _, err := outbox.VoidLeases(context.Background(), w.store, platform, w.now); err != nil {
			return err
		}
	}
	w.connect()
	return w.fallDue()
}

// connect puts a new bot and new outboxes over the store.
func (w *world) connect() {
	log := slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelInfo}))
	now := func() time.Time { return w.now }
	w.bot = bot.New(bot.Config{Store: w.store, Library: w.library, Now: now, Log: log})
	w.outboxes = map[string]*outbox.Outbox{}
	for _, platform := range platforms {
		var sender bot.Sender = w.posters[platform]
		if w.finds {
			sender = finder{w.posters[platform]}
		}
		w.outboxes[platform] = outbox.New(outbox.Config{
			Platform: platform, Store: w.store, Keeper: w.bot, Sender: sender, Now: now, Log: log,
		})
	}
}

func (w *world) down() error {
	err := w.home.Close()
	w.home = nil
	return err
}

// fallDue lets everything fall due that is due now.
func (w *world) fallDue() error {
	for {
		n, err := w.bot.FallDue(context.Background(), 10)
		if n == 0 || err != nil {
			return err
		}
	}
}

// moveTo moves the clock. While the program is up the calendar rings on the way.
func (w *world) moveTo(at time.Time) error {
	for w.home != nil {
		next, ok, err := w.bot.NextDue(context.Background())
		if err != nil {
			return err
		}
		if !ok || next.After(at) {
			break
		}
		if next.After(w.now) {
			w.now = next
		}
		if err := w.fallDue(); err != nil {
			return err
		}
	}
	w.now = at
	return nil
}

// say has a message answered, a second after the one before, and returns what
// its sender sees.
func (w *world) say(m bot.Message) (bot.Reply, string, error) {
	w.now = w.now.Add(time.Second)
	m, err := w.place.Hear(m)
	if err != nil {
		return bot.Reply{}, "", err
	}
	private, replace := w.bot.Shape(m)
	reply := w.bot.Handle(context.Background(), m)
	m.Workspace = reply.In // where a press on it belongs
	w.last = m
	var out strings.Builder
	out.WriteString(map[bool]string{true: "(private)", false: "(public)"}[reply.Private])
	if reply.Replace {
		out.WriteString(" (replaces)")
	}
	// A mistake replaces nothing, whatever was announced.
	if reply.Private != private || reply.Replace && !replace {
		fmt.Fprintf(&out, " (but announced as private %t, replaces %t)", private, replace)
	}
	out.WriteByte('\n')
	mine := who{m.Workspace, m.From.ID}
	at := mine
	if !reply.Private && !m.Place.Direct {
		at.member = ""
	}
	text, err := w.show(reply.Post, at, m.Place, reply.Zone)
	out.WriteString(text)
	if reply.Then != nil && err == nil {
		text, err = w.show(*reply.Then, mine, m.Place, reply.Zone)
		out.WriteString("(then, private)\n" + text)
	}
	return reply, out.String(), err
}

// show puts a post before those who see it, and returns it as text.
func (w *world) show(p bot.Post, at who, place bot.Place, zone *time.Location) (string, error) {
	seen, err := w.place.See(at.workspace, p)
	w.posts = append(w.posts, post{seen, at, place})
	return terminal.Render(seen, terminal.Style{Zone: zone}), err
}

// person is somebody as their platform knows them.
func (w *world) person(p who) bot.Person {
	if known, ok := w.people[p]; ok {
		return known
	}
	return bot.Person{ID: p.member, Name: string(p.member), Admin: p.member == "me" || p.member == "boss"}
}

// find is the latest post that somebody sees with a choice of that label, with
// or without a mark at its end.
func (w *world) find(p who, label string) (at int, c bot.Choice, err error) {
	for i, post := range slices.Backward(w.posts) {
		if post.at != p && post.at != (who{workspace: p.workspace}) {
			continue
		}
		for _, c := range post.Choices {
			if c.Label == label || strings.TrimSuffix(c.Label, " ✓") == label {
				return i, c, nil
			}
		}
	}
	return 0, bot.Choice{}, fmt.Errorf("%v sees no post with [%s]", p, label)
}

// deliver lets the outboxes send what is due, and returns what arrived.
func (w *world) deliver() (string, error) {
	ctx, kill := context.WithCancel(context.Background())
	defer kill()
	var out strings.Builder
	for _, platform := range platforms {
		p := w.posters[platform]
		p.kill = func() { w.home.full.Store(true); kill() }
		err := w.outboxes[platform].Drain(ctx)
		for _, d := range p.take() {
			text, wrong := w.arrived(d)
			out.WriteString(text)
			err = errors.Join(err, wrong)
		}
		if ctx.Err() != nil { // killed: nothing more is written, and it starts anew
			return out.String(), errors.Join(w.down(), w.up())
		}
		if err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

// directPlace is the conversation between somebody and the bot.
func directPlace(m store.MemberID) bot.Place {
	return bot.Place{ID: "D" + store.PlaceID(m), Direct: true}
}

// arrived shows a post to those it was sent to.
func (w *world) arrived(d delivery) (string, error) {
	at, place, to := who{workspace: d.to.Workspace}, bot.Place{ID: d.to.Place, Name: placeName}, "channel "+string(d.to.Place)
	if d.to.Place == "" {
		at.member, place, to = d.to.Member, directPlace(d.to.Member), "member "+string(d.to.Member)
	}
	text, err := w.show(d.post, at, place, d.to.Zone)
	return fmt.Sprintf("to %s %s\n%s", d.to.Workspace, to, text), err
}

// promises are all promises of a workspace, in the order of their keys.
func (w *world) promises(workspace string) (all []store.Promise, err error) {
	prefix := "w" + workspace + "\x00p"
	err = w.home.View(context.Background(), func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{From: []byte(prefix), To: []byte(prefix + "\xff"), Limit: 1_000})
		if err != nil {
			return err
		}
		all = make([]store.Promise, len(pairs))
		for i, pair := range pairs {
			if err := json.Unmarshal(pair.Value, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// attempts is the log of a member, as lines.
func (w *world) attempts(p who) (lines string, err error) {
	err = w.store.View(context.Background(), func(tx *store.Tx) error {
		s := tx.In(p.workspace)
		m, err := s.Member(p.member)
		if err != nil {
			return err
		}
		log, err := s.Log(m, time.Time{}, 1_000)
		for _, a := range log {
			lines += fmt.Sprintf("%s %s %s grade %d", a.Day, a.Act, a.Item, a.Grade)
			if a.Helped {
				lines += " helped"
			}
			lines += "\n"
		}
		return err
	})
	return lines, err
}

// A home is a store.Home whose disk may be full.
type home struct {
	store.Home
	full atomic.Bool
}

func (h *home) Update(ctx context.Context, fn func(store.Writer) error) error {
	if h.full.Load() {
		return errors.New("write mentor.db: no space left on device")
	}
	return h.Home.Update(ctx, fn)
}
