package catalog

// How definitions are called in the database. Prefixes keep the words of a pack apart from reserved words, from the
// system columns (county, id, area …) and from one another. A database name has at most 63 bytes, so the name of a
// register or field has at most 60.

// Table is the table of a register: "r_household".
func (r *Register) Table() string { return "r_" + r.Name }

// Column is the column of a field: "f_members". For a sensitive field it holds ciphertext, on which no condition and
// no order means anything.
func (f *Field) Column() string { return "f_" + f.Name }

// DigestColumn is the column of the keyed digest of a sensitive field, for equality: "d_national_id".
func (f *Field) DigestColumn() string { return "d_" + f.Name }

// CellColumn is the column of the cell in which the shape of a field is filed, which is kept apart or drawn: "m_outline".
func (f *Field) CellColumn() string { return "m_" + f.Name }

// Alias is the name under which a query over a register knows its table; a condition that package expr makes for
// store.Query.Where binds its subject to it.
const Alias = "t"
