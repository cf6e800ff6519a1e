package content

import (
	"slices"
	"strings"
	"testing"
)

// Code is found with its language, mark and output, without its indentation.
func TestCodeBlocks(t *testing.T) {
	text := "a\n```go\nx\n```\n- b\n\n  ```python run\n  if x:\n      y\n\n  ```\n\n```output\n1\n 2\n```\n```\n```\n````text\n```go\n```\n````\n```json\nopen"
	want := []CodeBlock{
		{File: "f", Line: 2, Lang: "go", Text: "x\n"},
		{File: "f", Line: 7, Lang: "python", Run: true, Text: "if x:\n    y\n\n", Output: "1\n 2\n"},
		{File: "f", Line: 13, Lang: "output", Text: "1\n 2\n"},
		{File: "f", Line: 17},
		{File: "f", Line: 19, Lang: "text", Text: "```go\n```\n"},
	}
	if got := codeBlocks("f", strings.Split(text, "\n")); !slices.Equal(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}
