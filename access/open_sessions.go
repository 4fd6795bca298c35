package access

import (
	"context"
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// Of gives the open sessions of an account, used last first.
func (s *Sessions) Of(ctx context.Context, account string) ([]store.Session, error) {
	return s.store.SessionsOf(ctx, account, s.clock.Now(), sessionsListed)
}

// In gives the open sessions of the accounts that a keeper keeps, used last first.
func (s *Sessions) In(ctx context.Context, keeper *Actor) ([]store.Session, error) {
	var out []store.Session
	keeps := map[string]bool{}
	for _, county := range countiesOf(keeper.Has(catalog.KeepUsers)) {
		list, err := s.store.SessionsIn(ctx, county, s.clock.Now(), sessionsListed)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if _, known := keeps[x.Account]; !known {
				_, err := s.governed(ctx, keeper, x.County, x.Account)
				if err != nil && fault.KindOf(err) != fault.Denied {
					return nil, err
				}
				keeps[x.Account] = err == nil
			}
			if keeps[x.Account] {
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// countiesOf gives the beginnings of the codes of the counties that areas lie in or hold, each once.
func countiesOf(areas []string) (out []string) {
	for _, area := range areas {
		if county := area[:min(len(area), countyDigits)]; !slices.Contains(out, county) {
			out = append(out, county)
		}
	}
	return out
}

const countyDigits = 6

// sessionsListed bounds the sessions of one answer: those used last.
const sessionsListed = 2000

// End ends one session: one's own, or one of an account that one keeps. Errors: NotFound (not_signed_in) for any other.
func (s *Sessions) End(ctx context.Context, actor *Actor, digest string) error {
	kept, err := s.store.Session(ctx, digest)
	if err != nil {
		return err
	}
	if kept == nil {
		return errSessionGone.Error(fault.NotFound)
	}
	by := ""
	if kept.Account != actor.Account {
		if _, err := s.governed(ctx, actor, kept.County, kept.Account); err != nil {
			if fault.KindOf(err) == fault.Denied {
				err = errSessionGone.Error(fault.NotFound)
			}
			return err
		}
		by = actor.Account
	}
	if err := s.SignOut(ctx, digest); err != nil {
		return err
	}
	return s.door.note(ctx, SessionEnded, kept.County, kept.Account, by, Client{})
}

var errSessionGone = fault.Define("session_gone",
	"没有这个登录，或者它已经结束。", "There is no such session, or it has ended.")

// DoorBook gives what happened at the door, latest first, to who audits at least a county: of the accounts kept there, and
// of unknown logins to who audits the whole programme.
func (s *Sessions) DoorBook(ctx context.Context, auditor *Actor, account string, from, before value.Instant, limit int) (
	[]store.SignIn, error) {
	var out []store.SignIn
	root := s.directory.programme().Pack.Root
	for _, area := range auditor.Has(catalog.SeeJournal) {
		county := area
		if len(area) > countyDigits {
			continue // which account of a county belongs to which town is not kept there
		}
		if area == root {
			county = ""
		}
		list, err := s.store.SignIns(ctx, county, account, from, before, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	slices.SortStableFunc(out, func(a, b store.SignIn) int { return int(min(max(b.At-a.At, -1), 1)) })
	return out[:min(len(out), limit)], nil
}
