package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"mentorbot/bot"
	"mentorbot/store"
)

const (
	// pageSize and pagesBack are how many messages a look-up reads at once
	// (discord.com/developers/docs/resources/message#get-channel-messages), and
	// how often.
	pageSize  = 100
	pagesBack = 5
	// early is how long before its first try a post cannot be, with the clocks
	// of two machines in mind.
	early = time.Minute
)

// Find looks for a promised post among the last messages of its channel. Where
// that does not tell, sending again makes no second copy while the nonce holds.
func (a *Adapter) Find(ctx context.Context, to bot.Destination, key store.Key, first time.Time) bot.Outcome {
	channel, outcome := a.channelOf(ctx, to)
	if channel == "" {
		if outcome.Fate == bot.Gone { // which says nothing of what was sent before
			outcome = bot.Outcome{Fate: bot.Uncertain, Why: outcome.Why}
		}
		return outcome
	}
	outcome = a.lookUp(ctx, channel, to, key, first)
	if outcome.Fate == bot.Uncertain && a.Now().Sub(first) < nonceHolds-requestWithin {
		return bot.Outcome{Fate: bot.Retry, Absent: true, Why: "sent again under the same nonce"}
	}
	return outcome
}

func (a *Adapter) lookUp(ctx context.Context, channel string, to bot.Destination, key store.Key, first time.Time) bot.Outcome {
	mark, self := markOf(to.Workspace, key), a.me()
	if mark == "" {
		return bot.Outcome{Fate: bot.Uncertain, Why: "the post has no mark"}
	}
	if self == "" {
		return bot.Outcome{Fate: bot.Retry, After: settling, Why: "not connected yet"}
	}
	before := ""
	for range pagesBack {
		page, err := a.page(ctx, channel, before)
		if err != nil {
			return lookUpFailed(err)
		}
		for _, m := range page {
			if m.Author.ID == self && m.hasMark(mark) {
				return bot.Outcome{Fate: bot.Done, Ref: channel + "/" + m.ID}
			}
		}
		switch {
		case len(page) == 0 && before == "" && to.Member == "":
			// What Discord shows to those who may not read the history too.
			return bot.Outcome{Fate: bot.Uncertain, Why: "the channel's history is empty or cannot be read"}
		case len(page) < pageSize || page[len(page)-1].Timestamp.Before(first.Add(-early)):
			return bot.Outcome{Fate: bot.Retry, Absent: true, Why: "not among the messages there"}
		}
		before = page[len(page)-1].ID
	}
	return bot.Outcome{Fate: bot.Uncertain, Why: "too many messages there to look through"}
}

// A sighting is as much of a message as a look-up reads. The library's own type
// refuses a page for one component in it that is newer than the library.
type sighting struct {
	ID        string    `json:"id"`
	Timestamp time.Time `json:"timestamp"`
	Author    struct {
		ID string `json:"id"`
	} `json:"author"`
	Embeds []struct {
		URL string `json:"url"`
	} `json:"embeds"`
}

func (m sighting) hasMark(mark string) bool { return len(m.Embeds) > 0 && m.Embeds[0].URL == mark }

// page is up to 100 messages before one, newest first.
func (a *Adapter) page(ctx context.Context, channel, before string) (page []sighting, err error) {
	address := discordgo.EndpointChannelMessages(channel) + "?limit=100"
	if before != "" {
		address += "&before=" + before
	}
	data, err := a.call(ctx, http.MethodGet, address, nil, nil)
	if err != nil {
		return nil, err
	}
	return page, json.Unmarshal(data, &page)
}

// lookUpFailed says what to do after a look-up that failed: where it will never
// work, nobody can tell.
func lookUpFailed(err error) bot.Outcome {
	if wait, limited := limitedFor(err); limited {
		return bot.Outcome{Fate: bot.Retry, After: wait, Why: "rate limit"}
	}
	if answer, _ := status(err); answer == http.StatusForbidden || answer == http.StatusNotFound {
		return bot.Outcome{Fate: bot.Uncertain, Why: "the channel's history cannot be read"}
	}
	return bot.Outcome{Fate: bot.Retry, After: time.Minute, Why: "the look-up failed"}
}
