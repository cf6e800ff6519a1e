package slack

import (
	"bytes"
	"encoding/json"
	"strings"

	"mentorbot/bot"
)

// scopes are what the bot cannot do without.
func scopes() []string {
	return []string{"commands", "chat:write", "app_mentions:read", "im:history", "im:write", "users:read", "files:write"}
}

// historyScopes let a post whose fate is uncertain be looked up in a channel.
func historyScopes() []string { return []string{"channels:history", "groups:history"} }

type obj map[string]any

// Manifest returns the app manifest as indented JSON, made from the command table:
// what Slack needs to create the app
// (https://docs.slack.dev/reference/app-manifest).
func Manifest(commands []bot.Command) ([]byte, error) {
	var names []string
	for _, c := range commands {
		if !c.Button {
			names = append(names, c.Name)
		}
	}
	manifest := obj{
		"_metadata": obj{"major_version": 1, "minor_version": 1},
		"display_information": obj{
			"name":        "mentorbot",
			"description": "Answers questions about backend development, gives short practice, and brings back what you are about to forget.",
		},
		"features": obj{
			"app_home": obj{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"bot_user": obj{"display_name": "mentorbot", "always_online": true},
			"slash_commands": []obj{{
				"command": Command, "description": "Ask about backend development, practise, see how you do",
				"usage_hint": "a question, or: " + strings.Join(names, ", "), "should_escape": true,
			}},
		},
		// An optional scope is listed twice:
		// https://docs.slack.dev/authentication/installing-with-oauth
		"oauth_config": obj{"scopes": obj{"bot": append(scopes(), historyScopes()...), "bot_optional": historyScopes()}},
		"settings": obj{
			"event_subscriptions": obj{"bot_events": []string{"app_home_opened", "app_mention", "message.im"}},
			"interactivity":       obj{"is_enabled": true},
			"org_deploy_enabled":  false, "socket_mode_enabled": true, "token_rotation_enabled": false,
		},
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(manifest)
	return out.Bytes(), err
}
