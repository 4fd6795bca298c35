package sample

// namer makes names of people. All are made up; well-known ones that the characters could give are left out.
type namer struct {
	tables *tables
	dice   dice
	sums   map[string]int // of the weights of surnames, by people
}

func newNamer(t *tables) *namer {
	n := &namer{tables: t, dice: newDice(1), sums: map[string]int{}}
	for people, list := range t.surnames {
		for _, s := range list {
			n.sums[people] += s.weight
		}
	}
	return n
}

// surname gives a surname usual among a people; those that have no list of their own take the general one.
func (n *namer) surname(people string) string {
	list := n.tables.surnames[people]
	if list == nil {
		people, list = "han", n.tables.surnames["han"]
	}
	at := n.dice.IntN(n.sums[people])
	for _, s := range list {
		if at -= s.weight; at < 0 {
			return s.name
		}
	}
	return list[0].name
}

// singleName is how many of a thousand given names have one character.
const singleName = 180

// full gives a name that is not among taken.
func (n *namer) full(surname string, male bool, birthYear int, taken func(string) bool) string {
	for {
		name := surname + n.given(male, birthYear)
		if !n.tables.avoid[name] && !taken(name) {
			return name
		}
	}
}

func (n *namer) given(male bool, birthYear int) string {
	key := "female "
	if male {
		key = "male "
	}
	if birthYear < 1975 || birthYear < 1985 && n.dice.chance(500) {
		key += "old"
	} else {
		key += "new"
	}
	list := n.tables.given[key]
	first := pick(n.dice, list)
	if n.dice.chance(singleName) {
		return first
	}
	for {
		if second := pick(n.dice, list); second != first {
			return first + second
		}
	}
}

// anybody gives a grown-up's name, of either sex.
func (n *namer) anybody() (name string, male bool) {
	male = n.dice.chance(680)
	return n.full(n.surname("han"), male, n.dice.between(1968, 1996), func(string) bool { return false }), male
}
