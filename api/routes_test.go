package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
)

// callers of the table below, in the order of its columns.
var callers = []string{"", "li", "wang", "county", "surveyor", "auditor", "admin"}

// trial is one request about a household of the town where li works, and what each caller must get: a stranger, a
// member of that town's team, a member of another town's, its county's office, a surveyor of plots in its village,
// the auditor of the programme, the administrator of accounts.
type trial struct {
	path string // behind /api/v1; {home} {member} {round} {case} {task} {li} stand for ids
	body string
	want [7]int
}

var (
	everyone  = [7]int{200, 200, 200, 200, 200, 200, 200}
	signedIn  = [7]int{401, 200, 200, 200, 200, 200, 200}
	ofTheTown = [7]int{401, 200, 404, 200, 404, 200, 404} // who may read the household
)

// trials has one line for every operation of the OpenAPI document; the test fails when one is missing.
var trials = map[string]trial{
	"signIn":         {"/session", `{"login": 1}`, [7]int{400, 400, 400, 400, 400, 400, 400}},
	"session":        {"/session", "", signedIn},
	"signOut":        {"/session", "", [7]int{401, 204, 204, 204, 204, 204, 204}},
	"changePassword": {"/session/password", `{"old": "a", "new": 2}`, [7]int{401, 400, 400, 400, 400, 400, 400}},
	"setPassword": {"/accounts/441823/{li}/password", `{"password": "short"}`, [7]int{401, 403, 403, 403, 403, 403,
		422}},
	"endSessions":   {"/accounts/441823/{li}/sessions", "", [7]int{401, 403, 403, 403, 403, 403, 204}},
	"viewable":      {"/session/view", "", [7]int{401, 403, 403, 200, 403, 403, 200}},
	"viewAs":        {"/session/view", `{"role": "team_member", "area": "441823111"}`, [7]int{401, 403, 403, 200, 403, 403, 200}},
	"ownSessions":   {"/sessions", "", signedIn},
	"keptSessions":  {"/users/sessions", "", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"endSession":    {"/sessions/0123", "", [7]int{401, 404, 404, 404, 404, 404, 404}},
	"users":         {"/users?state=all&area=441823", "", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"givePassword":  {"/accounts/441823/{li}/temporary-password", "", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"usersTemplate": {"/users/template", "", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"importUsers":   {"/users/import?dry=yes", "login,name\nx,y", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"looks":         {"/audit/looks?kind=unmask&from=2022-06-01", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"exportLooks":   {"/audit/looks/export?format=csv", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"signIns":       {"/audit/sign-ins?what=failed", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"exportSignIns": {"/audit/sign-ins/export?format=csv", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"reportDevice":  {"/devices/01900000-0000-7000-8000-000000000001", `{"unsent": "many"}`, [7]int{401, 400, 400, 400, 400, 400, 400}},
	"devices":       {"/devices", "", [7]int{401, 403, 403, 403, 403, 403, 200}},
	"revokeDevice":  {"/devices/01900000-0000-7000-8000-000000000001", "", [7]int{401, 403, 403, 403, 403, 403, 404}},
	"deviceOrder":   {"/devices/01900000-0000-7000-8000-000000000001/order", "", everyone},
	"deviceWiped":   {"/devices/01900000-0000-7000-8000-000000000001/wiped", "", [7]int{404, 404, 404, 404, 404, 404, 404}},
	"sync":          {"/sync", "", [7]int{401, 200, 200, 200, 200, 403, 403}},
	"syncKit":       {"/sync/kit", "", signedIn},
	"demoAccounts":  {"/demo/accounts", "", [7]int{404, 404, 404, 404, 404, 404, 404}},
	"catalog":       {"/catalog", "", signedIn},
	"areas":         {"/areas?within=441823", "", signedIn},
	"parameters":    {"/parameters?area=441823&day=2022-06-14", "", signedIn},
	"openapi":       {"/openapi.json", "", everyone},

	"records": {"/registers/household/records?members.min=2&sort=-updated_at", "", [7]int{401, 200, 200, 200, 404, 200,
		404}},
	"exportRecords": {"/registers/household/export?format=csv", "", [7]int{401, 200, 200, 200, 404, 200, 404}},
	"record":        {"/registers/household/records/441823/{home}", "", ofTheTown},
	"referable":     {"/registers/household/referable?q=陈", "", [7]int{401, 200, 200, 200, 404, 200, 404}},
	"children":      {"/registers/household/records/441823/{home}/children/people", "", ofTheTown},
	"history":       {"/registers/household/records/441823/{home}/history", "", ofTheTown},
	"matches":       {"/registers/household/records/441823/{home}/matches/fields_near", "", [7]int{401, 200, 404, 403, 404, 403, 404}},
	"unmask": {"/registers/household/records/441823/{home}/unmask",
		`{"fields": ["bank_account"], "purpose": "发放补贴核对账号"}`, [7]int{401, 200, 404, 403, 404, 403, 404}},
	"search": {"/search?q=chen", "", signedIn},

	"sendBundle":  {"/bundles", `{bundle}`, [7]int{401, 200, 422, 422, 422, 422, 422}},
	"checkBundle": {"/bundles/check", `{bundle}`, signedIn},
	"sendBundles": {"/bundles/batch", `{"bundles": [{bundle}]}`, signedIn},

	"sendAttachment": {"/attachments", "%PDF-1.7", signedIn},
	"attachment": {"/attachments/" + strings.Repeat("0", 64) + ".jpg?register=household&county=441823&id={home}", "",
		[7]int{401, 404, 404, 404, 404, 404, 404}},
	"imports": {"/imports", "", [7]int{401, 403, 403, 403, 403, 403, 403}},
	"import":  {"/imports/warnings?dry=yes", "%PDF-1.7", [7]int{401, 403, 403, 403, 403, 403, 403}},

	"workflows": {"/workflows", "", signedIn},
	"caseQueue": {"/workflows/recognition/cases?mine=yes&overdue=no&limit=10", "", [7]int{401, 200, 200, 200, 404, 200, 404}},
	"case":      {"/cases/recognition/441823/{case}", "", ofTheTown},
	"document":  {"/documents/recognition_file/recognition/441823/{case}?lang=en", "", ofTheTown},

	"rules": {"/rules", "", [7]int{401, 403, 403, 200, 403, 403, 403}},
	"tryRule": {"/rules/try", `{"rule": "income_below_line", "since": "2022-06-01"}`, [7]int{401, 403, 403, 200, 403, 403,
		403}},

	"tasks":      {"/tasks", "", signedIn},
	"taskPeople": {"/tasks/441823/{task}/people", "", [7]int{401, 200, 404, 404, 404, 404, 404}},
	"tile":       {"/layers/homes/tiles/12/3329/1760?on=2022-06-14", "", [7]int{401, 200, 200, 200, 200, 200, 200}},
	"wallChart":  {"/wall-charts/office_map?area=441823111", "", [7]int{401, 200, 403, 200, 403, 200, 200}},
	"baseMap":    {"/base-map/1/0/0", "", [7]int{401, 404, 404, 404, 404, 404, 404}},
	"areaShapes": {"/areas/shapes", "", signedIn},
	"live":       {"/live?seconds=1", "", signedIn},
	"conflicts":  {"/conflicts", "", signedIn},
	"people":     {"/people?q=", "", signedIn},
	"rounds":     {"/rounds", "", [7]int{401, 200, 200, 200, 403, 403, 403}},
	"coverage":   {"/rounds/household_round/441823/{round}/coverage", "", [7]int{401, 200, 404, 200, 403, 403, 403}},

	"figures":       {"/figures?area=441823111", "", [7]int{401, 200, 403, 200, 403, 200, 403}},
	"figure":        {"/figures/households", "", [7]int{401, 200, 200, 200, 403, 200, 403}},
	"figureRecords": {"/figures/households/records?area=441823111", "", [7]int{401, 200, 403, 200, 403, 200, 403}},
	"series":        {"/series?indicator=households&area=441823111&by=week", "", [7]int{401, 200, 403, 200, 403, 200, 403}},

	"accounts": {"/registers/household/records/441823/{home}/accounts", "", ofTheTown},
	"statement": {"/registers/household/records/441823/{home}/statement?account=relief&from=2022-01-01&to=2022-06-14", "",
		ofTheTown},
	"countyAccounts":  {"/ledger/441823/accounts", "", [7]int{401, 403, 403, 200, 403, 200, 403}},
	"countyStatement": {"/ledger/441823/statement?account=relief_fund", "", [7]int{401, 403, 403, 200, 403, 200, 403}},
	"ledgerTotals":    {"/ledger/totals?area=441823111", "", [7]int{401, 200, 403, 200, 403, 200, 403}},

	"streams":    {"/journal/streams", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"checkpoint": {"/journal/checkpoint", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"entry":      {"/journal/441823/441823111/1", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
	"proof":      {"/journal/441823/441823111/1/proof", "", [7]int{401, 403, 403, 403, 403, 200, 403}},
}

func init() {
	for _, media := range []string{"text/html", "text/event-stream", "text/csv", "application/vnd.mapbox-vector-tile"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.PlainBodyDecoder)
	}
}

// contract is the OpenAPI document as its router sees it.
type contract struct {
	doc    *openapi3.T
	router routers.Router
}

func (w *world) contract(login string) contract {
	w.t.Helper()
	rec := w.ask(login, "GET", "/api/v1/openapi.json", nil)
	doc, err := openapi3.NewLoader().LoadFromData(rec.Body.Bytes())
	check(w.t, err)
	check(w.t, doc.Validate(context.Background()))
	router, err := legacy.NewRouter(doc)
	check(w.t, err)
	return contract{doc, router}
}

// holds checks an answer against the document.
func (c contract) holds(t *testing.T, r *http.Request, rec *httptest.ResponseRecorder) {
	t.Helper()
	route, params, err := c.router.FindRoute(r)
	check(t, err)
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: rec.Code, Header: rec.Header(),
		Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	out.SetBodyBytes(rec.Body.Bytes())
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		t.Errorf("%s %s answers outside of the contract: %v\n%s", r.Method, r.URL, err, rec.Body)
	}
}

// allows checks a request against the document.
func (c contract) allows(r *http.Request) error {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{Request: r,
		PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}})
}

func TestEveryRouteAnswersEveryCallerAsTheRolesSay(t *testing.T) {
	w := newCase(t)
	w.task = w.stageTask("li")["id"].(string)
	contracts := map[string]contract{}
	for _, login := range callers {
		contracts[login] = w.contract(login)
	}
	seen := 0
	for path, item := range contracts[""].doc.Paths.Map() {
		for method, op := range item.Operations() {
			trial, ok := trials[op.OperationID]
			if !ok {
				t.Errorf("%s %s (%s) has no trial", method, path, op.OperationID)
				continue
			}
			seen++
			for i, login := range callers {
				w.try(contracts[login], op.OperationID, method, login, trial, trial.want[i])
			}
		}
	}
	if seen != len(trials) {
		t.Errorf("%d trials for %d operations", len(trials), seen)
	}
}

func (w *world) try(c contract, op, method, login string, x trial, want int) {
	t := w.t.(*testing.T)
	t.Helper()
	fill := strings.NewReplacer("{home}", w.home, "{member}", w.member, "{round}", w.round,
		"{case}", w.kase, "{task}", w.task, "{li}", w.people["li"].Account, "{bundle}", w.bundleText())
	var body any
	if x.body != "" {
		body = fill.Replace(x.body)
	}
	url := "/api/v1" + fill.Replace(x.path)
	rec := w.ask(login, method, url, body)
	if rec.Code != want {
		t.Errorf("%s as %q: %d, want %d: %.200s", op, login, rec.Code, want, rec.Body)
	}
	r := w.request(method, url, body)
	c.holds(t, r, rec)
	if want == 200 {
		if err := c.allows(w.request(method, url, body)); err != nil {
			t.Errorf("%s: the document forbids what the server takes: %v", op, err)
		}
	}
}

// bundleText is a bundle that changes the household, a new one each time.
func (w *world) bundleText() string {
	raw, _ := json.Marshal(w.visit(100))
	return string(raw)
}

func TestTheDocumentIsValidForEveryCaller(t *testing.T) {
	w := newWorld(t)
	for _, login := range callers {
		c := w.contract(login)
		_, household := c.doc.Components.Schemas["Fields_household"]
		if want := login == "li" || login == "wang" || login == "county" || login == "auditor"; household != want {
			t.Errorf("%q sees the fields of households: %v", login, household)
		}
	}
}

func TestAnotherTownsDataIsNeitherListedNorFound(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/registers/household/records", "/registers/household/records?q=chen",
		"/registers/household/records?area=441823", "/registers/household/records?household_no=441823111205000001",
		"/registers/household/records?area=441823111205", "/search?q=chen", "/search?q=陈测试甲", "/search?q=441823",
		"/registers/household/records?parent=" + w.home, "/registers/person/records", "/tasks", "/conflicts",
		"/figures/households/records"} {
		rec := w.ask("wang", "GET", "/api/v1"+path, nil)
		if rec.Code != 200 {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
		for _, word := range []string{w.home, w.member, "陈", jiacun} {
			if bytes.Contains(rec.Body.Bytes(), []byte(word)) {
				t.Errorf("%s shows %s to another town: %s", path, word, rec.Body)
			}
		}
	}
}

func TestMasksAndHiddenFieldsHoldEverywhere(t *testing.T) {
	w := newWorld(t)
	const secretBank, secretID = "6222020000000000008", "441823198001010014"
	home := "/registers/household/records/441823/" + w.home
	paths := []string{"/registers/household/records", home, home + "?as_of=2022-06-14", home + "/history",
		home + "/children/person", "/registers/person/records", "/figures/households/records", "/search?q=陈",
		"/search?q=chen"}
	for _, login := range []string{"county", "auditor"} {
		for _, path := range paths {
			body := w.ask(login, "GET", "/api/v1"+path, nil).Body.String()
			for _, secret := range []string{"陈测试甲", "陈测试乙", "13800001234", secretBank, secretID} {
				if strings.Contains(body, secret) {
					t.Errorf("%s shows %s to %s", path, secret, login)
				}
			}
			if login == "county" && strings.Contains(body, "bank_account") {
				t.Errorf("%s tells of a hidden field: %s", path, body)
			}
		}
	}
	fields := w.get("auditor", home)["fields"].(map[string]any)
	if fmt.Sprint(fields["head_name"]) != "map[hint:陈** masked:true]" {
		t.Errorf("the auditor sees %v", fields["head_name"])
	}
	for path, secret := range map[string]string{home: "陈测试甲", home + "/history": "13800001234"} {
		if body := w.ask("li", "GET", "/api/v1"+path, nil).Body.String(); !strings.Contains(body, secret) {
			t.Errorf("li should see %s in %s: %s", secret, path, body)
		}
	}
}

func TestAMaskedFieldCannotBeFilteredSortedOrSearched(t *testing.T) {
	w := newWorld(t)
	for _, query := range []string{"?head_name=陈测试甲", "?head_name.in=陈测试甲,黄测试丙", "?sort=head_name",
		"?head_name.known=yes"} {
		if rec := w.ask("auditor", "GET", "/api/v1/registers/household/records"+query, nil); rec.Code != 403 {
			t.Errorf("%s: %d %s", query, rec.Code, rec.Body)
		}
	}
	if got := w.get("auditor", "/registers/household/records?q=chen")["records"].([]any); len(got) != 0 {
		t.Errorf("a search by a masked name found %v", got)
	}
	if got := w.get("li", "/registers/household/records?head_name=陈测试甲&sort=head_name")["records"].([]any); len(got) != 1 {
		t.Errorf("li filters by name: %v", got)
	}
}
