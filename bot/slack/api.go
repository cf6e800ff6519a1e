package slack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"mentorbot/bot"
)

// requestWithin bounds every request of the Web API.
const requestWithin = 20 * time.Second

// newHTTP is the client for everything but the WebSocket.
func newHTTP() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	return &http.Client{Transport: transport, Timeout: requestWithin}
}

// refusals are what Slack says of a token that it does not take, or no more.
// https://docs.slack.dev/reference/methods/auth.test#errors
func refusals() []string {
	return []string{
		"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired",
		"not_allowed_token_type", "missing_scope", "org_login_required", "ekm_access_denied",
	}
}

// refused returns why Slack refused a token, or "" if err is something else.
func refused(err error) string {
	if code := codeOf(err); slices.Contains(refusals(), code) {
		return code
	}
	return ""
}

// codeOf is the code of an error that Slack answered with, or "".
func codeOf(err error) string {
	var answer slack.SlackErrorResponse
	if errors.As(err, &answer) {
		return answer.Err
	}
	return ""
}

// said notes what an answer tells of the bot's token, and names the operation in
// an error.
func (a *Adapter) said(operation string, err error) error {
	if err == nil {
		a.state.accept(true)
		return nil
	}
	if why := refused(err); why != "" && why != "missing_scope" { // which is about one operation
		a.state.accept(false)
	}
	return fmt.Errorf("%s: %w", operation, withoutAddress(err))
}

// withoutAddress returns an error of the network without the address that it is
// about.
func withoutAddress(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// authenticate asks who the token is for, and what it may do.
func (a *Adapter) authenticate(ctx context.Context) error {
	answer, err := a.api.AuthTestContext(ctx)
	if err := a.said("auth.test", err); err != nil {
		return err
	}
	if answer.UserID == "" || answer.TeamID == "" {
		return slack.SlackErrorResponse{Err: "not_allowed_token_type"}
	}
	granted := strings.FieldsFunc(answer.Header.Get("X-OAuth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' })
	a.self.Store(&identity{
		Self:         Self{Team: answer.TeamID, TeamName: answer.Team, User: answer.UserID, UserName: answer.User, URL: answer.URL},
		readsHistory: slices.ContainsFunc(historyScopes(), func(s string) bool { return slices.Contains(granted, s) }),
	})
	return nil
}

// An identity is what Slack says of the bot's token.
type identity struct {
	Self
	readsHistory bool // of channels
}

// conversation returns the direct conversation with a member.
func (a *Adapter) conversation(ctx context.Context, member string) (string, error) {
	if id, ok := a.conversations.get(member, a.Now()); ok {
		return id, nil
	}
	if err := a.opening.over(a.Now()); err != nil {
		return "", err
	}
	channel, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{member}})
	a.opening.asked(err, a.Now())
	if err := a.said("conversations.open", err); err != nil {
		return "", err
	}
	a.remember(member, channel.ID)
	return channel.ID, nil
}

// remember keeps which direct conversation is whose. They never change.
func (a *Adapter) remember(member, conversation string) {
	a.conversations.put(member, conversation, a.Now().Add(conversationsFor))
}

// options are a post as parameters of a method, without previews of links.
func (p Payload) options(thread string, more ...slack.MsgOption) []slack.MsgOption {
	options := append(more,
		slack.MsgOptionText(p.Text, false), slack.MsgOptionBlocks(p.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	return options
}

// post posts in a conversation and returns the message's timestamp.
func (a *Adapter) post(ctx context.Context, channel, thread string, p Payload, more ...slack.MsgOption) (string, error) {
	_, ts, err := a.api.PostMessageContext(ctx, channel, p.options(thread, more...)...)
	return ts, a.said("chat.postMessage", err)
}

// postTo posts in a channel for one member's eyes.
func (a *Adapter) postTo(ctx context.Context, channel, thread, member string, p Payload) error {
	_, err := a.api.PostEphemeralContext(ctx, channel, member, p.options(thread)...)
	return a.said("chat.postEphemeral", err)
}

// respond answers a command or a press at the address that came with it. It works
// for thirty minutes and five answers.
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
func (a *Adapter) respond(ctx context.Context, to string, m slack.WebhookMessage) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("response: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return errors.New("response: the address for it cannot be used")
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := a.http.Do(request)
	if err != nil {
		return fmt.Errorf("response: %w", withoutAddress(err)) // which is a secret
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 4096))
	var verdict slack.SlackResponse
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("response: %s", answer.Status)
	}
	if json.Unmarshal(text, &verdict) == nil && !verdict.Ok {
		return fmt.Errorf("response: %.40s", cmp.Or(verdict.Error, "refused"))
	}
	return nil
}

// publish sets a member's App Home.
func (a *Adapter) publish(ctx context.Context, member string, blocks []slack.Block) error {
	_, err := a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{
		UserID: member, View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}},
	})
	return a.said("views.publish", err)
}

// upload shares a file in a conversation, in three requests.
// https://docs.slack.dev/messaging/working-with-files#upload
func (a *Adapter) upload(ctx context.Context, channel, thread string, f *bot.File) error {
	_, err := a.api.UploadFileContext(ctx, slack.UploadFileParameters{
		Filename: f.Name, Title: f.Name, AltTxt: f.Alt, FileSize: len(f.Data), Reader: bytes.NewReader(f.Data),
		Channel: channel, ThreadTimestamp: thread,
	})
	return a.said("upload", err)
}
