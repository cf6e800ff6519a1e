package terminal

import (
	"os"

	"golang.org/x/term"
)

// A Screen is the window that a chat is shown in.
type Screen interface {
	// Raw turns the window's own line editing and echo off; restore turns them
	// on again.
	Raw() (restore func() error, err error)
	// Size returns how many columns and rows there are.
	Size() (columns, rows int, err error)
}

// Window returns the Screen of two files that are a terminal, or nil if either
// is not.
func Window(in, out *os.File) Screen {
	if !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		return nil
	}
	return window{int(in.Fd()), int(out.Fd())}
}

// A window is a Screen by its file descriptors.
type window struct{ in, out int }

func (w window) Raw() (func() error, error) {
	before, err := term.MakeRaw(w.in)
	if err != nil {
		return nil, err
	}
	return func() error { return term.Restore(w.in, before) }, nil
}

func (w window) Size() (columns, rows int, err error) { return term.GetSize(w.out) }
