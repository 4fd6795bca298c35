// Package fault holds the problems that people and programs meet: a stable code, a place, a severity and a
// sentence in Chinese and English that says what is wrong and what to do.
//
// Three audiences share one type. A program reads Code, a person reads Text, an operator reads Error.Cause, which is
// logged and never sent out.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// Severity says what a finding does to the change it is about.
type Severity string

const (
	// Stop refuses the change.
	Stop Severity = "error"
	// Warn lets the change pass; the warning is kept with the record.
	Warn Severity = "warning"
)

// Text is one sentence in the two languages of the system.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en,omitempty"`
}

// In returns the sentence in lang ("zh" or "en"); Chinese stands in where English is missing.
func (t Text) In(lang string) string {
	if lang == "en" && t.En != "" {
		return t.En
	}
	return t.Zh
}

// Pos is a place in a file; Line and Column count from 1, Column in characters.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// String gives "file:line:column".
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Finding is one problem at one place.
type Finding struct {
	Code     string   `json:"code"`           // stable, snake case
	Path     string   `json:"path,omitempty"` // field path, as in "answers.members[2].national_id"
	Severity Severity `json:"severity"`
	Text     Text     `json:"text"`
	Pos      *Pos     `json:"pos,omitempty"` // for files: packs, spreadsheets
}

// String gives "place: code: English sentence", for logs and tests.
func (f Finding) String() string {
	place := f.Path
	if f.Pos != nil {
		place = f.Pos.String()
	}
	return strings.TrimPrefix(fmt.Sprintf("%s: %s: %s", place, f.Code, f.Text.In("en")), ": ")
}

// Under returns the finding with prefix put before its path.
func (f Finding) Under(prefix string) Finding {
	switch {
	case f.Path == "":
		f.Path = prefix
	case strings.HasPrefix(f.Path, "["):
		f.Path = prefix + f.Path
	default:
		f.Path = prefix + "." + f.Path
	}
	return f
}

// As returns the finding with another severity.
func (f Finding) As(s Severity) Finding { f.Severity = s; return f }

// In returns the finding with its place in a file.
func (f Finding) In(p Pos) Finding { f.Pos = &p; return f }

// Blocks reports whether any finding refuses the change.
func Blocks(list []Finding) bool {
	for _, f := range list {
		if f.Severity == Stop {
			return true
		}
	}
	return false
}

// Code is a declared kind of problem. Its sentences may hold {name} places that At fills.
type Code struct {
	Name     string
	Severity Severity
	Text     Text
}

var (
	codesMu sync.Mutex
	codes   = map[string]*Code{}
)

// Define declares a kind of problem that refuses a change. Called once per code, at package level; a second
// declaration of the same name panics, so that codes stay unique in the whole program.
func Define(name, zh, en string) *Code { return define(name, Stop, zh, en) }

// DefineWarning declares a kind of problem that is kept but does not refuse.
func DefineWarning(name, zh, en string) *Code { return define(name, Warn, zh, en) }

func define(name string, s Severity, zh, en string) *Code {
	codesMu.Lock()
	defer codesMu.Unlock()
	if _, dup := codes[name]; dup {
		panic("fault: code declared twice: " + name)
	}
	c := &Code{Name: name, Severity: s, Text: Text{Zh: zh, En: en}}
	codes[name] = c
	return c
}

// Codes lists all declared codes by name, for the documentation.
func Codes() []*Code {
	codesMu.Lock()
	defer codesMu.Unlock()
	list := make([]*Code, 0, len(codes))
	for _, c := range codes {
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// At makes a finding of this code at a path; pairs are name, value, name, value … for the {name} places. A value that is
// a Text gives each sentence the words of its own language.
func (c *Code) At(path string, pairs ...any) Finding {
	return Finding{Code: c.Name, Path: path, Severity: c.Severity, Text: c.Text.fill(pairs)}
}

// Error makes an error of one finding of this code.
func (c *Code) Error(kind Kind, pairs ...any) *Error {
	return &Error{Kind: kind, Findings: []Finding{c.At("", pairs...)}}
}

func (t Text) fill(pairs []any) Text {
	if len(pairs) == 0 {
		return t
	}
	return Text{Zh: strings.NewReplacer(wordsIn("zh", pairs)...).Replace(t.Zh),
		En: strings.NewReplacer(wordsIn("en", pairs)...).Replace(t.En)}
}

// wordsIn gives the pairs as places and what is put there in a language.
func wordsIn(lang string, pairs []any) []string {
	words := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		word := pairs[i+1]
		if text, ok := word.(Text); ok {
			word = text.In(lang)
		}
		words = append(words, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(word))
	}
	return words
}

// Kind is the class of an error: who must act.
type Kind int

const (
	Internal        Kind = iota // operators: our fault; the person sees only that it happened
	Invalid                     // the person: what was sent does not fit
	Unauthenticated             // the person: sign in
	Denied                      // the person's rights do not reach that far
	NotFound                    // no such thing, or none that this person may know of
	Conflict                    // the state has moved on
	TooLarge                    // a limit is passed
	Busy                        // try again later: throttled
	Unavailable                 // operators: disk full, database lost; nothing was accepted
)

// Error carries a class, all findings of one act, and a cause for operators only.
type Error struct {
	Kind     Kind
	Findings []Finding
	Cause    error
}

// Error gives the findings, one a line, and the cause. For logs, not for people.
func (e *Error) Error() string {
	parts := make([]string, 0, len(e.Findings)+1)
	for _, f := range e.Findings {
		parts = append(parts, f.String())
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return strings.Join(parts, "\n")
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Because returns the error with its cause set.
func (e *Error) Because(cause error) *Error { e.Cause = cause; return e }

// KindOf gives the class of err; what is no *Error is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Of makes an error of findings, or nil when there are none.
func Of(kind Kind, findings []Finding) error {
	if len(findings) == 0 {
		return nil
	}
	return &Error{Kind: kind, Findings: findings}
}
