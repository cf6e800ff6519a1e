package search

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is packed is read again.
func TestPostings(t *testing.T) {
	numbers := rapid.Custom(func(t *rapid.T) []uint16 {
		ns := rapid.SliceOfDistinct(rapid.Uint16(), rapid.ID[uint16]).Draw(t, "numbers")
		slices.Sort(ns)
		return ns
	})
	rapid.Check(t, func(t *rapid.T) {
		var names, asks []mention
		for _, u := range numbers.Draw(t, "names") {
			names = append(names, mention{u, rapid.Uint8().Draw(t, "at")})
		}
		for _, u := range numbers.Draw(t, "asks") {
			asks = append(asks, mention{unit: u})
		}
		var docs, called []posting
		var others, read []posting
		for _, doc := range numbers.Draw(t, "docs") {
			d := posting{doc: doc}
			for f := range d.row {
				d.row[f] = rapid.Uint8Range(0, most).Draw(t, "count")
			}
			if rapid.Bool().Draw(t, "called") {
				called = append(called, d)
			} else {
				d.row = row{inLead: d.row[inLead], inBody: d.row[inBody]}
				others = append(others, d)
			}
			docs = append(docs, d)
		}
		called = slices.DeleteFunc(called, func(d posting) bool { return !d.called() })
		if len(called)+len(others) < len(docs) {
			t.Skip("a document that is called so by nothing")
		}
		ix := &Index{packed: appendPostings(nil, names, asks, docs)}
		ix.starts = []uint32{0, uint32(len(ix.packed))}
		var s termScratch
		s.read(ix.postings(0))
		for doc := 0; len(s.others) > 0; {
			var r row
			if doc, r[inLead], r[inBody] = s.others.next(doc); r != (row{}) {
				read = append(read, posting{uint16(doc), r})
			}
		}
		others = slices.DeleteFunc(others, func(d posting) bool { return d.row == (row{}) })
		if !slices.Equal(s.mentions, append(names, asks...)) || !slices.Equal(s.called, called) || !slices.Equal(read, others) {
			t.Fatalf("packed %v, %v and %v, read %+v", names, asks, docs, s)
		}
		if ix.documents(0) != len(docs) {
			t.Fatalf("%d documents of %d", ix.documents(0), len(docs))
		}
	})
}

// How many runs of documents are read side by side changes nothing.
func TestRuns(t *testing.T) {
	one, terms := collect(shelf, 1)
	for runs := 2; runs < len(shelf)+2; runs++ {
		x, xTerms := collect(shelf, runs)
		if !reflect.DeepEqual(terms, xTerms) || !maps.Equal(one.words, x.words) || !reflect.DeepEqual(one.lengths, x.lengths) {
			t.Fatalf("the terms or lengths of %d runs differ from those of one", runs)
		}
		if !slices.Equal(one.units, x.units) || !slices.Equal(one.uses, x.uses) || !slices.Equal(sorted(one.counts), sorted(x.counts)) {
			t.Fatalf("the units or counts of %d runs differ from those of one", runs)
		}
	}
}

// sorted sorts counts, which are in no order within a field of a document.
func sorted(counts []count) []count {
	return slices.SortedFunc(slices.Values(counts), func(a, b count) int {
		return cmp.Or(cmp.Compare(a.doc, b.doc), cmp.Compare(a.field, b.field), cmp.Compare(a.term, b.term))
	})
}

// A lexicon numbers what it has in order, and finds nothing else.
func TestLexicon(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abé ")), 0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(word).Draw(t, "words")
		l := newLexicon(words)
		sorted := slices.Compact(slices.Sorted(slices.Values(words)))
		for _, w := range append(words, word.Draw(t, "any")) {
			want, has := slices.BinarySearch(sorted, w)
			if i, found := l.find(w); found != has || found && int(i) != want {
				t.Fatalf("%q in %q: %d, %v", w, words, i, found)
			}
		}
	})
}
