package content

import (
	"flag"
	goparser "go/parser"
	"go/token"
	"os"
	"slices"
	"testing"
)

var updateIDs = flag.Bool("update-ids", false, "append the ids that are new to ids.txt")

// The curriculum has no mistakes: Load relies on it.
func TestEmbedded(t *testing.T) {
	report := Check(Embedded())
	t.Log(report.Stats.Totals())
	if n := len(report.Mistakes); n > 0 {
		t.Errorf("%d mistakes:\n%v", n, report.Mistakes)
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
		t.Error(d.mistakes.Sorted())
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

// Go code parses: as a file, as declarations, or as statements.
func TestGoCodeParses(t *testing.T) {
	for _, b := range Check(Embedded()).Blocks {
		if b.Lang != "go" {
			continue
		}
		var errs []error
		for _, around := range [][2]string{{"", ""}, {"package p\n", ""}, {"package p\nfunc _() {\n", "\n}"}} {
			_, err := goparser.ParseFile(token.NewFileSet(), "", around[0]+b.Text+around[1], goparser.SkipObjectResolution)
			errs = append(errs, err)
		}
		if !slices.Contains(errs, nil) {
			t.Errorf("%s:%d: %v", b.File, b.Line, errs)
		}
	}
}
