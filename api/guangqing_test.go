package api_test

import (
	"io/fs"
	"testing"

	"jieli/catalog"
	"jieli/packs"
)

// TestTheShippedProgrammeFollowsItsRoles goes through all registers and powers of the shipped pack as each of its
// roles, granted for one area of the role's level.
func TestTheShippedProgrammeFollowsItsRoles(t *testing.T) {
	fsys, err := packs.Open(packs.Default)
	check(t, err)
	w := newWorldOf(t, func() fs.FS { return fsys }, nil)
	for _, role := range w.cat.Roles {
		areas := w.cat.Areas.Below(w.cat.Pack.Root, role.Level)
		if len(areas) == 0 {
			t.Fatalf("no area for %s", role.Name)
		}
		w.addPerson(role.Name, role.Name, areas[0].Code)
		c := w.contract(role.Name)
		for path, power := range map[string]catalog.Power{"/figures?indicator=" + firstFigure(w.cat): catalog.SeeFigures,
			"/rounds": catalog.SeeRounds, "/journal/streams": catalog.SeeJournal, "/catalog": "", "/tasks": "",
			"/search?q=a": "", "/conflicts": "", "/areas": "", "/parameters": ""} {
			w.expect(c, role.Name, path, power == "" || role.Has(power), 403)
		}
		for _, reg := range w.cat.Registers {
			want := 404
			if role.May(reg.Name, catalog.MayRead, reg.BuiltIn) {
				want = 200
			}
			if rec := w.ask(role.Name, "GET", "/api/v1/registers/"+reg.Name+"/records", nil); rec.Code != want {
				t.Errorf("%s reads %s: %d, want %d", role.Name, reg.Name, rec.Code, want)
			}
			_, described := c.doc.Components.Schemas["Fields_"+reg.Name]
			if described != role.May(reg.Name, catalog.MayRead, reg.BuiltIn) {
				t.Errorf("the document describes %s to %s: %v", reg.Name, role.Name, described)
			}
		}
	}
}

func firstFigure(c *catalog.Catalog) string {
	for _, i := range c.Indicators {
		if !i.Hidden {
			return i.Name
		}
	}
	return ""
}

// expect asks and holds the answer against the roles and the document.
func (w *world) expect(c contract, login, path string, allowed bool, otherwise int) {
	t := w.t.(*testing.T)
	t.Helper()
	want := otherwise
	if allowed {
		want = 200
	}
	rec := w.ask(login, "GET", "/api/v1"+path, nil)
	if rec.Code != want {
		t.Errorf("%s GET %s: %d, want %d: %.200s", login, path, rec.Code, want, rec.Body)
	}
	c.holds(t, w.request("GET", "/api/v1"+path, nil), rec)
}
