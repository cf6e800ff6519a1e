package slack

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"mentorbot/bot"
)

// misfits says what of blocks breaks a limit of Slack, as far as ours may.
func misfits(blocks []slack.Block) (wrong []string) {
	ids := map[string]bool{}
	note := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			note(units(b.Text.Text) <= 150 && b.Text.Text != "" && b.Text.Type == "plain_text", "header %q", b.Text.Text)
		case *slack.SectionBlock:
			note(units(b.Text.Text) <= 3000 && b.Text.Text != "", "section of %d", units(b.Text.Text))
		case *slack.ContextBlock:
			text := b.ContextElements.Elements[0].(*slack.TextBlockObject).Text
			note(units(text) <= 3000 && text != "", "context of %d", units(text))
		case *slack.ActionBlock:
			note(len(b.Elements.ElementSet) <= 25 && len(b.Elements.ElementSet) > 0, "%d buttons", len(b.Elements.ElementSet))
			for _, e := range b.Elements.ElementSet {
				button := e.(*slack.ButtonBlockElement)
				note(units(button.Text.Text) <= 75 && button.Text.Text != "", "label %q", button.Text.Text)
				note(len(button.Value) <= 2000, "value of %d", len(button.Value))
				note(len(button.ActionID) <= 255 && !ids[button.ActionID], "action id %q", button.ActionID)
				ids[button.ActionID] = true
			}
		}
	}
	return wrong
}

// texts is how much text there is in blocks.
func texts(blocks []slack.Block) (n int) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			n += units(b.Text.Text)
		case *slack.SectionBlock:
			n += units(b.Text.Text)
		case *slack.ContextBlock:
			n += units(b.ContextElements.Elements[0].(*slack.TextBlockObject).Text)
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				n += units(e.(*slack.ButtonBlockElement).Text.Text)
			}
		}
	}
	return n
}

// breaches says which limits of a message a payload breaks.
func breaches(p Payload) []string {
	wrong := misfits(p.Blocks)
	if len(p.Blocks) > 50 {
		wrong = append(wrong, fmt.Sprint(len(p.Blocks), " blocks"))
	}
	if n := texts(p.Blocks); n > 12_000 {
		wrong = append(wrong, fmt.Sprint(n, " characters"))
	}
	if p.Text == "" || len([]rune(p.Text)) > 20_000 {
		wrong = append(wrong, "text")
	}
	return wrong
}

// fits checks every limit of a message.
func fits(t testing.TB, name string, p Payload) {
	t.Helper()
	if wrong := breaches(p); len(wrong) > 0 {
		t.Errorf("%s: %s", name, strings.Join(wrong, "; "))
	}
}

// TestRender renders testdata/post/*.json: what comes of each is in the .golden
// file beside it.
func TestRender(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "post", "*.json"))
	for _, file := range files {
		var post bot.Post
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &post)
		}
		if err != nil {
			t.Fatal(err)
		}
		p := Render(post)
		fits(t, file, p)
		golden(t, strings.TrimSuffix(file, ".json")+".golden", p)
	}
	if len(files) == 0 {
		t.Error("no posts")
	}
}

// post draws a post that is larger than life.
func post(t *rapid.T) bot.Post {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"**bold**", "`code`", "\n\n", "\n- item ", "\n```\ncode\n```\n", "> q", "&<>", "𝔘𝔫𝔦", "[l](https://go.dev/" + strings.Repeat("x", 3500) + ")"}))
	long := func(most int, name string) string {
		return strings.Repeat(strings.Join(rapid.SliceOfN(word, 0, 6).Draw(t, name), " ")+" ", rapid.IntRange(0, most).Draw(t, name+" times"))
	}
	p := bot.Post{Title: long(5, "title"), Body: long(6, "body"), Footer: long(4, "footer")}
	for range rapid.IntRange(0, 90).Draw(t, "choices") {
		p.Choices = append(p.Choices, bot.Choice{Label: rapid.StringN(0, 100, -1).Draw(t, "label"), Line: "again"})
	}
	return p
}

// TestFits: whatever the post, it fits, and so does a home of many.
func TestFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		p := post(r)
		fits(t, "post", Render(p))
		home := RenderHome([]bot.Post{p, p})
		if wrong := misfits(home); len(wrong) > 0 || len(home) > 100 {
			r.Fatalf("home of %d: %v", len(home), wrong)
		}
	})
}

func TestHomeOfTooMany(t *testing.T) {
	one := bot.Post{Title: "One", Body: "text", Choices: []bot.Choice{{Label: "A", Line: "task"}}}
	home := RenderHome(slices.Repeat([]bot.Post{one}, 60))
	if wrong := misfits(home); len(wrong) > 0 || len(home) > 100 || len(home) < 90 {
		t.Errorf("home of %d: %v", len(home), wrong)
	}
}

func TestLongPostSaysSo(t *testing.T) {
	p := Render(bot.Post{Title: "Long", Body: strings.Repeat("word ", 5000), Footer: "foot"})
	fits(t, "long", p)
	last := p.Blocks[len(p.Blocks)-2].(*slack.SectionBlock)
	if last.Text.Text != cutNote {
		t.Errorf("it ends with %q", last.Text.Text)
	}
	if text := []rune(p.Text); len(text) != longestText || text[len(text)-1] != '…' {
		t.Errorf("the plain text has %d runes and ends with %q", len(text), text[len(text)-1])
	}
}
