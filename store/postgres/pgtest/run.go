package pgtest

// Run starts a server outside of a test. Whoever starts it ends it by Remove.
func Run() (*Server, error) { return start() }

// Make makes an empty database on the server and gives its URL.
func (s *Server) Make(name string) (string, error) {
	return s.url(name), s.exec("create database " + name)
}

// Remove stops the server and deletes its data.
func (s *Server) Remove() { s.remove() }
