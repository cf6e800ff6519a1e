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
	// Words in a title or alias that do not stand aside, and the first word.
	onSubject
	onFirst
	// The title, and the name, that is nearest to the question: the share of
	// the question it explains times the share of itself that is asked for.
	nearTitle
	nearName
	// The longest name that stands in the question whole.
	wholeName
	// The mean of the three nearest names and asks.
	nearThree
	// Neighbours that are neighbours in a name too.
	neighbours
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
	"title", "aliases", "asks", "headings", "lead", "body", "covered", "subject", "first", "nearTitle", "nearName", "wholeName",
	"nearThree", "neighbours", "relatedWords", "relatedName", "group", "wordsAlike", "wordsAlikeThree", "lettersAlike", "lettersAlikeThree",
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
	at := kept
	for ; at > 0 && u.near > nearest[at-1].near; at-- {
		if at < kept {
			nearest[at] = nearest[at-1]
		}
	}
	if at < kept {
		nearest[at] = u
	}
}

// A match is how much of a question is in a unit: the weight of the terms it has,
// and of those that are neighbours in both; and of the last of them, which it is,
// counted from 1, and at which of the unit's first places it stands.
type match struct {
	terms, beside float32
	last          uint16
	at            uint8
}

// A scratch is what finding needs to write on.
type scratch struct {
	stemmer  Stemmer
	words    []string
	question question
	of       []features
	nearest  [][kept]nearUnit // of each document: its nearest units
	wording  wordingScratch
	units    []match  // of each unit
	touched  []uint16 // the units that match
	postings termScratch
	groups   [256]float32
	scores   []float32
}

func newScratch(ix *Index) *scratch {
	return &scratch{
		stemmer: NewStemmer(),
		of:      make([]features, ix.size), nearest: make([][kept]nearUnit, ix.size), scores: make([]float32, ix.size),
		units: make([]match, len(ix.units)),
	}
}

// measure fills in the features of every document, but for how it is worded,
// which addWording does.
func (ix *Index) measure(s *scratch) {
	clear(s.of)
	clear(s.nearest)
	q := &s.question
	all := q.total + q.unknown
	if len(q.terms) == 0 {
		return
	}
	for i, t := range q.terms {
		beside := float32(0)
		if i > 0 {
			beside = min(q.terms[i-1].weight, t.weight) / all
		}
		ix.addTerm(s, i, t, t.weight/all, beside)
		ix.addRelated(s, t, all)
	}
	ix.addOutside(s)
	ix.addNearest(s, all)
	ix.addGroups(s)
}

// addTerm adds the i-th term of a question, with its share of the question, and what
// it counts beside the one before.
func (ix *Index) addTerm(s *scratch, i int, t term, share, beside float32) {
	step := share / most
	p := &s.postings
	p.read(ix.postings(t.id))
	for _, u := range p.mentions {
		m := s.match(u.unit, t.weight)
		if int(m.last) == i && m.at<<1&u.at != 0 {
			m.beside += beside
		}
		m.last, m.at = uint16(i+1), u.at
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
		name := step * float32(max(c[inTitle], c[inAliases]))
		if i == 0 {
			f[onFirst] = name
		}
		if !t.aside {
			f[onSubject] += name
		}
	}
}

// match adds the weight of a term to a unit that has it.
func (s *scratch) match(u uint16, weight float32) *match {
	m := &s.units[u]
	if m.terms == 0 {
		s.touched = append(s.touched, u)
	}
	m.terms += weight
	return m
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
	return min(s.units[u].terms/(float32(ix.units[u].rarity)*rarityStep), 1)
}

// addNearest adds what the units say that have terms of the question.
func (ix *Index) addNearest(s *scratch, all float32) {
	for _, i := range s.touched {
		u, m := &ix.units[i], &s.units[i]
		share := min(m.terms/all, 1)
		whole := ix.whole(s, i)
		f, field, near := &s.of[u.doc], ix.wordings.of[u.doc].field(int(i)), whole*share
		if field == inTitle {
			f[nearTitle] = max(f[nearTitle], near)
		}
		if field <= inAliases {
			f[nearName] = max(f[nearName], near)
			f[neighbours] = max(f[neighbours], m.beside)
			if whole > entire {
				f[wholeName] = max(f[wholeName], share)
			}
		}
		keep(&s.nearest[u.doc], nearUnit{near, i})
		*m = match{}
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
