package content

import (
	"slices"
	"testing"
)

// Questions in other words are found, and turns of phrase are not.
func TestNearQuestions(t *testing.T) {
	for _, tt := range []struct {
		one, other string
		near       string // what is shared, or empty
	}{
		{"A profile update runs `user.update(**request.json)`. Which request shows the fault?",
			"A handler runs `user.update(**request.json)`. Which request shows the problem?", "7 of 14"},
		{"Which of these belong into the first five minutes? Choose all that apply.",
			"Which of these belong into the environment rather than the code? Choose all that apply.", ""},
		{"How long does black tea steep?", "How long does black tea steep in a pot of glass?", ""},
		{"One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty?",
			"A long text of which nothing at all stands in the one above, but for one two three four five six seven, and then it goes on in words of its own?", ""},
	} {
		d := draft{topics: []*Topic{
			{ID: "a/a", File: "a", Questions: []Question{{Text: tt.one, Line: 3}}},
			{ID: "a/b", File: "b", Questions: []Question{{Text: tt.other, Line: 4}}},
		}}
		d.checkNear()
		var got []string
		for _, m := range d.mistakes {
			got = append(got, m.String())
		}
		var want []string
		if tt.near != "" {
			want = []string{"b:4: the question is nearly the one at a:3: they share " + tt.near + " word trigrams"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q and %q:\n got %q\nwant %q", tt.one, tt.other, got, want)
		}
	}
}

// What is the very same is reported once, as the same.
func TestSameQuestionIsNotNear(t *testing.T) {
	text := "What of the leaf comes out first in water that is hot but does not boil?"
	d := draft{topics: []*Topic{
		{ID: "a/a", File: "a", Questions: []Question{{Text: text}}}, {ID: "a/b", File: "b", Questions: []Question{{Text: text + "!"}}},
	}}
	d.checkNear()
	if len(d.mistakes) > 0 {
		t.Error(d.mistakes)
	}
}
