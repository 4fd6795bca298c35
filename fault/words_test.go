package fault_test

import (
	"testing"

	"jieli/fault"
)

func TestASentenceTakesTheWordsOfItsOwnLanguage(t *testing.T) {
	code := fault.Define("words_of_its_language", "“{label}”最多 {max}。", "“{label}” takes {max} at most.")
	got := code.At("x", "label", fault.Text{Zh: "人数", En: "Members"}, "max", 5).Text
	if want := (fault.Text{Zh: "“人数”最多 5。", En: "“Members” takes 5 at most."}); got != want {
		t.Errorf("got %+v", got)
	}
	got = code.At("x", "label", fault.Text{Zh: "人数"}, "max", 5).Text
	if want := "“人数” takes 5 at most."; got.En != want {
		t.Errorf("without an English word the Chinese one stands in: %q", got.En)
	}
}
