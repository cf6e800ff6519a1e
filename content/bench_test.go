package content

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"mentorbot/content/search"
)

// synthetic returns a source of n topics: the embedded files over and over,
// under other names.
func synthetic(b *testing.B, n int) Source {
	b.Helper()
	names, err := fs.Glob(embedded, "topics/*/*.md")
	if err != nil || len(names) == 0 {
		b.Fatal("no embedded topics", err)
	}
	var skills strings.Builder
	files := fstest.MapFS{}
	for i := range n {
		data, err := embedded.ReadFile(names[i%len(names)])
		if err != nil {
			b.Fatal(err)
		}
		skill := fmt.Sprintf("s%d", i%24)
		files[fmt.Sprintf("%s/t%d.md", skill, i)] = &fstest.MapFile{Data: data}
		if i < 24 {
			fmt.Fprintf(&skills, "%s\tSkill %d\n", skill, i)
		}
	}
	files["skills.tsv"] = &fstest.MapFile{Data: []byte(skills.String())}
	return Source{Name: "synthetic", FS: files, trusted: true}
}

func BenchmarkLoad320(b *testing.B) {
	s := synthetic(b, 320)
	for b.Loop() {
		if _, err := Load(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse320(b *testing.B) {
	f := synthetic(b, 320).read()
	for b.Loop() {
		for i := range f.topics {
			parse(f.topics[i], grammar)
		}
	}
}

func BenchmarkIndex320(b *testing.B) {
	l, err := Load(synthetic(b, 320))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		search.New(documents(l.topics))
	}
}

func BenchmarkFind(b *testing.B) {
	l, err := Load(synthetic(b, 320))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Find("why does my left join return more rows than the orders table has, postgres 16?")
	}
}

func BenchmarkNearest(b *testing.B) {
	l, err := Load(synthetic(b, 320))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Nearest("databse idnexing", 3)
	}
}

func BenchmarkComplete(b *testing.B) {
	l, err := Load(synthetic(b, 320))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l.Complete("datab", 25)
	}
}
