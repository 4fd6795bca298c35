package sample

import (
	"jieli/access"
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// staff is a person with an account: at a desk, or in the field with a phone that is not always in reach.
type staff struct {
	account  string
	login    string
	name     string
	home     string
	field    bool
	device   string
	sequence int64 // of the last bundle of the device
	grants   []grant
	actor    *access.Actor
}

type grant struct {
	role, area  string
	from, until value.Date
}

// hire makes an account; the login names the person for good.
func (w *world) hire(login, name, home string, field bool, grants ...grant) *staff {
	if fixed := demoNames[login]; fixed != "" {
		name = fixed
	}
	s := &staff{account: value.DeriveID("sample", "account", login), login: login, name: name, home: home, field: field,
		device: value.DeriveID("sample", "device", login), grants: grants}
	s.actor = &access.Actor{Account: s.account, Login: login, Name: name, County: value.County(home)}
	for _, g := range grants {
		s.actor.Grants = append(s.actor.Grants, access.Grant{Role: w.cat.Role(g.role), Area: g.area})
	}
	w.staff = append(w.staff, s)
	return s
}

// enrol gives the bundle that makes an account and its grants.
func (s *staff) enrol() engine.Bundle {
	b := engine.Bundle{County: value.County(s.home)}
	f := newFields(200)
	f.text("login", s.login)
	f.text("name", s.name)
	f.text("home", s.home)
	b.Entries = append(b.Entries, engine.EntryIn{Register: access.AccountRegister, Record: s.account,
		Action: journal.Create, Fields: f.done()})
	for _, g := range s.grants {
		b.Entries = append(b.Entries, engine.EntryIn{Register: access.GrantRegister, Record: s.grantID(g),
			Action: journal.Create, Parent: s.account, Fields: g.fields()})
	}
	return b
}

func (s *staff) grantID(g grant) string {
	return value.DeriveID("sample", "grant", s.login, g.role, g.area)
}

func (g grant) fields() []byte {
	f := newFields(120)
	f.text("role", g.role)
	f.text("area", g.area)
	f.date("from", g.from)
	f.date("until", g.until)
	return f.done()
}

// office are the people at desks.
type office struct {
	keeper, steward, programme, sender *staff
	towns                              map[string]*staff // township offices
	counties                           map[string]*staff
	villages                           map[string]*staff // village committees
}

func (w *world) hireOffices() {
	root := w.cat.Pack.Root
	desk := func(login, role, area string) *staff {
		name, _ := w.maker.names.anybody()
		return w.hire(login, name, area, false, grant{role: role, area: area, from: firstDay})
	}
	o := &w.office
	o.keeper = desk("accounts", "user_administrator", root)
	o.steward = desk("steward", "data_steward", root)
	o.programme = desk("office", "programme_office", root)
	o.sender = desk("unit-water", "sending_unit", root)
	desk("auditor", "auditor", root)
	desk("system", "system_administrator", root)
	desk("security", "security_auditor", root)
	o.towns, o.counties, o.villages = map[string]*staff{}, map[string]*staff{}, map[string]*staff{}
	for _, t := range w.towns {
		o.towns[t.code] = desk("town-"+t.pinyin, "township_office", t.code)
		if county := t.code[:6]; o.counties[county] == nil {
			o.counties[county] = desk("county-"+w.tables.counties[county].pinyin, "county_office", county)
		}
	}
	for _, v := range w.villages {
		s := desk(villageLogin("village-", v.code), "village_committee", v.code)
		s.field = true
		o.villages[v.code] = s
	}
}

// villageLogin gives a login by the village's code, or by its name where the demonstration uses it.
func villageLogin(prefix, code string) string {
	if code == demoVillage {
		return prefix + "tanglou"
	}
	return prefix + code
}
