// What people and machines do to forms: two clicks, the back button, a session that ends, texts nobody expected.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, answerRequired, ask, base, launch, person, signIn, worker } from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

const long = 120 // characters from which a text is asked for in several lines

/** A form about a record of the first register, with a dated answer and a long text; and its address. */
async function formOf(page) {
  const catalog = await ask(page, '/catalog')
  const register = catalog.workspace.registers[0]
  const texts = (f) =>
    f.sections
      .flatMap((s) => s.questions)
      .filter((q) => q.field?.type === 'text' && q.field.max_length > long && !q.relevant)
  const asked = (f) => f.sections.flatMap((s) => s.questions)
  const asks = (f) => asked(f).filter((q) => q.required || q.field?.required || q.repeat).length
  const [form] = catalog.forms
    .filter((f) => f.subject === register && f.may_submit && !f.creates && f.dated_by && !f.transition)
    .filter((f) => catalog.workspace.forms.includes(f.name) && texts(f).length)
    .sort((a, b) => asks(a) - asks(b))
  const { records } = await ask(page, `/registers/${register}/records?limit=1`)
  if (!form || !records.length) return undefined
  const [record] = records
  return { form, record, text: texts(form)[0], path: `/form/${form.name}/${record.county}/${record.id}` }
}

async function filled(page, found, words) {
  await page.goto(base + found.path)
  await page.waitForSelector('.question')
  const { now } = await ask(page, '/session')
  await answerRequired(page, now.slice(0, 10), found.form.dated_by, 'main')
  const box = page.locator(`[data-path="${found.text.name}"] textarea`)
  await box.fill(words)
  await page.waitForFunction(() => /草稿已保存/.test(document.body.innerText))
  return box
}

/** The text as the record holds it that the form saves it to. */
async function kept(page, { form, record, text }) {
  const [register, field] = (text.save_to ?? `${form.own}.${text.field.name}`).split('.')
  if (register === record.register)
    return (await ask(page, `/registers/${register}/records/${record.county}/${record.id}`)).fields[field]
  return (await ask(page, `/registers/${register}/records?sort=-created_at&limit=1`)).records[0].fields[field]
}

const versionOf = async (page, { record }) =>
  (await ask(page, `/registers/${record.register}/records/${record.county}/${record.id}/history`)).length

async function started(t) {
  const one = await person(browser)
  const account = await signIn(one.page, worker)
  const found = await formOf(one.page)
  if (!found) {
    t.skip('no form with a long text')
    return undefined
  }
  return { ...one, account, found }
}

/** Sends, and confirms a warning. */
async function send(page, click) {
  await click(page.locator('main form button[type=submit]'))
  await page.waitForSelector('.done [role=status], dialog[open]')
  if (await page.locator('dialog[open]').count()) await click(page.locator('dialog[open] footer .btn.primary'))
  await page.waitForSelector('.done [role=status]')
}

test(
  'two clicks send one entry, and rare characters come back as they were written',
  { timeout: 60_000 },
  async (t) => {
    const one = await started(t)
    if (!one) return
    const { page, found, errors, context } = one
    const words = '𠅤㼆·买买提 “雨后”👨‍👩‍👧 <b>&amp;</b>'
    await filled(page, found, words)
    const posts = []
    page.on('response', async (r) => {
      if (r.request().method() === 'POST' && /\/bundles$/.test(r.url()))
        posts.push(JSON.parse(r.request().postData()).id)
    })
    await send(page, (button) => button.dblclick({ force: true }))
    await page.waitForTimeout(500)
    assert.equal(new Set(posts).size, 1, 'one bundle')
    assert.equal(await kept(page, found), words)
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test('going back in the midst of a form loses nothing', { timeout: 60_000 }, async (t) => {
  const one = await started(t)
  if (!one) return
  const { page, found, context } = one
  await page.goto(`${base}/tasks`)
  await filled(page, found, '写到一半')
  await page.goBack()
  await page.waitForSelector('h1')
  await page.goForward()
  const box = page.locator(`[data-path="${found.text.name}"] textarea`)
  await box.waitFor()
  assert.equal(await box.inputValue(), '写到一半')
  await context.close()
})

test('a session that ends while a form is open is begun again in place', { timeout: 60_000 }, async (t) => {
  const one = await started(t)
  if (!one) return
  const { page, found, account, context } = one
  const box = await filled(page, found, '登录过期之前写的')
  await context.clearCookies()
  await page.click('main form button[type=submit]')
  await page.waitForSelector('dialog[open] input[name=password]')
  await accessible(page, 'signing in again over a form')
  await page.fill('dialog[open] input[name=password]', 'wrong-wrong-wrong')
  await page.keyboard.press('Enter')
  await page.waitForSelector('dialog[open] .note.bad')
  await page.fill('dialog[open] input[name=password]', account.password)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  assert.equal(await box.inputValue(), '登录过期之前写的')
  assert.match(await page.textContent('main .note.bad'), /没有提交/)
  await send(page, (button) => button.click())
  assert.equal(await kept(page, found), '登录过期之前写的')
  await context.close()
})

test('who leaves it for the page on which one signs in finds the last words again', { timeout: 60_000 }, async (t) => {
  const one = await started(t)
  if (!one) return
  const { page, found, account, context } = one
  const box = await filled(page, found, '写到')
  await context.clearCookies()
  await page.click('main form button[type=submit]')
  await page.waitForSelector('dialog[open] input[name=password]')
  await box.evaluate((area) => {
    area.value = '写到最后一刻'
    area.dispatchEvent(new Event('input', { bubbles: true }))
  })
  await page.click('dialog[open] footer .btn:not(.primary)') // at once: before a draft is kept by itself
  await page.waitForURL(/sign-in\?/)
  await page.click(`[data-login="${account.login}"]`)
  await page.waitForURL(`**${found.path}`)
  await box.waitFor()
  assert.equal(await box.inputValue(), '写到最后一刻')
  await context.close()
})

test(
  'a line that breaks in the midst of a form is told, and sending again makes no second entry',
  { timeout: 60_000 },
  async (t) => {
    const one = await started(t)
    if (!one) return
    const { page, found, context } = one
    const words = `断网时写的 ${Date.now() % 1e6}`
    const box = await filled(page, found, words)
    await context.setOffline(true)
    await page.click('main form button[type=submit]')
    await page.waitForSelector('main .note.bad')
    assert.match(await page.textContent('main .note.bad'), /连不上|网络|断/)
    assert.equal(await box.inputValue(), words)
    await context.setOffline(false)

    // The server takes it, but the answer is lost on the way.
    let lost = 0
    await page.route('**/api/v1/bundles', async (route) => {
      if (route.request().method() !== 'POST' || lost++) return route.continue()
      await route.fetch()
      await route.abort('connectionreset')
    })
    await page.click('main form button[type=submit]')
    await page.waitForSelector('main .note.bad, dialog[open]')
    if (await page.locator('dialog[open]').count()) await page.click('dialog[open] footer .btn.primary')
    await page.waitForFunction(() => !document.querySelector('main form button[type=submit]:disabled'))
    assert.equal(lost, 1, 'one answer was lost')
    const before = await versionOf(page, found)
    await send(page, (button) => button.click())
    assert.equal(await kept(page, found), words)
    assert.equal(await versionOf(page, found), before, 'the second sending changed nothing')
    await context.close()
  },
)

test(
  'a programme that is replaced under an open form is noticed, and nothing typed is lost',
  { timeout: 60_000 },
  async (t) => {
    const one = await started(t)
    if (!one) return
    const { page, found, context } = one
    const box = await filled(page, found, '旧版本里写的')
    await page.route('**/api/v1/**', async (route) => {
      if (route.request().url().endsWith('/live')) return route.continue()
      const answer = await route.fetch()
      await route.fulfill({ response: answer, headers: { ...answer.headers(), 'x-jieli-pack': '2099.1.1' } })
    })
    await page.click('main form button[type=submit]')
    await page.waitForSelector('.renewed')
    assert.match(await page.textContent('.renewed'), /新版本/)
    await accessible(page, 'a form of an older version')
    if (await page.locator('.done [role=status]').count()) return context.close() // it was taken all the same
    if (await page.locator('dialog[open]').count()) await page.keyboard.press('Escape')
    assert.equal(await box.inputValue(), '旧版本里写的')
    await page.unroute('**/api/v1/**')
    await page.click('.renewed button')
    await box.waitFor()
    assert.equal(await box.inputValue(), '旧版本里写的')
    assert.equal(await page.locator('.renewed').count(), 0)
    await context.close()
  },
)

/** A photograph as a good camera makes it: 7,300 × 5,500 points. */
async function photograph(page) {
  const base64 = await page.evaluate(async () => {
    const paper = new OffscreenCanvas(7300, 5500)
    const brush = paper.getContext('2d')
    const sky = brush.createLinearGradient(0, 0, 7300, 5500)
    sky.addColorStop(0, '#7db4e6')
    sky.addColorStop(1, '#2f6b3a')
    brush.fillStyle = sky
    brush.fillRect(0, 0, 7300, 5500)
    const bytes = new Uint8Array(await (await paper.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())
    let text = ''
    for (let i = 0; i < bytes.length; i += 30_000) text += String.fromCharCode(...bytes.subarray(i, i + 30_000))
    return btoa(text)
  })
  return Buffer.from(base64, 'base64')
}

test('a photograph of 40 million points is made small and taken', { timeout: 90_000 }, async (t) => {
  const { page, errors, context } = await person(browser)
  await signIn(page, worker)
  const { forms } = await ask(page, '/catalog')
  const asks = (f) => f.sections.flatMap((s) => s.questions)
  const photo = (f) => asks(f).find((q) => q.field?.type === 'photo' && !q.relevant)
  let path, question
  for (const f of forms.filter((f) => f.may_submit && f.subject && !f.creates && !f.transition && photo(f))) {
    const answer = await page.request.get(`${base}/api/v1/registers/${f.subject}/records?limit=1`)
    const [record] = answer.ok() ? (await answer.json()).records : []
    if (!record) continue
    path = `/form/${f.name}/${record.county}/${record.id}`
    question = photo(f).name
    break
  }
  if (!path) return t.skip('no form with a photograph')
  await page.goto(base + path)
  const input = page.locator(`[data-path="${question}"] input[type=file]`)
  await input.waitFor({ state: 'attached' })
  const sizes = []
  page.on('request', (r) => {
    if (r.method() === 'POST' && /attachments/.test(r.url())) sizes.push(r.postDataBuffer()?.length ?? 0)
  })
  await input.setInputFiles({ name: '大照片.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) })
  await page.locator(`[data-path="${question}"] .list li`).first().waitFor({ timeout: 60_000 })
  assert.equal(await page.locator(`[data-path="${question}"] .problem`).count(), 0)
  assert.ok(sizes.length && sizes.every((n) => n < 3_000_000), `sent: ${sizes} bytes`)
  assert.deepEqual(errors, [])
  await context.close()
})

test(
  'a pasted book is cut to what fits, or refused with a word; the page stays alive',
  { timeout: 60_000 },
  async (t) => {
    const one = await started(t)
    if (!one) return
    const { page, found, errors, context } = one
    const box = await filled(page, found, '字')
    await box.evaluate((area, text) => {
      area.focus()
      area.select()
      document.execCommand('insertText', false, text)
    }, '水'.repeat(100_000))
    const kept = (await box.inputValue()).length
    assert.ok(kept <= found.text.field.max_length, `${kept} characters`)
    await send(page, (button) => button.click())
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test(
  'two people on one record: the second is told, and nothing is overwritten unseen',
  { timeout: 90_000 },
  async (t) => {
    const one = await started(t)
    if (!one) return
    const two = await person(browser)
    await signIn(two.page, worker)
    await filled(one.page, one.found, '第一个人')
    await filled(two.page, one.found, '第二个人')
    const before = await versionOf(one.page, one.found)
    await send(one.page, (button) => button.click())
    await two.page.click('main form button[type=submit]')
    await two.page.waitForSelector('.done [role=status], dialog[open], .note.bad, .problem')
    const after = await versionOf(one.page, one.found)
    assert.ok(after >= before, 'both are in the history or told why not')
    await one.context.close()
    await two.context.close()
  },
)
