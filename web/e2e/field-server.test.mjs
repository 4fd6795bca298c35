// A server that goes away, comes back, and comes back from a backup. It runs its own: JIELI_BIN with JIELI_DATA, a
// folder that may be spoilt, at the address JIELI_URL; without them there is nothing to do.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { ask, base, launch } from './lib.mjs'
import { agrees, correct, item, phone, settled, subjectOf, syncNow } from './field-lib.mjs'

const { JIELI_BIN: bin, JIELI_DATA: data } = process.env
const skip = !bin || !data
let browser, server

async function start() {
  server = spawn(bin, ['demo', '--data', data, '--listen', new URL(base).host], { stdio: 'ignore' })
  for (let turn = 0; turn < 300; turn++) {
    if (
      await fetch(`${base}/healthz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return
    await new Promise((go) => setTimeout(go, 100))
  }
  throw new Error('the server does not start')
}
async function stop(signal = 'SIGTERM') {
  const over = new Promise((go) => server.once('exit', go))
  server.kill(signal)
  await over
}

before(async () => {
  if (skip) return
  browser = await launch()
  await start()
})
after(async () => {
  await browser?.close()
  if (server) await stop()
})

test(
  'killed in the middle, restarted, restored from a backup: nothing is lost, nothing is there twice',
  { skip },
  async () => {
    const p = await phone(browser)
    const { page } = p
    const about = await subjectOf(page, 30)
    const [field, other] = about.fields
    const held = async () => ask(page, `/registers/${about.register}/records/${about.county}/${about.id}`)

    await stop('SIGKILL')
    await correct(page, about, field, '服务器不在时写的')
    await settled(page)
    assert.equal(await item(page).getAttribute('data-state'), 'waiting')
    await start()
    await syncNow(page)
    assert.equal(await item(page).getAttribute('data-state'), 'accepted')
    await agrees(page)

    await stop()
    const copy = `${data}-an-hour-ago`
    cpSync(data, copy, { recursive: true })
    await start()
    await correct(page, about, other, '备份以后写的')
    await syncNow(page)
    assert.equal((await held()).fields[other], '备份以后写的')

    await stop()
    rmSync(data, { recursive: true })
    cpSync(copy, data, { recursive: true })
    rmSync(copy, { recursive: true })
    await start()
    assert.notEqual((await held()).fields[other], '备份以后写的', 'the backup does not know it')
    await syncNow(page)
    assert.equal((await held()).fields[other], '备份以后写的', 'the phone has noticed, and sent it again')
    const history = await ask(page, `/registers/${about.register}/records/${about.county}/${about.id}/history`)
    const lines = Array.isArray(history) ? history : history.history
    assert.equal(lines.filter((x) => x.entry.reason === '核实后更正').length, 2, 'each once')
    await agrees(page)
    await p.context.close()
  },
)
