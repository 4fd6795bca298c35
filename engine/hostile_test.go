package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"jieli/access"
	"jieli/engine"
	"jieli/journal"
)

func TestNonsenseBesideTheFieldsIsRefusedWithWords(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	for name, spoil := range map[string]func(b *engine.Bundle){
		"a negative number of the device": func(b *engine.Bundle) { b.DeviceSeq = -1 },
		"a device with an endless name":   func(b *engine.Bundle) { b.Device = strings.Repeat("x", 1000) },
		"a number without a device":       func(b *engine.Bundle) { b.Device = "" },
		"a negative base":                 func(b *engine.Bundle) { b.Entries[0].Base = -1 },
		"an endless reason":               func(b *engine.Bundle) { b.Entries[0].Reason = strings.Repeat("长", 5000) },
		"a county that is a town":         func(b *engine.Bundle) { b.County = xiaojiang },
	} {
		t.Run(name, func(t *testing.T) {
			b := w.change("household", h, w.record("household", h).Version, answers{"income": 5})
			spoil(&b)
			r, err := w.engine.Accept(context.Background(), w.member(), b)
			if err != nil || r.Accepted || len(r.Findings) == 0 {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestAThousandMistakesAreAnsweredByAHundredFindings(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	fields := answers{}
	for i := range 1000 {
		fields[fmt.Sprint("nonsense", i)] = 1
	}
	r := w.accept(w.member(), w.change("household", h, 1, fields))
	if n := len(r.Findings); r.Accepted || n > 101 || !hasCode(r.Findings, "findings_left_out") {
		t.Errorf("%d findings", n)
	}
}

func TestWhatIsKeptOfARefusedBundleIsSealed(t *testing.T) {
	w := newWorld(t)
	b := w.bundle()
	b.Form, b.Subject = "registration", id("new")
	b.Answers = raw(answers{"household_no": "秘密的张三", "head_name": "张三", "village": daping, "secret_张三": 1})
	w.refused(w.member(), b, "question_unknown")
	kept, err := w.store.Receipt(context.Background(), yangshan, b.ID)
	if err != nil || kept == nil || strings.Contains(kept.Body, "张三") {
		t.Errorf("the receipt holds what was sent: %+v, %v", kept, err)
	}
}

func TestAnAdministratorTouchesNoGrantThatReachesFurtherThanTheirs(t *testing.T) {
	w := newWorld(t)
	city, county := w.as("keeper", "4418"), w.as("keeper", yangshan)
	account, grant := id("account"), id("grant")
	b := w.bundle()
	b.Entries = []engine.EntryIn{
		{Register: "account", Record: account, Action: journal.Create,
			Fields: raw(answers{"login": "zhang", "name": "张三", "home": yangshan})},
		{Register: "grant", Record: grant, Parent: account, Action: journal.Create,
			Fields: raw(answers{"role": "office", "area": "4418"})}}
	w.must(city, b)
	w.refused(county, w.change("grant", grant, 1, answers{"area": yangshan}), "grant_beyond")
	w.refused(county, w.end("grant", grant, journal.Void), "grant_beyond")
	own := access.Actor{Account: account, Grants: county.Grants}
	w.refused(&own, w.change("grant", grant, 1, answers{"role": "keeper"}), "grant_to_oneself")
	w.must(city, w.end("grant", grant, journal.Void))
}

func TestAChangeThatWouldChangeThousandsOfRecordsIsRefusedWhole(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	for part := range 5 {
		b := w.bundle()
		for n := range 450 {
			b.Entries = append(b.Entries, engine.EntryIn{Register: "home_visit", Record: id("many", part, n), Parent: h,
				Action: journal.Create, Fields: raw(answers{"visited_on": "2022-01-10"})})
		}
		w.must(w.as("village_clerk", daping), b)
	}
	move := w.change("household", h, w.record("household", h).Version, answers{"village": xiaping})
	w.refused(w.member(), move, "derived_too_many")
	w.verify()
}

func TestAPersonalTextThatLooksSealedIsRefused(t *testing.T) {
	w := newWorld(t)
	h := w.household("000001", daping)
	base := w.record("household", h).Version
	w.refused(w.member(), w.change("household", h, base, answers{"story": "~a1~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}), "value_reserved")
	w.verify()
}
