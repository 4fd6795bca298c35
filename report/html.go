package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
)

//go:embed page.css
var style string

//go:embed page.html
var page string

var pages = template.Must(template.New("page").Parse(page))

// Policy is the Content-Security-Policy under which a page is sent: its own style by its hash, and nothing else.
var Policy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

// HTML writes the page: one file without scripts, pictures or fonts of its own, laid out for A4 and for a phone.
func (p *Page) HTML(w io.Writer) error {
	return pages.Execute(w, struct {
		*Page
		Style template.CSS
	}{p, template.CSS(style)}) // our own file, not text from records
}

// HTMLLang is the language as browsers name it: fonts and line breaks follow it.
func (p *Page) HTMLLang() string {
	if p.Lang == "en" {
		return "en"
	}
	return "zh-CN"
}

// Word gives a word of the page itself in its language.
func (p *Page) Word(zh, en string) string {
	if p.Lang == "en" {
		return en
	}
	return zh
}
