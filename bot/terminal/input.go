package terminal

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"
)

// maxLine is how many bytes of a line are read; the rest of it is discarded. It
// is more than the bot accepts, so that the bot says what is wrong.
const maxLine = 128 << 10

// A lineReader reads lines of a pipe.
type lineReader struct{ buf *bufio.Reader }

// ReadLine returns the next line without its end ("\n" or "\r\n"), at most
// maxLine bytes of it. The last one needs no end. Then comes io.EOF.
func (r lineReader) ReadLine() (string, error) {
	var line []byte
	for {
		chunk, err := r.buf.ReadSlice('\n')
		line = append(line, chunk[:min(len(chunk), maxLine-len(line))]...)
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && (err != io.EOF || len(line) == 0) {
			return "", err
		}
		return strings.TrimSuffix(strings.TrimSuffix(string(line), "\n"), "\r"), nil
	}
}

// A source is a reader whose Read gives up with io.EOF when its context is done.
// It reads at most one chunk ahead.
type source struct {
	ctx    context.Context
	chunks chan []byte
	err    error // why there are no more chunks; set before chunks is closed
	rest   []byte
}

// newSource starts to read. Filter, if there is one, sees every chunk as it
// comes and returns what is left of it.
func newSource(ctx context.Context, in io.Reader, filter func([]byte) []byte) *source {
	s := &source{ctx: ctx, chunks: make(chan []byte)}
	go s.pump(in, filter)
	return s
}

func (s *source) pump(in io.Reader, filter func([]byte) []byte) {
	defer close(s.chunks)
	for s.err == nil {
		buf := make([]byte, 4096)
		n, err := in.Read(buf)
		s.err = err
		chunk := buf[:n]
		if filter != nil {
			chunk = filter(chunk)
		}
		select {
		case s.chunks <- chunk:
		case <-s.ctx.Done():
			s.err = io.EOF
		}
	}
}

func (s *source) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		select {
		case chunk, ok := <-s.chunks:
			if !ok {
				return 0, s.err
			}
			s.rest = chunk
		case <-s.ctx.Done():
			return 0, io.EOF
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

const (
	ctrlC  = 0x03
	escape = 0x1b
)

// keys filters what a window in raw mode sends. Ctrl-C leaves, also while a line
// is being answered. The Escape key alone is dropped: the editor would take what
// is typed after it for the rest of a sequence.
func keys(leave func()) func([]byte) []byte {
	return func(chunk []byte) []byte {
		if bytes.IndexByte(chunk, ctrlC) >= 0 {
			leave()
		}
		if len(chunk) == 1 && chunk[0] == escape {
			return nil
		}
		return chunk
	}
}
