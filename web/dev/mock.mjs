// A stand-in for the server while it is being built. Deleted when the real one answers.
import http from 'node:http'
import fs from 'node:fs'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
const PORT = 8781
const dist = path.join(import.meta.dirname, '../apps/console/dist')
const t = (zh, en) => ({ zh, en })
const areas = fs.readFileSync('/work/shared/data/areas.csv', 'utf8').replaceAll('\r','').trim().split('\n').slice(1).map((l) => { const [code, name, level, parent] = l.split(','); return { code, name, name_en: '', level, parent } })
const areaName = (c) => areas.find((a) => a.code === c)?.name ?? c
const towns = fs.readFileSync('/work/shared/data/sample-towns.csv', 'utf8').replaceAll('\r','').trim().split('\n').slice(1).map((l) => l.split(',')[0])
const villages = areas.filter((a) => a.level === 'village' && towns.includes(a.parent))
let seed = 7
const rnd = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n
const S = [['陈', 'chen'], ['李', 'li'], ['黄', 'huang'], ['张', 'zhang'], ['梁', 'liang'], ['林', 'lin'], ['罗', 'luo'], ['唐', 'tang'], ['房', 'fang'], ['邓', 'deng'], ['莫', 'mo'], ['欧', 'ou'], ['潘', 'pan'], ['许', 'xu']]
const G = [['志', 'zhi'], ['明', 'ming'], ['秀', 'xiu'], ['英', 'ying'], ['桂', 'gui'], ['兰', 'lan'], ['金', 'jin'], ['水', 'shui'], ['建', 'jian'], ['国', 'guo'], ['玉', 'yu'], ['华', 'hua'], ['美', 'mei'], ['伟', 'wei'], ['平', 'ping'], ['福', 'fu']]
const name = () => { const a = S[rnd(14)], b = G[rnd(16)], c = G[rnd(16)]; return { zh: a[0] + b[0] + c[0], py: a[1] + b[1] + c[1], ini: a[1][0] + b[1][0] + c[1][0] } }
const pinyin = new Map()

const choices = {
  monitoring_category: { label: t('监测类别', 'Monitoring category'), values: [['none', '未纳入', 'None'], ['unstable', '脱贫不稳定户', 'Unstable'], ['marginal', '边缘易致贫户', 'Marginal'], ['sudden', '突发严重困难户', 'Sudden hardship']].map(([code, zh, en]) => ({ code, label: t(zh, en) })) },
  relation: { label: t('与户主关系', 'Relation to head'), values: [['head', '户主', 'Head'], ['spouse', '配偶', 'Spouse'], ['child', '子女', 'Child'], ['parent', '父母', 'Parent'], ['grandchild', '孙子女', 'Grandchild'], ['other', '其他', 'Other']].map(([code, zh, en]) => ({ code, label: t(zh, en) })) },
  health: { label: t('健康状况', 'Health'), values: [['good', '健康', 'Good'], ['chronic', '长期慢性病', 'Chronic illness'], ['serious', '患有大病', 'Serious illness'], ['disabled', '残疾', 'Disabled']].map(([code, zh, en]) => ({ code, label: t(zh, en) })) },
  needs: { label: t('帮扶需求', 'Needs'), values: [['work', '就业', 'Work'], ['medical', '医疗', 'Medical care'], ['school', '教育', 'Schooling'], ['house', '住房', 'Housing'], ['water', '饮水', 'Water'], ['credit', '小额信贷', 'Credit']].map(([code, zh, en]) => ({ code, label: t(zh, en) })) },
  round_kind: { label: t('轮次类别', 'Kind'), values: [['households', '遍访脱贫户', 'Households']].map(([code, zh, en]) => ({ code, label: t(zh, en) })) },
}
const F = (nm, zh, en, type, o = {}) => ({ name: nm, label: t(zh, en), type, ...o })
const household = { name: 'household', label: t('农户', 'Household'), help: t('原建档立卡脱贫户与监测对象的基本台账。', 'Base register of households.'), folder: 'households', key: ['household_no'], area_field: 'village', rights: ['read', 'create', 'change', 'correct'], children: ['person', 'yearly_account', 'home_visit'], fields: [
  F('household_no', '户编号', 'Household no.', 'text', { required: true, pattern: '[0-9]{18}', search: true, filter: true, list: true, read_only: true }),
  F('head_name', '户主', 'Head', 'person_name', { required: true, privacy: 'personal', search: true, list: true }),
  F('village', '行政村', 'Village', 'area', { level: 'village', required: true, list: true, filter: true }),
  F('members', '家庭人口', 'Members', 'integer', { min: 1, max: 30, filter: true, list: true }),
  F('income_net', '家庭年纯收入', 'Net income', 'money', { per: 'year', min: 0, max: 1000000000, filter: true }),
  F('income_per_capita', '人均纯收入', 'Income per head', 'money', { per: 'year', calculate: 'household.income_net / household.members', filter: true, list: true, help: t('家庭年纯收入除以家庭人口，自动计算。', 'Net income by members.') }),
  F('formerly_poor', '脱贫户', 'Formerly poor', 'yes_no', { default: false, filter: true, list: true }),
  F('monitoring_category', '监测类别', 'Monitoring', 'choice', { choices: 'monitoring_category', default: 'none', filter: true, list: true }),
  F('phone', '联系电话', 'Phone', 'phone', { privacy: 'sensitive', masked: true }),
  F('bank_account', '惠农卡账号', 'Bank account', 'bank_account', { privacy: 'sensitive', masked: true }),
  F('farmland', '承包耕地', 'Farmland', 'number', { unit: '亩', decimals: 1, min: 0, max: 500 }),
  F('dwelling', '住房位置', 'Dwelling', 'point', { privacy: 'personal' }),
  F('needs', '帮扶需求', 'Needs', 'choices', { choices: 'needs' }),
  F('last_visited_on', '最近走访', 'Last visited', 'date', { filter: true, list: true, read_only: true }),
  F('note', '备注', 'Note', 'text', { max_length: 500 }),
] }
const person = { name: 'person', label: t('家庭成员', 'Member'), folder: 'households', parent: 'household', as: 'people', rights: ['read', 'create', 'change'], children: [], fields: [
  F('name', '姓名', 'Name', 'person_name', { required: true, privacy: 'personal', list: true, search: true }),
  F('relation', '与户主关系', 'Relation', 'choice', { choices: 'relation', required: true, list: true }),
  F('national_id', '身份证号', 'Identity no.', 'national_id', { privacy: 'sensitive', masked: true, list: true }),
  F('birth_date', '出生日期', 'Born', 'date', { list: true, constraint: 'person.birth_date <= today', message: t('出生日期不能晚于今天。', 'Not after today.') }),
  F('health', '健康状况', 'Health', 'choice', { choices: 'health', privacy: 'personal', list: true }),
  F('pupil', '在校就读', 'At school', 'yes_no', { list: true }),
] }
const yearly = { name: 'yearly_account', label: t('年度收支', 'Yearly account'), folder: 'households', parent: 'household', as: 'accounts', rights: ['read', 'create'], children: [], fields: [
  F('year', '年度', 'Year', 'integer', { list: true, required: true }), F('wage', '工资性收入', 'Wages', 'money', { list: true }), F('business', '经营净收入', 'Business', 'money', { list: true }), F('transfer', '转移性收入', 'Transfers', 'money', { list: true }), F('spending', '经营支出', 'Spending', 'money', { list: true }) ] }
const visitFields = [
  F('visited_on', '走访日期', 'Visited on', 'date', { required: true, constraint: 'home_visit.visited_on <= today', message: t('走访日期不能晚于今天。', 'Not after today.'), list: true, filter: true }),
  F('visitors', '走访人', 'Visitors', 'text', { max_length: 60, list: true }),
  F('home', '户内有人接待', 'Somebody at home', 'yes_no', { default: true }),
  F('medical_cost', '近一年自付医疗费', 'Own medical cost', 'money', { per: 'year', min: 0, list: true, help: t('扣除报销后自家付的部分。', 'After reimbursement.') }),
  F('hardship', '突发困难说明', 'Hardship', 'text', { max_length: 300 }),
  F('water_safe', '饮水安全', 'Safe water', 'yes_no'), F('house_safe', '住房安全', 'Safe housing', 'yes_no'),
  F('house_problem', '住房问题', 'Housing problem', 'text', { max_length: 300 }),
  F('receipts', '医疗票据', 'Receipts', 'photo', { max_count: 5 }),
]
const homeVisit = { name: 'home_visit', label: t('入户走访', 'Home visit'), folder: 'survey', parent: 'household', as: 'home_visits', date_field: 'visited_on', rights: ['read'], children: [], fields: visitFields }
const surveyRound = { name: 'survey_round', label: t('走访轮次', 'Survey round'), folder: 'survey', rights: ['read'], children: [], area_field: 'area', fields: [F('title', '名称', 'Title', 'text', { list: true, required: true }), F('kind', '类别', 'Kind', 'choice', { choices: 'round_kind', list: true }), F('starts_on', '开始', 'From', 'date', { list: true }), F('ends_on', '结束', 'To', 'date', { list: true })] }
const registers = [household, person, yearly, homeVisit, surveyRound]
const ff = (r, n) => r.fields.find((f) => f.name === n)
const own = (n, o = {}) => ({ name: n, field: ff(homeVisit, n), save_to: null, required: !!ff(homeVisit, n).required, ...o })
const save = (r, n, o = {}) => ({ name: n, field: ff(r, n), save_to: `${r.name}.${n}`, required: false, ...o })
const forms = [
  { name: 'home_visit', label: t('入户走访', 'Home visit'), help: t('每户每轮至少走访一次；只填有变化的内容。', 'Once a round for every household; fill in what has changed.'), subject: 'household', own: 'home_visit', dated_by: 'visited_on', may_submit: true, sets: ['home_visit.visited_on'], sections: [
    { name: 'basics', label: t('走访情况', 'The visit'), questions: [own('visited_on'), own('visitors'), own('home'), save(household, 'phone')] },
    { name: 'income', label: t('人口与收入', 'People and income'), relevant: 'home_visit.home', questions: [save(household, 'members', { required: true }), save(household, 'income_net'), save(household, 'income_per_capita', { read_only: true }), own('medical_cost'), own('hardship', { relevant: 'home_visit.medical_cost * 2 > household.income_net', required: true }), own('receipts', { relevant: 'home_visit.medical_cost > 0' }), save(household, 'needs')] },
    { name: 'safety', label: t('两不愁三保障', 'Basic needs'), relevant: 'home_visit.home', questions: [own('water_safe', { required: true }), own('house_safe', { required: true }), own('house_problem', { relevant: 'home_visit.house_safe == false', required: true }), save(household, 'farmland'), save(household, 'note')] },
    { name: 'people', label: t('家庭成员', 'Members'), relevant: 'home_visit.home', questions: [{ name: 'people', field: F('people', '家庭成员', 'Members', 'text'), repeat: { register: 'person', as: 'people', add: true, max_rows: 30, questions: [save(person, 'name', { required: true }), save(person, 'relation', { required: true }), save(person, 'birth_date'), save(person, 'health'), save(person, 'pupil', { relevant: 'age(person.birth_date, today) >= 6 && age(person.birth_date, today) <= 18' })] } }] },
  ] },
  { name: 'household_registration', label: t('农户登记', 'Register a household'), subject: 'household', creates: true, own: null, may_submit: true, sections: [{ name: 'basics', label: t('基本情况', 'Basics'), questions: ['household_no', 'head_name', 'village', 'members', 'income_net', 'formerly_poor', 'dwelling'].map((n) => ({ ...save(household, n, { required: ['household_no', 'head_name', 'village'].includes(n) }), field: { ...ff(household, n), read_only: false } })) }] },
  { name: 'household_split', label: t('分户', 'Household split'), subject: 'household', own: null, may_submit: true, sections: [{ name: 'm', label: t('分出的成员', 'Who leaves'), questions: [{ name: 'moving', required: true, field: F('moving', '分出的成员', 'Who leaves', 'text'), repeat: { register: 'person', as: 'people', pick: true, questions: [] } }] }] },
]
const indicators = [
  { name: 'households_visited', label: t('遍访脱贫户', 'Households visited'), definition: t('自进驻以来至少走访过一次的脱贫户户数；撤销的走访不计。', 'Households visited at least once since the start.'), unit: t('户', 'households'), kind: 'distinct', folder: 'survey', by: [] },
  { name: 'visits', label: t('走访次数', 'Visits'), definition: t('按走访日期计的走访次数。', 'Visits by date.'), unit: t('次', ''), kind: 'flow', folder: 'survey' },
  { name: 'monitored_households', label: t('监测对象', 'Monitored households'), definition: t('当日监测类别不为“未纳入”的农户户数。', 'Households with a monitoring category on that day.'), unit: t('户', 'households'), kind: 'stock', folder: 'households', by: ['monitoring_category'] },
  { name: 'monitored_persons', label: t('监测对象人口', 'Monitored people'), definition: t('监测对象户的家庭人口之和。', 'Members of monitored households.'), unit: t('人', 'people'), kind: 'stock', folder: 'households' },
  { name: 'income_mean', label: t('户均人均纯收入', 'Mean income per head'), definition: t('脱贫户人均纯收入的平均值。', 'Mean of income per head.'), unit: t('万元', '10k yuan'), kind: 'mean', folder: 'households', decimals: 2 },
  { name: 'farmland_total', label: t('承包耕地', 'Farmland'), definition: t('承包耕地面积之和。', 'Sum of farmland.'), unit: t('亩', 'mu'), kind: 'stock', precision: 'over', folder: 'land' },
]
const roles = [{ name: 'team_member', label: t('工作队员', 'Team member'), level: 'town' }, { name: 'county_office', label: t('县乡村振兴局', 'County office'), level: 'county' }, { name: 'headquarters', label: t('市指挥部', 'Headquarters'), level: 'city' }]
const accounts = [
  { login: 'xiaojiang', password: 'demo', name: '测试队员', role: 'team_member', area: '441823111' },
  { login: 'yangshan', password: 'demo', name: '测试县办', role: 'county_office', area: '441823' },
  { login: 'zhihuibu', password: 'demo', name: '测试指挥部', role: 'headquarters', area: '4418' },
].map((a) => ({ ...a, role_label: roles.find((r) => r.name === a.role).label, area_name: areaName(a.area) }))

const db = new Map() // id → record
const hist = new Map()
const put = (r) => (db.set(r.id, r), r)
const uid = () => randomUUID()
const iso = (d) => new Date(d).toISOString().replace('Z', '+08:00')
const base = Date.parse('2022-06-01')
const entry = (r, action, changes, who = '测试队员', form, at = base + rnd(50) * 86400e3, reason) => {
  const list = hist.get(r.id) ?? []; hist.set(r.id, list)
  const reg = registers.find((x) => x.name === r.register)
  list.unshift({ entry: { id: uid(), county: r.county, stream: r.area.slice(0, 9), seq: ++seqNo, action, version: r.version, made_at: iso(at), received_at: iso(at), actor: 'a', actor_name: who, role: 'team_member', role_label: roles[0].label, device: 'd', form: form?.name, form_label: form?.label, reason }, changes: changes.map(([f, b, a]) => ({ field: f, label: ff(reg, f)?.label ?? t(f), before: b, after: a })) })
  return list[0].entry
}
let seqNo = 1000
const mk = (register, area, title, fields, parent = null) => put({ register, county: area.slice(0, 6).padEnd(6, '0'), id: uid(), version: 1, state: 'active', area, area_name: areaName(area), parent, title, created_at: iso(base), updated_at: iso(base + rnd(60) * 86400e3), updated_by_name: '测试队员', fields, warnings: [], conflicts: [] })
for (const v of villages) {
  const n = v.parent === '441823111' ? 40 : 6
  for (let i = 1; i <= n; i++) {
    const nm = name(), members = 1 + rnd(6), income = members * (600000 + rnd(1500000))
    const h = mk('household', v.code, `${nm.zh} · ${v.name.replace('民委员会', '')}`, { household_no: v.code + String(i).padStart(6, '0'), head_name: nm.zh, village: v.code, members, income_net: income, income_per_capita: Math.trunc(income / members), formerly_poor: rnd(5) > 0, monitoring_category: rnd(9) ? 'none' : ['unstable', 'marginal', 'sudden'][rnd(3)], phone: { masked: true, hint: '138****' + String(1000 + rnd(9000)) }, bank_account: { masked: true, hint: '************' + String(1000 + rnd(9000)) }, farmland: rnd(80) / 10, dwelling: { type: 'Point', coordinates: [112.6 + rnd(1000) / 1e4, 24.4 + rnd(1000) / 1e4] }, needs: rnd(2) ? ['work'] : ['medical', 'water'], last_visited_on: rnd(3) ? `2022-06-${String(1 + rnd(28)).padStart(2, '0')}` : null, note: null })
    pinyin.set(h.id, nm)
    entry(h, 'create', [['household_no', null, h.fields.household_no], ['members', null, members], ['income_net', null, income - 100000]])
    h.version++; entry(h, 'change', [['income_net', income - 100000, income]], '测试书记', forms[0], base + 60 * 86400e3)
    if (v.parent !== '441823111') continue
    for (let k = 0; k < members; k++) { const pn = k ? name() : nm; const p = mk('person', v.code, pn.zh, { name: pn.zh, relation: k === 0 ? 'head' : ['spouse', 'child', 'child', 'parent', 'grandchild'][k - 1], national_id: { masked: true, hint: '4418**********' + (1000 + rnd(8999)) }, birth_date: `${1940 + rnd(78)}-0${1 + rnd(9)}-1${rnd(9)}`, health: ['good', 'good', 'good', 'chronic', 'disabled'][rnd(5)], pupil: null }, h.id); entry(p, 'create', [['name', null, pn.zh]]) }
    for (const y of [2020, 2021]) mk('yearly_account', v.code, `${y} 年`, { year: y, wage: rnd(3000000), business: rnd(1000000), transfer: rnd(500000), spending: rnd(400000) }, h.id)
    if (h.fields.last_visited_on) mk('home_visit', v.code, `入户走访 ${h.fields.last_visited_on}`, { visited_on: h.fields.last_visited_on, visitors: '测试队员、测试书记', home: true, medical_cost: rnd(300000), water_safe: true, house_safe: true }, h.id)
  }
}
const hh = [...db.values()].filter((r) => r.register === 'household')
const xj = hh.filter((r) => r.area.startsWith('441823111'))
xj[0].warnings = [{ code: '5_12_014', text: t('小学生年龄应在 6–14 岁。', 'Pupils are 6 to 14.') }]
xj[1].conflicts = ['members']; xj[1].warnings = [{ code: '3_01_002', text: t('人均纯收入与上年相差超过一倍，请核实。', 'Income per head has doubled; please check.') }]
const round = mk('survey_round', '4418', '第二轮遍访脱贫户', { title: '第二轮遍访脱贫户', kind: 'households', starts_on: '2022-06-01', ends_on: '2022-07-31' })
const inRound = (h) => h.fields.formerly_poor && h.fields.last_visited_on && h.fields.last_visited_on >= '2022-06-01'

const sessions = new Map()
const json = (res, code, body, type = 'application/json') => { res.writeHead(code, { 'content-type': type }); res.end(JSON.stringify(body)) }
const problem = (res, code, c, zh, en, findings = []) => json(res, code, { type: 'about:blank', title: zh, status: code, code: c, detail: zh, detail_en: en, findings }, 'application/problem+json')
const cmp = (a, b) => (a == null ? (b == null ? 0 : -1) : b == null ? 1 : a < b ? -1 : a > b ? 1 : 0)
const read = (req) => new Promise((ok) => { let s = ''; req.on('data', (d) => (s += d)); req.on('end', () => ok(s ? JSON.parse(s) : {})) })
const match = (h, q) => { const s = q.trim().toLowerCase(); const p = pinyin.get(h.id); return h.title.includes(s) || p?.py.startsWith(s) || p?.ini.startsWith(s) || h.fields.household_no?.includes(s) }

function records(me, reg, q) {
  let list = [...db.values()].filter((r) => r.register === reg && (r.area.startsWith(me.area) || me.area.startsWith(r.area)))
  for (const [k, v] of q) {
    const [f, op] = k.split('.')
    if (['sort', 'limit', 'after'].includes(k)) continue
    if (k === 'area') list = list.filter((r) => r.area.startsWith(v))
    else if (k === 'q') list = list.filter((r) => match(r, v))
    else if (k === 'parent') list = list.filter((r) => r.parent === v)
    else if (k === 'round') list = list.filter((r) => r.fields.formerly_poor)
    else if (k === 'covered') list = list.filter((r) => Boolean(inRound(r)) === (v === 'yes'))
    else if (op === 'min') list = list.filter((r) => r.fields[f] != null && (typeof r.fields[f] === 'number' ? r.fields[f] >= +v : r.fields[f] >= v))
    else if (op === 'max') list = list.filter((r) => r.fields[f] != null && (typeof r.fields[f] === 'number' ? r.fields[f] <= +v : r.fields[f] <= v))
    else if (op === 'in') list = list.filter((r) => v.split(',').includes(String(r.fields[f])))
    else if (op === 'known') list = list.filter((r) => (r.fields[f] != null) === (v === 'yes'))
    else list = list.filter((r) => String(r.fields[f]) === v)
  }
  const sort = q.get('sort') ?? '-updated_at', f = sort.replace(/^-/, ''), s = sort[0] === '-' ? -1 : 1
  list.sort((a, b) => s * cmp(a.fields[f] ?? a[f], b.fields[f] ?? b[f]) || cmp(a.id, b.id))
  const from = +(q.get('after') ?? 0), lim = +(q.get('limit') ?? 50)
  return { records: list.slice(from, from + lim), next: from + lim < list.length ? String(from + lim) : null, count: list.length > 1000 ? '1000+' : list.length }
}
function accept(me, b, keep) {
  const form = forms.find((f) => f.name === b.form), findings = [], entries = []
  const a = b.answers ?? {}
  if (a.visited_on && a.visited_on > new Date(Date.now()+288e5).toISOString().slice(0, 10)) findings.push({ code: 'constraint', path: 'answers.visited_on', severity: 'error', text: t('走访日期不能晚于今天。', 'Not after today.') })
  if (a.medical_cost > 5000000) findings.push({ code: '4_02_001', path: 'answers.medical_cost', severity: 'warning', text: t('自付医疗费超过 5 万元，请核实票据。', 'Medical cost above 50,000 yuan; please check the receipts.') })
  if (findings.some((f) => f.severity === 'error')) return { bundle: b.id, accepted: false, findings }
  if (!keep) return { bundle: b.id, accepted: true, findings }
  const push = (r, e) => entries.push({ id: e.id, county: r.county, stream: e.stream, seq: e.seq, register: r.register, record: r.id, version: r.version })
  const write = (r, fields, action = 'change') => { const ch = Object.entries(fields).filter(([k, v]) => r.fields[k] !== v).map(([k, v]) => [k, r.fields[k] ?? null, v]); Object.assign(r.fields, fields); if (r.register === 'household') { r.fields.income_per_capita = Math.trunc(r.fields.income_net / r.fields.members); r.conflicts = r.conflicts.filter((c) => !(c in fields)) } r.version++; r.updated_at = iso(Date.now()); r.updated_by_name = me.name; push(r, entry(r, action, ch, me.name, form, Date.now())) }
  const subject = db.get(b.subject)
  for (const e of b.entries ?? []) { const r = db.get(e.record); if (r) write(r, e.fields ?? {}, e.action); else { const p = db.get(e.parent); const n = mk(e.register, e.fields.village ?? p?.area ?? me.area, e.fields.head_name ?? e.fields.name ?? e.fields.title ?? String(e.fields.year ?? '新记录'), e.fields, e.parent ?? null); push(n, entry(n, 'create', Object.entries(e.fields).map(([k, v]) => [k, null, v]), me.name, null, Date.now())) } }
  if (form?.creates) { const n = mk('household', a.village, `${a.head_name} · ${areaName(a.village)}`, { ...a, monitoring_category: 'none' }); db.delete(n.id); n.id = b.subject; db.set(n.id, n); pinyin.set(n.id, { py: '', ini: '' }); push(n, entry(n, 'create', Object.entries(a).map(([k, v]) => [k, null, v]), me.name, form, Date.now())) }
  else if (form) {
    const sets = {}, mine = {}
    for (const s of form.sections) for (const q of s.questions) { if (!(q.name in a)) continue; if (q.repeat) continue; if (q.save_to) sets[q.save_to.split('.')[1]] = a[q.name]; else mine[q.name] = a[q.name] }
    if (form.own) { const n = mk('home_visit', subject.area, `入户走访 ${a.visited_on}`, mine, subject.id); push(n, entry(n, 'create', Object.entries(mine).map(([k, v]) => [k, null, v]), me.name, form, Date.now())); sets.last_visited_on = a.visited_on }
    write(subject, sets)
    for (const row of a.people ?? []) { const { record, ...f } = row; const p = db.get(record); if (p) write(p, f); else { const n = mk('person', subject.area, f.name, f, subject.id); push(n, entry(n, 'create', Object.entries(f).map(([k, v]) => [k, null, v]), me.name, form, Date.now())) } }
  }
  return { bundle: b.id, accepted: true, entries, findings }
}
const F1 = { households_visited: (l) => l.filter((h) => h.fields.last_visited_on), visits: (l) => l.filter((h) => h.fields.last_visited_on), monitored_households: (l) => l.filter((h) => h.fields.monitoring_category !== 'none'), monitored_persons: (l) => l.filter((h) => h.fields.monitoring_category !== 'none'), income_mean: (l) => l, farmland_total: (l) => l }
const val = (id, l) => { const s = F1[id](l); if (id === 'monitored_persons') return s.reduce((x, h) => x + h.fields.members, 0); if (id === 'farmland_total') return Math.round(s.reduce((x, h) => x + (h.fields.farmland ?? 0), 0) * 10) / 10; if (id === 'income_mean') return s.length ? (s.reduce((x, h) => x + h.fields.income_per_capita, 0) / s.length / 1e6).toFixed(2) : null; return s.length }
const figure = (i, area, asOf) => { const l = hh.filter((h) => h.area.startsWith(area)).concat([...db.values()].filter((r) => r.register === 'household' && !hh.includes(r) && r.area.startsWith(area))); const v = val(i.name, l); const k = (Date.now() - Date.parse(asOf)) / 86400e3 > 100 ? 0.6 : 1; const n = v == null ? null : String(i.name === 'income_mean' ? v : Math.round(v * k)); return { id: i.name, label: i.label, unit: i.unit, value: n, shown: i.precision === 'over' ? t(`${Math.floor(n / 10) * 10}余${i.unit.zh}`, `over ${Math.floor(n / 10) * 10} ${i.unit.en}`) : t(`${n ?? '—'}${i.unit.zh}`, `${n} ${i.unit.en}`), area, area_name: areaName(area), breakdown: i.by?.length ? choices.monitoring_category.values.slice(1).map((c) => ({ key: c.code, label: c.label, value: String(l.filter((h) => h.fields.monitoring_category === c.code).length) })) : [], numerator: null, denominator: null } }

async function api(req, res, url) {
  const p = url.pathname.replace('/api/v1', '').split('/').filter(Boolean).map(decodeURIComponent), q = url.searchParams
  if (p[0] === 'demo') return json(res, 200, accounts)
  const token = /jieli_session=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1], me = sessions.get(token)
  const view = (m) => ({ account: { id: m.login, name: m.name, login: m.login, grants: [{ role: m.role, area: m.area, area_name: m.area_name }] }, expires_at: iso(Date.now() + 8e7) })
  if (p[0] === 'session' && req.method === 'POST') { const b = await read(req), m = accounts.find((a) => a.login === b.login && a.password === b.password); if (!m) return problem(res, 401, 'wrong_login', '账号或密码不对，请重新输入。', 'Wrong login or password.'); const id = uid(); sessions.set(id, m); res.setHeader('set-cookie', `jieli_session=${id}; HttpOnly; SameSite=Strict; Path=/`); return json(res, 200, { token: id, ...view(m) }) }
  if (!me) return problem(res, 401, 'unauthenticated', '请先登录。', 'Please sign in.')
  if (req.method !== 'GET' && req.headers['x-jieli'] !== '1') return problem(res, 403, 'csrf', '请求不是来自本系统页面。', 'CSRF')
  if (p[0] === 'session') { if (req.method === 'DELETE') sessions.delete(token); return json(res, 200, view(me)) }
  if (p[0] === 'catalog') return json(res, 200, { pack: { name: 'guangqing', version: '2026.11.1', label: t('广清驻镇帮镇扶村', 'Guangzhou–Qingyuan town assistance') }, areas_root: '4418', roles, choices, registers, forms, rounds: [{ name: 'household_round', label: t('遍访脱贫户', 'Household round'), target: 'household', covered_by: 'home_visit', opened_by: 'survey_round' }], indicators, workspace: { registers: ['household', 'survey_round'], forms: ['household_registration'], rounds: ['household_round'], indicators: ['households_visited', 'monitored_households', 'farmland_total'] }, units: {} })
  if (p[0] === 'areas') { const w = q.get('within'), l = q.get('level'); return json(res, 200, w || l ? areas.filter((a) => (l ? a.code.startsWith(w ?? me.area) && a.level === l : a.parent === w)) : areas.filter((a) => a.parent === me.area)) }
  if (p[0] === 'parameters') return json(res, 200, { monitoring_line: 650000 })
  if (p[0] === 'search') return json(res, 200, { found: [...db.values()].filter((r) => r.register === 'household' && r.area.startsWith(me.area) && match(r, q.get('q'))).slice(0, 12).map(({ register, county, id, title, area, area_name }) => ({ register, county, id, title, area, area_name })) })
  if (p[0] === 'tasks') { const l = hh.filter((h) => h.area.startsWith(me.area) && h.fields.formerly_poor && !inRound(h)).slice(0, 14); return json(res, 200, { tasks: l.map((h, i) => ({ id: uid(), county: h.county, kind: i < 3 ? 'verify_hardship' : 'visit', label: i < 3 ? t('核实突发困难', 'Verify hardship') : t('入户走访', 'Home visit'), why: i < 3 ? t('近一年自付医疗费超过家庭年纯收入的一半。', 'Medical cost above half of the income.') : t('第二轮遍访尚未走访。', 'Not yet visited in the second round.'), register: 'household', record: h.id, title: h.title, area: h.area, area_name: h.area_name, owner: 'team_member', opened: '2022-06-20', due: i < 2 ? '2026-11-20' : i < 5 ? '2026-11-23' : '2026-12-01', overdue: i < 2, form: 'home_visit' })) }) }
  if (p[0] === 'rounds' && p.length === 1) return json(res, 200, [{ round: 'household_round', id: round.id, county: round.county, title: round.title, from: '2022-06-01', to: '2026-12-31', label: t('遍访脱贫户', 'Household round'), target: 'household' }])
  if (p[0] === 'rounds') { const area = q.get('area') ?? me.area, level = q.get('level') ?? 'town'; const l = hh.filter((h) => h.area.startsWith(area) && h.area.startsWith(me.area) && h.fields.formerly_poor); const n = level === 'town' ? 9 : 12; const m = new Map(); for (const h of l) { const k = h.area.slice(0, n), x = m.get(k) ?? { area: k, name: areaName(k), targets: 0, covered: 0 }; x.targets++; if (inRound(h)) x.covered++; m.set(k, x) } return json(res, 200, { total: { targets: l.length, covered: l.filter(inRound).length }, rows: [...m.values()].sort((a, b) => cmp(a.area, b.area)) }) }
  if (p[0] === 'figures') { const area = q.get('area') ?? me.area, asOf = q.get('as_of') ?? new Date().toISOString().slice(0, 10)
    if (p.length === 1) { const ids = q.get('indicator')?.split(','), below = q.get('below'); const ar = below ? areas.filter((a) => a.level === below && a.code.startsWith(area) && (below !== 'town' || towns.includes(a.code))).map((a) => a.code) : [area]; return json(res, 200, { as_of: asOf, area, figures: indicators.filter((i) => !ids || ids.includes(i.name)).flatMap((i) => ar.map((a) => figure(i, a, asOf))) }) }
    const i = indicators.find((x) => x.name === p[1]); if (!i) return problem(res, 404, 'not_found', '没有这项指标。', 'No such figure.')
    if (p[2] === 'records') { const l = F1[i.name](hh.filter((h) => h.area.startsWith(area))); const from = +(q.get('after') ?? 0); return json(res, 200, { records: l.slice(from, from + 50).map((r) => ({ ...r, contribution: i.name === 'monitored_persons' ? r.fields.members : 1 })), next: from + 50 < l.length ? String(from + 50) : null }) }
    if (p[2] === 'trend') { const v = +(figure(i, area, asOf).value ?? 0); return json(res, 200, Array.from({ length: 12 }, (_, k) => ({ period: `${2021 + Math.floor((k + 7) / 12)}-${String(((k + 7) % 12) + 1).padStart(2, '0')}`, value: String(Math.round(v * (0.3 + 0.7 * Math.sin(((k + 1) / 12) * 1.57)))) }))) }
    return json(res, 200, { ...i, id: i.name, register: 'household', where: 'household.monitoring_category != "none"' }) }
  if (p[0] === 'conflicts') return json(res, 200, [{ register: 'household', county: xj[1].county, record: xj[1].id, field: 'members', title: xj[1].title, area: xj[1].area, area_name: xj[1].area_name, label: t('家庭人口', 'Members'), opened_at: '2022-07-01T09:00:00+08:00', version: xj[1].version, values: [{ entry: 'e1', value: xj[1].fields.members, actor_name: '测试队员', made_at: '2022-07-01T08:00:00+08:00', shown: true }, { entry: 'e2', value: xj[1].fields.members + 1, actor_name: '测试书记', made_at: '2022-07-01T08:40:00+08:00' }] }].filter(() => xj[1].conflicts.length && xj[1].area.startsWith(me.area)))
  if (p[0] === 'bundles') { const b = await read(req); const r = accept(me, b, p[1] !== 'check'); return r.accepted || p[1] === 'check' ? json(res, 200, r) : problem(res, 422, 'refused', '提交的内容有误，请按提示修改。', 'Please mend what is marked.', r.findings) }
  if (p[0] === 'registers' && p[2] === 'records') {
    if (p.length === 3) return json(res, 200, records(me, p[1], q))
    const r = db.get(p[4]); if (!r || !r.area.startsWith(me.area)) return problem(res, 404, 'not_found', '没有这条记录，或不在您的辖区内。', 'No such record.')
    if (p[5] === 'children') return json(res, 200, { records: [...db.values()].filter((x) => x.register === p[6] && x.parent === r.id) })
    if (p[5] === 'history') return json(res, 200, hist.get(r.id) ?? [])
    if (p[5] === 'unmask') { const b = await read(req); if (!b.purpose) return problem(res, 422, 'purpose', '请说明用途。', 'Say why.'); return json(res, 200, { fields: Object.fromEntries(b.fields.map((f) => [f, f === 'phone' ? '13800138000' : f === 'national_id' ? '11010519491231002X' : '6222021234567890123'])) }) }
    return json(res, 200, q.get('as_of') ? { ...r, version: 1, fields: { ...r.fields, income_net: r.fields.income_net - 100000, last_visited_on: null } } : r)
  }
  if (p[0] === 'journal') return json(res, 200, { proof: true })
  problem(res, 404, 'not_found', '没有这个地址。', 'No such address.')
}
const types = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2' }
http.createServer((req, res) => {
  const url = new URL(req.url, 'http://x')
  if (url.pathname.startsWith('/api/v1')) return api(req, res, url).catch((e) => { console.error(e); problem(res, 500, 'internal', '内部错误', 'Internal error') })
  res.setHeader('content-security-policy', "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
  let f = path.join(dist, url.pathname); if (!f.startsWith(dist) || !fs.existsSync(f) || fs.statSync(f).isDirectory()) f = path.join(dist, 'index.html')
  res.writeHead(200, { 'content-type': types[path.extname(f)] ?? 'application/octet-stream' }); fs.createReadStream(f).pipe(res)
}).listen(PORT, '127.0.0.1', () => console.log(`mock on ${PORT}, ${db.size} records`))
