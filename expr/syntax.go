package expr

import (
	"strings"
	"unicode"

	"cel.dev/cel-go/common"

	"jieli/fault"
)

// syntaxProblems turns what the parser says into a sentence about the first thing wrong: what follows it is mostly
// noise. nil when the text could be read.
func syntaxProblems(src string, errs *common.Errors) []Problem {
	if errs == nil || len(errs.GetErrors()) == 0 {
		return nil
	}
	first := errs.GetErrors()[0]
	at := place{line: max(1, first.Location.Line()), column: max(0, first.Location.Column()) + 1}
	if strings.Contains(first.Message, "recursion") {
		return []Problem{problem(place{1, 1}, codeDeep, "max", MaxDepth)}
	}
	if strings.Contains(first.Message, "node") && strings.Contains(first.Message, "limit") {
		return []Problem{problem(place{1, 1}, codeLarge, "max", MaxNodes)}
	}
	if strings.Contains(first.Message, "invalid int literal") {
		return []Problem{problem(at, codeLiteral, "value", words("这个整数", "this whole number"), "hint",
			words("整数最多 18 位", "whole numbers have at most 18 digits"))}
	}
	if slips := habits(src); len(slips) > 0 {
		return slips
	}
	if strings.Contains(first.Message, "reserved identifier") {
		return []Problem{problem(at, codeSyntax, "hint", words("这个词是语言保留的，请换一个名字",
			"this word is kept by the language; use another name"))}
	}
	return []Problem{problem(at, codeSyntax, "hint", readingHint(src, at))}
}

// readingHint says where reading stopped.
func readingHint(src string, at place) fault.Text {
	lines := strings.Split(src, "\n")
	rest := ""
	if at.line <= len(lines) {
		if line := []rune(lines[at.line-1]); at.column <= len(line) {
			rest = strings.TrimSpace(string(line[at.column-1 : min(len(line), at.column+11)]))
		}
	}
	if rest == "" {
		return words("写到这里还没有写完，请补上后面的部分", "it ends too early; add what is missing")
	}
	return words("从“"+rest+"”起看不懂，请检查前后的括号、引号和运算符",
		"it makes no sense from “"+rest+"” on; check the brackets, quotes and operators around it")
}

// token is a run of characters outside of texts and comments.
type token struct {
	text string
	at   place
}

// wide are the full-width signs that Chinese keyboards give, and what to write instead.
var wide = map[rune]string{
	'“': `"`, '”': `"`, '‘': `'`, '’': `'`, '（': "(", '）': ")", '，': ",", '。': ".", '：': ":", '；': ";", '、': ",",
	'＝': "=", '＞': ">", '＜': "<", '！': "!", '＋': "+", '－': "-", '×': "*", '÷': "/", '？': "?", '【': "[", '】': "]",
	'≥': ">=", '≤': "<=", '≠': "!=", '＆': "&", '｜': "|", '　': " ", '％': "%", '［': "[", '］': "]",
}

// slipped are words and signs of other languages, and what to write instead.
var slipped = map[string]string{
	"=": "==", "<>": "!=", "===": "==", "!==": "!=", "and": "&&", "or": "||", "not": "!", "&": "&&", "|": "||",
	"AND": "&&", "OR": "||", "NOT": "!", "且": "&&", "或": "||", "非": "!",
}

// habits finds the slips of the hand that people make, all of them.
func habits(src string) []Problem {
	var list []Problem
	tokens, open := scan(src)
	for _, t := range tokens {
		first := []rune(t.text)[0]
		instead, isWide := wide[first]
		if !isWide {
			instead = slipped[t.text]
		}
		switch {
		case instead != "":
			list = append(list, problem(t.at, codeSyntax, "hint",
				words("请把“"+t.text+"”写成 "+instead, "write "+instead+" instead of “"+t.text+"”")))
		case unicode.Is(unicode.Han, first):
			list = append(list, problem(t.at, codeSyntax, "hint", words("“"+t.text+"”要么加英文引号作为文字，要么改用英文字段名",
				"put “"+t.text+"” in quotes if it is a text, or use the field's name in Latin letters")))
		}
	}
	if open.line > 0 {
		list = append(list, problem(open, codeSyntax, "hint", words("这里的引号没有收尾，请补上引号",
			"the quote that opens here is not closed; close it")))
	}
	return list
}

// scan splits a text into words, runs of operator signs and single other signs, leaving out literals of text and
// comments. open is where a text begins that does not end.
func scan(src string) (tokens []token, open place) {
	runes := []rune(src)
	p := place{1, 1}
	for i := 0; i < len(runes); {
		n, kept := scanOne(runes[i:])
		if n < 0 {
			return tokens, p
		}
		if kept {
			tokens = append(tokens, token{string(runes[i : i+n]), p})
		}
		for _, r := range runes[i : i+n] {
			p.column++
			if r == '\n' {
				p.line, p.column = p.line+1, 1
			}
		}
		i += n
	}
	return tokens, place{}
}

// scanOne gives the length of the first token and whether it is one to look at; -1 for a text that does not end.
func scanOne(s []rune) (int, bool) {
	switch r := s[0]; {
	case r == '"' || r == '\'':
		return scanText(s), false
	case r == '/' && len(s) > 1 && s[1] == '/':
		return run(s, func(r rune) bool { return r != '\n' }), false
	case wide[r] != "":
		return 1, true
	case unicode.IsSpace(r):
		return 1, false
	case unicode.Is(unicode.Han, r):
		return run(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }), true
	case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
		return run(s, func(r rune) bool {
			return r == '_' || (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
		}), true
	case strings.ContainsRune("=<>!&|", r):
		return run(s, func(r rune) bool { return strings.ContainsRune("=<>!&|", r) }), true
	}
	return 1, true
}

func run(s []rune, in func(rune) bool) int {
	n := 1
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

// scanText gives the length of a text literal, -1 when it does not end.
func scanText(s []rune) int {
	quote := s[0]
	triple := len(s) > 2 && s[1] == quote && s[2] == quote
	i := 1
	if triple {
		i = 3
	}
	for ; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == '\n' && !triple:
			return -1
		case s[i] == quote && !triple:
			return i + 1
		case s[i] == quote && i+2 < len(s) && s[i+1] == quote && s[i+2] == quote:
			return i + 3
		}
	}
	return -1
}
