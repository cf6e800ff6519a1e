package slack

import "testing"

func TestLineOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"ask what is an index", "ask what is an index"},
		{"a &lt;b&gt; &amp; c", "a <b> & c"},
		{"&amp;lt;", "&lt;"},
		{"“ask” ‘it’s’ „so“ «so»", `"ask" 'it's' "so" "so"`},
		{"lead add <@U0BOB00001>", "lead add <@U0BOB00001>"},
		{"lead add <@U0BOB00001|bob>", "lead add <@U0BOB00001|bob>"},
		{"in <#C0BACKEND1|backend>", "in #backend"},
		{"in <#C0BACKEND1>", "in #C0BACKEND1"},
		{"in <#C0BACKEND1|>", "in #C0BACKEND1"},
		{"see <https://go.dev|go.dev> and <https://go.dev>", "see go.dev and https://go.dev"},
		{"<!here> <!subteam^S1|@team> <!channel>", "@here @team @channel"},
		{"1 < 2 <", "1 < 2 <"},
		{"<>", ""},
	} {
		if got := lineOf(c.text); got != c.want {
			t.Errorf("lineOf(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWithoutMention(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"<@UBOT> what is an index", "what is an index"},
		{"<@UBOT|mentorbot>: what is an index", "what is an index"},
		{"hey <@UBOT>, lead add <@U1>", "hey  , lead add <@U1>"},
		{"<@UBOT>", ""},
		{"<@UBOTX> hello", "<@UBOTX> hello"},
		{"a < b <@UBOT>", "a < b  "},
	} {
		if got := withoutMention(c.text, "UBOT"); got != c.want {
			t.Errorf("withoutMention(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
