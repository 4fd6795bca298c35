// A team member's day without network, in earnest: the network is cut at the browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, ask, base, fits, launch, person, signIn, worker } from './lib.mjs'
import { agrees, finish, item, openRecord, phone, settled, syncNow, unlock } from './field-lib.mjs'

let browser
before(async () => (browser = await launch()))
after(() => browser.close())

/** The form by which a household, or what else the pack has, is visited: that of the first round's trips. */
async function visitOf(page) {
  const kit = await ask(page, '/sync/kit')
  const made = (r) => kit.catalog.forms.find((f) => f.own === r.covered_by && f.subject === r.target)
  const first = (r) => kit.catalog.workspace.forms.indexOf(made(r)?.name)
  const [round] = kit.catalog.rounds.filter((r) => first(r) >= 0).sort((a, b) => first(a) - first(b))
  const form = made(round)
  const { records } = await ask(page, `/registers/${round.target}/records?limit=500`)
  const words = form.sections[0].questions.find(
    (q) => ['text', 'person_name'].includes(q.field?.type) && !q.save_to && !q.relevant,
  ).name
  return { form, target: round.target, records, words }
}

test('a whole day without network: found, filled in, browser killed in mid-form, finished, sent once, confirmed', async () => {
  const p = await phone(browser)
  const { page, context } = p
  const visit = await visitOf(page)
  const about = visit.records[7]
  const before = about.version
  await context.setOffline(true)

  await openRecord(page, about)
  await page.waitForSelector(`[data-form="${visit.form.name}"]`)
  await accessible(page, 'a record')
  await fits(page, 'a record')
  await page.click(`[data-form="${visit.form.name}"]`)
  await page.waitForSelector('form.form')
  await accessible(page, 'a form')
  await page.fill(`[data-path="${visit.words}"] :is(input, textarea)`, '张无信')
  await page.waitForSelector('[data-saved=yes]')

  await page.close() // the browser is killed
  const again = await context.newPage()
  await again.goto(`${base}/field/`) // without network: from the kept files
  await unlock(again)
  await again.click('[data-draft]')
  await again.waitForSelector('form.form')
  const kept = await again
    .locator('.question textarea, .question input.input')
    .evaluateAll((all) => all.map((x) => x.value))
  assert.ok(kept.includes('张无信'), `what was typed is there: ${kept}`)

  await finish(again)
  const mine = item(again)
  await mine.waitFor()
  assert.equal(await mine.getAttribute('data-state'), 'waiting')
  await openRecord(again, about)
  await again.waitForSelector('[data-pending]')

  await context.setOffline(false)
  await syncNow(again)
  await again.click('[data-go=sent]')
  assert.equal(await mine.getAttribute('data-state'), 'accepted', await mine.innerText())
  const now = await ask(again, `/registers/${visit.target}/records/${about.county}/${about.id}`)
  const list = await ask(
    again,
    `/registers/${visit.target}/records/${about.county}/${about.id}/children/${visit.form.own}`,
  )
  assert.ok(now.version >= before)
  assert.equal(list.records.filter((r) => JSON.stringify(r.fields).includes('张无信')).length, 1, 'once, not twice')
  await agrees(again)
  assert.deepEqual(p.errors, [])
  assert.deepEqual(p.foreign, [])
  await context.close()
})

test('nothing private stands in addresses, caches or the local storage, and ten wrong PINs leave nothing', async () => {
  const p = await phone(browser)
  const { page, context } = p
  const { records } = await visitOf(page)
  await openRecord(page, records[3])
  assert.equal(page.url(), `${base}/field/`)
  const outside = await page.evaluate(async () => {
    const names = []
    for (const name of await caches.keys())
      for (const r of await (await caches.open(name)).keys()) names.push(new URL(r.url).pathname)
    const db = await new Promise((done) => (indexedDB.open('jieli.field').onsuccess = (e) => done(e.target.result)))
    const things = await new Promise(
      (done) => (db.transaction('things').objectStore('things').getAll().onsuccess = (e) => done(e.target.result)),
    )
    const texts = things.map((x) => new TextDecoder().decode(x instanceof Uint8Array ? x : (x.key ?? new Uint8Array())))
    return {
      names,
      texts: texts.join(''),
      kept: JSON.stringify({ ...localStorage }),
      state: JSON.stringify(history.state),
    }
  })
  assert.ok(
    outside.names.every((n) => n.startsWith('/field/')),
    `${outside.names}`,
  )
  const head = records[3].title.split(/[ ·]/)[0]
  for (const text of [outside.texts, outside.kept, outside.state])
    assert.ok(!text.includes(head), 'a name stands in plain')

  await page.reload()
  for (let i = 0; i < 10; i++) {
    await page.waitForSelector('[data-pin], [data-notice=wiped]')
    for (const d of '111222') await page.click(`[data-digit="${d}"]`)
    await page.click('[data-pin-done]')
    await page.waitForSelector(i < 9 ? '[role=alert]' : '[data-notice=wiped]')
    await page.waitForTimeout(50)
    await page.waitForFunction(() => !document.querySelector('[data-pin-done]')?.textContent.includes('…'))
  }
  const left = await page.evaluate(async () => {
    const db = await new Promise((done) => (indexedDB.open('jieli.field').onsuccess = (e) => done(e.target.result)))
    return new Promise(
      (done) => (db.transaction('things').objectStore('things').count().onsuccess = (e) => done(e.target.result)),
    )
  })
  assert.equal(left, 0)
  await context.close()
})

test('a lost phone is revoked by its administrator and wipes itself', async () => {
  const p = await phone(browser)
  const admin = await person(browser)
  await signIn(admin.page, (a) => a.role === 'user_administrator')
  const devices = await ask(admin.page, '/devices')
  const mine = devices[0]
  assert.equal(mine.unsent, 0)
  const answer = await admin.page.request.delete(`${base}/api/v1/devices/${mine.id}`, { headers: { 'X-Jieli': '1' } })
  assert.equal(answer.status(), 204)
  await p.page.click('[data-sync]')
  await p.page.waitForSelector('[data-notice=wiped]')
  await admin.page.waitForTimeout(500)
  const after = (await ask(admin.page, '/devices')).find((d) => d.id === mine.id)
  assert.ok(after.wiped_at, 'the phone has said that its copy is gone')
  await p.context.close()
  await admin.context.close()
})

test('the pages fit 360 pixels in large type, in both languages', async () => {
  const p = await phone(browser, worker, { width: 360, height: 640 })
  const { page } = p
  await page.click('[data-go=me]')
  await page.click('[data-large]')
  for (const lang of ['zh', 'en']) {
    for (const where of ['day', 'find', 'sent', 'me']) {
      await page.click(`[data-go="${where}"]`)
      await settled(page)
      await fits(page, `${where} (${lang})`)
      await accessible(page, `${where} (${lang})`)
    }
    await page.click('[data-lang]')
  }
  assert.deepEqual(p.errors, [])
  await p.context.close()
})
