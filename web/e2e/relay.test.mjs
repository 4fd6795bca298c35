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
