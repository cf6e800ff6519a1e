package main

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"mentorbot/content"
)

// texts returns what bleve indexes of a topic, by field: the texts that
// mentorbot searches.
func texts(t *content.Topic) map[string][]string {
	f := map[string][]string{
		"title":   {t.Title},
		"aliases": t.Aliases,
		"asks":    t.Asks,
		"answer":  {t.Answer},
	}
	add := func(field string, texts ...string) { f[field] = append(f[field], texts...) }
	add("body", t.Example)
	add("body", t.KeyPoints...)
	add("body", t.Pitfalls...)
	for _, v := range t.Versus {
		add("headings", path.Base(v.With))
		add("body", v.Points...)
	}
	for _, task := range t.Tasks {
		add("headings", task.Title)
		add("body", task.Body, task.DoneWhen, task.Hint, task.Solution)
	}
	for _, q := range t.Questions {
		add("quiz", q.Text)
		for _, o := range q.Options {
			add("quiz", o.Text, o.Reason)
		}
	}
	return f
}

// withoutAsks loads a source as if no topic of it had asks.
func withoutAsks(s content.Source) (*content.Library, error) {
	bare := fstest.MapFS{}
	err := fs.WalkDir(s.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(s.FS, name)
		if strings.HasSuffix(name, ".md") {
			data = []byte(dropAsks(string(data)))
		}
		bare[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		return nil, err
	}
	l, err := content.Load(content.Source{Name: s.Name + " without asks", FS: bare})
	if err != nil {
		return nil, err
	}
	for _, t := range l.Topics() {
		if len(t.Asks) > 0 {
			return nil, fmt.Errorf("%s still has asks", t.ID)
		}
	}
	return l, nil
}

// dropAsks empties the list of asks in a topic's front matter, which stands in
// one line or goes on in the next ones.
func dropAsks(text string) string {
	const key = "\nasks:"
	before, rest, _ := strings.Cut(text, key)
	for {
		_, after, found := strings.Cut(rest, "\n")
		if !found || after == "" || !strings.ContainsRune(" -]", rune(after[0])) || strings.HasPrefix(after, "---") {
			return before + key + " []\n" + after
		}
		rest = after
	}
}
