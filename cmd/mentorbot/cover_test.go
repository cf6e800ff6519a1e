package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The lists that the curriculum is to cover are counted, and every gap has its line.
func TestContentCover(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, list string
		code       int
		want, err  string // LIST is the file; part of err
	}{
		{"terms", "term\ttopic\tkind\nLEFT JOIN\tdatabases/joins\tx\nJoin (any of them)\tdatabases/joins\tx\n", 0, "LIST: 2 of 2 rows covered\n", ""},
		{"a gap in each way", "term\ttopic\nLEF JOIN\tdatabases/joins\nleft join\tdatabases/none\n", 1,
			"LIST:2: \"LEF JOIN\" stands in no title, alias or heading of databases/joins\nLIST:3: there is no topic databases/none\nLIST: 0 of 2 rows covered\n", ""},
		{"ids", "id\ttitle\ndatabases/joins\tx\ndatabases/none\tx\n", 1, "LIST:3: there is no topic databases/none\nLIST: 1 of 2 rows covered\n", ""},
		{"no such columns", "a\tb\n", 1, "", "names neither id"},
		{"ragged", "id\ttitle\ndatabases/joins\n", 1, "", "wrong number of fields"},
		{"empty", "", 1, "", "EOF"},
	} {
		list := filepath.Join(t.TempDir(), "list.tsv")
		if err := os.WriteFile(list, []byte(tt.list), 0o600); err != nil {
			t.Fatal(err)
		}
		got := execute(t, nil, "", "content", "cover", list)
		if out := strings.ReplaceAll(got.out, list, "LIST"); got.code != tt.code || out != tt.want || !strings.Contains(got.err, tt.err) {
			t.Errorf("%s: exit %d, %q, %q", tt.name, got.code, out, got.err)
		}
	}
	if got := execute(t, nil, "", "content", "cover"); got.code != 2 {
		t.Errorf("no list: exit %d", got.code)
	}
}
