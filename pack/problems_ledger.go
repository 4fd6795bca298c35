package pack

import "jieli/fault"

// Problems of the ledger: what is moved, kinds of accounts and movements, postings.
var (
	codeUnknownCommodity = unknown("commodity", "资金或物资（commodity）", "commodity")
	codeUnknownAccount   = unknown("account", "账户种类（account）", "kind of account")
	codeUnknownTransfer  = unknown("transfer", "往来种类（transfer）", "kind of transfer")

	codeCommodityMoney = fault.Define("pack_commodity_money",
		"资金一律以元为单位、记到分，不能写“{unit}”，请改为 元",
		"Money is kept in fen and its unit is 元, not “{unit}”; write 元")
	codeCommodityMoneyKeys = fault.Define("pack_commodity_money_keys",
		"“{name}”是资金，不能写 decimals 和 each；不同来源用账户的 each 分开",
		"“{name}” is money and takes neither decimals nor each; keep sources apart by each of the accounts")
	codeCommodityDecimals = fault.Define("pack_commodity_decimals",
		"物资最多记到小数点后 {max} 位，请改用更小的单位", "Goods are kept to {max} digits behind the point at most; take a smaller unit")
	codeFloor = fault.Define("pack_floor",
		"floor 只能写 none（不设下限）或不写", "floor is none, or is left out")
	codeTransferCommodities = fault.Define("pack_transfer_commodities",
		"“{name}”两边的账户装的不是同一样东西：{from} 与 {to}，请改正",
		"The two sides of “{name}” hold different things, {from} and {to}; correct it")
	codePostNobody = fault.Define("pack_post_nobody",
		"表单“{name}”没有自己的问题也没有 subject，往来没有依据可挂，请补上",
		"The form “{name}” has neither questions of its own nor a subject that its postings could belong to; add one")
	codePostRows = fault.Define("pack_post_rows",
		"“{name}”不是带 repeat 的问题，不能写在 rows", "“{name}” is no question with repeat and cannot stand in rows")
	codePostCounty = fault.Define("pack_post_county",
		"“{account}”是全县一个的账户，不能写 of，请删除", "“{account}” is an account of the county and takes no of; delete it")
	codePostOf = fault.Define("pack_post_of",
		"“{account}”是每条“{register}”各有的账户，请在 {key} 里用 of 写明是哪一条",
		"Each “{register}” has its own “{account}”: say in {key} with of whose it is")
	codePostEach = fault.Define("pack_post_each",
		"“{account}”按“{choices}”分账，请在 {key} 里用 each 写明是哪一项",
		"“{account}” is kept apart by “{choices}”: say in {key} with each which code")
	codePostNoEach = fault.Define("pack_post_no_each",
		"“{account}”不分账，{key} 里不能写 each，请删除", "“{account}” is not kept apart, so {key} takes no each; delete it")
	codePostElsewhere = fault.Define("pack_post_elsewhere",
		"这里只能写 {allowed}（或其中指向账户所属记录的引用字段），不能写“{name}”",
		"Only {allowed}, or a reference field of one of them, can stand here, not “{name}”")
	codePostOwner = fault.Define("pack_post_owner",
		"“{name}”是“{register}”，而“{account}”是“{of}”的账户，请改正",
		"“{name}” is a “{register}”; “{account}” belongs to “{of}”; correct it")
	codePostGoods = fault.Define("pack_post_goods",
		"“{commodity}”分品种，请用 goods 写明是哪一种", "“{commodity}” stands for many kinds of goods; say with goods which one")
	codePostNoGoods = fault.Define("pack_post_no_goods",
		"“{commodity}”不分品种，不能写 goods，请删除", "“{commodity}” is one thing and takes no goods; delete it")
	codePostMoneyUnit = fault.Define("pack_post_money_unit",
		"资金不写 unit，请删除", "Money takes no unit; delete it")
	codePostMoney = fault.Define("pack_post_money",
		"“{commodity}”是资金，amount 要由金额（money）字段算出", "“{commodity}” is money: the amount must be made of fields of type money")
	codePostNumber = fault.Define("pack_post_number",
		"“{commodity}”是物资，amount 要由数量字段算出，不能是金额", "“{commodity}” is goods: the amount must be a number, not money")
	codePostUnits = fault.Define("pack_post_units",
		"amount 里的数量单位不一（{one} 与 {other}），请换成同一单位，或用 unit 写明结果的单位",
		"The numbers in the amount have different units, {one} and {other}; take one unit, or name that of the result with unit")
	codePostUnit = fault.Define("pack_post_unit",
		"“{commodity}”以{kept}计，{unit}换算不过去，请改正单位", "“{commodity}” is kept in {kept}, to which {unit} does not convert; correct the unit")
	codeBalanceOwner = fault.Define("pack_balance_owner",
		"“{account}”不是这条记录的账户；全县一个的账户写在 county 下", "“{account}” is no account of this record; those of the county stand under county")
	codeBalanceEach = fault.Define("pack_balance_each",
		"“{account}”没有“{code}”这一项分账，请改正", "“{account}” has no part “{code}”; correct it")
	codeBalanceGoods = fault.Define("pack_balance_goods",
		"分品种的物资要写成 账户@品种，不分品种的不能写 @：{account}",
		"Goods that are kept apart are written account@goods, others without @: {account}")
)
