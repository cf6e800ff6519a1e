package terminal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// maxHistory is how many lines are kept.
	maxHistory = 500
	// maxHistoryLine is how many bytes a line may have to be kept.
	maxHistoryLine = 1000
)

// A history is the lines that were typed, kept in a file that only its owner can
// read. It is a term.History.
type history struct {
	path  string   // "" keeps them in memory
	lines []string // oldest first
	err   error    // the first that came between the lines and the file
}

// readHistory reads the history in a file, which need not exist.
func readHistory(path string) *history {
	h := &history{path: path}
	if path == "" {
		return h
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h
	}
	if err != nil {
		h.fail(err)
		return h
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxHistory*(maxHistoryLine+1)))
	h.fail(err)
	for line := range strings.Lines(string(text)) {
		h.append(line)
	}
	return h
}

// fail keeps the first error, and leaves the file alone from then on.
func (h *history) fail(err error) {
	if err != nil && h.err == nil {
		h.err, h.path = err, ""
	}
}

// Add appends a line and writes the file, so that closing the window loses
// nothing.
func (h *history) Add(line string) {
	if h.append(line) && h.path != "" {
		h.fail(h.write())
	}
}

// append adds a line that is worth having and reports whether it was.
func (h *history) append(line string) bool {
	line = cleanLine(line)
	n := len(h.lines)
	if line == "" || len(line) > maxHistoryLine || n > 0 && h.lines[n-1] == line {
		return false
	}
	if n == maxHistory {
		h.lines = slices.Delete(h.lines, 0, 1)
	}
	h.lines = append(h.lines, line)
	return true
}

// write replaces the file. A temporary file has mode 0600.
func (h *history) write() error {
	file, err := os.CreateTemp(filepath.Dir(h.path), filepath.Base(h.path)+".*")
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, strings.Join(h.lines, "\n")+"\n")
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), h.path)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// Len is how many lines there are.
func (h *history) Len() int { return len(h.lines) }

// At returns a line; 0 is the latest.
func (h *history) At(i int) string { return h.lines[len(h.lines)-1-i] }
