package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"mentorbot/bot"
	"mentorbot/bot/discord"
	"mentorbot/bot/slack"
)

const (
	memberWorkspaces = 50
	memberServers    = 1_000
	membersOnSlack   = 50_000
	membersOnDiscord = 20_000
	membersAbreast   = 64 // they share commits
)

// BenchmarkMembers lets a tenth of the members of 50 Slack workspaces and 1,000
// Discord servers say a line, and then all of them: what they say goes through
// what the adapters read and render. Printed is the memory in use after each.
// Gate: ten times the members take no more of it than a tenth more and 4 MB.
func BenchmarkMembers(b *testing.B) {
	const growth, spare = 1.1, 4
	rows := ""
	for b.Loop() {
		sv, _ := benchServices(b, newTestClock(benchDay))
		allSay(b, sv.bot, 100, 0) // so that what is made once is made
		empty := inUse()
		start := time.Now()
		allSay(b, sv.bot, membersOnSlack/10, membersOnDiscord/10)
		few := inUse()
		allSay(b, sv.bot, membersOnSlack, membersOnDiscord)
		many := inUse()
		runtime.KeepAlive(sv)
		held := held(many <= few*growth+spare)
		rows = fmt.Sprintf("%-44s %8.1f MB\n%-44s %8.1f MB\n%-44s %8.1f MB\nratio %.2f: %s (%v)",
			"a hundred members", empty,
			fmt.Sprintf("%d on Slack, %d on Discord", membersOnSlack/10, membersOnDiscord/10), few,
			fmt.Sprintf("%d on Slack, %d on Discord", membersOnSlack, membersOnDiscord), many, many/few, held, time.Since(start).Round(time.Second))
		b.ReportMetric(many, "MB")
	}
	b.ReportMetric(0, "ns/op")
	row(b, "%s", rows)
}

// inUse is the memory in use, in MB.
func inUse() float64 {
	runtime.GC()
	runtime.GC() // what pools hold goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// allSay lets so many members say a line each.
func allSay(b *testing.B, mentor *bot.Bot, onSlack, onDiscord int) {
	commands := bot.Commands()
	next := make(chan int)
	var members sync.WaitGroup
	for range membersAbreast {
		members.Go(func() {
			for i := range next {
				if i < onSlack {
					saySlack(b, mentor, i)
				} else {
					sayDiscord(b, mentor, commands, i-onSlack)
				}
			}
		})
	}
	for i := range onSlack + onDiscord {
		next <- i
	}
	close(next)
	members.Wait()
}

func saySlack(b *testing.B, mentor *bot.Bot, i int) {
	payload := fmt.Appendf(nil, `{"command":"/mentor","team_id":"T%d","user_id":"U%d","channel_id":"C%d","channel_name":"backend","text":"task"}`,
		i%memberWorkspaces, i, i%997)
	d, err := slack.Read("slash_commands", payload, slack.Self{Team: fmt.Sprint("T", i%memberWorkspaces), User: "UBOT"})
	if err != nil {
		b.Error(err)
		return
	}
	answered(b, slack.Render(mentor.Handle(context.Background(), d.Message).Post))
}

func sayDiscord(b *testing.B, mentor *bot.Bot, commands []bot.Command, i int) {
	payload := fmt.Appendf(nil, `{"id":"1","token":"t","type":2,"guild_id":"%d","channel_id":"%d","member":{"user":{"id":"%d","username":"ann"}},`+
		`"data":{"name":"mentor","type":1,"options":[{"name":"task","type":1,"options":[]}]}}`, 1000+i%memberServers, 5000+i%997, 10_000+i)
	_, m, err := discord.ReadInteraction(payload, commands)
	if err != nil {
		b.Error(err)
		return
	}
	answered(b, discord.Render(mentor.Handle(context.Background(), m).Post, ""))
}

// answered checks that there is something to send.
func answered(b *testing.B, payload any) {
	if text, err := json.Marshal(payload); err != nil || len(text) < 200 {
		b.Errorf("the answer is %s, %v", text, err)
	}
}
