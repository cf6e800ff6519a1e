package content

import (
	"reflect"
	"testing"
)

func TestStats(t *testing.T) {
	s := Check(Source{Name: "tea", FS: tea(t)}).Stats
	words := func(skill, level int) int { return s.Skills[skill].Levels[level].Words }
	if words(0, 0) < 100 || words(0, 1) < 100 || words(1, 2) < 100 {
		t.Errorf("the words are %v", s)
	}
	want := &Stats{Projects: 1, Skills: []SkillStats{
		{
			Skill: "kitchen", Longest: 4, Versus: 1, Checked: "2026-11-20", Places: [5]int{2, 3, 0, 0, 0},
			Levels: [3]Count{{1, words(0, 0), 2, 3}, {1, words(0, 1), 1, 3}, {}},
		},
		{
			Skill: "table", Checked: "2026-11-20", Places: [5]int{1, 2, 0, 0, 0},
			Levels: [3]Count{{}, {}, {1, words(1, 2), 1, 3}},
		},
	}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got\n%+v\nwant\n%+v", s, want)
	}
	sum := s.Sum()
	if all := sum.All(); all.Topics != 3 || all.Tasks != 4 || all.Questions != 9 || sum.Longest != want.Skills[0].Longest+want.Skills[1].Longest {
		t.Errorf("the sum is %+v", sum)
	}
}
