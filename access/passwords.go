package access

import (
	"context"
	"crypto/rand"

	"jieli/fault"
	"jieli/store"
)

// SetPassword gives an account its password and ends all its sessions. It asks nobody: callers are the command line,
// sample data, ChangePassword and SetPasswordOf. Errors: Invalid with what is wrong with the password, Conflict
// (login_taken) when another account signs in by that name.
func (s *Sessions) SetPassword(ctx context.Context, login, county, account, password string) error {
	if f := CheckPassword(login, password); f != nil {
		return fault.Of(fault.Invalid, []fault.Finding{*f})
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.keep(ctx, store.Credential{Login: login, Account: account, County: county, Password: hash})
}

// keep keeps a credential. Logins are one list for the whole system while accounts are kept county by county: without
// looking, the same login in another county would take over the name by which somebody signs in.
func (s *Sessions) keep(ctx context.Context, c store.Credential) error {
	c.Login = normalLogin(c.Login)
	had, err := s.store.Credential(ctx, c.Login)
	if err != nil {
		return err
	}
	if had != nil && had.Account != c.Account {
		stands, _, err := s.directory.Account(ctx, had.County, had.Account)
		if err != nil {
			return err
		}
		if stands != nil && normalLogin(text(stands, "login")) == c.Login {
			return fault.Of(fault.Conflict, []fault.Finding{errLoginTaken.At("login", "login", c.Login)})
		}
	}
	if err := s.store.SaveCredential(ctx, c); err != nil {
		return err
	}
	return s.SignOutAll(ctx, c.Account)
}

// ChangePassword lets a signed-in person choose a new password; all sessions of the account end. Errors: Invalid
// (password_wrong, password_as_before and those of SetPassword), Busy as of SignIn: guessing the old password is throttled
// alike.
func (s *Sessions) ChangePassword(ctx context.Context, a *Actor, from Client, old, new string) error {
	login := normalLogin(a.Login)
	if err := s.throttle.attempt(login, Neighbourhood(from.Address)); err != nil {
		return err
	}
	cred, ok, err := s.verify(ctx, login, old)
	if err != nil {
		return err
	}
	if !ok || cred.Account != a.Account {
		return fault.Of(fault.Invalid, []fault.Finding{errPasswordWrong.At("old")})
	}
	s.throttle.forgive(login, Neighbourhood(from.Address))
	if cred.Temporary && old == new {
		return fault.Of(fault.Invalid, []fault.Finding{errPasswordAsBefore.At("new")})
	}
	if err := s.SetPassword(ctx, login, a.County, a.Account, new); err != nil {
		return err
	}
	return s.door.note(ctx, PasswordChanged, a.County, a.Account, "", from)
}

var errPasswordAsBefore = fault.Define("password_as_before",
	"新密码与临时密码相同，请另选一个。", "The new password is the temporary one; choose another.")

// SetPasswordOf lets a keeper of accounts give somebody a password; all sessions of that account end. It is temporary: its
// owner chooses another before anything else. Who may set a password can become that person, so the keeper must keep the
// accounts of the account's own area and of all areas it is granted, coming grants included. Errors: Denied
// (password_not_yours_to_set), those of SetPassword.
func (s *Sessions) SetPasswordOf(ctx context.Context, keeper *Actor, county, account, password string) error {
	r, err := s.governed(ctx, keeper, county, account)
	if err != nil {
		return err
	}
	if f := CheckPassword(text(r, "login"), password); f != nil {
		return fault.Of(fault.Invalid, []fault.Finding{*f})
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return s.give(ctx, keeper, store.Credential{Login: text(r, "login"), Account: account, County: county, Password: hash})
}

// GivePassword lets a keeper of accounts give somebody a temporary password made by chance, and gives it, once. Errors as of
// SetPasswordOf.
func (s *Sessions) GivePassword(ctx context.Context, keeper *Actor, county, account string) (string, error) {
	r, err := s.governed(ctx, keeper, county, account)
	if err != nil {
		return "", err
	}
	password := chance()
	hash, err := s.hasher.hashChance(ctx, password)
	if err != nil {
		return "", err
	}
	c := store.Credential{Login: text(r, "login"), Account: account, County: county, Password: hash}
	return password, s.give(ctx, keeper, c)
}

func (s *Sessions) give(ctx context.Context, keeper *Actor, c store.Credential) error {
	c.Temporary = true
	if err := s.keep(ctx, c); err != nil {
		return err
	}
	return s.door.note(ctx, PasswordGiven, c.County, c.Account, keeper.Account, Client{})
}

// What PasswordOf answers.
const (
	NoPassword        = "none"
	TemporaryPassword = "temporary"
	OwnPassword       = "own" // chosen by its owner, or given by the command line
)

// PasswordOf says what password an account has.
func (s *Sessions) PasswordOf(ctx context.Context, login, account string) (string, error) {
	c, err := s.store.Credential(ctx, normalLogin(login))
	switch {
	case err != nil:
		return "", err
	case c == nil || c.Account != account:
		return NoPassword, nil
	case c.Temporary:
		return TemporaryPassword, nil
	}
	return OwnPassword, nil
}

const (
	// readable are letters and digits that are not taken for each other when they are read out or copied by hand.
	readable = "abcdefghjkmnpqrstuvwxyz23456789"
	// chanceLength of them are 64 bits: nobody tries so many.
	chanceLength = 13
)

// chance makes a password in groups, such as h7kd-2mw9-xq4tf.
func chance() string {
	out := make([]byte, 0, chanceLength+2)
	for n := 0; n < chanceLength; {
		var b [1]byte
		rand.Read(b[:]) // never fails since Go 1.24
		if int(b[0]) >= 256/len(readable)*len(readable) {
			continue // so that all letters are as likely
		}
		if n == 4 || n == 8 {
			out = append(out, '-')
		}
		out = append(out, readable[int(b[0])%len(readable)])
		n++
	}
	return string(out)
}
