package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

var (
	errEnded  = errors.New("the connection ended")
	errAsked  = errors.New("another connection was asked for")
	errQuiet  = errors.New("the connection has been silent for too long")
	errCrowd  = errors.New("other connections were counted beside this one")
	errClosed = errors.New("one WebSocket is enough for one connection")
)

// A connection is one WebSocket. The library would go on with another one by
// itself; here its client is used once, so that what is acknowledged can only go
// where it belongs.
type connection struct {
	*Adapter
	client  *socketmode.Client
	ctx     context.Context // done when the connection is
	close   context.CancelFunc
	heard   atomic.Int64 // when something was read last, in Unix nanoseconds
	greeted bool         // Slack said hello
	asked   atomic.Bool  // Slack asked for another connection
	leave   <-chan time.Time
}

func (a *Adapter) connect() *connection {
	ctx, cancel := context.WithCancel(context.Background())
	c := &connection{Adapter: a, ctx: ctx, close: cancel}
	c.heard.Store(a.Now().UnixNano())
	api := slack.New("", slack.OptionAppLevelToken(a.AppToken), slack.OptionAPIURL(a.API), slack.OptionHTTPClient(&once{client: a.http}))
	c.client = socketmode.New(api, socketmode.OptionDialer(c.dialer()), socketmode.OptionReadLimit(largestEnvelope),
		socketmode.OptionDebug(true), socketmode.OptionLog(asking{c}))
	return c
}

// asking listens to the library's own log, and keeps nothing of it: nowhere else
// does the library say that Slack wants a connection to end
// (https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect). What it
// says of why it ended may be something else, as Slack hangs up soon after.
type asking struct{ c *connection }

func (a asking) Output(_ int, line string) error {
	said, ok := strings.CutPrefix(line, "Received WebSocket message: ")
	if !ok || !strings.Contains(said, `"disconnect"`) {
		return nil
	}
	var r socketmode.Request
	if json.Unmarshal([]byte(said), &r) == nil && r.Type == socketmode.RequestTypeDisconnect {
		a.c.asked.Store(true)
	}
	return nil
}

// once lets one request through: the library asks for one address for each
// WebSocket, and gives up when there is none.
type once struct {
	client *http.Client
	asked  atomic.Bool
}

func (o *once) Do(r *http.Request) (*http.Response, error) {
	if o.asked.Swap(true) {
		return nil, slack.StatusCodeError{Code: http.StatusNotFound, Status: errClosed.Error()}
	}
	return o.client.Do(r)
}

// dialer is the library's own but for noting when something is read: pings are
// not told otherwise.
func (c *connection) dialer() *websocket.Dialer {
	var d net.Dialer
	return &websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: requestWithin,
		WriteBufferSize: 2 * largestAck, // an answer is one frame
		NetDialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := d.DialContext(ctx, network, addr)
			return listening{conn, c}, err
		},
	}
}

// listening is a net.Conn that notes when something is read.
type listening struct {
	net.Conn
	c *connection
}

func (l listening) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if n > 0 {
		l.c.heard.Store(l.c.Now().UnixNano())
	}
	return n, err
}

// stay connects and puts whatever comes into lanes, until the connection ends or
// ctx is done. It returns why it ended.
func (c *connection) stay(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- c.client.RunContext(c.ctx) }()
	look := time.NewTicker(max(c.quiet/8, time.Millisecond))
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			if err = whyEnded(err); err == errEnded && c.asked.Load() {
				err = errAsked
			}
			return err
		case <-c.leave:
			return errCrowd
		case <-look.C:
			if c.Now().Sub(time.Unix(0, c.heard.Load())) > c.quiet {
				return errQuiet
			}
		case e := <-c.client.Events:
			if err := c.take(e); err != nil {
				return err
			}
		}
	}
}

// take deals with an event of the library. Its error ends the connection.
func (c *connection) take(e socketmode.Event) error {
	switch e.Type {
	case socketmode.EventTypeHello:
		c.greet(e.Request.NumConnections)
	case socketmode.EventTypeConnectionError:
		return connectionError(e.Data)
	case socketmode.EventTypeErrorBadMessage:
		// Also what the library could not read, and we perhaps can.
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			var r socketmode.Request
			if json.Unmarshal(bad.Message, &r) == nil && r.EnvelopeID != "" {
				c.envelope(&r)
			}
		}
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		c.envelope(e.Request)
	}
	return nil
}

// whyEnded is what the end of the library's client means: either it was refused,
// or it had a WebSocket and could not get another.
func whyEnded(err error) error {
	var status slack.StatusCodeError
	if err == nil || errors.As(err, &status) && status.Status == errClosed.Error() {
		return errEnded
	}
	return fmt.Errorf("connect: %w", withoutAddress(err))
}

// connectionError is why the socket could not be opened, without its address.
func connectionError(data any) error {
	e, ok := data.(*slack.ConnectionErrorEvent)
	if !ok {
		return errors.New("connect: unknown error")
	}
	return fmt.Errorf("connect: %w", withoutAddress(e.ErrorObj))
}

// crowdFor is how long a connection serves that is not the only one.
const crowdFor = 10 * time.Second

// greet notes that the connection is open. If Slack counts more connections than
// this one, another process has the same tokens or a dead connection gets a share
// of the events: what comes here is answered, and a new connection will show
// whether that has passed.
func (c *connection) greet(count int) {
	c.greeted = true
	if count > 1 {
		c.leave = time.After(crowdFor)
		c.Log.Warn("Slack counts more connections than this one", "platform", "slack", "connections", count)
		return
	}
	c.state.link(true)
	c.Log.Info("connected", "platform", "slack", "workspace", c.self.Load().Workspace())
}
