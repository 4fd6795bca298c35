package pack

import (
	"slices"

	"jieli/catalog"
)

// checkWorkflow looks at a workflow as a whole: whether every case can reach an end, and somebody can take it there.
func (b *builder) checkWorkflow(x *flowBuild) {
	w := x.flow
	if len(w.Stages) == 0 || b.poor[brokenStages+w.Name] {
		return
	}
	b.checkFinal(w)
	for i, s := range w.Stages {
		b.checkStage(x, s, x.doc.Stages[i].value)
	}
	b.checkReach(w)
	for _, t := range w.Transitions {
		b.checkTransition(t)
	}
	b.later(func() { b.checkClocks(x) })
}

// brokenStages marks a workflow some of whose steps name stages that are not there: what follows is not reported.
const brokenStages = "stages of "

func (b *builder) checkFinal(w *catalog.Workflow) {
	if !slices.ContainsFunc(w.Stages, func(s *catalog.Stage) bool { return s.Final }) {
		b.report(b.places[w], codeNoFinal, "name", w.Name)
	}
}

// waysOut gives the steps that lead out of a stage into another.
func waysOut(w *catalog.Workflow, s *catalog.Stage) []*catalog.Transition {
	var out []*catalog.Transition
	for _, t := range w.Transitions {
		if t.Leaves(s) && t.To != nil && t.To != s {
			out = append(out, t)
		}
	}
	return out
}

func (b *builder) checkStage(x *flowBuild, s *catalog.Stage, d *stageDoc) {
	out := waysOut(x.flow, s)
	switch {
	case s.Final && len(out) > 0:
		b.report(b.places[out[0]], codeFinalLeft, "name", out[0].Name, "stage", s.Name)
	case !s.Final && len(out) == 0:
		b.report(b.places[s], codeNoWayOut, "name", s.Name)
	}
	if s.Final {
		for _, key := range []string{"owner", "within", "at_least", "four_eyes"} {
			if d.has(key) {
				b.report(d.keyPos(key), codeFinalKey, "name", s.Name, "key", key)
			}
		}
	} else {
		if s.Good {
			b.report(d.keyPos("good"), codeGoodNotFinal, "name", s.Name)
		}
		if s.Within != nil && len(d.Owner) == 0 {
			b.report(d.keyPos("within"), codeStageNoOwner, "name", s.Name)
		}
	}
	if s.FourEyes && !s.Final {
		b.checkFourEyes(x.flow, s, d)
	}
}

// checkFourEyes warns of a stage with four eyes when the same roles, and nobody else, take every step before: where one
// person holds the role, nobody can leave it.
func (b *builder) checkFourEyes(w *catalog.Workflow, s *catalog.Stage, d *stageDoc) {
	if s.Place == 0 {
		b.report(d.keyPos("four_eyes"), codeFourEyesFirst, "name", s.Name)
		return
	}
	roles := rolesOf(waysOut(w, s))
	for _, before := range w.Stages[:s.Place] {
		if !before.Final && !slices.Equal(rolesOf(waysOut(w, before)), roles) {
			return
		}
	}
	b.report(d.keyPos("four_eyes"), codeFourEyesSame, "name", s.Name)
}

func rolesOf(list []*catalog.Transition) []string {
	var out []string
	for _, t := range list {
		out = append(out, t.By...)
	}
	return slices.Compact(sorted(out))
}

// entries gives the stages at which cases begin: those of opening steps, and the first one, where rules open cases.
func entries(w *catalog.Workflow) []*catalog.Stage {
	out := []*catalog.Stage{w.Stages[0]}
	for _, t := range w.Transitions {
		if t.Opens() && t.To != nil {
			out = append(out, t.To)
		}
	}
	return out
}

// checkReach reports stages that no case comes to.
func (b *builder) checkReach(w *catalog.Workflow) {
	reached := map[*catalog.Stage]bool{}
	for next := entries(w); len(next) > 0; {
		s := next[0]
		next = next[1:]
		if reached[s] {
			continue
		}
		reached[s] = true
		for _, t := range waysOut(w, s) {
			next = append(next, t.To)
		}
	}
	for _, s := range w.Stages {
		if !reached[s] && !s.Retired {
			b.report(b.places[s], codeUnreachable, "name", s.Name)
		}
	}
}

func (b *builder) checkTransition(t *catalog.Transition) {
	pos := b.places[t]
	if !t.Opens() && len(t.By) == 0 {
		b.report(pos, codeTransitionNobody, "name", t.Name)
	}
	if t.To != nil && t.To.Retired {
		b.report(pos, codeToRetired, "name", t.Name, "stage", t.To.Name)
	}
	for _, s := range t.From {
		if t.Back && t.To != nil && t.To.Place >= s.Place {
			b.report(pos, codeBackForward, "name", t.Name, "from", s.Name, "to", t.To.Name)
		}
		resumes := func(other *catalog.Transition) bool { return other.Clock == catalog.ClockResume && other.Leaves(s) }
		if t.Clock == catalog.ClockPause && !slices.ContainsFunc(t.Workflow.Transitions, resumes) {
			b.report(pos, codePauseForever, "name", t.Name, "stage", s.Name)
		}
	}
}
