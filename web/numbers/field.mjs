// Measures the field app against a running demo: `JIELI_URL=… node numbers/field.mjs`. The slow line is that of a
// county road: 750 kbit/s, 100 ms; the slow phone is this machine's processor, six times slower. Loss of packets cannot
// be had from the browser.
import { base, launch, person, worker } from '../e2e/lib.mjs'
import { enterPin, field, settled } from '../e2e/field-lib.mjs'

const browser = await launch()
const { page, context } = await person(browser, { width: 390, height: 844 })
const line = await context.newCDPSession(page)
await line.send('Network.enable')
const bytes = { shell: 0, api: 0 }
const urls = new Map()
line.on('Network.responseReceived', (e) => urls.set(e.requestId, e.response.url))
line.on('Network.loadingFinished', (e) => {
  const url = urls.get(e.requestId) ?? ''
  bytes[url.includes('/api/') ? 'api' : 'shell'] += e.encodedDataLength
})
const slow = { offline: false, latency: 100, downloadThroughput: 750_000 / 8, uploadThroughput: 250_000 / 8 }
const clock = async (what, work) => {
  const from = performance.now()
  await work()
  console.log(`${what}: ${Math.round(performance.now() - from)} ms`)
}

await line.send('Network.emulateNetworkConditions', slow)
await clock('app opens on the slow line', async () => {
  await page.goto(field)
  await page.waitForSelector('[data-skip]')
})
console.log(`bytes of the page: ${bytes.shell}`)
await page.click('[data-skip]')
const account = (await (await page.request.get(`${base}/api/v1/demo/accounts`)).json()).find(worker)
await page.click(`[data-login="${account.login}"]`)
await enterPin(page)
await page.waitForSelector('text=请再输入一次')
bytes.api = 0
await clock('first copy on the slow line, from the PIN to work', async () => {
  await enterPin(page)
  await page.waitForSelector('[data-go=day]', { timeout: 120_000 })
})
await settled(page)
console.log(`bytes of the first copy: ${bytes.api}`)
bytes.api = 0
await clock('a pull of nothing on the slow line', async () => {
  await page.click('[data-sync]')
  await page.waitForTimeout(50)
  await settled(page)
})
console.log(`bytes of it: ${bytes.api}`)
await line.send('Network.emulateNetworkConditions', {
  offline: false,
  latency: 0,
  downloadThroughput: -1,
  uploadThroughput: -1,
})
await line.send('Emulation.setCPUThrottlingRate', { rate: 6 })
await page.reload()
await clock('unlocked on the slow phone', async () => {
  await enterPin(page)
  await page.waitForSelector('[data-go=day]', { timeout: 60_000 })
})
await settled(page)
await page.click('[data-go=find]')
await page.waitForSelector('[data-found]')
/** From the event to the frame after it has been drawn. */
const drawn = (work, arg) =>
  page.evaluate(
    async ([source, arg]) => {
      const from = performance.now()
      if (source === 'type') {
        const input = document.querySelector('input[name=q]')
        input.value = arg
        input.dispatchEvent(new Event('input', { bubbles: true }))
      } else document.querySelector(source).click()
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      return Math.round(performance.now() - from)
    },
    [work, arg],
  )
for (const q of ['c', 'ch', 'lj', '陈', '4418'])
  console.log(`search “${q}” on the slow phone: ${await drawn('type', q)} ms`)
console.log(`a record opens on the slow phone: ${await drawn('[data-found] [data-record]')} ms`)
await page.waitForSelector('[data-page=record]')
await browser.close()
