package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mentorbot/bot"
	"mentorbot/bot/outbox"
	"mentorbot/bot/terminal"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// shutdownWithin is how long everything together may take to end.
const shutdownWithin = 20 * time.Second

// serve runs the bot on every platform that has tokens, else in the terminal.
func serve(ctx context.Context, p program) error {
	f := p.flags("run")
	values := settingFlags(f)
	if rest, err := p.parse(f); err != nil {
		return err
	} else if len(rest) > 0 {
		return usagef("run takes no arguments, and got %q", rest[0])
	}
	s, err := p.settings(values, isTerminal(p.in) && !p.hasToken())
	if err != nil {
		return err
	}
	if s.slackBot != "" || s.discordBot != "" {
		return join(ctx, p, s)
	}
	if !isTerminal(p.in) {
		return usagef("no token is set (SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_BOT_TOKEN), and there is no terminal to chat in; `mentorbot chat` reads lines from a pipe")
	}
	return talk(ctx, p, s, "me")
}

// chat runs the bot in the terminal, or over a pipe.
func chat(ctx context.Context, p program) error {
	f := p.flags("chat")
	values := settingFlags(f)
	name := f.String("as", "me", "who you are: me, the lead, or any other member")
	rest, err := p.parse(f)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usagef("chat takes no arguments, and got %q", rest[0])
	}
	if !bot.LocalName(*name) {
		return usagef("--as %q: a name has 1 to 32 of a-z, 0-9, _ and -", *name)
	}
	s, err := p.settings(values, true)
	if err != nil {
		return err
	}
	return talk(ctx, p, s, *name)
}

// talk holds the store and chats with one person until they leave.
func talk(ctx context.Context, p program, s settings, name string) error {
	if isTerminal(p.in) && isTerminal(p.err) {
		p.err = returning{p.err}
	}
	return withServices(ctx, p, s, func(sv *services) error {
		conversation := terminal.New(p.terminal(sv, s, name))
		sv.outbox(string(terminal.Workspace), conversation)
		return sv.during(ctx, func(ctx context.Context) error {
			sv.status.connected("local", true)
			return conversation.Run(ctx)
		})
	})
}

// terminal is the chat of one person: the lead is "me".
func (p program) terminal(sv *services, s settings, name string) terminal.Config {
	c := terminal.Config{
		Bot:  sv.status.counting("local", sv.bot),
		From: bot.Person{ID: store.MemberID(name), Name: name, Zone: localZone(p), Admin: name == "me"},
		In:   p.in, Out: p.out, Files: ".",
	}
	in, inOK := p.in.(*os.File)
	out, outOK := p.out.(*os.File)
	if inOK && outOK && p.getenv("TERM") != "dumb" {
		c.Screen = terminal.Window(in, out)
	}
	if c.Screen != nil {
		c.Colour = p.getenv("NO_COLOR") == ""
		c.History = filepath.Join(filepath.Dir(s.db), "history")
	}
	return c
}

// returning ends lines as a terminal in raw mode needs them.
type returning struct{ to io.Writer }

func (r returning) Write(b []byte) (int, error) {
	_, err := r.to.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	return len(b), err
}

// localZone is the machine's time zone, if it has a name: $TZ, or where
// /etc/localtime leads to.
func localZone(p program) string {
	if tz := p.getenv("TZ"); tz != "" {
		return strings.TrimPrefix(tz, ":")
	}
	path, err := os.Readlink("/etc/localtime")
	if err != nil {
		return ""
	}
	_, name, _ := strings.Cut(path, "zoneinfo/")
	return name
}

// services are the parts of a running bot.
type services struct {
	store    *store.Store
	backup   func(ctx context.Context, path string) error
	bot      *bot.Bot
	status   *status
	log      *slog.Logger
	clock    clock
	settings settings

	wakeCalendar chan struct{}
	outboxes     []*outbox.Outbox
	wakeOutbox   []chan struct{}
}

// withServices opens the store, puts the parts together, and closes the store
// when use is done.
func withServices(ctx context.Context, p program, s settings, use func(*services) error) (err error) {
	library, err := load(s.content)
	if err != nil {
		return err
	}
	home, err := bolt.Open(s.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, home.Close()) }()
	sv, err := assemble(ctx, p, s, library, home)
	if err != nil {
		return err
	}
	sv.backup = home.Backup
	return use(sv)
}

// assemble puts the parts together over a home of data.
func assemble(ctx context.Context, p program, s settings, library *content.Library, home store.Home) (*services, error) {
	st, err := openStore(ctx, p, s, home)
	if err != nil {
		return nil, err
	}
	sv := &services{store: st, log: s.logger(p.err, p.clock), clock: p.clock, settings: s, wakeCalendar: make(chan struct{}, 1)}
	sv.status = newStatus(sv)
	sv.bot = bot.New(bot.Config{Store: st, Library: library, Now: p.clock.Now, Log: sv.log, Wake: func() { nudge(sv.wakeCalendar) }})
	return sv, nil
}

// outbox adds the outbox of a platform.
func (sv *services) outbox(platform string, sender bot.Sender) {
	sv.outboxes = append(sv.outboxes, outbox.New(outbox.Config{
		Platform: platform, Store: sv.store, Keeper: sv.bot, Now: sv.clock.Now, Log: sv.log,
		Sender: sv.status.countingSends(platform, sender),
	}))
	sv.wakeOutbox = append(sv.wakeOutbox, make(chan struct{}, 1))
}

// during runs the calendar, the outboxes, the control socket and the status
// page while body runs, and ends them in order: body first, which stops
// receiving; then the calendar; then the sends under way.
func (sv *services) during(ctx context.Context, body func(context.Context) error) error {
	control, err := sv.listenControl()
	if err != nil {
		return err
	}
	defer control.close()
	page, err := sv.status.listen(sv.settings.addr)
	if err != nil {
		return err
	}
	defer page.close()
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := sv.keepPromises(background)
	err = body(ctx)
	stop()
	select {
	case <-done:
	case <-sv.clock.After(shutdownWithin):
		sv.log.Warn("some sends did not end in time; they will be in doubt at the next start")
	}
	return err
}

// platforms are all that promises may be for.
func platforms() []string { return []string{"local", "slack", "discord"} }

// openStore takes a home into use. Whatever was being sent when the program
// ended is put in doubt: who holds the data file knows that nobody else sends.
func openStore(ctx context.Context, p program, s settings, home store.Home) (*store.Store, error) {
	st, err := store.Open(ctx, home)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.db, err)
	}
	for _, platform := range platforms() {
		n, err := outbox.VoidLeases(ctx, st, platform, p.clock.Now())
		if err != nil {
			return nil, err
		}
		if n > 0 {
			s.logger(p.err, p.clock).Warn("posts were being sent when the program ended", "platform", platform, "posts", n)
		}
	}
	return st, nil
}
