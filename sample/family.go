package sample

import "slices"

// How many of a thousand households have so many members: many are old people who live alone.
var sizeWeights = []int{390, 258, 160, 105, 54, 22, 8, 3} // 1, 2, 3 … 8

// sizes gives the sizes of n households with exactly so many persons together.
func (m *maker) sizes(n, persons int) []int {
	list := make([]int, n)
	sum := 0
	for i := range list {
		list[i] = 1 + m.dice.weighted(sizeWeights...)
		sum += list[i]
	}
	for sum != persons {
		i := m.dice.IntN(n)
		switch {
		case sum < persons && list[i] < 6:
			list[i]++
			sum++
		case sum > persons && list[i] > 1:
			list[i]--
			sum--
		}
	}
	return list
}

// family makes the members of a household, the head first.
func (m *maker) family(size int, people string) []person {
	f := &familyMaker{maker: m, people: people, members: make([]person, 0, size)}
	switch {
	case size == 1:
		f.alone()
	case m.dice.chance(300):
		f.old(size)
	case m.dice.chance(280):
		f.oneParent(size)
	default:
		f.couple(size)
	}
	for i := range f.members {
		m.fill(&f.members[i])
	}
	return f.members
}

type familyMaker struct {
	*maker
	people  string
	surname string
	members []person
}

// add takes in a member; surname "" is one from elsewhere.
func (f *familyMaker) add(relation string, male bool, age int, surname string) *person {
	age = min(max(age, 0), 98)
	people := f.people
	if surname == "" {
		surname = f.names.surname(people)
	}
	p := person{no: len(f.members) + 1, relation: relation, male: male, birth: f.birthAt(age), ethnicity: people,
		registered: true}
	p.name = f.names.full(surname, male, p.birthYear(), f.taken)
	f.members = append(f.members, p)
	return &f.members[len(f.members)-1]
}

func (f *familyMaker) taken(name string) bool {
	return slices.ContainsFunc(f.members, func(p person) bool { return p.name == name })
}

func (f *familyMaker) head(male bool, age int) {
	f.surname = f.names.surname(f.people)
	f.add("head", male, age, f.surname)
}

func (f *familyMaker) alone() {
	d := f.dice
	switch d.weighted(64, 30, 6) {
	case 0:
		f.head(d.chance(660), d.between(60, 60+d.between(6, 36)))
	case 1:
		f.head(d.chance(820), d.between(38, 59))
	default:
		f.head(d.chance(560), d.between(19, 37))
	}
}

// couple is a man and a wife with children, then a parent or two.
func (f *familyMaker) couple(size int) {
	d := f.dice
	age := d.spread(26, 58)
	if size == 2 {
		age = d.spread(44, 82)
	}
	f.head(true, age)
	wife := max(20, age-d.between(-2, 7))
	f.add("spouse", false, wife, "")
	f.childrenThenParents(size, age, wife, f.surname)
}

// oneParent is a widowed, divorced or unmarried parent with children, then the parent's mother or father.
func (f *familyMaker) oneParent(size int) {
	d := f.dice
	age, male := d.spread(28, 60), d.chance(420)
	f.head(male, age)
	surname := f.surname
	if !male {
		surname = f.names.surname(f.people)
	}
	f.childrenThenParents(size, age, age, surname)
}

func (f *familyMaker) childrenThenParents(size, head, mother int, surname string) {
	d := f.dice
	next := mother - d.between(20, 28)
	parents := []string{"mother", "father"}
	for len(f.members) < size {
		grown := len(f.members)
		if grown >= 3 && len(parents) > 0 && head < 72 && d.chance(550) {
			f.parent(parents[0], head)
			parents = parents[1:]
			continue
		}
		if next < 0 {
			next = 0
		}
		f.child(next, head, surname)
		next -= d.between(1, 5)
	}
}

func (f *familyMaker) child(age, head int, surname string) {
	age = min(age, head-17)
	male := f.dice.chance(530)
	if age > 27 {
		male = f.dice.chance(850) // daughters of that age have married into other households
	}
	relation := "daughter"
	if male {
		relation = "son"
	}
	f.add(relation, male, age, surname)
}

func (f *familyMaker) parent(relation string, head int) {
	age := head + f.dice.between(19, 34)
	surname := ""
	if relation == "father" {
		surname = f.surname
	}
	f.add(relation, relation == "father", max(min(age, 96), head+17), surname)
}

// old is an old head with a grown-up son and his family, or with a grandchild whose parents are away for good.
func (f *familyMaker) old(size int) {
	d := f.dice
	age := d.spread(58, 80)
	male := d.chance(720)
	f.head(male, age)
	if size > 2 && d.chance(600) {
		f.add("spouse", !male, age-d.between(-4, 6), "")
	}
	surname := f.surname
	if !male {
		surname = f.names.surname(f.people)
	}
	son := age - d.between(23, 33)
	if len(f.members) < size && !(size == 2 && d.chance(300)) {
		f.add("son", true, son, surname)
	}
	if size > 3 && len(f.members) < size && d.chance(620) {
		f.add("daughter_in_law", false, max(20, son-d.between(0, 6)), "")
	}
	for grand := son - d.between(21, 30); len(f.members) < size; grand -= d.between(2, 5) {
		boy := d.chance(530)
		relation := "granddaughter"
		if boy {
			relation = "grandson"
		}
		f.add(relation, boy, max(grand, 0), surname)
	}
}
