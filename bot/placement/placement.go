// Package placement finds out with few questions at which level somebody should
// start. It is pure: what is believed of a member follows from their answers.
//
// # The model
//
// Ability and difficulty lie on one scale. Who has ability a knows the answer to a
// question of difficulty d with the chance 1/(1+exp(d-a)) (Rasch, "Probabilistic
// Models for Some Intelligence and Attainment Tests", 1960), and who does not know
// it guesses among its options. What is believed of a member is a distribution
// over abilities, from a prior by Bayes' rule; answers in any order give the same.
//
// The difficulty of a question is that of its level, moved by what this workspace
// answered to it; see [Question.Difficulty]. Levels are [apart] far enough that who
// knows half of one knows nearly all of the level below.
//
// # Where a level begins
//
// A plan has nothing below its level, so a gap below would stay; what one knows
// already goes by quickly. Therefore a level begins where about a third of its own
// questions are known, and nine in ten of those below.
//
// # When to stop
//
// The next question is the one whose answer tells most about the level. It is over
// when one level has the chance [Sure], or after [Most] questions.
package placement

import "math"

const (
	// Most is how many questions a placement has at most.
	Most = 12
	// Sure is the chance of a level at which there is no need to go on.
	Sure = 0.85
	// Least is how many questions there are at least, so that neither one slip nor
	// one lucky guess decides, nor a model that is steeper than people are.
	Least = 6
)

// Levels is how many levels there are; the lowest is 1.
const Levels = 3

const (
	apart  = 3.5  // between the difficulties of two levels
	starts = -0.8 // where a level begins, from its difficulty: 31 % of it is known, 94 % of the one below
	spread = 3.0  // standard deviation of the prior, around the middle level
)

// The grid of abilities is wider than the levels by one of them on each side.
const (
	points = 81
	step   = 0.2
)

func ability(i int) float64 { return step * float64(i-points/2) }

func difficulty(level int) float64 { return apart * float64(level-2) }

// levelAt is the level of an ability.
func levelAt(a float64) int {
	level := 1
	for level < Levels && a >= difficulty(level+1)+starts {
		level++
	}
	return level
}

// A Question is what a placement needs to know of one.
type Question struct {
	Level           int     // 1 to Levels
	Guess           float64 // the chance to be right without knowing, in [0, 1)
	Answered, Right int     // members of the workspace by their first answer, and those of them who were right
}

const (
	// doubt is how many answers of members weigh as much as the level does.
	doubt = 10
	// farthest is how far answers can move a question: a level's easy one becomes
	// no harder than a hard one of the level below.
	farthest = apart / 2
)

// Difficulty is where a question lies on the scale of abilities: where its level
// does, moved by the share of right answers, the more of them the more. Members
// are taken to be at the level of what they are asked, so to know half of it.
func (q *Question) Difficulty() float64 {
	right := q.Guess + (1-q.Guess)/2
	share := (float64(q.Right) + doubt*right) / float64(q.Answered+doubt)
	known := min(max((share-q.Guess)/(1-q.Guess), 0.01), 0.99)
	move := math.Log((1 - known) / known)
	return difficulty(q.Level) + min(max(move, -farthest), farthest)
}

// chance is that somebody of an ability answers right.
func chance(a, difficulty, guess float64) float64 {
	return guess + (1-guess)/(1+math.Exp(difficulty-a))
}

// A Belief is how likely each ability is, after some answers. It sums to 1.
type Belief [points]float64

// Prior is what is believed before the first answer.
func Prior() (b Belief) {
	for i := range b {
		b[i] = math.Exp(-ability(i) * ability(i) / (2 * spread * spread))
	}
	b.scale()
	return b
}

func (b *Belief) scale() {
	sum := 0.0
	for _, p := range b {
		sum += p
	}
	for i := range b {
		b[i] /= sum
	}
}

// After is what is believed after one more answer.
func (b *Belief) After(q *Question, right bool) (after Belief) {
	d := q.Difficulty()
	for i, p := range b {
		likely := chance(ability(i), d, q.Guess)
		if !right {
			likely = 1 - likely
		}
		after[i] = p * likely
	}
	after.scale()
	return after
}

// Levels is the chance of each level, the lowest first.
func (b *Belief) Levels() (chances [Levels]float64) {
	for i, p := range b {
		chances[levelAt(ability(i))-1] += p
	}
	return chances
}

// Level is the most likely level, with its chance; of two as likely the lower.
func (b *Belief) Level() (level int, sure float64) {
	for i, p := range b.Levels() {
		if p > sure {
			level, sure = i+1, p
		}
	}
	return level, sure
}

// Over says whether so many answers are enough.
func (b *Belief) Over(answers int) bool {
	_, sure := b.Level()
	return answers >= Most || answers >= Least && sure >= Sure
}

// Expected is the chance that the next answer to a question is right.
func (b *Belief) Expected(q *Question) (right float64) {
	d := q.Difficulty()
	for i, p := range b {
		right += p * chance(ability(i), d, q.Guess)
	}
	return right
}

// Tells is how much the answer to a question is expected to tell about the level,
// in nats: the mutual information of the two.
func (b *Belief) Tells(q *Question) float64 {
	d := q.Difficulty()
	var level, right [Levels]float64 // chances of a level, and of it with a right answer
	all := 0.0
	for i, p := range b {
		l := levelAt(ability(i)) - 1
		level[l] += p
		r := p * chance(ability(i), d, q.Guess)
		right[l] += r
		all += r
	}
	tells := entropy(all)
	for l, p := range level {
		if p > 0 {
			tells -= p * entropy(right[l]/p)
		}
	}
	return tells
}

// entropy of something with two outcomes, in nats.
func entropy(p float64) float64 {
	if p <= 0 || p >= 1 {
		return 0
	}
	return -p*math.Log(p) - (1-p)*math.Log(1-p)
}

// Guess is the chance to be right without knowing: one in as many as there are
// options, or ways to choose several of them.
func Guess(options int, several bool) float64 {
	if several {
		return 1 / (math.Exp2(float64(options)) - 1)
	}
	return 1 / float64(options)
}
