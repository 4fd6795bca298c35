// A phone in a browser: it is set up once with network, and lives without it from then on.
import { base, person, worker } from './lib.mjs'

export const pin = '271828'
export const field = `${base}/field/`

export async function enterPin(page, digits = pin) {
  await page.waitForSelector('[data-pin]')
  for (const d of digits) await page.click(`[data-digit="${d}"]`)
  await page.click('[data-pin-done]')
}

/** A new phone of the first demo account that is wanted, with its first copy whole. */
export async function phone(browser, wanted = worker, { width = 390, height = 844 } = {}) {
  const p = await person(browser, { width, height })
  await p.page.goto(field)
  await p.page.click('[data-skip]')
  const accounts = await (await p.page.request.get(`${base}/api/v1/demo/accounts`)).json()
  const account = accounts.find(wanted)
  await p.page.click(`[data-login="${account.login}"]`)
  await enterPin(p.page)
  await p.page.waitForSelector('text=请再输入一次')
  await enterPin(p.page)
  await p.page.waitForSelector('[data-go="day"]', { timeout: 60_000 })
  await settled(p.page)
  return { ...p, account }
}

/** Waits until a sync has come to its end. */
export async function settled(page) {
  await page.waitForSelector('[data-sync]:not([disabled])', { timeout: 60_000 })
}

export async function syncNow(page) {
  await settled(page)
  await page.click('[data-sync]')
  await page.waitForTimeout(150)
  await settled(page)
}

export async function unlock(page) {
  await enterPin(page)
  await page.waitForSelector('[data-go="day"]', { timeout: 30_000 })
}

/** Finds a record on the phone by what is typed, and opens it. */
export async function openRecord(page, words) {
  await page.click('[data-go="find"]')
  await page.fill('input[name=q]', words)
  await page.waitForTimeout(100)
  await page.locator('[data-found] [data-record]').first().click()
  await page.waitForSelector('[data-page=record]')
}
