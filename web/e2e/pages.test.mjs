// Every page opens on a desk and on a phone, fits, and is accessible; figures open down to records.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  accessible,
  ask,
  base,
  fits,
  go,
  launch,
  overseer,
  person,
  quiet,
  signIn,
  speaksPlainly,
  worker,
} from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]

/** An address of every kind, and of every register and workflow. */
async function addresses(page) {
  const catalog = await ask(page, '/catalog')
  const register = catalog.workspace.registers[0]
  const { records } = await ask(page, `/registers/${register}/records?limit=1`)
  const form = catalog.forms.find((f) => f.subject === register && !f.creates && f.may_submit)
  const [round] = await ask(page, '/rounds')
  const cases = []
  for (const w of catalog.workflows ?? []) {
    const found = (await ask(page, `/workflows/${w.name}/cases?limit=1`)).cases[0]
    cases.push(`/queue/${w.name}`, ...(found ? [`/cases/${w.name}/${found.county}/${found.id}`] : []))
  }
  return [
    '/tasks',
    '/work',
    ...(catalog.mechanisms ?? []).map((m) => `/work/${m.name}`),
    '/registers',
    '/map',
    '/wall',
    '/rounds',
    '/figures',
    '/conflicts',
    '/nowhere/at/all',
    ...catalog.registers.filter((r) => r.rights.includes('read')).map((r) => `/r/${r.name}`),
    ...records.map((r) => `/r/${register}/${r.county}/${r.id}`),
    ...(form && records[0] ? [`/form/${form.name}/${records[0].county}/${records[0].id}`] : []),
    ...cases,
    ...(round ? [`/rounds/${round.round}/${round.county}/${round.id}`] : []),
    ...(catalog.indicators[0] ? [`/figures/${catalog.indicators[0].name}`] : []),
  ]
}

/** The kind of a page: what axe says of one, it says of all, so that it looks at three. */
const kindOf = (path) => path.split('/')[1] + (path.split('/').length > 3 ? '/one' : '')
const looks = 3

for (const size of sizes) {
  test(`every page fits ${size.width} px and is accessible`, { timeout: 900_000 }, async (t) => {
    const first = await person(browser, size)
    await first.page.goto(`${base}/sign-in`)
    await first.page.waitForSelector('[data-login]')
    await accessible(first.page, 'the sign-in page')
    await signIn(first.page, worker)
    const paths = await addresses(first.page)
    t.diagnostic(`${paths.length} pages`)
    const seen = {}
    // Two windows side by side, since a page mostly waits.
    const walk = async ({ page, errors, foreign }, part) => {
      for (const [i, path] of paths.entries()) {
        if (i % 2 !== part) continue
        await go(page, path)
        await fits(page, path)
        await speaksPlainly(page, path)
        seen[kindOf(path)] = (seen[kindOf(path)] ?? 0) + 1
        if (seen[kindOf(path)] <= looks) await accessible(page, path)
      }
      assert.deepEqual(errors, [])
      assert.deepEqual(foreign, [])
    }
    const second = await person(browser, size)
    await signIn(second.page, worker)
    await Promise.all([walk(first, 0), walk(second, 1)])
    await first.context.close()
    await second.context.close()
  })
}

test('a figure opens down to its records, and places are not ranked', { timeout: 60_000 }, async () => {
  const { page, context } = await person(browser)
  await signIn(page, overseer)
  await page.goto(`${base}/figures`)
  await page.waitForSelector('a.figure')
  const { figures } = await ask(page, '/figures')
  const open = figures.find((f) => Number(f.value) > 0 && !f.denominator)
  assert.ok(open, 'some figure is not zero')
  await page.click(`a[data-figure="${open.id}"]`)
  await page.waitForSelector('.value strong')
  const shown = (await page.textContent(`.value [data-figure="${open.id}"]`)).replace(/,/g, '')
  assert.equal(shown, open.value, 'the page shows what the list showed')
  const below = await page.locator('.areas .area').allTextContents()
  const levels = (await ask(page, '/areas?within=' + open.area + '&level=county')).map((a) => a.name)
  const order = below.map((text) => levels.findIndex((name) => text.includes(name)))
  assert.deepEqual(
    order,
    [...order].sort((a, b) => a - b),
    'areas stand in the order of their codes',
  )
  await context.close()
})

test('an ended session leads to the sign-in page and back to where one was', { timeout: 60_000 }, async () => {
  const { page, context } = await person(browser)
  const account = await signIn(page, worker)
  await page.goto(`${base}/registers`) // a page that asks for nothing by itself when figures change
  await page.waitForSelector('h1')
  await quiet(page) // else what the page still asks for is refused, and leads there before the click
  await context.clearCookies()
  await page.click('nav a[href="/rounds"]')
  await page.waitForURL(/sign-in\?/)
  await page.click(`[data-login="${account.login}"]`)
  await page.waitForURL('**/rounds')
  await context.close()
})

test('the whole client speaks English when asked', { timeout: 60_000 }, async () => {
  const { page, context } = await person(browser)
  await signIn(page, worker)
  await page.click('.lang')
  await page.waitForFunction(() => document.documentElement.lang === 'en')
  assert.match(await page.textContent('h1'), /My tasks/)
  await page.reload()
  await page.waitForSelector('h1')
  await page.waitForFunction(() => /My tasks/.test(document.querySelector('h1')?.textContent ?? ''))
  await context.close()
})
