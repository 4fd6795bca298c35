package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

const (
	// Files whose names hold their hash never change.
	forever = "public, max-age=31536000, immutable"
	// All others are asked for again, by ETag.
	askAgain  = "no-cache"
	indexHTML = "index.html"
)

// static is the built web client in memory: a few MiB, read once.
type static struct{ files map[string]*file }

type file struct {
	contentType, etag, cache string
	body                     []byte
	once                     sync.Once
	zipped                   []byte // nil when it does not help
	textual                  bool
}

// types of the client's files; the tables of the system differ from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png",
	".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".woff2": "font/woff2", ".ttf": "font/ttf",
	".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8", ".map": "application/json",
	".wasm": "application/wasm", ".pbf": "application/x-protobuf", ".geojson": "application/geo+json",
}

func loadStatic(files fs.FS) (*static, error) {
	s := &static{files: map[string]*file{}}
	return s, s.add("", files)
}

// fieldRoot is below which the field app is served.
const fieldRoot = "field/"

// add takes in files below a folder.
func (s *static) add(folder string, files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		f := newFile(name, body)
		if zipped, err := fs.ReadFile(files, name+".gz"); err == nil {
			f.once.Do(func() { f.zipped = zipped })
		}
		s.files[folder+name] = f
		return nil
	})
}

func newFile(name string, body []byte) *file {
	ext := strings.ToLower(path.Ext(name))
	f := &file{body: body, contentType: types[ext], cache: askAgain}
	if f.contentType == "" {
		f.contentType = "application/octet-stream"
	}
	base, _, _ := mime.ParseMediaType(f.contentType)
	f.textual = strings.HasPrefix(base, "text/") || strings.Contains(base, "json") || strings.Contains(base, "svg") ||
		ext == ".ttf" || ext == ".wasm"
	if strings.HasPrefix(name, "assets/") {
		f.cache = forever
	}
	sum := sha256.Sum256(body)
	f.etag = `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
	return f
}

// compressed gives the file's gzip form, made on first use; nil when it saves less than a tenth.
func (f *file) compressed() []byte {
	f.once.Do(func() {
		if !f.textual || len(f.body) < gzipFrom {
			return
		}
		var buf bytes.Buffer
		z, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // an error only for a wrong level
		z.Write(f.body)
		z.Close()
		if buf.Len() < len(f.body)*9/10 {
			f.zipped = buf.Bytes()
		}
	})
	return f.zipped
}

// page serves a file of the client; a path that is none is a page of the client's own routing and gets index.html.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), s.pageHeaders)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	f := s.pageFile(r.URL.Path)
	if f == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", f.cache)
	h.Set("ETag", f.etag)
	h.Add("Vary", "Accept-Encoding")
	if fresh(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body
	if zipped := f.compressed(); zipped != nil && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		w.Write(body)
	}
}

func (s *Server) pageFile(urlPath string) *file {
	if s.static == nil {
		return nil
	}
	name := strings.TrimPrefix(path.Clean("/"+urlPath), "/")
	if f := s.static.files[name]; f != nil {
		return f
	}
	if path.Ext(name) != "" { // a missing file, not a page
		return nil
	}
	if field := s.static.files[fieldRoot+indexHTML]; field != nil && strings.HasPrefix(name+"/", fieldRoot) {
		return field
	}
	return s.static.files[indexHTML]
}
