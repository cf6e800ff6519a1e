package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Settings say how the program runs. They come from flags, else from the
// environment, else they have a default.
type settings struct {
	db      string
	content string
	addr    string // empty is off
	level   slog.Level
	json    bool // log as JSON

	slackBot, slackApp, discordBot string
	slackAPI, discordAPI           string // base addresses; empty is the platform's own
}

// A setting is one row of the table of them.
type setting struct {
	env, flag, meaning string
}

func settingTable() []setting {
	return []setting{
		{"MENTORBOT_DB", "db", "path of the data file; default mentorbot/mentor.db in the user's data directory"},
		{"MENTORBOT_CONTENT", "content", "a directory that adds to the topics, or replaces those whose file says so"},
		{"MENTORBOT_ADDR", "addr", "where /healthz, /readyz and /metrics listen; off in the terminal chat, else 127.0.0.1:8080"},
		{"MENTORBOT_LOG", "log", "debug, info, warn or error, and text or json, as in info,json; default warn,text in the chat, else info,text"},
	}
}

func secretTable() []setting {
	return []setting{
		{"SLACK_BOT_TOKEN", "", "Slack, with SLACK_APP_TOKEN"},
		{"SLACK_APP_TOKEN", "", "Slack by Socket Mode"},
		{"DISCORD_BOT_TOKEN", "", "Discord"},
	}
}

// settingFlags adds a flag for every setting to f.
func settingFlags(f *flag.FlagSet) map[string]*string {
	values := make(map[string]*string)
	for _, s := range settingTable() {
		values[s.env] = f.String(s.flag, "", s.meaning)
	}
	return values
}

// settings reads all of them. The error lists every mistake at once.
func (p program) settings(flags map[string]*string, terminal bool) (settings, error) {
	get := func(env string) string {
		if v := flags[env]; v != nil && *v != "" {
			return *v
		}
		return p.getenv(env)
	}
	var mistakes []error
	note := func(err error) {
		if err != nil {
			mistakes = append(mistakes, err)
		}
	}
	s := settings{content: get("MENTORBOT_CONTENT")}
	var err error
	s.db, err = p.dbPath(get("MENTORBOT_DB"))
	note(err)
	s.addr, err = addrOf(get("MENTORBOT_ADDR"), terminal)
	note(err)
	s.level, s.json, err = logOf(get("MENTORBOT_LOG"), terminal)
	note(err)
	note(contentDir(s.content))
	s.slackAPI, err = apiAddress("SLACK_API_URL", p.getenv("SLACK_API_URL"))
	note(err)
	s.discordAPI, err = apiAddress("DISCORD_API_URL", p.getenv("DISCORD_API_URL"))
	note(err)
	for _, secret := range []struct {
		env string
		to  *string
	}{{"SLACK_BOT_TOKEN", &s.slackBot}, {"SLACK_APP_TOKEN", &s.slackApp}, {"DISCORD_BOT_TOKEN", &s.discordBot}} {
		*secret.to, err = p.secret(secret.env)
		note(err)
	}
	if len(mistakes) == 0 && (s.slackBot == "") != (s.slackApp == "") {
		note(errors.New("SLACK_BOT_TOKEN and SLACK_APP_TOKEN go together; one of them is not set"))
	}
	if len(mistakes) > 0 {
		return s, usageError{errors.Join(mistakes...)}
	}
	return s, nil
}

// hasToken says whether a platform's token seems to be set.
func (p program) hasToken() bool {
	for _, s := range secretTable() {
		if p.getenv(s.env) != "" || p.getenv(s.env+"_FILE") != "" {
			return true
		}
	}
	return false
}

// dbPath is the given path, or the default in the user's data directory.
func (p program) dbPath(given string) (string, error) {
	if given != "" {
		return filepath.Abs(given)
	}
	data := p.getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home := p.getenv("HOME")
		if home == "" {
			return "", errors.New("MENTORBOT_DB is not set, and there is no HOME to put the data file in")
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "mentorbot", "mentor.db"), nil
}

func addrOf(given string, terminal bool) (string, error) {
	switch {
	case given == "off" || given == "" && terminal:
		return "", nil
	case given == "":
		return "127.0.0.1:8080", nil
	}
	_, port, err := net.SplitHostPort(given)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", fmt.Errorf("MENTORBOT_ADDR %q is not HOST:PORT, as in 127.0.0.1:8080", given)
	}
	return given, nil
}

// logOf reads words such as info,json.
func logOf(given string, terminal bool) (level slog.Level, asJSON bool, err error) {
	level = slog.LevelInfo
	if terminal {
		level = slog.LevelWarn
	}
	for word := range strings.SplitSeq(given, ",") {
		switch word = strings.ToLower(strings.TrimSpace(word)); word {
		case "", "text":
		case "json":
			asJSON = true
		case "debug", "info", "warn", "error":
			err = level.UnmarshalText([]byte(word))
		default:
			return level, asJSON, fmt.Errorf("MENTORBOT_LOG %q: %q is none of debug, info, warn, error, text, json", given, word)
		}
	}
	return level, asJSON, err
}

func contentDir(dir string) error {
	if dir == "" {
		return nil
	}
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	return fmt.Errorf("MENTORBOT_CONTENT %q is not a directory that can be read", dir)
}

// maxSecret bounds the file of a secret, in bytes.
const maxSecret = 4096

// secret reads a secret from the environment or the file that NAME_FILE names.
func (p program) secret(env string) (string, error) {
	value, file := p.getenv(env), p.getenv(env+"_FILE")
	switch {
	case value != "" && file != "":
		return "", fmt.Errorf("%s and %s_FILE are both set; one is enough", env, env)
	case file == "":
		return strings.TrimSpace(value), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", env, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", env, err)
	}
	secret := strings.TrimSpace(string(data))
	if len(data) > maxSecret || secret == "" {
		return "", fmt.Errorf("%s_FILE: %s does not hold a token", env, file)
	}
	return secret, nil
}

// logger writes to standard error as the settings say.
func (s settings) logger(err io.Writer, c clock) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.level, ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			a.Value = slog.TimeValue(c.Now().Round(time.Millisecond))
		}
		return a
	}}
	if s.json {
		return slog.New(slog.NewJSONHandler(err, options))
	}
	return slog.New(slog.NewTextHandler(err, options))
}
