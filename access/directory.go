package access

import (
	"context"
	"sync"

	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Names of the built-in registers and their fields; package pack declares them.
const (
	AccountRegister = "account" // login, name, phone, disabled, home
	GrantRegister   = "grant"   // role, area, from, until; children of an account
)

const (
	// directorySize bounds the cache to about 4 MiB; a province has some thousand accounts at work on a day.
	directorySize = 4096
	// directoryFresh is how long, in microseconds, another process's change to an account may go unseen (5 s); this
	// process's own changes are seen at once by Forget.
	directoryFresh = 5_000_000
)

var (
	errNoAccount = fault.Define("account_gone",
		"账号不存在或已停用，请联系管理员。", "The account does not exist or is disabled. Ask your administrator.")
	errNoRegisters = fault.Define("accounts_missing",
		"系统缺少账号登记表。", "The catalog has no registers for accounts and grants.")
)

// Directory loads actors from the registers account and grant, and keeps those in use. Safe for concurrent use.
type Directory struct {
	reader store.Reader
	clock  clock.Clock

	mu         sync.Mutex
	catalog    *catalog.Catalog
	actors     map[string]*cached
	names      map[string]string
	generation int64 // rises with each Forget: what was loaded before is not kept
}

type cached struct {
	actor *Actor // nil: gone or disabled
	day   value.Date
	at    value.Instant
}

// NewDirectory makes a directory that reads accounts as c declares them.
func NewDirectory(r store.Reader, c *catalog.Catalog, cl clock.Clock) *Directory {
	return &Directory{reader: r, catalog: c, clock: cl, actors: map[string]*cached{}, names: map[string]string{}}
}

// UseCatalog makes the directory read roles from a new version of the pack.
func (d *Directory) UseCatalog(c *catalog.Catalog) {
	d.mu.Lock()
	d.catalog = c
	d.mu.Unlock()
	d.ForgetAll()
}

// programme gives the catalog that roles are read from.
func (d *Directory) programme() *catalog.Catalog {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.catalog
}

// Forget drops what is known of an account. The engine calls it after each commit that touched an account or one of
// its grants, so that the change holds from the next request on.
func (d *Directory) Forget(account string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.generation++
	delete(d.actors, account)
	delete(d.names, account)
}

// ForgetAll drops everything.
func (d *Directory) ForgetAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.generation++
	clear(d.actors)
	clear(d.names)
}

// Actor gives a person with the grants that hold today. Errors: Unauthenticated (account_gone) when the account does
// not exist, is void or disabled; those of the store.
func (d *Directory) Actor(ctx context.Context, county, account string) (*Actor, error) {
	now := d.clock.Now()
	d.mu.Lock()
	c, generation := d.actors[account], d.generation
	d.mu.Unlock()
	if c == nil || c.day != now.Day() || now-c.at > directoryFresh || now < c.at {
		actor, err := d.load(ctx, county, account, now.Day())
		if err != nil {
			return nil, err
		}
		c = &cached{actor: actor, day: now.Day(), at: now}
		d.keep(account, c, generation)
	}
	if c.actor == nil || c.actor.County != county {
		return nil, errNoAccount.Error(fault.Unauthenticated)
	}
	return c.actor, nil
}

func (d *Directory) keep(account string, c *cached, generation int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.generation != generation {
		return
	}
	for other := range d.actors {
		if len(d.actors) < directorySize {
			break
		}
		delete(d.actors, other)
	}
	d.actors[account] = c
}

// load gives nil without error when there is no such account, or none in use.
func (d *Directory) load(ctx context.Context, county, account string, day value.Date) (*Actor, error) {
	r, grants, err := d.Account(ctx, county, account)
	if err != nil || r == nil || r.State != register.StateActive || r.Get("disabled") == true {
		return nil, err
	}
	a := &Actor{Account: r.ID, Login: text(r, "login"), Name: text(r, "name"), County: r.County}
	for _, g := range grants {
		if g.Holds(day) {
			a.Grants = append(a.Grants, g)
		}
	}
	return a, nil
}

// Account reads an account and all its grants, the ended and the coming ones too, past the cache. The record is nil
// when there is none.
func (d *Directory) Account(ctx context.Context, county, account string) (*register.Record, []Grant, error) {
	d.mu.Lock()
	c := d.catalog
	d.mu.Unlock()
	accounts, grants := c.Register(AccountRegister), c.Register(GrantRegister)
	if accounts == nil || grants == nil {
		return nil, nil, errNoRegisters.Error(fault.Internal)
	}
	r, err := d.reader.Record(ctx, accounts, county, account)
	if err != nil || r == nil {
		return nil, nil, err
	}
	children, err := d.reader.Children(ctx, grants, county, account)
	if err != nil {
		return nil, nil, err
	}
	list := make([]Grant, 0, len(children))
	for _, child := range children {
		if child.State == register.StateActive {
			list = append(list, GrantOf(c, child))
		}
	}
	return r, list, nil
}

// GrantOf reads a grant from its record; its Role is nil when the pack no longer has it, and then it never holds.
func GrantOf(c *catalog.Catalog, r *register.Record) Grant {
	g := Grant{Role: c.Role(text(r, "role")), Area: text(r, "area")}
	g.From, _ = r.Get("from").(value.Date)
	g.Until, _ = r.Get("until").(value.Date)
	return g
}

func text(r *register.Record, field string) string {
	s, _ := r.Get(field).(string)
	return s
}

// Names gives the names of accounts by id, for histories; ids without an account are left out. Void and disabled
// accounts keep their names.
func (d *Directory) Names(ctx context.Context, accounts []string) (map[string]string, error) {
	found := make(map[string]string, len(accounts))
	d.mu.Lock()
	reg, generation := d.catalog.Register(AccountRegister), d.generation
	var missing []string
	for _, id := range accounts {
		if name, ok := d.names[id]; ok {
			found[id] = name
		} else if id != "" && !contains(missing, id) {
			missing = append(missing, id)
		}
	}
	d.mu.Unlock()
	if len(missing) == 0 || reg == nil {
		return found, nil
	}
	list, err := d.reader.Find(ctx, store.Query{Register: reg, IDs: missing, Void: true, Limit: len(missing)})
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range list {
		found[r.ID] = text(r, "name")
		if d.generation == generation && len(d.names) < directorySize {
			d.names[r.ID] = found[r.ID]
		}
	}
	return found, nil
}
