package portable

import (
	"strings"

	"jieli/value"
)

// orNull stores "" as null.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// dayOrNull stores the day 0 as null.
func dayOrNull(d value.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}

func parseDay(s string) (value.Date, error) {
	if s == "" {
		return 0, nil
	}
	return value.ParseDate(s)
}

// packList writes a list as |a|b|, the form in which values of type choices are stored too.
func packList(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "|" + strings.Join(list, "|") + "|"
}

func unpackList(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.Trim(s, "|"), "|")
}

// lastOf leaves of the items with one key the last: one statement may not write a row twice.
func lastOf[T any, K comparable](list []T, key func(T) K) []T {
	if len(list) < 2 {
		return list
	}
	last := make(map[K]int, len(list))
	for i, x := range list {
		last[key(x)] = i
	}
	if len(last) == len(list) {
		return list
	}
	out := make([]T, 0, len(last))
	for i, x := range list {
		if last[key(x)] == i {
			out = append(out, x)
		}
	}
	return out
}

// unique leaves each once: a list is split, and a row must not come twice.
func unique[T comparable](list []T) []T {
	return lastOf(list, func(x T) T { return x })
}

// firstOf cuts a list to a limit; 0 is no limit.
func firstOf[T any](list []T, limit int) []T {
	if limit > 0 && len(list) > limit {
		return list[:limit]
	}
	return list
}
