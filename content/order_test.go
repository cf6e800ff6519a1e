package content

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What more builds on comes first, in runs of two or three of one skill; what
// comes at a higher level counts less; without either it is as given.
func TestTeachingOrderByValue(t *testing.T) {
	for _, c := range []struct{ name, topics, want string }{
		{"as given", "a/x 1; b/x 1; c/x 1", "a/x b/x c/x"},
		{"built on", "a/x 1; b/x 1; b/y 1 b/x; b/z 1 b/x", "b/x b/y a/x b/z"},
		{"built on further", "a/x 1; b/x 1; c/x 1 b/x; c/y 1 c/x", "b/x c/x c/y a/x"},
		{"pointed at", "a/x 1; b/x 1; c/x 1 ~b/x", "b/x a/x c/x"},
		{"now before later", "a/x 1; b/x 1; a/y 3 a/x; b/y 1 b/x", "b/x b/y a/x a/y"},
		{"runs", "a/a 1; a/b 1; a/c 1; a/d 1; a/e 1; b/a 1; b/b 1", "a/a a/b a/c b/a b/b a/d a/e"},
		{"levels first", "a/x 2; a/y 2 a/x; b/x 1", "b/x a/x a/y"},
	} {
		if got := orderOf(c.topics); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// orderOf is the order of topics written as "id level required ~related; …".
func orderOf(text string) string {
	var topics []*Topic
	for one := range strings.SplitSeq(text, "; ") {
		words := strings.Fields(one)
		skill, _, _ := strings.Cut(words[0], "/")
		topic := &Topic{ID: words[0], Skill: skill, Level: Level(words[1][0] - '0')}
		for _, id := range words[2:] {
			if related, ok := strings.CutPrefix(id, "~"); ok {
				topic.Related = append(topic.Related, related)
				continue
			}
			topic.Requires = append(topic.Requires, id)
		}
		topics = append(topics, topic)
	}
	var ids []string
	for _, topic := range teachingOrder(topics) {
		ids = append(ids, topic.ID)
	}
	return strings.Join(ids, " ")
}

// Every topic comes after those it requires, and no level before a lower one
// where the prerequisites allow it.
func TestTeachingOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "n")
		topics := make([]*Topic, n)
		for i := range topics {
			topics[i] = &Topic{ID: string(rune('a' + i)), Level: Level(rapid.IntRange(1, 3).Draw(t, "level"))}
			for j := range i {
				if topics[j].Level <= topics[i].Level && rapid.IntRange(0, 3).Draw(t, "requires") == 0 {
					topics[i].Requires = append(topics[i].Requires, topics[j].ID)
				}
			}
		}
		order := teachingOrder(rapid.Permutation(topics).Draw(t, "given"))
		if len(order) != n {
			t.Fatalf("%d of %d topics", len(order), n)
		}
		place := map[string]int{}
		for i, topic := range order {
			place[topic.ID] = i
			if i > 0 && order[i-1].Level > topic.Level {
				t.Fatalf("%s of level %s comes after level %s", topic.ID, topic.Level, order[i-1].Level)
			}
		}
		for _, topic := range order {
			for _, r := range topic.Requires {
				if place[r] > place[topic.ID] {
					t.Fatalf("%s comes before %s", topic.ID, r)
				}
			}
		}
	})
}

func TestTeachingOrderOfCircle(t *testing.T) {
	a, b, c := &Topic{ID: "a", Level: Entry, Requires: []string{"b"}}, &Topic{ID: "b", Level: Entry, Requires: []string{"a", "c"}}, &Topic{ID: "c", Level: Entry}
	if got := teachingOrder([]*Topic{a, b, c}); len(got) != 3 || got[0] != c {
		t.Errorf("order %v", got)
	}
}
