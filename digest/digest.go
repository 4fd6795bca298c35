// Package digest tells people once a day what is due: by e-mail to each account that asked for it, and by a webhook to
// the group chat of an office. It is off until it is configured. No name, number or circumstance of a villager leaves
// the system by it: a line says what is to be done, where and by when, and the system is where one reads about whom.
package digest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// Job sends the digests of a site. Reader, Catalog, Directory, Clock and at least one of Mail and Chat are needed.
type Job struct {
	Reader    store.Reader
	Catalog   *catalog.Catalog
	Directory *access.Directory
	Clock     clock.Clock
	Mail      Mailer // nil: no e-mail
	Chat      Poster // nil: no webhook
	Hour      int    // of the programme's zone from which a day's digest is sent
	Site      string // address of the site, put at the end of each digest; "" for none
}

// Mailer sends one e-mail of plain text.
type Mailer interface {
	Send(ctx context.Context, to, subject, body string) error
}

// Poster posts one text to a group chat.
type Poster interface {
	Post(ctx context.Context, text string) error
}

// sentSetting keeps the last day whose digests went out, so that a restart sends none twice.
const sentSetting = "digest_sent"

// pause is how long the job waits before it looks at the clock again.
const pause = time.Minute

// Run sends the digests of each day until ctx ends. What could not be sent is logged and left: tomorrow's digest says
// the same.
func (j *Job) Run(ctx context.Context) {
	for {
		if err := j.Once(ctx); err != nil && ctx.Err() == nil {
			slog.Error("digest: not sent", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Once sends the digests of today if the hour has come and they have not been sent.
func (j *Job) Once(ctx context.Context) error {
	now := j.Clock.Now()
	day := now.Day()
	if now < day.Start().Add(int64(j.Hour)*value.Hour) {
		return nil
	}
	sent, err := j.Reader.Setting(ctx, sentSetting)
	if err != nil || sent >= day.String() {
		return err
	}
	// Marked first: a digest that fails half way must not reach the first half of the people every minute.
	if err := j.Reader.SaveSetting(ctx, sentSetting, day.String()); err != nil {
		return err
	}
	return errors.Join(j.mailAll(ctx, day), j.post(ctx, day))
}

// accountsPage is how many accounts are read at once.
const accountsPage = 200

func (j *Job) mailAll(ctx context.Context, day value.Date) error {
	if j.Mail == nil {
		return nil
	}
	q := store.Query{Register: j.Catalog.Register(access.AccountRegister), Limit: accountsPage, Sort: []store.Sort{{Field: "id"}}}
	var failed error
	for {
		page, err := j.Reader.Find(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page {
			to, _ := r.Get("email").(string)
			if wanted, _ := r.Get("digest").(bool); !wanted || to == "" {
				continue
			}
			if err := j.mail(ctx, r.County, r.ID, to, day); err != nil {
				failed = errors.Join(failed, fmt.Errorf("account %s: %w", r.ID, err))
			}
		}
		if len(page) < accountsPage {
			return failed
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

func (j *Job) mail(ctx context.Context, county, account, to string, day value.Date) error {
	actor, err := j.Directory.Actor(ctx, county, account)
	switch {
	case fault.KindOf(err) == fault.Unauthenticated:
		return nil // disabled: nobody to tell
	case err != nil:
		return err
	}
	tasks, err := j.tasksOf(ctx, actor, day)
	if err != nil || len(tasks) == 0 {
		return err
	}
	x := letter{tasks: tasks, day: day, cat: j.Catalog, site: j.Site}
	return j.Mail.Send(ctx, to, x.subject(), x.body())
}

// most bounds the tasks of one digest; the letter says how many there are.
const most = 500

// tasksOf gives the open tasks of a person: those handed to them by name, and those of the roles that nobody else has
// been handed.
func (j *Job) tasksOf(ctx context.Context, actor *access.Actor, day value.Date) ([]store.Task, error) {
	all, err := j.Reader.TasksOf(ctx, actor.Account, most)
	if err != nil {
		return nil, err
	}
	seen := map[store.Place]bool{}
	for _, t := range all {
		seen[store.Place{County: t.County, ID: t.ID}] = true
	}
	for _, g := range actor.Grants {
		part, err := j.Reader.OpenTasks(ctx, store.TaskQuery{Areas: []string{g.Area}, Owners: []string{g.Role.Name}, On: day, Limit: most})
		if err != nil {
			return nil, err
		}
		for _, t := range part {
			if at := (store.Place{County: t.County, ID: t.ID}); t.Assignee == "" && !seen[at] {
				seen[at] = true
				all = append(all, t)
			}
		}
	}
	return all, nil
}

// post tells the group chat how much is due in each county, in numbers alone.
func (j *Job) post(ctx context.Context, day value.Date) error {
	if j.Chat == nil {
		return nil
	}
	var owners []string
	for _, r := range j.Catalog.Roles {
		owners = append(owners, r.Name)
	}
	counts := map[string]*dues{}
	for _, area := range j.Catalog.Areas.Below(j.Catalog.Pack.Root, "county") {
		tasks, err := j.Reader.OpenTasks(ctx, store.TaskQuery{Areas: []string{area.Code}, Owners: owners, On: day})
		if err != nil {
			return err
		}
		counts[area.Code] = count(tasks, day)
	}
	text := summary(j.Catalog, counts, day, j.Site)
	if text == "" {
		return nil
	}
	return j.Chat.Post(ctx, text)
}
