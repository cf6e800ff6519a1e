package bot

import (
	"fmt"
	"slices"
	"strings"

	"mentorbot/bot/placement"
	"mentorbot/content"
)

// placementResult says where the plan should start, and by what evidence.
func (t *turn) placementResult(st *trial) Post {
	all := st.answers()
	if len(all) == 0 {
		return Post{Body: "I have no question to find your level by. Say it yourself: " + levelHelp, Choices: levelChoices(0)}
	}
	b := st.belief()
	level, sure := b.Level()
	return Post{
		Title: "Your level",
		Body: fmt.Sprintf("%s: I would start you at **%s**. %s%s",
			tallyOf(all), content.Level(level), howSure(&b, level, sure), t.remarks(&b, all)),
		Footer:  "You decide: press the level that your plan is to start at. Nothing of this counts as practice; `level test` does it again.",
		Choices: levelChoices(content.Level(level)),
	}
}

// levelChoices are buttons for each level, the one that is advised first.
func levelChoices(advised content.Level) (choices []Choice) {
	for l := content.Entry; l <= content.Senior; l++ {
		if c := (Choice{capital(l.String()), "level " + l.String()}); l != advised {
			choices = append(choices, c)
		}
	}
	if advised > 0 {
		choices = slices.Insert(choices, 0, Choice{"Start at " + advised.String(), "level " + advised.String()})
	}
	return choices
}

// tallyOf is how many questions of each level were answered right.
func tallyOf(all []placedAnswer) string {
	var parts []string
	for l := content.Entry; l <= content.Senior; l++ {
		right, of := 0, 0
		for _, a := range all {
			if a.topic.Level == l {
				of++
			}
			if a.topic.Level == l && a.right {
				right++
			}
		}
		switch {
		case of > 0 && len(parts) == 0:
			parts = append(parts, fmt.Sprintf("%d of %d %s questions right", right, of, l))
		case of > 0:
			parts = append(parts, fmt.Sprintf("%d of %d %s", right, of, l))
		}
	}
	return strings.Join(parts, ", ")
}

// howSure says how sure the level is. In doubt there is nothing lost at the lower.
func howSure(b *placement.Belief, level int, sure float64) string {
	if sure >= placement.Sure {
		return "I am fairly sure of it."
	}
	other, most := 0, 0.0
	for i, p := range b.Levels() {
		if i+1 != level && p > most {
			other, most = i+1, p
		}
	}
	return fmt.Sprintf("It could be %s, too (%.0f to %.0f). At the lower one you miss nothing, and what you know goes by quickly.",
		content.Level(other), 100*sure, 100*most)
}

// remarkable is how many answers more or less must be right in a skill than was to
// be expected, for a remark.
const remarkable = 0.6

// A remark is how a skill did in a placement.
type remark struct {
	right, of int
	more      float64 // right ones more than was to be expected
}

// remarks name the skills that stood out, to either side.
func (t *turn) remarks(b *placement.Belief, all []placedAnswer) string {
	of := map[string]remark{}
	for _, a := range all {
		r := of[a.topic.Skill]
		r.of++
		r.more -= b.Expected(&a.Question)
		if a.right {
			r.right++
			r.more++
		}
		of[a.topic.Skill] = r
	}
	var strong, weak []string
	for _, skill := range t.library.Skills() {
		r := of[skill.ID]
		says := fmt.Sprintf("%s (%d of %d)", skill.Title, r.right, r.of)
		switch {
		case r.more >= remarkable:
			strong = append(strong, says)
		case r.more <= -remarkable:
			weak = append(weak, says)
		}
	}
	text := ""
	if len(strong) > 0 {
		text += " What stood out: " + list(strong) + "."
	}
	if len(weak) > 0 {
		text += " Worth a look first: " + list(weak) + "."
	}
	return text
}
