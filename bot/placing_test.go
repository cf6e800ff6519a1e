package bot

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/bot/placement"
	"mentorbot/content"
	"mentorbot/store"
)

// sits has a member answer a placement over the whole curriculum, each question as
// knows says, and returns the posts.
func (d *desk) sits(t testing.TB, w store.Workspace, who store.MemberID, knows func(*content.Topic) bool) (posts []Post) {
	t.Helper()
	post := d.say(w, who, "level test").Post
	for posts = append(posts, post); strings.HasPrefix(post.Title, "Your level: question"); posts = append(posts, post) {
		d.now = d.now.Add(10 * time.Second)
		o, rest, err := parseOffer(strings.TrimPrefix(post.Choices[0].Line, "answer "))
		if err != nil {
			t.Fatal(err)
		}
		item, _ := d.library.Item(string(o.item))
		a := &asked{o, item.Question, dontKnow}
		if knows(item.Topic) {
			a.chosen = ""
			for i, written := range a.order() {
				if item.Question.Options[written].Right {
					a.chosen += letter(i)
				}
			}
		}
		if post = d.say(w, who, "answer "+o.String()+" "+rest[0]+" "+placing+a.chosen).Post; len(posts) > placement.Most {
			t.Fatalf("it goes on after %d questions: %+v", len(posts), post)
		}
	}
	return posts
}

// Over the real curriculum who knows nine in ten up to a level and nothing above is
// mostly placed at the one above, with questions of different topics.
func TestPlacementOverTheCurriculum(t *testing.T) {
	l, err := content.Load(content.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.library, d.course = l, newCourse(l)
	r := rand.New(rand.NewPCG(6, 4))
	for _, c := range []struct {
		who  store.MemberID
		upTo content.Level
		want string
	}{{"ann", 0, "start you at **entry**"}, {"bob", content.Mid, "start you at **mid**"}, {"cho", content.Senior, "start you at **senior**"}} {
		posts := d.sits(t, "slack:T1", c.who, func(topic *content.Topic) bool { return topic.Level <= c.upTo && r.Float64() < 0.95 })
		result := posts[len(posts)-1]
		if !strings.Contains(result.Body, c.want) || len(result.Choices) != 3 || len(posts)-1 < placement.Least {
			t.Errorf("%s after %d questions: %+v", c.who, len(posts)-1, result)
		}
		for _, p := range posts {
			checkPost(t, d.Bot, p)
		}
	}
}

// Whatever is answered in a placement, in whatever order and however often, makes
// no practice: no memory but a rest, no day, no reason to fade. Nothing is counted
// twice.
func TestPlacementIsNoPractice(t *testing.T) {
	d := newDesk(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w := store.Workspace("slack:P" + string(rune('A'+n%26)) + time.Duration(n).String())
		d.now = begin
		lines := []string{"level test", "level test anew", "level"}
		for range rapid.IntRange(1, 30).Draw(rt, "lines") {
			d.now = d.now.Add(time.Second)
			line := rapid.SampledFrom(lines).Draw(rt, "line")
			for _, c := range d.say(w, "ann", line).Choices {
				if strings.HasPrefix(c.Line, "answer") {
					lines = append(lines, c.Line)
				}
			}
		}
		d.in(t, w, func(s *store.Space) error {
			me, err := s.Member("ann")
			if err != nil {
				return err
			}
			return checkNoPractice(rt, s, me)
		})
	})
}

func checkNoPractice(rt *rapid.T, s *store.Space, me *store.Member) error {
	days, err := s.Days(me, "", everything)
	if err != nil || len(days) > 0 {
		rt.Errorf("%d days", len(days))
	}
	memories, err := s.Memories(me, "", everything)
	if err != nil {
		return err
	}
	for _, mem := range memories {
		if mem.Reps > 0 || mem.Rest.IsZero() {
			rt.Errorf("%+v", mem)
		}
	}
	tallies, err := s.Tallies(everything)
	for _, tally := range tallies {
		if tally.Answered != 1 || tally.Right > 1 {
			rt.Errorf("one member answered: %+v", tally)
		}
	}
	if len(tallies) != len(memories) {
		rt.Errorf("%d tallies, %d rests", len(tallies), len(memories))
	}
	return err
}

// An answer that is not to the open question, in the wording that was shown, leaves
// it open and records nothing.
func TestPlacementRefuses(t *testing.T) {
	d := newDesk(t)
	asked := d.say("slack:T1", "ann", "level test").Choices[0].Line
	o, _, err := parseOffer(strings.TrimPrefix(asked, "answer "))
	if err != nil {
		t.Fatal(err)
	}
	other := d.library.Topics()[0].Questions[0]
	if other.ID == string(o.item) {
		other = d.library.Topics()[0].Questions[1]
	}
	for _, c := range []struct{ line, want string }{
		{"answer " + offered(store.ItemID(other.ID), d.now).String() + " " + other.Hash() + " ^A", "That question is not of this placement; nothing was recorded."},
		{"answer " + o.String() + " zzzz ^A", "This question was corrected since you saw it. Here it is anew; nothing was recorded."},
		{strings.TrimSuffix(asked, "A") + "E", "This question has no option E; its last is "},
		{strings.TrimSuffix(asked, "A"), "Choose at least one, then check."},
		{strings.TrimSuffix(asked, "A") + "F", "Answer with letters of the options"},
	} {
		d.now = d.now.Add(time.Second)
		if post := d.say("slack:T1", "ann", c.line); !strings.HasPrefix(post.Body, c.want) {
			t.Errorf("%q: %q, want %q", c.line, post.Body, c.want)
		}
	}
	d.in(t, "slack:T1", func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		p, err := s.Placement(me)
		if p.Asked != o.item || len(p.Given) > 0 {
			t.Errorf("%+v", p)
		}
		return err
	})
}
