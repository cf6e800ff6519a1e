package questions_test

import (
	"math"
	"testing"

	"mentorbot/content/questions"
)

func TestScore(t *testing.T) {
	in := questions.Question{Topics: []string{"a/b", "c/d"}}
	var s questions.Score
	for _, f := range []questions.Found{
		{Topics: []string{"c/d", "a/b"}, Answered: true},
		{Topics: []string{"x/1", "x/2", "a/b"}, Answered: true},
		{Topics: []string{"x/1", "x/2", "x/3", "x/4", "x/5", "a/b"}, Answered: true},
		{},
	} {
		s.Add(in, f)
	}
	s.Add(questions.Question{}, questions.Found{Topics: []string{"a/b"}, Answered: true})
	s.Add(questions.Question{}, questions.Found{Topics: []string{"a/b"}})
	for _, test := range []struct {
		name      string
		got, want float64
	}{
		{"in scope", float64(s.In), 4},
		{"out of scope", float64(s.Out), 2},
		{"R@1", s.Recall(1), 1.0 / 4},
		{"R@2", s.Recall(2), 1.0 / 4},
		{"R@3", s.Recall(3), 2.0 / 4},
		{"R@5", s.Recall(5), 2.0 / 4},
		{"MRR", s.MRR(), (1 + 1.0/3) / 4},
		{"declined", s.DeclinedShare(), 1.0 / 4},
		{"answered", s.AnsweredShare(), 1.0 / 2},
	} {
		if math.Abs(test.got-test.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
	if empty := new(questions.Score); empty.Recall(1) != 0 || empty.MRR() != 0 || empty.AnsweredShare() != 0 {
		t.Error("a score of nothing is not 0")
	}
}
