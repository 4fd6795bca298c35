package value

import (
	"math"
	"math/big"
	"strings"

	"jieli/fault"
)

// Unit is a measure with its place in a dimension. Units of one dimension convert into each other exactly: one Unit is
// Num/Den of the dimension's base unit. What is counted piece by piece (lamps, households) is a dimension of its own.
type Unit struct {
	Name      string // word of the pack language: "mu"
	Label     fault.Text
	Dimension string
	Num, Den  int64
	Aliases   []string // other ways of writing it in spreadsheets
}

func unit(name, dimension string, num, den int64, zh, en string, aliases ...string) Unit {
	label := fault.Text{Zh: zh, En: en}
	return Unit{Name: name, Label: label, Dimension: dimension, Num: num, Den: den, Aliases: aliases}
}

// count makes a unit for what is counted piece by piece.
func count(name, zh, en string, aliases ...string) Unit {
	return unit(name, name, 1, 1, zh, en, aliases...)
}

// Plain is the unit of numbers whose unit stands beside them, as in a list of items measured each in its own.
const Plain = "plain"

// units is the table of all units. The base unit of each dimension has factor 1/1. 亩 is 2000/3 m² by definition
// (60 平方丈), 里 500 m, 斤 500 g (市制 of 1959).
var units = []Unit{
	unit("m2", "area", 1, 1, "平方米", "m²", "㎡", "平米", "平方", "平"),
	unit("mu", "area", 2000, 3, "亩", "mu", "市亩"),
	unit("fen_mu", "area", 200, 3, "分地", "fen of land"),
	unit("ha", "area", 10000, 1, "公顷", "ha", "hm2", "hm²"),
	unit("qing", "area", 200000, 3, "顷", "qing", "市顷"),
	unit("km2", "area", 1000000, 1, "平方公里", "km²", "平方千米"),
	unit("m", "length", 1, 1, "米", "m", "公尺"),
	unit("cm", "length", 1, 100, "厘米", "cm", "公分"),
	unit("mm", "length", 1, 1000, "毫米", "mm"),
	unit("km", "length", 1000, 1, "公里", "km", "千米"),
	unit("li", "length", 500, 1, "里", "li", "华里", "市里"),
	unit("kg", "mass", 1, 1, "公斤", "kg", "千克"),
	unit("g", "mass", 1, 1000, "克", "g"),
	unit("jin", "mass", 1, 2, "斤", "jin", "市斤"),
	unit("liang", "mass", 1, 20, "两", "liang", "市两"),
	unit("dan", "mass", 50, 1, "担", "dan", "市担"),
	unit("t", "mass", 1000, 1, "吨", "t", "公吨"),
	unit("m3", "volume", 1, 1, "立方米", "m³", "m³", "立方", "方"),
	unit("l", "volume", 1, 1000, "升", "L", "公升"),
	unit("ml", "volume", 1, 1000000, "毫升", "mL"),
	unit("m3_per_day", "flow", 1, 1, "立方米/日", "m³/day", "m3/d", "m³/d", "立方米/天", "方/日", "方/天"),
	unit("l_per_person_day", "water_use", 1, 1, "升/人·日", "L/person·day", "L/人·日", "L/人.日", "升/人·天", "L/(人·d)", "L/(人·日)"),
	unit("m3_per_hour", "flow", 24, 1, "立方米/小时", "m³/h", "m3/h", "方/小时"),
	unit("w", "power", 1, 1, "瓦", "W", "瓦特"),
	unit("kw", "power", 1000, 1, "千瓦", "kW"),
	unit("mw", "power", 1000000, 1, "兆瓦", "MW"),
	unit("kwh", "energy", 1, 1, "千瓦时", "kWh", "度"),
	unit("wan_kwh", "energy", 10000, 1, "万千瓦时", "10,000 kWh", "万度"),
	unit("yuan", "money", 1, 1, "元", "yuan", "人民币", "CNY", "RMB", "圆"),
	unit("jiao", "money", 1, 10, "角", "jiao"),
	unit("wan_yuan", "money", 10000, 1, "万元", "10,000 yuan"),
	unit("yi_yuan", "money", 100000000, 1, "亿元", "100 million yuan"),
	unit("yuan_per_month", "income", 1, 1, "元/月", "yuan/month", "元每月"),
	unit("yuan_per_year", "income", 1, 12, "元/年", "yuan/year", "元每年"),
	unit("ratio", "ratio", 1, 1, "倍", "times"),
	unit("percent", "ratio", 1, 100, "%", "%", "百分比", "percent"),
	unit("permille", "ratio", 1, 1000, "‰", "‰", "千分比"),
	unit("minute", "duration", 1, 1440, "分钟", "min"),
	unit("hour", "duration", 1, 24, "小时", "h", "时", "钟头"),
	unit("day", "duration", 1, 1, "天", "days", "日"),
	unit("week", "duration", 7, 1, "周", "weeks", "星期"),
	unit("month", "months", 1, 1, "个月", "months", "月"),
	unit("year", "months", 12, 1, "年", "years"),
	unit("copy", "books", 1, 1, "册", "copies", "本"),
	unit("celsius", "temperature", 1, 1, "摄氏度", "°C", "℃"),
	unit("ph", "ph", 1, 1, "pH", "pH", "PH值"),
	unit(Plain, "plain", 1, 1, "", ""),
	unit("mg_per_l", "concentration", 1, 1, "毫克/升", "mg/L"),
	unit("ug_per_l", "concentration", 1, 1000, "微克/升", "µg/L", "ug/L", "μg/L"),
	unit("cfu_per_ml", "colonies", 1, 1, "CFU/mL", "CFU/mL"),
	unit("mpn_per_100ml", "bacteria", 1, 1, "MPN/100mL", "MPN/100 mL"),
	unit("ntu", "turbidity", 1, 1, "NTU", "NTU"),
	count("person", "人", "persons", "名", "位", "口人"),
	count("person_time", "人次", "visits of persons"),
	count("household", "户", "households"),
	count("household_time", "户次", "visits to households"),
	count("piece", "个", "pieces", "个数"),
	count("item", "件", "items"),
	count("lamp", "盏", "lamps"),
	count("box", "箱", "boxes"),
	count("bag", "袋", "bags", "包"),
	count("bottle", "瓶", "bottles"),
	count("barrel", "桶", "barrels"),
	count("set", "套", "sets"),
	count("machine", "台", "machines"),
	count("vehicle", "辆", "vehicles"),
	count("head", "头", "head"),
	count("bird", "只", "birds", "羽"),
	count("plant", "株", "plants", "棵"),
	count("site", "处", "sites"),
	count("seat", "座", "structures"),
	count("well", "口", "wells", "眼"),
	count("room", "间", "rooms"),
	count("building", "栋", "buildings", "幢"),
	count("line", "条", "lines"),
	count("project", "项", "projects", "宗"),
	count("firm", "家", "firms", "家企业"),
	count("team", "支", "teams"),
	count("time", "次", "times over"),
	count("session", "场", "sessions", "场次"),
	count("course", "期", "courses", "班次"),
	count("batch", "批", "batches"),
	count("round", "轮", "rounds"),
	count("document", "份", "documents"),
	count("sheet", "张", "sheets"),
	count("kind", "类", "kinds", "种"),
	count("village", "村", "villages", "个村"),
	count("town", "镇", "towns", "个镇"),
	count("lesson", "学时", "lessons", "课时"),
	count("case", "例", "cases"),
}

// unitsByWord finds units by name, words and other ways of writing, folded.
var unitsByWord = func() map[string]*Unit {
	m := map[string]*Unit{}
	for i := range units {
		u := &units[i]
		for _, word := range append([]string{u.Name, u.Label.Zh, u.Label.En}, u.Aliases...) {
			if _, taken := m[Fold(word)]; !taken && word != "" {
				m[Fold(word)] = u
			}
		}
	}
	return m
}()

// Units lists all units, those of one dimension together.
func Units() []Unit { return append([]Unit(nil), units...) }

// UnitOf finds a unit by its name or by any way people write it: "mu", "亩", "km²".
func UnitOf(word string) (Unit, bool) {
	u, ok := unitsByWord[Fold(word)]
	if !ok {
		return Unit{}, false
	}
	return *u, true
}

// Convert gives the number scaled/10^decimals of unit from in unit to, scaled by 10^toDecimals. It never rounds: what
// has no exact result (unit_inexact), joins two dimensions (unit_mismatch), or passes 64 bits (value_too_large) is an
// error. decimals and toDecimals are 0 to 18.
func Convert(scaled int64, decimals int, from, to string, toDecimals int) (int64, error) {
	result, finding := convert(decimal{
		negative: scaled < 0, mantissa: magnitude(scaled), exponent: -clamp(decimals, 0, 18),
	}, from, to, clamp(toDecimals, 0, 18))
	if finding != nil {
		return 0, &fault.Error{Kind: fault.Invalid, Findings: []fault.Finding{*finding}}
	}
	return result, nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func convert(d decimal, from, to string, decimals int) (int64, *fault.Finding) {
	a, okA := UnitOf(from)
	b, okB := UnitOf(to)
	switch {
	case !okA:
		return 0, unknownUnit(from, to)
	case !okB:
		return 0, unknownUnit(to, from)
	case a.Dimension != b.Dimension:
		return 0, unitFinding(problemUnitKind, a, b)
	}
	num := new(big.Int).SetUint64(d.mantissa)
	den := big.NewInt(1)
	num.Mul(num, big.NewInt(a.Num)).Mul(num, big.NewInt(b.Den))
	den.Mul(big.NewInt(a.Den), big.NewInt(b.Num))
	if e := clamp(d.exponent+decimals, -100, 100); e >= 0 {
		num.Mul(num, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(e)), nil))
	} else {
		den.Mul(den, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-e)), nil))
	}
	result, rest := num.QuoRem(num, den, new(big.Int))
	switch {
	case rest.Sign() != 0:
		return 0, unitFinding(problemInexact, a, b)
	case !result.IsInt64():
		return 0, found(problemLarge, "value", result.String(), "max", int64(math.MaxInt64))
	case d.negative:
		return -result.Int64(), nil
	}
	return result.Int64(), nil
}

// unitFinding names the two units in each language.
func unitFinding(c *fault.Code, from, to Unit) *fault.Finding {
	f := c.At("", "from", from.Label.Zh, "to", to.Label.Zh)
	f.Text.En = c.At("", "from", from.Label.En, "to", to.Label.En).Text.En
	return &f
}

// appendUnit adds a unit behind a number: signs close up, words stand off by a blank.
func appendUnit(dst []byte, name, lang string) []byte {
	if name == "" {
		return dst
	}
	words := fault.Text{Zh: name}
	if u, ok := UnitOf(name); ok {
		words = u.Label
	}
	word := words.In(lang)
	if !strings.HasPrefix(word, "%") && !strings.HasPrefix(word, "‰") {
		dst = append(dst, ' ')
	}
	return append(dst, word...)
}
