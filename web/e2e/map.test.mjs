// The battle map: its counts are right, an area drawn begins a round whose coverage the team follows, all of it by keyboard
// too; a chart for the wall is made by the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, answerRequired, ask, base, fits, launch, person, quiet, signIn } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const town = { code: '441823111' }
const office = (a) => a.role === 'county_office' && town.code.startsWith(a.area)
const leader = (a) => a.role === 'team_leader' && a.area === town.code

/** The map with a canvas that has drawn. */
async function openMap(page, query = '') {
  await page.goto(`${base}/map${query}`)
  await page.waitForSelector('.battle canvas.maplibregl-canvas')
  await quiet(page)
}

/** Sets corners around the middle of the map with the mouse. */
async function drawAround(page) {
  const box = await page.locator('.battle canvas.maplibregl-canvas').boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  for (const [dx, dy] of [
    [-90, -110],
    [110, -100],
    [120, 120],
    [-100, 110],
  ])
    await page.mouse.click(x + dx, y + dy)
}

test(
  'an area drawn after the rain begins a sweep, and the team of the town sees its coverage',
  { timeout: 240_000 },
  async () => {
    const county = await person(browser)
    await signIn(county.page, office)
    const lies = (await ask(county.page, '/areas/shapes')).find((s) => s.code === town.code)
    await openMap(county.page, `?at=${lies.at.join(',')},11.5`)
    await county.page.click('[data-tool=opening]')
    const start = county.page.locator('[data-opening]').first()
    assert.equal(await start.isDisabled(), true, 'nothing is drawn yet')
    await drawAround(county.page)
    await county.page.waitForSelector('[data-opening]:not([disabled])')
    assert.match(await county.page.locator('.tools strong').innerText(), /亩/)
    await accessible(county.page, 'the map with an area')
    await start.click()
    await county.page.waitForURL('**/form/**')
    await county.page.waitForSelector('.question')
    const { today } = await ask(county.page, '/session').then((s) => ({ today: s.today ?? s.now?.slice(0, 10) }))
    const name = `测试排查 ${Date.now() % 1e6}`
    await county.page.locator('[data-path="name"] input, [data-path="name"] textarea').first().fill(name)
    await answerRequired(county.page, today ?? '2022-07-29')
    const before = await ask(county.page, '/rounds')
    await county.page.locator('button.primary.big, button[type=submit]').last().click()
    await county.page.waitForTimeout(800)
    const confirm = county.page.locator('dialog[open] button.primary')
    if (await confirm.count()) await confirm.click()
    let fresh
    for (let turn = 0; turn < 40 && !fresh; turn++) {
      await county.page.waitForTimeout(250)
      fresh = (await ask(county.page, '/rounds')).find((r) => !before.some((b) => b.id === r.id))
    }
    assert.ok(fresh, 'the sweep stands among the rounds')

    const team = await person(browser)
    await signIn(team.page, leader)
    const coverage = await ask(
      team.page,
      `/rounds/${fresh.round}/${fresh.county}/${fresh.id}/coverage?area=${town.code}`,
    )
    assert.ok(coverage.total.targets > 0, 'households of the area are on the list')
    await team.page.goto(`${base}/rounds/${fresh.round}/${fresh.county}/${fresh.id}`)
    await team.page.waitForSelector('h1')
    await quiet(team.page)
    assert.match(await team.page.locator('main').innerText(), new RegExp(`${coverage.total.targets}`))
    assert.deepEqual([...county.errors, ...county.foreign, ...team.errors, ...team.foreign], [])
    await county.context.close()
    await team.context.close()
  },
)

test('the map is used by keyboard, and what is measured is told', { timeout: 120_000 }, async () => {
  const { page, context, errors } = await person(browser)
  await signIn(page, leader)
  await openMap(page)
  await page.locator('[data-tool=distance]').focus()
  await page.keyboard.press('Enter')
  await page.locator('.battle canvas.maplibregl-canvas').focus()
  await page.keyboard.press('Enter')
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight')
  await page.waitForTimeout(900)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.tools strong')
  assert.match(await page.locator('.tools strong').innerText(), /^\d+(\.\d+)? 公里$/)
  await page.keyboard.press('Backspace')
  await page.waitForFunction(() => !document.querySelector('.tools strong'))
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('.tools [aria-pressed="true"]'))
  assert.deepEqual(errors, [])
  await context.close()
})

test('a layer is filtered in words, and fits a phone', { timeout: 120_000 }, async () => {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const { page, context, errors } = await person(browser, size)
    await signIn(page, leader)
    await openMap(page)
    if (size.width < 720) await page.locator('.side header button').click()
    assert.ok((await page.locator('[data-layer]:checked').count()) > 0, 'a layer is shown at first')
    await page.locator('.side .layer button').first().click()
    await page.waitForSelector('.side .filters')
    await accessible(page, `the map at ${size.width} px`)
    await fits(page, `the map at ${size.width} px`)
    assert.deepEqual(errors, [])
    await context.close()
  }
})

test(
  'what has no place of its own is counted at its town, and the count opens the list',
  { timeout: 90_000 },
  async (t) => {
    const { page, context, errors } = await person(browser)
    await signIn(page, office)
    const { layers } = await ask(page, '/catalog')
    const lies = (await ask(page, '/areas/shapes')).find((s) => s.code === town.code)
    let found
    for (const layer of layers.filter((l) => l.kind === 'area')) {
      const { count } = await ask(page, `/registers/${layer.register}/records?area=${town.code}&limit=1`)
      if (count) found ??= layer
    }
    if (!found) return t.skip('no layer of what has no place')
    await openMap(page, `?at=${lies.at.join(',')},13&layers=${found.name}`)
    await page.locator('.battle canvas.maplibregl-canvas').first().focus()
    for (let turn = 0; turn < 20 && !(await page.locator('.found').count()); turn++) {
      await page.keyboard.press('Enter') // once it is drawn
      await page.waitForTimeout(300)
    }
    const said = Number((await page.locator('.found p').innerText()).replace(/\D/g, ''))
    await accessible(page, 'a count that was pointed at')
    await page.click('.found a')
    await page.waitForURL(`**/r/${found.register}?**area=${town.code}*`)
    await quiet(page)
    const { count } = await ask(page, `/registers/${found.register}/records?area=${town.code}&limit=1`)
    assert.ok(said > 0 && said <= count, `${said} on the map, ${count} in the list`)
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test('a chart for the wall is shown and given as PDF', { timeout: 120_000 }, async () => {
  for (const size of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const { page, context, errors } = await person(browser, size)
    await signIn(page, leader)
    await page.goto(`${base}/wall`)
    await page.waitForFunction(() => document.querySelector('.sheet img')?.naturalWidth > 0)
    await page.selectOption('[data-choose=size]', 'A0')
    const link = await page.locator('[data-format=pdf]').getAttribute('href')
    assert.match(link, /size=A0/)
    const answer = await page.request.get(new URL(link, base).href)
    assert.equal(answer.status(), 200)
    assert.equal((await answer.body()).subarray(0, 5).toString(), '%PDF-')
    await accessible(page, `the wall chart at ${size.width} px`)
    await fits(page, `the wall chart at ${size.width} px`)
    assert.deepEqual(errors, [])
    await context.close()
  }
})
