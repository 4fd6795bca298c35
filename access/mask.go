package access

import (
	"strings"
	"unicode/utf8"

	"jieli/value"
)

const (
	maskRun  = "**"   // stands for any number of characters, so that length tells nothing
	maskAll  = "****" // when nothing of the value may be hinted at
	hintTail = 4      // digits left of a number: enough to tell two people of a list apart by asking them
	// hintWhole is the shortest number of which the tail may be shown: a shorter one would be given away.
	hintWhole = 10
)

// Mask gives the hint that stands for a value: "张**", "138****5678", "**1234", "****". "" for nil.
func Mask(t value.Type, v any) string {
	if v == nil {
		return ""
	}
	text, ok := v.(string)
	if !ok {
		return maskAll
	}
	switch t.Name() {
	case "person_name":
		return maskName(text)
	case "phone":
		return maskPhone(text)
	case "national_id", "bank_account":
		return maskNumber(text)
	}
	return maskAll
}

// maskName leaves the family name. A name of one character is not hinted at.
func maskName(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	if size == len(name) {
		return maskAll
	}
	return name[:size] + maskRun
}

// maskPhone leaves the network's prefix and the tail of a mobile number, as phone bills do.
func maskPhone(phone string) string {
	if len(phone) != 11 || strings.IndexFunc(phone, notDigit) >= 0 {
		return maskNumber(phone)
	}
	return phone[:3] + maskAll + phone[len(phone)-hintTail:]
}

func maskNumber(number string) string {
	if len(number) < hintWhole || strings.IndexFunc(number, func(r rune) bool { return r > 0x7e }) >= 0 {
		return maskAll
	}
	return maskRun + number[len(number)-hintTail:]
}

func notDigit(r rune) bool { return r < '0' || r > '9' }
