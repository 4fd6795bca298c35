package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// serve is the process that is measured. It prints its address when it can be asked, and ends with its parent.
func serve(dir, database string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if dir == echoFolder {
		return serveEcho(ctx)
	}
	debug.SetGCPercent(200) // as the program itself
	s, err := openSite(ctx, dir, database)
	if err != nil {
		return err
	}
	edge, err := s.server()
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle("/", edge)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("serving", listener.Addr())
	h := &http.Server{Handler: mux}
	go func() {
		<-ctx.Done()
		_ = h.Close() // the parent has what it wanted
	}()
	if err := h.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return s.close()
}

// child is a running server of our own.
type child struct {
	cmd  *exec.Cmd
	addr string
}

// spawn starts this program again as a server and waits for its address.
func spawn(dir, database string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(self, "-serve", dir, "-database", database)}
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "serving ")
	if err != nil || !ok {
		c.stop()
		return nil, fmt.Errorf("the server did not start: %q %w", line, err)
	}
	c.addr = addr
	return c, nil
}

// start runs the process so that it ends with us: the kernel watches the thread that made it.
func (c *child) start() error {
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never let go: the goroutine waits for the child's end
		started <- c.cmd.Start()
		if c.cmd.Process != nil {
			_, _ = c.cmd.Process.Wait() // its end is all that matters
		}
	}()
	return <-started
}

func (c *child) stop() {
	if c.cmd.Process == nil {
		return
	}
	_ = c.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	for range 500 {
		if c.cmd.Process.Signal(syscall.Signal(0)) != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	_ = c.cmd.Process.Kill()
}

// processor gives the seconds of processor time that the child has used, 0 where the system does not tell.
func (c *child) processor() float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	const ticks = 100 // a second, on Linux
	f := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	user, _ := strconv.ParseFloat(f[11], 64) // fields of the kernel are numbers
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / ticks
}

// memory gives the resident memory of the child in MB.
func (c *child) memory() float64 { return memoryOf(c.cmd.Process.Pid) }

func memoryOf(pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for _, l := range strings.Split(string(raw), "\n") {
		if text, ok := strings.CutPrefix(l, "VmRSS:"); ok {
			kB, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 64) // a number, by the kernel
			return kB / 1024
		}
	}
	return 0
}
