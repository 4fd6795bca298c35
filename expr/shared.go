package expr

import (
	"runtime"
	"sync"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/parser"
)

// celParser is the one parser of all scopes: it keeps what it has learnt of the grammar.
var celParser = sync.OnceValues(func() (*parser.Parser, error) {
	return parser.NewParser(
		parser.MaxRecursionDepth(4*MaxDepth), // the checker's own limit speaks first, in words
		parser.MaxExpressionNodeCount(4*MaxNodes),
		parser.ErrorRecoveryLimit(4),
		parser.ErrorReportingLimit(4),
	)
})

// Shared is what scopes that are made of the same registers need not do twice.
type Shared struct {
	texts map[string]*parsed
	mu    sync.Mutex
	maps  map[*Field]map[string]*Field // by the first field of the list
}

// parsed is a text as a tree, once somebody has needed it.
type parsed struct {
	once sync.Once
	tree *ast.AST
	errs *common.Errors
}

func (p *parsed) of(src string, by *parser.Parser) (*ast.AST, *common.Errors) {
	p.once.Do(func() { p.tree, p.errs = by.Parse(common.NewTextSource(src)) })
	return p.tree, p.errs
}

// NewShared also begins to parse, on another core, the texts that are going to be compiled; from the last one on, since
// whoever compiles begins with the first: parsing is half of what compiling a pack costs.
func NewShared(texts []string) *Shared {
	s := &Shared{texts: make(map[string]*parsed, len(texts)), maps: map[*Field]map[string]*Field{}}
	for _, src := range texts {
		if s.texts[src] == nil && checkText(src) == nil {
			s.texts[src] = &parsed{}
		}
	}
	p, err := celParser()
	if err != nil || runtime.GOMAXPROCS(0) < 2 {
		return s
	}
	go func() {
		for i := len(texts) - 1; i >= 0; i-- {
			if x := s.texts[texts[i]]; x != nil {
				x.of(texts[i], p)
			}
		}
	}()
	return s
}

// parse gives the tree of a text. Trees are read only, so two scopes may have the same one.
func (e *Env) parse(src string) (*ast.AST, *common.Errors) {
	if e.shared != nil {
		if x := e.shared.texts[src]; x != nil {
			return x.of(src, e.parser)
		}
	}
	return e.parser.Parse(common.NewTextSource(src))
}

// fieldMap is the function of that name, done once for each list.
func (s *Shared) fieldMap(owner string, fields []Field) (map[string]*Field, error) {
	if s == nil || len(fields) == 0 {
		return fieldMap(owner, fields)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.maps[&fields[0]]; len(m) == len(fields) {
		return m, nil
	}
	m, err := fieldMap(owner, fields)
	if err == nil {
		s.maps[&fields[0]] = m
	}
	return m, err
}
