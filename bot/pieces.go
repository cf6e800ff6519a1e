package bot

import (
	"mentorbot/content"
	"mentorbot/store"
)

// A Piece is a part of the curriculum with the posts that show it, for authors.
type Piece struct {
	ID    string // of a topic, of one of its items, or of a project
	File  string // where it stands
	Line  int
	Posts []Post
}

// Pieces are the parts of a whole library: of each topic its views, its tasks with their help and its questions with their reasons; and each
// project, and its milestones.
func Pieces(library *content.Library) (all []Piece) {
	for _, topic := range library.Topics() {
		all = append(all, TopicPieces(library, topic)...)
	}
	for _, p := range library.Projects() {
		all = append(all, ProjectPieces(library, p)...)
	}
	return all
}

// TopicPieces are the parts of a topic; the first is the topic itself.
func TopicPieces(library *content.Library, topic *content.Topic) []Piece {
	t := alone(library)
	all := []Piece{{topic.ID, topic.File, 1, t.everyView(topic)}}
	for i := range topic.Tasks {
		task := &topic.Tasks[i]
		o := offered(store.ItemID(task.ID), stampEpoch)
		all = append(all, Piece{task.ID, topic.File, task.Line, []Post{t.taskPost(task, o, ""), t.hintPost(task, o), t.solutionPost(task, o)}})
	}
	for i := range topic.Questions {
		q := &topic.Questions[i]
		a := &asked{offered(store.ItemID(q.ID), stampEpoch), q, "ABCDE"}
		all = append(all, Piece{q.ID, topic.File, q.Line, []Post{t.questionPost(&asked{a.offer, q, ""}, ""), t.verdict(a, record{}, sitting{})}})
	}
	return all
}

// everyView are the views of a topic, the answer first.
func (t *turn) everyView(topic *content.Topic) (all []Post) {
	for _, p := range []part{theAnswer, theExample, thePitfalls, theRest} {
		all = append(all, t.partPost(topic, p))
	}
	return all
}

// ProjectPieces are the introduction of a project and its milestones, each with
// its hint.
func ProjectPieces(library *content.Library, p *content.Project) []Piece {
	all := []Piece{{p.ID, p.File, 1, []Post{alone(library).projectPost(p)}}}
	for i, m := range p.Milestones {
		all = append(all, Piece{p.ID, p.File, m.Line, []Post{milestonePost(p, i+1, true)}})
	}
	return all
}

// alone is a turn in a private conversation, without a store.
func alone(library *content.Library) *turn {
	return &turn{Bot: &Bot{library: library}, Message: Message{Place: Place{Direct: true}}}
}
