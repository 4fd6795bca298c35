package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/indicator"
	"jieli/register"
	"jieli/value"
)

type figuresCmd struct {
	siteFlags
	AsOf    string `help:"截至日期 YYYY-MM-DD；不填为今天 / Day; today by default." placeholder:"DATE"`
	Area    string `help:"区划代码；不填为整个项目 / Area code; the whole programme by default." placeholder:"CODE"`
	Format  string `help:"table、csv 或 json / Output format." enum:"table,csv,json" default:"table"`
	Explain string `help:"说明一个指标：定义与记录 / Explain one figure: definition and records." placeholder:"ID"`
	Limit   int    `help:"explain 列出的记录数 / Records that explain lists." default:"20"`
}

var (
	dateWrong = fault.Define("command_date_wrong",
		"“{value}”不是日期，应为 YYYY-MM-DD。", "“{value}” is not a date; write YYYY-MM-DD.")
	figureUnknown = fault.Define("command_figure_unknown",
		"没有指标“{id}”。用 jieli figures 查看全部。", "There is no figure “{id}”; jieli figures lists all.")
	areaWrong = fault.Define("command_area_wrong",
		"没有区划“{code}”。", "There is no area “{code}”.")
)

// Run prints figures, or explains one.
func (c *figuresCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	q, err := c.query(s)
	if err != nil {
		return err
	}
	if c.Explain != "" {
		return c.explain(ctx, s, q, out)
	}
	values, err := indicator.Compute(ctx, s.store, q)
	if err != nil {
		return err
	}
	return c.print(out, values)
}

func (c *figuresCmd) query(s *site) (indicator.Query, error) {
	q := indicator.Query{AsOf: s.clock.Now().Day(), Area: c.Area}
	if c.AsOf != "" {
		day, err := value.ParseDate(c.AsOf)
		if err != nil {
			return q, dateWrong.Error(fault.Invalid, "value", c.AsOf)
		}
		q.AsOf = day
	}
	if _, ok := s.cat.Areas.Get(c.Area); c.Area != "" && !ok {
		return q, areaWrong.Error(fault.Invalid, "code", c.Area)
	}
	for _, i := range s.cat.Indicators {
		if !i.Hidden {
			q.Indicators = append(q.Indicators, i)
		}
	}
	if c.Explain != "" {
		i := s.cat.Indicator(c.Explain)
		if i == nil {
			return q, figureUnknown.Error(fault.NotFound, "id", c.Explain)
		}
		q.Indicators, q.Parts = []*catalog.Indicator{i}, true
	}
	return q, nil
}

func (c *figuresCmd) print(out io.Writer, values []indicator.Value) error {
	switch c.Format {
	case "csv":
		w := csv.NewWriter(out)
		w.Write([]string{"id", "value", "unit", "shown"})
		for i := range values {
			v := &values[i]
			w.Write([]string{v.Indicator.Name, v.Plain(), v.Indicator.Unit.Zh, v.Shown("zh")})
		}
		w.Flush()
		return w.Error()
	case "json":
		return printJSON(out, values)
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.AppendHeader(table.Row{"id", "指标", "数值", "见报"})
	for i := range values {
		v := &values[i]
		t.AppendRow(table.Row{v.Indicator.Name, v.Indicator.Label.Zh, v.Plain() + " " + v.Indicator.Unit.Zh, v.Shown("zh")})
	}
	t.Render()
	return nil
}

func printJSON(out io.Writer, values []indicator.Value) error {
	type line struct {
		ID    string  `json:"id"`
		Label string  `json:"label"`
		Value *string `json:"value"`
		Unit  string  `json:"unit"`
		Shown string  `json:"shown"`
	}
	list := make([]line, len(values))
	for i := range values {
		v := &values[i]
		list[i] = line{ID: v.Indicator.Name, Label: v.Indicator.Label.Zh, Unit: v.Indicator.Unit.Zh, Shown: v.Shown("zh")}
		if v.Number != nil {
			plain := v.Plain()
			list[i].Value = &plain
		}
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

// explain prints a figure with its definition, its parts and the records behind it, personal values masked.
func (c *figuresCmd) explain(ctx context.Context, s *site, q indicator.Query, out io.Writer) error {
	ind := q.Indicators[0]
	values, err := indicator.Compute(ctx, s.store, q)
	if err != nil {
		return err
	}
	v := &values[0]
	fmt.Fprintf(out, "%s  %s\n%s\n\n  %s = %s\n  %s %s\n  期间 / period: %s\n", ind.Name, ind.Label.Zh, ind.Definition.Zh,
		q.AsOf, v.Shown("zh"), v.Plain(), ind.Unit.Zh, periodWords(ind, q.AsOf))
	if v.Bottom != nil && v.Top != nil {
		fmt.Fprintf(out, "  = %s ÷ %s\n", v.Top.FloatString(2), v.Bottom.FloatString(2))
	}
	for _, p := range v.Parts {
		fmt.Fprintf(out, "    %-24s %s\n", indicator.PartLabel(ind, p.Key, "zh"), p.Number.FloatString(ind.Decimals))
	}
	e, err := s.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	for _, x := range countedIn(ind) {
		if x != ind {
			_, part, _ := strings.Cut(x.Name, "/")
			fmt.Fprintf(out, "\n  %s %s\n", x.Label.Zh, partWords[part])
		}
		printRule(out, x)
		q.Indicators = []*catalog.Indicator{x}
		if err := c.behind(ctx, s, e, q, out); err != nil {
			return err
		}
	}
	return nil
}

// countedIn gives the indicators with records of their own of which a figure is made.
func countedIn(ind *catalog.Indicator) []*catalog.Indicator {
	switch {
	case ind == nil:
		return nil
	case ind.Register != nil:
		return []*catalog.Indicator{ind}
	}
	return append(countedIn(ind.Of), append(countedIn(ind.Numerator), countedIn(ind.Denominator)...)...)
}

var partWords = map[string]string{"numerator": "分子 / numerator", "denominator": "分母 / denominator"}

// periodWords says for which time a figure counts.
func periodWords(ind *catalog.Indicator, day value.Date) string {
	switch ind.Kind {
	case catalog.Flow:
		return "自开始至" + day.String() + "累计 / from the beginning until that day"
	case catalog.Growth:
		return day.String() + "与上年同日相比 / that day and the same day a year before"
	case catalog.Ratio, catalog.Mean:
		return "同分子、分母 / as its two parts"
	}
	return day.String() + "当日 / on that day"
}

func printRule(out io.Writer, ind *catalog.Indicator) {
	if ind.Register != nil {
		fmt.Fprintf(out, "\n  台账 / register: %s (%s)\n", ind.Register.Label.Zh, ind.Register.Name)
	}
	if ind.Where != nil {
		fmt.Fprintf(out, "  条件 / where:    %s\n", ind.Where.Source())
	}
	if ind.Sum != nil {
		fmt.Fprintf(out, "  求和 / sum:      %s\n", ind.Sum.Source())
	}
}

func (c *figuresCmd) behind(ctx context.Context, s *site, e *engine.Engine, q indicator.Query, out io.Writer) error {
	var areas []string
	if q.Area != "" {
		areas = []string{q.Area}
	}
	page, err := e.Behind(ctx, q.Indicators[0], q.AsOf, areas, "", c.Limit)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n  记录和最近一条日志 / records and the last entry of each (前 %d 条；jieli journal prove ID):\n", len(page))
	for _, x := range page {
		entries, err := s.store.History(ctx, x.Record.County, x.Record.ID)
		if err != nil {
			return err
		}
		last := entries[len(entries)-1]
		fmt.Fprintf(out, "    %s  %s  +%d  %s %s#%d %s\n", x.Record.ID, s.cat.Areas.Name(x.Record.Area), x.Count,
			register.OpenTitle(x.Record, s.cat.Areas), last.StreamKey, last.Seq, last.ID)
		if err := printTransfers(ctx, s, x.Record, out); err != nil {
			return err
		}
	}
	return nil
}
