package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"syscall"
	"time"
)

const (
	startMost    = 300 // ms
	startTries   = 9
	startAddress = "127.0.0.1:8791"
)

// start measures the time from the start of the program to its first answer, with the sample in place.
func (r *run) start() error {
	program, data := filepath.Join(r.temp, "clone", "bin", "jieli"), filepath.Join(r.temp, "sample")
	if _, err := os.Stat(data); err != nil { // the part demo was not run
		program = filepath.Join(r.temp, "jieli")
		if out, err := exec.Command("go", "build", "-o", program, "./cmd/jieli").CombinedOutput(); err != nil {
			return fmt.Errorf("go build: %w %s", err, out)
		}
		if out, err := exec.Command(program, "demo", "--load-only", "--data", data).CombinedOutput(); err != nil {
			return fmt.Errorf("jieli demo: %w %s", err, tail(out))
		}
	}
	var took []float64
	memory := 0.0
	for range startTries {
		ms, mb, err := startOnce(program, data)
		if err != nil {
			return err
		}
		took, memory = append(took, ms), max(memory, mb)
	}
	sort.Float64s(took)
	r.report.atMost("cold start with the sample in place to the first answer, median of nine", quantile(took, .5), startMost, " ms", "")
	r.report.atMost("resident memory of the server with the sample, started anew", memory, memoryMost, " MB", "")
	return nil
}

func startOnce(program, data string) (ms, mb float64, err error) {
	c := exec.Command(program, "serve", "--data", data, "--listen", startAddress)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	begin := time.Now()
	if err := c.Start(); err != nil {
		return 0, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for time.Since(begin) < demoPatience {
		answer, err := http.Get("http://" + startAddress + "/healthz")
		if err == nil {
			ms = float64(time.Since(begin).Microseconds()) / 1000
			_ = answer.Body.Close()
			break
		}
		select {
		case err := <-ended:
			return 0, 0, fmt.Errorf("jieli serve: %w %s", err, tail(said.Bytes()))
		case <-time.After(time.Millisecond):
		}
	}
	mb = memoryOf(c.Process.Pid)
	_ = c.Process.Signal(syscall.SIGTERM) // its end is awaited
	<-ended
	return ms, mb, nil
}
