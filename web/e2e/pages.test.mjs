// Every page opens on a desk and on a phone, fits, and is accessible; figures open down to records.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, ask, base, fits, launch, overseer, person, quiet, signIn, worker } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

for (const size of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`every page fits ${size.width} px and is accessible`, { timeout: 900_000 }, async () => {
    const { page, errors, foreign, context } = await person(browser, size)
    await page.goto(`${base}/sign-in`)
    await page.waitForSelector('[data-login]')
    await accessible(page, 'the sign-in page')
    await signIn(page, worker)
    const catalog = await ask(page, '/catalog')
    const register = catalog.workspace.registers[0]
    const { records } = await ask(page, `/registers/${register}/records?limit=1`)
    const form = catalog.forms.find((f) => f.subject === register && !f.creates && f.may_submit)
    const [round] = await ask(page, '/rounds')
    const cases = []
    const narrow = size.width < 500 // on a phone one of each kind of page: a desk has seen the others
    for (const w of (catalog.workflows ?? []).slice(0, narrow ? 6 : undefined)) {
      const found = (await ask(page, `/workflows/${w.name}/cases?limit=1`)).cases[0]
      cases.push(`/queue/${w.name}`, ...(found ? [`/cases/${w.name}/${found.county}/${found.id}`] : []))
    }
    const paths = [
      '/tasks',
      '/work',
      ...(catalog.mechanisms ?? []).map((m) => `/work/${m.name}`),
      '/registers',
      '/map',
      '/rounds',
      '/figures',
      '/conflicts',
      '/nowhere/at/all',
      ...catalog.workspace.registers.slice(0, narrow ? 4 : undefined).map((r) => `/r/${r}`),
      ...records.map((r) => `/r/${register}/${r.county}/${r.id}`),
      ...(form && records[0] ? [`/form/${form.name}/${records[0].county}/${records[0].id}`] : []),
      ...cases,
      ...(round ? [`/rounds/${round.round}/${round.county}/${round.id}`] : []),
      ...(catalog.indicators[0] ? [`/figures/${catalog.indicators[0].name}`] : []),
    ]
    for (const path of paths) {
      await page.goto(base + path)
      await page.waitForSelector('h1')
      await quiet(page)
      await fits(page, path)
      await accessible(page, path)
    }
    assert.deepEqual(errors, [])
    assert.deepEqual(foreign, [])
    await context.close()
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
  await page.goto(`${base}/figures`)
  await page.waitForSelector('h1')
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
