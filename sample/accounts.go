// Package sample makes the first year of the programme: 24 towns, their teams, villages, households and people, visits,
// surveys and family changes, all sent through the write path as the people of the programme would have sent them.
// Places are real, persons are made up, and every run gives the same records.
package sample

import (
	"context"

	"jieli/access"
	"jieli/catalog"
	"jieli/value"
)

// Account is a sign-in for trying the programme out.
type Account struct{ Login, Password, Name, Role, Area string }

// demoPassword opens all accounts of the demonstration. The other accounts have no password and open to nobody.
const demoPassword = "qingyuan2022"

// demoVillage is Tanglou in Xiaojiang: the village of the demonstration's first secretary and committee.
const demoVillage = "441823111205"

// demo lists the sign-ins: each role at least once, made-up names.
var demo = []Account{
	{Login: "office", Name: "何知秋", Role: "programme_office", Area: "4418"},
	{Login: "leader-xiaojiang", Name: "温以恒", Role: "team_leader", Area: "441823111"},
	{Login: "team-xiaojiang", Name: "罗致和", Role: "team_member", Area: "441823111"},
	{Login: "team-zhaigang", Name: "曾若谷", Role: "team_member", Area: "441826102"},
	{Login: "secretary-tanglou", Name: "欧雨禾", Role: "first_secretary", Area: demoVillage},
	{Login: "village-tanglou", Name: "邓观澜", Role: "village_committee", Area: demoVillage},
	{Login: "town-xiaojiang", Name: "植少白", Role: "township_office", Area: "441823111"},
	{Login: "county-yangshan", Name: "黄见微", Role: "county_office", Area: "441823"},
	{Login: "county-yangshan-2", Name: "黎慎行", Role: "county_office", Area: "441823"}, // who approved a project does not accept it
	{Login: "water-xiaojiang", Name: "冼润生", Role: "water_operator", Area: "441823111"},
	{Login: "unit-water", Name: "梁听泉", Role: "sending_unit", Area: "4418"},
	{Login: "auditor", Name: "陈守正", Role: "auditor", Area: "4418"},
	{Login: "steward", Name: "吴理明", Role: "data_steward", Area: "4418"},
	{Login: "accounts", Name: "谢允文", Role: "user_administrator", Area: "4418"},
	{Login: "system", Name: "冯守诚", Role: "system_administrator", Area: "4418"},
	{Login: "security", Name: "范知远", Role: "security_auditor", Area: "4418"},
}

var demoNames = func() map[string]string {
	names := make(map[string]string, len(demo))
	for _, a := range demo {
		names[a.Login] = a.Name
	}
	return names
}()

// Accounts gives the sign-ins of the demonstration whose role the catalog has.
func Accounts(c *catalog.Catalog) []Account {
	var list []Account
	for _, a := range demo {
		if c.Role(a.Role) != nil {
			a.Password = demoPassword
			list = append(list, a)
		}
	}
	return list
}

// setPasswords gives the accounts of the demonstration their password.
func setPasswords(ctx context.Context, s *access.Sessions, list []Account) error {
	for _, a := range list {
		account := value.DeriveID("sample", "account", a.Login)
		if err := s.SetPassword(ctx, a.Login, value.County(a.Area), account, a.Password); err != nil {
			return err
		}
	}
	return nil
}
