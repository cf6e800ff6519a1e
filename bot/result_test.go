package bot

import (
	"fmt"
	"math/bits"
	"strings"
	"testing"
)

// Nobody can tell from a result that somebody else was wrong: neither somebody who
// did not take part, nor one of those who did and knows their own answer. That is
// tried with every way in which up to six can be right and wrong.
func TestResultHidesWhoWasWrong(t *testing.T) {
	for n := 1; n <= 6; n++ {
		ways := map[string][]uint{} // by what is said; bit i is that i was right
		for way := range uint(1) << n {
			line := resultOf(n, bits.OnesCount(way)).line(true)
			ways[line] = append(ways[line], way)
		}
		for line, possible := range ways {
			if !strings.Contains(line, "p0") {
				continue // who took part is not known
			}
			for viewer := -1; viewer < n; viewer++ {
				for other := range n {
					if exposed(possible, viewer, other) {
						t.Errorf("%d, who sees %q, can tell that %d was wrong", viewer, line, other)
					}
				}
			}
		}
	}
}

// exposed says whether somebody who knows their own answer, whatever it is, can
// tell in some case that another was wrong. Viewer -1 has none.
func exposed(possible []uint, viewer, other int) bool {
	if viewer == other {
		return false
	}
	for _, own := range []uint{0, 1} {
		some, right := false, false
		for _, way := range possible {
			if viewer >= 0 && way>>viewer&1 != own {
				continue
			}
			some = true
			right = right || way>>other&1 == 1
		}
		if some && !right {
			return true
		}
	}
	return false
}

func resultOf(n, right int) *result {
	r := &result{right: right}
	for i := range n {
		r.names = append(r.names, fmt.Sprint("p", i))
	}
	return r
}

func TestResultLine(t *testing.T) {
	for _, c := range []struct {
		n, right int
		people   bool
		want     string
	}{
		{1, 0, true, "p0 took part."},
		{1, 1, false, "1 member took part."},
		{2, 1, true, "p0 and p1 took part."},
		{3, 2, true, "p0, p1 and p2 took part. 67 % had it right."},
		{3, 1, true, "3 members took part. 33 % had it right."},
		{3, 0, true, "3 members took part. 0 % had it right."},
		{3, 3, false, "3 members took part. 100 % had it right."},
	} {
		if got := resultOf(c.n, c.right).line(c.people); got != c.want {
			t.Errorf("%d of %d right, people %t: %q, want %q", c.right, c.n, c.people, got, c.want)
		}
	}
}
