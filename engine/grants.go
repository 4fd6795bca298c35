package engine

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
)

var (
	grantRole = fault.Define("grant_role_unknown",
		"没有名为“{role}”的角色。", "There is no role “{role}”.")
	grantBeyond = fault.Define("grant_beyond",
		"授权范围“{area}”超出您的管辖范围，不能授予。", "The area “{area}” of the grant lies outside yours; you cannot give it.")
	grantSelf = fault.Define("grant_to_oneself",
		"不能给自己授权，请由另一位管理员办理。", "Nobody grants a role to themselves; ask another administrator.")
)

// validateGrant holds a grant to what its giver may give: a role of the pack, within the giver's own areas, to somebody
// else. What reaches further they neither give nor take away.
func (d *draft) validateGrant(t *touch) {
	if !t.reg.BuiltIn || t.reg.Name != access.GrantRegister {
		return
	}
	role, _ := t.after.Get("role").(string)
	area, _ := t.after.Get("area").(string)
	if d.u.e.cat.Role(role) == nil {
		d.add(grantRole.At(t.in.pathOf("role"), "role", clip(role)))
	}
	areas := []string{area}
	if t.before != nil {
		was, _ := t.before.Get("area").(string)
		areas = append(areas, was)
	}
	for _, area := range areas {
		if !access.Covers(d.j.actor.Has(catalog.KeepUsers), area) {
			d.add(grantBeyond.At(t.in.pathOf("area"), "area", d.u.e.cat.Areas.Words(area)))
			break
		}
	}
	if t.after.Parent == d.j.actor.Account {
		d.add(grantSelf.At(t.in.pathOf("role")))
	}
}
