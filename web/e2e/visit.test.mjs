// The main thread: a team member finds a household, visits it, and everything that follows from the visit has changed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, answerRequired, ask, base, launch, overseer, person, signIn, worker } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

/** A round of households that has not ended, one that it has not covered, and the form that covers it. */
async function uncovered(page) {
  const catalog = await ask(page, '/catalog')
  for (const round of await ask(page, '/rounds')) {
    const kind = catalog.rounds.find((r) => r.name === round.round)
    const form = catalog.forms.find((f) => f.own === kind?.covered_by && f.may_submit)
    if (!form || !form.dated_by) continue
    const { records } = await ask(page, `/registers/${round.target}/records?round=${round.id}&covered=no&limit=5`)
    if (records.length) return { round, form, record: records[0], catalog }
  }
  return undefined
}

/** The headquarters open a round of households that begins today: then everybody is to be visited again. */
async function openRound(now) {
  const { page, context } = await person(browser)
  await signIn(page, overseer)
  await page.goto(`${base}/form/round_opening`)
  await page.waitForSelector('.question')
  const day = now.slice(0, 10)
  await page.fill('[data-path="name"] input', `试走访 ${now.slice(0, 19)}`)
  await page.locator('[data-path="kind"] label', { hasText: '户' }).first().click()
  await page.fill('[data-path="starts_on"] input', day)
  await page.fill('[data-path="ends_on"] input', `${Number(day.slice(0, 4)) + 1}-12-31`)
  await accessible(page, 'the form that opens a round')
  await page.click('button[type=submit]')
  await page.waitForSelector('.done [role=status]')
  await context.close()
}

/** The figures of the person's area, as values by name. */
async function figuresOf(page) {
  return Object.fromEntries((await ask(page, '/figures')).figures.map((f) => [f.id, f.value]))
}

const coverageOf = (page, round, area) =>
  ask(page, `/rounds/${round.round}/${round.county}/${round.id}/coverage?area=${area}&level=village`)

/** A day on which the visit counts for the round and is not in the future. */
function visitDay(round, now) {
  const today = now.slice(0, 10)
  return round.to && round.to < today ? round.to : today
}

test('a visit is entered once, and record, coverage and history follow', { timeout: 120_000 }, async () => {
  const { page, errors, foreign, context } = await person(browser)
  await signIn(page, worker)
  const { now } = await ask(page, '/session')
  if (!(await uncovered(page))) await openRound(now)
  const { round, form, record, catalog } = await uncovered(page)
  const day = visitDay(round, now)
  const before = await coverageOf(page, round, record.area)
  const figuresBefore = await figuresOf(page)

  // The list, found by the initials of its pinyin: what the server finds by them is what the page shows.
  const label = catalog.registers.find((r) => r.name === round.target).label.zh
  await page.click(`nav a[href="/work/${catalog.registers.find((r) => r.name === round.target).folder}"]`)
  await page.click(`main a[href="/r/${round.target}"]`)
  await page.waitForSelector('tbody tr')
  await accessible(page, 'the list')
  const { found } = await ask(page, `/search?q=${encodeURIComponent(record.title.slice(0, 1))}`)
  assert.ok(found.length, `somebody is found by ${record.title.slice(0, 1)}`)
  const initials = process.env.E2E_PINYIN ?? 'l'
  await page.fill('input[type=search]', initials)
  await page.waitForURL(`**q=${initials}*`)
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
  assert.ok((await page.locator('tbody tr').count()) > 0, `${label} found by pinyin`)

  // Ctrl-K opens from anywhere.
  await page.keyboard.press('Control+k')
  await page.fill('.search input', record.title.split(/[ ·]/)[0])
  await page.waitForSelector('.search [role=option]')
  await accessible(page, 'the search')
  await page.keyboard.press('Escape')

  // The record, then the form.
  await page.goto(new URL(`/r/${record.register}/${record.county}/${record.id}`, page.url()).href)
  await page.waitForSelector('[role=tablist]')
  await accessible(page, 'the record')
  await page.click(`a[href="/form/${form.name}/${record.county}/${record.id}"]`)
  await page.waitForSelector('.question')

  // Sent too early, it says what is missing at the question.
  await page.fill(`[data-path="${form.dated_by}"] input`, '2999-01-01')
  await page.click('button[type=submit]')
  await page.waitForSelector(`[data-path="${form.dated_by}"] .problem`)
  await accessible(page, 'the form with findings')

  // What is half filled in survives a closed page.
  await answerRequired(page, day, form.dated_by)
  await page.waitForFunction(() => /草稿已保存/.test(document.body.innerText))
  await page.reload()
  await page.waitForSelector('.note.info')
  assert.equal(await page.inputValue(`[data-path="${form.dated_by}"] input`), day, 'the draft is back')
  await answerRequired(page, day, form.dated_by)

  await page.click('button[type=submit]')
  await page.waitForSelector('.done [role=status], dialog[open]')
  if (await page.locator('dialog[open]').count()) await page.click('dialog[open] footer .btn.primary')
  await page.waitForSelector('.done [role=status]')
  await page.waitForSelector('.done dl dd')
  await accessible(page, 'the success page')

  const after = await coverageOf(page, round, record.area)
  assert.equal(after.total.covered, before.total.covered + 1, 'one more is covered')
  assert.equal(after.total.targets, before.total.targets, 'nobody else came or went')

  const figuresAfter = await figuresOf(page)
  const moved = Object.keys(figuresAfter).filter((id) => figuresAfter[id] !== figuresBefore[id])
  assert.ok(moved.length, 'figures followed')
  await page.goto(`${base}/figures`)
  await page.waitForSelector(`[data-figure="${moved[0]}"]`)
  assert.equal(
    (await page.textContent(`[data-figure="${moved[0]}"] .value strong`)).replace(/,/g, ''),
    figuresAfter[moved[0]],
  )

  // The page of the round says the same, and the record remembers who did what.
  await page.goto(new URL(`/rounds/${round.round}/${round.county}/${round.id}?area=${record.area}`, page.url()).href)
  await page.waitForSelector('[data-figure=covered]')
  assert.equal((await page.textContent('[data-figure=covered]')).replace(/,/g, ''), String(after.total.covered))
  await accessible(page, 'the coverage')
  await page.goto(new URL(`/r/${record.register}/${record.county}/${record.id}?tab=history`, page.url()).href)
  await page.waitForSelector('.history > li')
  assert.match(await page.textContent('.history'), new RegExp(form.label.zh), 'the history names the form')
  await accessible(page, 'the history')

  assert.deepEqual(errors, [], 'no error of the page, no breach of the content policy')
  assert.deepEqual(foreign, [], 'no request to anybody else')
  await context.close()
})
