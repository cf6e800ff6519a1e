package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/store"
)

// Golden compares a value, as JSON, with a file; with update it writes the file.
func Golden(t *testing.T, file string, value any, update bool) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	if update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got.Bytes(), want)
	}
}

// Due is the first promise of a platform that falls due by some time, as it is to
// be sent.
func Due(t *testing.T, b *bot.Bot, home *store.Store, platform string, at time.Time) (to bot.Destination, key store.Key, post bot.Post) {
	t.Helper()
	if _, err := b.FallDue(context.Background(), 10); err != nil {
		t.Fatal(err)
	}
	err := home.Update(context.Background(), func(tx *store.Tx) error {
		refs, err := tx.ToSend(platform, at, 1)
		if err != nil || len(refs) == 0 {
			return fmt.Errorf("nothing is due: %w", err)
		}
		s := tx.In(refs[0].Workspace)
		p, err := s.Promised(refs[0].Key)
		if err != nil {
			return err
		}
		if wanted, why, err := b.Prepare(s, p, at); err != nil || !wanted {
			return fmt.Errorf("not wanted (%s): %w", why, err)
		}
		key = p.Key
		to, post, err = b.Render(s, p, at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return to, key, post
}
