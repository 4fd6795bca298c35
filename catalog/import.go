package catalog

import "jieli/fault"

// FileImport says how a file of rows becomes submissions: one row, one bundle.
type FileImport struct {
	Name      string
	Label     fault.Text
	Help      fault.Text
	Folder    string
	Columns   []ImportColumn
	Form      *Form     // submitted about the matched record, or opening a case that points to it
	Otherwise *Form     // submitted for a row that matched nothing, or too much; nil: such rows are only reported
	Match     *Matching // nil: rows are about nothing that is known
	Reference string    // question of Form that takes the matched record; "": it is the form's subject
}

// ImportColumn maps heads of columns to a question of the forms.
type ImportColumn struct {
	Question string
	Heads    []string // as files write them; the first is shown
	Required bool
}

// Matching finds the record that a row is about: by the first list of fields that the row fills and that finds
// exactly one record.
type Matching struct {
	Register *Register  // whose records are looked through: person
	Gives    *Register  // that register, or the parent: household
	By       [][]string // fields of Register, or of its parents as "village"; questions of the same names give the values
}
