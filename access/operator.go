package access

import "jieli/catalog"

// OperatorRole is the role of whoever runs the program on the machine itself. It keeps accounts and nothing else; it
// cannot be granted to anybody.
const OperatorRole = "operator"

// Operator gives the actor of the command line: it makes the first accounts of a new site. It reads no household.
func Operator(c *catalog.Catalog) *Actor {
	keep := []catalog.Right{catalog.MayRead, catalog.MayCreate, catalog.MayChange, catalog.MayCorrect, catalog.MayVoid}
	role := &catalog.Role{Name: OperatorRole,
		Can:    map[string][]catalog.Right{"account": keep, "grant": keep},
		Sees:   []catalog.Privacy{catalog.Personal},
		Powers: []catalog.Power{catalog.KeepUsers, catalog.KeepSystem}}
	return &Actor{Account: operatorID, Login: OperatorRole, Name: OperatorRole,
		Grants: []Grant{{Role: role, Area: c.Pack.Root}}}
}

// operatorID stands as the actor in entries of the command line.
const operatorID = "00000000-0000-8000-8000-000000000001"
