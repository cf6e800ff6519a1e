package content

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"
)

// maxFile bounds a content file, in bytes; a topic is about a hundredth of it.
const maxFile = 1 << 20

//go:embed topics projects skills.tsv ids.txt
var embedded embed.FS

// A Source is a directory of topics: <skill>/<topic>.md in FS itself, or in its
// directory "topics" if there is one; projects/<id>.md, skills.tsv and ids.txt in
// FS itself.
type Source struct {
	Name string // stands before the paths in mistakes
	FS   fs.FS

	dir     string // opened while reading, instead of FS
	trusted bool   // tests have checked it: Load need not
}

// Embedded returns the curriculum that is compiled in.
func Embedded() Source {
	return Source{Name: "content", FS: embedded, trusted: true}
}

// Dir returns an operator's directory, which is read when the Source is loaded
// or checked. Links that lead out of it are not followed.
func Dir(dir string) (Source, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return Source{}, fmt.Errorf("content directory: %w", err)
	}
	if !info.IsDir() {
		return Source{}, fmt.Errorf("content directory: %s is not a directory", dir)
	}
	return Source{Name: dir, dir: dir}, nil
}

// Over returns what to load or check for an operator's directory: the directory
// over the embedded curriculum, or alone if it is a whole curriculum.
func Over(dir Source) []Source {
	if dir.whole() {
		return []Source{dir}
	}
	return []Source{Embedded(), dir}
}

// whole reports whether the source has a list of all ids ever used.
func (s Source) whole() bool {
	found := false
	_ = s.open(func(fsys fs.FS) { // a directory that cannot be opened is a mistake when it is read
		_, err := fs.Stat(fsys, "ids.txt")
		found = err == nil
	})
	return found
}

// open calls use with the source's files; they are not used afterwards.
func (s Source) open(use func(fs.FS)) error {
	if s.dir == "" {
		use(s.FS)
		return nil
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	use(root.FS())
	return nil
}

// files is what was found in a source, unparsed.
type files struct {
	source      Source
	topics      []file
	projects    []file
	skills, ids *file
	mistakes    Mistakes
}

// A file is a content file's text.
type file struct {
	name string // as mistakes show it
	id   string // of its topic
	text string
}

// read finds and reads the files of the source. A file that cannot be taken is
// a mistake.
func (s Source) read() *files {
	f := &files{source: s}
	if err := s.open(f.walk); err != nil {
		f.mistakes.add(s.Name, 1, "%v", err)
	}
	return f
}

func (f *files) walk(fsys fs.FS) {
	f.skills = f.optional(fsys, "skills.tsv")
	f.ids = f.optional(fsys, "ids.txt")
	root := "."
	if isDir(fsys, "topics") {
		root = "topics"
	}
	for _, name := range f.list(fsys, root) {
		p := path.Join(root, name)
		switch {
		case p == "projects":
		case isDir(fsys, p):
			f.topics = append(f.topics, f.markdown(fsys, p, name+"/")...)
		case strings.HasSuffix(name, ".md") && name != "README.md":
			f.mistakes.add(f.shown(p), 1, "a topic lies in the directory of its skill: <skill>/<topic>.md")
		}
	}
	if isDir(fsys, "projects") {
		f.projects = f.markdown(fsys, "projects", "")
	}
	if len(f.topics)+len(f.projects) == 0 && len(f.mistakes) == 0 {
		f.mistakes.add(f.source.Name, 1, "no topics here: they lie in <skill>/<topic>.md, or in topics/<skill>/<topic>.md")
	}
}

// markdown reads the files NAME.md in a directory; their ids are NAME after the
// prefix.
func (f *files) markdown(fsys fs.FS, dir, prefix string) (all []file) {
	for _, name := range f.list(fsys, dir) {
		p := path.Join(dir, name)
		id, isMarkdown := strings.CutSuffix(name, ".md")
		switch {
		case isDir(fsys, p):
			f.mistakes.add(f.shown(p), 1, "a directory inside %s is not read", dir)
		case isMarkdown:
			if text, ok := f.load(fsys, p); ok {
				all = append(all, file{f.shown(p), prefix + id, text})
			}
		}
	}
	return all
}

// list returns the names in a directory, in order, without hidden ones. A link
// that leads out of the source, or nowhere, is a mistake.
func (f *files) list(fsys fs.FS, dir string) []string {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		f.mistakes.add(f.shown(dir), 1, "%v", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		p := path.Join(dir, e.Name())
		if _, err := fs.Stat(fsys, p); err != nil && e.Type()&fs.ModeSymlink != 0 {
			f.mistakes.add(f.shown(p), 1, "a symbolic link that leads out of the content directory, or nowhere, is not followed: put the file itself here")
			continue
		}
		names = append(names, e.Name())
	}
	return names
}

func (f *files) optional(fsys fs.FS, name string) *file {
	if _, err := fs.Stat(fsys, name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	text, ok := f.load(fsys, name)
	if !ok {
		return nil
	}
	return &file{name: f.shown(name), text: text}
}

// load reads one file of at most maxFile bytes of UTF-8, with "\n" at the end
// of lines.
func (f *files) load(fsys fs.FS, name string) (text string, ok bool) {
	data, err := readFile(fsys, name)
	if err != nil {
		f.mistakes.add(f.shown(name), 1, "%v", err)
		return "", false
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	text = strings.ReplaceAll(string(data), "\r\n", "\n")
	if !utf8.ValidString(text) {
		f.mistakes.add(f.shown(name), invalidLine(text), "the text is not UTF-8: save the file in that encoding")
		return "", false
	}
	return text, true
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	r, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var data bytes.Buffer
	data.Grow(int(min(info.Size(), maxFile)) + bytes.MinRead)
	n, err := data.ReadFrom(io.LimitReader(r, maxFile+1))
	if err == nil && n > maxFile {
		err = fmt.Errorf("the file has more than %d bytes; a topic has some ten thousand", maxFile)
	}
	return data.Bytes(), err
}

// invalidLine returns the line of the first byte that is not UTF-8.
func invalidLine(text string) int {
	line := 1
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			break
		}
		if r == '\n' {
			line++
		}
	}
	return line
}

func (f *files) shown(name string) string {
	return path.Join(f.source.Name, name)
}

func isDir(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}
