// The cockpit: an officer of headquarters prepares Monday's meeting; figures beside their past and plan, live, in print.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { accessible, ask, base, fits, launch, overseer, person, quiet, signIn } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const officer = (a) => overseer(a) && a.role === 'programme_office'

test("an officer prepares Monday's meeting", { timeout: 120_000 }, async () => {
  const { page, errors, foreign, context } = await person(browser)
  await signIn(page, officer)
  await page.waitForURL('**/cockpit') // who answers for figures sees them first
  await page.waitForSelector('.tile')
  await accessible(page, 'the cockpit')

  // What the page says is what the server says, for the same day a year before too.
  const { workspace } = await ask(page, '/catalog')
  const { figures } = await ask(page, `/figures?compare=yes&indicator=${workspace.indicators.join(',')}`)
  const names = workspace.indicators.join(',')
  const below = (await ask(page, `/figures?below=county&indicator=${names}`)).figures.filter((f) => Number(f.value) > 0)
  const known = figures.find((f) => Number(f.before) > 0 && below.some((b) => b.id === f.id))
  const tile = page.locator(`.tile:has([data-figure="${known.id}"])`)
  const plain = async (what) => (await what.textContent()).replace(/,/g, '')
  assert.equal(await plain(tile.locator('.value strong')), known.value)
  assert.ok((await plain(tile.locator('.past'))).includes(known.before), 'its year before')
  const planned = figures.find((f) => f.plan)
  assert.ok(planned, 'some figure has a plan')
  assert.ok((await plain(page.locator(`.tile:has([data-figure="${planned.id}"]) .plan`))).includes(planned.plan.value))

  // Its chart and table open below it; the last line of the series is the figure.
  await tile.locator('.more').click()
  await page.waitForSelector('.panel .chart svg')
  await page.waitForSelector('.panel table.figures tbody tr')
  assert.equal(await plain(page.locator('.panel .trend tbody tr').first().locator('td').first()), known.value)
  await accessible(page, 'an open chart')
  const codes = (await ask(page, `/areas?within=${known.area}&level=county`)).map((a) => a.name)
  const order = (await page.locator('.panel .areas tbody th').allTextContents()).map((x) => codes.indexOf(x.trim()))
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
    'areas stand in the order of their codes',
  )

  // One area below, and this month only; all of it stands in the address.
  await page.locator('.panel .areas button.area').first().click()
  await page.click('.choice >> text=本月')
  await quiet(page)
  const address = new URL(page.url())
  assert.equal(address.searchParams.get('span'), 'month')
  const area = address.searchParams.get('area')
  assert.ok(area.startsWith(known.area) && area.length > known.area.length)
  await page.reload()
  await page.waitForSelector('.panel .chart svg')
  assert.equal(await page.getAttribute('.choice >> text=本月', 'aria-pressed'), 'true')

  // A figure leads to its definition and records.
  await page.click('.panel header a')
  await page.waitForSelector('.value strong')
  await accessible(page, 'a figure')
  assert.deepEqual(errors, [], 'no error of the page, no breach of the content policy')
  assert.deepEqual(foreign, [], 'no request to anybody else')
  await context.close()
})

test('any period can be looked at, beside the same one a year before', { timeout: 60_000 }, async () => {
  const { page, errors, context } = await person(browser)
  await signIn(page, officer)
  const { now } = await ask(page, '/session')
  const to = new Date(Date.parse(now.slice(0, 10)) - 40 * 86_400_000).toISOString().slice(0, 10)
  const from = new Date(Date.parse(to) - 71 * 86_400_000).toISOString().slice(0, 10)
  await page.goto(`${base}/cockpit?show=all`)
  await page.waitForSelector('.tile')
  await page.locator('.date input.input').nth(1).fill(to)
  await page.locator('.date input.input').first().fill(from)
  await page.waitForURL(`**from=${from}*`)
  await quiet(page)
  const { figures } = await ask(page, `/figures?compare=yes&since=${from}&as_of=${to}`)
  const { indicators } = await ask(page, '/catalog')
  const flows = figures.filter((f) => indicators.find((i) => i.name === f.id)?.kind === 'flow' && Number(f.value) > 0)
  assert.ok(flows.length > 3, 'something came in the period')
  for (const f of flows.slice(0, 6)) {
    const tile = page.locator(`.tile:has([data-figure="${f.id}"])`)
    assert.equal((await tile.locator('.value strong').textContent()).replace(/,/g, ''), f.value, f.id)
  }
  assert.equal(await page.locator('.choice [aria-pressed=true]').count(), 1, 'no span is chosen beside it')
  await page.click('.choice >> text=本月')
  await quiet(page)
  assert.equal(new URL(page.url()).searchParams.get('from'), null)
  assert.deepEqual(errors, [])
  await context.close()
})

test('cockpit, list, record and map print as pages of paper', { timeout: 120_000 }, async () => {
  const { page, context } = await person(browser)
  await signIn(page, (a) => a.role === 'county_office')
  const { workspace } = await ask(page, '/catalog')
  const [name] = workspace.registers
  const [one] = (await ask(page, `/registers/${name}/records?limit=1`)).records
  for (const path of ['/cockpit', `/r/${name}`, `/r/${name}/${one.county}/${one.id}`, '/map']) {
    await page.goto(base + path)
    await page.waitForSelector('h1')
    await quiet(page)
    if (path === '/map') await page.waitForFunction(() => document.querySelector('canvas.paper').width > 600)
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    const boxes = [...paper.matchAll(/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map((m) => [Number(m[1]), Number(m[2])])
    assert.ok(boxes.length > 0 && boxes.length < 20, `${path}: ${boxes.length} pages`)
    const across = boxes.every(([w, h]) => w > h)
    assert.equal(across, path === '/map' || path === `/r/${name}`, `${path} lies as it should: ${boxes[0]}`)
    await page.emulateMedia({ media: 'print' })
    for (const gone of ['.skip', '.side.card input', 'button.btn', '.top'])
      for (const it of await page.locator(gone).all()) assert.equal(await it.isVisible(), false, `${gone} on ${path}`)
    await page.emulateMedia({ media: null })
  }
  await context.close()
})

test('the cockpit prints: tiles and charts, no menus', { timeout: 60_000 }, async () => {
  const { page, context } = await person(browser)
  await signIn(page, officer)
  await page.goto(`${base}/cockpit`)
  await page.locator('.tile .more').first().click()
  await page.waitForSelector('.panel .chart svg')
  await page.emulateMedia({ media: 'print' })
  for (const gone of ['.side', '.top', '.tools'])
    assert.equal(await page.locator(gone).first().isVisible(), false, gone)
  assert.ok(await page.locator('.panel .chart svg').isVisible())
  await context.close()
})

test('dark and large stay as chosen, fit a phone and are accessible', { timeout: 120_000 }, async () => {
  const { page, context } = await person(browser, { width: 390, height: 844 })
  await signIn(page, officer)
  for (const [theme, size] of [
    ['dark', 'normal'],
    ['light', 'larger'],
    ['dark', 'larger'],
  ]) {
    await page.evaluate(
      ([t, s]) => {
        localStorage.setItem('jieli.theme', t)
        localStorage.setItem('jieli.size', s)
      },
      [theme, size],
    )
    for (const path of ['/cockpit', '/tasks', '/registers']) {
      await page.goto(base + path)
      await page.waitForSelector('h1')
      await quiet(page)
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme)
      await fits(page, `${path} ${theme} ${size}`)
      await accessible(page, `${path} ${theme} ${size}`)
    }
  }
  await context.close()
})

test(
  'a list is a table, a board or a month, is shared by its address and taken as a file',
  { timeout: 120_000 },
  async () => {
    const { page, errors, context } = await person(browser)
    await signIn(page, (a) => a.role === 'county_office')
    const { registers, workspace } = await ask(page, '/catalog')
    const register = registers.find(
      (r) =>
        workspace.registers.includes(r.name) &&
        r.fields.some((f) => f.type === 'date' && f.filter && !f.masked) &&
        r.fields.some((f) => f.type === 'choice' && f.list && !f.masked),
    )
    await page.goto(`${base}/r/${register.name}`)
    await page.waitForSelector('table.records tbody tr')
    await accessible(page, 'a list with its tools')
    await page.click('.choice button:nth-child(2)')
    await page.waitForSelector('.board .lane')
    await accessible(page, 'a board')
    await page.click('.choice button:nth-child(3)')
    await page.waitForSelector('.calendar .day')
    await accessible(page, 'a calendar')
    assert.equal(new URL(page.url()).searchParams.get('_view'), 'calendar')
    await page.reload()
    await page.waitForSelector('.calendar .day')

    await page.click('.choice button:nth-child(1)')
    await page.waitForSelector('table.records')
    const { count } = await ask(page, `/registers/${register.name}/records?limit=1`)
    await page.click('.export')
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=CSV')])
    const text = readFileSync(await file.path(), 'utf8')
    assert.ok(file.suggestedFilename().startsWith(register.label.zh))
    if (typeof count === 'number')
      assert.equal(text.trimEnd().split('\r\n').length, count + 1, 'every record is a line')

    await page.click('.views')
    await page.fill('.kept input', '我常看的')
    await page.click('.kept form button')
    await page.goto(`${base}/r/${register.name}`)
    await page.click('.views')
    await page.click('.kept li button')
    assert.ok(new URL(page.url()).searchParams.get('_columns'), 'a kept view brings its columns')
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test('the palette goes anywhere by keyboard alone', { timeout: 60_000 }, async () => {
  const { page, errors, context } = await person(browser)
  await signIn(page, officer)
  const { indicators } = await ask(page, '/catalog')
  const wanted = indicators[0]
  await page.keyboard.press('Control+k')
  await page.keyboard.type(wanted.label.zh)
  await page.waitForSelector('[role=option]')
  await accessible(page, 'the palette')
  const titles = await page.locator('[role=option] strong').allTextContents()
  for (let i = titles.indexOf(wanted.label.zh); i > 0; i--) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(figures|r|queue|form)\//)
  assert.deepEqual(errors, [])
  await context.close()
})
