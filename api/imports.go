package api

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"

	"jieli/access"
	"jieli/catalog"
	"jieli/exchange"
	"jieli/fault"
)

// ImportKind is a kind of file of rows that the caller may send.
type ImportKind struct {
	Name     string             `json:"name"`
	Label    fault.Text         `json:"label"`
	Help     *fault.Text        `json:"help,omitempty"`
	Register string             `json:"register,omitempty" doc:"where rows stand that a person must decide on"`
	Columns  []ImportColumnView `json:"columns"`
}

// ImportColumnView is a column that a file of the kind has.
type ImportColumnView struct {
	Label    string   `json:"label"`
	Also     []string `json:"also" doc:"other heads that are understood"`
	Required bool     `json:"required"`
}

func importRoutes() []*route {
	return []*route{
		{method: get, path: "/imports", id: "imports", doc: "Kinds of files of rows that the caller may send", who: powered,
			power: catalog.Import, answer: []ImportKind{}, handle: getImports},
		{method: post, path: "/imports/{import}", id: "import", who: powered, power: catalog.Import, body: fileBody{},
			doc: "Send a file of rows (CSV or XLSX): each row is judged and kept on its own; the same file sent again changes " +
				"nothing. Its name stands in the header X-File-Name, percent-escaped",
			limit: exchange.MaxFile, answer: exchange.Report{}, refusals: []int{422}, handle: postImport,
			query: []param{paramArea, {name: "dry", kind: "string", doc: "yes: say what would be, and keep nothing",
				enum: []string{"yes", "no"}}}},
	}
}

func getImports(c *call) error {
	list := []ImportKind{}
	for _, imp := range c.Catalog.Imports {
		if len(exchange.Scope(c.actor, imp)) > 0 {
			list = append(list, importKind(imp))
		}
	}
	return c.json(list)
}

func importKind(imp *catalog.FileImport) ImportKind {
	k := ImportKind{Name: imp.Name, Label: imp.Label, Columns: []ImportColumnView{}}
	if imp.Help.Zh != "" {
		k.Help = &imp.Help
	}
	if imp.Otherwise != nil && imp.Otherwise.Own != nil {
		k.Register = imp.Otherwise.Own.Name
	}
	for _, x := range imp.Columns {
		k.Columns = append(k.Columns, ImportColumnView{x.Heads[0], append([]string{}, x.Heads[1:]...), x.Required})
	}
	return k
}

func postImport(c *call) error {
	imp := c.Catalog.Import(c.r.PathValue("import"))
	if imp == nil {
		return nothing()
	}
	scope := exchange.Scope(c.actor, imp)
	if area := c.query.Get("area"); area != "" {
		scope = access.Narrow(scope, area)
	}
	if len(scope) == 0 {
		return nothing()
	}
	name, err := c.fileName()
	if err != nil {
		return err
	}
	data, err := c.readFile()
	if err != nil {
		return err
	}
	report, err := exchange.Run(c.ctx, exchange.Options{Import: imp, Actor: c.actor, Scope: scope, Reader: c.Reader,
		Engine: c.Engine, Catalog: c.Catalog, Now: c.Clock.Now(), Device: "import", Dry: c.query.Get("dry") == "yes"}, name, data)
	if err != nil {
		return err
	}
	return c.json(report)
}

var errFileName = fault.Define("file_name_invalid",
	"请求头 X-File-Name 无效：应为文件名（百分号编码）。",
	"The header X-File-Name is not valid: give the file's name, percent-escaped.")

// fileName gives the name of the file that is sent, "" when none is given.
func (c *call) fileName() (string, error) {
	name, err := url.PathUnescape(c.r.Header.Get("X-File-Name"))
	const most = 300
	if err != nil || len(name) > most {
		return "", unreadable(errFileName.At(""))
	}
	if name == "" {
		return "", nil
	}
	return path.Base(name), nil
}

// readFile gives the body as it is, within the route's limit.
func (c *call) readFile() ([]byte, error) {
	if c.r.ContentLength > c.route.limit {
		return nil, c.tooLarge()
	}
	data, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, c.route.limit))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, c.tooLarge()
	}
	if err != nil {
		return nil, unreadable(errCutOff.At(""))
	}
	return data, nil
}
