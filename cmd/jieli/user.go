package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"新建账号并授予角色 / Make an account with a role."`
	Grant    userGrantCmd    `cmd:"" help:"再授予一个角色 / Grant a further role."`
	Password userPasswordCmd `cmd:"" help:"设置密码 / Set a password."`
	Disable  userDisableCmd  `cmd:"" help:"停用账号 / Disable an account."`
	List     userListCmd     `cmd:"" help:"列出账号 / List accounts."`
}

var (
	loginUnknown = fault.Define("login_unknown",
		"没有账号“{login}”。", "There is no account “{login}”.")
	roleUnknown = fault.Define("role_unknown",
		"没有角色“{role}”。可用：{roles}。", "There is no role “{role}”; there are: {roles}.")
)

type userAddCmd struct {
	siteFlags
	Login string `arg:"" help:"登录名 / Login."`
	Name  string `required:"" help:"姓名 / Name."`
	Role  string `required:"" help:"角色 / Role."`
	Area  string `required:"" help:"区划代码 / Area code."`
}

// Run makes the account, its grant and its password.
func (c *userAddCmd) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, out, func(s *site, e *engine.Engine) error {
		if err := knownRole(s.cat, c.Role, c.Area); err != nil {
			return err
		}
		password, err := askPassword(out)
		if err != nil {
			return err
		}
		if f := access.CheckPassword(c.Login, password); f != nil {
			return fault.Of(fault.Invalid, []fault.Finding{*f})
		}
		account := clock.NewID(s.clock)
		county := value.County(c.Area)
		login := strings.ToLower(c.Login)
		err = s.accept(ctx, e, county,
			entryOf("account", account, "", map[string]any{"login": login, "name": c.Name, "home": c.Area}),
			entryOf("grant", clock.NewID(s.clock), account, map[string]any{"role": c.Role, "area": c.Area}))
		if err != nil {
			return err
		}
		return s.sessions().SetPassword(ctx, login, county, account, password)
	})
}

func (f *siteFlags) with(ctx context.Context, out io.Writer, do func(*site, *engine.Engine) error) error {
	s, err := f.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	e, err := s.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	return do(s, e)
}

func knownRole(cat *catalog.Catalog, role, area string) error {
	if cat.Role(role) == nil {
		names := make([]string, len(cat.Roles))
		for i, r := range cat.Roles {
			names[i] = r.Name
		}
		return roleUnknown.Error(fault.Invalid, "role", role, "roles", strings.Join(names, ", "))
	}
	if _, ok := cat.Areas.Get(area); !ok {
		return areaWrong.Error(fault.Invalid, "code", area)
	}
	return nil
}

func (s *site) sessions() *access.Sessions {
	return access.NewSessions(s.store, access.NewDirectory(s.store, s.cat, s.clock), s.clock)
}

func entryOf(reg, record, parent string, fields map[string]any) engine.EntryIn {
	raw, _ := json.Marshal(fields)
	return engine.EntryIn{Register: reg, Record: record, Parent: parent, Action: journal.Create, Fields: raw}
}

// accept sends entries of the operator through the write path; a refusal is an error.
func (s *site) accept(ctx context.Context, e *engine.Engine, county string, entries ...engine.EntryIn) error {
	r, err := e.Accept(ctx, s.operator(), engine.Bundle{ID: clock.NewID(s.clock), County: county,
		Device: "command-line", Entries: entries})
	if err != nil {
		return err
	}
	if !r.Accepted {
		return fault.Of(fault.Invalid, r.Findings)
	}
	return nil
}

func askPassword(out io.Writer) (string, error) {
	if p := os.Getenv("JIELI_PASSWORD"); p != "" {
		return p, nil
	}
	fmt.Fprint(out, "密码 / password: ")
	raw, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(out)
	return string(raw), err
}

type userGrantCmd struct {
	siteFlags
	Login string `arg:"" help:"登录名 / Login."`
	Role  string `required:"" help:"角色 / Role."`
	Area  string `required:"" help:"区划代码 / Area code."`
}

// Run grants a further role.
func (c *userGrantCmd) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, out, func(s *site, e *engine.Engine) error {
		if err := knownRole(s.cat, c.Role, c.Area); err != nil {
			return err
		}
		account, err := s.account(ctx, c.Login)
		if err != nil {
			return err
		}
		return s.accept(ctx, e, account.County,
			entryOf("grant", clock.NewID(s.clock), account.ID, map[string]any{"role": c.Role, "area": c.Area}))
	})
}

// account finds an account by its login, whether it has a password yet or not.
func (s *site) account(ctx context.Context, login string) (*register.Record, error) {
	list, err := s.store.Find(ctx, store.Query{Register: s.cat.Register("account"), Limit: 1,
		Conds: []store.Cond{{Field: "login", Op: "=", Values: []any{strings.ToLower(login)}}}})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, loginUnknown.Error(fault.NotFound, "login", login)
	}
	return list[0], nil
}

type userPasswordCmd struct {
	siteFlags
	Login string `arg:"" help:"登录名 / Login."`
}

// Run sets a password and ends all sessions of the account.
func (c *userPasswordCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	account, err := s.account(ctx, c.Login)
	if err != nil {
		return err
	}
	password, err := askPassword(out)
	if err != nil {
		return err
	}
	login, _ := account.Get("login").(string)
	return s.sessions().SetPassword(ctx, login, account.County, account.ID, password)
}

type userDisableCmd struct {
	siteFlags
	Login string `arg:"" help:"登录名 / Login."`
}

// Run disables an account; its sessions end at once.
func (c *userDisableCmd) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, out, func(s *site, e *engine.Engine) error {
		r, err := s.account(ctx, c.Login)
		if err != nil {
			return err
		}
		entry := entryOf("account", r.ID, "", map[string]any{"disabled": true})
		entry.Action, entry.Base = journal.Change, r.Version
		if err := s.accept(ctx, e, r.County, entry); err != nil {
			return err
		}
		return s.sessions().SignOutAll(ctx, r.ID)
	})
}

type userListCmd struct {
	siteFlags
}

// Run lists accounts with their roles.
func (c *userListCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	accounts, err := s.store.Find(ctx, store.Query{Register: s.cat.Register("account"), Limit: maxListed})
	if err != nil {
		return err
	}
	for _, a := range accounts {
		grants, err := s.store.Children(ctx, s.cat.Register("grant"), a.County, a.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-20v %-10v %s\n", a.Get("login"), a.Get("name"), grantWords(s.cat, grants))
	}
	return nil
}

// maxListed bounds what user list prints.
const maxListed = 10_000

func grantWords(cat *catalog.Catalog, grants []*register.Record) string {
	words := make([]string, len(grants))
	for i, g := range grants {
		area, _ := g.Get("area").(string)
		words[i] = fmt.Sprintf("%v@%s", g.Get("role"), cat.Areas.Name(area))
	}
	return strings.Join(words, ", ")
}
