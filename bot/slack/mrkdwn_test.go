package slack

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mentorbot/content/markdown"
)

// shown makes the invisible marks of the writer visible.
var shown = strings.NewReplacer(string(joiner), "¦", string(border), "|")

func TestMrkdwn(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"paragraphs", "one\n\ntwo", "one\n\ntwo"},
		{"bold", "a **b** c", "a *b* c"},
		{"italic", "a *b* c", "a _b_ c"},
		{"both", "***b***", "_*b*_"},
		{"bold in a word", "a**b**c", "a|*b*|c"},
		{"bold after italic", "*a***b**", "_a_|*b*"},
		{"code", "`a < b && c`", "`a &lt; b &amp;&amp; c`"},
		{"code with backticks", "`` a`b ``", "`aˋb`"},
		{"fence", "```go\nif a < b {\n\t*x*\n}\n```", "```\nif a &lt; b {\n\t*x*\n}\n```"},
		{"fence in a fence", "````\n```\n````", "```\n``|`\n```"},
		{"list", "- one\n- **two**", "• one\n• *two*"},
		{"numbers", "3. one\n4. two", "3. one\n4. two"},
		{"quote", "> one\n>\n> two", "> one\n> \n> two"},
		{"code in a quote", "> ```\n> a\n> \n> b\n> ```", "> `a`\n> \n> `b`"},
		{"link", "[a **b**](https://go.dev/?a=1&b=2)", "<https://go.dev/?a=1&amp;b=2|a b>"},
		{"bare link", "<https://go.dev>", "<https://go.dev>"},
		{"link with a bar", "[x](https://go.dev/a|b)", "<https://go.dev/a%7Cb|x>"},
		{"label with marks", "[a | <b>](https://go.dev)", "<https://go.dev|a | &lt;b&gt;>"},
		{"time", "at <t:1790000000:t>", "at <!date^1790000000^{time}|14:13 UTC>"},
		{"date", "<t:1790000000:F>", "<!date^1790000000^{date_long} at {time}|Mon 21 Sep 2026 14:13 UTC>"},
		{"pings", "<!channel> <@U1> @here", "&lt;!channel&gt; &lt;@U1&gt; @here"},
		{"stars by chance", `\*no\* 2 \* 3 a_b \~x\~`, "¦*¦no¦*¦ 2 ¦*¦ 3 a_b ¦~¦x¦~¦"},
		{"quote by chance", `\> no`, "¦&gt; no"},
		{"emoji by chance", "at 10:30:45 :tada:", "at 10:¦30:45 :¦tada:"},
		{"control characters", "a\u202eb\u2066c", "abc"},
	} {
		if got := shown.Replace(mrkdwn(markdown.Parse(c.text))); got != c.want {
			t.Errorf("%s: %q becomes %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

// marks are what Slack could take for markup: an angle bracket that is not ours,
// or a mark at the border of a word.
var marks = regexp.MustCompile("[<>]|&(?:[^agl]|$)|(?:^|[^\\pL\\pN\u2060])[*_~`]|[*_~`](?:[^\\pL\\pN\u2060]|$)")

// TestEscaped: a name or question of a member is only text for Slack, whatever it
// holds.
func TestEscaped(t *testing.T) {
	hostile := rapid.StringOf(rapid.SampledFrom([]rune("ab1 *_~`<>&|!@#^:\\\n\u202e")))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), hostile).Draw(t, "text")
		got := mrkdwn(markdown.Parse("x " + markdown.Escape(text)))
		if at := marks.FindString(got); at != "" {
			t.Fatalf("%q becomes %q, in which %q is markup", text, got, at)
		}
	})
}
