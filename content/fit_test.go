package content

import (
	"cmp"
	"flag"
	"fmt"
	"go/format"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"mentorbot/content/search"
)

var (
	fitOn    = flag.String("fit", "", "comma-separated files of questions to fit the finder's weights to")
	fitWrite = flag.Bool("fit-write", false, "with -fit: write search/weights.go")
	fitOff   = flag.String("fit-off", "", "with -fit: comma-separated features to do without")
)

// TestFit fits the weights of package search: those of the features so that the
// softmax of the scores gives the right topics the highest probability (maximum
// likelihood with a penalty on the squares), and those of the evidence by
// logistic regression. It prints how often the right topic is found by weights
// that were fitted without the topics in question, in five parts.
//
// A file of questions has a header and tab-separated columns. The text is in the
// column text, question or message; the ids of the topics that answer it in
// topics or gold. Without any, the question is out of scope.
func TestFit(t *testing.T) {
	if *fitOn == "" {
		t.Skip("no -fit")
	}
	l, err := Load(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var rows []fitRow
	for _, file := range strings.Split(*fitOn, ",") {
		rows = append(rows, readFitRows(t, l, file)...)
	}
	features := search.FeatureNames()
	use := make([]bool, len(features))
	for i, name := range features {
		use[i] = !slices.Contains(strings.Split(*fitOff, ","), name)
	}
	for part := range fitParts {
		w := fitRanking(rows, use, part)
		for i := range rows {
			if r := &rows[i]; r.part == part && len(r.gold) > 0 {
				r.rank = r.rankBy(w)
			}
		}
	}
	for _, file := range strings.Split(*fitOn, ",") {
		t.Log(file, recall(rows, file))
	}
	weights := fitRanking(rows, use, -1)
	for i, name := range features {
		t.Logf("%-14s %.2f", name, weights[i])
	}
	scope := fitScope(t, l, rows, weights)
	if *fitWrite {
		writeWeights(t, weights, scope)
	}
}

const fitParts = 5

// A fitRow is a question with what explains it.
type fitRow struct {
	file     string
	text     string
	gold     []int
	part     int
	features [][]float32
	rank     int // of the first right topic, from 1; 0 if not in the first five
}

func readFitRows(t *testing.T, l *Library, file string) (rows []fitRow) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	column := map[string]int{}
	for i, name := range strings.Split(lines[0], "\t") {
		column[strings.NewReplacer("question", "text", "message", "text", "gold", "topics").Replace(name)] = i
	}
	for _, line := range lines[1:] {
		cells := strings.Split(strings.TrimRight(line, "\r"), "\t")
		r := fitRow{file: file, text: cells[column["text"]]}
		topics, labelled := column["topics"]
		inScope := labelled && cells[topics] != "-"
		if inScope {
			for _, id := range strings.FieldsFunc(cells[topics], func(c rune) bool { return c == ' ' || c == ',' }) {
				if doc := slices.IndexFunc(l.topics, func(t *Topic) bool { return t.ID == id }); doc >= 0 {
					r.gold = append(r.gold, doc)
				}
			}
			if len(r.gold) == 0 {
				continue // a topic to come
			}
			h := fnv.New32()
			fmt.Fprint(h, l.topics[r.gold[0]].ID)
			r.part = int(h.Sum32() % fitParts)
		}
		r.features = l.index.Explain(r.text).Features
		rows = append(rows, r)
	}
	return rows
}

func dot(w []float64, f []float32) (sum float64) {
	for i := range w {
		sum += w[i] * float64(f[i])
	}
	return sum
}

// rankBy returns at which place the first right topic comes.
func (r *fitRow) rankBy(w []float64) int {
	best := math.Inf(-1)
	for _, g := range r.gold {
		best = max(best, dot(w, r.features[g]))
	}
	rank := 1
	for doc, f := range r.features {
		if !slices.Contains(r.gold, doc) && dot(w, f) > best {
			rank++
		}
	}
	if rank > 5 {
		return 0
	}
	return rank
}

func recall(rows []fitRow, file string) string {
	var n, one, three, five float64
	for _, r := range rows {
		if r.file == file && len(r.gold) > 0 {
			n++
			if r.rank == 1 {
				one++
			}
			if r.rank > 0 && r.rank <= 3 {
				three++
			}
			if r.rank > 0 {
				five++
			}
		}
	}
	return fmt.Sprintf("%.0f questions: R@1 %.3f, R@3 %.3f, R@5 %.3f", n, one/n, three/n, five/n)
}

// fitRanking fits the weights of the features to all rows but those of a part.
func fitRanking(rows []fitRow, use []bool, without int) []float64 {
	const candidates, penalty = 40, 0.001
	type example struct {
		features [][]float32
		right    []bool
	}
	start := make([]float64, len(use))
	for i := range start {
		if use[i] {
			start[i] = 1
		}
	}
	var examples []example
	for _, r := range rows {
		if r.part == without || len(r.gold) == 0 {
			continue
		}
		docs := make([]int, len(r.features))
		for i := range docs {
			docs[i] = i
		}
		slices.SortStableFunc(docs, func(a, b int) int {
			return cmp.Compare(dot(start, r.features[b]), dot(start, r.features[a]))
		})
		var e example
		for i, doc := range docs {
			if right := slices.Contains(r.gold, doc); right || i < candidates {
				e.features, e.right = append(e.features, r.features[doc]), append(e.right, right)
			}
		}
		examples = append(examples, e)
	}
	return minimise(start, use, 200, func(w, gradient []float64) {
		for _, e := range examples {
			p := make([]float64, len(e.features))
			all, right := 0.0, 0.0
			for i, f := range e.features {
				p[i] = math.Exp(dot(w, f))
				all += p[i]
				if e.right[i] {
					right += p[i]
				}
			}
			for i, f := range e.features {
				d := p[i] / all
				if e.right[i] {
					d -= p[i] / right
				}
				for k := range gradient {
					gradient[k] += d * float64(f[k]) / float64(len(examples))
				}
			}
		}
		for k := range gradient {
			gradient[k] += penalty * w[k]
		}
	})
}

// minimise walks down a gradient (Adam: Kingma and Ba, 2015).
func minimise(w []float64, use []bool, steps int, gradientAt func(w, gradient []float64)) []float64 {
	w = slices.Clone(w)
	m, v := make([]float64, len(w)), make([]float64, len(w))
	for step := 1; step <= steps; step++ {
		g := make([]float64, len(w))
		gradientAt(w, g)
		rate := 1.0
		if step > steps/2 {
			rate = 0.2
		}
		for k := range w {
			if use != nil && !use[k] {
				continue
			}
			m[k] = 0.9*m[k] + 0.1*g[k]
			v[k] = 0.99*v[k] + 0.01*g[k]*g[k]
			w[k] -= rate * m[k] / (1 - math.Pow(0.9, float64(step))) / (math.Sqrt(v[k]/(1-math.Pow(0.99, float64(step)))) + 1e-9)
		}
	}
	return w
}

// fitScope fits the weights of the evidence, and prints what weights that were
// fitted without the questions concerned make of them.
func fitScope(t *testing.T, l *Library, rows []fitRow, weights []float64) []float64 {
	evidence := make([][]float32, len(rows))
	for i, r := range rows {
		evidence[i] = l.index.ExplainBy(r.text, weights).Evidence
	}
	likely := make([]float64, len(rows))
	for part := range fitParts {
		w := fitEvidence(rows, evidence, part)
		for i := range rows {
			if rows[i].scopePart() == part {
				likely[i] = logistic(dot(w, evidence[i]))
			}
		}
	}
	for limit := 0.2; limit < 0.5; limit += 0.02 {
		t.Logf("from %.2f on: %s", limit, outcomes(rows, likely, limit))
	}
	t.Log(reliability(rows, likely))
	scope := fitEvidence(rows, evidence, -1)
	for i, name := range search.EvidenceNames() {
		t.Logf("%-14s %.2f", name, scope[i])
	}
	return scope
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// scopePart is the part of a question when the weights of evidence are fitted.
func (r *fitRow) scopePart() int {
	h := fnv.New32()
	fmt.Fprint(h, r.text)
	return int(h.Sum32() % fitParts)
}

// fitEvidence fits the weights to all rows but those of a part. Questions in scope
// and messages out of scope count as much in all.
func fitEvidence(rows []fitRow, evidence [][]float32, without int) []float64 {
	var in, out float64
	for i := range rows {
		switch r := &rows[i]; {
		case r.scopePart() == without:
		case len(r.gold) > 0:
			in++
		default:
			out++
		}
	}
	const penalty = 0.001
	return minimise(make([]float64, len(search.EvidenceNames())), nil, 600, func(w, gradient []float64) {
		for i := range rows {
			if rows[i].scopePart() == without {
				continue
			}
			p := logistic(dot(w, evidence[i]))
			d := p / out / 2
			if len(rows[i].gold) > 0 {
				d = (p - 1) / in / 2
			}
			for k := range gradient {
				gradient[k] += d * float64(evidence[i][k])
			}
		}
		for k := range gradient {
			gradient[k] += penalty * w[k]
		}
	})
}

// reliability says, of ten bins of the probability of being in scope, how many
// questions are in each, and what share of them is, if questions in scope and
// messages out of scope count as much in all.
func reliability(rows []fitRow, likely []float64) string {
	var bins [10][2]float64 // out of scope, in scope
	var all [2]float64
	for i := range rows {
		in := min(len(rows[i].gold), 1)
		bins[min(int(likely[i]*10), 9)][in]++
		all[in]++
	}
	var b strings.Builder
	b.WriteString("probability: in scope, of questions")
	for i, n := range bins {
		in, out := n[1]/all[1], n[0]/all[0]
		fmt.Fprintf(&b, "\n%.1f: %.2f of %.0f", float64(i)/10, in/max(in+out, 1e-9), n[0]+n[1])
	}
	return b.String()
}

// outcomes says what share of each file's questions in scope is declined, and of
// its messages out of scope answered, if a probability decides.
func outcomes(rows []fitRow, likely []float64, limit float64) (line string) {
	for _, file := range strings.Split(*fitOn, ",") {
		var in, declined, out, answered float64
		for i, r := range rows {
			p := likely[i]
			switch {
			case r.file != file:
			case len(r.gold) > 0:
				in++
				if p < limit {
					declined++
				}
			default:
				out++
				if p >= limit {
					answered++
				}
			}
		}
		line += fmt.Sprintf(" declined %.3f, answered %.3f;", declined/max(in, 1), answered/max(out, 1))
	}
	return line
}

func writeWeights(t *testing.T, ranking, scope []float64) {
	var b strings.Builder
	b.WriteString("// Code generated by go test ./content -run TestFit -fit FILES -fit-write; DO NOT EDIT.\n\npackage search\n\n")
	for _, w := range []struct {
		name, size string
		weights    []float64
		names      []string
	}{
		{"weights", "featureCount", ranking, search.FeatureNames()},
		{"scopeWeights", "evidenceCount", scope, search.EvidenceNames()},
	} {
		fmt.Fprintf(&b, "var %s = [%s]float32{\n", w.name, w.size)
		for i, v := range w.weights {
			fmt.Fprintf(&b, "\t%.2f, // %s\n", v, w.names[i])
		}
		b.WriteString("}\n\n")
	}
	text, err := format.Source([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("search/weights.go", text, 0o644); err != nil {
		t.Fatal(err)
	}
}
