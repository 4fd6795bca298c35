package api

import (
	"cmp"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// CaseQueue is a page of the cases of a workflow, those that are due first.
type CaseQueue struct {
	Cases  []QueuedCase   `json:"cases"`
	Next   *string        `json:"next" doc:"for the parameter after; null on the last page"`
	Counts map[string]int `json:"counts" doc:"cases by stage, whatever is asked for; counting stops at 1000"`
	Mine   int            `json:"mine" doc:"of these, cases that wait for the caller"`
}

// QueuedCase is a case in a queue.
type QueuedCase struct {
	County     string        `json:"county"`
	ID         string        `json:"id"`
	Title      string        `json:"title"`
	Subject    *RecordLink   `json:"subject"`
	Area       string        `json:"area"`
	AreaName   string        `json:"area_name"`
	Stage      string        `json:"stage"`
	StageLabel fault.Text    `json:"stage_label"`
	DueOn      *value.Date   `json:"due_on"`
	Overdue    bool          `json:"overdue"`
	DaysLeft   *int          `json:"days_left"`
	Paused     bool          `json:"paused"`
	OpenedOn   *value.Date   `json:"opened_on"`
	Why        string        `json:"why"`
	Summary    []SummaryView `json:"summary"`
}

// SummaryView is a field of a list, in words.
type SummaryView struct {
	Label fault.Text `json:"label"`
	Text  fault.Text `json:"text"`
}

// queue is what is asked of the cases of a workflow.
type queue struct {
	*call
	flow    *catalog.Workflow
	seen    []string            // where the caller sees cases
	areas   map[string][]string // scope of the page by stage: there, or only where the stage is the caller's
	conds   []store.Cond
	stage   string
	limit   int
	ordered []store.Sort
}

// getQueue answers GET /workflows/{workflow}/cases.
func getQueue(c *call) error {
	q, err := c.readQueue()
	if err != nil {
		return err
	}
	out := CaseQueue{Cases: []QueuedCase{}, Counts: map[string]int{}}
	if err := q.count(&out); err != nil {
		return err
	}
	found, err := q.page(&out)
	if err != nil {
		return err
	}
	if out.Cases, err = c.queued(q.flow, found); err != nil {
		return err
	}
	return c.json(out)
}

// count fills in how many cases stand in each stage, and how many of them wait for the caller.
func (q *queue) count(out *CaseQueue) error {
	if len(q.seen) == 0 {
		return nil
	}
	for _, s := range q.flow.Stages {
		n, err := q.Reader.Count(q.ctx, q.standing(q.seen, s.Name), countMost)
		if err != nil {
			return err
		}
		out.Counts[s.Name] = n
		own := intersect(q.ownedIn(s), q.seen)
		if len(own) == 0 || n == 0 {
			continue
		}
		if !slices.Equal(own, q.seen) {
			if n, err = q.Reader.Count(q.ctx, q.standing(own, s.Name), countMost); err != nil {
				return err
			}
		}
		out.Mine += n
	}
	return nil
}

func (c *call) readQueue() (*queue, error) {
	q := &queue{call: c, flow: c.Catalog.Workflow(c.r.PathValue("workflow")), areas: map[string][]string{},
		ordered: []store.Sort{{Field: catalog.CaseDueOn}, {Field: catalog.CaseOpenedOn}}, conds: []store.Cond{}}
	var err error
	if q.limit, err = c.number("limit", pageSize, 1, pageMost); err != nil {
		return nil, err
	}
	if q.stage = c.query.Get("stage"); q.stage != "" && q.flow.Stage(q.stage) == nil {
		return nil, badParameter("stage", "本流程的环节", "a stage of the workflow")
	}
	overdue, err := c.oneOf("overdue", "no", "yes", "no")
	if err != nil {
		return nil, err
	}
	if overdue == "yes" {
		q.conds = append(q.conds, store.Cond{Field: catalog.CaseDueOn, Op: "<", Values: []any{c.Engine.Today()}},
			store.Cond{Field: catalog.CasePausedOn, Op: "unknown"})
	}
	return q, q.scope()
}

// scope finds for each stage where the caller sees its cases: with `mine` where a role of the caller owns the stage.
// Whoever does not see a stage or its days has no queue: its order would tell them.
func (q *queue) scope() error {
	area, err := q.area("area")
	if err != nil {
		return err
	}
	mine, err := q.oneOf("mine", "no", "yes", "no")
	if err != nil {
		return err
	}
	reg := q.flow.Case
	var uses []int
	for _, name := range []string{catalog.CaseStage, catalog.CaseDueOn, catalog.CaseOpenedOn, catalog.CasePausedOn} {
		if i, ok := reg.FieldIndex(name); ok {
			uses = append(uses, i)
		}
	}
	q.seen = access.Narrow(q.actor.Seeing(reg, uses), area)
	for _, s := range q.flow.Stages {
		if mine == "no" {
			q.areas[s.Name] = q.seen
			continue
		}
		q.areas[s.Name] = intersect(q.ownedIn(s), q.seen)
	}
	return nil
}

// ownedIn gives the areas in which a role of the caller owns a stage.
func (q *queue) ownedIn(s *catalog.Stage) []string {
	var list []string
	for _, g := range q.actor.Grants {
		if slices.Contains(s.Owners, g.Role.Name) {
			list = append(list, g.Area)
		}
	}
	return access.Minimal(list)
}

// standing selects the cases that stand in some stages.
func (q *queue) standing(areas []string, stages ...string) store.Query {
	values := make([]any, len(stages))
	for i, s := range stages {
		values[i] = s
	}
	conds := append(q.conds[:len(q.conds):len(q.conds)], store.Cond{Field: catalog.CaseStage, Op: "in", Values: values})
	return store.Query{Register: q.flow.Case, Areas: areas, Conds: conds}
}

// page gives the first cases after the cursor. Stages that are seen in the same areas are one list; the lists are
// merged, no case is in two of them.
func (q *queue) page(out *CaseQueue) ([]*register.Record, error) {
	name := orderName("queue "+q.flow.Name, q.ordered)
	after, err := q.openCursor(name, q.query.Get("after"), len(q.ordered)+1)
	if err != nil {
		return nil, err
	}
	var all []*register.Record
	for _, stages := range q.groups() {
		x := q.standing(q.areas[stages[0]], stages...)
		x.Sort, x.After, x.Limit = q.ordered, after, q.limit+1
		found, err := q.Reader.Find(q.ctx, x)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, byUrgency)
	if len(all) > q.limit {
		all = all[:q.limit]
		next := q.sealCursor(name, rowOf(all[q.limit-1], q.ordered))
		out.Next = &next
	}
	return all, nil
}

// groups puts the stages asked for together by their scope; without a stage in the query all that are not final.
func (q *queue) groups() [][]string {
	var out [][]string
	at := map[string]int{}
	for _, s := range q.flow.Stages {
		areas := q.areas[s.Name]
		if len(areas) == 0 || q.stage != "" && s.Name != q.stage || q.stage == "" && s.Final {
			continue
		}
		key := strings.Join(areas, " ")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], s.Name)
	}
	return out
}

// byUrgency orders cases as the store does: due day, day of opening, id; what is not known comes last.
func byUrgency(a, b *register.Record) int {
	return cmp.Or(byDay(a, b, catalog.CaseDueOn), byDay(a, b, catalog.CaseOpenedOn), cmp.Compare(a.ID, b.ID))
}

func byDay(a, b *register.Record, field string) int {
	x, y := dayOf(a, field), dayOf(b, field)
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return cmp.Compare(*x, *y)
}

// queued shows cases in a list.
func (c *call) queued(flow *catalog.Workflow, list []*register.Record) ([]QueuedCase, error) {
	subjects, err := c.subjectsOf(flow, list)
	if err != nil {
		return nil, err
	}
	p := c.presenter()
	today := c.Engine.Today()
	out := []QueuedCase{}
	for _, r := range list {
		seen := p.view(r)
		v := QueuedCase{County: r.County, ID: r.ID, Title: p.title(r, seen), Subject: subjects[r.Parent], Area: r.Area,
			AreaName: c.Catalog.Areas.Name(r.Area), DueOn: dayOf(r, catalog.CaseDueOn), OpenedOn: dayOf(r, catalog.CaseOpenedOn),
			Paused: r.Get(catalog.CasePausedOn) != nil, Why: p.shownText(r, seen, catalog.CaseWhy), Summary: []SummaryView{}}
		v.Stage, v.StageLabel = stageOf(flow, r)
		v.DaysLeft, v.Overdue = daysLeft(r, today)
		for i, f := range r.Register.Fields {
			if f.List && !f.Kept && r.Fields[i] != nil && !seen.Hidden(i) {
				v.Summary = append(v.Summary, SummaryView{f.Label, p.answer(r, i, seen.Masked(i)).Text})
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// subjectsOf names what cases are about, by id; those that the caller may not read are left out.
func (c *call) subjectsOf(flow *catalog.Workflow, list []*register.Record) (map[string]*RecordLink, error) {
	out := map[string]*RecordLink{}
	ids := []string{}
	for _, r := range list {
		if r.Parent != "" && !slices.Contains(ids, r.Parent) {
			ids = append(ids, r.Parent)
		}
	}
	found, err := c.readable(flow.Subject, ids)
	if err != nil {
		return nil, err
	}
	p := c.presenter()
	for _, r := range found {
		link := p.link(r)
		out[r.ID] = &link
	}
	return out, nil
}
