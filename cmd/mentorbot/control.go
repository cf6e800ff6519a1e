package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
	"mentorbot/store/bolt"
)

// The process that holds the store listens on a socket beside it, so that
// backup, outbox, tune and content disputes work while the bot runs. Whoever may write the data file may
// use the socket (mode 0600); it speaks HTTP with JSON.

// A control does what an operator asks of the data.
type control interface {
	Backup(ctx context.Context, path string) error
	Outbox(ctx context.Context) ([]entry, error)
	// Decide sends a promise again, or drops it.
	Decide(ctx context.Context, ref store.Ref, again bool) error
	// Tune fits the memory model of a workspace to its log.
	Tune(ctx context.Context, w store.Workspace) (bot.Tuning, error)
	// Disputes are what is counted of the questions that look wrong to members.
	Disputes(ctx context.Context, w store.Workspace) ([]*store.Tally, error)
	// Dismiss takes a question off that list.
	Dismiss(ctx context.Context, w store.Workspace, item store.ItemID) error
}

// socketPath is the socket beside a data file. The path of a Unix socket is
// short; where it would be too long the socket goes into the directory for
// temporary files, under a name made of the path.
func socketPath(db string) string {
	const longest = 100 // of 104 to 108, by system
	path := db + ".sock"
	if len(path) <= longest {
		return path
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("mentorbot-%x.sock", sha256.Sum256([]byte(path)))[:40])
}

// A server is something that listens until it is closed.
type server struct{ http *http.Server }

// close waits a moment for requests under way.
func (s *server) close() {
	if s == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		s.http.Close()
	}
}

// listenControl listens on the socket. One left behind by a killed process is
// removed: holding the data file proves that nobody listens there.
func (sv *services) listenControl() (*server, error) {
	path := socketPath(sv.settings.db)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	old := syscall.Umask(0o177)
	l, err := net.Listen("unix", path)
	syscall.Umask(old)
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	s := &http.Server{Handler: controlHandler(&local{sv.backup, sv.store, sv.clock, sv.wakeAll}), ReadHeaderTimeout: 5 * time.Second}
	go s.Serve(l)
	return &server{s}, nil
}

// wakeAll lets the calendar and the outboxes look again.
func (sv *services) wakeAll() {
	nudge(sv.wakeCalendar)
	for _, wake := range sv.wakeOutbox {
		nudge(wake)
	}
}

// An order is the body of a request to the control socket.
type order struct {
	Path      string          `json:"path,omitempty"`
	Workspace store.Workspace `json:"workspace,omitempty"`
	Key       store.Key       `json:"key,omitempty"`
	Item      store.ItemID    `json:"item,omitempty"`
	Again     bool            `json:"again,omitempty"`
}

// maxOrder bounds the body of a request, in bytes.
const maxOrder = 64 << 10

func controlHandler(c control) http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, do func(context.Context, order) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			var o order
			err := json.NewDecoder(io.LimitReader(r.Body, maxOrder)).Decode(&o)
			var answer any
			if err == nil {
				answer, err = do(r.Context(), o)
			}
			if err != nil {
				http.Error(w, err.Error(), http.StatusConflict)
				return
			}
			json.NewEncoder(w).Encode(answer)
		})
	}
	handle("POST /backup", func(ctx context.Context, o order) (any, error) { return struct{}{}, c.Backup(ctx, o.Path) })
	handle("POST /outbox", func(ctx context.Context, _ order) (any, error) { return c.Outbox(ctx) })
	handle("POST /decide", func(ctx context.Context, o order) (any, error) {
		return struct{}{}, c.Decide(ctx, store.Ref{Workspace: o.Workspace, Key: o.Key}, o.Again)
	})
	handle("POST /tune", func(ctx context.Context, o order) (any, error) { return c.Tune(ctx, o.Workspace) })
	handle("POST /disputes", func(ctx context.Context, o order) (any, error) { return c.Disputes(ctx, o.Workspace) })
	handle("POST /dismiss", func(ctx context.Context, o order) (any, error) {
		return struct{}{}, c.Dismiss(ctx, o.Workspace, o.Item)
	})
	return mux
}

// remote is the control of the process that holds the store.
type remote struct{ client *http.Client }

func dialControl(db string) *remote {
	path := socketPath(db)
	return &remote{&http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		},
	}}}
}

// call sends an order and decodes the answer.
func (r *remote) call(ctx context.Context, what string, o order, answer any) error {
	body, err := json.Marshal(o)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://mentorbot/"+what, bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, maxOrder))
		return errors.New(string(bytes.TrimSpace(text)))
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}

func (r *remote) Backup(ctx context.Context, path string) error {
	return r.call(ctx, "backup", order{Path: path}, &struct{}{})
}

func (r *remote) Outbox(ctx context.Context) (all []entry, err error) {
	return all, r.call(ctx, "outbox", order{}, &all)
}

func (r *remote) Decide(ctx context.Context, ref store.Ref, again bool) error {
	return r.call(ctx, "decide", order{Workspace: ref.Workspace, Key: ref.Key, Again: again}, &struct{}{})
}

// withControl gives use the control of a data file: through the socket of the
// process that holds it, else by holding it meanwhile.
func withControl(ctx context.Context, p program, s settings, use func(control) error) (err error) {
	if conn, err := net.Dial("unix", socketPath(s.db)); err == nil {
		conn.Close()
		return use(dialControl(s.db))
	}
	if _, err := os.Stat(s.db); err != nil {
		return fmt.Errorf("no data there: %w", err)
	}
	home, err := bolt.Open(s.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, home.Close()) }()
	st, err := openStore(ctx, p, s, home)
	if err != nil {
		return err
	}
	return use(&local{home.Backup, st, p.clock, func() {}})
}
