package discord

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mentorbot/bot"
)

// specFile names the file with Discord's OpenAPI document, of
// https://github.com/discord/discord-api-spec.
const specFile = "MENTORBOT_DISCORD_OPENAPI"

// TestSpec checks every kind of request body against Discord's own document.
func TestSpec(t *testing.T) {
	t.Parallel()
	file := os.Getenv(specFile)
	if file == "" {
		t.Skip(specFile + " does not name Discord's openapi.json")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	if err := compiler.AddResource("https://discord.test/", document); err != nil {
		t.Fatal(err)
	}
	check := func(path, method string, body any) {
		t.Helper()
		at := strings.NewReplacer("/", "~1", "{", "%7B", "}", "%7D").Replace(path)
		schema, err := compiler.Compile("https://discord.test/#/paths/" + at + "/" + method + "/requestBody/content/application~1json/schema")
		if err != nil {
			t.Fatal(err)
		}
		data, _ := json.Marshal(body)
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Errorf("%s %s: %s\n%v", method, path, data, err)
		}
	}
	check("/applications/{application_id}/commands", "put", []any{register(bot.Commands(), someWords)})
	check("/users/@me/channels", "post", map[string]string{"recipient_id": ann})
	w := newWorld(t, small(t))
	for _, line := range []string{"ask joins", "task", "quiz", "help", "progress", "team", "mydata export"} {
		s := notifying(w.say("boss", bot.Typed, line).Post, channels+guild)
		components := s.components()
		check("/channels/{channel_id}/messages", "post", nonced{s.message(nil), nonce("discord:1", "k")})
		check("/channels/{channel_id}/messages", "post", s.message(replyTo(incoming{ID: "770000000000000001", Channel: channel, Server: guild})))
		check("/webhooks/{webhook_id}/{webhook_token}/messages/@original", "patch", discordgo.WebhookEdit{
			Embeds: &[]*discordgo.MessageEmbed{s.embed}, Components: &components, AllowedMentions: noMentions(),
		})
	}
}
