package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"mentorbot/store"
)

// sound is a file with two commits, and how much of it was ever in use.
func sound(t *testing.T) (data []byte, used int) {
	t.Helper()
	h, path := start(t)
	mustPut(t, h, "a", "b")
	s, err := h.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, path), int(s.Bytes)
}

// flip returns data with the bits of one byte turned.
func flip(data []byte, at ...int) []byte {
	data = bytes.Clone(data)
	for _, i := range at {
		data[i] ^= 0xff
	}
	return data
}

// foreign is a file of bbolt that is not ours.
func foreign(t *testing.T, options *bbolt.Options) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bbolt.Open(path, 0o600, options)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, path)
}

func TestRefused(t *testing.T) {
	data, used := sound(t)
	page := os.Getpagesize()
	m, err := newest(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		name string
		data []byte
		want string
	}
	rows := []row{
		{"zero length", nil, "empty"},
		{"text", []byte(strings.Repeat("To whom it may concern.\n", 1000)), "not a store"},
		{"picture", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 1<<16)...), "not a store"},
		{"zeros", make([]byte, 1<<16), "not a store"},
		{"two broken heads", flip(data, 60, page+60), "damaged"},
		{"two foreign heads", flip(data, metaAt, page+metaAt), "not a store"},
		{"newer format", flip(data, metaAt+4, page+metaAt+4), "damaged"},
		{"no list of free pages", flip(data, int(m.Freelist)*page+8), "damaged"},
		{"long list of free pages", flip(data, int(m.Freelist)*page+10, int(m.Freelist)*page+11), "damaged"},
		{"no root", flip(data, int(m.Root)*page+8), "damaged"},
		{"other bbolt file", foreign(t, nil), "not a store"},
		{"etcd's bbolt file", foreign(t, &bbolt.Options{NoFreelistSync: true}), "not a store"},
	}
	for _, n := range []int{1, 15, 16, 19} {
		rows = append(rows, row{fmt.Sprintf("first %d bytes", n), data[:n], "not a store"})
	}
	for _, n := range []int{20, 40, metaAt + metaSize - 1} {
		rows = append(rows, row{fmt.Sprintf("first %d bytes", n), data[:n], "damaged"})
	}
	for _, n := range []int{metaAt + metaSize, page - 1, page, page + 1, 2 * page, 2*page + 100, 3 * page, used - page, used - 1} {
		rows = append(rows, row{fmt.Sprintf("first %d bytes", n), data[:n], "truncated"})
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) { refuse(t, r.data, r.want, data) })
	}
}

// refuse opens a file of that data, and then, in the same place, a sound one.
func refuse(t *testing.T, data []byte, want string, sound []byte) {
	path := filepath.Join(t.TempDir(), "mentor.db")
	write(t, path, data)
	_, err := Open(path)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("Open: %v, want %q", err, want)
	}
	if strings.Count(err.Error(), path) != 1 || strings.Contains(err.Error(), "\n") {
		t.Errorf("not one sentence that names the file: %v", err)
	}
	if !bytes.Equal(read(t, path), data) {
		t.Error("the file has changed")
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("something lies beside it: %v", entries)
	}
	if strings.Contains(err.Error(), "damaged:") { // bbolt panicked, and still holds it
		os.Remove(path)
	}
	write(t, path, sound)
	h := open1(t, path)
	wantKeys(t, h, "a", "b")
	h.Close()
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// What a crash may leave, and a file without the room behind it, is opened.
func TestAccepted(t *testing.T) {
	data, used := sound(t)
	page := os.Getpagesize()
	m, err := newest(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	latest := int(m.Commit%2)*page + metaAt + 60
	other := int((m.Commit+1)%2)*page + metaAt + 60
	for name, row := range map[string]struct {
		data []byte
		keys []string
	}{
		"no room behind":    {data[:used], []string{"a", "b"}},
		"latest head torn":  {flip(data, latest), []string{"a"}},
		"previous head old": {flip(data, other), []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mentor.db")
			write(t, path, row.data)
			h := open1(t, path)
			defer h.Close()
			wantKeys(t, h, row.keys...)
			mustPut(t, h, "more")
			wantKeys(t, h, append(row.keys, "more")...)
		})
	}
}

// What is no file, or not for us, is refused by its name too.
func TestNoFile(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write(t, path("file"), []byte("x"))
	write(t, path("secret"), []byte("x"))
	if err := errors.Join(
		os.Symlink("loop", path("loop")),
		os.Symlink("nowhere", path("dangling")),
		os.Chmod(path("secret"), 0),
	); err != nil {
		t.Fatal(err)
	}
	rows := []string{dir, path("loop"), path("dangling"), path("file/mentor.db"), os.DevNull}
	if os.Getuid() != 0 { // whom nothing is forbidden
		rows = append(rows, path("secret"))
	}
	for _, path := range rows {
		h, err := Open(path)
		if err == nil {
			h.Close()
		}
		if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open(%s): %v", path, err)
		}
	}
	if _, err := os.Lstat(path("nowhere")); err == nil {
		t.Error("the target of a dangling link was made")
	}
}

func TestModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "one", "two", "mentor.db")
	h := open1(t, path)
	defer h.Close()
	for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", path, info.Mode(), err, want)
		}
	}
}

func TestInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, path := start(t)
		mustPut(t, h, "a")
		begun := time.Now()
		_, err := Open(path)
		if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), path) || time.Since(begun) > time.Second {
			t.Errorf("after %v: %v", time.Since(begun), err)
		}
		mustPut(t, h, "b")
		h.Close()
		h = open1(t, path)
		wantKeys(t, h, "a", "b")
		h.Close()
	})
}

// A file of a newer schema is refused by store.Open and not touched.
func TestNewerSchema(t *testing.T) {
	h, path := start(t)
	if err := h.Update(ctx, func(w store.Writer) error { return w.Put([]byte("s"), []byte("999")) }); err != nil {
		t.Fatal(err)
	}
	h.Close()
	before := read(t, path)
	h = open1(t, path)
	if _, err := store.Open(ctx, h); !errors.Is(err, store.ErrNewer) {
		t.Errorf("store.Open: %v", err)
	}
	h.Close()
	if !bytes.Equal(before, read(t, path)) {
		t.Error("the file has changed")
	}
}

// Whatever a killed first start has left, the next one goes on and tidies up.
func TestLeftovers(t *testing.T) {
	data, _ := sound(t)
	for name, beside := range map[string][]byte{
		"empty": nil, "half": data[:len(data)/2], "whole": data,
	} {
		for _, placed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, placed %t", name, placed), func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "mentor.db")
				write(t, path+unfinished+"123", beside)
				want := []string{}
				if placed {
					write(t, path, data)
					want = []string{"a", "b"}
				}
				h := open1(t, path)
				defer h.Close()
				wantKeys(t, h, want...)
				if entries, _ := os.ReadDir(dir); len(entries) != 1 {
					t.Errorf("left: %v", entries)
				}
			})
		}
	}
}

// A file that appears while another is being written in its place stays.
func TestBesideReplacesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	err := beside(path, func(f *os.File) error {
		write(t, path, []byte("theirs"))
		_, err := f.WriteString("ours")
		return err
	})
	if !errors.Is(err, os.ErrExist) || string(read(t, path)) != "theirs" {
		t.Errorf("beside: %v, file has %q", err, read(t, path))
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("left: %v", entries)
	}
}
