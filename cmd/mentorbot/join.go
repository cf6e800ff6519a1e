package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"

	"mentorbot/bot"
	"mentorbot/bot/discord"
	"mentorbot/bot/slack"
)

// An adapter is a platform's connection.
type adapter interface {
	bot.Sender
	// Run stays connected until ctx is done; an error is one that will not heal.
	Run(ctx context.Context) error
}

// join runs the bot on every platform that has tokens.
func join(ctx context.Context, p program, s settings) error {
	return withServices(ctx, p, s, func(sv *services) error {
		adapters, err := sv.adapters(s)
		if err != nil {
			return err
		}
		for name, a := range adapters {
			sv.outbox(name, a)
			sv.status.connected(name, false)
		}
		return sv.during(ctx, func(ctx context.Context) error { return runAll(ctx, adapters) })
	})
}

// adapters are the platforms that have tokens, by name.
func (sv *services) adapters(s settings) (map[string]adapter, error) {
	all := make(map[string]adapter)
	if s.discordBot != "" {
		a, err := discord.New(discord.Config{
			Token: s.discordBot, API: s.discordAPI,
			Bot: sv.status.counting("discord", sv.bot), Commands: bot.Commands(),
			Now: sv.clock.Now, Log: sv.log.With("platform", "discord"),
			Connected: func(yes bool) { sv.status.connected("discord", yes) },
			Event:     func() { sv.status.event("discord") },
		})
		if err != nil {
			return nil, err
		}
		all["discord"] = a
	}
	if s.slackBot != "" {
		a, err := slack.New(slack.Config{
			BotToken: s.slackBot, AppToken: s.slackApp, API: s.slackAPI,
			Bot: sv.status.counting("slack", sv.bot), Now: sv.clock.Now, Log: sv.log,
			Connected: func(yes bool) { sv.status.connected("slack", yes) },
			Event:     func() { sv.status.event("slack") },
		})
		if err != nil {
			return nil, err
		}
		all["slack"] = a
	}
	return all, nil
}

// slackCommand prints the manifest from which a Slack app is made.
func slackCommand(_ context.Context, p program) error {
	if len(p.args) != 1 || p.args[0] != "manifest" {
		return usagef("slack manifest")
	}
	manifest, err := slack.Manifest(bot.Commands())
	if err == nil {
		_, err = p.out.Write(manifest)
	}
	return err
}

// runAll runs the adapters until ctx is done or one of them gives up, which ends
// the others.
func runAll(ctx context.Context, adapters map[string]adapter) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var running sync.WaitGroup
	var once sync.Once
	var first error
	for _, a := range adapters {
		running.Go(func() {
			if err := a.Run(ctx); err != nil {
				once.Do(func() { first = err })
				stop(err)
			}
		})
	}
	running.Wait()
	return first
}

// apiAddress checks the base address of a platform: https, or http on loopback.
// It is taken with or without a final slash.
func apiAddress(env, given string) (string, error) {
	if given == "" {
		return "", nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", fmt.Errorf("%s %q is not an address such as https://host/path", env, given)
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return "", fmt.Errorf("%s %q sends the token in the clear; use https", env, given)
	}
	return strings.TrimSuffix(given, "/"), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
