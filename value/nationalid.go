package value

import "jieli/fault"

// IDCard is what a number of the national id card (GB 11643) or disability card says of its holder.
type IDCard struct {
	Number string // the 18 characters of the id card
	Area   string // six-digit code of the county of first registration
	Birth  Date
	Male   bool
	// Unreal: the area is all nines, which the national system gives to people without a card.
	Unreal bool
	// Of a disability card: kind 1 to 7 (sight, hearing, speech, limbs, mind, psyche, several) and grade 1 to 4.
	DisabilityKind, DisabilityGrade int
}

// checkWeights are the weights of GB 11643 (2^(17-i) mod 11), checkDigits the check characters by remainder.
var checkWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const checkDigits = "10X98765432"

// ReadNationalID reads a number of 18 (id card), 20 (disability card) or 22 characters (disability card issued again),
// upper case, no blanks. It reports wrong lengths, characters, check digits, birth dates and areas.
func ReadNationalID(s string) (IDCard, *fault.Finding) {
	if len(s) == 15 && allDigits(s) {
		return IDCard{}, found(problemIDOld)
	}
	if len(s) != 18 && len(s) != 20 && len(s) != 22 || !allDigits(s[:17]) || !isProvince(s[:2]) {
		return IDCard{}, found(problemID)
	}
	y, _ := digits(s[6:10])
	m, _ := digits(s[10:12])
	d, _ := digits(s[12:14])
	birth, ok := dateIfReal(y, m, d)
	if !ok || y < 1850 || y > 2100 {
		return IDCard{}, found(problemIDBirth)
	}
	if s[17] != NationalIDCheck(s[:17]) {
		return IDCard{}, found(problemIDCheck)
	}
	card := IDCard{Number: s[:18], Area: s[:6], Birth: birth, Male: (s[16]-'0')%2 == 1, Unreal: s[:6] == "999999"}
	if len(s) == 18 {
		return card, nil
	}
	card.DisabilityKind, card.DisabilityGrade = int(s[18]-'0'), int(s[19]-'0')
	if card.DisabilityKind < 1 || card.DisabilityKind > 7 || card.DisabilityGrade < 1 || card.DisabilityGrade > 4 {
		return IDCard{}, found(problemID)
	}
	if len(s) == 22 && (s[20] != 'B' || s[21] < '1' || s[21] > '9') {
		return IDCard{}, found(problemID)
	}
	return card, nil
}

// NationalIDCheck gives the check character of 17 digits; 0 for what is not 17 digits.
func NationalIDCheck(s string) byte {
	if len(s) != 17 {
		return 0
	}
	sum := 0
	for i := range 17 {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		sum += int(s[i]-'0') * checkWeights[i]
	}
	return checkDigits[sum%11]
}

// isProvince knows the first two digits in use: provinces, Hong Kong, Macao and Taiwan (81–83), and 9x for foreign
// residents (since 2023) and for the unreal numbers of people without a card.
func isProvince(s string) bool {
	n, ok := digits(s)
	return ok && (n >= 11 && n <= 15 || n >= 21 && n <= 23 || n >= 31 && n <= 37 || n >= 41 && n <= 46 ||
		n >= 50 && n <= 54 || n >= 61 && n <= 65 || n == 71 || n >= 81 && n <= 83 || n >= 91)
}
