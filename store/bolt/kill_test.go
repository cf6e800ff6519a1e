package bolt

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mentorbot/store"
)

// helper names, in the environment, what this test binary does instead of
// testing; its directory follows after a colon.
const helper = "MENTORBOT_BOLT_TEST"

func TestMain(m *testing.M) {
	name, dir, ok := strings.Cut(os.Getenv(helper), ":")
	if !ok {
		os.Exit(m.Run())
	}
	if err := map[string]func(string) error{"create": creator, "write": updater, "open": opener}[name](dir); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// creator makes store after store until it is killed, and prints each.
func creator(dir string) error {
	for i := 0; ; i++ {
		h, err := Open(filepath.Join(dir, strconv.Itoa(i), "mentor.db"))
		if err != nil {
			return err
		}
		if err := h.Close(); err != nil {
			return err
		}
		fmt.Println(i)
	}
}

// updater writes key after key until it is killed, and prints each that is safe.
func updater(dir string) error {
	h, err := Open(filepath.Join(dir, "mentor.db"))
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := h.Update(ctx, func(w store.Writer) error {
			return errors.Join(w.Put(key(i), make([]byte, 500)), w.Put([]byte("last"), key(i)))
		}); err != nil {
			return err
		}
		fmt.Println(i)
	}
}

func opener(dir string) error {
	h, err := Open(filepath.Join(dir, "mentor.db"))
	if err != nil {
		return err
	}
	return h.Close()
}

func helperProcess(t *testing.T, name, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helper+"="+name+":"+dir)
	return cmd
}

// killed runs a helper, kills it after it printed that many lines, and returns
// how many it had printed when it was dead.
func killed(t *testing.T, name, dir string, after int) (lines int) {
	t.Helper()
	cmd := helperProcess(t, name, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(out); s.Scan(); {
		if s.Text() != strconv.Itoa(lines) {
			t.Errorf("%s printed %q", name, s.Text())
		}
		if lines++; lines == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || lines < after {
		t.Errorf("%s ended after %d lines: %v", name, lines, err)
	}
	return lines
}

func TestKilledWhileCreating(t *testing.T) {
	for after := range 6 {
		dir := t.TempDir()
		killed(t, "create", dir, after+1)
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			path := filepath.Join(dir, e.Name(), "mentor.db")
			h := open1(t, path)
			wantKeys(t, h)
			mustPut(t, h, "a")
			h.Close()
			if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
				t.Errorf("left: %v", left)
			}
		}
	}
}

// What an Update confirmed is there after a kill, and no half of the next one.
func TestKilledWhileWriting(t *testing.T) {
	for _, after := range []int{1, 7, 40, 200} {
		dir := t.TempDir()
		lines := killed(t, "write", dir, after)
		h := open1(t, filepath.Join(dir, "mentor.db"))
		if err := h.View(ctx, func(r store.Reader) error {
			keys, err := r.Scan(store.Range{From: []byte("key"), To: []byte("kez"), Limit: 1 << 20})
			last, err2 := r.Get([]byte("last"))
			if len(keys) < lines || string(last) != string(key(len(keys)-1)) {
				t.Errorf("%d confirmed, %d found, the last is %q", lines, len(keys), last)
			}
			return errors.Join(err, err2)
		}); err != nil {
			t.Error(err)
		}
		h.Close()
	}
}

func TestSecondProcess(t *testing.T) {
	h, path := start(t)
	out, err := helperProcess(t, "open", filepath.Dir(path)).Output()
	if want := fmt.Sprintf("open store %s: %v\n", path, ErrInUse); err == nil || string(out) != want {
		t.Errorf("second process: %v, printed %q, want %q", err, out, want)
	}
	h.Close()
	if out, err := helperProcess(t, "open", filepath.Dir(path)).Output(); err != nil {
		t.Errorf("process after Close: %v, printed %q", err, out)
	}
}
