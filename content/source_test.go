package content

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// write puts files into a new directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func link(t *testing.T, to, dir, name string) {
	t.Helper()
	if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

// over loads a directory over the tea, and returns the mistakes with the
// directory's path cut off.
func over(t *testing.T, dir string) (*Library, string) {
	t.Helper()
	source, err := Dir(dir)
	if err != nil {
		t.Fatal(err)
	}
	l, err := Load(Source{Name: "tea", FS: tea(t), trusted: true}, source)
	var mistakes Mistakes
	if err != nil && !errors.As(err, &mistakes) {
		t.Fatalf("the error is a %T", err)
	}
	return l, strings.ReplaceAll(mistakes.Error(), dir, "DIR")
}

// sugarTopic is a valid topic that is not among the tea.
func sugarTopic(t *testing.T) string {
	return strings.NewReplacer(
		"title: Milk", "title: Sugar", "[cream, kettle first]", "[honey]", "milk first or tea first", "one lump or two",
		"What does milk bind?", "What dissolves?", "What may curdle?", "What stays?", "A cup is thin. What goes in first?", "What is sweet?",
	).Replace(string(tea(t)[milk].Data))
}

func TestDirAddsAndReplaces(t *testing.T) {
	newMilk := strings.Replace(string(tea(t)[milk].Data), "title: Milk", "title: Cold milk\nreplaces: true", 1)
	for root, dir := range map[string]string{
		"": write(t, map[string]string{
			"table/sugar.md": "\uFEFF" + strings.ReplaceAll(sugarTopic(t), "\n", "\r\n"), "table/milk.md": newMilk,
			"README.md": "read me", "notes/todo.txt": "x", ".git/x.md": "x", "skills.tsv": "table\tAt the table\n",
		}),
		"/topics": write(t, map[string]string{"topics/table/sugar.md": sugarTopic(t), "topics/table/milk.md": newMilk, "docs/a.md": "x", "a.md": "x"}),
	} {
		l, mistakes := over(t, dir)
		if mistakes != "" {
			t.Errorf("%q: %s", root, mistakes)
			continue
		}
		sugar, ok := l.Topic("table/sugar")
		if !ok || sugar.File != dir+root+"/table/sugar.md" {
			t.Errorf("%q: sugar is %+v", root, sugar)
		}
		milk, _ := l.Topic("table/milk")
		if milk.Title != "Cold milk" || len(l.Topics()) != 4 {
			t.Errorf("%q: milk is %q, of %d topics", root, milk.Title, len(l.Topics()))
		}
	}
}

func TestDirMistakes(t *testing.T) {
	old := string(tea(t)[milk].Data)
	outside := write(t, map[string]string{"secret.md": sugarTopic(t)})
	tests := []struct {
		name  string
		files map[string]string
		links map[string]string // from a name to where it leads
		want  string
	}{
		{"nothing", nil, nil, "DIR:1: no topics here: they lie in <skill>/<topic>.md, or in topics/<skill>/<topic>.md"},
		{"topic that exists", map[string]string{"table/milk.md": old + "\n"}, nil,
			"DIR/table/milk.md:1: the topic table/milk exists already (tea/topics/table/milk.md): say replaces: true, or choose another name"},
		{"nothing to replace", map[string]string{"table/sugar.md": strings.Replace(sugarTopic(t), "level", "replaces: true\nlevel", 1)}, nil,
			"DIR/table/sugar.md:3: there is no topic table/sugar to replace"},
		{"alias of an embedded topic", map[string]string{"table/sugar.md": strings.Replace(sugarTopic(t), "honey", "kettle", 1)}, nil,
			`DIR/table/sugar.md:4: the alias "kettle" stands at kitchen/boiling-water too, which is not named in related`},
		{"title that is an alias", map[string]string{"kitchen/a.md": strings.Replace(sugarTopic(t), "title: Sugar", "title: Cream", 1)}, nil,
			"DIR/kitchen/a.md:2: the title is an alias of table/milk"},
		{"not in a skill", map[string]string{"sugar.md": sugarTopic(t)}, nil,
			"DIR/sugar.md:1: a topic lies in the directory of its skill: <skill>/<topic>.md"},
		{"too deep", map[string]string{"table/sweet/sugar.md": sugarTopic(t)}, nil,
			"DIR/table/sweet:1: a directory inside table is not read"},
		{"not UTF-8", map[string]string{"table/sugar.md": strings.Replace(sugarTopic(t), "## Quiz", "\xff\n## Quiz", 1)}, nil,
			"DIR/table/sugar.md:39: the text is not UTF-8: save the file in that encoding"},
		{"10 MB", map[string]string{"table/sugar.md": strings.Repeat("0123456789\n", 1<<20)}, nil,
			"DIR/table/sugar.md:1: the file has more than 1048576 bytes; a topic has some ten thousand"},
		{"file outside", nil, map[string]string{"table/sugar.md": filepath.Join(outside, "secret.md")},
			"DIR/table/sugar.md:1: a symbolic link that leads out of the content directory, or nowhere, is not followed: put the file itself here"},
		{"directory outside", nil, map[string]string{"table/x": "", "more": outside},
			"DIR/more:1: a symbolic link that leads out of the content directory, or nowhere, is not followed: put the file itself here\nDIR/table/x:1: a symbolic link that leads out of the content directory, or nowhere, is not followed: put the file itself here"},
		{"many at once", map[string]string{"table/sugar.md": "x", "table/milk.md": old + "\n"}, map[string]string{"table/z.md": "nowhere"},
			"DIR/table/milk.md:1: the topic table/milk exists already (tea/topics/table/milk.md): say replaces: true, or choose another name\n" +
				"DIR/table/sugar.md:1: the file begins with front matter between two lines of ---\n" +
				"DIR/table/z.md:1: a symbolic link that leads out of the content directory, or nowhere, is not followed: put the file itself here"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := write(t, tt.files)
			for name, to := range tt.links {
				if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
					t.Fatal(err)
				}
				if to == "" {
					to = "../../x"
				}
				link(t, to, dir, name)
			}
			l, got := over(t, dir)
			if got != tt.want || l != nil {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A mounted volume is often a directory of links that stay inside it.
func TestLinksInsideAreFollowed(t *testing.T) {
	dir := write(t, map[string]string{"..data/table/sugar.md": sugarTopic(t), ".x/s.md": strings.ReplaceAll(sugarTopic(t), "Sugar", "Ice")})
	link(t, "..data/table", dir, "table")
	l, mistakes := over(t, dir)
	if mistakes != "" {
		t.Fatal(mistakes)
	}
	if _, ok := l.Topic("table/sugar"); !ok {
		t.Error("no sugar")
	}
}

func TestDirMustBeOne(t *testing.T) {
	dir := write(t, map[string]string{"file": "x"})
	for _, path := range []string{filepath.Join(dir, "file"), filepath.Join(dir, "nothing"), ""} {
		if _, err := Dir(path); err == nil {
			t.Errorf("Dir(%q) is one", path)
		}
	}
}

// A copy of what is there already, such as the source of the embedded files, is
// no second topic.
func TestCopyIsNoMistake(t *testing.T) {
	files := map[string]string{"table/sugar.md": sugarTopic(t)}
	for name, f := range tea(t) {
		files[name] = string(f.Data)
	}
	delete(files, "table/sugar.md")
	if l, mistakes := over(t, write(t, files)); mistakes != "" || len(l.Topics()) != 3 {
		t.Error(mistakes)
	}
}

// A directory with a list of ids is a whole curriculum: nothing lies under it.
func TestOver(t *testing.T) {
	part, err := Dir(write(t, map[string]string{"table/sugar.md": ""}))
	if err != nil {
		t.Fatal(err)
	}
	if got := Over(part); len(got) != 2 || got[0].Name != "content" {
		t.Errorf("a part lies over %d sources", len(got))
	}
	whole, err := Dir(write(t, map[string]string{"topics/table/sugar.md": "", "ids.txt": ""}))
	if err != nil {
		t.Fatal(err)
	}
	if got := Over(whole); len(got) != 1 || got[0].Name != whole.Name {
		t.Errorf("a whole curriculum lies over %d sources", len(got))
	}
}

// What tests check is not checked again when the program starts.
func TestLoadTrustsEmbedded(t *testing.T) {
	files := mend(t, maps.Clone(tea(t)), edit{milk, "related: [kitchen/steeping]", "related: [table/unwritten]"})
	if _, err := Load(Source{FS: files}); err == nil {
		t.Error("a related topic that does not exist is no mistake")
	}
	if _, err := Load(Source{FS: files, trusted: true}); err != nil {
		t.Error(err)
	}
	files[milk] = &fstest.MapFile{Data: []byte("x")}
	if l, err := Load(Source{FS: files, trusted: true}); err == nil || l != nil {
		t.Error("a file that cannot be read is loaded")
	}
}
