package api

import (
	"bytes"
	"net/http"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/notice"
	"jieli/register"
	"jieli/report"
	"jieli/value"
)

var errDocument = fault.Define("document_unknown",
	"没有这种文书，或者它不属于这类记录。", "There is no such document, or it is not made of records of this kind.")

// getDocument answers with a page to print. It is in Chinese unless the query says otherwise: papers go to offices and
// boards, whatever the language of the browser.
func getDocument(c *call) error {
	reg := c.register()
	doc := c.Catalog.Document(c.r.PathValue("document"))
	if doc == nil || doc.Register != reg {
		return notFound(errDocument.At(""))
	}
	var err error
	if c.lang, err = c.oneOf("lang", "zh", "zh", "en"); err != nil {
		return err
	}
	r, _, err := c.load(reg)
	if err != nil {
		return err
	}
	page, err := c.compose(doc, r)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := page.HTML(&body); err != nil {
		return err
	}
	c.w.Header().Set("Content-Security-Policy", report.Policy)
	c.w.Header().Set("Cache-Control", "no-store")
	c.send(http.StatusOK, "text/html; charset=utf-8", body.Bytes(), false)
	return nil
}

// sheet is a record as its reader, or everybody before a board, may see it.
type sheet struct {
	*engine.Reading
	p      *presenter
	notice *notice.Notice // nil: the document is not public
	hangs  bool           // the notice hangs today: everybody reads what it says
	err    error
}

// compose fills a document. One that is public passes the white-list first, whoever prints it; names stand in it plainly
// only as long as it hangs, before and after the reader's own masks hold.
func (c *call) compose(doc *catalog.Document, r *register.Record) (*report.Page, error) {
	reading, err := c.Engine.Read(c.ctx, r)
	if err != nil {
		return nil, err
	}
	s := &sheet{Reading: reading, p: c.presenter()}
	stage := (*catalog.Stage)(nil)
	if doc.Public {
		if s.notice, err = notice.Of(doc); err != nil {
			return nil, err
		}
		stage = hangingIn(c.Catalog.Workflow(doc.Register.Name), doc, r.Get(catalog.CaseStage))
		s.hangs = hangs(stage, r, c.Engine.Today())
	}
	page := report.Compose(doc, r, s, c.lang)
	page.Unit = c.unit(r, stage)
	if s.hangs {
		page.Board = true
		if page.Hangs, err = c.period(r, stage); err != nil {
			return nil, err
		}
		if day := dayOf(r, catalog.CaseStageOn); day != nil {
			page.Day = report.Day(*day, c.lang)
		}
	} else {
		page.Foot = c.foot(doc)
	}
	if s.err == nil {
		s.err = reading.Err()
	}
	return page, s.err
}

// announceDays is how long an announcement hangs whose stage asks for no days, a decision above all.
const announceDays = 30

// hangs reports whether a document hangs today: the case is in its stage.
func hangs(stage *catalog.Stage, r *register.Record, today value.Date) bool {
	since := dayOf(r, catalog.CaseStageOn)
	return stage != nil && since != nil && r.State == register.StateActive && r.Get(catalog.CaseStage) == stage.Name &&
		(stage.AtLeast != nil || today <= since.AddDays(announceDays))
}

// hangingIn gives the stage in which a document hangs: of those that name it, the one at which the case stands, since it
// is printed in one stage and hangs in the next; else the first. It is nil for none.
func hangingIn(flow *catalog.Workflow, doc *catalog.Document, at any) *catalog.Stage {
	if flow == nil {
		return nil
	}
	var first *catalog.Stage
	for _, s := range flow.Stages {
		if s.Document != doc {
			continue
		}
		if s.Name == at {
			return s
		}
		if first == nil {
			first = s
		}
	}
	return first
}

// Words gives a value in words: of a notice that hangs as everybody may read it, else as the reader may see it.
func (s *sheet) Words(r *register.Record, f *catalog.Field) string {
	v := r.Get(f.Name)
	if v == nil {
		return ""
	}
	text := s.p.words(f, v)
	if f.Type.Name() == "reference" {
		text = s.p.pointed(f, v, r.County)
	}
	if s.notice != nil {
		plain, err := s.notice.Words(r, f, text)
		if err != nil {
			s.err = err
			return ""
		}
		if s.hangs {
			return plain
		}
	}
	seen := s.p.view(r)
	i, ok := r.Register.FieldIndex(f.Name)
	switch {
	case !ok || !seen.Readable() || seen.Hidden(i):
		return ""
	case seen.Masked(i):
		return access.Mask(f.Type, v)
	}
	return text
}

// Label gives the name of a field, unless it is hidden from the reader.
func (s *sheet) Label(f *catalog.Field, of *catalog.Register) (fault.Text, bool) {
	if s.hangs {
		return f.Label, true
	}
	seen := s.p.actor.Widest(of)
	i, ok := of.FieldIndex(f.Name)
	return f.Label, ok && seen.Readable() && !seen.Hidden(i)
}

// unit names who issues a paper: the owner of the stage in which it hangs, at the record's place; else the town.
func (c *call) unit(r *register.Record, stage *catalog.Stage) string {
	if stage == nil || len(stage.Owners) == 0 {
		return c.Catalog.Areas.Words(upTo(r.Area, townDigits)).In(c.lang)
	}
	place, owner := c.Catalog.Areas.Words(r.Area).In(c.lang), roleLabel(c.Catalog, stage.Owners[0]).In(c.lang)
	if c.lang == "en" {
		return owner + ", " + place
	}
	return place + owner
}

func upTo(area string, digits int) string { return area[:min(len(area), digits)] }

// period says how long a notice hangs: from the day on which its stage began to the first day on which it may end;
// "" for an announcement.
func (c *call) period(r *register.Record, stage *catalog.Stage) (string, error) {
	if stage.AtLeast == nil {
		return "", nil
	}
	o, err := c.Engine.CaseOutlook(c.ctx, c.actor, c.Catalog.Workflow(r.Register.Name), r)
	if err != nil {
		return "", err
	}
	return report.Period(o.Case.Since(), o.Clocks.FirstDay(o.Case), c.lang), nil
}

// foot says what a page is that does not hang: made of the record as it stood today, in the sight of who printed it.
func (c *call) foot(doc *catalog.Document) string {
	day := report.Day(c.Engine.Today(), c.lang)
	switch {
	case doc.Public && c.lang == "en":
		return "Not a notice: it does not hang today. Printed on " + day + " for " + c.actor.Name + "."
	case doc.Public:
		return "今天不在公示期内，本页不得张贴。" + c.actor.Name + " " + day + "打印。"
	case c.lang == "en":
		return "Made of the records as they stood on " + day + ", as " + c.actor.Name + " may see them."
	}
	return "依据 " + day + "的系统记录生成，打印人：" + c.actor.Name + "，仅供工作使用。"
}
