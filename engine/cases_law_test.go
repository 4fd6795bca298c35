package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/register"
)

// Whatever people try in whatever order, on whatever day: a case has one open task of its own stage, or none when it is
// over; it stands where its last step left it; its days are those of its stage; and the journal fits.
func TestStepsTriedAtRandomLeaveOneTaskAndTheStageOfTheLastStep(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newCases(t)
			dice := rand.New(rand.NewPCG(seed, 1))
			people := w.people()
			h := w.family("000001", 900000)
			c, n := w.recognition(h), 0
			on := day("2022-01-10")
			for range 250 {
				if dice.IntN(3) == 0 {
					on = on.AddDays(dice.IntN(4))
					w.on(on.String())
				}
				who := people[dice.IntN(len(people))]
				b := w.randomStep(dice, c)
				w.accept(who, b)
				if w.holdsTogether(c) {
					n += len(w.children("recognition_step", c))
					c = w.recognition(h)
				}
			}
			if n += len(w.children("recognition_step", c)); n < 20 {
				t.Errorf("only %d steps were possible: the test tries too little", n)
			}
			w.verify()
		})
	}
}

func (w cases) people() []*access.Actor {
	return []*access.Actor{w.member(), w.committee(), w.township(),
		w.person("one", "张三", "team_member", xiaojiang), w.person("two", "李四", "township_office", xiaojiang)}
}

// randomStep is any form of the workflow, or a visit, sometimes based on an old version or sent late.
func (w cases) randomStep(dice *rand.Rand, c string) engine.Bundle {
	if dice.IntN(5) == 0 {
		return w.visitOf(c)
	}
	steps := w.cat.Workflow("recognition").Transitions[1:]
	step := steps[dice.IntN(len(steps))]
	for range dice.IntN(4) { // rather one that the stage has, and that does not end the case
		if stage := w.record("recognition", c).Get("stage").(string); !step.Leaves(w.cat.Workflow("recognition").Stage(stage)) ||
			step.Name == "dismiss" {
			step = steps[dice.IntN(len(steps))]
		}
	}
	a := answers{}
	for name := range step.Form.ByName() {
		switch name {
		case catalog.StepDays:
			a[name] = 1 + dice.IntN(10)
		case "category":
			a[name] = "sudden"
		case "income":
		default:
			a[name] = "王二"
		}
	}
	b := w.form(step.Form.Name, c, a)
	if dice.IntN(4) == 0 && b.Base > 1 {
		b.Base--
	}
	if dice.IntN(6) == 0 {
		b.MadeAt = (w.clock.Now() - 36*3600*1_000_000).String()
	}
	return b
}

// holdsTogether checks a case and says whether it is over.
func (w cases) holdsTogether(c string) bool {
	w.t.Helper()
	r := w.record("recognition", c)
	stage := r.Get("stage").(string)
	own := 0
	for _, x := range w.tasks(c) {
		if x.Level == 0 {
			own++
		}
		if x.Kind != "recognition/"+stage {
			w.t.Fatalf("at %s the task %s is open", stage, x.Kind)
		}
	}
	over := r.Get("closed_on") != nil
	if final := w.cat.Workflow("recognition").Stage(stage).Final; final != over || final && own != 0 || !final && own != 1 {
		w.t.Fatalf("at %s (over: %v) %d tasks are open", stage, over, own)
	}
	if last := w.lastStep(c); last.Get("to_stage") != stage {
		w.t.Fatalf("the case is at %s, its last step led to %v", stage, last.Get("to_stage"))
	}
	return over
}

// lastStep is the step that was taken in last.
func (w cases) lastStep(c string) *register.Record {
	w.t.Helper()
	var last *register.Record
	var at int64
	for _, s := range w.children("recognition_step", c) {
		list, err := w.store.History(w.t.Context(), yangshan, s.ID)
		if err != nil {
			w.t.Fatal(err)
		}
		if list[0].Seq > at {
			last, at = s, list[0].Seq
		}
	}
	return last
}

func (w cases) children(reg, parent string) []*register.Record {
	w.t.Helper()
	list, err := w.store.Children(w.t.Context(), w.cat.Register(reg), yangshan, parent)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}
