package content

import (
	"flag"
	goparser "go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var updateIDs = flag.Bool("update-ids", false, "append the ids that are new to ids.txt")

// The curriculum has no mistakes: Load relies on it.
func TestEmbedded(t *testing.T) {
	totals, mistakes := Check(Embedded())
	t.Log(totals)
	if len(mistakes) > 0 {
		t.Errorf("%d mistakes:\n%v", len(mistakes), mistakes)
	}
	if _, err := Load(Embedded()); err != nil {
		t.Error(err)
	}
}

// Every id that is used is in ids.txt, and every id there is used or said to be
// gone. With -update-ids the new ones are appended.
func TestIDs(t *testing.T) {
	d := readAll([]Source{Embedded()}, func(*files) rules { return grammar })
	list := d.files[0].ids
	if *updateIDs {
		list.text = appendIDs(t, d, list.text)
	}
	d.mistakes = nil
	d.checkIDs(list)
	if len(d.mistakes) > 0 {
		t.Error(d.mistakes.sorted())
	}
}

// appendIDs writes ids.txt with the new ids at its end and returns its text.
func appendIDs(t *testing.T, d *draft, text string) string {
	t.Helper()
	listed := readIDs(&file{text: text}, &Mistakes{})
	for _, topic := range d.topics {
		for _, id := range topic.ids() {
			if _, known := listed.lines[id]; !known {
				text += id + "\n"
			}
		}
	}
	if err := os.WriteFile("ids.txt", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return text
}

var goFence = regexp.MustCompile("(?s)\n *```go(?: run)?\n(.*?)\n *```")

// Go code parses: as a file, as declarations, or as statements.
func TestGoCodeParses(t *testing.T) {
	for _, f := range Embedded().read().topics {
		for _, m := range goFence.FindAllStringSubmatchIndex(f.text, -1) {
			code := f.text[m[2]:m[3]]
			var errs []error
			for _, around := range [][2]string{{"", ""}, {"package p\n", ""}, {"package p\nfunc _() {\n", "\n}"}} {
				_, err := goparser.ParseFile(token.NewFileSet(), "", around[0]+code+around[1], goparser.SkipObjectResolution)
				errs = append(errs, err)
			}
			if !slices.Contains(errs, nil) {
				t.Errorf("%s:%d: %v", f.name, 1+strings.Count(f.text[:m[2]], "\n"), errs)
			}
		}
	}
}
