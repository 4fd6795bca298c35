package pgtest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Server is one temporary cluster.
type Server struct {
	bin  string // folder of initdb and postgres
	dir  string // socket, data and log
	user *syscall.Credential

	mu      sync.Mutex
	process *os.Process
	ended   chan struct{} // closed when the process has ended
}

// startTime is how long a server may take until it answers.
const startTime = 60 * time.Second

// start makes a cluster and runs it.
func start() (*Server, error) {
	s, err := located()
	if err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "jieli-pg-"); err != nil {
		return nil, err
	}
	if err = s.init(); err == nil {
		err = s.Start()
	}
	if err != nil {
		s.remove()
		return nil, err
	}
	return s, nil
}

func (s *Server) init() error {
	if s.user != nil {
		if err := os.Chown(s.dir, int(s.user.Uid), int(s.user.Gid)); err != nil {
			return err
		}
	}
	out, err := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale="+collation, "--no-sync").CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }
func (s *Server) log() string  { return filepath.Join(s.dir, "log") }

// command prepares a program of PostgreSQL, which refuses to run as root.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(s.bin, name), args...)
	c.Dir = s.dir
	c.Env = []string{"PATH=" + s.bin + ":/usr/bin:/bin", "LC_ALL=" + collation, "HOME=" + s.dir}
	c.SysProcAttr = &syscall.SysProcAttr{Credential: s.user}
	return c
}

// Start runs the server, again after Kill or Stop, and waits until it answers.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// The server is told when the thread that made it ends, so this one must live as long as the test: nothing is
		// left running when the test is killed.
		runtime.LockOSThread()
		c := s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "logging_collector=off")
		c.SysProcAttr.Pdeathsig = syscall.SIGINT
		log, err := os.OpenFile(s.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			c.Stdout, c.Stderr = log, log
			err = c.Start()
		}
		s.process = c.Process
		started <- err
		if err == nil {
			_ = c.Wait() // killed or stopped
		}
		_ = log.Close()
		close(ended)
	}()
	if err := <-started; err != nil {
		return err
	}
	s.ended = ended
	return s.await()
}

func (s *Server) await() error {
	for deadline := time.Now().Add(startTime); ; {
		err := s.exec("select 1")
		if err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return fmt.Errorf("the server ended: %w\n%s", err, s.lastLog())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server does not answer: %w\n%s", err, s.lastLog())
		}
	}
}

func (s *Server) lastLog() string {
	text, err := os.ReadFile(s.log())
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(text, []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-20):], []byte("\n")))
}

// Kill ends the server as a crash of the machine would, without any farewell to its clients.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	s.signal(syscall.SIGQUIT)
}

// signal ends the server and waits for its end.
func (s *Server) signal(how syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.process == nil {
		return
	}
	_ = s.process.Signal(how) // it may have ended
	<-s.ended
	s.process = nil
}

// remove stops the server and deletes its folder.
func (s *Server) remove() {
	s.signal(syscall.SIGQUIT) // nothing is worth a checkpoint
	if err := os.RemoveAll(s.dir); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
	}
}

// unprivileged is whom the server runs as: ourselves, or for root another user.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(u.Gid, 10, 32)
		if errUID == nil && errGID == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("pgtest: PostgreSQL does not run as root, and there is no user postgres or nobody")
}

var errMissing = errors.New("pgtest: no PostgreSQL here (initdb, postgres) and it could not be installed")

// findPrograms gives the folder of initdb and postgres, installing them when root may.
func findPrograms() (string, error) {
	if bin := lookForPrograms(); bin != "" {
		return bin, nil
	}
	if os.Geteuid() == 0 {
		if err := install(); err != nil {
			return "", errors.Join(errMissing, err)
		}
	}
	if bin := lookForPrograms(); bin != "" {
		return bin, nil
	}
	return "", errMissing
}

// lookForPrograms looks on the PATH, then where Debian puts them, the newest version first.
func lookForPrograms() string {
	var dirs []string
	if file, err := exec.LookPath("initdb"); err == nil {
		if file, err = filepath.EvalSymlinks(file); err == nil {
			dirs = append(dirs, filepath.Dir(file))
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is well formed
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	for _, dir := range append(dirs, found...) {
		if exists(dir, "initdb") && exists(dir, "postgres") {
			return dir
		}
	}
	return ""
}

// version reads 15 from /usr/lib/postgresql/15/bin.
func version(dir string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(dir)))
	if err != nil {
		return 0
	}
	return n
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// install fetches the Debian package, without the cluster that it would make and run.
func install() error {
	const folder = "/etc/postgresql-common"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	settings := filepath.Join(folder, "createcluster.conf")
	if _, err := os.Stat(settings); errors.Is(err, os.ErrNotExist) {
		if err := os.WriteFile(settings, []byte("create_main_cluster = false\n"), 0o644); err != nil {
			return err
		}
	}
	c := exec.Command("apt-get", "install", "-y", "--no-install-recommends", "postgresql")
	c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get install postgresql: %w\n%s", err, out)
	}
	return nil
}
