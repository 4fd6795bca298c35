// Days of people who hand a case on to each other: each step by whoever it belongs to, on the page of the case. What the
// pack does not declare is skipped.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, demoAccounts, enter, go, launch, person, sendForm, speaksPlainly } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

/** A record that a form may be about, for who fills it in. */
const anyOf = (register, filter = '') => ({ register, filter })

const days = [
  {
    name: 'a fault is reported by a village, repaired by the operator, and confirmed by another of the village',
    workflow: 'service_fault',
    steps: [
      { by: 'village-tanglou', form: 'service_fault_report' },
      { by: 'water-xiaojiang', form: 'service_fault_repair', to: 'confirm' },
      { by: 'secretary-tanglou', form: 'service_fault_confirm', to: 'closed' },
    ],
  },
  {
    name: 'a meter is read and the bill is paid',
    workflow: 'water_bill',
    steps: [
      {
        by: 'water-xiaojiang',
        form: 'water_bill_read',
        on: anyOf('water_account', 'stage=open'),
        answers: { reading: '2000' },
      },
      { by: 'water-xiaojiang', form: 'water_bill_pay', to: 'paid' },
    ],
  },
  {
    name: 'a harvest is offered by a village, listed by the town, and weighed in by the village',
    workflow: 'lot',
    steps: [
      {
        by: 'town-xiaojiang',
        form: 'order_cycle_open',
        workflow: 'order_cycle',
        answers: { name: () => `周期${Date.now()}` },
      },
      { by: 'village-tanglou', form: 'lot_offer', on: anyOf('grower'), answers: { lot_no: () => `TL-${Date.now()}` } },
      { by: 'town-xiaojiang', form: 'lot_list', to: 'listed' },
      { by: 'village-tanglou', form: 'lot_weigh', to: 'weighed' },
    ],
  },
  {
    name: 'a project is proposed by a village, and its page says what is missing before it may hang in public',
    workflow: 'project',
    steps: [
      {
        by: 'village-tanglou',
        form: 'project_propose',
        answers: { for_year: '2023', name: () => `项目${Date.now()}` },
      },
      { by: 'village-tanglou', form: 'project_post', waits: /没有满足/ },
    ],
  },
]

/** Answers that the helper could not guess. */
async function give(page, scope, answers = {}) {
  for (const [path, value] of Object.entries(answers)) {
    const input = page.locator(`${scope} [data-path="${path}"] input.input`)
    if (await input.count()) await input.fill(typeof value === 'function' ? value() : value)
  }
}

/** Fills in a form that makes a case, and gives the case. */
async function open(page, { form, on, answers, workflow }, day) {
  let about = ''
  if (on) {
    const { records } = await ask(page, `/registers/${on.register}/records?limit=1&${on.filter}`)
    assert.ok(records.length, `a record of ${on.register}`)
    about = `/${records[0].county}/${records[0].id}`
  }
  await page.goto(`${base}/form/${form}${about}`)
  await page.waitForSelector('main .question')
  await give(page, 'main', answers)
  assert.equal(await sendForm(page, 'main', day, '.done [role=status]'), '', form)
  const { records } = await ask(page, `/registers/${workflow}/records?sort=-created_at&limit=1`)
  return records[0]
}

for (const one of days)
  test(one.name, { timeout: 120_000 }, async (t) => {
    const { page, errors, foreign, context } = await person(browser)
    const accounts = await demoAccounts(page)
    let made
    for (const step of one.steps) {
      const account = accounts.find((a) => a.login === step.by)
      if (!account) return t.skip(`no account ${step.by}`)
      await context.clearCookies()
      await enter(page, account)
      const { forms } = await ask(page, '/catalog')
      if (!forms.some((f) => f.name === step.form)) return t.skip(`no form ${step.form}`)
      const day = (await ask(page, '/session')).now.slice(0, 10)
      if (!step.to && !step.waits) {
        const opened = await open(page, { workflow: one.workflow, ...step }, day)
        if (!step.workflow) made = opened
        continue
      }
      const path = `/cases/${one.workflow}/${made.county}/${made.id}`
      await page.goto(base + path)
      await page.waitForSelector('.chain')
      if (step.waits) {
        await page.locator(`[data-impossible="${step.form}"] >> text=${step.waits}`).waitFor()
        continue
      }
      await page.click(`[data-form="${step.form}"]`)
      await page.waitForSelector('#act .question, #act form')
      await give(page, '#act', step.answers)
      assert.equal(await sendForm(page, '#act', day, '.note.info[role=status]'), '', step.form)
      assert.equal((await ask(page, path)).stage, step.to)
      await speaksPlainly(page, path)
    }
    await go(page, `/r/${one.workflow}/${made.county}/${made.id}?tab=history`)
    assert.equal((await page.locator('.history > li').count()) > 0, true, 'it remembers who did what')
    await speaksPlainly(page, 'its history')
    assert.deepEqual(errors, [])
    assert.deepEqual(foreign, [])
    await context.close()
  })

test(
  'an auditor goes from a figure of money to a payment, its transfers and the proof of its entry',
  { timeout: 90_000 },
  async (t) => {
    const { page, errors, context } = await person(browser)
    const account = (await demoAccounts(page)).find((a) => a.login === 'auditor')
    if (!account) return t.skip('no auditor')
    await enter(page, account)
    const { figures } = await ask(page, '/figures')
    const { indicators } = await ask(page, '/catalog')
    const money = figures.find(
      (f) => Number(f.value) > 0 && indicators.find((i) => i.name === f.id)?.folder === 'funds',
    )
    if (!money) return t.skip('no figure of money')
    await page.goto(`${base}/figures/${money.id}`)
    await page.click('.records a')
    await page.waitForSelector('[data-accounts] td.end, .history')
    const [register, county, id] = new URL(page.url()).pathname.split('/').slice(2)
    await go(page, `/r/${register}/${county}/${id}?tab=history`)
    await page.waitForSelector('.history > li')
    await page.locator('.history .prove:has-text("凭证")').last().click()
    await page.waitForSelector('dialog .note.info[role=status]')
    assert.match(await page.textContent('dialog .note.info'), /没有被改动/)
    assert.deepEqual(errors, [])
    await context.close()
  },
)
