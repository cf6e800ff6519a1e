package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/store"
)

var (
	_ bot.Sender = (*Adapter)(nil)
	_ bot.Finder = (*Adapter)(nil)
)

// Pace leaves room for replies in Discord's limit over everything.
func (a *Adapter) Pace() bot.Pace { return bot.Pace{PerSecond: 40} }

// nonce is what makes a send of a promise the same send again: 25 characters of
// a hash of its workspace and key.
func nonce(w store.Workspace, key store.Key) string {
	sum := sha256.Sum256([]byte(string(w) + "/" + string(key)))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:nonceLength]
}

// A nonced message is a message with what the library has no field for.
type nonced struct {
	*discordgo.MessageSend
	nonce string
}

// MarshalJSON adds the nonce, to be enforced, to the library's own encoding.
func (n nonced) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(n.MessageSend)
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(map[string]any{"nonce": n.nonce, "enforce_nonce": true})
	return append(append(data[:len(data)-1], ','), more[1:]...), err
}

// Send delivers a promised post. The nonce makes Discord return the first copy
// for a second one within minutes; the mark on the embed finds it later.
func (a *Adapter) Send(ctx context.Context, to bot.Destination, key store.Key, post bot.Post) bot.Outcome {
	channel, outcome := a.channelOf(ctx, to)
	if channel == "" {
		return outcome
	}
	s := notifying(post, markOf(to.Workspace, key))
	body := nonced{s.message(nil), nonce(to.Workspace, key)}
	data, err := a.call(ctx, http.MethodPost, discordgo.EndpointChannelMessages(channel), body, s.files())
	if err != nil {
		return sendFailed(err, to)
	}
	id, ok := idIn(data)
	if !ok {
		return bot.Outcome{Fate: bot.Uncertain, After: settling, Why: "Discord's answer could not be read"}
	}
	return bot.Outcome{Fate: bot.Done, Ref: channel + "/" + id}
}

// idIn reads the id of what was made.
func idIn(data []byte) (id string, ok bool) {
	var made struct {
		ID string `json:"id"`
	}
	err := json.Unmarshal(data, &made)
	return made.ID, err == nil && isID(made.ID)
}

// channelOf is the channel of a destination: for a member, the direct
// conversation. Without one the outcome says why.
func (a *Adapter) channelOf(ctx context.Context, to bot.Destination) (string, bot.Outcome) {
	if to.Member == "" {
		return string(to.Place), bot.Outcome{}
	}
	if channel, ok := a.direct.get(string(to.Member)); ok {
		return channel, bot.Outcome{}
	}
	data, err := a.call(ctx, http.MethodPost, discordgo.EndpointUserChannels("@me"), map[string]string{"recipient_id": string(to.Member)}, nil)
	if err != nil {
		outcome := sendFailed(err, to)
		if outcome.Fate == bot.Uncertain { // opening a conversation says nothing yet
			outcome = bot.Outcome{Fate: bot.Failed, Why: outcome.Why}
		}
		return "", outcome
	}
	channel, ok := idIn(data)
	if !ok {
		return "", bot.Outcome{Fate: bot.Failed, Why: "Discord's answer could not be read"}
	}
	a.direct.put(string(to.Member), channel)
	return channel, bot.Outcome{}
}

// goneFor says what it means that a destination is gone for us, by Discord's
// codes (discord.com/developers/docs/topics/opcodes-and-status-codes#json).
func goneFor(code int) (why string, gone bool) {
	switch code {
	case 10003:
		why = "the channel does not exist any more"
	case 10004:
		why = "the server does not exist any more, or I am not on it"
	case 10013, 50033:
		why = "the user does not exist any more"
	case 50001:
		why = "I may not see the channel"
	case 50007:
		why = "their direct messages are closed to me"
	case 50013:
		why = "I may not post in the channel"
	case 50083:
		why = "the thread is archived"
	case 50278:
		why = "we share no server any more"
	}
	return why, why != ""
}

// codeOf is Discord's own code for a refused request; zero if there is none.
func codeOf(err error) int {
	_, code := status(err)
	return code
}

// settling is how long after an uncertain send a look-up can tell anything.
const settling = 10 * time.Second

// unauthorized is how long a send waits after the token was refused. Discord shuts
// out whoever has 10,000 requests refused within ten minutes
// (topics/rate-limits#invalid-request-limit-aka-cloudflare-bans).
const unauthorized = 10 * time.Minute

// sendFailed says what became of a send that ended with an error.
func sendFailed(err error, to bot.Destination) bot.Outcome {
	if wait, limited := limitedFor(err); limited {
		return bot.Outcome{Fate: bot.Retry, After: wait, Why: "rate limit"}
	}
	answer, code := status(err)
	why := fmt.Sprintf("Discord answered %d (code %d)", answer, code)
	switch reason, gone := goneFor(code); {
	case gone && answer >= 400 && answer < 500:
		return bot.Outcome{Fate: bot.Gone, Why: reason, Fix: fixOf(to)}
	case answer >= 500:
		return bot.Outcome{Fate: bot.Uncertain, After: settling, Why: why}
	case answer == http.StatusUnauthorized:
		return bot.Outcome{Fate: bot.Retry, After: unauthorized, Why: "Discord refuses the token"}
	case answer != 0:
		return bot.Outcome{Fate: bot.Failed, Why: why}
	case unsent(err):
		return bot.Outcome{Fate: bot.Failed, Why: "Discord could not be reached"}
	}
	return bot.Outcome{Fate: bot.Uncertain, After: settling, Why: "no answer from Discord"}
}

// fixOf is what somebody can do about a destination that is gone.
func fixOf(to bot.Destination) string {
	if to.Member != "" {
		return "They can allow direct messages from members of the server."
	}
	return "Let me view the channel and send messages and embeds there (channel settings, Permissions), or set the daily task in another one."
}

// say sends an answer as an ordinary message, at most once. It says whether it
// was taken.
func (a *Adapter) say(to bot.Destination, post bot.Post, reply *discordgo.MessageReference) bool {
	ctx, cancel := context.WithTimeout(context.Background(), soon)
	defer cancel()
	channel, outcome := a.channelOf(ctx, to)
	for channel == "" && outcome.Fate == bot.Retry && within(ctx, outcome.After) {
		pause(ctx, outcome.After)
		channel, outcome = a.channelOf(ctx, to)
	}
	if channel == "" {
		a.Log.Info("could not open a direct conversation", "why", outcome.Why)
		return false
	}
	s := notifying(post, markOf(to.Workspace, ""))
	_, err := a.callSoon(http.MethodPost, discordgo.EndpointChannelMessages(channel), s.message(reply), s.files())
	if why, gone := goneFor(codeOf(err)); gone { // as people and servers have it, and nothing is wrong with us
		a.Log.Info("could not send an answer", "why", why)
		return false
	}
	a.note("send an answer", err)
	return err == nil
}
