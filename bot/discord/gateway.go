package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// A connection to the gateway is begun by hello, identify and READY, or resumes
// the session of an earlier one, and lives on heartbeats
// (discord.com/developers/docs/events/gateway#connections).

// Opcodes of the gateway
// (discord.com/developers/docs/topics/opcodes-and-status-codes#gateway).
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Close codes, same.
const (
	notAuthenticated     = 4003
	authenticationFailed = 4004
	invalidSequence      = 4007
	sessionTimedOut      = 4009
)

const (
	// openWithin is how long the gateway may take until it is ready.
	openWithin = 30 * time.Second
	// writeWithin bounds every write to the gateway.
	writeWithin = 10 * time.Second
	// mostRead bounds what the gateway says at once; the largest servers take a
	// few megabytes.
	mostRead = 32 << 20
	// mostInterval is the longest time between heartbeats that makes sense, in ms.
	mostInterval = 60 * 60 * 1000
	// fewMembers asks for the fewest members with a server: none are used.
	fewMembers = 50
)

const intents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages

// What ends a connection without being a failure.
var (
	errAsked   = errors.New("the gateway asked to reconnect")
	errInvalid = errors.New("the session is not valid any more")
)

var errSilent = errors.New("the gateway did not answer in time")

// A session outlives its connections. The zero session has still to begin.
type session struct {
	id      string
	address string // where it is resumed; empty is where any is begun
	seq     int64  // of the last event
}

// A frame is what is said at once, in either direction.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

// A connection is one to the gateway. A goroutine of its own reads; everything
// else is done by the one that holds it.
type connection struct {
	*Adapter
	conn    *websocket.Conn
	session *session
	since   time.Time // when the session was there; zero until it is

	interval time.Duration // between heartbeats, as hello says
	waiting  bool          // for the answer to a heartbeat
}

// dial opens a connection for a session. If it cannot be resumed where it should
// be, it is tried next where any is begun.
func (a *Adapter) dial(ctx context.Context, s *session) (*connection, error) {
	address, err := a.addressOf(ctx, s)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: a.times.open}
	conn, _, err := dialer.DialContext(ctx, address, nil)
	if err != nil {
		s.address = ""
		return nil, fmt.Errorf("open the gateway: %w", err)
	}
	conn.SetReadLimit(mostRead)
	return &connection{Adapter: a, conn: conn, session: s}, nil
}

func (a *Adapter) addressOf(ctx context.Context, s *session) (string, error) {
	gateway := discordgo.GatewayBotResponse{URL: s.address}
	if gateway.URL == "" {
		if err := a.get(ctx, discordgo.EndpointGateway, &gateway); err != nil {
			return "", err
		}
	}
	u, err := url.Parse(gateway.URL)
	if err != nil {
		return "", errors.New("the gateway has no address")
	}
	u.RawQuery = url.Values{"v": {discordgo.APIVersion}, "encoding": {"json"}}.Encode()
	return u.String(), nil
}

// hold keeps a connection until it ends or ctx is done, and says why.
func (c *connection) hold(ctx context.Context) error {
	frames, done, ended := make(chan frame), make(chan struct{}), make(chan error, 1)
	defer close(done)
	go func() { ended <- c.read(frames, done) }()
	late, beat := time.NewTimer(c.times.open), time.NewTimer(0)
	defer late.Stop()
	defer beat.Stop()
	<-beat.C // there is none before hello
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err = <-ended:
			return c.closed(err)
		case <-late.C:
			if c.since.IsZero() {
				return errSilent
			}
		case <-beat.C:
			err = c.beat()
			beat.Reset(c.interval)
		case f := <-frames:
			if err = c.take(f); f.Op == opHello {
				beat.Reset(rand.N(c.interval + 1)) // so that not all bots beat at once
			}
		}
		if err != nil {
			return err
		}
	}
}

// close says goodbye: for good, or so that the session can be resumed.
func (c *connection) close(forGood bool) {
	code := websocket.CloseServiceRestart
	if forGood {
		code = websocket.CloseNormalClosure
	}
	c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	c.conn.Close()
}

// read hands over what the gateway says, until the connection ends.
func (c *connection) read(frames chan<- frame, done <-chan struct{}) error {
	for {
		_, data, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		var f frame
		if err := json.Unmarshal(data, &f); err != nil {
			c.Log.Warn("the gateway could not be understood", "err", err)
			continue
		}
		select {
		case frames <- f:
		case <-done:
			return nil
		}
	}
}

// closed is what the end of a connection means.
func (c *connection) closed(err error) error {
	switch {
	case websocket.IsCloseError(err, authenticationFailed):
		return ErrToken
	case websocket.IsCloseError(err, notAuthenticated, invalidSequence, sessionTimedOut):
		*c.session = session{}
	}
	return fmt.Errorf("the connection ended: %w", err)
}

// take acts on what the gateway says. An error ends the connection.
func (c *connection) take(f frame) error {
	switch f.Op {
	case opDispatch:
		return c.dispatch(f)
	case opHeartbeat:
		return c.write(opHeartbeat, c.last())
	case opReconnect:
		return c.asked()
	case opInvalid:
		return c.invalid(string(f.Data) == "true")
	case opHello:
		return c.hello(f.Data)
	case opAck:
		c.waiting = false
	}
	return nil
}

// hello begins or resumes a session.
func (c *connection) hello(data json.RawMessage) error {
	var hello struct {
		Interval int64 `json:"heartbeat_interval"` // ms
	}
	if err := json.Unmarshal(data, &hello); err != nil || hello.Interval <= 0 || hello.Interval > mostInterval {
		return errors.New("the gateway's hello could not be understood")
	}
	c.interval = time.Duration(hello.Interval) * time.Millisecond
	if c.session.id != "" {
		return c.write(opResume, map[string]any{"token": "Bot " + c.Token, "session_id": c.session.id, "seq": c.session.seq})
	}
	return c.write(opIdentify, map[string]any{
		"token": "Bot " + c.Token, "intents": intents, "large_threshold": fewMembers,
		"properties": map[string]string{"os": runtime.GOOS, "browser": "mentorbot", "device": "mentorbot"},
	})
}

// asked ends a connection that is to be followed by another one at once, if the
// session is there to be resumed.
func (c *connection) asked() error {
	if c.session.id == "" {
		return errors.New("the gateway asked to reconnect before a session began")
	}
	return errAsked
}

// invalid ends a connection whose session is not valid, or cannot be resumed here.
func (c *connection) invalid(resumable bool) error {
	if resumable {
		return c.asked()
	}
	if c.session.id == "" {
		return errors.New("the gateway lets no session begin")
	}
	*c.session = session{}
	return errInvalid
}

// dispatch takes an event. One that cannot be read ends the connection only if
// there is none without it.
func (c *connection) dispatch(f frame) error {
	c.session.seq = max(c.session.seq, f.Seq)
	switch f.Type {
	case "READY":
		var r ready
		if err := json.Unmarshal(f.Data, &r); err != nil || r.Session == "" || !isID(r.User.ID) {
			return errors.New("the gateway's READY could not be understood")
		}
		*c.session = session{id: r.Session, address: r.Resume, seq: f.Seq}
		c.begun(r)
		c.connected()
	case "RESUMED":
		c.connected()
	default:
		c.event(f.Type, f.Data)
	}
	return nil
}

func (c *connection) connected() {
	if c.since.IsZero() {
		c.since = c.Now()
	}
	c.Connected(true)
}

// held is how long the session was there; zero if it never was.
func (c *connection) held() time.Duration {
	if c.since.IsZero() {
		return 0
	}
	return max(c.Now().Sub(c.since), 1)
}

// beat sends a heartbeat. A connection on which the last one had no answer is
// dead, though it has not ended.
func (c *connection) beat() error {
	if c.waiting {
		return errSilent
	}
	c.waiting = true
	return c.write(opHeartbeat, c.last())
}

// last is the number of the last event, if there was one.
func (c *connection) last() any {
	if c.session.seq == 0 {
		return nil
	}
	return c.session.seq
}

func (c *connection) write(op int, data any) error {
	c.conn.SetWriteDeadline(time.Now().Add(writeWithin))
	return c.conn.WriteJSON(map[string]any{"op": op, "d": data})
}
