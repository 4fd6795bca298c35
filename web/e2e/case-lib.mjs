// Steps of cases, taken by whoever they belong to, on the pages where they are taken.
import assert from 'node:assert/strict'
import { ask, base, demoAccounts, enter, sendForm, speaksPlainly } from './lib.mjs'

/** Answers that cannot be guessed: into inputs, choices and references by their words; rows are added as they are named. */
export async function give(page, scope, answers = {}) {
  for (const [path, value] of Object.entries(answers)) {
    const question = page.locator(`${scope} .question[data-path="${path}"]`)
    const text = typeof value === 'function' ? value() : value
    const [row] = path.split('[')
    if (row !== path && !(await question.count()))
      await openRow(page.locator(`${scope} fieldset.repeat[data-path="${row}"]`), path)
    if (!(await question.count())) continue
    const choice = question.locator(`label:has-text("${text}") input`)
    const select = question.locator('select.select')
    const reference = question.locator('.reference input')
    if (await reference.count()) await choose(page, reference, text)
    else if (await choice.count()) await choice.first().evaluate((input) => input.click())
    else if (await select.count()) await select.last().selectOption({ label: text })
    else await question.locator('input.input, textarea').first().fill(text)
  }
}

/** Opens the row that is there, else adds one. */
async function openRow(rows, path) {
  const head = rows.locator('button.head').nth(Number(/\[(\d+)\]/.exec(path)[1]))
  if (await head.count()) await head.click()
  else await rows.locator('button:has-text("添加")').click()
}

/** Finds a record by its words and chooses it. */
async function choose(page, input, text) {
  await input.click()
  await input.fill(text)
  await page.locator(`.el-select-dropdown__item:visible:has-text("${text}")`).first().click()
}

/** Somebody of the demonstration at work in a page. */
export class Worker {
  constructor(page) {
    this.page = page
  }

  /** Signs in as somebody, whoever was before. */
  async is(login) {
    this.accounts ??= await demoAccounts(this.page)
    const account = this.accounts.find((a) => a.login === login)
    assert.ok(account, `no account ${login}`)
    await this.page.context().clearCookies()
    await enter(this.page, account)
    this.day = (await ask(this.page, '/session')).now.slice(0, 10)
    return this
  }

  /** A record that fits a filter, as the person sees it. */
  async find(register, filter) {
    const { records } = await ask(this.page, `/registers/${register}/records?limit=50&${filter}`)
    return records
  }

  /** Fills in and sends a form about a record, or about nothing; gives what the page said against it, '' for nothing. */
  async fill(form, about, answers = {}) {
    await this.page.goto(`${base}/form/${form}${about ? `/${about.county}/${about.id}` : ''}`)
    await this.page.waitForSelector('main .question')
    await give(this.page, 'main', answers)
    return sendForm(this.page, 'main', this.day, '.done [role=status]', answers.tries ?? 6)
  }

  /** Takes a step on the page of a case; gives what the page said against it, '' for nothing. */
  async step(flow, at, form, answers = {}) {
    const path = `/cases/${flow}/${at.county}/${at.id}`
    await this.page.goto(base + path)
    await this.page.waitForSelector('.chain')
    await this.page.click(`[data-form="${form}"]`)
    await this.page.waitForSelector('#act .question, #act form')
    await give(this.page, '#act', answers)
    const told = await sendForm(this.page, '#act', this.day, '.note.info[role=status]', answers.tries ?? 6)
    if (!told) await speaksPlainly(this.page, path)
    return told
  }

  /** The stage in which a case is. */
  async stage(flow, at) {
    return (await ask(this.page, `/cases/${flow}/${at.county}/${at.id}`)).stage
  }
}
