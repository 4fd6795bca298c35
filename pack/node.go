package pack

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"jieli/fault"
)

type nodeKind int

const (
	nodeNull nodeKind = iota
	nodeScalar
	nodeList
	nodeMapping
)

type nodeStyle int

const (
	stylePlain  nodeStyle = iota
	styleQuoted           // "…" or '…'
	styleBlock            // | or >
)

// node is one value of a document: a scalar as written, a list, or a mapping in order.
type node struct {
	kind    nodeKind
	style   nodeStyle // scalars
	text    string    // scalars, quotes and escapes resolved
	items   []*node
	entries []entry
	source  *source
	pos     fault.Pos
}

type entry struct {
	key   string
	pos   fault.Pos
	value *node
}

// get gives the value of a key of a mapping, or nil.
func (n *node) get(key string) *node {
	for _, e := range n.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// parse reads one document. nil when it cannot be read; the reason is reported.
func (l *loader) parse(s *source) (root *node) {
	if root = parseQuick(s); root != nil {
		return root
	}
	return l.parseFully(s)
}

// parseFully reads one document with all that YAML has.
func (l *loader) parseFully(s *source) (root *node) {
	defer func() {
		// The parser is foreign code that reads what people type: a panic in it is a document that cannot be read.
		if r := recover(); r != nil {
			l.report(fault.Pos{File: s.file, Line: s.first, Column: 1}, codeSyntax, "why", fmt.Sprint(r))
			root = nil
		}
	}()
	file, err := parser.ParseBytes([]byte(s.text()), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		l.reportSyntax(s, err)
		return nil
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		l.report(fault.Pos{File: s.file, Line: s.first, Column: 1}, codeSyntax, "why", "one document expected")
		return nil
	}
	r := reading{loader: l, source: s, ok: true}
	root = r.node(file.Docs[0].Body, 0)
	if !r.ok {
		return nil
	}
	return root
}

func (l *loader) reportSyntax(s *source, err error) {
	pos := fault.Pos{File: s.file, Line: s.first, Column: 1}
	var syntax yaml.Error
	if !errors.As(err, &syntax) {
		l.report(pos, codeSyntax, "why", err)
		return
	}
	if tok := syntax.GetToken(); tok != nil && tok.Position != nil {
		pos = s.at(tok.Position)
	}
	l.report(pos, codeSyntax, "why", syntax.GetMessage())
}

func (s *source) at(p *token.Position) fault.Pos {
	if p == nil {
		return fault.Pos{File: s.file, Line: s.first, Column: 1}
	}
	return fault.Pos{File: s.file, Line: s.first + max(p.Line, 1) - 1, Column: max(p.Column, 1)}
}

// reading turns the parser's tree into nodes and reports what the language leaves out. What can be read in spite of it
// is read, so that the rest of the document is looked at too; ok is false when it is not.
type reading struct {
	*loader
	source *source
	ok     bool
}

func (r *reading) refuse(pos fault.Pos, c *fault.Code, pairs ...any) *node {
	r.ok = false
	r.report(pos, c, pairs...)
	return &node{kind: nodeNull, source: r.source, pos: pos}
}

func (r *reading) node(n ast.Node, depth int) *node {
	if n == nil {
		return &node{kind: nodeNull, source: r.source, pos: r.source.at(nil)}
	}
	tok := n.GetToken()
	pos := r.source.at(nil)
	if tok != nil {
		pos = r.source.at(tok.Position)
	}
	if depth > limitNesting {
		return r.refuse(pos, codeNesting, "max", limitNesting)
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return r.mapping(n, pos, depth)
	case *ast.MappingValueNode:
		return r.mapping(&ast.MappingNode{Values: []*ast.MappingValueNode{n}, Start: n.Start}, pos, depth)
	case *ast.SequenceNode:
		return r.list(n, pos, depth)
	case *ast.NullNode:
		return &node{kind: nodeNull, source: r.source, pos: pos}
	case *ast.LiteralNode:
		pos = r.source.at(n.Start.Position)
		return &node{kind: nodeScalar, style: styleBlock, text: n.Value.Value, source: r.source, pos: pos}
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return r.scalar(tok, pos)
	case *ast.AnchorNode:
		r.report(pos, codeAnchor)
		return r.node(n.Value, depth+1)
	case *ast.AliasNode, *ast.MergeKeyNode:
		return r.refuse(pos, codeAnchor)
	case *ast.TagNode:
		r.report(pos, codeTag)
		return r.node(n.Value, depth+1)
	}
	return r.refuse(pos, codeSyntax, "why", "this is not used in packs: "+n.Type().String())
}

func (r *reading) scalar(tok *token.Token, pos fault.Pos) *node {
	n := &node{kind: nodeScalar, text: tok.Value, source: r.source, pos: pos}
	if tok.Type == token.DoubleQuoteType || tok.Type == token.SingleQuoteType {
		n.style = styleQuoted
	}
	return n
}

func (r *reading) list(n *ast.SequenceNode, pos fault.Pos, depth int) *node {
	out := &node{kind: nodeList, source: r.source, pos: pos}
	if len(n.Values) > limitEntries {
		return r.refuse(pos, codeTooManyEntries, "max", limitEntries)
	}
	for _, item := range n.Values {
		out.items = append(out.items, r.node(item, depth+1))
	}
	return out
}

func (r *reading) mapping(n *ast.MappingNode, pos fault.Pos, depth int) *node {
	out := &node{kind: nodeMapping, source: r.source, pos: pos}
	if len(n.Values) > limitEntries {
		return r.refuse(pos, codeTooManyEntries, "max", limitEntries)
	}
	seen := make(map[string]fault.Pos, len(n.Values))
	for _, v := range n.Values {
		key, keyPos, ok := r.key(v.Key)
		if !ok {
			continue
		}
		if before, dup := seen[key]; dup {
			r.report(keyPos, codeDuplicateKey, "key", key, "line", before.Line)
			continue
		}
		seen[key] = keyPos
		out.entries = append(out.entries, entry{key: key, pos: keyPos, value: r.node(v.Value, depth+1)})
	}
	if !n.IsFlowStyle && len(out.entries) > 0 {
		out.pos = out.entries[0].pos
	}
	return out
}

func (r *reading) key(k ast.MapKeyNode) (string, fault.Pos, bool) {
	tok := k.GetToken()
	if tok == nil {
		r.refuse(r.source.at(nil), codeKeyKind)
		return "", fault.Pos{}, false
	}
	pos := r.source.at(tok.Position)
	switch k.(type) {
	case *ast.MergeKeyNode, *ast.AnchorNode, *ast.AliasNode:
		r.refuse(pos, codeAnchor)
	case *ast.TagNode:
		r.refuse(pos, codeTag)
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return tok.Value, pos, true
	default:
		r.refuse(pos, codeKeyKind)
	}
	return "", pos, false
}
