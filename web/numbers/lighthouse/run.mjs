// Lighthouse's marks for accessibility and best practices of the console's main pages against a running demo; it stands apart
// from the other packages, since it brings 150 of its own: `npm ci && JIELI_URL=… node run.mjs` in this folder. Fails below 95.
import lighthouse from 'lighthouse'
import { launch } from 'chrome-launcher'
const base = process.env.JIELI_URL ?? 'http://127.0.0.1:8780'
const least = 95
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox'],
})
const account = (await (await fetch(base + '/api/v1/demo/accounts')).json()).find((a) => a.role === 'county_office')
const r = await fetch(base + '/api/v1/session', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(account),
})
const cookie = (r.headers.getSetCookie?.() ?? []).map((c) => c.split(';')[0]).join('; ')
const ask = async (path) => (await fetch(`${base}/api/v1${path}`, { headers: { cookie } })).json()
const [register] = (await ask('/catalog')).workspace.registers
const [rec] = (await ask(`/registers/${register}/records?limit=1`)).records
for (const [name, path, signed] of [
  ['sign-in', '/sign-in', false],
  ['work', '/work', true],
  ['list', `/r/${register}`, true],
  ['record', `/r/${register}/${rec.county}/${rec.id}`, true],
  ['cockpit', '/cockpit', true],
  ['map', '/map', true],
]) {
  const { lhr } = await lighthouse(base + path, {
    port: chrome.port,
    onlyCategories: ['accessibility', 'best-practices'],
    formFactor: 'desktop',
    screenEmulation: { mobile: false, width: 1440, height: 900, deviceScaleFactor: 1, disabled: false },
    throttlingMethod: 'provided',
    maxWaitForLoad: 15000,
    extraHeaders: signed ? { Cookie: cookie } : {},
  })
  const bad = Object.values(lhr.audits)
    .filter((a) => a.score !== null && a.score < 1 && a.scoreDisplayMode === 'binary')
    .map((a) => a.id)
  const marks = ['accessibility', 'best-practices'].map((c) => Math.round(lhr.categories[c].score * 100))
  console.log(name, ...marks, bad.join(' '))
  if (Math.min(...marks) < least) process.exitCode = 1
}
await chrome.kill()
