// Days of people at a desk: a county officer with many approvals, a sending unit's officer who asks what became of its
// money, an auditor who goes down to the proof; and a day lived by keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, ask, base, demoAccounts, enter, fits, go, launch, person, quiet, speaksPlainly } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

async function as(login, size) {
  const one = await person(browser, size)
  const account = (await demoAccounts(one.page)).find((a) => a.login === login)
  await enter(one.page, account)
  return { ...one, account }
}

test('a county officer decides many approvals at once, one reason each', { timeout: 120_000 }, async (t) => {
  const { page, errors, foreign, context } = await as('county-yangshan', { width: 1920, height: 1080 })
  const { workflows } = await ask(page, '/catalog')
  let queue
  for (const w of workflows) {
    const found = await ask(page, `/workflows/${w.name}/cases?mine=yes&limit=50`)
    const stages = new Set(found.cases.map((c) => c.stage))
    if (found.mine > 1 && stages.size === 1 && found.mine > (queue?.mine ?? 0))
      queue = { name: w.name, mine: found.mine }
  }
  if (!queue) return t.skip('nothing waits for the county')
  await page.goto(`${base}/queue/${queue.name}`)
  await page.waitForSelector('table tbody tr input[type=checkbox]')
  await accessible(page, 'the queue')
  const boxes = page.locator('table tbody tr input[type=checkbox]')
  const n = Math.min(await boxes.count(), 30)
  for (let i = 0; i < n; i++) await boxes.nth(i).check({ force: true })
  assert.match(await page.textContent('.bar strong'), new RegExp(`${n}`))
  await page.click('.bar .btn.primary')
  await page.waitForSelector('dialog[open] [aria-pressed]')
  await page.locator('dialog[open] [aria-pressed]').last().click() // what asks for least stands first, what asks why last
  await page.waitForSelector('dialog[open] .rows li')
  assert.equal(await page.locator('dialog[open] .rows li').count(), n, 'each stands on a line of its own')
  await accessible(page, 'many decisions')
  await speaksPlainly(page, 'many decisions')
  assert.deepEqual([...errors, ...foreign], [])
  await context.close()
})

test("a sending unit's officer learns what became of its money, and sees no names", { timeout: 90_000 }, async (t) => {
  const { page, errors, foreign, context } = await as('unit-water')
  const { indicators } = await ask(page, '/catalog')
  const { figures } = await ask(page, '/figures')
  const money = figures.find((f) => Number(f.value) > 0 && indicators.find((i) => i.name === f.id)?.folder === 'funds')
  if (!money) return t.skip('no figure of money')
  await page.goto(`${base}/cockpit?show=all`)
  await page.waitForSelector(`[data-figure="${money.id}"]`)
  await accessible(page, "a sending unit's cockpit")
  await page.click(`[data-figure="${money.id}"]`)
  await page.waitForSelector('.value strong')
  assert.equal((await page.textContent(`.value [data-figure="${money.id}"]`)).replace(/,/g, ''), money.value)
  const first = page.locator('.records a').first()
  if (await first.count()) {
    await first.click()
    await page.waitForURL(/\/(r|cases)\//)
    await quiet(page)
    await speaksPlainly(page, 'a record that money went to')
  }
  const households = await page.request.get(`${base}/api/v1/registers/household/records?limit=1`)
  assert.ok(!households.ok() || !(await households.json()).records.length, 'no household is its business')
  assert.deepEqual([...errors, ...foreign], [])
  await context.close()
})

test(
  'an auditor goes from a figure to a record and its proof in dark and in traditional characters',
  { timeout: 90_000 },
  async () => {
    const { page, errors, context } = await as('auditor')
    await page.goto(`${base}/cockpit`)
    await page.evaluate(() => {
      localStorage.setItem('jieli.theme', 'dark')
      localStorage.setItem('jieli.lang', 'zh-Hant')
    })
    await page.reload()
    await page.waitForSelector('.tile')
    await accessible(page, 'the cockpit in dark')
    const { workspace } = await ask(page, '/catalog')
    const { figures } = await ask(page, `/figures?indicator=${workspace.indicators.join(',')}`)
    const open = figures.find((f) => Number(f.value) > 0 && !f.denominator)
    await go(page, `/figures/${open.id}`)
    await page.locator('.records a').first().click()
    await page.waitForURL(/\/(r|cases)\//)
    const [register, county, id] = new URL(page.url()).pathname.split('/').slice(2)
    await go(page, `/r/${register}/${county}/${id}?tab=history`)
    await page.locator('.history .prove').last().click()
    await page.waitForSelector('dialog[open] .note.info[role=status]')
    await accessible(page, 'a proof in dark')
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test('the way to a form and through it needs no mouse', { timeout: 120_000 }, async () => {
  const { page, errors, context } = await as('team-xiaojiang')
  await page.goto(`${base}/tasks`)
  await page.waitForSelector('h1')
  await quiet(page)
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'first comes the way past the menu')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  const catalog = await ask(page, '/catalog')
  const form = catalog.forms.find(
    (f) => f.may_submit && catalog.workspace.forms.includes(f.name) && f.subject && !f.creates && f.dated_by,
  )
  const [record] = (await ask(page, `/registers/${form.subject}/records?limit=1`)).records
  await page.keyboard.press('Control+k')
  await page.keyboard.type(record.title.split(/[ ·]/)[0])
  await page.waitForSelector('[role=option]')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(r|cases)\//)
  await page.goto(`${base}/form/${form.name}/${record.county}/${record.id}`)
  await page.waitForSelector('main .question')
  await quiet(page)
  // Every question is reached by Tab, in their order, and what has the focus shows it.
  await page.evaluate(() => document.querySelector('#main').focus())
  const order = await page.evaluate(() => [...document.querySelectorAll('main .question')].map((q) => q.dataset.path))
  const reached = []
  for (let i = 0; i < 160; i++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => ({
      path: document.activeElement.closest('.question')?.dataset.path,
      send: document.activeElement.matches('main form button[type=submit]'),
    }))
    if (at.path && !reached.includes(at.path)) reached.push(at.path)
    if (at.send) break
  }
  const asked = order.filter((path) => reached.includes(path))
  assert.deepEqual(reached, asked, 'in the order in which they stand')
  assert.ok(reached.length > 2 && reached.includes(form.dated_by))
  assert.ok(
    await page.evaluate(() => document.activeElement.matches('main form button[type=submit]')),
    'the way ends at what sends',
  )
  await fits(page, 'the form')
  assert.deepEqual(errors, [])
  await context.close()
})
