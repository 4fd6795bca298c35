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
  for (let turn = 0; turn < 100 && calm < 3; turn++) {
    await page.waitForTimeout(100)
    calm = underWay.get(page).size ? 0 : calm + 1
  }
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
  await page.waitForURL('**/tasks')
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

/** Answers what is asked: dates with the day, yes or no with yes, choices with the first, numbers with one. */
export async function answerRequired(page, day, datedBy) {
  if (datedBy) await page.fill(`[data-path="${datedBy}"] input`, day)
  for (let turn = 0; turn < 12; turn++) {
    const open = page.locator('.question:has(.must)')
    let filled = 0
    for (const question of await open.all()) {
      if (await question.locator('input[type=radio]').count()) {
        if (await question.locator('input[type=radio]:checked').count()) continue
        await question.locator('input[type=radio]').first().check({ force: true })
      } else if (await question.locator('input[type=checkbox]').count()) {
        if (await question.locator('input[type=checkbox]:checked').count()) continue
        await question.locator('input[type=checkbox]').first().check({ force: true })
      } else if (await question.locator('select').count()) {
        if (await question.locator('select').inputValue()) continue
        await question.locator('select').selectOption({ index: 1 })
      } else if (await question.locator('.date').count()) {
        const date = question.locator('.date input.input')
        if (await date.inputValue()) continue
        await date.fill(day)
        await date.blur() // a finding would move what is clicked next
      } else {
        const input = question.locator('input.input, textarea').first()
        if (!(await input.count()) || (await input.inputValue())) continue
        await input.fill(
          (await input.getAttribute('inputmode')) === 'text' || (await question.locator('textarea').count())
            ? '测试'
            : '1',
        )
      }
      filled++
    }
    if (!filled) return
  }
}
