package bot

import (
	"context"
	"strings"
	"testing"

	"mentorbot/store"
)

// A counting home counts transactions that write.
type counting struct {
	store.Home
	updates int
}

func (c *counting) Update(ctx context.Context, fn func(store.Writer) error) error {
	c.updates++
	return c.Home.Update(ctx, fn)
}

// A review is one transaction: the attempt, the memory, the summary and the day
// commit together, and so does an amended grade.
func TestReviewIsOneTransaction(t *testing.T) {
	d := newDesk(t)
	home := &counting{Home: d.home}
	s, err := store.Open(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	d.Bot = New(Config{Store: s, Library: library(t), Now: d.Bot.now, Log: logTo(t)})
	d.say("slack:T1", "ann", "help")
	task := d.say("slack:T1", "ann", "task databases/tables")
	quiz := d.say("slack:T1", "ann", "quiz databases/tables")
	done := strings.TrimPrefix(task.Choices[2].Line, "done ")
	for _, line := range []string{"done " + done, "grade " + done + " easy", quiz.Choices[0].Line} {
		home.updates = 0
		if d.say("slack:T1", "ann", line); home.updates != 1 {
			t.Errorf("%s wrote in %d transactions", line, home.updates)
		}
	}
}
