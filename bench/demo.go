package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	demoAddress  = "127.0.0.1:8780" // where `make demo` serves
	demoMost     = 180.0            // seconds to the served page
	sampleMost   = 60.0             // seconds of them for the sample
	memoryMost   = 250.0            // MB of the server with the sample
	demoPatience = 10 * time.Minute
)

// demo measures `make demo` in a clean clone, then the server that it leaves.
func (r *run) demo() error {
	if conn, err := net.Dial("tcp", demoAddress); err == nil {
		_ = conn.Close()
		return errors.New("something else listens on " + demoAddress)
	}
	clone := filepath.Join(r.temp, "clone")
	if out, err := exec.Command("git", "clone", "-q", r.tree, clone).CombinedOutput(); err != nil {
		return fmt.Errorf("git clone: %w %s", err, out)
	}
	c := exec.Command("make", "demo")
	c.Dir = clone
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	begin := time.Now()
	if err := c.Start(); err != nil {
		return err
	}
	defer func() { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }() // make and what it started
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	if err := await("http://"+demoAddress+"/", ended); err != nil {
		return fmt.Errorf("%w: %.2000s", err, tail(said.Bytes()))
	}
	r.report.atMost("`make demo` from a clean clone, caches of modules warm, to the served page", time.Since(begin).Seconds(), demoMost,
		" s", "")
	return r.afterDemo(clone, c.Process.Pid)
}

// afterDemo measures the memory of the running demonstration, then the loading of the sample by itself.
func (r *run) afterDemo(clone string, group int) error {
	if err := browse(demoAddress); err != nil {
		return err
	}
	memory := 0.0
	for _, pid := range groupOf(group) {
		memory = max(memory, memoryOf(pid))
	}
	r.report.atMost("resident memory of the server that loaded the sample, pages and lists asked for", memory, memoryMost, " MB", "")
	_ = syscall.Kill(-group, syscall.SIGTERM) // its end is awaited by nobody
	c := exec.Command(filepath.Join(clone, "bin", "jieli"), "demo", "--load-only", "--data", filepath.Join(r.temp, "sample"))
	begin := time.Now()
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("jieli demo --load-only: %w %s", err, tail(out))
	}
	r.report.atMost("of it: loading the sample", time.Since(begin).Seconds(), sampleMost, " s", r.report.rawOf("SQLite"))
	return nil
}

// browse asks for what a person looks at first.
func browse(addr string) error {
	for _, path := range []string{"/", "/healthz", "/api/v1/openapi.json"} {
		answer, err := http.Get("http://" + addr + path)
		if err != nil {
			return err
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("GET %s: %s", path, answer.Status)
		}
	}
	return nil
}

// await asks until something answers.
func await(address string, ended <-chan error) error {
	for begin := time.Now(); time.Since(begin) < demoPatience; {
		select {
		case err := <-ended:
			return fmt.Errorf("ended before it served: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
		if answer, err := http.Get(address); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return errors.New("no answer from " + address)
}

// groupOf gives the processes of a process group.
func groupOf(group int) []int {
	var out []int
	entries, _ := os.ReadDir("/proc") // without it memory is reported as 0
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		raw, err := os.ReadFile(filepath.Join("/proc", e.Name(), "stat"))
		if err != nil {
			continue
		}
		f := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
		if len(f) > 2 && f[2] == strconv.Itoa(group) {
			out = append(out, pid)
		}
	}
	return out
}

func tail(out []byte) string {
	if len(out) > 2000 {
		out = out[len(out)-2000:]
	}
	return string(out)
}
