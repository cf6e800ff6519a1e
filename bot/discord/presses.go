package discord

import (
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// doubleClick is how long after its answer a press on the same button by the same
// person is still the same press.
const doubleClick = 2 * time.Second

// pressOf names a press: every one of a person on one button of one message is the
// same. What is no press has no name.
func pressOf(i *discordgo.Interaction, member string) string {
	if data, ok := i.Data.(discordgo.MessageComponentInteractionData); ok && i.Message != nil {
		return member + " " + i.Message.ID + " " + data.CustomID
	}
	return ""
}

// presses are those that are in hand or were answered just now. It keeps no more
// than the adapter has in hand and answers within doubleClick. It is safe for
// concurrent use.
type presses struct {
	mu       sync.Mutex
	held     map[string]bool
	answered []answered // oldest first
}

type answered struct {
	press string
	at    time.Time
}

func newPresses() *presses { return &presses{held: make(map[string]bool)} }

// begin says whether a press is a new one, and holds it until some time after end.
// What is no press is always new.
func (p *presses) begin(press string, now time.Time) bool {
	if press == "" {
		return true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.answered) > 0 && now.Sub(p.answered[0].at) >= doubleClick {
		delete(p.held, p.answered[0].press)
		p.answered = p.answered[1:]
	}
	if p.held[press] {
		return false
	}
	p.held[press] = true
	return true
}

// end says that a press was answered.
func (p *presses) end(press string, now time.Time) {
	if press == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answered = append(p.answered, answered{press, now})
}
