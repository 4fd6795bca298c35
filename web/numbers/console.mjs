// Measures the console against a running demo with the full sample: `JIELI_URL=… node numbers/console.mjs`. A page is usable
// when what it is for stands on it and can be clicked; each is opened anew three times, with the browser's files kept, and
// the middle one counts.
import { ask, base, launch, overseer, person, quiet, signIn } from '../e2e/lib.mjs'

const browser = await launch()
const rows = []
const put = (what, target, got) => rows.push([what, target, got])

// The first script, with nothing kept.
const first = await person(browser)
const line = await first.context.newCDPSession(first.page)
await line.send('Network.enable')
const urls = new Map()
let script = 0
line.on('Network.responseReceived', (e) => urls.set(e.requestId, e.response.url))
line.on('Network.loadingFinished', (e) => {
  if (/\.js(\?|$)/.test(urls.get(e.requestId) ?? '')) script += e.encodedDataLength
})
await signIn(first.page, overseer)
await quiet(first.page)
put('script before a map or a chart is opened, compressed', '< 400 kB', `${Math.round(script / 1000)} kB`)
await first.context.close()

const { page, context } = await person(browser)
await signIn(page, (a) => a.role === 'county_office')
const { workspace } = await ask(page, '/catalog')
const [register] = workspace.registers
const [one] = (await ask(page, `/registers/${register}/records?limit=1`)).records
const pages = [
  ['work', '/work', 'main a[href^="/work/"], main a[href^="/r/"]'],
  ['list', `/r/${register}`, 'table.records tbody tr a'],
  ['cockpit', '/cockpit', '.tile .value strong'],
  ['record', `/r/${register}/${one.county}/${one.id}`, '[role=tablist]'],
]
for (const [name, path, sign] of pages) {
  const times = []
  for (let turn = 0; turn < 3; turn++) {
    await page.goto('about:blank')
    const from = performance.now()
    await page.goto(base + path, { waitUntil: 'commit' })
    await page.waitForSelector(sign)
    times.push(performance.now() - from)
    await quiet(page)
  }
  put(`${name}: usable`, '< 1.0 s', `${(times.sort((a, b) => a - b)[1] / 1000).toFixed(2)} s`)
}

// From a key to the frame after it has been drawn.
const form = (await ask(page, '/catalog')).forms.find((f) => f.subject === register && f.may_submit && !f.creates)
await page.goto(`${base}/form/${form.name}/${one.county}/${one.id}`)
await page.locator('main .question input.input, main .question textarea').first().waitFor()
const waits = await page.evaluate(async () => {
  const input = document.querySelector('main .question input.input, main .question textarea')
  const got = []
  for (const text of ['2', '20', '202', '2022', '2022-']) {
    const from = performance.now()
    input.value = text
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    got.push(performance.now() - from)
  }
  return got
})
put('a key in a form: drawn, slowest of five', '< 100 ms', `${Math.round(Math.max(...waits))} ms`)
await context.close()
await browser.close()

console.log('| figure | target | measured |\n|---|---|---|')
for (const row of rows) console.log(`| console: ${row.join(' | ')} |`)
