package bot

import (
	"slices"
	"strings"
	"time"

	"mentorbot/content/markdown"
	"mentorbot/store"
)

// On some platforms a person is in many workspaces and has one direct
// conversation with the bot. The trail says where they were seen, so that a bare
// line there finds its workspace.

// mostSights bounds a trail.
const mostSights = 25

// locate finds the workspace of a message, and leaves a mark on the trail of one
// that names it. ok is false if there is none.
func (t *turn) locate() (ok bool, err error) {
	if !strings.HasSuffix(string(t.Workspace), ":") {
		return true, t.leaveMark()
	}
	trail, err := t.trail()
	if err != nil || len(trail.Seen) == 0 {
		return false, err
	}
	t.Workspace = trail.Seen[0].Workspace
	t.servers = trail.Seen
	return true, nil
}

// roams says whether one person may be in many workspaces of the platform.
func (t *turn) roams() bool { return t.Workspace.Platform() == "discord" }

func (t *turn) platformSpace(tx *store.Tx) *store.Space {
	return tx.In(store.Workspace(t.Workspace.Platform()))
}

func (t *turn) trail() (trail *store.Trail, err error) {
	err = t.store.View(t.ctx, func(tx *store.Tx) error {
		trail, err = t.platformSpace(tx).Trail(t.From.ID)
		return err
	})
	return trail, err
}

// leaveMark puts the workspace at the head of the sender's trail.
func (t *turn) leaveMark() error {
	if !t.roams() {
		return nil
	}
	trail, err := t.trail()
	if err != nil {
		return err
	}
	if len(trail.Seen) > 0 && trail.Seen[0].Workspace == t.Workspace && (t.Server == "" || trail.Seen[0].Name == t.Server) {
		return nil
	}
	return t.changeTrail(func(trail *store.Trail) {
		trail.Seen = ahead(trail.Seen, store.Sight{Workspace: t.Workspace, Name: t.Server, Last: t.now})
	})
}

// changeTrail changes the sender's trail.
func (t *turn) changeTrail(change func(*store.Trail)) error {
	return t.store.Update(t.ctx, func(tx *store.Tx) error {
		s := t.platformSpace(tx)
		trail, err := s.Trail(t.From.ID)
		if err != nil {
			return err
		}
		change(trail)
		return s.PutTrail(t.From.ID, trail)
	})
}

// ahead puts a sight before the others, in place of an older one of the same
// workspace.
func ahead(seen []store.Sight, s store.Sight) []store.Sight {
	all := []store.Sight{s}
	for _, old := range seen {
		if old.Workspace != s.Workspace {
			all = append(all, old)
		} else if s.Name == "" {
			all[0].Name = old.Name
		}
	}
	return all[:min(len(all), mostSights)]
}

// forgetMark takes the workspace off a member's trail, when their data goes.
func (t *turn) forgetMark() error {
	if !t.roams() {
		return nil
	}
	return t.changeTrail(func(trail *store.Trail) {
		trail.Seen = slices.DeleteFunc(trail.Seen, func(s store.Sight) bool { return s.Workspace == t.Workspace })
	})
}

// nameServer says in a direct conversation which of several workspaces a reply
// is about, and offers to switch.
func (t *turn) nameServer(post *Post) {
	if len(t.servers) < 2 {
		return
	}
	note := "In " + markdown.Escape(serverName(t.servers[0])) + "."
	if post.Footer != "" {
		note = " · " + note
	}
	post.Footer += note
	post.Choices = append(post.Choices, Choice{"Switch", "server"})
}

func serverName(s store.Sight) string {
	if s.Name != "" {
		return s.Name
	}
	return string(s.Workspace)
}

func serverCommand() Command {
	return Command{
		Name: "server", Args: "[ID]", Button: true, Replaces: true,
		Brief:   "says which server a direct conversation is about",
		Example: []string{"server", "server discord:710000000000000001"},
		Parse:   parseServer,
	}
}

func parseServer(_ *Bot, args string) (Action, error) {
	switch {
	case args == "":
		return (*turn).listServers, nil
	case strings.Contains(args, " ") || !strings.Contains(args, ":"):
		return nil, errQuestion
	}
	return func(t *turn) (Post, error) { return t.switchServer(store.Workspace(args)) }, nil
}

func (t *turn) listServers() (Post, error) {
	post := Post{Body: "Which server is it about?"}
	trail, err := t.trail()
	if err != nil {
		return Post{}, err
	}
	for _, s := range trail.Seen {
		post.Choices = append(post.Choices, Choice{short(serverName(s), 40), "server " + string(s.Workspace)})
	}
	if len(post.Choices) == 0 {
		post.Body = "I have not met you on any server. Say something to me on one first, as in `/mentor plan`."
	}
	return post, nil
}

func (t *turn) switchServer(to store.Workspace) (post Post, err error) {
	err = t.store.Update(t.ctx, func(tx *store.Tx) error {
		s := t.platformSpace(tx)
		trail, err := s.Trail(t.From.ID)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(trail.Seen, func(s store.Sight) bool { return s.Workspace == to })
		if i < 0 {
			return Mistake("I have not met you there. Say something to me on that server first.")
		}
		sight := trail.Seen[i]
		sight.Last = t.now.UTC().Truncate(time.Second)
		trail.Seen = ahead(trail.Seen, sight)
		post = Post{Body: "From here on this is about **" + markdown.Escape(serverName(sight)) + "**.", Choices: []Choice{{"My plan", "plan"}, {"A task", "task"}}}
		return s.PutTrail(t.From.ID, trail)
	})
	return post, err
}

// nowhere answers a direct line of somebody who was never seen in a workspace:
// what needs no record works, the rest says where to start.
func (t *turn) nowhere(c call) Post {
	switch {
	case c.question != "":
		return AnswerPost(t.library, c.question)
	case c.command.Name == "help" || c.command.Name == "server":
		if post, err := c.action(t); err == nil {
			return post
		}
	}
	return Post{Body: "Say that to me on a server first, as in `/mentor " + c.command.Name + "`, so that I know which team it is about. Questions I answer here too."}
}
