package portable

import (
	"fmt"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// operand is what a condition or an order is about: a field, or one of the columns that every record has.
type operand struct {
	column   string
	field    *catalog.Field // nil for a system column
	nullable bool
}

var systemOperands = map[string]operand{
	"id":         {column: "id"},
	"area":       {column: "area"},
	"parent":     {column: "parent", nullable: true},
	"key":        {column: "record_key", nullable: true},
	"updated_at": {column: "updated_at"},
	"created_at": {column: "created_at"},
}

// operandOf finds what a query names. A field goes before a system column of the same name: a pack may call one area.
func operandOf(reg *catalog.Register, name string) (operand, bool) {
	i, ok := reg.FieldIndex(name)
	if !ok {
		o, ok := systemOperands[name]
		return o, ok
	}
	f := reg.Fields[i]
	return operand{column: f.Column(), field: f, nullable: true}, true
}

func (o *operand) sensitive() bool { return o.field != nil && o.field.Privacy == catalog.Sensitive }

// isList reports a column of several values, |a|b|.
func (o *operand) isList() bool { return o.field != nil && o.field.Type.Kind() == value.KindStrings }

func (o *operand) isText() bool {
	if o.field != nil {
		return o.field.Type.Column() == value.ColumnText && !o.isList()
	}
	return o.column != "updated_at" && o.column != "created_at"
}

// value gives the column form of a value in memory.
func (o *operand) value(v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch x := v.(type) {
	case string:
		if o.isList() {
			return "|" + x + "|", nil
		}
		if o.field == nil && o.isText() {
			return x, nil
		}
	case value.Instant:
		if o.field == nil && !o.isText() {
			return int64(x), nil
		}
	case int64:
		if o.field == nil && !o.isText() {
			return x, nil
		}
	}
	if o.field == nil {
		return nil, internal(fmt.Errorf("a %T for column %s", v, o.column))
	}
	return o.field.Type.ToColumn(v), nil
}

// comparisons are the operators that stand in SQL as they are.
var comparisons = map[string]string{"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}

// cond puts one condition of a query. A value that is not known fails every condition but "unknown".
func (b *builder) cond(s *Store, reg *catalog.Register, c store.Cond) error {
	return b.condOn(catalog.Alias, s, reg, c)
}

// condOn is cond for the table under another alias.
func (b *builder) condOn(alias string, s *Store, reg *catalog.Register, c store.Cond) error {
	o, ok := operandOf(reg, c.Field)
	if !ok {
		return badQuery(c.Field)
	}
	column := alias + "." + o.column
	if o.sensitive() {
		column = alias + "." + o.field.DigestColumn() // known where the value is
	}
	switch c.Op {
	case "known":
		b.put(" and " + column + " is not null" + s.bound(&o, column))
		return nil
	case "unknown":
		b.put(" and " + column + " is null")
		return nil
	}
	args := make([]any, len(c.Values))
	for i, v := range c.Values {
		arg, err := o.value(v)
		if err != nil {
			return err
		}
		if arg == nil {
			return badQuery(c.Field)
		}
		if o.sensitive() {
			arg = s.cipher.Digest(plainText(arg))
		}
		args[i] = arg
	}
	if err := b.compare(&o, column, c.Op, args, c.Field); err != nil {
		return err
	}
	if c.Op != "=" || !s.dialect.Chooses() {
		return nil
	}
	if _, yesNo := args[0].(bool); yesNo {
		// PostgreSQL takes "is no" for "not yes", and all rows for such when a column is empty: it would walk them all.
		b.put(" and " + column + " is not null")
	}
	return nil
}

// bound says of a known value what is true of all: SQLite finds in an index what has a bound, and nothing else.
func (s *Store) bound(o *operand, column string) string {
	switch {
	case s.dialect.Chooses() || o.field == nil:
		return ""
	case o.sensitive() || columnType(o.field) == Text:
		return " and " + column + " >= ''"
	}
	return " and " + column + " >= -9223372036854775808"
}

func (b *builder) compare(o *operand, column, op string, args []any, name string) error {
	if op == "in" && !o.isList() {
		in(b, column, args)
		return nil
	}
	if len(args) != 1 {
		return badQuery(name)
	}
	sql, direct := comparisons[op]
	text, _ := args[0].(string)
	switch {
	case direct && !o.isList() && (!o.sensitive() || op == "=" || op == "!="):
		b.put(" and " + column + " " + sql + " " + b.constant(args[0]))
	case op == "prefix" && o.isText() && !o.sensitive():
		b.prefix(column, text)
	case op == "has" && o.isList() && !o.sensitive():
		b.put(" and replace(" + column + ", " + b.arg(text) + ", '') <> " + column)
	default:
		return badQuery(name)
	}
	return nil
}
