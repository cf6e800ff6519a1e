package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"mentorbot/bot"
	"mentorbot/store"
)

// status is what the program tells of itself: counts and ages, never a member,
// a question or a token.
type status struct {
	sv       *services
	registry *prometheus.Registry
	lines    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	sends    *prometheus.CounterVec

	mu        sync.Mutex
	platforms map[string]*platform
}

// A platform is what is known of one platform's connection.
type platform struct {
	connected bool
	last      time.Time // of its last event, or when the program began to join it
}

func newStatus(sv *services) *status {
	st := &status{
		sv: sv, registry: prometheus.NewRegistry(), platforms: make(map[string]*platform),
		lines: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "mentorbot_lines_total", Help: "Lines and presses that were answered.",
		}, []string{"platform"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "mentorbot_reply_seconds", Help: "Time from a line to its reply.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"platform"}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "mentorbot_sends_total", Help: "Tries to deliver a promised post, by what became of them.",
		}, []string{"platform", "fate"}),
	}
	st.registry.MustRegister(st.lines, st.seconds, st.sends,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "mentorbot_oldest_unsent_seconds", Help: "Age of the oldest promised post that is due and not sent.",
		}, func() float64 { age, _ := st.oldestUnsent(context.Background()); return age.Seconds() }),
	)
	return st
}

// connected notes that a platform is connected, or no more.
func (st *status) connected(name string, yes bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.platform(name).connected = yes
}

// event notes that something came from a platform.
func (st *status) event(name string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.platform(name).last = st.sv.clock.Now()
}

func (st *status) platform(name string) *platform {
	p := st.platforms[name]
	if p == nil {
		p = &platform{last: st.sv.clock.Now()}
		st.platforms[name] = p
	}
	return p
}

// counting is the bot with its lines counted.
func (st *status) counting(platform string, b *bot.Bot) countedBot {
	return countedBot{b, st, platform}
}

type countedBot struct {
	*bot.Bot
	status   *status
	platform string
}

func (c countedBot) Handle(ctx context.Context, m bot.Message) bot.Reply {
	c.status.event(c.platform)
	c.status.lines.WithLabelValues(c.platform).Inc()
	defer prometheus.NewTimer(c.status.seconds.WithLabelValues(c.platform)).ObserveDuration()
	return c.Bot.Handle(ctx, m)
}

// fates are the labels of sends.
var fates = [...]string{bot.Done: "done", bot.Gone: "gone", bot.Retry: "retry", bot.Uncertain: "uncertain", bot.Failed: "failed"}

// countingSends is a sender with its outcomes counted. It can look posts up if
// the sender can.
func (st *status) countingSends(platform string, s bot.Sender) bot.Sender {
	counted := countedSender{s, st, platform}
	if f, ok := s.(bot.Finder); ok {
		return struct {
			countedSender
			bot.Finder
		}{counted, f}
	}
	return counted
}

type countedSender struct {
	bot.Sender
	status   *status
	platform string
}

func (c countedSender) Send(ctx context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	outcome := c.Sender.Send(ctx, to, key, post)
	c.status.sends.WithLabelValues(c.platform, fates[outcome.Fate]).Inc()
	return outcome
}

// oldestUnsent is for how long the promise that is due longest has been due.
func (st *status) oldestUnsent(ctx context.Context) (age time.Duration, err error) {
	now := st.sv.clock.Now()
	err = st.sv.store.View(ctx, func(tx *store.Tx) error {
		for _, platform := range platforms() {
			refs, err := tx.ToSend(platform, now, 1)
			if err != nil {
				return err
			}
			for _, ref := range refs {
				p, err := tx.In(ref.Workspace).Promised(ref.Key)
				if err != nil {
					return err
				}
				age = max(age, now.Sub(p.From))
			}
		}
		return nil
	})
	return age, err
}

// listen serves the status page at addr, if there is one.
func (st *status) listen(addr string) (*server, error) {
	if addr == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, usageError{fmt.Errorf("MENTORBOT_ADDR: %w", err)}
	}
	st.sv.log.Info("status page", "addr", l.Addr().String())
	s := &http.Server{
		Handler: st.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(st.sv.log.Handler(), slog.LevelDebug),
	}
	go s.Serve(l)
	return &server{s}, nil
}

func (st *status) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := st.sv.store.View(r.Context(), func(*store.Tx) error { return nil }); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", st.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(st.registry, promhttp.HandlerOpts{}))
	return mux
}

// A readiness is the body of /readyz.
type readiness struct {
	Ready     bool                     `json:"ready"`
	Platforms map[string]platformState `json:"platforms"`
	Oldest    float64                  `json:"oldest_unsent_seconds"`
}

type platformState struct {
	Connected bool    `json:"connected"`
	Last      float64 `json:"last_event_seconds"`
}

// ready answers 200 if every platform is connected and the store answers.
func (st *status) ready(w http.ResponseWriter, r *http.Request) {
	age, err := st.oldestUnsent(r.Context())
	answer := readiness{Ready: err == nil, Platforms: map[string]platformState{}, Oldest: age.Seconds()}
	now := st.sv.clock.Now()
	st.mu.Lock()
	for name, p := range st.platforms {
		answer.Platforms[name] = platformState{p.connected, now.Sub(p.last).Seconds()}
		answer.Ready = answer.Ready && p.connected
	}
	st.mu.Unlock()
	answer.Ready = answer.Ready && len(answer.Platforms) > 0
	w.Header().Set("Content-Type", "application/json")
	if !answer.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	json.NewEncoder(w).Encode(answer)
}
