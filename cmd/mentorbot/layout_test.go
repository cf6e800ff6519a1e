package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestLayout holds the order of the packages: each imports only packages of ours
// that are named in its row, and each library that one place is to wrap is
// imported in that place alone.
func TestLayout(t *testing.T) {
	mayImport := map[string][]string{
		"content/markdown":  {},
		"content/search":    {},
		"content":           {"content/markdown", "content/search"},
		"content/questions": {},
		"store":             {},
		"store/bolt":        {"store"},
		"store/storetest":   {"store"},
		"schedule":          {"content", "store"},
		"bot/choice":        {"content", "schedule"},
		"bot/heatmap":       {},
		"bot/placement":     {},
		"bot":               {"bot/choice", "bot/heatmap", "bot/placement", "content", "content/markdown", "content/search", "schedule", "store"},
		"bot/outbox":        {"bot", "store"},
		"bot/lanes":         {},
		"bot/bottest":       {"bot", "bot/outbox", "bot/terminal", "content", "store", "store/bolt"}, // for tests
		"bot/terminal":      {"bot", "content/markdown", "store"},
		"bot/slack":         {"bot", "bot/lanes", "content/markdown", "store"},
		"bot/discord":       {"bot", "bot/lanes", "content/markdown", "store"},
		"cmd/mentorbot":     nil, // sees all
	}
	onlyIn := map[string]string{
		"go.etcd.io/bbolt":              "store/bolt",
		"github.com/robfig/cron/v3":     "schedule",
		"github.com/slack-go/slack":     "bot/slack",
		"github.com/bwmarrin/discordgo": "bot/discord",
		"github.com/yuin/goldmark":      "content/markdown",
	}
	for name, imports := range packages(t) {
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("package %s has no row in this test", name)
		}
		for _, path := range imports {
			if home, ok := onlyIn[path]; ok && home != name {
				t.Errorf("%s imports %s, which belongs in %s alone", name, path, home)
			}
			if ours, ok := strings.CutPrefix(path, "mentorbot/"); ok && allowed != nil && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", name, ours)
			}
		}
	}
}

// packages are what go list says of this module: names below the module's, with
// the imports of their code (not of their tests).
func packages(t *testing.T) map[string][]string {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "mentorbot/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]string)
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(p.ImportPath, "mentorbot/")] = p.Imports
	}
}
