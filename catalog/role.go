package catalog

import "jieli/fault"

// Right is something a role may do with a register or a form.
type Right string

const (
	MayRead    Right = "read"
	MayCreate  Right = "create"
	MayChange  Right = "change"
	MayCorrect Right = "correct"
	MayVoid    Right = "void"
	MayErase   Right = "erase"
	MaySubmit  Right = "submit" // forms; includes what the form writes
)

// Power is something a role may do that is about no register.
type Power string

const (
	SeeFigures Power = "figures"  // read indicators
	SeeRounds  Power = "rounds"   // read coverage
	SeeJournal Power = "journal"  // read checkpoints, proofs, the access journal
	KeepUsers  Power = "accounts" // make accounts, grant roles (through the built-in registers)
	KeepSystem Power = "system"   // metrics, backup
	Import     Power = "import"   // send bundles of direct entries in bulk; files of rows
	RunRules   Power = "rules"    // try rules on all records and have records judged anew
	Preview    Power = "preview"  // see the programme as a role does, reading only and never more than oneself
)

// Role is a set of rights within an area; a grant gives it to an account for one area and everything below.
type Role struct {
	Name     string
	Label    fault.Text
	Level    string              // level of area that it is granted for: province, city, county, town, village
	Can      map[string][]Right  // by register or form name; "*" is all declared registers and forms
	Sees     []Privacy           // classes shown without a mask
	Unmask   []Privacy           // classes that may be unmasked with a purpose
	Hides    map[string][]string // register → fields never shown
	ReadOnly map[string][]string // register → fields never written
	Powers   []Power
}

// May reports whether the role has a right on a register or form. A right named for a register wins over "*";
// built-in registers are never reached by "*".
func (r *Role) May(name string, right Right, builtIn bool) bool {
	rights, ok := r.Can[name]
	if !ok && !builtIn {
		rights = r.Can["*"]
	}
	for _, x := range rights {
		if x == right {
			return true
		}
	}
	return false
}

// Has reports whether the role has a power.
func (r *Role) Has(p Power) bool {
	for _, x := range r.Powers {
		if x == p {
			return true
		}
	}
	return false
}

// Shows reports whether the role sees fields of a privacy class without a mask.
func (r *Role) Shows(p Privacy) bool {
	if p == Open {
		return true
	}
	for _, x := range r.Sees {
		if x == p {
			return true
		}
	}
	return false
}
