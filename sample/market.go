package sample

import (
	"strings"

	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// market is what the sample knows of growers and what they sell.
type market struct {
	dice  dice
	names *namer
	towns []*marketTown
	lots  []*lot
}

// marketTown is a town with the places and growers of its market.
type marketTown struct {
	*town
	centre, shop string
	stations     []*station
	goods        []good
}

// station is a village station with its growers.
type station struct {
	id      string
	v       *village
	growers []seller
}

// seller is a grower and who signs for it.
type seller struct{ id, head string }

// good is something that a town sells.
type good struct {
	name, kind string
	price      int // fen a jin
	box        int // jin
	from, to   int // months of the season
	cold       bool
}

// goods are what the towns of the table sell; prices are made up.
var goods = map[string]good{
	"冰糖桔": {"冰糖桔", "citrus", 400, 10, 11, 2, false}, "砂糖桔": {"砂糖桔", "citrus", 380, 10, 11, 2, false},
	"麻竹笋": {"麻竹笋", "bamboo", 420, 20, 1, 12, false}, "水稻": {"油粘米", "rice", 310, 20, 1, 12, false},
	"丝苗米": {"丝苗米", "rice", 380, 20, 1, 12, false}, "蜂蜜": {"蜂蜜", "honey", 3800, 5, 1, 12, false},
	"葛根": {"葛根", "root", 600, 10, 10, 3, false}, "茶叶": {"绿茶", "tea", 6800, 2, 1, 12, false},
	"淮山": {"淮山", "root", 750, 10, 10, 3, false}, "蔬菜": {"时令蔬菜", "vegetable", 320, 10, 1, 12, true},
	"蚕桑": {"桑叶茶", "tea", 4200, 2, 1, 12, false}, "桑蚕": {"桑叶茶", "tea", 4200, 2, 1, 12, false},
	"灵芝": {"灵芝", "mushroom", 5600, 2, 9, 2, false}, "油茶": {"山茶油", "other", 4800, 5, 1, 12, false},
	"稻田鱼": {"稻田鱼", "fish", 2200, 5, 9, 1, true}, "黄金奈李": {"黄金奈李", "plum", 900, 10, 6, 7, true},
	"红茶": {"红茶", "tea", 7800, 2, 1, 12, false}, "红薯": {"红薯", "root", 260, 20, 9, 2, false},
	"菜心": {"菜心", "choysum", 430, 10, 10, 4, true}, "水晶梨": {"水晶梨", "fruit", 550, 10, 7, 8, true},
	"沙坊粉": {"沙坊粉", "other", 650, 10, 1, 12, false}, "腊味": {"腊味", "cured", 4200, 5, 10, 3, false},
	"蜜枣": {"蜜枣", "fruit", 1200, 10, 8, 10, false}, "玉竹": {"玉竹", "mushroom", 2600, 5, 9, 1, false},
	"玉米": {"甜玉米", "vegetable", 300, 10, 5, 7, false},
}

// chicken is sold by every town all year round.
var chicken = good{"清远鸡", "chicken", 1900, 20, 1, 12, true}

func (g good) inSeason(month int) bool {
	if g.from <= g.to {
		return g.from <= month && month <= g.to
	}
	return month >= g.from || month <= g.to
}

// marketDay is when the places of trade and the products were entered.
var marketDay = value.DateOf(2021, 8, 23)

func (w *world) scheduleMarket() {
	x := &market{dice: newDice(22), names: newNamer(w.tables)}
	x.names.dice = x.dice
	for i, t := range w.towns {
		w.openMarket(x, t, i)
	}
	w.scheduleProducts(x)
	w.planLots(x)
	w.scheduleCycles(x)
	w.schedulePlums(x)
	w.scheduleBenefits(x)
	w.scheduleRice(x)
}

// openMarket gives a town its centre, two stations and their growers.
func (w *world) openMarket(x *market, t *town, i int) {
	m := &marketTown{town: t, centre: placeID(t.code), shop: placeID(t.code[:6])}
	for _, name := range t.products {
		if g, ok := goods[name]; ok {
			m.goods = append(m.goods, g)
		}
	}
	m.goods = append(m.goods, chicken)
	chosen := []*village{w.villages[t.villages[1]], w.villages[t.villages[len(t.villages)-1]]}
	for _, v := range t.villages {
		if w.villages[v].code == demoVillage {
			chosen[0] = w.villages[v]
		}
	}
	for k, v := range chosen {
		s := &station{id: placeID(v.code), v: v}
		m.stations = append(m.stations, s)
		for n := range 2 {
			w.grower(x, s, n, at(nextVisitDay(marketDay+2).AddDays(k), 10, i+n))
		}
	}
	x.towns = append(x.towns, m)
}

func placeID(code string) string { return value.DeriveID("sample", "place", code) }

// grower registers a cooperative and a family that gathers the goods of its neighbours.
func (w *world) grower(x *market, s *station, n int, when value.Instant) {
	id := value.DeriveID("sample", "grower", s.v.code, pad(n, 1))
	head, _ := x.names.anybody()
	s.growers = append(s.growers, seller{id, head})
	name, kind := s.v.name+"种养专业合作社", "cooperative"
	if n == 1 {
		name, kind = head, "family_farm"
	}
	w.add(nextWorking(when), w.office.villages[s.v.code], func() engine.Bundle {
		return w.growerBundle(x, id, s.v.code, name, kind, pad(n+1, 2), when.Day())
	})
}

// nextWorking moves a time to the next day on which people visit.
func nextWorking(when value.Instant) value.Instant {
	day := when.Day()
	return nextVisitDay(day).Start() + (when - day.Start())
}

func (w *world) growerBundle(x *market, id, village, name, kind, no string, day value.Date) engine.Bundle {
	f := newFields(400)
	f.text("grower_no", "G"+village[6:]+no)
	f.text("name", name)
	f.text("kind", kind)
	f.text("village", village)
	f.text("collective", collectiveID(village))
	f.text("phone", w.maker.phone())
	f.text("bank_name", "农村商业银行")
	f.text("bank_account", bankAccount(x.dice))
	f.date("registered_on", day)
	return engine.Bundle{County: village[:6], Form: "grower_registration", Subject: id, Answers: f.done()}
}

// bankAccount gives an account number whose check digit holds; 000000 belongs to no bank.
func bankAccount(d dice) string {
	body := "000000" + pad(d.IntN(1_000_000_000), 9) + pad(d.IntN(1000), 3)
	sum := 0
	for i := range len(body) {
		n := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return body + pad((10-sum%10)%10, 1)
}

// scheduleProducts enters products and places county by county.
func (w *world) scheduleProducts(x *market) {
	done := map[string]bool{}
	for i, m := range x.towns {
		w.add(at(marketDay, 9, i), w.office.steward, func() engine.Bundle {
			county := m.code[:6]
			b := engine.Bundle{County: county}
			for _, g := range m.goods {
				if id := productID(county, g); !done[id] {
					done[id] = true
					b.Entries = append(b.Entries, created("product", id, g.fields(county)))
				}
			}
			if !done[m.shop] {
				done[m.shop] = true
				name := "广州清远农品门店（" + w.villages[m.villages[0]].countyName + "）"
				b.Entries = append(b.Entries, w.place(x, m.shop, name, "shop", county))
			}
			b.Entries = append(b.Entries, w.place(x, m.centre, m.name+"农产品流通中心", "centre", m.code))
			for _, s := range m.stations {
				b.Entries = append(b.Entries, w.place(x, s.id, s.v.name+"村级服务站", "station", s.v.code))
			}
			return b
		})
	}
}

func productID(county string, g good) string {
	return value.DeriveID("sample", "product", county, g.name)
}

func created(register, id string, body []byte) engine.EntryIn {
	return engine.EntryIn{Register: register, Record: id, Action: journal.Create, Fields: body}
}

func (g good) fields(county string) []byte {
	f := newFields(300)
	f.text("name", g.name)
	f.text("kind", g.kind)
	f.text("county", county)
	f.text("sale_unit", "jin")
	f.tenths("box_weight", g.box*10)
	f.list("grades", "special", "first", "second")
	if g.to-g.from != 11 {
		f.whole("season_from", g.from)
		f.whole("season_to", g.to)
	}
	f.whole("price_low", g.price*6/10)
	f.whole("price_high", g.price*16/10)
	f.flag("cold", g.cold)
	return f.done()
}

func (w *world) place(x *market, id, name, level, area string) engine.EntryIn {
	f := newFields(300)
	f.text("name", name)
	f.text("level", level)
	f.text("area_served", area)
	f.text("run_by", map[string]string{"station": "村经济合作社", "centre": "邮政支局和镇供销社", "shop": "广州市中心门店"}[level])
	keeper, _ := x.names.anybody()
	f.text("keeper", keeper)
	f.text("keeper_phone", w.maker.phone())
	if level != "station" {
		f.tenths("cold_store", x.dice.between(200, 1200))
	}
	f.date("opened_on", marketDay)
	return created("market_place", id, f.done())
}

// lotNo gives the number of a lot, which its boxes bear.
func lotNo(m *marketTown, cycle, n int) string {
	return strings.ToUpper(m.pinyin) + "-" + pad(cycle+1, 2) + pad(n+1, 2)
}
