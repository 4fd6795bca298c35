// The phone's own store and its sync, against a server of a few lines and a line that breaks.
import type { FormView, RegisterView } from '@jieli/form-engine'
import { describe, expect, test } from 'vitest'
import {
  MemoryCabinet,
  newId,
  Outbox,
  overlaysOf,
  Pocket,
  PocketApi,
  Syncer,
  Vault,
  Wiped,
  WrongPin,
  type Bundle,
  type OutboxItem,
  type SyncPart,
  type SyncRecord,
} from '../src'

const rounds = 1000 // of PBKDF2: a test need not be slow
const pin = '271828'

describe('the vault', () => {
  test('opens with its PIN only, and each thing under its own name only', async () => {
    const cabinet = new MemoryCabinet()
    const vault = new Vault(cabinet, rounds)
    await vault.make(pin, 'device')
    await vault.write({ 'draft/1': { name: '张三' }, 'draft/2': { name: '李四' } })
    expect(JSON.stringify([...cabinet.things])).not.toContain('张三')
    const again = new Vault(cabinet, rounds)
    await again.unlock(pin)
    expect(await again.read('draft/1')).toEqual({ name: '张三' })
    cabinet.things.set('draft/1', cabinet.things.get('draft/2'))
    await expect(again.read('draft/1')).rejects.toThrow()
  })

  test('counts wrong PINs before it tries them, and is empty after the tenth', async () => {
    const cabinet = new MemoryCabinet()
    await new Vault(cabinet, rounds).make(pin, 'device')
    for (let left = 9; left > 0; left--) {
      const error = await new Vault(cabinet, rounds).unlock('000000').catch((e: unknown) => e)
      expect(error).toBeInstanceOf(WrongPin)
      expect((error as WrongPin).left).toBe(left)
    }
    await expect(new Vault(cabinet, rounds).unlock('000000')).rejects.toBeInstanceOf(Wiped)
    expect(cabinet.things.size).toBe(0)
  })

  test('a right PIN forgives the wrong ones; another PIN opens the same things', async () => {
    const cabinet = new MemoryCabinet()
    const vault = new Vault(cabinet, rounds)
    await vault.make(pin, 'device')
    await vault.write({ x: 1 })
    await vault.unlock('1').catch(() => {})
    await vault.changePin(pin, '314159')
    await expect(new Vault(cabinet, rounds).unlock(pin)).rejects.toBeInstanceOf(WrongPin)
    const after = new Vault(cabinet, rounds)
    await after.unlock('314159')
    expect(await after.read('x')).toBe(1)
  })
})

/** A server that keeps records and receipts, and may lose an answer, or be set back. */
class Server {
  records = new Map<string, SyncRecord>()
  log: string[] = []
  receipts = new Set<string>()
  applied: string[] = []
  life = 1
  cut = () => false
  refuse = (_: Bundle) => false

  part(cursor: string): SyncPart {
    const at = cursor ? (JSON.parse(cursor) as { life: number; walk?: string; seq: number }) : undefined
    const head = {
      more: false,
      begins: false,
      ends: false,
      restored: false,
      gone: [],
      kit: 'k',
      now: new Date().toISOString(),
    }
    const all = [...this.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    const mark = (more: object) => JSON.stringify({ life: this.life, ...more })
    if (!at || at.life !== this.life || at.walk !== undefined) {
      const same = at && at.life === this.life
      const rest = all.filter((r) => r.id > (same ? (at.walk ?? '') : ''))
      const ends = rest.length <= 2
      const seq = same ? at.seq : this.log.length
      const records = { thing: rest.slice(0, 2) }
      const state = { begins: !same, ends, restored: Boolean(at && !same), more: true }
      return { ...head, ...state, records, cursor: mark(ends ? { seq } : { seq, walk: rest[1]?.id }) }
    }
    const ids = [...new Set(this.log.slice(at.seq))]
    const records = { thing: ids.map((id) => this.records.get(id)).filter((r): r is SyncRecord => Boolean(r)) }
    const gone = ids.filter((id) => !this.records.has(id)).map((id) => ({ register: 'thing', id }))
    return { ...head, records, gone, tasks: [], cursor: mark({ seq: this.log.length }) }
  }

  put(id: string, fields: Record<string, unknown>) {
    const before = this.records.get(id)
    const record: SyncRecord = {
      county: '1',
      area: '1',
      title: id,
      updated_at: '',
      id,
      version: (before?.version ?? 0) + 1,
      fields: { ...before?.fields, ...fields },
    }
    this.records.set(id, record)
    this.log.push(id)
  }

  fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const path = String(url).replace('/api/v1', '')
    if (this.cut()) throw new TypeError('cut before it came')
    const answer = (body: unknown, status = 200) =>
      new Response(body === undefined ? null : JSON.stringify(body), { status })
    let out: Response
    if (path.startsWith('/sync/kit'))
      out = answer({
        version: 'k',
        catalog: { pack: { version: '1' }, registers: [], forms: [] },
        areas: [],
        parameters: {},
        people: [],
      })
    else if (path.startsWith('/sync'))
      out = answer(this.part(new URLSearchParams(path.split('?')[1]).get('cursor') ?? ''))
    else if (path === '/bundles') {
      const bundle = JSON.parse(String(init?.body)) as Bundle
      if (this.refuse(bundle))
        out = answer(
          { code: 'refused', findings: [{ code: 'refused', path: '', severity: 'error', text: { zh: '不行' } }] },
          422,
        )
      else {
        if (!this.receipts.has(bundle.id)) {
          this.receipts.add(bundle.id)
          this.applied.push(bundle.id)
          this.put(bundle.subject as string, bundle.answers as Record<string, unknown>)
        }
        out = answer({ bundle: bundle.id, accepted: true })
      }
    } else out = answer(undefined)
    if (this.cut()) throw new TypeError('the answer was lost')
    return out
  }
}

async function phone(server: Server, cabinet = new MemoryCabinet()) {
  const vault = new Vault(cabinet, rounds)
  if (await vault.device()) await vault.unlock(pin)
  else await vault.make(pin, 'device')
  const pocket = new Pocket(vault)
  await pocket.load()
  const outbox = new Outbox(vault, pocket)
  await outbox.load()
  const api = new PocketApi(pocket, vault, { fetch: server.fetch as typeof fetch })
  const syncer = new Syncer(api, pocket, outbox, { device: 'device', name: '', app: '' })
  return { cabinet, vault, pocket, outbox, syncer }
}

function item(subject: string, fields: Record<string, unknown>, seq: number, makes: string[] = []): OutboxItem {
  const bundle: Bundle = {
    id: newId(),
    county: '1',
    device: 'device',
    device_seq: seq,
    made_at: '2022-06-14T08:00:00+08:00',
    subject,
    answers: fields,
  }
  const made = makes.length ? { made: { county: '1', area: '1', title: subject } } : {}
  const overlays: OutboxItem['overlays'] = [[`thing/${subject}`, { fields, ...made }]]
  return {
    bundle,
    title: subject,
    state: 'waiting',
    tried: false,
    pulled: false,
    findings: [],
    conflicts: [],
    makes,
    overlays,
    files: [],
  }
}

const agrees = (p: { pocket: Pocket }, server: Server) =>
  expect(p.pocket.versions()).toEqual(
    Object.fromEntries([...server.records].map(([id, r]) => [`thing/${id}`, r.version])),
  )

function dice(seed: number) {
  let state = seed
  return (n: number) => (state = (state * 16807) % 2147483647) % n
}

describe('in step', () => {
  test('a change shows at once as not confirmed, and as the server has it once it has', async () => {
    const server = new Server()
    for (const id of ['a', 'b', 'c']) server.put(id, { n: 1 })
    const p = await phone(server)
    await p.syncer.run()
    agrees(p, server)
    await p.outbox.add(item('b', { n: 2 }, 1))
    expect([p.pocket.get('thing', 'b')?.fields.n, p.pocket.pending('thing', 'b')]).toEqual([2, true])
    expect(await p.syncer.run()).toMatchObject({ sent: 1, accepted: 1, refused: 0, left: 0 })
    expect([p.pocket.get('thing', 'b')?.version, p.pocket.pending('thing', 'b')]).toEqual([2, false])
  })

  test('what is refused is shown no longer, stays with its reason, and is sent again when it is mended', async () => {
    const server = new Server()
    server.put('a', { n: 1 })
    const p = await phone(server)
    await p.syncer.run()
    server.refuse = () => true
    await p.outbox.add(item('a', { n: 2 }, 1))
    expect(await p.syncer.run()).toMatchObject({ sent: 1, refused: 1, left: 0 })
    expect(p.pocket.get('thing', 'a')?.fields.n).toBe(1)
    expect(p.outbox.items[0]?.findings[0]?.text.zh).toBe('不行')
    server.refuse = () => false
    const old = p.outbox.items[0] as OutboxItem
    await p.outbox.add(item('a', { n: 3 }, 2), old.bundle.id)
    await p.syncer.run()
    expect(p.outbox.items.map((x) => x.state)).toEqual(['accepted'])
    expect(p.pocket.get('thing', 'a')?.fields.n).toBe(3)
  })

  test('what is about a record that was refused waits for it', async () => {
    const server = new Server()
    const p = await phone(server)
    server.refuse = (b) => (b.answers as { bad?: boolean }).bad === true
    await p.outbox.add(item('new', { bad: true }, 1, ['new']))
    await p.outbox.add(item('new', { n: 5 }, 2))
    await p.syncer.run()
    expect(p.outbox.items.map((x) => x.state)).toEqual(['refused', 'waiting'])
    const first = p.outbox.items[0] as OutboxItem
    await p.outbox.add(item('new', { n: 4 }, p.outbox.seqInstead(first), ['new']), first.bundle.id)
    await p.syncer.run()
    expect(p.outbox.items.every((x) => x.state === 'accepted')).toBe(true)
    expect(server.records.get('new')?.fields.n).toBe(5)
    agrees(p, server)
  })

  test('a hundred lines that break at random, and phones that go off: each bundle once, the same records', async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const roll = dice(seed)
      const server = new Server()
      for (let n = 0; n < 7; n++) server.put(`r${n}`, { n })
      let p = await phone(server)
      server.cut = () => roll(4) === 0
      for (let turn = 0; turn < 6; turn++) {
        await p.outbox.add(item(`r${roll(7)}`, { n: turn }, p.pocket.state.seq + 1))
        if (roll(3) === 0) server.put(`r${roll(7)}`, { m: turn })
        if (roll(5) === 0) {
          const id = `r${roll(7)}`
          if (!p.outbox.unsent.some((x) => x.bundle.subject === id)) {
            server.records.delete(id)
            server.log.push(id)
          }
        }
        await p.syncer.run()
        if (roll(3) === 0) p = await phone(server, p.cabinet) // switched off and on
      }
      server.cut = () => false
      await p.syncer.run()
      agrees(p, server)
      expect(new Set(server.applied).size).toBe(server.applied.length)
      expect(p.outbox.items.map((x) => x.state)).toEqual(Array(6).fill('accepted'))
      expect(server.applied.length).toBe(6)
      agrees(await phone(server, p.cabinet), server)
    }
  })

  test('a server that was set back gets again what it had taken', async () => {
    const server = new Server()
    server.put('a', { n: 1 })
    const p = await phone(server)
    await p.syncer.run()
    await p.outbox.add(item('a', { n: 2 }, 1))
    await p.syncer.run()
    server.life++
    server.receipts.clear()
    server.records.clear()
    server.log = []
    server.put('a', { n: 1 })
    await p.syncer.run()
    expect(server.records.get('a')?.fields.n).toBe(2)
    agrees(p, server)
  })

  test('what leaves the scope leaves the phone at the end of a new first copy, and pieces are written anew', async () => {
    const server = new Server()
    for (let n = 0; n < 5; n++) server.put(`r${n}`, { n })
    const p = await phone(server)
    await p.syncer.run()
    for (let n = 0; n < 120; n++) {
      server.put(`r${n % 5}`, { n })
      await p.syncer.run()
    }
    expect([...p.cabinet.things.keys()].filter((k) => k.startsWith('piece/')).length).toBeLessThan(100)
    server.life++
    server.records.delete('r1')
    await p.syncer.run()
    expect(p.pocket.get('thing', 'r1')).toBeUndefined()
    agrees(await phone(server, p.cabinet), server)
  })
})

test('a submission says what it changes: subject, own record, rows, the stage that follows', () => {
  const field = (name: string) => ({ name, label: { zh: name }, type: 'text' as const })
  const registers: Record<string, RegisterView> = {
    home: { name: 'home', label: { zh: '户' }, rights: [], fields: [field('phone')] },
    visit: { name: 'visit', label: { zh: '走访' }, rights: [], parent: 'home', fields: [field('note')] },
    member: { name: 'member', label: { zh: '人' }, rights: [], parent: 'home', fields: [field('name')] },
  }
  const form: FormView = {
    name: 'visit',
    label: { zh: '走访' },
    subject: 'home',
    own: 'visit',
    may_submit: true,
    transition: { workflow: 'home', do: 'go', from: ['a'], to: 'b' },
    sections: [
      {
        name: 's',
        label: { zh: '' },
        questions: [
          { name: 'phone', field: field('phone'), save_to: 'home.phone' },
          { name: 'note', field: field('note') },
          {
            name: 'people',
            field: field('people'),
            repeat: { register: 'member', as: 'people', questions: [{ name: 'name', field: field('name') }] },
          },
        ],
      },
    ],
  }
  const { overlays, makes } = overlaysOf({
    form,
    made: 'h',
    own: 'v',
    county: '1',
    area: '2',
    answers: {
      phone: '1',
      note: '好',
      people: [
        { record: 'm', new: true, name: '甲' },
        { record: 'k', base: 1, name: '乙' },
      ],
    },
    effects: { 'home.phone': '2' },
    register: (name) => registers[name],
    title: (r) => r.name,
  })
  const all = Object.fromEntries(overlays)
  expect(all['home/h']?.fields).toEqual({ phone: '2', stage: 'b' })
  expect(all['visit/v']).toMatchObject({ fields: { note: '好' }, made: { parent: 'h', title: 'visit' } })
  expect(all['member/m']).toMatchObject({ fields: { name: '甲' }, made: { parent: 'h' } })
  expect(all['member/k']?.made).toBeUndefined()
  expect(makes).toEqual(['h', 'v', 'm'])
})
