package register

import (
	"strings"

	"github.com/mozillazg/go-pinyin"

	"jieli/catalog"
	"jieli/value"
)

const (
	maxWord  = 32 // characters of a search term
	maxWords = 24 // terms of one record; names with many readings stay bounded
)

// Words gives the search terms of a record: its search fields folded; for Chinese text also full pinyin and initials
// in all usual readings, and the text without its first character, so that a given name is found. Sensitive values are
// found only whole, by digest.
func Words(r *Record, digest func(string) string) []string {
	return words(r, digest, false, maxWords)
}

// WordsOfAll is Words as if all fields were searched, without a bound: whatever a record may ever have been found by.
func WordsOfAll(r *Record, digest func(string) string) []string {
	return words(r, digest, true, 0)
}

func words(r *Record, digest func(string) string, all bool, most int) []string {
	w := wordSet{most: most}
	for i, f := range r.Register.Fields {
		text, ok := r.Fields[i].(string)
		if !f.Search && !all || !ok || text == "" {
			continue
		}
		if f.Privacy == catalog.Sensitive {
			w.add(digest(text))
			continue
		}
		w.addText(value.Fold(text))
	}
	return w.list
}

// Sounds gives how a Chinese text is typed without an input method: full pinyin and initials, in all usual readings; nil
// for other texts.
func Sounds(text string) []string {
	var w wordSet
	runes := []rune(value.Fold(text))
	if len(runes) == 0 || runes[0] < 0x2E80 {
		return nil
	}
	w.most = maxWords
	for _, reading := range readings(runes) {
		w.add(strings.Join(reading, ""))
		w.add(initials(reading))
	}
	return w.list
}

type wordSet struct {
	list []string
	most int // 0: no bound
}

func (w *wordSet) add(s string) {
	if r := []rune(s); len(r) > maxWord {
		s = string(r[:maxWord])
	}
	if s == "" || w.most > 0 && len(w.list) >= w.most {
		return
	}
	for _, x := range w.list {
		if x == s {
			return
		}
	}
	w.list = append(w.list, s)
}

func (w *wordSet) addText(s string) {
	w.add(s)
	runes := []rune(s)
	if len(runes) == 0 || runes[0] < 0x2E80 {
		return
	}
	if len(runes) > 2 {
		w.add(string(runes[1:]))
	}
	for _, reading := range readings(runes) {
		w.add(strings.Join(reading, ""))
		w.add(initials(reading))
	}
}

func initials(reading []string) string {
	var b strings.Builder
	for _, syllable := range reading {
		b.WriteString(syllable[:1])
	}
	return b.String()
}

// readings gives the ways to read a text: the first reading of each character, and each other reading of one
// character with the first of all others. All combinations would grow without bound.
func readings(runes []rune) [][]string {
	all := make([][]string, 0, len(runes))
	for _, r := range runes {
		if syllables := syllablesOf(r); len(syllables) > 0 {
			all = append(all, syllables)
		}
	}
	if len(all) == 0 {
		return nil
	}
	first := make([]string, len(all))
	for i, syllables := range all {
		first[i] = syllables[0]
	}
	out := [][]string{first}
	for i, syllables := range all {
		for _, s := range syllables[1:] {
			other := append([]string(nil), first...)
			other[i] = s
			out = append(out, other)
		}
	}
	return out
}

var pinyinArgs = func() pinyin.Args {
	a := pinyin.NewArgs()
	a.Heteronym = true
	return a
}()

// syllablesOf gives the readings of one character without tones, without doubles; a letter or digit reads as itself.
func syllablesOf(r rune) []string {
	if r < 0x80 {
		return []string{string(r)}
	}
	var out []string
	for _, s := range pinyin.SinglePinyin(r, pinyinArgs) {
		if s != "" && !contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
