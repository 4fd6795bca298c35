// Long lives of cases, from hand to hand to their end: money that two people pay and nobody overspends, a project that
// becomes an asset, a harvest that becomes money in a grower's account.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Worker } from './case-lib.mjs'
import { ask, base, launch, person } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const unique = (letter) => letter + Date.now()

/** What the page of a case says of a step that cannot be taken. */
async function impossible(page, flow, at, form) {
  await page.goto(`${base}/cases/${flow}/${at.county}/${at.id}`)
  await page.waitForSelector('.chain')
  return (await page.locator(`[data-impossible="${form}"]`).allTextContents()).join(' ')
}

/** Claims, checks and tries to pay an amount; gives the payment and what was said against paying. */
async function pay(w, project, source, yuan) {
  await w.is('team-xiaojiang')
  const invoice = unique('F')
  const answers = { source, amount: String(yuan), payee: '阳山县兴达建筑公司', invoice_no: invoice, content: '进度款' }
  assert.equal(await w.fill('payment_claim', project, answers), '')
  const payment = (await w.find('payment', 'sort=-created_at')).find((p) => p.fields.invoice_no === invoice)
  await w.is('town-xiaojiang')
  assert.equal(await w.step('payment', payment, 'payment_pass', { work_done: '工程量已核' }), '')
  await w.is('county-yangshan')
  return { payment, told: await w.step('payment', payment, 'payment_pay', { voucher_no: unique('V'), tries: 1 }) }
}

const moneyLeft = async (w, project) =>
  (await ask(w.page, `/registers/project/records/${project.county}/${project.id}`)).fields.money_left

test(
  'two people pay, nobody pays past the budget, and the project becomes an asset that somebody keeps',
  { timeout: 240_000 },
  async (t) => {
    const { page, errors, context } = await person(browser)
    const w = new Worker(page)
    await w.is('town-xiaojiang')
    const project = (await w.find('project', 'stage=under_way')).find((p) => p.fields.money_left > 20_000)
    if (!project) return t.skip('no project under way has money')
    const source = (await ask(page, `/registers/allocation/records?parent=${project.id}`)).records[0].fields.source
    const sources = (await ask(page, '/catalog')).choices.fund_source
    const label = sources.values.find((v) => v.code === source).label.zh
    const before = project.fields.money_left

    const small = await pay(w, project, label, 100)
    assert.equal(small.told, '')
    assert.equal(await w.stage('payment', small.payment), 'paid')
    assert.equal(await moneyLeft(w, project), before - 10_000)
    const large = await pay(w, project, label, before / 100)
    assert.match(large.told, /现有.*这次要支出.*还差 100\.00 元/)
    assert.equal(await w.stage('payment', large.payment), 'county_payment')
    assert.equal(await moneyLeft(w, project), before - 10_000, 'nothing was paid')
    assert.equal(
      await w.step('payment', large.payment, 'payment_stop', { refused_for: '其他', reason: '超出已安排资金' }),
      '',
    )

    await w.is('town-xiaojiang')
    for (const m of await w.find('milestone', `parent=${project.id}`))
      if (!m.fields.done_on) assert.equal(await w.fill('milestone_report', m), '')
    for (const g of await w.find('project_goal', `parent=${project.id}`))
      if (g.fields.reached === undefined)
        assert.equal(await w.fill('goal_result', g, { reached: String(g.fields.planned) }), '')
    assert.equal(await w.step('project', project, 'project_finish'), '')
    await w.is('county-yangshan')
    if ((await ask(page, '/session')).account.name === '黄见微')
      assert.match(await impossible(page, 'project', project, 'project_accept'), /另一人|另一位|其他同志/)
    await w.is('county-yangshan-2')
    assert.equal(await w.step('project', project, 'project_accept', { second: '刘建国', acceptance_note: '合格' }), '')
    await w.is('town-xiaojiang')
    assert.equal(await w.step('project', project, 'project_announce', { announced_place: '村务公开栏' }), '')
    assert.match(await impossible(page, 'project', project, 'project_hand_over'), /结存/)
    const left = String((before - 10_000) / 100)
    await w.is('county-yangshan')
    assert.equal(await w.fill('fund_return', project, { source: label, amount: left, document_no: unique('R') }), '')
    await w.is('town-xiaojiang')
    const asset = { asset_name: unique('资产'), owner_name: '村经济联合社', keeper: '村民委员会', asset_value: '100' }
    assert.equal(await w.step('project', project, 'project_hand_over', asset), '')
    assert.equal(await w.stage('project', project), 'completed')
    const kept = (await w.find('asset', 'sort=-created_at')).find((a) => a.fields.name === asset.asset_name)
    assert.equal(kept?.fields.keeper, '村民委员会')
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test(
  'a harvest goes from the tree in boxes with codes to a unit of the city, and its money to the grower',
  { timeout: 240_000 },
  async (t) => {
    const { page, errors, context } = await person(browser)
    const w = new Worker(page)
    await w.is('town-xiaojiang')
    const places = await w.find('market_place', '')
    const station = places.find((p) => p.fields.level === 'station' && p.fields.area_served === '441823111205')
    const centre = places.find((p) => p.fields.level === 'centre')
    if (!station || !centre) return t.skip('no station and centre')
    assert.equal(await w.fill('order_cycle_open', null, { name: unique('周期') }), '')
    await w.is('village-tanglou')
    const [grower] = await w.find('grower', '')
    const offer = { lot_no: unique('TL-'), offered: '100', ask_price: '10' }
    assert.equal(await w.fill('lot_offer', grower, offer), '')
    const lot = (await w.find('lot', 'sort=-created_at')).find((l) => l.fields.lot_no === offer.lot_no)
    await w.is('town-xiaojiang')
    assert.equal(await w.step('lot', lot, 'lot_list', { price: '10' }), '')

    await w.is('unit-water')
    const more = await w.fill('order_place', lot, { weight: '130', box_count: '13', price: '10', tries: 1 })
    assert.match(more, /还差 30/, 'nobody orders more than there is')
    assert.equal(
      await w.fill('order_place', lot, { weight: '20', box_count: '2', price: '10', buyer: '水投集团工会' }),
      '',
    )
    const order = (await w.find('order', `sort=-created_at&parent=${lot.id}`))[0]
    await w.is('town-xiaojiang')
    assert.equal(await w.step('order', order, 'order_confirm'), '')
    await w.is('village-tanglou')
    assert.equal(await w.step('lot', lot, 'lot_weigh', { weighed: '100' }), '')
    const [one, two] = [`${offer.lot_no}-001`, `${offer.lot_no}-002`]
    const boxes = { 'boxes[0].code': one, 'boxes[0].weight': '10', 'boxes[1].code': two, 'boxes[1].weight': '10' }
    assert.equal(await w.step('order', order, 'order_pack', boxes), '')

    const leg = { leg: '村站到镇中心', from_place: station.fields.name, to_place: centre.fields.name }
    assert.equal(await w.fill('shipment_plan', null, leg), '')
    const shipment = (await w.find('shipment', 'sort=-created_at&stage=planned'))[0]
    const load = { 'lines[0].lot': offer.lot_no, 'lines[0].boxes': '2', 'lines[0].weight_out': '20' }
    assert.equal(await w.step('shipment', shipment, 'shipment_depart', load), '')
    await w.is('town-xiaojiang')
    assert.equal(await w.step('shipment', shipment, 'shipment_arrive', { 'lines[0].weight_in': '19' }), '')
    await w.is('unit-water')
    assert.equal(await w.step('order', order, 'order_accept', { accepted: '19', accepted_boxes: '2' }), '')
    await w.is('town-xiaojiang')
    assert.equal(await w.step('order', order, 'order_pay', { voucher: unique('收'), second: '罗致和' }), '')
    assert.equal(await w.fill('settlement_draw_up', lot), '')
    const settlement = (await w.find('settlement', `parent=${lot.id}`))[0]
    assert.equal(settlement.fields.gross, 19_000, '19 斤 at 10 元')
    await w.is('village-tanglou')
    assert.equal(await w.step('settlement', settlement, 'settlement_check', { confirmed_by: '甘业金' }), '')
    await w.is('town-xiaojiang')
    assert.equal(
      await w.step('settlement', settlement, 'settlement_pay', { voucher: unique('付'), second: '罗致和' }),
      '',
    )
    assert.equal(await w.stage('settlement', settlement), 'paid')

    await w.is('auditor') // the box is found by its code, and leads to the order, its harvest and its grower
    const { found } = await ask(page, `/search?q=${encodeURIComponent(one)}`)
    assert.equal(found.length, 1, 'the box by its code')
    assert.deepEqual(errors, [])
    await context.close()
  },
)
