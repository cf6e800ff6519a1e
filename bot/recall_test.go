package bot

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What is kept briefly is the latest value of the most recent keys, until it is
// too old.
func TestBrief(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const long, most = 10 * time.Second, 3
		type entry struct {
			key, value int
			at         time.Time
		}
		var want []entry // oldest first
		b := newBrief[int, int](long, most)
		now := begin
		for range rapid.IntRange(1, 50).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 4).Draw(t, "seconds")) * time.Second)
			key, value := rapid.IntRange(0, 5).Draw(t, "key"), rapid.Int().Draw(t, "value")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				b.drop(func(k int) bool { return k == key })
				want = slices.DeleteFunc(want, func(e entry) bool { return e.key == key })
			default:
				b.put(now, key, value)
				want = append(slices.DeleteFunc(want, func(e entry) bool { return e.key == key }), entry{key, value, now})
			}
			want = slices.DeleteFunc(want, func(e entry) bool { return now.Sub(e.at) >= long })
			want = want[max(0, len(want)-most):]
			for key := range 6 {
				got, ok := b.get(now, key)
				i := slices.IndexFunc(want, func(e entry) bool { return e.key == key })
				if ok != (i >= 0) || ok && got != want[i].value {
					t.Fatalf("get(%d) = %d, %t; kept are %v", key, got, ok, want)
				}
			}
			if len(b.at) != b.order.Len() || len(b.at) > most {
				t.Fatalf("%d keys, %d in order", len(b.at), b.order.Len())
			}
		}
	})
}

func TestQuestionStamp(t *testing.T) {
	at := begin.Add(123 * time.Millisecond)
	if got, ok := parseQuestionStamp(questionStamp(at.Add(456 * time.Microsecond))); !ok || !got.Equal(at) {
		t.Errorf("read %v, %t; want %v", got, ok, at)
	}
	for _, text := range []string{"", "0", "-1", "zz zz", "zzzzzzzzzz", "é", "harm!"} {
		if at, ok := parseQuestionStamp(text); ok {
			t.Errorf("%q is %v", text, at)
		}
	}
}

// What is in mind of a member goes when their data does.
func TestForgetRecall(t *testing.T) {
	d := newDesk(t)
	d.say("slack:T1", "ann", "how do i write a letter to the king of siam")
	d.say("slack:T1", "bob", "what is an index")
	d.say("slack:T1", "ann", "what is an index")
	d.say("slack:T1", "ann", "mydata delete yes")
	if len(d.recall.held.at) != 1 || len(d.recall.talk.at) != 1 {
		t.Errorf("%d questions and %d conversations are in mind", len(d.recall.held.at), len(d.recall.talk.at))
	}
}
