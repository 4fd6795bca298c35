import type { Finding } from '@jieli/form-engine'
import type { Api, RecordKey } from './api'
import type { KeptDraft } from './drafts'
import { ApiError } from './http'
import type { Overlay, Pocket } from './pocket'
import type { Vault } from './vault'
import type { Bundle } from './views'

/** A bundle that this device has made. */
export interface OutboxItem {
  bundle: Bundle
  title: string
  /** waiting: not sent, or sent without an answer; then the same bundle is sent again. */
  state: 'waiting' | 'accepted' | 'refused'
  /** It went out at least once: its outcome may be unknown, so it is not changed any more. */
  tried: boolean
  /** Accepted, and what came of it has been pulled. */
  pulled: boolean
  answeredAt?: string
  findings: Finding[]
  /** Fields in which two people said different things. */
  conflicts: string[]
  /** What it was filled in from: to mend it. */
  draft?: KeptDraft
  about?: RecordKey
  /** Records that it makes: later bundles about them wait for it. */
  makes: string[]
  overlays: [string, Overlay][]
  /** Photos and files that go before it, by the names in its answers. */
  files: string[]
}

/** What came of sending. */
export interface Sent {
  sent: number
  accepted: number
  refused: number
  left: number
}

const prefix = 'out/'
const filePrefix = 'file/'
/** How long an accepted bundle stays: until a server that was restored from a backup has surely been in step again. */
const keptDays = 7

/** The bundles of a device, in the order in which they were made. */
export class Outbox {
  items: OutboxItem[] = []

  constructor(
    private readonly vault: Vault,
    private readonly pocket: Pocket,
  ) {}

  async load(): Promise<void> {
    this.items = (await this.vault.readAll<OutboxItem>(prefix)).map(([, item]) => item)
    this.sort()
    this.layOver()
  }

  private sort(): void {
    this.items.sort((a, b) => (a.bundle.device_seq ?? 0) - (b.bundle.device_seq ?? 0))
  }

  /** Adds a bundle; `instead` is the refused or unsent one that it mends, `drops` what is kept no longer with that. */
  async add(item: OutboxItem, instead?: string, drops: readonly string[] = []): Promise<void> {
    const put = { [prefix + item.bundle.id]: item }
    const seq = Math.max(this.pocket.state.seq, item.bundle.device_seq ?? 0)
    const gone = instead && instead !== item.bundle.id ? [prefix + instead] : []
    await this.pocket.keep({ seq }, put, [...gone, ...drops])
    this.items = [...this.items.filter((x) => x.bundle.id !== instead && x.bundle.id !== item.bundle.id), item]
    this.sort()
    this.layOver()
  }

  /** Gives up a bundle that the server has refused, or has never seen. */
  async drop(item: OutboxItem): Promise<void> {
    await this.vault.write({}, [prefix + item.bundle.id, ...item.files.map((f) => filePrefix + f)])
    this.items = this.items.filter((x) => x !== item)
    this.layOver()
  }

  private async save(item: OutboxItem, change: Partial<OutboxItem>): Promise<void> {
    const next = { ...item, ...change }
    await this.vault.write({ [prefix + item.bundle.id]: next })
    this.items = this.items.map((x) => (x.bundle.id === item.bundle.id ? next : x))
  }

  /** What has not been decided lies over the records; what was refused does not. */
  layOver(): void {
    const all = new Map<string, Overlay>()
    for (const item of this.items) {
      if (item.state === 'refused' || item.pulled) continue
      for (const [key, o] of item.overlays) {
        const before = all.get(key)
        const made = o.made ?? before?.made
        all.set(key, { fields: { ...before?.fields, ...o.fields }, ...(made ? { made } : {}) })
      }
    }
    this.pocket.layOver(all)
  }

  get unsent(): OutboxItem[] {
    return this.items.filter((x) => x.state !== 'accepted')
  }

  /** A bundle about a record that an undecided or refused one makes waits for that. */
  held(item: OutboxItem): boolean {
    const about = item.bundle.subject ?? item.about?.id
    return this.items.some(
      (x) => x !== item && x.state !== 'accepted' && about !== undefined && x.makes.includes(about),
    )
  }

  /** The number of a bundle that mends a refused one: its own where others wait for what it makes, since they are later. */
  seqInstead(of: OutboxItem): number {
    const waits = this.items.some(
      (x) => x !== of && x.state !== 'accepted' && of.makes.includes(x.bundle.subject ?? x.about?.id ?? ''),
    )
    return (waits && of.bundle.device_seq) || this.pocket.state.seq + 1
  }

  /** Sends what waits, each bundle until it has an answer. Throws when the server cannot be reached or wants a sign-in. */
  async push(api: Api, onStep: () => void = () => {}): Promise<Sent> {
    const out: Sent = { sent: 0, accepted: 0, refused: 0, left: 0 }
    try {
      // What was held may go once what it waited for has gone: as long as something went, all are looked at again.
      for (let before = -1; before < out.sent;) {
        before = out.sent
        for (const { bundle } of [...this.items]) {
          const item = this.items.find((x) => x.bundle.id === bundle.id)
          if (!item || item.state !== 'waiting' || this.held(item)) continue
          const accepted = await this.send(api, item)
          out.sent++
          out[accepted ? 'accepted' : 'refused']++
          onStep()
        }
      }
    } finally {
      out.left = this.items.filter((x) => x.state === 'waiting').length
      this.layOver()
    }
    return out
  }

  private async send(api: Api, first: OutboxItem): Promise<boolean> {
    await this.sendFiles(api, first)
    const item = this.items.find((x) => x.bundle.id === first.bundle.id) as OutboxItem
    if (!item.tried) await this.save(item, { tried: true })
    const answeredAt = new Date(Date.now() + this.pocket.state.ahead).toISOString()
    try {
      const receipt = await api.send(item.bundle)
      const answer = { findings: receipt.findings ?? [], conflicts: receipt.conflicts ?? [], answeredAt }
      await this.save(item, { ...answer, state: receipt.accepted ? 'accepted' : 'refused', tried: receipt.accepted })
      return receipt.accepted
    } catch (error) {
      if (!(error instanceof ApiError) || !refuses(error)) throw error
      const findings: Finding[] = error.findings.length
        ? error.findings
        : [{ code: error.code, path: '', severity: 'error', text: error.detail }]
      await this.save(item, { state: 'refused', findings, answeredAt, tried: false })
      return false
    }
  }

  /** Files go first. The server names them by what they are; where that differs from our name the answers follow. */
  private async sendFiles(api: Api, item: OutboxItem): Promise<void> {
    for (const name of item.files) {
      const bytes = await this.vault.bytes(filePrefix + name)
      const now = this.items.find((x) => x.bundle.id === item.bundle.id) as OutboxItem
      const files = now.files.filter((x) => x !== name)
      let bundle = now.bundle
      if (bytes) {
        const { hash } = await api.upload(new File([bytes], name, { type: typeOf(name) }))
        const own = name.replace(/^[^:]*/, '') // ":its name" of a file that has one
        if (hash + own !== name) bundle = JSON.parse(JSON.stringify(bundle).replaceAll(name, hash + own)) as Bundle
      }
      await this.save(now, { files, bundle })
    }
  }

  /** What came of accepted bundles has been pulled; what is old enough is forgotten. */
  async settled(): Promise<void> {
    const oldest = new Date(Date.now() + this.pocket.state.ahead - keptDays * 86_400_000).toISOString()
    const put: Record<string, unknown> = {}
    const drop: string[] = []
    const items: OutboxItem[] = []
    for (const item of this.items) {
      if (item.state !== 'accepted') items.push(item)
      else if ((item.answeredAt ?? '') < oldest) drop.push(prefix + item.bundle.id, ...allFiles(item))
      else if (item.pulled) items.push(item)
      else {
        const next = { ...item, pulled: true }
        put[prefix + item.bundle.id] = next
        items.push(next)
      }
    }
    await this.vault.write(put, drop)
    this.items = items
    this.layOver()
  }

  /** The server was set back: what it had accepted is sent again under its ids, which is harmless where it still has it. */
  async again(): Promise<void> {
    for (const item of [...this.items]) {
      if (item.state === 'accepted')
        await this.save(item, {
          state: 'waiting',
          pulled: false,
          tried: true,
          files: allFiles(item).map((f) => f.slice(filePrefix.length)),
        })
    }
    this.layOver()
  }

  /** Sends a refused bundle as it is once more: what it lacked may be there now. */
  async retry(item: OutboxItem): Promise<void> {
    await this.save(item, { state: 'waiting' })
    this.layOver()
  }
}

function allFiles(item: OutboxItem): string[] {
  const text = JSON.stringify(item.bundle)
  return [...text.matchAll(/"([0-9a-f]{64}(?:\.\w+)?(?::[^"]*)?)"/g)].map((m) => filePrefix + m[1])
}

/** Answers that decide about a bundle; all others (no answer, too busy, broken, signed out) leave it waiting. */
function refuses(error: ApiError): boolean {
  return [400, 403, 404, 409, 413, 422].includes(error.status) && error.code !== 'device_revoked'
}

function typeOf(name: string): string {
  return name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg'
}

export const keptFile = (name: string) => filePrefix + name
