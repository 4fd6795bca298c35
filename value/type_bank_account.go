package value

import (
	"strings"

	"jieli/fault"
)

// Bounds of bank accounts: old savings books of rural banks have 8 digits, accounts of units up to 32.
const (
	minAccount = 8
	maxAccount = 32
)

var typeBankAccount Type = &bankAccountType{meta: meta{
	name: "bank_account", label: fault.Text{Zh: "银行账号", En: "bank account"}, column: ColumnText, kind: KindString,
}}

// bankAccountType is the number of a bank card or account, digits only.
type bankAccountType struct {
	meta
	stringColumn
}

func (bankAccountType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	if raw == nil {
		return nil, nil
	}
	s, ok := raw.(string)
	if !ok {
		return nil, wrongShape(raw, "账号文字", "an account number as text")
	}
	if s == "" {
		return nil, nil
	}
	if len(s) < minAccount || len(s) > maxAccount || !allDigits(s) {
		return nil, found(problemBank, "min", minAccount, "max", maxAccount)
	}
	return s, nil
}

// ParseText takes numbers in groups with blanks or hyphens.
func (t bankAccountType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	cell := tidy(s)
	if isBlank(cell) {
		return nil, nil
	}
	cell = strings.TrimLeft(withoutBlanks(cell, true), "'`‘’")
	if isShortened(cell) {
		return nil, found(problemLost, "text", shown(s))
	}
	return t.Parse(cell, l)
}

func (bankAccountType) JSON(v any, _ *Limits) any { return v }

// Display groups the digits by four, as cards do.
func (bankAccountType) Display(v any, _ *Limits, _ string) string {
	s := text(v)
	b := make([]byte, 0, len(s)+len(s)/4)
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			b = append(b, ' ')
		}
		b = append(b, s[i])
	}
	return string(b)
}
