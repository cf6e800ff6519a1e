package discord

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

const (
	// openWithin is how long the gateway may take until it is ready.
	openWithin = 30 * time.Second
	// silent is how long the gateway may say nothing. It answers a heartbeat about
	// every 41 s (topics/gateway#heartbeat-interval), so two were missed by then.
	silent = 100 * time.Second
	// writeWithin bounds every write to the gateway.
	writeWithin = 10 * time.Second
)

// session is a session of the library's that does what it is told and no more.
func (a *Adapter) session(client *http.Client) (*discordgo.Session, error) {
	s, err := discordgo.New("Bot " + a.Token)
	if err != nil {
		return nil, err
	}
	s.Client = client
	s.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: openWithin, NetDialContext: a.wire.dial}
	s.StateEnabled = false
	s.ShouldReconnectOnError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.SyncEvents = true // handlers only take in hand, so order is kept
	s.LogLevel = -1     // its log may hold tokens
	s.Identify.Intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { a.event(e) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { a.disconnected() })
	return s, nil
}

var errSilent = errors.New("the gateway did not answer in time")

// open opens the gateway. The library's Open knows no context, and waits for
// itself for ever if it is asked to reconnect before it is ready: it is then left
// alone, and a new session takes its place.
func (a *Adapter) open(ctx context.Context) error {
	s, opened := a.gateway, make(chan error, 1)
	go func() { opened <- s.Open() }()
	select {
	case err := <-opened:
		return err
	case <-ctx.Done():
	case <-time.After(a.times.open):
	}
	a.wire.cut()
	select {
	case err := <-opened:
		return errors.Join(errSilent, err)
	case <-time.After(a.times.first):
	}
	go func() {
		if <-opened == nil {
			s.Close()
		}
	}()
	fresh, err := a.session(s.Client)
	if err == nil {
		a.gateway, err = fresh, errSilent
	}
	return err
}

// A wire is what the gateway's latest connection runs over. It notices a
// connection that is dead without having ended.
type wire struct {
	mu   sync.Mutex
	conn net.Conn
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.conn = conn
	return watched{conn}, nil
}

// cut ends the connection under whoever uses it.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != nil {
		w.conn.Close()
	}
}

// A watched connection fails when nothing comes or goes for too long.
type watched struct{ net.Conn }

func (w watched) Read(b []byte) (int, error) {
	w.SetReadDeadline(time.Now().Add(silent))
	return w.Conn.Read(b)
}

func (w watched) Write(b []byte) (int, error) {
	w.SetWriteDeadline(time.Now().Add(writeWithin))
	return w.Conn.Write(b)
}
