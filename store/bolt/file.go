package bolt

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
)

var (
	errEmpty     = errors.New("the file is empty; remove it, or put a backup in its place")
	errForeign   = errors.New("not a store of mentorbot")
	errDamaged   = errors.New("the file is damaged; put a backup in its place")
	errTruncated = errors.New("the file is truncated; put a backup in its place")
)

// A meta is what bbolt writes at metaAt in each of its first two pages, in the
// byte order of the machine; see internal/common/meta.go there. A commit
// overwrites the older one, so that one is sound at any time.
type meta struct {
	Magic, Version, PageSize, Flags uint32
	Root, Sequence                  uint64
	Freelist                        uint64 // a page
	Pages                           uint64 // that were ever in use, from the start of the file
	Commit                          uint64 // number of the commit
	Checksum                        uint64 // of what is before
}

const (
	metaAt    = 16
	metaSize  = 64
	magic     = 0xED0CDAED
	noList    = math.MaxUint64 // Freelist when there is none, as only others write
	firstPage = 1 << 10        // smallest size of a page
	lastPage  = 1 << 24
)

// openSound opens an existing file for bbolt, which would make one.
func openSound(path string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag&^os.O_CREATE, mode)
	if err != nil {
		return nil, err
	}
	return f, check(f) // bbolt closes it
}

// check says what keeps a file from being given to bbolt. The file may be in
// use by another process.
func check(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errForeign
	}
	if info.Size() == 0 {
		return errEmpty
	}
	m, err := newest(f)
	if err != nil {
		return err
	}
	if m.Freelist == noList {
		return errForeign
	}
	if info, err = f.Stat(); err != nil { // again: it may have grown
		return err
	}
	if uint64(info.Size()) < max(m.Pages, 4)*uint64(m.PageSize) {
		return errTruncated
	}
	return nil
}

// newest reads the meta of the latest commit.
func newest(f io.ReaderAt) (meta, error) {
	m, err := readMeta(f, 0)
	if err == nil {
		if other, err := readMeta(f, int64(m.PageSize)); err == nil && other.Commit > m.Commit {
			return other, nil
		}
		return m, nil
	}
	for at := int64(firstPage); at <= lastPage; at *= 2 {
		if other, err := readMeta(f, at); err == nil && int64(other.PageSize) == at {
			return other, nil
		}
	}
	return m, err
}

// readMeta reads the meta in the page that starts at offset page.
func readMeta(f io.ReaderAt, page int64) (m meta, err error) {
	var data [metaSize]byte
	n, err := f.ReadAt(data[:], page+metaAt)
	if err != nil && err != io.EOF {
		return m, err
	}
	if _, err := binary.Decode(data[:], binary.NativeEndian, &m); err != nil {
		return m, err
	}
	if m.Magic != magic {
		return m, errForeign
	}
	sum := fnv.New64a()
	sum.Write(data[:metaSize-8])
	if n < metaSize || m.Version != 2 || sum.Sum64() != m.Checksum {
		return m, errDamaged
	}
	return m, nil
}

// unfinished is in the name of a file that is being written beside its place.
const unfinished = ".unfinished-"

// beside makes a file appear at path whole or not at all, also if this process
// is killed or the machine stops; os.ErrExist if something is there. What fill
// writes, to a new file in the same directory, is synced before it gets its
// name.
func beside(path string, fill func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+unfinished+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	if err := cmp.Or(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil { // unlike a rename it replaces nothing
		return err
	}
	return syncDir(filepath.Dir(path))
}

// sweep removes what beside left when it was killed.
func sweep(path string) {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // nothing depends on it
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(path)+unfinished) {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return cmp.Or(d.Sync(), d.Close())
}
