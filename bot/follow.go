package bot

import (
	"slices"
	"strings"

	"mentorbot/content"
	"mentorbot/content/markdown"
	"mentorbot/content/search"
)

// A part is one of the views of a topic, by the word that names it in a line.
type part string

const (
	theAnswer   part = "answer"
	theExample  part = "example"
	thePitfalls part = "pitfalls"
	theRest     part = "" // More
)

// A followUp is what a line after an answer means: a part of the topic that the
// conversation is about, or a question that says what the line left out.
type followUp struct {
	part   part
	versus string // of "vs joins?": what the topic is to be compared with
	within string // of "in python?": where it is to be shown
	other  string // of "and caching?": what may be a question of its own
}

// Words of follow-ups. What one is about is said by the words of a part; beside
// them and before the others there may be filler.
const (
	filler = " a about also an and any are aspects be but by can could did do does exactly for from get give go got have i if in is it its just know let like looks me much need now of off ok okay on one or other please pls re really see should show so some still tell than that the their them then there these they thing things this those to too up us use used using want was we well were what which with work works would yes you your "
	where  = " in with using "
	vs     = " vs versus "
	apart  = " difference different differ differs compare compared comparison "
	from   = " to from with than "
)

// parts are the words that ask for a part; of several the first row with one of
// them says it.
var parts = []struct {
	part  part
	words string
}{
	{theExample, " code demo eg example examples how sample snippet "},
	{thePitfalls, " avoid bad caveat caveats cons danger dangers disadvantage disadvantages downside downsides drawback drawbacks gotcha gotchas mistake mistakes never not pitfall pitfalls problems pros risk risks trap traps wrong "},
	{theRest, " continue deeper detail details elaborate else explain further links more read reason reasons sources when why "},
}

// mostFollowWords is how long a follow-up may be.
const mostFollowWords = 9

// followUpOf reads a line that may go on from an answer about a topic; nil is
// none, and never gone on from. It is the caller's to know that the line as a
// whole names no topic itself.
func followUpOf(line string, last *content.Topic) (f followUp, ok bool) {
	words := followWords(line)
	if last == nil || len(words) == 0 || len(words) > mostFollowWords {
		return followUp{}, false
	}
	if p, ok := partOf(words); ok {
		return followUp{part: p}, true
	}
	if at := lastOf(words, vs); at >= 0 && only(words[:at], filler) {
		return followUp{versus: rest(words, at)}, at+1 < len(words)
	}
	if at := lastOf(words, from); at > 0 && only(words[:at], filler+apart+" how ") && lastOf(words[:at], apart) >= 0 {
		return followUp{versus: rest(words, at)}, at+1 < len(words)
	}
	if at := lastOf(words, where); at >= 0 && only(words[:at], filler+parts[0].words) && len(words)-at <= 4 {
		return followUp{within: rest(words, at)}, at+1 < len(words)
	}
	for _, start := range []string{"and ", "what about ", "how about ", "but what about ", "and what about "} {
		if after, ok := strings.CutPrefix(strings.Join(words, " ")+" ", start); ok && after != "" {
			f.other = strings.TrimSpace(after) // the longest that fits
		}
	}
	return f, f.other != ""
}

// followWords are the words of a line in lower case, without the punctuation
// around them.
func followWords(line string) []string {
	line = strings.ReplaceAll(strings.ToLower(line), "go on", "continue")
	words := strings.Fields(strings.ReplaceAll(line, "e.g.", "eg"))
	for i, w := range words {
		words[i] = strings.Trim(w, "?!.,;:…\"'()")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// partOf is the part that words ask for, if each of them asks for one or is
// filler.
func partOf(words []string) (part, bool) {
	all := filler
	for _, p := range parts {
		all += p.words
	}
	if !only(words, all) {
		return "", false
	}
	for _, p := range parts {
		if lastOf(words, p.words) >= 0 {
			return p.part, true
		}
	}
	return "", false
}

// only says whether all words are in a list.
func only(words []string, list string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(list, " "+w+" ") })
}

// lastOf is the place of the last word that is in a list, or -1.
func lastOf(words []string, list string) int {
	for i, w := range slices.Backward(words) {
		if strings.Contains(list, " "+w+" ") {
			return i
		}
	}
	return -1
}

// rest is what stands after a word.
func rest(words []string, at int) string { return strings.Join(words[at+1:], " ") }

// follow answers a line that goes on from the answer before it, if it does.
func (t *turn) follow(line string) (post Post, ok bool, err error) {
	last := t.lastTopic()
	if last == nil || t.knows(line) {
		return Post{}, false, nil
	}
	f, ok := followUpOf(line, last)
	if !ok {
		return Post{}, false, nil
	}
	switch {
	case f.versus != "":
		post, err = t.compare(last, f.versus)
	case f.within != "":
		post, err = t.within(last, f.within)
	case f.other != "":
		post, err = t.other(last, f.other)
	default:
		t.nowAbout(last)
		post = t.partPost(last, f.part)
	}
	return post, true, err
}

// compare answers "vs joins?" after a topic: with the topic that is called so, else
// as a question that has both names.
func (t *turn) compare(last *content.Topic, what string) (Post, error) {
	called := t.library.ResolveTopic(search.SkipPassing(what))
	if len(called) != 1 || called[0] == last {
		return t.lookUp(last.Title + " vs " + what)
	}
	t.nowAbout(last)
	return t.pairPost(t.library.Compare(last, called[0])), nil
}

// within answers "in python?" after a topic: by a topic that is about both, else
// by the example, which says if it is in something else.
func (t *turn) within(last *content.Topic, what string) (Post, error) {
	question := last.Title + " in " + what
	if l := look(t.library, question); l.kind == oneTopic && l.Hits[0].Topic != last {
		return t.lookUp(question)
	}
	t.nowAbout(last)
	post := t.partPost(last, theExample)
	if !slices.Contains(languagesOf(last.Example), strings.ToLower(what)) {
		post.Body = "I have no example of this in " + quoted(what) + ". This is the one I have.\n\n" + post.Body
	}
	return post, nil
}

// other answers "and caching?" after a topic: as a question of its own if it is
// one, else together with the topic.
func (t *turn) other(last *content.Topic, what string) (Post, error) {
	both := last.Title + " " + what
	if look(t.library, what).kind == noAnswer && look(t.library, both).kind == oneTopic {
		return t.lookUp(both)
	}
	return t.lookUp(what)
}

// languagesOf are the languages of the blocks of code in a text.
func languagesOf(text string) (all []string) {
	for _, b := range markdown.Parse(text) {
		if code, ok := b.(markdown.Code); ok {
			all = append(all, strings.ToLower(code.Lang))
		}
	}
	return all
}
