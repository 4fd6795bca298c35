// Package sync says what a device is to be given: everything that its person may read, once, and from then on what has
// changed. It follows the streams of the journal and asks no index that could be behind, so that its cost grows with what
// changed and not with what there is. What a person may see of a record is for the caller to say; sending goes through
// engine.Accept as for everybody.
package sync

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/value"
)

// streamsMost bounds the streams that a device follows: a county with all its towns. Who works above a county has no use
// for a copy of it in a pocket.
const streamsMost = 64

var errScopeLarge = fault.Define("sync_scope_large",
	"您的管辖范围太大，手机装不下。请用电脑登录，或请管理员给您一个县、镇或村的授权。",
	"Your area is too large for a phone. Use a computer, or ask your administrator for a grant in one county, town or village.")

// Scope is what one person carries.
type Scope struct {
	Registers []*catalog.Register // in the order of the catalog: parents before their children
	Streams   []journal.StreamKey // in which their records change
	Digest    string              // another one means: other roles or areas
	actor     *access.Actor
}

// ScopeOf gives the scope of a person. Registers that the system keeps for itself are not carried. Errors: Denied
// (sync_scope_large).
func ScopeOf(c *catalog.Catalog, a *access.Actor) (*Scope, error) {
	s := &Scope{actor: a}
	for _, reg := range c.Registers {
		if !reg.BuiltIn && len(s.Areas(reg)) > 0 {
			s.Registers = append(s.Registers, reg)
		}
	}
	for _, area := range a.Reach() {
		s.follow(c, area)
		if len(area) < countyDigits || len(s.Streams) > streamsMost {
			return nil, errScopeLarge.Error(fault.Denied)
		}
	}
	s.Digest = digestOf(a)
	return s, nil
}

// Areas gives where the person reads a register.
func (s *Scope) Areas(reg *catalog.Register) []string {
	return s.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)
}

const countyDigits = 6

// follow adds the streams in which an area's records change: that of its town, or those of all towns below and its own.
func (s *Scope) follow(c *catalog.Catalog, area string) {
	s.add(area)
	if value.AreaLevel(area) == value.County6 {
		for _, town := range c.Areas.Below(area, value.Town) {
			s.add(town.Code)
		}
	}
}

func (s *Scope) add(area string) {
	county, stream := value.StreamOf(area)
	if key := (journal.StreamKey{County: county, Stream: stream}); !slices.Contains(s.Streams, key) {
		s.Streams = append(s.Streams, key)
	}
}

const digestBytes = 9 // of a hash: enough to tell one person's scopes apart

func digestOf(a *access.Actor) string {
	var list []string
	for i := range a.Grants {
		list = append(list, a.Grants[i].Role.Name+"@"+a.Grants[i].Area)
	}
	slices.Sort(list)
	sum := sha256.Sum256([]byte(a.Account + " " + strings.Join(list, " ")))
	return base64.RawURLEncoding.EncodeToString(sum[:digestBytes])
}
