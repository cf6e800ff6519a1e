package bot

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mentorbot/store"
)

func TestWish(t *testing.T) {
	b := newDesk(t).Bot
	for args, want := range map[string]string{
		"":                   "anything 0",
		"me":                 "anything 0",
		"10":                 "anything 10",
		"databases":          "databases 0",
		"Databases 8":        "databases 8",
		"databases/joins 20": "databases/joins 20",
		"wrong":              "wrong 0",
		"WRONG 3":            "wrong 3",
		"0":                  "mistake",
		"joins 21":           "mistake",
		"cooking 3":          "mistake",
		"70000":              "mistake", // no number of questions, and nothing that is taught
		"wrong answers":      "question",
		"joins -3":           "question",
		"stop words":         "question",
		"for my interview 4": "question",
	} {
		w, err := b.wishOf(args)
		got := fmt.Sprint(cmp.Or(w.about(b), "anything"), " ", w.size)
		var mistake Mistake
		switch {
		case err == errQuestion:
			got = "question"
		case errors.As(err, &mistake):
			got = "mistake"
		}
		if got != want {
			t.Errorf("quiz %s is read as %s, want %s", args, got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	for text, want := range map[string]string{
		"A": "A", "ac": "AC", "C,A": "AC", "e d b": "BDE", " a, b ": "AB", "abcde": "ABCDE",
		"": "", ",": "", "F": "", "AA": "", "add": "", "A?": "", "Ä": "", "be quick": "", "1": "",
	} {
		got, ok := lettersOf(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("lettersOf(%q) = %q, %t, want %q", text, got, ok, want)
		}
	}
}

// Whatever somebody says and presses, on two devices and over days: no question is
// answered twice on a day, a session has at most as many questions as one can ask
// for, each different, and what is counted of a question is everybody's first
// answers, to a quiz or, where the buttons lead to one, in a placement.
func TestSessions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		w := store.Workspace(fmt.Sprintf("slack:S%d", n))
		d.now = begin
		for _, who := range []store.MemberID{"ann", "bob"} {
			d.answer(rt, w, who)
		}
		d.in(t, w, func(s *store.Space) error {
			first := map[store.ItemID]store.Tally{}
			for _, who := range []store.MemberID{"ann", "bob"} {
				checkSession(rt, s, who, first)
			}
			tallies, err := s.Tallies(everything)
			if err != nil {
				return err
			}
			for _, tally := range tallies {
				if want := first[tally.Item]; tally.Answered != want.Answered || tally.Right != want.Right || tally.Chosen != want.Chosen {
					rt.Errorf("counted %+v, the logs say %+v", tally, want)
				}
				delete(first, tally.Item)
			}
			if len(first) > 0 {
				rt.Errorf("not counted: %v", first)
			}
			return nil
		})
	})
}

// answer is some days of somebody's quizzes: typed lines, presses on what was
// shown last, and presses on what was ever shown.
func (d *desk) answer(rt *rapid.T, w store.Workspace, who store.MemberID) {
	typed := []string{"quiz", "quiz", "quiz 1", "quiz 2", "quiz databases", "quiz databases/joins 4", "quiz wrong", "quiz stop", "A", "B", "AC", "answer b"}
	last, ever := typed, typed
	for range rapid.IntRange(1, 40).Draw(rt, "lines") {
		hours := rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1, 25, 24 * 6}).Draw(rt, "hours")
		d.now = d.now.Add(time.Duration(hours)*time.Hour + time.Second)
		from := rapid.SampledFrom([][]string{last, last, typed, ever}).Draw(rt, "from")
		reply := d.say(w, who, rapid.SampledFrom(from).Draw(rt, "line"))
		last = []string{"quiz"}
		for _, c := range reply.Choices {
			last, ever = append(last, c.Line), append(ever, c.Line)
		}
	}
}

// checkSession holds what is stored of a member to what must be, and counts their
// first answers.
func checkSession(rt *rapid.T, s *store.Space, who store.MemberID, first map[store.ItemID]store.Tally) {
	me, err := s.Member(who)
	if err != nil {
		rt.Fatal(err)
	}
	log, err := s.Log(me, time.Time{}, everything)
	if err != nil {
		rt.Fatal(err)
	}
	days, seen := map[string]bool{}, map[store.ItemID]bool{}
	for _, a := range log {
		practised, placed := a.Act == store.Settled && a.Chosen != "", a.Act == store.Placed
		if !practised && !placed {
			continue
		}
		if day := a.Day + " " + string(a.Item); practised && days[day] {
			rt.Errorf("%s answered %s twice", who, day)
		} else if practised {
			days[day] = true
		}
		if !seen[a.Item] {
			seen[a.Item] = true
			tally := first[a.Item]
			tally.Answered++
			if a.Grade != store.Again {
				tally.Right++
			}
			for _, l := range a.Chosen {
				tally.Chosen[l-'A']++
			}
			first[a.Item] = tally
		}
	}
	q, err := s.Quiz(me)
	if ignoreAbsent(err) != nil {
		rt.Fatal(err)
	}
	if err == nil {
		items := map[store.ItemID]bool{}
		for _, a := range q.Asked {
			items[a.Item] = true
		}
		if len(items) != len(q.Asked) || len(items) == 0 || len(items) > mostQuiz || q.Next() < 0 {
			rt.Errorf("%s has a session %+v", who, q)
		}
	}
}

// Everything is pressed on many devices at once: each question is answered once,
// and the session is over once.
func TestAnsweredAtOnce(t *testing.T) {
	d := newDesk(t)
	const devices = 4
	var recorded, over atomic.Int64
	for range 3 {
		question := d.say("slack:T1", "ann", "quiz databases/tables")
		var all sync.WaitGroup
		for i := range devices {
			line := question.Choices[i%2].Line
			all.Go(func() {
				reply := d.say("slack:T1", "ann", line)
				if strings.Contains(reply.Footer, "Recorded") {
					recorded.Add(1)
				}
				if strings.Contains(reply.Body, "Your quiz: ") {
					over.Add(1)
				}
			})
		}
		all.Wait()
	}
	if recorded.Load() != 3 || over.Load() != 1 {
		t.Errorf("recorded %d of 3 answers, over %d times", recorded.Load(), over.Load())
	}
	d.in(t, "slack:T1", func(s *store.Space) error {
		me, err := s.Member("ann")
		if err != nil {
			return err
		}
		if _, err := s.Quiz(me); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the session is still there: %v", err)
		}
		log, err := s.Log(me, time.Time{}, everything)
		if len(log) != 3 {
			t.Errorf("%d entries in the log", len(log))
		}
		return err
	})
}

// A session is forgotten a day after it was last touched, also by somebody who
// never comes back; nothing else of them is.
func TestQuizForgotten(t *testing.T) {
	d := newDesk(t)
	open := func() (found bool) {
		d.in(t, "slack:T1", func(s *store.Space) error {
			me, err := s.Member("ann")
			if err != nil {
				return err
			}
			_, err = s.Quiz(me)
			found = err == nil
			return ignoreAbsent(err)
		})
		return found
	}
	d.say("slack:T1", "ann", "quiz")
	d.now = d.now.Add(quizFor - time.Minute)
	d.say("slack:T1", "ann", "A")
	d.now = d.now.Add(quizFor - time.Minute)
	if d.fallDue(t); !open() {
		t.Error("forgotten too early")
	}
	d.now = d.now.Add(time.Minute)
	if d.fallDue(t); open() {
		t.Error("not forgotten")
	}
}
