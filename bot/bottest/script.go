package bottest

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"mentorbot/bot"
	"mentorbot/bot/terminal"
	"mentorbot/content"
	"mentorbot/store"
)

// A Play is how scripts are played.
type Play struct {
	Dir    string       // where the files script/*.txtar and the library that they are about are
	Place  func() Place // the platform, anew for each script
	Update bool         // write what `cmp stdout` gets into the scripts
}

// Run plays scripts, each in a fresh world. Time is what
// the script says; nothing sleeps. Beside testscript's own there are these
// commands. Their output is what people see; what was logged is on stderr.
//
//	at TIME [ZONE]                 moves the clock, as to 2026-08-24T09:00; the calendar rings on the way
//	person WHO [name=…] [zone=…]   what the platform knows of WORKSPACE/MEMBER; me and boss are admins
//	say [-dm|-mention] [-in PLACE] [-server NAME] [-quoted] [-times N] WHO LINE…
//	press [-as WHO] [-typed] LABEL a choice of the latest post that has it, or the choice whose text is LABEL
//	press -again [-as WHO]         the last press once more
//	deliver                        lets the outboxes send what is due
//	failing [-to PLACE] [-on PLATFORM] N FATE
//	                               of the next N sends; see fates
//	lookup on|off|blind|early      whether senders can look posts up, and what they see
//	pace PER-SECOND PER-PLACE      how fast the platforms want it
//	down, up                       ends and starts the program
//	disk full|free, closed         the disk, or the store closed under the program
//	rewrite TOPIC OLD NEW          changes the library; withdraw TOPIC removes a topic from it
//	rename TOPIC TO                gives a topic another id, as "was" says
//	stored                         everything that is stored but the schema's version
//	promises WORKSPACE             every promise, with what became of it
//	log WHO                        every attempt
func Run(t *testing.T, p Play) {
	s, err := readShelf(os.DirFS(filepath.Join(p.Dir, "library")))
	if err != nil {
		t.Fatal(err)
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){}
	for name, do := range scriptCommands {
		commands[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			w := ts.Value(worldKey{}).(*world)
			out, err := do(w, args)
			io.WriteString(ts.Stdout(), out)
			ts.Stderr().Write(w.log.Bytes())
			w.log.Reset()
			if err != nil && !neg {
				ts.Fatalf("%s: %v", name, err)
			}
			if err == nil && neg {
				ts.Fatalf("%s succeeded", name)
			}
			if err != nil {
				fmt.Fprintln(ts.Stderr(), err)
			}
		}
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join(p.Dir, "script"),
		Cmds:          commands,
		UpdateScripts: p.Update,
		Setup: func(env *testscript.Env) error {
			w, err := newWorld(env.WorkDir, p.Place(), s)
			env.Values[worldKey{}] = w
			env.Defer(func() {
				if w.home != nil {
					w.home.Close()
				}
			})
			return err
		},
	})
}

var scriptCommands = map[string]func(w *world, args []string) (string, error){
	"at": cmdAt, "person": cmdPerson, "say": cmdSay, "press": cmdPress, "deliver": cmdDeliver,
	"failing": cmdFailing, "lookup": cmdLookup, "pace": cmdPace, "down": cmdDown, "up": cmdUp,
	"disk": cmdDisk, "closed": cmdClosed, "rewrite": cmdRewrite, "withdraw": cmdWithdraw,
	"rename": cmdRename, "stored": cmdStored, "promises": cmdPromises, "log": cmdLog,
}

// worldKey is where a script keeps its world.
type worldKey struct{}

const (
	placeID   = "C1"
	placeName = "backend"
)

func cmdAt(w *world, args []string) (string, error) {
	zone := time.UTC
	if len(args) == 2 {
		var err error
		if zone, err = time.LoadLocation(args[1]); err != nil {
			return "", err
		}
	}
	at, err := time.ParseInLocation("2006-01-02T15:04", args[0], zone)
	if err != nil {
		return "", err
	}
	return "", w.moveTo(at)
}

func cmdPerson(w *world, args []string) (string, error) {
	p, err := parseWho(args[0])
	if err != nil {
		return "", err
	}
	known := w.person(p)
	for _, arg := range args[1:] {
		switch key, value, _ := strings.Cut(arg, "="); key {
		case "name":
			known.Name = value
		case "zone":
			known.Zone = value
		default:
			return "", fmt.Errorf("what is %q?", arg)
		}
	}
	w.people[p] = known
	return "", nil
}

func cmdSay(w *world, args []string) (string, error) {
	f := flag.NewFlagSet("say", flag.ContinueOnError)
	direct, mention := f.Bool("dm", false, ""), f.Bool("mention", false, "")
	server := f.String("server", "", "")
	in, quoted, times := f.String("in", placeID, ""), f.Bool("quoted", false, ""), f.Int("times", 1, "")
	if err := f.Parse(args); err != nil {
		return "", err
	}
	p, err := parseWho(f.Arg(0))
	if err != nil {
		return "", err
	}
	line := strings.Join(f.Args()[1:], " ")
	if *quoted {
		if line, err = strconv.Unquote(line); err != nil {
			return "", err
		}
	}
	line = strings.Repeat(line, *times)
	m := bot.Message{Workspace: p.workspace, From: w.person(p), Place: bot.Place{ID: store.PlaceID(*in), Name: placeName}, Line: line, Server: *server}
	if *in != placeID {
		m.Place.Name = *in
	}
	if *direct {
		m.Place = directPlace(p.member)
	}
	if *mention {
		m.Via = bot.Mentioned
	}
	_, out, err := w.say(m)
	return out, err
}

func cmdPress(w *world, args []string) (string, error) {
	f := flag.NewFlagSet("press", flag.ContinueOnError)
	as, again, typed := f.String("as", "", ""), f.Bool("again", false, ""), f.Bool("typed", false, "")
	if err := f.Parse(args); err != nil {
		return "", err
	}
	p := who{w.last.Workspace, w.last.From.ID}
	if *as != "" {
		var err error
		if p, err = parseWho(*as); err != nil {
			return "", err
		}
	}
	m, at := w.last, -1
	if !*again {
		var err error
		if m, at, err = w.press(p, strings.Join(f.Args(), " ")); err != nil {
			return "", err
		}
	}
	m.From = w.person(p)
	if *typed {
		m.Via = bot.Typed
	}
	reply, out, err := w.say(m)
	if reply.Replace && at >= 0 {
		w.posts = slices.Delete(w.posts, at, at+1)
	}
	return out, err
}

// press is the message of a press, and the post it stands under.
func (w *world) press(p who, label string) (bot.Message, int, error) {
	at, c, err := w.find(p, label)
	if err != nil {
		if at, c, err = w.findOption(p, label); err != nil {
			return bot.Message{}, 0, err
		}
	}
	m := bot.Message{Workspace: p.workspace, Place: w.posts[at].place, Via: bot.PressedShared, Line: c.Line}
	if w.posts[at].at.member != "" {
		m.Via = bot.PressedOwn
	}
	return m, at, nil
}

// findOption is find by the text of an option, whose letter is on the choice.
func (w *world) findOption(p who, text string) (at int, c bot.Choice, err error) {
	for i, post := range slices.Backward(w.posts) {
		for line := range strings.Lines(terminal.Render(post.Post, terminal.Style{})) {
			letter, option, _ := strings.Cut(strings.TrimPrefix(line, "- "), ". ")
			if strings.TrimPrefix(strings.TrimSpace(option), "✓ ") != text {
				continue
			}
			if at, c, err = w.find(p, letter); at == i {
				return at, c, err
			}
		}
	}
	return 0, c, fmt.Errorf("%v sees neither a choice nor an option %q", p, text)
}

func cmdDeliver(w *world, _ []string) (string, error) { return w.deliver() }

func cmdFailing(w *world, args []string) (string, error) {
	f := flag.NewFlagSet("failing", flag.ContinueOnError)
	to, on := f.String("to", "", ""), f.String("on", "slack", "")
	if err := f.Parse(args); err != nil {
		return "", err
	}
	n, err := strconv.Atoi(f.Arg(0))
	if err != nil {
		return "", err
	}
	if _, known := fates[f.Arg(1)]; !known {
		return "", fmt.Errorf("no fate %q", f.Arg(1))
	}
	p := w.posters[*on]
	for range n {
		p.fates = append(p.fates, fate{*to, f.Arg(1)})
	}
	return "", nil
}

func cmdLookup(w *world, args []string) (string, error) {
	w.finds = args[0] != "off"
	for _, p := range w.posters {
		p.sees = strings.TrimPrefix(args[0], "on")
	}
	w.connect()
	return "", nil
}

func cmdPace(w *world, args []string) (string, error) {
	perSecond, err := strconv.ParseFloat(args[0], 64)
	if err != nil {
		return "", err
	}
	perPlace, err := time.ParseDuration(args[1])
	for _, p := range w.posters {
		p.pace = bot.Pace{PerSecond: perSecond, PerPlace: perPlace}
	}
	w.connect()
	return "", err
}

func cmdDown(w *world, _ []string) (string, error) { return "", w.down() }

func cmdUp(w *world, _ []string) (string, error) { return "", w.up() }

func cmdDisk(w *world, args []string) (string, error) {
	w.home.full.Store(args[0] == "full")
	return "", nil
}

func cmdClosed(w *world, _ []string) (string, error) { return "", w.home.Close() }

func cmdRewrite(w *world, args []string) (string, error) {
	f := w.files["topics/"+args[0]+".md"]
	if f == nil || !strings.Contains(string(f.Data), args[1]) {
		return "", fmt.Errorf("no %q in %s", args[1], args[0])
	}
	f.Data = []byte(strings.ReplaceAll(string(f.Data), args[1], args[2]))
	return "", w.reload()
}

func cmdWithdraw(w *world, args []string) (string, error) {
	delete(w.files, "topics/"+args[0]+".md")
	return "", w.reload()
}

func cmdRename(w *world, args []string) (string, error) {
	from, to := "topics/"+args[0]+".md", "topics/"+args[1]+".md"
	w.files[to] = w.files[from]
	delete(w.files, from)
	for _, f := range w.files {
		f.Data = []byte(strings.ReplaceAll(string(f.Data), args[0], args[1]))
	}
	text := string(w.files[to].Data)
	if strings.Contains(text, "was: [") {
		text = strings.Replace(text, "]\nlevel:", ", "+args[0]+"]\nlevel:", 1)
	} else {
		text = strings.Replace(text, "level:", "was: ["+args[0]+"]\nlevel:", 1)
	}
	w.files[to].Data = []byte(text)
	return "", w.reload()
}

func cmdStored(w *world, _ []string) (string, error) {
	var out strings.Builder
	err := w.home.View(context.Background(), func(r store.Reader) error {
		pairs, err := r.Scan(store.Range{Limit: 1_000})
		for _, pair := range pairs {
			if string(pair.Key) != "s" {
				fmt.Fprintf(&out, "%q %q\n", pair.Key, pair.Value)
			}
		}
		return err
	})
	return out.String(), err
}

// reload is a restart with what the library is now.
func (w *world) reload() error {
	library, err := content.Load(content.Source{Name: "library", FS: w.files})
	if err != nil {
		return err
	}
	w.library = library
	w.connect()
	return nil
}

func cmdPromises(w *world, args []string) (string, error) {
	all, err := w.promises(args[0])
	var out strings.Builder
	for _, p := range all {
		fmt.Fprintf(&out, "%s %s, tries %d", p.Key, p.Status, p.Tries)
		if p.Item != "" {
			fmt.Fprintf(&out, ", %s", p.Item)
		}
		if p.Status.Open() {
			fmt.Fprintf(&out, ", at %s", p.At.UTC().Format("15:04:05"))
		}
		if p.Why != "" {
			fmt.Fprintf(&out, ": %s", p.Why)
		}
		out.WriteByte('\n')
	}
	return out.String(), err
}

func cmdLog(w *world, args []string) (string, error) {
	p, err := parseWho(args[0])
	if err != nil {
		return "", err
	}
	out, err := w.attempts(p)
	if errors.Is(err, store.ErrNotFound) {
		return "nobody\n", nil
	}
	return out, err
}
