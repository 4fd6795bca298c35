package storetest

import (
	"fmt"

	"jieli/register"
	"jieli/store"
	"jieli/value"
)

func (b *bench) task(n int, area, owner string, due value.Date) store.Task {
	return store.Task{County: value.County(area), ID: fmt.Sprint("rule ", n), Kind: "visit", Register: "household",
		Record: id(n), Area: area, Owner: owner, Opened: 20_000, Due: due, Why: `{"zh":"收入低"}`, Form: "home_visit"}
}

func taskIDs(tasks []store.Task) []string {
	var out []string
	for _, t := range tasks {
		out = append(out, t.ID[len("rule "):])
	}
	return out
}

var taskTests = []test{
	{"a task comes back as it was saved, and is replaced", func(b *bench) {
		open, closed := b.task(1, village, "team_member", 20_010), b.task(2, village, "team_member", 0)
		open.From, open.Level, open.Assignee, open.Note = 20_005, 2, id(700), "请代办"
		b.write(func(tx store.Tx) error { return tx.SaveTasks(ctx, []store.Task{open, closed}) })
		closed.Closed = 20_011
		b.write(func(tx store.Tx) error {
			b.ok(tx.SaveTasks(ctx, []store.Task{closed}))
			found, err := tx.Tasks(ctx, store.In(county, "rule 1", "rule 2", "rule 3"))
			b.same(len(found), "2")
			b.same(found[store.Place{County: county, ID: "rule 1"}], fmt.Sprint(open))
			b.same(found[store.Place{County: county, ID: "rule 2"}], fmt.Sprint(closed))
			return err
		})
	}},
	{"open tasks come most urgent first over all counties, without due day last", func(b *bench) {
		b.spread()
		late := b.task(3, village3, "county_office", 20_001)
		late.Opened = 19_000
		done := b.task(6, village, "team_member", 19_999)
		done.Closed = 20_000
		b.write(func(tx store.Tx) error {
			return tx.SaveTasks(ctx, []store.Task{b.task(1, village, "team_member", 0), b.task(2, village4, "team_member", 20_001),
				late, b.task(4, city, "team_member", 20_000), b.task(5, village2, "town_office", 20_002), done})
		})
		for _, c := range []struct {
			q    store.TaskQuery
			want string
		}{
			{store.TaskQuery{}, "[4 3 2 5 1]"},
			{store.TaskQuery{Limit: 2}, "[4 3]"},
			{store.TaskQuery{Areas: []string{county}}, "[3 5 1]"},
			{store.TaskQuery{Areas: []string{town}, Owners: []string{"team_member"}}, "[1]"},
			{store.TaskQuery{Owners: []string{"town_office", "county_office"}}, "[3 5]"},
			{store.TaskQuery{Owners: []string{}}, "[]"},
			{store.TaskQuery{Areas: []string{}}, "[]"},
			{store.TaskQuery{Record: id(2)}, "[2]"},
		} {
			found, err := b.OpenTasks(ctx, c.q)
			b.ok(err)
			b.same(taskIDs(found), c.want)
		}
	}},
	{"a task that is shown from a later day waits for it", func(b *bench) {
		climbs := b.task(2, village, "county_office", 20_010)
		climbs.From, climbs.Level = 20_011, 1
		b.write(func(tx store.Tx) error {
			return tx.SaveTasks(ctx, []store.Task{b.task(1, village, "town_office", 20_010), climbs})
		})
		for on, want := range map[value.Date]string{20_010: "[1]", 20_011: "[1 2]", 0: "[1 2]"} {
			found, err := b.OpenTasks(ctx, store.TaskQuery{Areas: []string{town}, On: on})
			b.ok(err)
			b.same(taskIDs(found), want)
		}
	}},
	{"marks of rules have no owner and are given only to who asks for them", func(b *bench) {
		b.spread()
		mark := b.task(1, village, "", 0)
		mark.Kind = "rule"
		b.write(func(tx store.Tx) error {
			return tx.SaveTasks(ctx, []store.Task{mark, b.task(2, village, "town_office", 20_010)})
		})
		for want, q := range map[string]store.TaskQuery{"[2]": {}, "[]": {Record: id(1)}, "[1]": {Owners: []string{""}},
			"[2 1]": {Owners: []string{"", "town_office"}}} {
			found, err := b.OpenTasks(ctx, q)
			b.ok(err)
			b.same(taskIDs(found), want)
		}
	}},
	{"the tasks that an account was handed are found in all counties", func(b *bench) {
		b.spread()
		handed := func(n int, area, to string, due value.Date) store.Task {
			t := b.task(n, area, "team_member", due)
			t.Assignee = to
			return t
		}
		done := handed(5, village, id(700), 20_000)
		done.Closed = 20_001
		b.write(func(tx store.Tx) error {
			return tx.SaveTasks(ctx, []store.Task{handed(1, village, id(700), 0), handed(2, village4, id(700), 20_010),
				handed(3, village, id(701), 20_001), handed(4, village, "", 20_001), done})
		})
		for limit, want := range map[int]string{10: "[2 1]", 1: "[2]"} {
			found, err := b.TasksOf(ctx, id(700), limit)
			b.ok(err)
			b.same(taskIDs(found), want)
		}
		found, err := b.TasksOf(ctx, id(702), 10)
		b.ok(err)
		b.same(len(found), "0")
	}},
	{"conflicts stay open until they are settled", func(b *bench) {
		b.spread()
		one := register.Conflict{County: county, Register: "household", Record: id(1), Field: "members", Area: village,
			Entries: []string{id(11), id(12)}, OpenedAt: 100}
		two := one
		two.Field, two.OpenedAt = "income", 50
		three := one
		three.County, three.Area, three.Record, three.OpenedAt = county2, village4, id(4), 70
		b.write(func(tx store.Tx) error { return tx.SaveConflicts(ctx, []register.Conflict{one, two, three}) })
		open, err := b.OpenConflicts(ctx, nil, 10)
		b.ok(err)
		b.same(open, fmt.Sprint([]register.Conflict{two, three, one}))
		open, err = b.OpenConflicts(ctx, []string{town}, 1)
		b.ok(err)
		b.same(open, fmt.Sprint([]register.Conflict{two}))
		two.ClosedAt, two.ClosedBy = 200, id(13)
		b.write(func(tx store.Tx) error {
			b.ok(tx.SaveConflicts(ctx, []register.Conflict{two}))
			open, err := tx.Conflicts(ctx, county, id(1))
			b.same(open, fmt.Sprint([]register.Conflict{one}))
			return err
		})
	}},
}

var coverTests = []test{
	{"the earliest day covers, and a later one changes nothing", func(b *bench) {
		for _, c := range []struct{ day, first value.Date }{{20_010, 20_010}, {20_010, 20_010}, {20_011, 20_010}, {20_009, 20_009}} {
			b.write(func(tx store.Tx) error {
				return tx.AddCovers(ctx, []store.Cover{{County: county, Round: id(80), Target: id(1), Area: village, Day: c.day,
					Record: id(90)}})
			})
			b.covered(c.first-1, 0)
			b.covered(c.first, 1)
		}
	}},
	{"of several covers of a target in one list the earliest counts", func(b *bench) {
		b.write(func(tx store.Tx) error {
			var covers []store.Cover
			for n := range 300 {
				covers = append(covers, store.Cover{County: county, Round: id(80 + n%2), Target: id(n % 100), Area: village,
					Day: value.Date(20_000 - n), Record: id(1000 + n)})
			}
			return tx.AddCovers(ctx, covers)
		})
		b.covered(20_000-300, 0)
		b.covered(20_000-200, 50)
		b.covered(20_000, 50)
	}},
	{"covers are removed", func(b *bench) {
		b.write(func(tx store.Tx) error {
			for target := range 2 {
				b.ok(tx.AddCovers(ctx, []store.Cover{{County: county, Round: id(80), Target: id(target), Area: village,
					Day: 20_010, Record: id(90)}}))
			}
			b.ok(tx.RemoveCover(ctx, county, id(80), id(1)))
			return tx.RemoveCover(ctx, county, id(80), id(1))
		})
		b.covered(20_010, 1)
	}},
	{"covers of a round are cleared in one county, and those of other rounds stay", func(b *bench) {
		b.write(func(tx store.Tx) error {
			b.ok(tx.AddCovers(ctx, []store.Cover{
				{County: county, Round: id(80), Target: id(1), Area: village, Day: 20_010, Record: id(90)},
				{County: county, Round: id(81), Target: id(1), Area: village, Day: 20_010, Record: id(90)},
				{County: county2, Round: id(80), Target: id(4), Area: village4, Day: 20_010, Record: id(91)},
			}))
			return tx.ClearCovers(ctx, county, id(80))
		})
		for _, c := range []struct{ county, round, want string }{{county, id(80), "map[]"}, {county, id(81), "map[" + town + ":1]"},
			{county2, id(80), "map[" + town3 + ":1]"}} {
			got, err := b.Covers(ctx, c.county, c.round, "town", nil, 20_010)
			b.ok(err)
			b.same(got, c.want)
		}
	}},
	{"covered targets are counted by area up to a day", func(b *bench) {
		b.write(func(tx store.Tx) error {
			return tx.AddCovers(ctx, []store.Cover{
				{County: county, Round: id(80), Target: id(1), Area: village, Day: 20_010, Record: id(90)},
				{County: county, Round: id(80), Target: id(2), Area: village, Day: 20_011, Record: id(91)},
				{County: county, Round: id(80), Target: id(3), Area: village2, Day: 20_010, Record: id(92)},
				{County: county, Round: id(80), Target: id(4), Area: village3, Day: 20_010, Record: id(93)},
				{County: county, Round: id(81), Target: id(1), Area: village, Day: 20_010, Record: id(94)},
			})
		})
		for _, c := range []struct {
			level string
			areas []string
			asOf  value.Date
			want  map[string]int64
		}{
			{"town", nil, 20_010, map[string]int64{town: 2, town2: 1}},
			{"town", nil, 20_011, map[string]int64{town: 3, town2: 1}},
			{"town", nil, 20_009, map[string]int64{}},
			{"village", []string{town}, 20_011, map[string]int64{village: 2, village2: 1}},
			{"county", []string{city}, 20_011, map[string]int64{county: 4}},
			{"town", []string{county2}, 20_011, map[string]int64{}},
		} {
			got, err := b.Covers(ctx, county, id(80), c.level, c.areas, c.asOf)
			b.ok(err)
			b.same(got, fmt.Sprint(c.want))
		}
	}},
}

var searchTests = []test{
	{"records are found by the beginning of a term, within areas and registers", func(b *bench) {
		b.spread()
		b.write(func(tx store.Tx) error {
			return tx.ReplaceTerms(ctx, []store.Terms{
				{County: county, Register: "household", Record: id(1), Area: village, Words: []string{"冯村", "fengcun", "feng"}},
				{County: county, Register: "household", Record: id(2), Area: village2, Words: []string{"冯", "feng", "feng"}},
				{County: county2, Register: "person", Record: id(4), Area: village4, Words: []string{"冯小四", "fengxiaosi"}},
				{County: county, Register: "household", Record: id(3), Area: village3, Words: []string{"100%", "li"}},
			})
		})
		for _, c := range []struct {
			q    store.SearchQuery
			want string
		}{
			{store.SearchQuery{Prefix: "feng"}, "[1 2 4]"},
			{store.SearchQuery{Prefix: "冯"}, "[2 4 1]"},
			{store.SearchQuery{Prefix: "冯", Limit: 2}, "[2 4]"},
			{store.SearchQuery{Prefix: "fengc"}, "[1]"},
			{store.SearchQuery{Prefix: "feng", Registers: []string{"person"}}, "[4]"},
			{store.SearchQuery{Prefix: "feng", Areas: []string{town}, Limit: 9}, "[1 2]"},
			{store.SearchQuery{Prefix: "feng", Areas: []string{}}, "[]"},
			{store.SearchQuery{Prefix: "10%"}, "[]"},
			{store.SearchQuery{Prefix: ""}, "[]"},
		} {
			found, err := b.Search(ctx, c.q)
			b.ok(err)
			var records []*register.Record
			for _, f := range found {
				records = append(records, &register.Record{ID: f.Record})
			}
			b.same(numbers(records), c.want)
		}
	}},
	{"a record met by many terms comes once and takes nobody's place", func(b *bench) {
		b.spread()
		b.write(func(tx store.Tx) error {
			many := store.Terms{County: county, Register: "household", Record: id(1), Area: village}
			for n := range 50 {
				many.Words = append(many.Words, fmt.Sprintf("a%03d", n))
			}
			return tx.ReplaceTerms(ctx, []store.Terms{many,
				{County: county, Register: "household", Record: id(2), Area: village, Words: []string{"az"}}})
		})
		found, err := b.Search(ctx, store.SearchQuery{Prefix: "a", Limit: 2})
		b.ok(err)
		b.same(len(found), "2")
	}},
	{"new terms replace the old ones of their record only", func(b *bench) {
		b.spread()
		terms := func(n int, area string, words ...string) store.Terms {
			return store.Terms{County: county, Register: "household", Record: id(n), Area: area, Words: words,
				Stood: []string{"a", "b", "c", "never"}}
		}
		count := func(prefix string, areas ...string) int {
			if areas == nil {
				areas = []string{county}
			}
			found, err := b.Search(ctx, store.SearchQuery{Prefix: prefix, Areas: areas, Limit: 10})
			b.ok(err)
			return len(found)
		}
		b.write(func(tx store.Tx) error {
			return tx.ReplaceTerms(ctx, []store.Terms{terms(1, village, "a", "b"), terms(2, village, "a")})
		})
		b.write(func(tx store.Tx) error { return tx.ReplaceTerms(ctx, []store.Terms{terms(1, village2, "b", "c")}) })
		b.same([]int{count("a"), count("b"), count("c"), count("b", village), count("b", village2)}, "[1 1 1 0 1]")
		b.write(func(tx store.Tx) error { return tx.ReplaceTerms(ctx, []store.Terms{terms(1, village2)}) })
		b.same([]int{count("a"), count("b"), count("c")}, "[1 0 0]")
	}},
	{"the terms of one county are cleared, those of another stay", func(b *bench) {
		b.spread()
		b.write(func(tx store.Tx) error {
			return tx.ReplaceTerms(ctx, []store.Terms{{County: county, Register: "household", Record: id(1), Area: village, Words: []string{"a"}},
				{County: county2, Register: "household", Record: id(4), Area: village4, Words: []string{"a"}}})
		})
		b.write(func(tx store.Tx) error { return tx.ClearTerms(ctx, county) })
		found, err := b.Search(ctx, store.SearchQuery{Prefix: "a", Limit: 9})
		b.ok(err)
		b.same(len(found), "1")
		b.same(found[0].Record == id(4), "true")
	}},
}

var settingTests = []test{
	{"a setting is kept and replaced", func(b *bench) {
		text, err := b.Setting(ctx, "pack")
		b.ok(err)
		b.same(text, "")
		b.ok(b.SaveSetting(ctx, "pack", "一"))
		b.ok(b.SaveSetting(ctx, "pack", "二"))
		text, err = b.Setting(ctx, "pack")
		b.ok(err)
		b.same(text, "二")
	}},
	{"a credential is kept and replaced", func(b *bench) {
		none, err := b.Credential(ctx, "feng")
		b.ok(err)
		b.same(none == nil, "true")
		want := store.Credential{Login: "feng", Account: id(1), County: county, Password: "$argon2id$…", Temporary: true}
		b.ok(b.SaveCredential(ctx, want))
		want.Disabled = true
		b.ok(b.SaveCredential(ctx, want))
		got, err := b.Credential(ctx, "feng")
		b.ok(err)
		b.same(*got, fmt.Sprint(want))
	}},
	{"devices are kept, found by area, counted by account", func(b *bench) {
		for n, area := range []string{town, village, "441999001"} {
			b.ok(b.SaveDevice(ctx, store.Device{ID: id(n + 1), Account: id(9), County: county, Area: area, Name: "手机",
				SeenAt: value.Instant(n), CreatedAt: 1}))
		}
		got, err := b.Device(ctx, id(2))
		b.ok(err)
		got.Unsent, got.RevokedAt, got.RevokedBy = 3, 8, id(7)
		b.ok(b.SaveDevice(ctx, *got))
		list, err := b.DevicesIn(ctx, town, 10)
		b.ok(err)
		b.same(len(list), "2")
		b.same(list[0], fmt.Sprint(*got))
		n, err := b.DevicesOf(ctx, id(9))
		b.ok(err)
		b.same(n, "2")
		none, err := b.Device(ctx, id(5))
		b.ok(err)
		b.same(none == nil, "true")
	}},
	{"sessions are kept and ended, one or all of an account", func(b *bench) {
		for n, account := range []string{id(1), id(1), id(2), id(2)} {
			b.ok(b.SaveSession(ctx, store.Session{Digest: fmt.Sprint("digest ", n), Account: account, County: county,
				CreatedAt: 5, ExpiresAt: 9, Device: "手机"}))
		}
		known := store.Session{Digest: "digest 4", Account: id(3), County: county, CreatedAt: 6, ExpiresAt: 8,
			SeenAt: 6, Address: "192.0.2.1", Agent: "Firefox", Temporary: true, Origin: "digest 2", AsRole: "auditor",
			AsArea: "4418"}
		b.ok(b.SaveSession(ctx, known))
		b.ok(b.TouchSession(ctx, "digest 1", 7))
		in, err := b.SessionsIn(ctx, county[:4], 9, 10)
		b.ok(err)
		b.same(len(in), "4") // not the one that ends at 8
		b.same(in[0].Digest, "digest 1")
		of, err := b.SessionsOf(ctx, id(3), 0, 10)
		b.ok(err)
		b.same(of, fmt.Sprint([]store.Session{known}))
		b.ok(b.DeleteSession(ctx, "digest 2")) // and with it what was opened out of it
		b.ok(b.DeleteSessionsOf(ctx, id(1)))
		var left []int
		for n := range 5 {
			s, err := b.Session(ctx, fmt.Sprint("digest ", n))
			b.ok(err)
			if s != nil {
				left = append(left, n)
			}
		}
		b.same(left, "[3]")
	}},
	{"what happens at the door is kept and found by county, person and time", func(b *bench) {
		for n, s := range []store.SignIn{{What: "in", Account: id(1), County: county}, {What: "failed"},
			{What: "ended", Account: id(2), County: "449999", By: id(1), Address: "192.0.2.1", Agent: "Firefox"}} {
			s.ID, s.At = fmt.Sprint(n), value.Instant(n)
			b.ok(b.SaveSignIn(ctx, s))
		}
		found := func(county, account string, from, before value.Instant) (ids []string) {
			list, err := b.SignIns(ctx, county, account, from, before, 10)
			b.ok(err)
			for _, s := range list {
				ids = append(ids, s.ID+s.What)
			}
			return ids
		}
		b.same(found("", "", 0, 9), "[2ended 1failed 0in]")
		b.same(found(county[:4], "", 0, 9), "[0in]")
		b.same(found("", "", 1, 2), "[1failed]")
		b.same(found("", id(2), 0, 9), "[2ended]")
	}},
}

// covered checks how many targets of the round 80 are covered up to a day.
func (b *bench) covered(asOf value.Date, want int64) {
	b.Helper()
	got, err := b.Covers(ctx, county, id(80), "county", nil, asOf)
	b.ok(err)
	b.same(got[county], fmt.Sprint(want))
}
