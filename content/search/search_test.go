package search

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shelf are a few documents to look for.
var shelf = []Document{
	{Title: "Indexes", Aliases: []string{"index", "database index", "covering index"}, Asks: []string{"why is my query slow"}, Lead: []string{"A sorted structure beside the table."}, Body: []string{"Postgres walks the tree, in PostgreSQL as in MySQL."}},
	{Title: "Load balancing", Aliases: []string{"load balancer", "round robin"}, Asks: []string{"how do i spread requests over servers"}, Body: []string{"A health check, a kubernetes service."}, Group: 1},
	{Title: "Kubernetes", Aliases: []string{"k8s", "pod"}, Asks: []string{"why does my pod restart"}, Body: []string{"kubernetes kubernetes kubernetes"}, Group: 1},
	{Title: "Inner joins", Aliases: []string{"inner join", "sql join"}, Asks: []string{"combine rows of two tables"}},
	{Title: "Outer joins", Aliases: []string{"outer join", "left join"}, Asks: []string{"keep rows without a match"}},
	{Title: "C#", Aliases: []string{".NET", "csharp"}, Asks: []string{"is c# compiled"}, Group: 2},
	{Title: "Node.js", Aliases: []string{"node"}, Asks: []string{"what is the event loop"}, Group: 2},
	{Title: "Caching", Aliases: []string{"cache"}, Asks: []string{"keep a copy near to the reader"}, Group: 1},
}

func TestFind(t *testing.T) {
	ix := New(shelf)
	for question, want := range map[string]int{
		"what is a covering index":   0,
		"my databse indx is slow":    0, // two typos
		"loadbalancer":               1,
		"load-balancer?":             1,
		"K8S!":                       2,
		"kuberntes pod restarts":     2,
		"rows of two tables in node": 3,
		"left join keeps a match":    4,
		"dotnet":                     5,
		"is CSharp compiled":         5,
		"nodejs event loop":          6,
		"node js":                    6,
		"cacheing":                   7,
		"Cached copies? I use Node.js and a pod.": 7,
		"caching \x00 \xff 世界 🙂 <b>'; DROP TABLE": 7,
	} {
		r := ix.Find(question, 3)
		if len(r.Hits) != 3 || r.Hits[0].Doc != want {
			t.Errorf("Find(%q) = %+v, want %s", question, r, shelf[want].Title)
		}
	}
}

// What nobody asked about anything here is out of scope, whatever it looks like.
func TestScope(t *testing.T) {
	ix := New(shelf)
	in := ix.Find("what is a covering index", 3).Scope
	for _, text := range []string{"", "   ", "🙂", "...", "12345", "what is the", "\x00\x01", "qwertz asdfgh yxcvb", "weather in paris tomorrow", "bake bread", "мой кот"} {
		if got := ix.Find(text, 3).Scope; got >= in || got > 0.4 {
			t.Errorf("%q is in scope by %.2f, a question by %.2f", text, got, in)
		}
	}
	if r := New(nil).Find("what is a covering index", 3); len(r.Hits) != 0 || r.Scope != 0 {
		t.Errorf("found %+v in nothing", r)
	}
}

// Known words are never mended, nor short ones, nor words that begin otherwise.
func TestMend(t *testing.T) {
	ix, s := New(shelf), NewStemmer()
	for word, want := range map[string]string{
		"kuberntes": "kubernetes", "kubernetse": "kubernetes", "kubernettes": "kubernetes", "balancr": "balancer", "idnex": "index",
		"tabel": "table", "quer": "query", "quey": "query", "tabl": "table", "uery": "", "ndoe": "node", "nods": "", "diffrent": "different", "xubernetes": "", "caching2": "", "": "",
	} {
		got, _ := ix.mend(s, word)
		expected := unknownWord
		if want != "" {
			expected, _ = ix.term(s, want)
		}
		if got != expected {
			t.Errorf("mend(%q) = %d, want %q, %d", word, got, want, expected)
		}
	}
}

func TestPair(t *testing.T) {
	ix := New(shelf)
	for text, want := range map[string][2]int{
		"inner join vs outer join":                      {3, 4},
		"What's the difference between C# and Node.js?": {5, 6},
		"compare kubernetes with a load balancer":       {2, 1},
		"inner or outer join":                           {3, 4},
		"caching versus covering index":                 {7, 0},
		"should I use a cache instead of an index":      {7, 0},
		"is kubernetes better than a load balancer":     {2, 1},
		"node.js v c#":                                  {6, 5},
		"how is a cache different from an index?":       {7, 0},
		"how do a cache and an index differ":            {7, 0},
		"cache and index differences?":                  {7, 0},
		"inner join":                                    {},
		"index over 5 times faster in a cache":          {},
		"index and cache":                               {},
		"inner join vs something else":                  {},
		"sql join vs inner join":                        {},
		" vs ":                                          {},
		"difference between":                            {},
		strings.Repeat("a vs b or ", 300):               {},
	} {
		one, other, ok := ix.Pair(text)
		if got := [2]int{one, other}; ok != (want != [2]int{}) || ok && got != want {
			t.Errorf("Pair(%.50q) = %v, %v, want %v", text, got, ok, want)
		}
	}
}

// What is said of why a document was found adds up to what Find says.
func TestWhy(t *testing.T) {
	ix := New(shelf)
	sum := func(shares []Share) (sum float64) {
		for i, s := range shares {
			if sum += float64(s.Product()); i > 0 && math.Abs(float64(s.Product())) > math.Abs(float64(shares[i-1].Product())) {
				t.Errorf("%+v stands after %+v", s, shares[i-1])
			}
		}
		return sum
	}
	for _, text := range []string{"what is a covering index", "left join keeps a match", "kuberntes", "bake bread"} {
		r, hits, scope := ix.Why(text, 3)
		if found := ix.Find(text, 3); !reflect.DeepEqual(r, found) {
			t.Errorf("Why(%q) = %+v, found %+v", text, r, found)
		}
		if r.Scope > 0 {
			if p := 1 / (1 + math.Exp(-sum(scope))); math.Abs(p-r.Scope) > 1e-4 {
				t.Errorf("%q: the shares say %v, Find %v", text, p, r.Scope)
			}
		}
		ratio := math.Exp(sum(hits[1]) - sum(hits[0]))
		if got := r.Hits[1].Score; math.Abs(got-r.Hits[0].Score*ratio) > 1e-4 {
			t.Errorf("%q: the second has %v, by its shares %v", text, got, r.Hits[0].Score*ratio)
		}
	}
}

func TestIsGreeting(t *testing.T) {
	for text, want := range map[string]bool{
		"hi": true, "Hello there!": true, "thanks a lot": true, "hey there, good day": true, "nice": true, "got it": true,
		"": false, "a": false, "that was a lot": false, "hi, what is an index": false, "indexes": false, strings.Repeat("hi ", 9): false,
	} {
		if got := IsGreeting(text); got != want {
			t.Errorf("IsGreeting(%q) = %t", text, got)
		}
	}
}

func TestNames(t *testing.T) {
	names := []string{"indexes", "database index", "index", "load balancer", "index", ""}
	n := NewNames(len(names), func(i int) string { return names[i] })
	if got := n.Called("index"); !reflect.DeepEqual(got, []int{2, 4}) {
		t.Errorf("index is %v", got)
	}
	if got := n.Called("inde"); got != nil {
		t.Errorf("inde is %v", got)
	}
	if got := n.Beginning("ind"); !reflect.DeepEqual(got, []int{2, 4, 0, 1}) {
		t.Errorf("ind begins %v", got)
	}
	if got := n.Nearest("load blancer"); len(got) == 0 || got[0].Name != 3 || got[0].Distance != 1.0/13 {
		t.Errorf("nearest is %v", got)
	}
}

// A name begins with itself, and is called so; with one slip in it, it is the
// nearest or as near as any.
func TestNamesFound(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcde ")), 4, 20, -1)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(word, 1, 40).Draw(t, "names")
		n := NewNames(len(names), func(i int) string { return names[i] })
		i := rapid.IntRange(0, len(names)-1).Draw(t, "i")
		if !slices.Contains(n.Called(names[i]), i) || !slices.Contains(n.Beginning(names[i]), i) {
			t.Fatalf("%q is not found", names[i])
		}
		at := rapid.IntRange(0, len(names[i])-1).Draw(t, "at")
		slip := names[i][:at] + "x" + names[i][at+1:]
		if got := n.Nearest(slip)[0]; got.Distance > 1/float64(len(slip)) {
			t.Fatalf("nearest to %q is %q", slip, names[got.Name])
		}
	})
}

// The time of a question does not grow with its length beyond what is read.
func TestLongQuestion(t *testing.T) {
	ix := New(shelf)
	for _, text := range []string{"index vs ", "lorem.ipsum/dolor ", "a-", "x", "?! ", "🙂", "\x00", "difference between ", "ſſ"} {
		text = strings.Repeat(text, 1<<20/len(text))
		start := time.Now()
		ix.Find(text, 5)
		ix.Pair(text)
		IsGreeting(text)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%.20q took %v", text, took)
		}
	}
}

// So many unknown words are looked into that the time of a question of nothing
// but typos stays near to that of others.
func TestRepairsAreBounded(t *testing.T) {
	ix := New(shelf)
	for n, want := range map[int]bool{0: true, maxRepaired - 1: true, maxRepaired: false, 50: false} {
		s := ix.scratch.Get().(*scratch)
		q := ix.parse(s, strings.Repeat("zzyzx ", n)+"kuberntes")
		if got := len(q.terms) == 1; got != want {
			t.Errorf("after %d unknown words another is mended: %t", n, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", "why is my index slow?", "c++ c# .net n+1", "''''", "a vs b", "difference between x and", "\xff\xfe", "世界 İstanbul ß", "loadbalancr databse", strings.Repeat("a-", 2000), "ignore all instructions; <script>"} {
		f.Add(s)
	}
	ix := New(shelf)
	f.Fuzz(func(t *testing.T, text string) {
		r := ix.Find(text, 5)
		sum := 0.0
		for i, h := range r.Hits {
			if h.Score < 0 || i > 0 && h.Score > r.Hits[i-1].Score {
				t.Errorf("Find(%q) = %v", text, r)
			}
			sum += h.Score
		}
		if len(r.Hits) != 5 || !(r.Scope >= 0 && r.Scope <= 1) || sum > r.Scope+1e-6 {
			t.Errorf("Find(%q) = %v, in all %v", text, r, sum)
		}
		if !reflect.DeepEqual(r, ix.Find(text, 5)) {
			t.Errorf("Find(%q) differs", text)
		}
		if one, other, ok := ix.Pair(text); ok && (one == other || max(one, other) >= len(shelf)) {
			t.Errorf("Pair(%q) = %d, %d", text, one, other)
		}
		IsGreeting(text)
	})
}
