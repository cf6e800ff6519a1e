package bot

import (
	"errors"
	"fmt"
	"strings"

	"mentorbot/content/markdown"
	"mentorbot/store"
)

func leadCommand() Command {
	return Command{
		Name: "lead", Args: "add MEMBER | remove MEMBER | list", Lead: true,
		Forms: []Form{
			{"add", "lead add", "names a lead", []Option{{"member", "who", MemberWords, true}}},
			{"remove", "lead remove", "takes a lead's name off the list", []Option{{"member", "who", MemberWords, true}}},
			{Name: "list", Say: "lead list", Brief: "shows the leads"},
		},
		Brief:   "names the leads of this workspace",
		Detail:  "Whoever administers the workspace is a lead without being named.",
		Example: []string{"lead add @ann", "lead list"},
		Parse:   parseLead,
	}
}

func parseLead(_ *Bot, args string) (Action, error) {
	words := strings.Fields(args)
	c := leadCommand()
	if len(words) == 0 {
		return nil, c.usage("Add or remove whom?")
	}
	verb := strings.ToLower(words[0])
	switch {
	case verb == "list" && len(words) == 1:
		return leads((*turn).listLeads), nil
	case verb == "add" && len(words) == 2:
		return leads(func(t *turn) (Post, error) { return t.addLead(words[1]) }), nil
	case verb == "remove" && len(words) == 2:
		return leads(func(t *turn) (Post, error) { return t.removeLead(words[1]) }), nil
	case (verb == "add" || verb == "remove") && len(words) == 1:
		return nil, c.usage(capital(verb) + " whom?")
	}
	return nil, errQuestion
}

// leads lets only leads do something.
func leads(do Action) Action {
	return func(t *turn) (Post, error) {
		if err := t.view(func(s *store.Space, _ *store.Member) error { return t.mayLead(s) }); err != nil {
			return Post{}, err
		}
		return do(t)
	}
}

// manyLeads is more leads than a workspace has.
const manyLeads = 1_000

// mayLead is a Mistake, naming who may, unless the sender is a lead.
func (t *turn) mayLead(s *store.Space) error {
	if t.From.Admin {
		return nil
	}
	if _, err := s.Lead(t.From.ID); !errors.Is(err, store.ErrNotFound) {
		return err
	}
	named, err := t.leadNames(s)
	if err != nil {
		return err
	}
	return mistakef("Only leads may do that: %s.", list(append([]string{"whoever administers this workspace"}, named...)))
}

func (t *turn) leadNames(s *store.Space) (names []string, err error) {
	all, err := s.Leads(manyLeads)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		names = append(names, nameOf(s, l.ID))
	}
	return names, nil
}

// nameOf is how a member is called, fit for a body: their name, else their id.
func nameOf(s *store.Space, id store.MemberID) string {
	if m, err := s.Member(id); err == nil && m.Name != "" {
		return markdown.Escape(m.Name)
	}
	return markdown.Escape(string(id))
}

// manyMembers bounds what one report or search reads of a workspace.
const manyMembers = 5_000

// find is the member that a word means: a mention <@ID>, an id, or a name,
// with or without @. A stranger named by mention, or at the terminal where ids
// are names, is taken as they are.
func (t *turn) find(s *store.Space, word string) (store.MemberID, error) {
	if id, ok := mentioned(word); ok {
		return id, nil
	}
	name := strings.TrimPrefix(word, "@")
	if _, err := s.Member(store.MemberID(name)); err == nil {
		return store.MemberID(name), nil
	} else if err := ignoreAbsent(err); err != nil {
		return "", err
	}
	all, err := s.Members("", manyMembers)
	if err != nil {
		return "", err
	}
	for _, m := range all {
		if strings.EqualFold(m.Name, name) {
			return m.ID, nil
		}
	}
	if t.Workspace.Platform() == "local" && LocalName(name) {
		return store.MemberID(name), nil
	}
	return "", mistakef("I do not know %s. Mention them with @, or ask them to say hello to me first.", quoted(word))
}

// mentioned reads a mention as platforms write it: <@ID>, <@!ID> or <@ID|name>.
func mentioned(word string) (store.MemberID, bool) {
	inner, ok := strings.CutPrefix(word, "<@")
	if !ok || !strings.HasSuffix(inner, ">") {
		return "", false
	}
	id, _, _ := strings.Cut(strings.Trim(inner, "!>"), "|")
	return store.MemberID(id), id != ""
}

// mentionedName is the name that a mention shows, if it has one.
func mentionedName(word string) string {
	_, name, _ := strings.Cut(strings.TrimSuffix(word, ">"), "|")
	return name
}

// LocalName says whether a name may be used with chat --as.
func LocalName(name string) bool {
	return name != "" && len(name) <= 32 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}

func (t *turn) addLead(word string) (post Post, err error) {
	err = t.update(func(s *store.Space, me *store.Member) error {
		id, err := t.find(s, word)
		if err != nil {
			return err
		}
		name := nameOf(s, id)
		if shown := mentionedName(word); name == markdown.Escape(string(id)) && shown != "" {
			name = markdown.Escape(shown)
		}
		post.Body = fmt.Sprintf("%s is a lead now: they may set this team up and see its progress, never private questions.", name)
		return s.PutLead(&store.Lead{ID: id, By: me.ID, At: t.now})
	})
	return post, err
}

func (t *turn) removeLead(word string) (post Post, err error) {
	err = t.update(func(s *store.Space, _ *store.Member) error {
		id, err := t.find(s, word)
		if err != nil {
			return err
		}
		if _, err := s.Lead(id); errors.Is(err, store.ErrNotFound) {
			return mistakef("%s is not a named lead. `lead list` shows who is.", nameOf(s, id))
		}
		post.Body = fmt.Sprintf("%s is not a named lead any more.", nameOf(s, id))
		return s.DeleteLead(id)
	})
	return post, err
}

func (t *turn) listLeads() (post Post, err error) {
	err = t.view(func(s *store.Space, _ *store.Member) error {
		names, err := t.leadNames(s)
		if err != nil {
			return err
		}
		post.Title = "Leads"
		post.Body = bullets(append([]string{"whoever administers this workspace"}, names...))
		return nil
	})
	return post, err
}
