package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"mentorbot/store"
)

// Home is what a platform shows on a page of the member's own: progress, the
// next task, settings, and what a lead sees. It changes nothing.
func (b *Bot) Home(ctx context.Context, m Message) (posts []Post, err error) {
	defer func() {
		if p := recover(); p != nil {
			posts, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	t := &turn{Bot: b, ctx: ctx, Message: m, now: b.now()}
	for _, show := range []Action{(*turn).progress, scope{}.giveTask, (*turn).mySettings, (*turn).showData} {
		post, err := show(t)
		if err != nil {
			return nil, err
		}
		posts = append(posts, post)
	}
	return posts, nil
}

func (t *turn) mySettings() (post Post, err error) {
	err = t.viewMe(func(me *store.Member) { post = settingsPost(memberSettings(), "settings", me) })
	return post, err
}

// firstSteps are what to do after the bot came to a workspace.
const firstSteps = "1. Say where the team is and when it is off: `settings team zone Europe/Berlin` and `settings team holidays DE`.\n" +
	"2. Give a channel a daily task: say `daily 09:30` in it.\n" +
	"3. Name who else leads: `lead add @ann`. They see progress, never questions."

// Installed promises whoever brought the bot to a workspace a word on what to do
// next, once.
func (b *Bot) Installed(ctx context.Context, w store.Workspace, by store.MemberID) error {
	now := b.now()
	err := b.store.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.In(w).Promise(&store.Promise{
			Key: store.Key("hello/" + string(by)), Kind: store.Greeting, Member: by,
			Made: now, From: now, Until: now.Add(tellFor), Status: store.Waiting, At: now,
			Text: "Thank you for having me. Three things to do next:\n\n" + firstSteps,
		})
		return err
	})
	b.wake()
	return err
}

// welcome is what a member gets once, at first contact; whoever administers the
// workspace is told what to do first.
func welcome(t *turn) Post {
	post := Post{
		Title: "Hello, I am mentorbot",
		Body: "I answer questions about backend development, give you practice that takes five to fifteen minutes, and bring back what you are about to forget. " +
			"What you ask stays between us; `mydata` shows what your lead can see.",
		Choices: []Choice{
			{"Set my level", "level"},
			{"Remind me at 09:00", "remind 09:00"},
			{"Try a question", "quiz"},
		},
	}
	if t.From.Admin && strings.Contains(string(t.Workspace), ":") {
		post.Body += "\n\nAs you lead here, three things for the team:\n\n" + firstSteps
	}
	return post
}
