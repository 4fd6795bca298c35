package round

import (
	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// DueBy gives the last due day that makes a target of a standing round a task on a day.
func DueBy(k *catalog.Round, today value.Date) value.Date { return today.AddDays(k.Lead) }

// DueConds restricts to the targets of a standing round that are a task on a day.
func DueConds(k *catalog.Round, today value.Date) []store.Cond {
	return []store.Cond{{Field: k.Due, Op: "<=", Values: []any{DueBy(k, today)}}}
}
