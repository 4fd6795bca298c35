// What the tests share: a browser, a person who signs in, and a check of accessibility.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

/** Where the server is; `jieli demo` listens here unless told otherwise. */
export const base = process.env.JIELI_URL ?? 'http://127.0.0.1:8780'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const flags = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
}

/** A new browser profile of a person in the programme's zone; errors of the page and of its content policy are kept. */
export async function person(browser, { width = 1440, height = 900 } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  const errors = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) errors.push(message.text())
  })
  const foreign = []
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) foreign.push(request.url())
  })
  watchRequests(page)
  return { context, page, errors, foreign }
}

const underWay = new WeakMap() // page → requests that are not answered; the stream of changes never is

function watchRequests(page) {
  const open = new Set()
  underWay.set(page, open)
  page.on('request', (request) => request.url().endsWith('/live') || open.add(request))
  for (const event of ['requestfinished', 'requestfailed']) page.on(event, (request) => open.delete(request))
}

/** Waits until the page has asked for nothing for a while, at most ten seconds. */
export async function quiet(page) {
  let calm = 0
  for (let turn = 0; turn < 160 && calm < 3; turn++) {
    await page.waitForTimeout(60)
    calm = underWay.get(page).size ? 0 : calm + 1
  }
}

/** To another page as a link in the page would lead there, without loading the client anew. */
export async function go(page, path) {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, path)
  await page.waitForTimeout(30)
  await page.waitForSelector('h1')
  await quiet(page)
}

/** What a page must never say: ids, and words of the machine. */
export async function speaksPlainly(page, where) {
  const text = await page.evaluate(() => document.body.innerText)
  const bare = text.match(/.{0,30}(\b[0-9a-f]{8}-[0-9a-f]{4}-|\bundefined\b|\[object |\bNaN\b|Invalid Date).{0,20}/)
  assert.equal(bare?.[0], undefined, where)
}

/** Whoever may do the daily work of one town. */
export const worker = (a) => a.role === 'team_member'

/** Whoever sees the figures of the whole programme. */
export const overseer = (a) => a.area.length === 4

/** Signs in as the first demo account that is wanted, and gives that account. */
export async function signIn(page, wanted) {
  const answer = await page.request.get(`${base}/api/v1/demo/accounts`)
  assert.equal(answer.status(), 200, 'the server is a demonstration')
  const account = (await answer.json()).find(wanted)
  assert.ok(account, `a demo account: ${wanted}`)
  await page.goto(`${base}/sign-in`)
  await page.click(`[data-login="${account.login}"]`)
  await page.waitForURL(/\/(tasks|cockpit)$/) // the first page of the role
  await page.waitForSelector('h1')
  return account
}

/** Asks the server as the page's person. */
export async function ask(page, path) {
  const answer = await page.request.get(`${base}/api/v1${path}`)
  assert.equal(answer.status(), 200, path)
  return answer.json()
}

/** No finding of axe that is serious or critical. */
export async function accessible(page, where) {
  await page.waitForTimeout(300) // let transitions end, so that colours are final
  await page.evaluate(axe) // by the debugger, not by the page: the content policy stays strict
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  const told = serious.map(
    (v) =>
      `${v.id}: ${v.nodes
        .slice(0, 3)
        .map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? ''))
        .join(' | ')}`,
  )
  assert.deepEqual(told, [], `axe on ${where}`)
}

/** Nothing to scroll sideways. */
export async function fits(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(over <= 0, `${where} is ${over} px wider than the screen`)
}

/** Signs in without the page, for tests that are many people. */
export async function enter(page, { login, password }) {
  const answer = await page.request.post(`${base}/api/v1/session`, { data: { login, password } })
  assert.equal(answer.status(), 200, `${login} signs in`)
}

export async function demoAccounts(page) {
  return (await page.request.get(`${base}/api/v1/demo/accounts`)).json()
}

/** A picture of one point, for questions that ask for a photo. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const dayAfter = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** What to answer at the n-th try; the form says when it was wrong. */
const others = {
  date: (day, n) => dayAfter(day, [0, 1, 30, -1, -30, 400][n % 6]),
  number: (_, n) => ['1', '10', '100', '0', '1000', '2'][n % 6],
}

const pathsOf = (page, questions) => page.locator(questions).evaluateAll((list) => list.map((q) => q.dataset.path))
const at = (page, scope, path) => page.locator(`${scope} .question[data-path="${path}"]`)

/** Answers one question; false when it stands answered, or nothing is known to answer. */
async function answer(page, question, day, n = 0) {
  const pills = question.locator('input[type=radio], input[type=checkbox]')
  const count = await pills.count()
  if (count) {
    if (!n && (await question.locator('input:checked').count())) return false
    await pills.nth(n % count).evaluate((input) => input.click()) // it may be gone once it is answered
  } else if (await question.locator('select.select').count()) {
    const select = question.locator('select.select').last() // of an area, what stands last is finest
    if (!n && (await select.inputValue())) return false
    await select.selectOption({ index: n + 1 }).catch(() => {})
  } else if (await question.locator('.reference').count()) {
    if (!n && (await question.locator('.reference .is-transparent').count()) === 0) return false
    await question.locator('.reference input').click()
    const option = page.locator('.el-select-dropdown__item:visible')
    await option
      .first()
      .waitFor({ timeout: 2000 })
      .catch(() => {})
    if (!(await option.count())) return false
    await option.nth(n % (await option.count())).click()
  } else if (await question.locator('input[type=file]').count()) {
    if (n || (await question.locator('.list li').count())) return false
    await question.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: picture })
    await question.locator('.list li').first().waitFor()
  } else if (await question.locator('.date').count()) {
    const date = question.locator('.date input.input')
    if (!n && (await date.inputValue())) return false
    await date.fill(others.date(day, n))
    await date.blur() // a finding would move what is clicked next
  } else {
    const input = question.locator('input.input, textarea').first()
    if (!(await input.count()) || (!n && (await input.inputValue()))) return false
    const words = (await input.getAttribute('inputmode')) === 'text' || (await question.locator('textarea').count()) > 0
    await input.fill(words ? '测试' : others.number(day, n))
    await input.blur()
  }
  return true
}

/** Answers what is asked: dates with the day, yes or no with yes, choices with the first, numbers with one. */
export async function answerRequired(page, day, datedBy, scope = '') {
  if (datedBy) await page.fill(`[data-path="${datedBy}"] input`, day)
  for (let turn = 0; turn < 12; turn++) {
    let filled = 0
    for (const path of await pathsOf(page, `${scope} .question:has(.must)`))
      if (await answer(page, at(page, scope, path), day)) filled++
    if (!filled) return
  }
}

/**
 * Fills in and sends the form within scope. Where it says that an answer is wrong, another is given, a few times; a
 * warning is confirmed. Gives '' once `done` stands on the page, else what the page said.
 */
export async function sendForm(page, scope, day, done, tries = 6) {
  const told = `${scope} .question.bad, ${scope} .note.bad, ${scope} .problem`
  for (let n = 1; n <= tries; n++) {
    await answerRequired(page, day, undefined, scope)
    await page.click(`${scope} button[type=submit]`)
    await page.waitForFunction(
      ([done, scope, told]) =>
        document.querySelector(`${done}, dialog[open]`) ||
        (document.querySelector(told) && !document.querySelector(`${scope} button[type=submit]:disabled`)),
      [done, scope, told],
    )
    if (await page.locator('dialog[open]').count()) {
      await page.click('dialog[open] footer .btn.primary')
      await page.waitForSelector(`${done}, ${told}`)
    }
    if (await page.locator(done).count()) return ''
    const bad = await pathsOf(page, `${scope} .question.bad`)
    if (!bad.length) break // not a matter of one answer
    for (const path of bad) await answer(page, at(page, scope, path), day, n)
  }
  return (await page.locator(told).allTextContents()).join(' | ').trim() || 'nothing'
}
