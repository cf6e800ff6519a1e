package terminal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"mentorbot/bot"
)

// save writes a post's file into dir, readable only by its owner, and returns
// its path. It never writes over another: data.json becomes data-2.json, up to
// data-999.json.
func save(dir string, f bot.File) (string, error) {
	name := fileName(f.Name)
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for n := 2; n <= 1000; n++ {
		path := filepath.Join(dir, name)
		err := create(path, f.Data)
		if !errors.Is(err, fs.ErrExist) {
			return path, err
		}
		name = fmt.Sprintf("%s-%d%s", stem, n, ext)
	}
	return "", fmt.Errorf("%s and all its numbers are taken", fileName(f.Name))
}

// create writes a file that was not there, whole or not at all.
func create(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// maxName is how many bytes of a file's name are kept.
const maxName = 100

// fileName returns the last element of a name, without what a shell or a file
// system would trip over: it starts with a letter or digit and is not empty.
func fileName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, name)
	name = strings.TrimLeft(name, "-_.")
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	if name == "" {
		return "file"
	}
	return name
}
