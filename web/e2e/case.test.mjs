// A case from the queue to its next stage, a task handed on, an outline drawn, a rule tried: whatever the pack declares.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  accessible,
  answerRequired,
  ask,
  base,
  demoAccounts,
  enter,
  fits,
  launch,
  person,
  sendForm,
  signIn,
  worker,
} from './lib.mjs'

let browser
before(async () => {
  browser = await launch()
})
after(() => browser?.close())

/** For each workflow a person and a case with a step that leads on and can be taken today; the form that asks least. */
async function waiting(page) {
  const found = new Map()
  let all = []
  for (const account of await demoAccounts(page)) {
    await page.context().clearCookies()
    await enter(page, account)
    const { workflows, forms } = await ask(page, '/catalog')
    all = [...new Set([...all, ...(workflows ?? []).map((w) => w.name)])]
    for (const workflow of (workflows ?? []).filter((w) => !found.has(w.name))) {
      const cases = await Promise.all(
        ['mine=yes&limit=3', 'limit=5'].map((q) => ask(page, `/workflows/${workflow.name}/cases?${q}`)),
      )
      for (const row of cases.flatMap((x) => x.cases)) {
        const view = await ask(page, `/cases/${workflow.name}/${row.county}/${row.id}`)
        const action = simplest(view, forms)
        if (action) found.set(workflow.name, { account, workflow, row, view, action })
        if (action) break
      }
    }
  }
  return { found: [...found.values()], all }
}

function simplest(view, forms) {
  const asked = (a) => forms.find((f) => f.name === a.form)?.sections.flatMap((s) => s.questions) ?? []
  const asks = (a) => asked(a).filter((q) => q.required || q.field?.required)
  const can = (a) => a.possible && a.to && !a.back && !asks(a).some((q) => q.repeat || q.field?.type === 'polygon')
  return view.actions.filter(can).sort((a, b) => asks(a).length - asks(b).length)[0]
}

const stepTaken = '.note.info[role=status]'

/** Takes the step of a found case on its page; gives '' or why the page would not. */
async function take(page, { workflow, row, view, action }, day) {
  const path = `/cases/${workflow.name}/${row.county}/${row.id}`
  await page.goto(base + path)
  await page.click(`[data-form="${action.form}"]`)
  await page.waitForSelector('#act form')
  const said = await sendForm(page, '#act', day, stepTaken)
  if (said) return said
  const after = await ask(page, path)
  assert.equal(after.stage, action.to, `${path} by ${action.form}`)
  assert.equal(after.steps.length, view.steps.length + 1, path)
  await page.waitForSelector(`.chain >> text=${after.stage_label.zh}`)
  return ''
}

test('in every workflow a case goes to its next stage, or its page says why not', { timeout: 600_000 }, async (t) => {
  const { page, errors, foreign, context } = await person(browser)
  const { found, all } = await waiting(page)
  assert.ok(found.length, 'some case waits for somebody')
  const refused = []
  for (const one of found) {
    await page.context().clearCookies()
    await enter(page, one.account)
    const { now } = await ask(page, '/session')
    const said = await take(page, one, now.slice(0, 10))
    assert.notEqual(said, 'nothing', `${one.workflow.name}: ${one.action.form} ends in silence`)
    if (said) refused.push(`${one.action.form} by ${one.account.login}: ${said}`)
  }
  t.diagnostic(
    `${found.length} of ${all.length} workflows have a case that waits; refused: ${refused.join('\n') || 'none'}`,
  )
  assert.ok(refused.length * 4 <= found.length, `most steps can be taken: ${refused.join('\n')}`)
  assert.deepEqual(errors, [])
  assert.deepEqual(foreign, [])
  await context.close()
})

test(
  'a case is found in the queue, its page is accessible, and its record leads to it',
  { timeout: 120_000 },
  async (t) => {
    const { page, errors, context } = await person(browser)
    await signIn(page, worker)
    const { now } = await ask(page, '/session')
    const { workflows, forms } = await ask(page, '/catalog')
    let found
    for (const workflow of workflows) {
      for (const row of (await ask(page, `/workflows/${workflow.name}/cases?mine=yes&limit=5`)).cases) {
        const view = await ask(page, `/cases/${workflow.name}/${row.county}/${row.id}`)
        const action = simplest(view, forms)
        if (action && view.subject && !found) found = { workflow, row, view, action }
      }
      if (found) break
    }
    if (!found) return t.skip('no case waits for this person')
    const { workflow, row, view } = found
    const path = `/cases/${workflow.name}/${row.county}/${row.id}`

    // Found in the queue, which stands with its mechanism in the menu.
    await page.click(`nav a[href="/work/${workflow.folder}"]`)
    await page.click(`main a[href="/queue/${workflow.name}"]`)
    await page.waitForSelector('tbody tr')
    await accessible(page, 'the queue')
    assert.ok(await page.locator(`a[href="${path}"]`).count(), 'the case stands in the queue')
    await page.click(`a[href="${path}"]`)
    await page.waitForSelector('.chain [aria-current=step]')
    assert.match(await page.textContent('.chain [aria-current=step]'), new RegExp(view.stage_label.zh))
    for (const a of view.actions.filter((x) => !x.possible)) {
      const told = await page.textContent(`[data-impossible="${a.form}"]`)
      // Days are shown as people read them.
      for (const why of a.why_not)
        for (const part of why.zh.split(/\d{4}-\d{2}-\d{2}/))
          assert.ok(told.includes(part.trim()), `${a.form} says why it cannot be taken`)
    }
    await accessible(page, 'the case')
    await page.click(`[data-form="${found.action.form}"]`)
    await page.waitForSelector('#act form')
    await accessible(page, 'the step')
    assert.equal(await sendForm(page, '#act', now.slice(0, 10), stepTaken), '')
    await accessible(page, 'the case after the step')

    // The record that it is about shows it.
    const { register, county, id } = view.subject
    await page.goto(`${base}/r/${register}/${county}/${id}`)
    await page.waitForSelector('[role=tablist]')
    await page.waitForSelector('#panel- details, #panel- .one')
    await page.evaluate(() => document.querySelectorAll('#panel- details').forEach((d) => (d.open = true)))
    assert.ok(await page.locator(`#panel- a[href="${path}"]`).count(), 'the record leads to its case')
    await accessible(page, 'the record with its cases')
    assert.deepEqual(errors, [])
    await context.close()
  },
)

test('tasks that are alike stand together, and each says whom it is about', { timeout: 60_000 }, async (t) => {
  const { page, errors, context } = await person(browser, { width: 390, height: 844 })
  await signIn(page, worker)
  await page.waitForSelector('.task, .empty')
  const { tasks } = await ask(page, '/tasks')
  const single = tasks.filter((x) => !x.group)
  if (single.length < 12) return t.skip('too few tasks')
  assert.ok((await page.locator('.task').count()) <= single.length)
  for (const more of await page.locator('[data-more]').all()) await more.click()
  assert.equal(await page.locator('.task').count(), single.length, 'all are shown when asked for')
  const about = single.find((x) => x.subject)
  if (about) assert.ok(await page.locator(`.task:has-text("${about.subject.title}")`).count())
  assert.match(await page.title(), /^我的任务 · /)
  await fits(page, 'the tasks')
  await accessible(page, 'the tasks')
  assert.deepEqual(errors, [])
  await context.close()
})

test('what a case opens is found beside it, and taken on', { timeout: 120_000 }, async (t) => {
  const { page, errors, context } = await person(browser)
  await signIn(page, worker)
  const { now } = await ask(page, '/session')
  const { workflows } = await ask(page, '/catalog')
  if (!workflows.some((w) => w.name === 'signal')) return t.skip('the pack knows no signals')
  const { cases } = await ask(page, '/workflows/signal/cases?mine=yes&limit=50')
  let found
  for (const row of cases) {
    const view = await ask(page, `/cases/signal/${row.county}/${row.id}`)
    if (view.actions.some((a) => a.form === 'signal_verify' && a.possible)) found = found ?? view
    if (found) break
  }
  if (!found) return t.skip('no signal waits that may open a case')
  await page.goto(`${base}/cases/signal/${found.case.county}/${found.case.id}`)
  await page.click('[data-form="signal_verify"]')
  await page.waitForSelector('#act form')
  await answerRequired(page, now.slice(0, 10))
  await page.click('#act button[type=submit]')
  await page.waitForSelector('.note.info[role=status]')
  await accessible(page, 'a case with what it opened')
  await page.click('[data-related] a[href*="/cases/recognition/"]')
  await page.waitForSelector('[data-form="recognition_confirm"]')
  assert.match(await page.textContent('h1'), new RegExp(found.subject.title.split(' ')[0]))
  assert.deepEqual(errors, [])
  await context.close()
})

test('a task is handed to somebody who may do it', { timeout: 60_000 }, async (t) => {
  const { page, errors, context } = await person(browser)
  await signIn(page, worker)
  await page.waitForSelector('.task, .empty')
  const { tasks } = await ask(page, '/tasks')
  let task
  for (const x of tasks.filter((y) => y.case && !y.level && !y.assignee).slice(0, 5))
    if ((await ask(page, `/tasks/${x.county}/${x.id}/people`)).length) task = x
  if (!task) return t.skip('nobody else may do a task of this person')
  for (const more of await page.locator('[data-more]').all()) await more.click()
  await page.locator(`.task:has(a[href*="${task.record}"]) .btn.plain`).first().click()
  await page.waitForSelector('dialog .list label')
  await accessible(page, 'the dialog of handing on')
  await page.locator('dialog .list input').first().check()
  await page.fill('dialog textarea', '请代办')
  await page.click('dialog footer .btn.primary')
  await page.waitForSelector('dialog', { state: 'detached' })
  const handed = (await ask(page, '/tasks')).tasks.find((x) => x.id === task.id)
  assert.equal(handed.note, '请代办')
  assert.ok(handed.assignee.name)
  assert.deepEqual(errors, [])
  await context.close()
})

/** Some account that a predicate of its catalog and session holds for. */
async function whoever(holds) {
  const { page, context, errors } = await person(browser)
  const accounts = await (await page.request.get(`${base}/api/v1/demo/accounts`)).json()
  for (const account of accounts) {
    await signIn(page, (a) => a.login === account.login)
    const found = holds(await ask(page, '/catalog'), (await ask(page, '/session')).account)
    if (found) return { page, context, errors, found }
    await context.clearCookies()
  }
  await context.close()
  return undefined
}

test('an outline is drawn by keyboard and by pointer', { timeout: 90_000 }, async (t) => {
  const asks = (catalog) =>
    catalog.forms.find(
      (f) => f.may_submit && f.creates && f.sections.some((s) => s.questions.some((q) => q.field?.type === 'polygon')),
    )
  const drawn = await whoever(asks)
  if (!drawn) return t.skip('no form asks for an outline')
  const { page, context, errors, found } = drawn
  await page.goto(`${base}/form/${found.name}`)
  const map = page.locator('svg.map')
  await map.waitFor()
  await page.waitForSelector('.county')
  await map.scrollIntoViewIfNeeded()
  await accessible(page, 'the map')
  const box = await map.boundingBox()
  for (const [x, y] of [
    [0.3, 0.3],
    [0.6, 0.3],
    [0.6, 0.6],
  ])
    await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
  await page.waitForSelector('polygon.drawn')
  assert.match(await page.textContent('.shape [aria-live]'), /3 个点/)
  await page.locator('.shape .tools .btn').first().focus()
  for (let i = 0; i < 5; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.match(await page.textContent('.shape [aria-live]'), /4 个点/, 'the keyboard adds a corner')
  await page.keyboard.press('Backspace')
  assert.match(await page.textContent('.shape [aria-live]'), /3 个点/, 'and takes it back')
  assert.deepEqual(errors, [])
  await context.close()
})

test('a rule is tried, and says whom it would find', { timeout: 120_000 }, async (t) => {
  const can = await whoever((_, account) => account.powers.includes('rules'))
  if (!can) return t.skip('nobody may try rules')
  const { page, context, errors } = can
  await page.click('nav a[href="/rules"]')
  await page.waitForSelector('[data-rule]')
  await fits(page, 'the rules')
  await accessible(page, 'the rules')
  await page.locator('[data-rule] > .btn').first().click()
  await page.click('#trial button[type=submit]')
  await page.waitForSelector('#trial .numbers', { timeout: 60_000 })
  await accessible(page, 'a trial')
  assert.deepEqual(errors, [])
  await context.close()
})
