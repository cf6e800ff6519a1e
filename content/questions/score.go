package questions

import "slices"

// Ranks is how many topics of an answer count.
const Ranks = 5

// A Finder looks for the topics that answer a question.
type Finder func(question string) Found

// Found is what a Finder says.
type Found struct {
	Topics   []string // ids, best first
	Answered bool     // whether the first is given as the answer
}

// A Score counts how a Finder did on questions. The zero Score has seen none.
type Score struct {
	In, Out  int        // questions in scope and out of it
	top      [Ranks]int // of those in scope: a right topic stood at this rank first
	Declined int        // of those in scope: not answered
	Answered int        // of those out of scope: answered
}

// Add counts what was found for a question.
func (s *Score) Add(q Question, f Found) {
	if len(q.Topics) == 0 {
		s.Out++
		if f.Answered {
			s.Answered++
		}
		return
	}
	s.In++
	if !f.Answered {
		s.Declined++
	}
	if r := Rank(q, f.Topics); r > 0 {
		s.top[r-1]++
	}
}

// Rank returns where the first right topic stands, from 1 to Ranks, or 0. Any of
// the question's topics is right.
func Rank(q Question, topics []string) int {
	topics = topics[:min(len(topics), Ranks)]
	return 1 + slices.IndexFunc(topics, func(id string) bool { return slices.Contains(q.Topics, id) })
}

// Recall returns the share of questions in scope, from 0 to 1, with a right
// topic among the first n, n from 1 to Ranks.
func (s *Score) Recall(n int) float64 {
	right := 0
	for _, c := range s.top[:n] {
		right += c
	}
	return share(right, s.In)
}

// MRR returns the mean reciprocal rank of the first right topic (Voorhees, "The
// TREC-8 question answering track report", 1999); one below Ranks counts as none.
func (s *Score) MRR() float64 {
	sum := 0.0
	for i, c := range s.top {
		sum += float64(c) / float64(i+1)
	}
	return sum / float64(max(s.In, 1))
}

// DeclinedShare is the share of questions in scope that were not answered.
func (s *Score) DeclinedShare() float64 { return share(s.Declined, s.In) }

// AnsweredShare is the share of questions out of scope that were answered.
func (s *Score) AnsweredShare() float64 { return share(s.Answered, s.Out) }

func share(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
