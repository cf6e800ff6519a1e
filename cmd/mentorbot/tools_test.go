package main

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbot/content"
)

// Whole files and fragments parse; what does not is found with its line.
func TestParseBlocks(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"go", "package p\n\nfunc f() {}\n", ""},
		{"go", "func f() {}\n\nvar x = 1\n", ""},
		{"go", "x := f()\nif x {\n\treturn\n}\n", ""},
		{"go", "x := f()\nif x {\n", "the go does not parse: "},
		{"js", "import fs from 'fs';\nawait f();\n", ""},
		{"js", "const fs = require('fs');\nwith (fs) {}\n", ""},
		{"js", "return await f();\n", ""},
		{"js", "let x = 1;\nlet y = ;\n", "the js does not parse: 2: Unexpected token"},
		{"python", "async with a as b:\n    pass\nreturn 1\n", ""},
		{"python", "x = 1\nif x\n", "the python does not parse: 2: expected ':'"},
		{"sh", "for f in *; do echo $f; done\n", ""},
		{"sh", "echo a\nif true; then\n", "the sh does not parse: 3: syntax error"},
		{"sql", "SELECT a FROM b WHERE c = $1;\nCREATE FUNCTION f() RETURNS int AS $$ BEGIN; $$ LANGUAGE plpgsql;\n", ""},
		{"sql", "PRAGMA foreign_keys = ON;\nCREATE TABLE t (a, b); -- without types\n", ""},
		{"sql", "SELECT a\nFORM b;\n", "the sql does not parse: 2: syntax error at or near"},
		{"text", "nothing of the kind {", ""},
	} {
		mistakes, skipped := parseBlocks(t.Context(), []content.CodeBlock{{File: "f.md", Line: 7, Lang: tt.lang, Text: tt.text}})
		if len(skipped) > 0 {
			t.Log("skipped:", skipped)
			continue
		}
		got := mistakes.Error()
		if (tt.want == "") != (got == "") || !strings.HasPrefix(got, "f.md:7: "+tt.want) && tt.want != "" {
			t.Errorf("%s %q: got %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

// What no tool parses, or whose tool is not here, is said.
func TestParseBlocksSkips(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, skipped := parseBlocks(t.Context(), []content.CodeBlock{{Lang: "rust"}, {Lang: "c"}, {Lang: "rust"}, {Lang: "json"}, {Lang: "go"}})
	want := []string{"1 blocks of go: there is no gofmt here (Debian: golang-go)", "blocks of languages that no tool here parses: c 1, rust 2"}
	if !slices.Equal(skipped, want) {
		t.Errorf("got %q, want %q", skipped, want)
	}
	_, skipped = runBlocks(t.Context(), []content.CodeBlock{{Lang: "python", Run: true}, {Lang: "python", Run: true}, {Lang: "python"}})
	if want := []string{"2 examples: there is no python3 here (Debian: python3)"}; !slices.Equal(skipped, want) {
		t.Errorf("got %q, want %q", skipped, want)
	}
}

// A program that does not end is ended, with what it started.
func TestExternalEnds(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash here")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := (external{}).call(ctx, "bash", "-c", "sleep 600 & read -t 600 < <(sleep 600)"); err == nil {
		t.Error("it ended")
	}
	if _, err := (external{}).call(t.Context(), "no-such-command"); err == nil || err.Error() != "there is no no-such-command here" {
		t.Error(err)
	}
}

func TestRunBlocks(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash here")
	}
	for _, tt := range []struct{ text, output, want string }{
		{"echo a; echo b", "a\nb\n", ""},
		{"echo 'a  '; echo", "a\n", ""},
		{"echo a; echo c", "a\nb\n", `in line 2 the example prints "c", and its output shows "b"`},
		{"echo a", "a\nb\n", "the example prints 1 lines, and its output shows 2"},
		{"echo a; echo b", "a\n", `in line 2 the example prints "b", and its output shows nothing more`},
		{"echo a; echo no >&2; exit 3", "a\n", "the example ends with 3: no"},
		{"touch here; ls; echo $LANG $TZ", "here\nmain.sh\nC.UTF-8 UTC\n", ""},
		{"[ $HOME = $PWD ] && read x || echo nothing to read", "nothing to read", ""},
	} {
		mistakes, skipped := runBlocks(t.Context(), []content.CodeBlock{{File: "f.md", Line: 7, Lang: "sh", Run: true, Text: tt.text, Output: tt.output}})
		want := ""
		if tt.want != "" {
			want = "f.md:7: " + tt.want
		}
		if got := mistakes.Error(); got != want || len(skipped) > 0 {
			t.Errorf("%q: got %q, %q, want %q", tt.text, got, skipped, want)
		}
	}
}
