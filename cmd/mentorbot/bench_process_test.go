package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart is from exec to the first byte of an answer, of the binary that
// people run. What it takes to start a process at all stands beside it.
func BenchmarkStart(b *testing.B) {
	binary := benchBinary(b)
	const each = 4 // a turn
	var bare, asked, chatted starts
	for b.Loop() {
		for range each {
			bare.answer(b, binary, "", "version")
			asked.answer(b, binary, "", "ask", "what is a join")
			chatted.answer(b, binary, "what is a join\n", "chat")
		}
	}
	info, err := os.Stat(binary)
	check(b, err)
	row(b, "exec to the first answer, %d times each, binary of %.1f MB", len(bare.wall), float64(info.Size())/1e6)
	row(b, "%-38s %8s %8s %16s", "ms", "median", "longest", "median of CPU")
	line := func(what string, s starts) {
		row(b, "%-38s %8.1f %8.1f %16.1f", what, s.wall.median().Seconds()*1e3, s.wall.at(1).Seconds()*1e3, s.cpu.median().Seconds()*1e3)
	}
	line("mentorbot version", bare)
	line("mentorbot ask what is a join", asked)
	line("echo what is a join | mentorbot chat", chatted)
	slower := max(asked.wall.median(), chatted.wall.median())
	row(b, "wanted around 150 ms: %s", held(slower <= 200*time.Millisecond))
	metric(b, asked.wall.median(), "ask")
	metric(b, chatted.wall.median(), "chat")
	b.ReportMetric(float64(info.Size())/1e6, "MB")
}

// BenchmarkIdle is the memory of a chat with its status page, a second after its
// start and after many questions. Memory that is not the mapped file's
// counts (RssAnon); at most 60 MB of it is the gate.
func BenchmarkIdle(b *testing.B) {
	const most = 60
	binary, questions := benchBinary(b), asks(b)
	var fresh, used float64
	for b.Loop() {
		cmd := benchCommand(b, binary, "chat")
		cmd.Env = append(cmd.Env, "MENTORBOT_ADDR=127.0.0.1:0")
		in, err := cmd.StdinPipe()
		check(b, err)
		out, err := cmd.StdoutPipe()
		check(b, err)
		check(b, cmd.Start())
		time.Sleep(time.Second)
		fresh = max(fresh, anonymous(b, cmd.Process.Pid))
		go io.Copy(io.Discard, out)
		for _, q := range questions {
			_, err := fmt.Fprintln(in, "ask", q)
			check(b, err)
		}
		time.Sleep(time.Second)
		used = max(used, anonymous(b, cmd.Process.Pid))
		check(b, in.Close())
		check(b, cmd.Wait())
	}
	row(b, "anonymous memory of mentorbot chat: %.1f MB a second after its start, %.1f MB after %d questions", fresh, used, len(questions))
	row(b, "gate, idle ≤ %d MB: %s", most, held(fresh <= most))
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(fresh, "MB")
	b.ReportMetric(used, "MB-used")
}

// benchBinary builds the program as `make build` does.
func benchBinary(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "mentorbot")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// benchCommand is the binary with nothing around it but a directory of its own.
func benchCommand(b *testing.B, binary string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env = []string{"HOME=" + filepath.Dir(binary)}
	cmd.Stderr = b.Output()
	return cmd
}

// starts are how long runs of the binary took to begin their answers, and the
// processor's time of the whole runs.
type starts struct{ wall, cpu times }

func (s *starts) answer(b *testing.B, binary, in string, args ...string) {
	cmd := benchCommand(b, binary, args...)
	cmd.Stdin = strings.NewReader(in)
	out, err := cmd.StdoutPipe()
	check(b, err)
	s.wall.add(func() {
		check(b, cmd.Start())
		_, err = io.ReadFull(out, make([]byte, 1))
	})
	check(b, err)
	_, err = io.Copy(io.Discard, out)
	check(b, err)
	check(b, cmd.Wait())
	s.cpu = append(s.cpu, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
}

// anonymous is the memory of a process, in MB, that no file backs.
func anonymous(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("it is read from /proc, which is not here")
	}
	var kB int
	_, rest, _ := bytes.Cut(status, []byte("\nRssAnon:"))
	_, err = fmt.Fscan(bytes.NewReader(rest), &kB)
	check(b, err)
	return float64(kB) * 1024 / 1e6
}
