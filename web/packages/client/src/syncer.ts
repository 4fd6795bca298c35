import { ApiError } from './http'
import type { Outbox, Sent } from './outbox'
import type { Pocket } from './pocket'
import type { PocketApi } from './pocket-api'

/** Why a sync came to no end. */
export type Stop = 'offline' | 'signed_out' | 'revoked' | 'failed'

export interface SyncResult extends Sent {
  /** Records that came, parts in which they came. */
  records: number
  parts: number
  stopped?: Stop
  /** What the server said, where it said something. */
  problem?: ApiError
}

export interface SyncOptions {
  device: string
  /** What the browser calls itself, and the version of the app. */
  name: string
  app: string
  onStep?: (so: SyncResult) => void
}

/** A report that is refused is no harm to a device that is in step: its administrator sees less of it. */
function onlyRefused(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 422) throw error
}

/** Sends what waits, then pulls what has changed. A second call while one runs waits for the same. */
export class Syncer {
  private running?: Promise<SyncResult>

  constructor(
    private readonly api: PocketApi,
    private readonly pocket: Pocket,
    private readonly outbox: Outbox,
    private readonly options: SyncOptions,
  ) {}

  run(): Promise<SyncResult> {
    this.running ??= this.once().finally(() => (this.running = undefined))
    return this.running
  }

  private async once(): Promise<SyncResult> {
    const out: SyncResult = { sent: 0, accepted: 0, refused: 0, left: 0, records: 0, parts: 0 }
    try {
      await this.push(out)
      if (await this.pull(out)) {
        await this.outbox.again()
        await this.push(out)
        await this.pull(out)
      }
      await this.outbox.settled()
      await this.pocket.keep({ syncedAt: new Date(Date.now() + this.pocket.state.ahead).toISOString() })
      await this.report().catch(onlyRefused)
    } catch (error) {
      out.stopped = await this.reason(error)
      if (error instanceof ApiError) out.problem = error
      else if (out.stopped === 'failed') throw error
    }
    out.left = this.outbox.items.filter((x) => x.state === 'waiting').length
    return out
  }

  private async push(out: SyncResult): Promise<void> {
    const step = () => this.options.onStep?.(out)
    const sent = await this.outbox.push(this.api, step)
    for (const key of ['sent', 'accepted', 'refused'] as const) out[key] += sent[key]
  }

  /** Takes parts until none is left; true when the server says that it was set back. */
  private async pull(out: SyncResult): Promise<boolean> {
    let restored = false
    for (let more = true; more;) {
      const part = await this.api.syncPart(this.pocket.state.cursor, this.options.device)
      restored ||= part.restored
      const ahead = Date.parse(part.now) - Date.now()
      if (Number.isFinite(ahead)) this.pocket.state.ahead = ahead
      await this.pocket.take(part)
      out.parts++
      out.records += Object.values(part.records).reduce((n, list) => n + list.length, 0)
      more = part.more
      if (!more && part.kit !== this.pocket.state.kit) await this.pocket.takeKit(await this.api.syncKit())
      this.options.onStep?.(out)
    }
    return restored
  }

  /** Asks the server for everything once more, keeps nothing of it, and names the records that are not the same here. */
  async compare(): Promise<{ same: number; differ: string[] }> {
    const there: Record<string, number> = {}
    for (let cursor = '', more = true; more;) {
      const part = await this.api.syncPart(cursor, this.options.device)
      for (const [register, list] of Object.entries(part.records))
        for (const r of list) there[`${register}/${r.id}`] = r.version
      for (const { register, id } of part.gone) delete there[`${register}/${id}`]
      cursor = part.cursor
      more = part.more
    }
    const here = this.pocket.versions()
    const all = new Set([...Object.keys(there), ...Object.keys(here)])
    const differ = [...all].filter((key) => there[key] !== here[key])
    return { same: all.size - differ.length, differ }
  }

  private report(): Promise<void> {
    const { name, app, device } = this.options
    const pack = this.pocket.kit?.catalog.pack.version ?? ''
    const clock = new Date().toISOString()
    return this.api.reportDevice(device, { name, app, pack, unsent: this.outbox.unsent.length, clock })
  }

  private async reason(error: unknown): Promise<Stop> {
    if (!(error instanceof ApiError)) return 'failed'
    if (error.offline) return 'offline'
    if (error.code === 'device_revoked') return 'revoked'
    if (error.status !== 401) return 'failed'
    const order = await this.api.deviceOrder(this.options.device).catch(() => ({ wipe: false }))
    return order.wipe ? 'revoked' : 'signed_out'
  }
}
