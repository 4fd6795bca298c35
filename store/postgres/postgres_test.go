package postgres

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"jieli/expr/exprtest"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/store/postgres/pgtest"
	"jieli/store/storetest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var ctx = context.Background()

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return openAt(t, pgtest.Database(t)) })
}

func openAt(t testing.TB, url string) *Store {
	t.Helper()
	s, err := Open(ctx, url, &storetest.Cipher{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestExpressionsAgreeWithGo(t *testing.T) {
	db, err := sql.Open("pgx", pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	exprtest.Differential(t, db, func(text string) string { return text }, 1, 6_000)
}

func addEntry(s store.Store, n int64) error {
	key := journal.StreamKey{County: "441823", Stream: "441823105"}
	return s.Write(ctx, func(tx store.Tx) error {
		heads, err := tx.Lock(ctx, []journal.StreamKey{key})
		if err != nil {
			return err
		}
		heads[key].N += n
		return tx.SaveHeads(ctx, heads)
	})
}

func TestALostServerIsUnavailableAndComesBack(t *testing.T) {
	server := pgtest.New(t)
	s := openAt(t, server.Database(t))
	must(t, s.Migrate(ctx, storetest.Programme()))
	must(t, addEntry(s, 1))

	err := s.Write(ctx, func(tx store.Tx) error { // in the midst of a transaction
		if _, err := tx.Lock(ctx, []journal.StreamKey{{County: "441823", Stream: "441823107"}}); err != nil {
			return err
		}
		server.Kill(t)
		return tx.SaveReceipts(ctx, []store.Receipt{{County: "441823", Bundle: "b"}})
	})
	wantKind(t, "the transaction that was cut off", err, fault.Unavailable)
	wantKind(t, "a write", addEntry(s, 1), fault.Unavailable)
	wantKind(t, "a ping", s.Ping(ctx), fault.Unavailable)
	_, err = s.Streams(ctx)
	wantKind(t, "a read", err, fault.Unavailable)

	must(t, server.Start())
	must(t, s.Ping(ctx))
	must(t, addEntry(s, 1))
	heads, err := s.Streams(ctx)
	must(t, err)
	for key, head := range heads {
		if len(heads) != 1 || head.N != 2 {
			t.Errorf("%v at %d, want one stream at 2", key, head.N)
		}
	}
}

func TestTwoProcessesTakeTurnsAtAStream(t *testing.T) {
	url := pgtest.Database(t)
	one, two := openAt(t, url), openAt(t, url)
	must(t, one.Migrate(ctx, storetest.Programme()))
	done := make(chan error)
	for _, s := range []*Store{one, two} {
		go func() {
			var err error
			for i := 0; i < 50 && err == nil; i++ {
				err = addEntry(s, 1)
			}
			done <- err
		}()
	}
	must(t, <-done)
	must(t, <-done)
	heads, err := one.Streams(ctx)
	must(t, err)
	for _, head := range heads {
		if head.N != 100 {
			t.Errorf("%d entries, want 100", head.N)
		}
	}
}

func TestAStreamThatAnotherHoldsTooLongIsBusy(t *testing.T) {
	url := pgtest.Database(t)
	one, two := openAt(t, url), openAt(t, url+"&lock_timeout=100")
	must(t, one.Migrate(ctx, storetest.Programme()))
	must(t, addEntry(one, 1))
	must(t, one.Write(ctx, func(tx store.Tx) error {
		_, err := tx.Lock(ctx, []journal.StreamKey{{County: "441823", Stream: "441823105"}})
		wantKind(t, "the other", addEntry(two, 1), fault.Unavailable)
		return err
	}))
	must(t, addEntry(two, 1))
}

func TestADatabaseThatOrdersByALanguageIsRefused(t *testing.T) {
	s := openAt(t, pgtest.DatabaseWith(t, "template template0 locale_provider icu icu_locale 'zh'"))
	wantKind(t, "migrate", s.Migrate(ctx, storetest.Programme()), fault.Conflict)
}

func TestWhatCannotBeReachedIsUnavailable(t *testing.T) {
	begin := time.Now()
	_, err := Open(ctx, "postgres://postgres@/x?host="+t.TempDir(), nil)
	wantKind(t, "open", err, fault.Unavailable)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	_, err = Open(ctx, "postgres://%zz", nil)
	wantKind(t, "a URL that is none", err, fault.Invalid)
}

func TestBackupNamesWhatToRunInstead(t *testing.T) {
	wantKind(t, "backup", (&Store{}).Backup(ctx, "file", nil), fault.Invalid)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t testing.TB, what string, err error, kind fault.Kind) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Errorf("%s: error %v, want kind %d", what, err, kind)
	}
}
