// What people and machines do to forms: two clicks, the back button, a session that ends, texts nobody expected.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answerRequired, ask, base, launch, person, signIn, worker } from './lib.mjs'

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
  await signIn(one.page, worker)
  const found = await formOf(one.page)
  if (!found) {
    t.skip('no form with a long text')
    return undefined
  }
  return { ...one, found }
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

test('a session that ends while a form is open loses nothing', { timeout: 60_000 }, async (t) => {
  const one = await started(t)
  if (!one) return
  const { page, found, context } = one
  await filled(page, found, '登录过期之前写的')
  await context.clearCookies()
  await page.click('main form button[type=submit]')
  await page.waitForURL(/sign-in\?/)
  await page.locator('[data-login]').filter({ hasText: '队员' }).first().waitFor()
  const accounts = await (await page.request.get(`${base}/api/v1/demo/accounts`)).json()
  await page.click(`[data-login="${accounts.find(worker).login}"]`)
  await page.waitForURL(`**${found.path}`)
  const box = page.locator(`[data-path="${found.text.name}"] textarea`)
  await box.waitFor()
  assert.equal(await box.inputValue(), '登录过期之前写的')
  await send(page, (button) => button.click())
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
