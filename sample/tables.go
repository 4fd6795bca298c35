package sample

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"jieli/packs"
)

// tables are the files of packs/guangqing/sample: what the sample must look like.
type tables struct {
	towns    []townRow
	counties map[string]countyRow
	units    []unitRow
	surnames map[string][]surnameRow // by people
	given    map[string][]string     // by sex and era: "male old"
	avoid    map[string]bool
	words    map[string][]string // by kind
	projects []projectRow
}

// projectRow is a kind of project as teams propose them.
type projectRow struct {
	purpose, aspect, kind, nature string
	name, content, goal, unit     string
	least, most                   int // of the goal
	ties                          []string
	days                          int
	payee, asset                  string
}

// projectRows gives the kinds of projects of a purpose.
func (t *tables) projectRows(purpose string) []projectRow {
	var list []projectRow
	for _, r := range t.projects {
		if r.purpose == purpose {
			list = append(list, r)
		}
	}
	return list
}

type townRow struct {
	code, name, pinyin string
	villages           int
	lon, lat           float64
	flooded            bool
	products           []string
}

type countyRow struct {
	pinyin      string
	yao, zhuang int // of a thousand
}

type unitRow struct {
	name, kind string
	towns      []string
}

type surnameRow struct {
	name   string
	weight int
}

// readTables reads the files strictly: another header, an empty cell, a number that is none are errors that name file
// and line.
func readTables() (*tables, error) {
	fsys, err := packs.Open("guangqing")
	if err != nil {
		return nil, err
	}
	t := &tables{counties: map[string]countyRow{}, surnames: map[string][]surnameRow{}, given: map[string][]string{},
		avoid: map[string]bool{}, words: map[string][]string{}}
	r := &reader{fsys: fsys}
	r.read("towns", "code,name,pinyin,villages,lon,lat,flooded,products", func(c []string) {
		t.towns = append(t.towns, townRow{code: c[0], name: c[1], pinyin: c[2], villages: r.whole(c[3]),
			lon: r.float(c[4]), lat: r.float(c[5]), flooded: r.yesNo(c[6]), products: strings.Split(c[7], "、")})
	})
	r.read("counties", "code,pinyin,yao,zhuang", func(c []string) {
		t.counties[c[0]] = countyRow{pinyin: c[1], yao: r.whole(c[2]), zhuang: r.whole(c[3])}
	})
	r.read("units", "name,kind,towns,source", func(c []string) {
		t.units = append(t.units, unitRow{name: c[0], kind: c[1], towns: strings.Fields(c[2])})
	})
	r.read("surnames", "name,weight,people", func(c []string) {
		t.surnames[c[2]] = append(t.surnames[c[2]], surnameRow{name: c[0], weight: r.whole(c[1])})
	})
	r.read("given", "char,sex,era", func(c []string) {
		t.given[c[1]+" "+c[2]] = append(t.given[c[1]+" "+c[2]], c[0])
	})
	r.read("avoid", "name", func(c []string) { t.avoid[c[0]] = true })
	r.read("projects", "purpose,aspect,kind,nature,name,content,goal,unit,least,most,ties,days,payee,asset", func(c []string) {
		t.projects = append(t.projects, projectRow{purpose: c[0], aspect: c[1], kind: c[2], nature: c[3], name: c[4],
			content: c[5], goal: c[6], unit: c[7], least: r.whole(c[8]), most: r.whole(c[9]), ties: strings.Fields(c[10]),
			days: r.whole(c[11]), payee: c[12], asset: c[13]})
	})
	r.read("words", "kind,text", func(c []string) { t.words[c[0]] = append(t.words[c[0]], c[1]) })
	return t, r.err
}

// reader reads CSV files and keeps the first problem.
type reader struct {
	fsys  fs.FS
	place string
	err   error
}

func (r *reader) read(name, header string, each func(cells []string)) {
	file := "sample/" + name + ".csv"
	f, err := r.fsys.Open(file)
	if err != nil {
		r.fail(err)
		return
	}
	defer f.Close()
	in := csv.NewReader(f)
	rows, err := in.ReadAll()
	if err != nil {
		r.fail(fmt.Errorf("%s: %w", file, err))
		return
	}
	if len(rows) < 2 || !slices.Equal(rows[0], strings.Split(header, ",")) {
		r.fail(fmt.Errorf("%s: the first line must be %s, rows must follow", file, header))
		return
	}
	for i, cells := range rows[1:] {
		r.place = fmt.Sprintf("%s:%d", file, i+2)
		if slices.Contains(cells, "") {
			r.fail(fmt.Errorf("%s: a cell is empty", r.place))
		}
		each(cells)
	}
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		r.fail(fmt.Errorf("%s: %q is no whole number", r.place, s))
	}
	return n
}

func (r *reader) float(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		r.fail(fmt.Errorf("%s: %q is no number", r.place, s))
	}
	return x
}

func (r *reader) yesNo(s string) bool {
	if s != "yes" && s != "no" {
		r.fail(fmt.Errorf("%s: %q is neither yes nor no", r.place, s))
	}
	return s == "yes"
}
