// A phone in a browser: it is set up once with network, and lives without it from then on.
import assert from 'node:assert/strict'
import { answerRequired, ask, base, person, worker } from './lib.mjs'

export const pin = '271828'
/** The programme's day, as the server said when the phone was set up. */
let today = ''

export const field = `${base}/field/`

export async function enterPin(page, digits = pin) {
  await page.waitForSelector('[data-pin]')
  for (const d of digits) await page.click(`[data-digit="${d}"]`)
  await page.click('[data-pin-done]')
}

/** A new phone of the first demo account that is wanted, with its first copy whole. */
export async function phone(browser, wanted = worker, { width = 390, height = 844 } = {}) {
  const p = await person(browser, { width, height })
  await p.page.goto(field)
  await p.page.click('[data-skip]')
  const accounts = await (await p.page.request.get(`${base}/api/v1/demo/accounts`)).json()
  const account = accounts.find(wanted)
  await p.page.click(`[data-login="${account.login}"]`)
  await enterPin(p.page)
  await p.page.waitForSelector('text=请再输入一次')
  await enterPin(p.page)
  await p.page.waitForSelector('[data-go="day"]', { timeout: 60_000 })
  await settled(p.page)
  today = (await ask(p.page, '/session')).now.slice(0, 10)
  return { ...p, account }
}

/** Waits until a sync has come to its end. */
export async function settled(page) {
  await page.waitForSelector('[data-sync]:not([disabled])', { timeout: 60_000 })
}

export async function syncNow(page) {
  await settled(page)
  await page.click('[data-sync]')
  await page.waitForTimeout(150)
  await settled(page)
}

export async function unlock(page) {
  await enterPin(page)
  await page.waitForSelector('[data-go="day"]', { timeout: 30_000 })
}

/** Finds a record on the phone by a name, which others may bear too, and opens it. */
export async function openRecord(page, { id, title }) {
  await page.click('[data-go="find"]')
  await page.fill('input[name=q]', title.split(/[ ·]/)[0])
  await page.click(`[data-found] [data-record="${id}"]`)
  await page.waitForSelector('[data-page=record]')
}

/** Answers what is asked, step by step, until the form is in the outbox. */
export async function finish(page) {
  for (let turn = 0; turn < 30; turn++) {
    if (!(await page.locator('form.form').count())) return
    await answerRequired(page, today)
    await page.click('form.form button[type=submit]')
    await page.waitForTimeout(120)
  }
  throw new Error(`the form does not end: ${await page.locator('form.form').innerText()}`)
}

/** The bundle that was made last. */
export const item = (page) => page.locator('[data-item]').first()

/** Phone and server hold the same, record for record. */
export async function agrees(page) {
  await page.click('[data-go=me]')
  await page.click('[data-compare]')
  await page.waitForSelector('[data-differs]', { timeout: 60_000 })
  const differs = await page.getAttribute('[data-differs]', 'data-differs')
  assert.equal(differs, '0', await page.innerText('[data-differs]'))
}

/** A record that the role may correct, with a short text field of it: what several people correct at once. */
export async function subjectOf(page, nth) {
  const { catalog } = await ask(page, '/sync/kit')
  const register = catalog.workspace.registers
    .map((name) => catalog.registers.find((r) => r.name === name))
    .find((r) => r.rights.includes('correct'))
  const free = register.fields.filter(
    (f) => f.type === 'text' && !f.pattern && !f.read_only && !f.masked && !f.calculate,
  )
  const { records } = await ask(page, `/registers/${register.name}/records?limit=100`)
  return {
    register: register.name,
    ...records[nth],
    fields: free.map((f) => f.name),
  }
}

/** Corrects a field on the phone; it waits there until the next sync. */
export async function correct(page, about, field, value) {
  await openRecord(page, about)
  await page.click('[data-correct]')
  await page.fill('input[name=reason]', '核实后更正')
  await page.waitForSelector('form.form')
  for (let turn = 0; turn < 20; turn++) {
    const input = page.locator(`[data-path="${field}"] :is(input, textarea)`)
    if (await input.count()) await input.fill(value)
    await page.click('form.form button[type=submit]')
    await page.waitForTimeout(150)
    if (!(await page.locator('form.form').count())) return
  }
  throw new Error('the form does not end')
}
