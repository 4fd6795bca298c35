// Several hands on one record, and a line that breaks: what the phones hold and what the server holds is the same in the end.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, base, launch, person, signIn, worker } from './lib.mjs'
import { agrees, correct, item, phone, settled, subjectOf, syncNow } from './field-lib.mjs'

let browser
before(async () => (browser = await launch()))
after(() => browser.close())

/** A UUID that begins with the time, as the clients make them. */
function newId() {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`
}

/** Corrects a field as the console does: at once, against the version that it sees. */
async function correctOnline(page, about, field, value) {
  const now = await ask(page, `/registers/${about.register}/records/${about.county}/${about.id}`)
  const bundle = {
    id: newId(),
    county: about.county,
    device: 'console',
    made_at: (await ask(page, '/session')).now,
    entries: [
      {
        register: about.register,
        record: about.id,
        action: 'correct',
        base: now.version,
        reason: '核实',
        fields: { [field]: value },
      },
    ],
  }
  const answer = await page.request.post(`${base}/api/v1/bundles`, { data: bundle, headers: { 'X-Jieli': '1' } })
  assert.equal(answer.status(), 200, await answer.text())
}

const state = async (page) => {
  await page.click('[data-go=sent]')
  return item(page).getAttribute('data-state')
}

test('two phones and a console correct one record in several orders: nothing is lost, what contradicts is a conflict', async () => {
  const one = await phone(browser)
  const two = await phone(browser)
  const desk = await person(browser)
  await signIn(desk.page, worker)
  const orders = [
    ['one', 'two', 'desk'],
    ['desk', 'two', 'one'],
    ['two', 'desk', 'one'],
  ]
  for (const [turn, order] of orders.entries()) {
    const about = await subjectOf(desk.page, 20 + turn)
    const [same, other] = about.fields
    await one.context.setOffline(true)
    await two.context.setOffline(true)
    await correct(one.page, about, same, `甲写的${turn}`)
    await correct(two.page, about, other, `乙写的${turn}`)
    for (const who of order) {
      if (who === 'desk') await correctOnline(desk.page, about, same, `桌上写的${turn}`)
      else {
        const p = who === 'one' ? one : two
        await p.context.setOffline(false)
        await syncNow(p.page)
      }
    }
    for (const p of [one, two]) await syncNow(p.page)
    const now = await ask(desk.page, `/registers/${about.register}/records/${about.county}/${about.id}`)
    assert.equal(now.fields[other], `乙写的${turn}`, 'another field is no conflict')
    const deskFirst = order.indexOf('desk') < order.indexOf('one')
    // Whoever had not seen the other contradicts; the console always sees what is there.
    assert.equal(now.conflicts.includes(same), deskFirst, `${order}: ${now.conflicts}`)
    assert.equal(await state(one.page), deskFirst ? 'conflict' : 'accepted')
    assert.equal(await state(two.page), 'accepted')
    for (const p of [one, two]) await agrees(p.page)
  }
  for (const p of [one, two, desk]) await p.context.close()
})

test('the line breaks at twenty moments of syncs: each bundle arrives once, and the phone comes to the same', async () => {
  const p = await phone(browser)
  const { page, context } = p
  const about = await subjectOf(page, 40)
  const [field] = about.fields
  const before = await ask(page, `/registers/${about.register}/records/${about.county}/${about.id}`)
  let seed = 7
  const dice = (n) => (seed = (seed * 16807) % 2147483647) % n
  const made = 4
  for (let n = 0; n < made; n++) {
    await context.setOffline(true)
    await correct(page, about, field, `第${n}次`)
    for (let cut = 0; cut < 5; cut++) {
      // The answer is lost on its way at some request, or the line is cut at some moment.
      const lose = dice(2)
      if (lose) {
        let left = dice(3)
        await page.route('**/api/v1/**', async (route) => {
          if (left-- > 0) return route.continue()
          await route.fetch().catch(() => {}) // it was served; nobody hears of it
          await route.abort()
        })
      }
      await context.setOffline(false)
      await page.click('[data-sync]').catch(() => {})
      await page.waitForTimeout(dice(250))
      await context.setOffline(true)
      await page.unroute('**/api/v1/**')
      await settled(page)
    }
  }
  await context.setOffline(false)
  await syncNow(page)
  await page.click('[data-go=sent]')
  const states = await page.locator('[data-item]').evaluateAll((all) => all.map((x) => x.dataset.state))
  assert.deepEqual(states, Array(made).fill('accepted'))
  const now = await ask(page, `/registers/${about.register}/records/${about.county}/${about.id}`)
  assert.equal(now.fields[field], `第${made - 1}次`)
  const history = await ask(page, `/registers/${about.register}/records/${about.county}/${about.id}/history`)
  const lines = Array.isArray(history) ? history : history.history
  const ours = lines.filter((x) => x.entry.version > before.version && x.entry.reason === '核实后更正')
  assert.equal(ours.length, made, 'each once')
  await agrees(page)
  await context.close()
})
