import type { RecordView, RegisterView } from '@jieli/form-engine'
import type { SyncKit, SyncPart, SyncRecord } from './sync'
import type { Vault } from './vault'
import type { SessionView, TaskView } from './views'

/** What a device knows besides records, kit and outbox. */
export interface PocketState {
  session?: SessionView
  login: string
  cursor: string
  tasks: TaskView[]
  kit: string
  /** Number of the last bundle. */
  seq: number
  /** By how many ms the server's clock is ahead of this one. */
  ahead: number
  syncedAt?: string
  /** The first copy is whole: work may begin. */
  ready: boolean
}

/** A piece that was taken in, as it is kept. */
type Piece = Pick<SyncPart, 'records' | 'gone' | 'begins' | 'ends'>

/** What is laid over records until the server has decided. */
export interface Overlay {
  fields: Record<string, unknown>
  /** A record that the server does not know yet. */
  made?: { county: string; area: string; parent?: string; title: string }
}

const piecePrefix = 'piece/'
const piecesMost = 80 // then they are written anew, without what was overtaken
const pieceRecords = 400
const pieceName = (n: number) => piecePrefix + String(n).padStart(8, '0')

/**
 * The records that a device carries: in memory while it is unlocked, sealed in the vault in the pieces in which they
 * came. A piece and the cursor behind it are kept together, so that the device may stop anywhere.
 */
export class Pocket {
  state: PocketState = { login: '', cursor: '', tasks: [], kit: '', seq: 0, ahead: 0, ready: false }
  kit?: SyncKit
  private readonly records = new Map<string, Map<string, SyncRecord>>()
  private below = new Map<string, Set<string>>() // parent → "register/id"
  private fresh?: Set<string> // what has come since a first copy began
  private overlays = new Map<string, Overlay>()
  private pieces: string[] = []
  private areaNames = new Map<string, string>()
  private words?: [string, string, string][] // register, id, what it is searched by
  private finding = new Set<string>()

  constructor(private readonly vault: Vault) {}

  /** Reads everything from the vault. */
  async load(): Promise<void> {
    this.state = { ...this.state, ...(await this.vault.read<PocketState>('state')) }
    const kit = await this.vault.read<SyncKit>('kit')
    if (kit) this.useKit(kit)
    for (const [name, piece] of await this.vault.readAll<Piece>(piecePrefix)) {
      this.pieces.push(name)
      this.apply(piece)
    }
  }

  private useKit(kit: SyncKit): void {
    this.kit = kit
    this.areaNames = new Map(kit.areas.map((a) => [a.code, a.name]))
    this.words = undefined
    this.finding = new Set(kit.catalog.registers.filter((r) => r.fields.some((f) => f.search)).map((r) => r.name))
  }

  async takeKit(kit: SyncKit): Promise<void> {
    await this.keep({ kit: kit.version }, { kit })
    this.useKit(kit)
  }

  /** Changes the state and keeps it, with other things in the same step. */
  async keep(
    change: Partial<PocketState>,
    put: Record<string, unknown> = {},
    drop: readonly string[] = [],
  ): Promise<void> {
    const state = { ...this.state, ...change }
    await this.vault.write({ ...put, state }, drop)
    this.state = state
  }

  /** Takes in a part: kept first, then seen. */
  async take(part: SyncPart): Promise<void> {
    const { records, gone, begins, ends } = part
    const piece: Piece = { records, gone, begins, ends }
    const change: Partial<PocketState> = { cursor: part.cursor }
    if (part.tasks) change.tasks = part.tasks
    if (ends) change.ready = true
    const counts = Object.keys(records).length > 0 || gone.length > 0 || begins || ends
    const name = pieceName(Number((this.pieces.at(-1) ?? '').slice(piecePrefix.length) || '0') + 1)
    await this.keep(change, counts ? { [name]: piece } : {})
    if (!counts) return
    this.pieces.push(name)
    this.apply(piece)
    if (this.pieces.length > piecesMost && !this.fresh) await this.compact()
  }

  private apply(piece: Piece): void {
    if (piece.begins) this.fresh = new Set()
    for (const [register, list] of Object.entries(piece.records)) for (const r of list) this.put(register, r)
    for (const { register, id } of piece.gone) this.drop(register, id)
    if (piece.ends) {
      for (const [register, all] of this.records)
        for (const id of [...all.keys()]) if (!this.fresh?.has(`${register}/${id}`)) this.drop(register, id)
      this.fresh = undefined
    }
    this.words = undefined
  }

  private put(register: string, record: SyncRecord): void {
    let all = this.records.get(register)
    if (!all) this.records.set(register, (all = new Map()))
    const before = all.get(record.id)
    const key = `${register}/${record.id}`
    if (before?.parent && before.parent !== record.parent) this.below.get(before.parent)?.delete(key)
    all.set(record.id, record)
    if (record.parent) this.addBelow(record.parent, key)
    this.fresh?.add(key)
  }

  private addBelow(parent: string, key: string): void {
    let set = this.below.get(parent)
    if (!set) this.below.set(parent, (set = new Set()))
    set.add(key)
  }

  private drop(register: string, id: string): void {
    const all = this.records.get(register)
    const record = all?.get(id)
    if (!record) return
    all?.delete(id)
    if (record.parent) this.below.get(record.parent)?.delete(`${register}/${id}`)
  }

  /** Writes the pieces anew, in one step. */
  private async compact(): Promise<void> {
    const put: Record<string, unknown> = {}
    let n = 0
    const add = (piece: Piece) => (put[pieceName(++n)] = piece)
    let records: Piece['records'] = {}
    let count = 0
    for (const [register, all] of this.records) {
      for (const r of all.values()) {
        ;(records[register] ??= []).push(r)
        if (++count % pieceRecords === 0) {
          add({ records, gone: [], begins: false, ends: false })
          records = {}
        }
      }
    }
    add({ records, gone: [], begins: false, ends: false })
    await this.vault.write(put, this.pieces)
    this.pieces = Object.keys(put)
  }

  /** Lays what is not confirmed over the records. */
  layOver(overlays: Map<string, Overlay>): void {
    for (const [key, o] of this.overlays) if (o.made?.parent) this.below.get(o.made.parent)?.delete(key)
    this.overlays = overlays
    for (const [key, o] of overlays) if (o.made?.parent) this.addBelow(o.made.parent, key)
    this.words = undefined
  }

  /** Whether something of a record is not confirmed yet. */
  pending(register: string, id: string): boolean {
    return this.overlays.has(`${register}/${id}`)
  }

  areaName(code: string): string {
    return this.areaNames.get(code) ?? code
  }

  get(register: string, id: string): RecordView | undefined {
    const record = this.records.get(register)?.get(id)
    const over = this.overlays.get(`${register}/${id}`)
    if (!record && !over?.made) return undefined
    if (!record) return this.made(register, id, over as Overlay)
    const view = this.expand(register, record)
    return over ? { ...view, fields: { ...view.fields, ...over.fields } } : view
  }

  private expand(register: string, r: SyncRecord): RecordView {
    return {
      register,
      county: r.county,
      id: r.id,
      version: r.version,
      state: 'active',
      area: r.area,
      area_name: this.areaName(r.area),
      parent: r.parent ?? null,
      title: r.title,
      updated_at: r.updated_at,
      updated_by_name: r.updated_by_name ?? '',
      fields: r.fields,
      named: r.named ?? {},
      ...(r.erased ? { erased: true } : {}),
      warnings: r.warnings ?? [],
      conflicts: r.conflicts ?? [],
    }
  }

  private made(register: string, id: string, { fields, made }: Overlay): RecordView {
    const at = made as NonNullable<Overlay['made']>
    const r: SyncRecord = { id, county: at.county, version: 0, area: at.area, title: at.title, updated_at: '', fields }
    return { ...this.expand(register, r), parent: at.parent ?? null }
  }

  /** All records of a register, with those that the server does not know yet. */
  list(register: string): RecordView[] {
    const ids = new Set(this.records.get(register)?.keys())
    for (const [key, o] of this.overlays)
      if (o.made && key.startsWith(`${register}/`)) ids.add(key.slice(register.length + 1))
    return [...ids].map((id) => this.get(register, id)).filter((r): r is RecordView => Boolean(r))
  }

  /** How many records of a register there are. */
  count(register: string): number {
    return this.records.get(register)?.size ?? 0
  }

  /** The child records of one register below a record, oldest first: ids rise with time. */
  children(register: string, parent: string): RecordView[] {
    const prefix = `${register}/`
    return [...(this.below.get(parent) ?? [])]
      .filter((key) => key.startsWith(prefix))
      .sort()
      .map((key) => this.get(register, key.slice(prefix.length)))
      .filter((r): r is RecordView => Boolean(r))
  }

  /** Records by part of a name or number, or by the beginning of its pinyin; at most `limit`. */
  search(text: string, registers?: readonly string[], limit = 50): RecordView[] {
    const q = text.trim().toLowerCase()
    this.words ??= this.wordsOfAll()
    const found: RecordView[] = []
    const seen = new Set<string>()
    const add = (register: string, id: string) => {
      const r = seen.has(id) ? undefined : this.get(register, id)
      seen.add(id)
      if (r) found.push(r)
    }
    for (const begins of [true, false]) {
      for (const [register, id, words] of this.words) {
        if (registers && !registers.includes(register)) continue
        if (begins ? words.includes(` ${q}`) : words.includes(q)) add(register, id)
        if (found.length >= limit) return found
      }
    }
    return found
  }

  private wordsOfAll(): [string, string, string][] {
    const out: [string, string, string][] = []
    for (const register of this.kit?.catalog.registers ?? []) {
      if (!this.finding.has(register.name)) continue
      for (const r of this.list(register.name)) out.push([register.name, r.id, this.wordsOf(register, r)])
    }
    return out
  }

  private wordsOf(register: RegisterView, r: RecordView): string {
    const values = register.fields.filter((f) => f.search).map((f) => r.fields[f.name])
    const texts = values.filter((v): v is string => typeof v === 'string')
    const sounds = this.records.get(register.name)?.get(r.id)?.sounds ?? ''
    return ` ${r.title} ${texts.join(' ')} ${sounds}`.toLowerCase()
  }

  /** What a device holds, to compare with the server: versions by "register/id". */
  versions(): Record<string, number> {
    const out: Record<string, number> = {}
    for (const [register, all] of this.records) for (const r of all.values()) out[`${register}/${r.id}`] = r.version
    return out
  }
}
