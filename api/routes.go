package api

import (
	"net/http"

	"jieli/catalog"
	"jieli/engine"
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)

// Parameters that several routes take.
var (
	paramArea  = param{name: "area", kind: "area", doc: "an area and everything below it"}
	paramAsOf  = param{name: "as_of", kind: "date", doc: "the end of this day; today when missing"}
	paramAfter = param{name: "after", kind: "string", doc: "the next of the page before"}
	paramLimit = param{name: "limit", kind: "integer", doc: "records of a page, 1 to 500; 50 when missing"}
)

// routes is the table of all routes.
func routes() []*route {
	var all []*route
	for _, part := range [][]*route{sessionRoutes(), viewingRoutes(), openSessionRoutes(), userRoutes(), auditRoutes(),
		deviceRoutes(), syncRoutes(),
		catalogRoutes(), recordRoutes(), exportRoutes(), bundleRoutes(), importRoutes(),
		attachmentRoutes(), workRoutes(), caseRoutes(), ruleRoutes(), figureRoutes(), layerRoutes(), wallChartRoutes(),
		ledgerRoutes(), journalRoutes()} {
		all = append(all, part...)
	}
	return all
}

func sessionRoutes() []*route {
	return []*route{
		{method: post, path: "/session", id: "signIn", doc: "Sign in", who: anyone, body: SignIn{}, limit: bodySmall,
			answer: SessionView{}, refusals: []int{401, 422}, handle: postSession},
		{method: get, path: "/session", id: "session", doc: "Who is signed in", who: signedIn, answer: SessionView{},
			always: true, handle: getSession},
		{method: remove, path: "/session", id: "signOut", who: signedIn, status: http.StatusNoContent, always: true,
			doc:    "Sign out; of a session that sees as a role, be oneself again",
			query:  []param{{name: "all", kind: "string", doc: "yes: on all devices", enum: []string{"yes", "no"}}},
			handle: deleteSession},
		{method: put, path: "/session/password", id: "changePassword", doc: "Change one's own password; all sessions end",
			who: signedIn, password: true, body: NewPassword{}, limit: bodySmall, status: http.StatusNoContent, refusals: []int{422},
			handle: putOwnPassword},
		{method: put, path: "/accounts/{county}/{id}/password", id: "setPassword",
			doc: "Give an account a temporary password; all its sessions end", who: powered, power: catalog.KeepUsers,
			body: GivenPassword{}, limit: bodySmall, status: http.StatusNoContent, refusals: []int{409, 422}, handle: putPassword},
		{method: remove, path: "/accounts/{county}/{id}/sessions", id: "endSessions", doc: "End all sessions of an account",
			who: powered, power: catalog.KeepUsers, status: http.StatusNoContent, handle: deleteSessionsOf},
		{method: get, path: "/demo/accounts", id: "demoAccounts", doc: "Accounts of a demonstration; 404 elsewhere",
			who: anyone, answer: []DemoAccount{}, refusals: []int{404}, handle: getDemoAccounts},
	}
}

func catalogRoutes() []*route {
	return []*route{
		{method: get, path: "/catalog", id: "catalog", doc: "The programme as the caller's roles see it", who: signedIn,
			answer: CatalogView{}, handle: getCatalog},
		{method: get, path: "/areas", id: "areas", doc: "Areas; without parameters those right below the caller's",
			who: signedIn, answer: []AreaView{}, handle: getAreas,
			query: []param{{name: "within", kind: "area", doc: "this area and everything below it"},
				{name: "level", kind: "string", enum: []string{"province", "city", "county", "town", "village"}}}},
		{method: get, path: "/areas/shapes", id: "areaShapes", doc: "Where areas lie on the map, as far as it is known",
			who: signedIn, answer: []AreaShapeView{}, handle: getAreaShapes},
		{method: get, path: "/parameters", id: "parameters", doc: "Numbers of policy that hold in an area on a day",
			who: signedIn, answer: map[string]any{}, handle: getParameters,
			query: []param{paramArea, {name: "day", kind: "date", doc: "today when missing"}}},
		{method: get, path: "/openapi.json", id: "openapi", doc: "This document; registers as the caller's roles see them",
			who: anyone, answer: map[string]any{}, handle: getOpenAPI},
	}
}

func recordRoutes() []*route {
	const one = "/registers/{register}/records/{county}/{id}"
	return []*route{
		{method: get, path: "/registers/{register}/records", id: "records", who: reader, answer: RecordPage{},
			doc:     "A list of records with filters (FIELD, FIELD.min, FIELD.max, FIELD.in, FIELD.known), order and pages",
			filters: true, refusals: []int{403}, handle: getRecords,
			query: []param{paramArea, paramLimit, paramAfter,
				{name: "sort", kind: "string", doc: "columns separated by commas, - for descending; -updated_at when missing"},
				{name: "q", kind: "string", doc: "beginning of a name, its pinyin or initials, or a number"},
				{name: "parent", kind: "string", doc: "id of the parent record"},
				{name: "round", kind: "string", doc: "id of a round whose targets are in this register"},
				{name: "covered", kind: "string", doc: "with round: covered targets or not", enum: []string{"yes", "no"}}}},
		{method: get, path: one, id: "record", doc: "A record, on any day", who: reader, answer: RecordView{},
			query: []param{paramAsOf}, handle: getRecord},
		{method: get, path: one + "/children/{child}", id: "children", doc: "Its child records", who: reader,
			answer: RecordList{}, handle: getChildren},
		{method: get, path: one + "/matches/{match}", id: "matches", doc: "What fits it, nearest first; nothing is decided by it",
			who: reader, answer: MatchesView{}, refusals: []int{403}, handle: getMatches},
		{method: get, path: one + "/history", id: "history", doc: "Its entries, newest first", who: reader,
			answer: []HistoryLine{}, handle: getHistory},
		{method: post, path: one + "/unmask", id: "unmask", doc: "Plain values of masked fields, for a purpose that is kept",
			who: reader, body: UnmaskRequest{}, limit: bodySmall, answer: Unmasked{}, refusals: []int{422}, handle: postUnmask},
		{method: get, path: "/registers/{register}/referable", id: "referable", who: reader, answer: []Referable{},
			doc:   "What a question may be answered with: records of the list, and those kept at the caller's county or the programme",
			query: []param{{name: "q", kind: "string"}}, handle: getReferable},
		{method: get, path: "/search", id: "search", doc: "Records by the beginning of a name, its pinyin, or a number",
			who: signedIn, answer: SearchView{}, query: []param{{name: "q", kind: "string"}}, handle: getSearch},
	}
}

func bundleRoutes() []*route {
	return []*route{
		{method: post, path: "/bundles", id: "sendBundle", who: signedIn, body: engine.Bundle{}, limit: bodyBundle,
			doc:    "Send a form's answers or entries; accepted or refused as a whole, replayed safely under its id",
			answer: engine.Receipt{}, refusals: []int{409, 422}, handle: postBundle},
		{method: post, path: "/bundles/check", id: "checkBundle", doc: "The receipt as it would be; nothing is kept",
			who: signedIn, body: engine.Bundle{}, limit: bodyBundle, answer: engine.Receipt{}, refusals: []int{409, 422},
			handle: checkBundle},
		{method: post, path: "/bundles/batch", id: "sendBundles",
			doc: "Send many bundles, each accepted or refused on its own",
			who: signedIn, body: Batch{}, limit: bodyBatch, answer: Receipts{}, refusals: []int{409, 422}, handle: postBatch},
	}
}

func workRoutes() []*route {
	return []*route{
		{method: get, path: "/tasks", id: "tasks", doc: "Open tasks of the caller's roles, most urgent first", who: signedIn,
			answer: TasksView{}, handle: getTasks},
		{method: get, path: "/tasks/{county}/{id}/people", id: "taskPeople", doc: "To whom a task can be handed", who: signedIn,
			answer: []TaskPerson{}, handle: getTaskPeople},
		{method: get, path: "/people", id: "people", doc: "Who holds a grant within the caller's areas, by name", who: signedIn,
			answer: []Person{}, handle: getPeople, query: []param{{name: "q", kind: "string", doc: "part of the name"}}},
		{method: get, path: "/live", id: "live", who: signedIn, answer: streamBody{}, handle: getLive,
			doc:   "Server-sent events: what has changed in what the caller may see, at the latest two seconds after a commit",
			query: []param{{name: "seconds", kind: "integer", doc: "the stream ends after so many; without it with the page"}}},
		{method: get, path: "/conflicts", id: "conflicts", doc: "Fields with two values that stand against each other",
			who: signedIn, answer: []ConflictView{}, handle: getConflicts},
		{method: get, path: "/rounds", id: "rounds", doc: "Rounds, latest first", who: powered, power: catalog.SeeRounds,
			answer: []RoundInstance{}, handle: getRounds},
		{method: get, path: "/rounds/{round}/{county}/{id}/coverage", id: "coverage", doc: "Targets and covered ones by area",
			who: powered, power: catalog.SeeRounds, answer: Coverage{}, handle: getCoverage,
			query: []param{paramArea, {name: "level", kind: "string", enum: []string{"town", "village"}}}},
	}
}

func caseRoutes() []*route {
	yes := []string{"yes", "no"}
	return []*route{
		{method: get, path: "/workflows", id: "workflows", doc: "Ways that records go through", who: signedIn,
			answer: []WorkflowView{}, handle: getWorkflows},
		{method: get, path: "/workflows/{workflow}/cases", id: "caseQueue", doc: "Cases, those that are due first",
			who: reader, answer: CaseQueue{}, handle: getQueue,
			query: []param{paramArea, paramLimit, paramAfter,
				{name: "stage", kind: "string", doc: "cases in this stage; all open ones when missing"},
				{name: "mine", kind: "string", doc: "yes: stages that a role of the caller owns in that area", enum: yes},
				{name: "overdue", kind: "string", doc: "yes: those whose day is past", enum: yes}}},
		{method: get, path: "/cases/{workflow}/{county}/{id}", id: "case", who: reader, answer: CaseView{}, handle: getCase,
			doc: "A case: its way, its steps, what the caller can do and what proves it"},
		{method: get, path: "/documents/{document}/{register}/{county}/{id}", id: "document", who: reader,
			doc: "A page to print, made of a record; a notice only of what may hang in public", answer: pageBody{},
			refusals: []int{422}, handle: getDocument,
			query: []param{{name: "lang", kind: "string", doc: "zh when missing", enum: []string{"zh", "en"}}}},
	}
}

func ruleRoutes() []*route {
	return []*route{
		{method: get, path: "/rules", id: "rules", doc: "Rules over records, and how often they were right", who: powered,
			power: catalog.RunRules, answer: []RuleView{}, handle: getRules},
		{method: post, path: "/rules/try", id: "tryRule", doc: "What a rule would find today and would have found; nothing is kept",
			who: powered, power: catalog.RunRules, body: RuleTrialInput{}, limit: bodySmall, answer: RuleTrial{},
			refusals: []int{422}, handle: postTrial},
	}
}

func figureRoutes() []*route {
	return []*route{
		{method: get, path: "/figures", id: "figures", doc: "Figures of an area, or of all areas of a level below it",
			who: powered, power: catalog.SeeFigures, answer: FiguresView{}, handle: getFigures,
			query: []param{paramAsOf, paramArea,
				{name: "since", kind: "date", doc: "flows count what came from this day on; all when missing"},
				{name: "compare", kind: "string", enum: []string{"yes", "no"},
					doc: "yes: with the same day or period a year before, and with the plan"},
				{name: "below", kind: "string", enum: []string{"county", "town", "village"}},
				{name: "indicator", kind: "string", doc: "names separated by commas; all when missing"}}},
		{method: get, path: "/figures/{id}", id: "figure", doc: "What a figure counts", who: powered,
			power: catalog.SeeFigures, answer: FigureDefinition{}, handle: getFigure},
		{method: get, path: "/figures/{id}/records", id: "figureRecords", doc: "The records behind a figure", who: powered,
			power: catalog.SeeFigures, answer: FigureRecords{}, handle: getFigureRecords,
			query: []param{paramAsOf, paramArea, paramAfter, paramLimit,
				{name: "part", kind: "string", doc: "of a ratio", enum: []string{"numerator", "denominator"}}}},
		{method: get, path: "/series", id: "series", doc: "Figures at the end of each period", who: powered,
			power: catalog.SeeFigures, answer: SeriesView{}, handle: getSeries,
			query: []param{paramArea, {name: "from", kind: "date", doc: "a year before to when missing"},
				{name: "to", kind: "date", doc: "today when missing"},
				{name: "by", kind: "string", enum: []string{"day", "week", "month", "year"}},
				{name: "indicator", kind: "string", doc: "names separated by commas; all when missing"}}},
	}
}

func ledgerRoutes() []*route {
	const one = "/registers/{register}/records/{county}/{id}"
	period := []param{{name: "from", kind: "date", doc: "first day; the beginning of the year when missing"},
		{name: "to", kind: "date", doc: "last day; today when missing"}}
	account := append([]param{{name: "account", kind: "string", doc: "kind of account"},
		{name: "each", kind: "string", doc: "code by which accounts of the kind are kept apart"},
		{name: "goods", kind: "string", doc: "record or code, of goods that are kept apart"}}, period...)
	return []*route{
		{method: get, path: one + "/accounts", id: "accounts", who: reader, answer: AccountsView{}, refusals: []int{403},
			doc: "What the accounts of a record hold; needs the right to read transfers there", handle: getAccounts},
		{method: get, path: one + "/statement", id: "statement", who: reader, answer: StatementView{}, refusals: []int{403},
			doc: "What came into an account of a record and went out of it", handle: getStatement,
			query: append([]param{{name: "county", kind: "string", doc: "of the account; that of the record when missing"}}, account...)},
		{method: get, path: "/ledger/{county}/accounts", id: "countyAccounts", who: signedIn, answer: AccountsView{},
			refusals: []int{403}, doc: "What the accounts of a county hold that belong to no record", handle: getCountyAccounts},
		{method: get, path: "/ledger/{county}/statement", id: "countyStatement", who: signedIn, answer: StatementView{},
			refusals: []int{403}, doc: "What came into an account of a county and went out of it", handle: getCountyStatement,
			query: account},
		{method: get, path: "/ledger/totals", id: "ledgerTotals", who: signedIn, answer: TotalsView{}, refusals: []int{403},
			doc:    "What the transfers of an area did, by commodity: in, out, held",
			handle: getTotals, query: append([]param{paramArea}, period...)},
	}
}

func journalRoutes() []*route {
	const one = "/journal/{county}/{stream}/{seq}"
	return []*route{
		{method: get, path: "/journal/streams", id: "streams", doc: "The ends of all streams", who: powered,
			power: catalog.SeeJournal, answer: []StreamView{}, handle: getStreams},
		{method: get, path: "/journal/checkpoint", id: "checkpoint", doc: "The latest signed checkpoint", who: powered,
			power: catalog.SeeJournal, answer: textBody{}, refusals: []int{404}, handle: getCheckpoint},
		{method: get, path: one, id: "entry", doc: "An entry as it stands in the journal", who: powered,
			power: catalog.SeeJournal, answer: EntryProof{}, handle: getEntry},
		{method: get, path: one + "/proof", id: "proof", doc: "The proof that it stands in its stream", who: powered,
			power: catalog.SeeJournal, answer: ProofView{}, handle: getProof},
	}
}
