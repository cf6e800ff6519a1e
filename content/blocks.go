package content

import (
	"slices"
	"strings"
)

// runnable are the languages of examples that can be marked to be run.
var runnable = []string{"go", "js", "python", "sh"}

// A CodeBlock is fenced code in a content file.
type CodeBlock struct {
	File string
	Line int    // of the fence before it
	Lang string // as the fence says: "go"; empty if it says nothing that is understood
	Run  bool   // marked "run": a whole program that prints Output and needs nothing else
	Text string // without the fence's indentation; ends with a newline unless it is empty
	// Output is the text of the block that follows one marked "run".
	Output string
}

// blocks returns the code of the draft's topics and projects, in order.
func (d *draft) blocks() (all []CodeBlock) {
	for _, t := range d.topics {
		all = append(all, codeBlocks(t.File, strings.Split(d.text[t.ID], "\n"))...)
	}
	for _, p := range d.projects {
		all = append(all, codeBlocks(p.File, strings.Split(p.text, "\n"))...)
	}
	return all
}

// codeBlocks finds the fenced code in a file's lines. A fence that is not closed
// is none.
func codeBlocks(file string, lines []string) (all []CodeBlock) {
	open, start := "", 0
	for i, line := range lines {
		was := open
		switch open = fence(line, open); {
		case was == "" && open != "":
			start = i
		case was != "" && open == "":
			all = append(all, codeBlock(file, start+1, lines[start:i]))
			if n := len(all); n > 1 && all[n-1].Lang == "output" && all[n-2].Run {
				all[n-2].Output = all[n-1].Text
			}
		}
	}
	return all
}

// codeBlock reads the lines of a block but for its last fence.
func codeBlock(file string, line int, lines []string) CodeBlock {
	b := CodeBlock{File: file, Line: line, Text: unindented(lines)}
	if m := fenceLang.FindStringSubmatch(lines[0]); m != nil {
		b.Lang, b.Run = m[1], m[2] != ""
	}
	return b
}

// unindented returns the lines after a fence without its indentation.
func unindented(lines []string) string {
	indent := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	var text strings.Builder
	for _, l := range lines[1:] {
		text.WriteString(l[min(indent, len(l)-len(strings.TrimLeft(l, " "))):])
		text.WriteByte('\n')
	}
	return text.String()
}

// limitBlocks holds code that is marked to be run to having an output, and an
// output to being that of such code.
func (p *parser) limitBlocks() {
	all := codeBlocks(p.file, p.lines)
	for i, b := range all {
		hasOutput := i+1 < len(all) && all[i+1].Lang == "output"
		switch {
		case b.Run && !slices.Contains(runnable, b.Lang):
			p.mistake(b.Line, "only %s can be marked run, not %s", strings.Join(runnable, ", "), b.Lang)
		case b.Run && !hasOutput:
			p.mistake(b.Line, "what is marked run is followed by what it prints: ```output")
		case b.Lang == "output" && (i == 0 || !all[i-1].Run):
			p.mistake(b.Line, "an output follows the code that prints it, marked run; what nothing prints is ```text")
		}
	}
}
