package search

import "slices"

// What is measured of how well a document answers a question. Each is a share of
// the question's words by their rarity, from 0 to 1.
const (
	// Words in the fields of those names, as often as they stand there.
	onTitle = iota
	onAliases
	onAsks
	onHeadings
	onLead
	onBody
	// Words that are in a title, an alias, or an ask at all.
	covered
	// Words in a title or alias that do not stand aside.
	onSubject
	// The title, and the name, that is nearest to the question: the share of
	// the question it explains times the share of itself that is asked for.
	nearTitle
	nearName
	// The longest name that stands in the question whole.
	wholeName
	// The mean of the three nearest names and asks.
	nearThree
	// Words that are near to those of the question, anywhere and in names.
	relatedWords
	relatedName
	// How much of all matches are in the document's group.
	group
	// How much the names and asks that are nearest are worded as the question:
	// words and neighbours, and letters; the best, and the mean of three.
	wordsAlike
	wordsAlikeThree
	lettersAlike
	lettersAlikeThree
	featureCount
)

var featureNames = [featureCount]string{
	"title", "aliases", "asks", "headings", "lead", "body", "covered", "subject", "nearTitle", "nearName", "wholeName",
	"nearThree", "relatedWords", "relatedName", "group", "wordsAlike", "wordsAlikeThree", "lettersAlike", "lettersAlikeThree",
}

// features are those of one document.
type features [featureCount]float32

// A nearUnit is a unit, and how near it is to the question.
type nearUnit struct {
	near float32
	unit uint16
}

// kept is how many of the nearest units of a document are compared as they are
// worded.
const kept = 4

// keep adds a unit to the nearest, in their order.
func keep(nearest *[kept]nearUnit, u nearUnit) {
	if u.near <= nearest[kept-1].near {
		return
	}
	at := kept - 1
	for ; at > 0 && u.near > nearest[at-1].near; at-- {
		nearest[at] = nearest[at-1]
	}
	nearest[at] = u
}

// A scratch is what finding needs to write on.
type scratch struct {
	stemmer  Stemmer
	words    []string
	question question
	of       []features
	nearest  [][kept]nearUnit // of each document: its nearest units
	wording  wordingScratch
	overlap  []float32 // of each unit: the weight of the question's terms in it
	touched  []uint16  // the units that have overlap
	postings termScratch
	anyWhole float32 // the longest name of any document that stands in the question
	groups   [256]float32
	scores   []float32
}

func newScratch(ix *Index) *scratch {
	return &scratch{
		stemmer: NewStemmer(),
		of:      make([]features, ix.size), nearest: make([][kept]nearUnit, ix.size), scores: make([]float32, ix.size),
		overlap: make([]float32, len(ix.units)),
	}
}

// measure fills in the features of every document, but for how it is worded,
// which addWording does.
func (ix *Index) measure(s *scratch) {
	clear(s.of)
	clear(s.nearest)
	s.anyWhole = 0
	q := &s.question
	all := q.total + q.unknown
	if len(q.terms) == 0 {
		return
	}
	for _, t := range q.terms {
		ix.addTerm(s, t, t.weight/all)
		ix.addRelated(s, t, all)
	}
	ix.addOutside(s)
	ix.addNearest(s, all)
	ix.addGroups(s)
}

// addTerm adds a term of a question, with its share of the question.
func (ix *Index) addTerm(s *scratch, t term, share float32) {
	step := share / most
	p := &s.postings
	p.read(ix.postings(t.id))
	for _, u := range p.mentions {
		s.match(u.unit, t.weight)
	}
	for doc := 0; len(p.others) > 0; {
		var lead, body uint8
		doc, lead, body = p.others.next(doc)
		s.of[doc][onLead] += step * float32(lead)
		s.of[doc][onBody] += step * float32(body)
	}
	for j := range p.called {
		f, c := &s.of[p.called[j].doc], &p.called[j].row
		f[onLead] += step * float32(c[inLead])
		f[onBody] += step * float32(c[inBody])
		f[onTitle] += step * float32(c[inTitle])
		f[onAliases] += step * float32(c[inAliases])
		f[onAsks] += step * float32(c[inAsks])
		f[onHeadings] += step * float32(c[inHeadings])
		f[covered] += share
		if !t.aside {
			f[onSubject] += step * float32(max(c[inTitle], c[inAliases]))
		}
	}
}

// match adds the weight of a term to a unit that has it.
func (s *scratch) match(u uint16, weight float32) {
	if s.overlap[u] == 0 {
		s.touched = append(s.touched, u)
	}
	s.overlap[u] += weight
}

// addRelated adds the words that a term is near to, unless they were asked for.
func (ix *Index) addRelated(s *scratch, t term, all float32) {
	for _, stem := range inEnglish.near[t.stem] {
		id, known := ix.terms.find(stem)
		if !known || s.question.has(id) {
			continue
		}
		weight := near * min(t.weight, ix.rarity(id))
		share := weight / all
		p := &s.postings
		p.read(ix.postings(id))
		for _, u := range p.mentions {
			s.match(u.unit, weight)
		}
		for doc := 0; len(p.others) > 0; {
			var lead, body uint8
			doc, lead, body = p.others.next(doc)
			s.of[doc][relatedWords] += share * float32(max(lead, body)) / most
		}
		for j := range p.called {
			f, c := &s.of[p.called[j].doc], &p.called[j].row
			name := max(c[inTitle], c[inAliases])
			f[relatedName] += share * float32(name) / most
			f[relatedWords] += share * float32(max(name, c[inAsks], c[inHeadings], c[inLead], c[inBody])) / most
		}
	}
}

func (q *question) has(id int32) bool {
	for i := range q.terms {
		if q.terms[i].id == id {
			return true
		}
	}
	return false
}

// addOutside counts the suspects that are in no name that the question says whole.
func (ix *Index) addOutside(s *scratch) {
	s.question.unnamed = 0
	for _, t := range s.question.suspects {
		p := ix.postings(t)
		s.postings.readMentions(p)
		named := slices.ContainsFunc(s.postings.mentions[:p.names], func(m mention) bool { return ix.whole(s, m.unit) > entire })
		if !named {
			s.question.unnamed++
		}
	}
}

// entire is from how much of a unit on it stands in the question whole.
const entire = 0.99

// whole is how much of a unit the question has, from 0 to 1.
func (ix *Index) whole(s *scratch, u uint16) float32 {
	return min(s.overlap[u]/(float32(ix.units[u].rarity)*rarityStep), 1)
}

// addNearest adds what the units say that have terms of the question.
func (ix *Index) addNearest(s *scratch, all float32) {
	for _, i := range s.touched {
		u, share := &ix.units[i], min(s.overlap[i]/all, 1)
		whole := ix.whole(s, i)
		f, field, near := &s.of[u.doc], ix.wordings.of[u.doc].field(int(i)), whole*share
		if field == inTitle {
			f[nearTitle] = max(f[nearTitle], near)
		}
		if field <= inAliases {
			f[nearName] = max(f[nearName], near)
			if whole > entire {
				f[wholeName] = max(f[wholeName], share)
				s.anyWhole = max(s.anyWhole, share)
			}
		}
		keep(&s.nearest[u.doc], nearUnit{near, i})
		s.overlap[i] = 0
	}
	s.touched = s.touched[:0]
	for doc := range s.of {
		n := &s.nearest[doc]
		s.of[doc][nearThree] = (n[0].near + n[1].near + n[2].near) / 3
	}
}

// addGroups adds what the other documents of a group say. The better match
// counts much more.
func (ix *Index) addGroups(s *scratch) {
	clear(s.groups[:])
	all := float32(0)
	for doc := range s.of {
		f := &s.of[doc]
		match := 0.5*max(f[onTitle], f[onAliases], f[onAsks]) + 0.5*max(f[onLead], f[onBody], f[onHeadings])
		s.groups[ix.groups[doc]] += match * match
		all += match * match
	}
	if all == 0 {
		return
	}
	for doc := range s.of {
		s.of[doc][group] = s.groups[ix.groups[doc]] / all
	}
}
