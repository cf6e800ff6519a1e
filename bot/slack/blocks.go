package slack

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"mentorbot/bot"
	"mentorbot/content/markdown"
)

// A Payload is a post as Slack takes it: what is shown, and the plain text that
// notifications and screen readers get instead.
type Payload struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks"`
}

// actionPrefix begins the action_id of every button of ours. The number after it
// makes it unique within a message.
const actionPrefix = "mentor."

// cutNote ends a post that is longer than a message may be.
const cutNote = "_That is not all of it: the rest does not fit into one message._"

// Render returns a post as blocks: a header, sections, a context for the footer,
// and buttons whose values are the lines they stand for. The file of a post is
// sent beside it; here it is the text that says what it shows. Whatever the post,
// the limits of a message hold.
func Render(post bot.Post) Payload {
	r := renderer{room: longestMessage}
	r.post(post)
	return Payload{Text: plainText(post), Blocks: r.blocks}
}

// RenderHome returns posts as the blocks of an App Home, one under the other. What
// does not fit into a view is left out, later posts first.
func RenderHome(posts []bot.Post) []slack.Block {
	var r renderer
	for i, post := range posts {
		before := r.blocks
		if i > 0 {
			r.add(slack.NewDividerBlock())
		}
		r.room = longestMessage
		r.post(post)
		if len(r.blocks) > mostHomeBlocks {
			return before
		}
	}
	return r.blocks
}

// A renderer collects blocks.
type renderer struct {
	blocks []slack.Block
	room   int // units that the post's blocks may still have
	button int // number of the next button
}

func (r *renderer) add(b slack.Block) { r.blocks = append(r.blocks, b) }

func (r *renderer) post(post bot.Post) {
	if title := shorten(post.Title, longestHeader); title != "" {
		r.add(slack.NewHeaderBlock(plain(title)))
		r.room -= units(title)
	}
	footer, _ := cut(markdown.Parse(post.Footer), longestFooter)
	choices := post.Choices[:min(len(post.Choices), mostChoices)]
	r.room -= units(footer)
	for _, c := range choices {
		r.room -= units(shorten(c.Label, longestLabel))
	}
	r.body(post)
	if footer != "" {
		r.add(slack.NewContextBlock("", slack.NewTextBlockObject(slack.MarkdownType, footer, false, false)))
	}
	looks := styles(choices)
	for len(choices) > 0 {
		n := min(len(choices), mostButtons)
		r.actions(choices[:n], looks)
		choices, looks = choices[n:], looks[n:]
	}
}

// body adds as many sections as there is room for.
func (r *renderer) body(post bot.Post) {
	blocks := markdown.Parse(post.Body)
	if post.File != nil {
		blocks = append(blocks, markdown.Paragraph{Inlines: []markdown.Inline{markdown.Text(post.File.Alt)}})
	}
	r.room -= units(cutNote)
	whole := true
	for len(blocks) > 0 && r.room > 0 {
		text, rest := cut(blocks, min(longestSection, r.room))
		if text != "" {
			r.section(text)
			r.room -= units(text)
		}
		if len(rest) == len(blocks) && text == "" { // nothing of it can be cut off, as of a long address
			rest, whole = rest[1:], false
		}
		blocks = rest
	}
	if !whole || len(blocks) > 0 {
		r.section(cutNote)
	}
}

// cut returns what of blocks fits, in Slack's markup, and the rest.
func cut(blocks []markdown.Block, most int) (text string, rest []markdown.Block) {
	fit, rest := markdown.Cut(blocks, most, size)
	return strings.TrimSpace(mrkdwn(fit)), rest
}

// section adds a section that is shown whole, without "see more".
func (r *renderer) section(text string) {
	r.add(slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil, slack.SectionBlockOptionExpand(true)))
}

func (r *renderer) actions(choices []bot.Choice, looks []slack.Style) {
	var buttons []slack.BlockElement
	for i, c := range choices {
		label := shorten(c.Label, longestLabel)
		if label == "" || len(c.Line) > longestValue {
			continue
		}
		button := slack.NewButtonBlockElement(fmt.Sprint(actionPrefix, r.button), c.Line, plain(label))
		buttons = append(buttons, button.WithStyle(looks[i]))
		r.button++
	}
	if len(buttons) > 0 {
		r.add(slack.NewActionBlock("", buttons...))
	}
}

// styles are the looks of buttons: red for what deletes, and green for the one
// that a post is about, if there is one.
// https://docs.slack.dev/reference/block-kit/block-elements/button-element
func styles(choices []bot.Choice) []slack.Style {
	looks := make([]slack.Style, len(choices))
	if at := mainOf(choices); at >= 0 {
		looks[at] = slack.StylePrimary
	}
	for i, c := range choices {
		if strings.HasPrefix(c.Line, "mydata delete") {
			looks[i] = slack.StyleDanger
		}
	}
	return looks
}

// mainOf is the choice that a post is about: to have a task done, to have several
// letters checked, or what goes on where that comes first; -1 if there is none.
// The options of a question look alike.
func mainOf(choices []bot.Choice) int {
	isDone := func(c bot.Choice) bool { return strings.HasPrefix(c.Line, "done ") }
	isToggle := func(c bot.Choice) bool { return strings.HasPrefix(c.Line, "answer ") && strings.HasSuffix(c.Line, "?") }
	if at := slices.IndexFunc(choices, isDone); at >= 0 {
		return at
	}
	if slices.ContainsFunc(choices, isToggle) {
		return slices.IndexFunc(choices, func(c bot.Choice) bool { return !isToggle(c) })
	}
	if len(choices) > 0 {
		switch verb, _, _ := strings.Cut(choices[0].Line, " "); verb {
		case "task", "quiz", "resume":
			return 0
		}
	}
	return -1
}

// plain is a text object in which nothing is markup, not even :emoji:.
func plain(text string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: text, Emoji: new(bool)}
}

// shorten returns text on one line, cut at a rune so that it has at most that many
// units.
func shorten(text string, most int) string {
	text = strings.Join(strings.Fields(printable(text)), " ")
	if units(text) <= most {
		return text
	}
	room := most - 1
	end := strings.IndexFunc(text, func(r rune) bool {
		room -= units(string(r))
		return room < 0
	})
	return strings.TrimSpace(text[:end]) + "…"
}

// plainText is a post without markup. It is never empty: Slack refuses that.
func plainText(post bot.Post) string {
	parts := []string{printable(post.Title), printable(markdown.Plain(markdown.Parse(post.Body)))}
	if post.File != nil {
		parts = append(parts, printable(post.File.Alt))
	}
	text := []rune(strings.TrimSpace(strings.Join(parts, "\n")))
	if len(text) > longestText {
		text = append(text[:longestText-1], '…')
	}
	if len(text) == 0 {
		return "…"
	}
	return escape.Replace(string(text))
}
