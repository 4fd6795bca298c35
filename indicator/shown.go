package indicator

import (
	"math/big"
	"strconv"
	"strings"

	"jieli/catalog"
)

// Plain gives the exact value as a decimal with the indicator's digits behind the point, halves rounded away from
// zero; "" when there is none.
func (v *Value) Plain() string {
	if v.Number == nil {
		return ""
	}
	if n := v.Number; v.Indicator.Decimals == 0 && n.IsInt() && n.Num().IsInt64() {
		return strconv.FormatInt(n.Num().Int64(), 10)
	}
	return v.Number.FloatString(v.Indicator.Decimals)
}

// Shown gives the figure as a newspaper prints it, with its hedge and unit: 近2000万元, 7600余亩, 14,487户.
// "—" when there is none.
func (v *Value) Shown(lang string) string {
	if v.Number == nil {
		return "—"
	}
	precision, number := v.said(v.Plain())
	return hedged(precision, number, v.Indicator.Unit.In(lang), lang)
}

// Words gives Plain, and Shown in both languages, for less than each alone.
func (v *Value) Words() (plain, zh, en string) {
	if v.Number == nil {
		return "", "—", "—"
	}
	plain = v.Plain()
	precision, number := v.said(plain)
	unit := v.Indicator.Unit
	return plain, hedged(precision, number, unit.In("zh"), "zh"), hedged(precision, number, unit.In("en"), "en")
}

// said gives the number that is printed, and with which hedge.
func (v *Value) said(plain string) (catalog.Precision, string) {
	whole := rounded(v.Indicator, v.Number)
	if fits(whole, v.Number) {
		return v.Indicator.Precision, group(trimZeros(whole.FloatString(v.Indicator.Decimals)))
	}
	return catalog.Exact, group(plain)
}

// fits reports whether a rounded value can be said for the exact one: of a small place 38 吨 would become 0余吨, so no
// more than a tenth may be lost or won.
func fits(whole, n *big.Rat) bool {
	if whole == nil || n.Sign() == 0 {
		return false
	}
	off := new(big.Rat).Sub(whole, n)
	off.Abs(off).Mul(off, big.NewRat(10, 1))
	return off.Cmp(new(big.Rat).Abs(n)) <= 0
}

// rounded gives the value that a hedge promises: over and about say no more than there is, nearly no less; nil for what
// is said exactly.
func rounded(ind *catalog.Indicator, n *big.Rat) *big.Rat {
	if ind.Precision == catalog.Exact || ind.Precision == "" {
		return nil
	}
	step := new(big.Rat).SetInt64(max(ind.Step, 1))
	if ind.Step == 0 && ind.Decimals > 0 {
		step.SetFrac64(1, pow10(ind.Decimals))
	}
	steps := new(big.Rat).Quo(n, step)
	var whole *big.Int
	switch ind.Precision {
	case catalog.Over:
		whole = floor(steps)
	case catalog.Nearly, catalog.UpTo:
		whole = ceil(steps)
	default:
		whole = floor(new(big.Rat).Add(steps, big.NewRat(1, 2)))
	}
	return new(big.Rat).Mul(step, new(big.Rat).SetInt(whole))
}

func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

func floor(r *big.Rat) *big.Int {
	q := new(big.Int)
	m := new(big.Int)
	q.DivMod(r.Num(), r.Denom(), m)
	return q
}

func ceil(r *big.Rat) *big.Int {
	return new(big.Int).Neg(floor(new(big.Rat).Neg(r)))
}

var enHedges = map[catalog.Precision]string{catalog.Over: "over ", catalog.Nearly: "nearly ", catalog.About: "about ",
	catalog.UpTo: "up to "}

// hedged puts the words of a precision around number and unit.
func hedged(p catalog.Precision, number, unit, lang string) string {
	if lang == "en" {
		return strings.TrimSpace(enHedges[p] + number + enUnit(unit))
	}
	switch p {
	case catalog.Over:
		return number + "余" + unit
	case catalog.Nearly:
		return "近" + number + unit
	case catalog.About:
		return "约" + number + unit
	case catalog.UpTo:
		return "达" + number + unit
	}
	return number + unit
}

func enUnit(unit string) string {
	if unit == "%" {
		return unit
	}
	return " " + unit
}

// group puts commas between thousands.
func group(s string) string {
	sign, digits := "", s
	if strings.HasPrefix(s, "-") {
		sign, digits = "-", s[1:]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if len(whole) <= 3 {
		return s
	}
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if fraction != "" {
		return sign + b.String() + "." + fraction
	}
	return sign + b.String()
}
