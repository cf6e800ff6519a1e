package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/bot/bottest"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

// TestScripts plays the scenario scripts of package bot through Read and Render:
// what is said and pressed as envelopes, what comes back as blocks that keep
// every limit.
func TestScripts(t *testing.T) {
	t.Parallel()
	bottest.Run(t, bottest.Play{Dir: filepath.Join("..", "testdata"), Place: func() bottest.Place { return &pure{} }})
}

// A pure is Slack as far as it is pure. Names of the scripts are its ids.
type pure struct{ events int }

// Hear sends a line as a command, a mention, a direct message or a press. Who
// somebody is Slack tells elsewhere, by users.info.
func (p *pure) Hear(m bot.Message) (bot.Message, error) {
	if !utf8.ValidString(m.Line) {
		return m, nil // which no JSON can hold
	}
	kind, payload := p.event(m)
	text, err := json.Marshal(payload)
	if err != nil {
		return m, err
	}
	d, err := Read(kind, text, Self{Team: string(m.Workspace), TeamName: m.Server, User: "UBOT", URL: us.URL})
	if err != nil {
		return m, err
	}
	got := d.Message
	if d.Kind == Nothing || got.From.ID != m.From.ID || got.Place.Direct != m.Place.Direct || got.Via != m.Via || got.Place.ID != m.Place.ID {
		return m, fmt.Errorf("%s is read as %+v", text, d)
	}
	got.Workspace = store.Workspace(strings.TrimPrefix(string(got.Workspace), "slack:"))
	got.From = m.From
	return got, nil
}

// event is an envelope with a message in it.
func (p *pure) event(m bot.Message) (kind string, payload map[string]any) {
	user, channel, line := string(m.From.ID), string(m.Place.ID), escape.Replace(m.Line)
	line = regexp.MustCompile(`&lt;(@[A-Za-z0-9]+)&gt;`).ReplaceAllString(line, "<$1>")
	p.events++
	switch {
	case m.Via == bot.PressedOwn || m.Via == bot.PressedShared:
		return "interactive", map[string]any{
			"type": "block_actions", "user": map[string]any{"id": user}, "channel": map[string]any{"id": channel, "name": m.Place.Name},
			"container": map[string]any{"type": "message", "is_ephemeral": m.Via == bot.PressedOwn && !m.Place.Direct},
			"actions":   []any{map[string]any{"type": "button", "action_id": "mentor.0", "value": m.Line}},
		}
	case m.Via == bot.Mentioned:
		return "events_api", event(map[string]any{"type": "app_mention", "user": user, "channel": channel, "ts": "5.1", "text": "<@UBOT> " + line}, p.events)
	case m.Place.Direct:
		return "events_api", event(map[string]any{"type": "message", "channel_type": "im", "user": user, "channel": channel, "ts": "5.1", "text": line}, p.events)
	}
	return "slash_commands", map[string]any{
		"command": Command, "user_id": user, "channel_id": channel, "channel_name": m.Place.Name, "text": line,
	}
}

// See renders a post and reads the JSON of it.
func (p *pure) See(_ store.Workspace, post bot.Post) (bot.Post, error) {
	rendered := Render(post)
	text, err := json.Marshal(rendered)
	if err != nil {
		return post, err
	}
	var got struct {
		Text   string
		Blocks slack.Blocks
	}
	if err := json.Unmarshal(text, &got); err != nil {
		return post, err
	}
	if wrong := breaches(Payload{got.Text, got.Blocks.BlockSet}); len(wrong) > 0 {
		return post, errors.New(strings.Join(wrong, "; "))
	}
	r := reader{langs: languages(markdown.Parse(post.Body))}
	return r.read(got.Blocks.BlockSet)
}

// languages are those of the blocks of code: Slack has nowhere to name them, so
// that a reader takes them from the post.
func languages(blocks []markdown.Block) (all []string) {
	for _, b := range blocks {
		if code, ok := b.(markdown.Code); ok {
			all = append(all, code.Lang)
		}
	}
	return all
}

// A reader reads blocks as a post: what a person sees, in the core's Markdown.
type reader struct{ langs []string }

func (r *reader) read(blocks []slack.Block) (p bot.Post, err error) {
	var body []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.HeaderBlock:
			p.Title = b.Text.Text
		case *slack.SectionBlock:
			body = append(body, r.markdown(b.Text.Text))
		case *slack.ContextBlock:
			p.Footer = r.markdown(b.ContextElements.Elements[0].(*slack.TextBlockObject).Text)
		case *slack.ActionBlock:
			for _, e := range b.Elements.ElementSet {
				button := e.(*slack.ButtonBlockElement)
				p.Choices = append(p.Choices, bot.Choice{Label: button.Text.Text, Line: button.Value})
			}
		default:
			return p, fmt.Errorf("nobody expects a %T", b)
		}
	}
	p.Body = strings.Join(body, "\n\n")
	return p, nil
}

// markdown returns what Slack shows of a text in its markup: blocks of code
// between fences, all else line by line.
func (r *reader) markdown(text string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, "```") {
		if i%2 == 0 {
			for line := range strings.Lines(part) {
				out.WriteString(readLine(line))
			}
			continue
		}
		lang := ""
		if len(r.langs) > 0 {
			lang, r.langs = r.langs[0], r.langs[1:]
		}
		out.WriteString("````" + lang + strings.ReplaceAll(unescape.Replace(part), string(border), "") + "````")
	}
	return out.String()
}

var (
	// unescape undoes Slack's escapes, as its clients do.
	unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
	// span finds what a line is made of: code, what stands in angle brackets, a
	// mark that is only a mark, one that formats, and text.
	span = regexp.MustCompile("`[^`]*`|<[^>]*>|\u2060[*_~`&>]?(gt;)?\u2060?|[*_]|[^*_<`\u2060]+")
	// begins finds what a list and a quotation put at the start of a line.
	begins = regexp.MustCompile(`^( *(• |\d+\. )|(> ?)+|&gt; )`)
)

// readLine returns what Slack shows of a line.
func readLine(line string) string {
	start := begins.FindString(line)
	var out strings.Builder
	out.WriteString(strings.Replace(start, "•", "-", 1))
	last := rune(0)
	rest := line[len(start):]
	for _, at := range span.FindAllStringIndex(rest, -1) {
		part := rest[at[0]:at[1]]
		next, _ := utf8.DecodeRuneInString(rest[at[1]:])
		out.WriteString(readSpan(part, isWord(last) && isWord(next)))
		last, _ = utf8.DecodeLastRuneInString(part)
	}
	return out.String()
}

// readSpan returns what Slack shows of a span. A mark inside a word formats
// nothing.
func readSpan(part string, inside bool) string {
	switch {
	case bars.MatchString(part) && bars.ReplaceAllString(part, "") == "``":
		return strings.Trim(part, "`")
	case part[0] == '`':
		return "`` " + strings.ReplaceAll(unescape.Replace(strings.Trim(part, "`")), "ˋ", "`") + " ``"
	case part[0] == '<':
		return readToken(strings.Trim(part, "<>"))
	case part == "*" && !inside:
		return "**"
	case part == "_" && !inside:
		return "*"
	}
	text := unescape.Replace(strings.NewReplacer(string(joiner), "", string(border), "").Replace(part))
	end := text[len(strings.TrimRight(text, " \n")):]
	begin := text[:len(text)-len(strings.TrimLeft(text, " \n"))]
	if begin == text {
		return text
	}
	return begin + markdown.Escape(text) + end
}

// forms are the styles of time marks by Slack's forms. A relative one looks like
// that of date and time.
var forms = map[string]string{
	"{time}": "t", "{time_secs}": "T", "{date_short}": "d", "{date}": "D", "{date_short_pretty} at {time}": "f", "{date_long} at {time}": "F",
}

// readToken returns what Slack shows of what stands in angle brackets.
func readToken(token string) string {
	what, label, labelled := strings.Cut(token, "|")
	if date, ok := strings.CutPrefix(what, "!date^"); ok {
		unix, form, _ := strings.Cut(date, "^")
		return "<t:" + unix + ":" + forms[form] + ">"
	}
	if !labelled {
		return "<" + unescape.Replace(what) + ">"
	}
	return "[" + markdown.Escape(unescape.Replace(label)) + "](" + unescape.Replace(what) + ")"
}

// What a reader takes back is what was set: every kind of block and mark.
func TestReader(t *testing.T) {
	for _, body := range []string{
		"one **two** `three < four` *five* a_b 2 * 3 \\*six\\*", "- one\n- two `` a`b `` & <https://go.dev>", "3. one\n4. two",
		"> one\n>\n> two", "```sql\nSELECT *\nFROM t WHERE a < 1;\n```\n\nafter", "<t:1790000000:F> [a & b](https://go.dev/?a=1&b=2)",
		"\\> no quote", "\\<\\!channel\\> \\<\\@U1\\> :tada:",
	} {
		got, err := new(pure).See("", bot.Post{Title: "<T>", Body: body, Footer: body, Choices: []bot.Choice{{Label: "A", Line: "a <b>"}}})
		if err != nil {
			t.Fatal(err)
		}
		want := markdown.Plain(markdown.Parse(body))
		if plain := markdown.Plain(markdown.Parse(got.Body)); plain != want {
			t.Errorf("%q is shown as %q, want %q", body, plain, want)
		}
		if got.Title != "<T>" || !slices.Equal(got.Choices, []bot.Choice{{Label: "A", Line: "a <b>"}}) {
			t.Errorf("got %+v", got)
		}
	}
}
