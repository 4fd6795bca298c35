package pack

// Limits of a pack. Each is far above what a programme needs and far below what would hurt the server that reads it.
const (
	limitFiles         = 2000      // files of a pack
	limitFileBytes     = 256 << 10 // one YAML file: a thing, or a small family of things
	limitAreasBytes    = 64 << 20  // areas.csv: all 600,000 villages of the country fit
	limitDocuments     = 500       // documents in one file
	limitLine          = 2000      // characters in a line; bounds the nesting of block style too
	limitBrackets      = 64        // open [ and { at one place, before parsing: keeps the parser's stack small
	limitNesting       = 16        // levels of a document; the language itself needs 8
	limitEntries       = 5000      // keys of one mapping, items of one list
	limitFindings      = 1000      // nobody reads more at once
	limitNameLength    = 40        // characters: table and column names stay below the 63 of PostgreSQL
	limitCodeLength    = 40        // characters of a code in a code list
	limitTextLength    = 2000      // characters of a label, help or definition
	limitFields        = 300       // fields of one register: a table that BI tools still open
	limitQuestions     = 300       // questions of one form, those of repeats included
	limitRepeatRows    = 200       // rows of one repeat
	limitParents       = 4         // parents above a register: each is a join of a scope
	limitBreakdowns    = 3         // fields in `by` of an indicator: cells are their product
	limitChoicesInCell = 200       // codes of a list used for a breakdown, for the same reason
	limitScenarioSteps = 500       // steps of one scenario
)
