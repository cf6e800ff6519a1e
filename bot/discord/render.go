package discord

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/content/markdown"
	"mentorbot/store"
)

// A shown is a post as Discord shows it: one embed and rows of buttons.
type shown struct {
	content string // for a post that notifies: notifications show only this
	embed   *discordgo.MessageEmbed
	rows    []discordgo.MessageComponent
	file    *bot.File
}

// noMentions lets nothing in a post ping anybody.
func noMentions() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// Render shows a post as an ordinary message. Mark is what its embed is marked
// with, or empty; see markOf.
func Render(post bot.Post, mark string) *discordgo.MessageSend {
	return render(post, mark).message(nil)
}

func render(post bot.Post, mark string) shown {
	return shown{
		embed: &discordgo.MessageEmbed{Title: clipEscaped(post.Title, maxTitle), Description: describe(post), URL: mark, Color: accent},
		rows:  buttons(post.Choices),
		file:  post.File,
	}
}

// shownTo is a post about a workspace as an answer, which notifies unless one
// person alone sees it.
func shownTo(post bot.Post, w store.Workspace, alone bool) shown {
	if alone {
		return render(post, markOf(w, ""))
	}
	return notifying(post, markOf(w, ""))
}

// notifying is render with the line that notifications show. It stands above the
// embed, so it is for what may notify: promised posts, direct messages, and what
// everybody in a channel sees. An answer for one person's eyes only notifies
// nobody, and does without.
func notifying(post bot.Post, mark string) shown {
	s := render(post, mark)
	line := post.Title
	if line == "" {
		line, _, _ = strings.Cut(markdown.Plain(markdown.Parse(post.Body)), "\n")
	}
	s.content = clipEscaped(line, maxPreview)
	return s
}

// message is a shown post as an ordinary message, which may reply to another.
func (s shown) message(reply *discordgo.MessageReference) *discordgo.MessageSend {
	return &discordgo.MessageSend{
		Content: s.content, Embeds: []*discordgo.MessageEmbed{s.embed}, Components: s.components(), Files: s.files(),
		AllowedMentions: noMentions(), Reference: reply, StickerIDs: []string{},
	}
}

// components are never nil, so that an update takes old buttons away.
func (s shown) components() []discordgo.MessageComponent {
	return append([]discordgo.MessageComponent{}, s.rows...)
}

func (s shown) files() []*discordgo.File {
	if s.file == nil {
		return nil
	}
	return []*discordgo.File{{Name: s.file.Name, ContentType: s.file.Type, Reader: bytes.NewReader(s.file.Data)}}
}

// clipEscaped escapes what of a line fits into n characters when it is escaped.
func clipEscaped(line string, n int) string {
	for most := n; ; most-- {
		if escaped := lineStarts(escape(clip(line, most))); utf8.RuneCountInString(escaped) <= n {
			return escaped
		}
	}
}

// cutNote ends a body that goes on.
const cutNote = "\n\n*It goes on, but does not fit here.*"

// describe is the body and the footer in Discord's Markdown, cut to fit. The
// footer is small print of the body: an embed's own footer has no links.
func describe(post bot.Post) string {
	foot := ""
	if note := cutFooter(post.Footer); note != "" {
		foot = "\n\n-# " + note
	}
	if post.File != nil {
		foot += "\n-# " + clipEscaped(post.File.Alt, maxFooter)
	}
	room := maxDescription - utf8.RuneCountInString(foot+cutNote)
	all := markdown.Parse(post.Body)
	body := blocks(all)
	if utf8.RuneCountInString(body) > room {
		fit, _ := markdown.Cut(all, room, size)
		body = blocks(fit) + cutNote
	}
	return strings.TrimSpace(body + foot)
}

func cutFooter(footer string) string {
	fit, _ := markdown.Cut(markdown.Parse(footer), maxFooter, func(b []markdown.Block) int {
		return utf8.RuneCountInString(footnote(b))
	})
	return footnote(fit)
}

// buttons are the choices in rows, as far as there is room.
func buttons(choices []bot.Choice) (rows []discordgo.MessageComponent) {
	seen := make(map[string]int)
	var all []discordgo.MessageComponent
	for i, c := range choices {
		id := customID(c.Line, seen[c.Line])
		if len(id) > maxCustomID || len(all) == perRow*maxRows {
			continue
		}
		seen[c.Line]++
		all = append(all, discordgo.Button{Label: clip(c.Label, maxLabel), Style: style(c, i), CustomID: id})
	}
	for len(all) > 0 {
		n := min(len(all), perRow)
		rows, all = append(rows, discordgo.ActionsRow{Components: all[:n]}), all[n:]
	}
	return rows
}

// style shows what ends well, what destroys, and what comes next. Of answers and
// grades none stands out, nor does what helps with a task: the eye goes to what
// has a colour.
func style(c bot.Choice, i int) discordgo.ButtonStyle {
	switch verb, rest, _ := strings.Cut(c.Line, " "); {
	case verb == "done":
		return discordgo.SuccessButton
	case verb == "mydata" && strings.HasPrefix(rest, "delete"):
		return discordgo.DangerButton
	case i > 0, verb == "answer", verb == "grade", verb == "hint", verb == "solution":
		return discordgo.SecondaryButton
	}
	return discordgo.PrimaryButton
}

// customID carries a line, with a suffix where it comes again in its message, or
// where it looks as if it had one.
func customID(line string, again int) string {
	if again == 0 && lineOf(line) == line {
		return line
	}
	return fmt.Sprintf("%s~%d", line, again)
}

// lineOf is the line that a custom id carries.
func lineOf(id string) string {
	if i := strings.LastIndexByte(id, '~'); i >= 0 {
		if _, err := strconv.ParseUint(id[i+1:], 10, 8); err == nil {
			return id[:i]
		}
	}
	return id
}

// channels is where the addresses of servers begin; those of messages go on with
// the channel and the message.
const channels = "https://discord.com/channels/"

// markOf marks a post with the workspace that it is about, so that a press on it
// in a direct conversation acts there, and a promised one with its key: as the
// address its title leads to, which is the server's own.
func markOf(w store.Workspace, key store.Key) string {
	guild := guildOf(w)
	if !isID(guild) {
		return ""
	}
	if key == "" {
		return channels + guild
	}
	return channels + guild + "#" + nonce(w, key)
}

// workspaceOf reads the workspace from the mark of a message; ok is false if it
// has none.
func workspaceOf(m *discordgo.Message) (w store.Workspace, ok bool) {
	if m == nil {
		return "", false
	}
	for _, e := range m.Embeds {
		if e == nil {
			continue
		}
		rest, marked := strings.CutPrefix(e.URL, channels)
		guild, _, _ := strings.Cut(rest, "#")
		if marked && isID(guild) {
			return workspace(guild), true
		}
	}
	return "", false
}
