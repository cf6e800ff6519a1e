package discord

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/bot/bottest"
	"mentorbot/content"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

var update = flag.Bool("update", false, "write what golden files should hold")

// golden compares a value, as JSON, with a file of testdata.
func golden(t *testing.T, name string, value any) {
	t.Helper()
	bottest.Golden(t, filepath.Join("testdata", "post", name+".json"), value, *update)
}

// begin is when the tests' clocks begin: a Monday.
var begin = time.Date(2026, 8, 24, 8, 0, 0, 0, time.UTC)

// A world is a bot over a store of its own. Its clock moves by a second with each
// line.
type world struct {
	*bot.Bot
	now   time.Time
	store *store.Store
}

func newWorld(t testing.TB, library *content.Library) *world {
	t.Helper()
	home, err := bolt.Open(filepath.Join(t.TempDir(), "mentor.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { home.Close() })
	w := &world{now: begin}
	if w.store, err = store.Open(context.Background(), home); err != nil {
		t.Fatal(err)
	}
	w.Bot = bot.New(bot.Config{
		Store: w.store, Library: library, Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler),
	})
	return w
}

// taught is the library of the program, loaded once.
var taught = sync.OnceValues(func() (*content.Library, error) { return content.Load(content.Embedded()) })

func everything(t testing.TB) *content.Library {
	t.Helper()
	library, err := taught()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// small is the library of the scripts of package bot, which changes rarely.
func small(t testing.TB) *content.Library {
	t.Helper()
	return load(t, content.Source{Name: "library", FS: os.DirFS(filepath.Join("..", "testdata", "library"))})
}

func load(t testing.TB, source content.Source) *content.Library {
	t.Helper()
	library, err := content.Load(source)
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// say has a line answered in a channel, or a press on a private post.
func (w *world) say(name string, via bot.Via, line string) bot.Reply {
	w.now = w.now.Add(time.Second)
	return w.Handle(context.Background(), bot.Message{
		Workspace: "discord:" + guild, Server: "Chatsim", Via: via, Line: line, Place: here,
		From: bot.Person{ID: store.MemberID(name), Name: name, Zone: "Europe/Berlin", Admin: name == "boss"},
	})
}

// due is the first promise that falls due by some time, as it is to be sent.
func (w *world) due(t *testing.T, at time.Time) (to bot.Destination, key store.Key, post bot.Post) {
	t.Helper()
	w.now = at
	return bottest.Due(t, w.Bot, w.store, "discord", at)
}

// breaches are the limits that a message breaks.
func breaches(m *discordgo.MessageSend) (all []string) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			all = append(all, fmt.Sprintf(format, args...))
		}
	}
	check(utf8.RuneCountInString(m.Content) <= maxContent, "content of %d", len(m.Content))
	check(len(m.Embeds) == 1, "%d embeds", len(m.Embeds))
	for _, e := range m.Embeds {
		title, body := utf8.RuneCountInString(e.Title), utf8.RuneCountInString(e.Description)
		check(utf8.ValidString(e.Title+e.Description), "no text")
		check(title <= maxTitle, "title of %d", title)
		check(body <= maxDescription, "description of %d", body)
		check(title+body > 0, "an empty embed")
	}
	check(m.Components != nil && len(m.Components) <= maxRows, "%d rows", len(m.Components))
	ids := map[string]bool{}
	for _, row := range m.Components {
		row := row.(discordgo.ActionsRow).Components
		check(len(row) > 0 && len(row) <= perRow, "a row of %d", len(row))
		for _, c := range row {
			b := c.(discordgo.Button)
			label := utf8.RuneCountInString(b.Label)
			check(label > 0 && label <= maxLabel, "label %q", b.Label)
			check(len(b.CustomID) > 0 && len(b.CustomID) <= maxCustomID && !ids[b.CustomID], "custom id %q", b.CustomID)
			ids[b.CustomID] = true
		}
	}
	mentions := m.AllowedMentions
	check(mentions != nil && mentions.Parse != nil && len(mentions.Parse)+len(mentions.Users)+len(mentions.Roles) == 0 && !mentions.RepliedUser, "mentions %+v", mentions)
	return all
}

// shownOf are the forms in which a post goes out.
func shownOf(p bot.Post) []*discordgo.MessageSend {
	mark := markOf("discord:"+guild, "daily/2026-08-24/1")
	return []*discordgo.MessageSend{Render(p, mark), notifying(p, mark).message(nil)}
}
