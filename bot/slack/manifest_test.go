package slack

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mentorbot/bot"
)

func TestManifest(t *testing.T) {
	text, err := Manifest(bot.Commands())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, filepath.Join("testdata", "manifest.golden"), json.RawMessage(text))
}

// TestManifestIsValid holds the manifest to Slack's schema where that is at hand
// (github.com/slackapi/manifest-schema).
func TestManifestIsValid(t *testing.T) {
	file := filepath.Join("..", "..", "..", "shared", "specs", "slack-manifest.schema.json")
	if _, err := os.Stat(file); err != nil {
		t.Skip("Slack's manifest schema is not at hand")
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		// Of domains only, which we have none of; Go knows no looking ahead.
		return regexp.Compile(strings.ReplaceAll(pattern, `(?![\.\-])`, ""))
	})
	schema, err := compiler.Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Manifest(bot.Commands())
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(manifest); err != nil {
		t.Error(err)
	}
}
