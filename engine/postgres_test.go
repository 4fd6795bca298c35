package engine_test

import (
	"context"
	"testing"

	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/store/postgres"
	"jieli/store/postgres/pgtest"
)

// What the engine does does not depend on the back end.
func TestTheSameOnPostgreSQL(t *testing.T) {
	if unitOnly() {
		t.Skip("needs PostgreSQL; make test runs it")
	}
	before, much := openStore, effort
	defer func() { openStore, effort = before, much }()
	effort = 1
	openStore = func(t *testing.T, vault *journal.Vault) store.Store {
		t.Helper()
		st, err := postgres.Open(context.Background(), pgtest.Database(t), vault.Columns())
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	for name, test := range map[string]func(*testing.T){
		"a visit":         TestAVisitChangesTheHouseholdTheRoundAndTheFigures,
		"who may not":     TestWhoMayNotIsRefusedAndNothingStays,
		"a replay":        TestAReplayGetsTheFirstReceiptAndChangesNothing,
		"a conflict":      TestTwoPeopleChangeTheSameFieldAndBothValuesAreKept,
		"a rule":          TestARuleOpensATaskAndClosesItWhenItNoLongerHolds,
		"a birth":         TestABirthAddsAPersonAndTheTotalsFollow,
		"the same number": TestTheSameNumberIsNotRegisteredTwice,
		"an erasure":      TestErasingAPersonKeepsProofAndFigures,
		"any order":       TestAnyOrderOfArrivalGivesTheSameRecords,
		"one commit":      TestBundlesOfOneCommitWorkOnOneRecord,
		"one id twice":    TestAnEntryIDUsedTwiceIsRefusedAndTheRestOfTheBatchIsAnswered,
		"figures":         TestFiguresEqualARecountForEveryAreaAndDay,
		"a case":          TestACaseGoesFromItsOpeningToItsDecision,
		"steps at random": TestStepsTriedAtRandomLeaveOneTaskAndTheStageOfTheLastStep,
		"a rule fires":    TestARuleFiresWhenItBeginsToHoldAndNotWhileItHolds,
		"a task goes on":  TestATaskIsHandedToWhoCanDoItThere,
		"an account":      TestAnAccountWithTasksIsNotClosed,
		"sweeps":          TestAfterAnyEntriesCoverageEqualsARecount,
		"books":           TestBooksHoldWhateverPeopleDo,
		"overspending":    TestPaymentsAtTheSameMomentNeverOverspend,
		"trials and runs": TestATrialOfAnythingEqualsACount,
	} {
		t.Run(name, test)
	}
}

// A lost database refuses clearly, loses nothing that was acknowledged, and takes the same bundle once it is back.
func TestALostDatabaseLosesNothing(t *testing.T) {
	if unitOnly() {
		t.Skip("needs PostgreSQL; make test runs it")
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	server := pgtest.New(t)
	st, err := postgres.Open(context.Background(), server.Database(t), vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	w := worldOn(t, smallPack(t), st, vault)
	h := w.household("000001", daping)
	b := w.visit(h, answers{"visited_on": "2022-01-10"})
	server.Kill(t)
	if _, err := w.engine.Accept(context.Background(), w.member(), b); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("want Unavailable, got %v", err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	w.must(w.member(), b)
	if again := w.must(w.member(), b); !again.Replayed {
		t.Errorf("the retry should be a replay: %+v", again)
	}
	if w.record("household", h).Get("last_visited_on") != day("2022-01-10") {
		t.Error("the visit is missing")
	}
	w.verify()
}
