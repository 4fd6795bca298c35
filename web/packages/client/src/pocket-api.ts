import type { Catalog, RecordView } from '@jieli/form-engine'
import { Api, type RecordKey } from './api'
import type { Person } from './cases'
import { ApiError, type HttpOptions, type Query } from './http'
import { keptFile } from './outbox'
import type { Pocket } from './pocket'
import type { Vault } from './vault'
import type { AreaView, RecordPage } from './views'

const notCarried = {
  zh: '本机没有这条记录。联网同步后再看。',
  en: 'This record is not on this phone. Sync where there is a network.',
}

/** The API as a device answers it by itself: records, areas, parameters and people are those that it carries. */
export class PocketApi extends Api {
  private readonly shown = new Map<string, string>() // addresses of files that were taken here

  constructor(
    private readonly pocket: Pocket,
    private readonly vault: Vault,
    options: HttpOptions = {},
  ) {
    super(options)
  }

  override async catalog(): Promise<Catalog> {
    if (!this.pocket.kit) throw new ApiError(0, 'offline', notCarried)
    return this.pocket.kit.catalog
  }

  override async areas(query: { within?: string; level?: string } = {}): Promise<AreaView[]> {
    const { within = '', level } = query
    return (this.pocket.kit?.areas ?? []).filter(
      (a) => a.code.startsWith(within) && a.code !== within && (level ? a.level === level : a.parent === within),
    )
  }

  /** Parameters of the smallest area of a grant that an area lies in. */
  override async parameters(area: string): Promise<Record<string, unknown>> {
    const all = this.pocket.kit?.parameters ?? {}
    const [nearest] = Object.keys(all)
      .filter((code) => area.startsWith(code))
      .sort((a, b) => b.length - a.length)
    return (nearest ? all[nearest] : Object.values(all)[0]) ?? {}
  }

  override async records(register: string, query: Query): Promise<RecordPage> {
    const found = this.pocket.search(String(query.q ?? ''), [register], Number(query.limit ?? 50))
    return { records: found.length || query.q ? found : this.pocket.list(register).slice(0, Number(query.limit ?? 50)) }
  }

  override async record(key: RecordKey): Promise<RecordView> {
    const found = this.pocket.get(key.register, key.id)
    if (!found) throw new ApiError(404, 'not_carried', notCarried)
    return found
  }

  override async named(register: string, id: string): Promise<RecordView | null> {
    return this.pocket.get(register, id) ?? null
  }

  override async children(key: RecordKey, child: string): Promise<RecordPage> {
    return { records: this.pocket.children(child, key.id) }
  }

  override async people(q: string): Promise<Person[]> {
    return (this.pocket.kit?.people ?? []).filter((p) => p.name.includes(q.trim()))
  }

  /** A file stays here until its bundle is sent; it is named by its bytes, as the server will name it. */
  override async attach(file: File): Promise<{ hash: string; type: string; size: number }> {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const hex = [...digest].map((b) => b.toString(16).padStart(2, '0')).join('')
    const hash = hex + (file.type === 'application/pdf' ? '.pdf' : file.type === 'image/png' ? '.png' : '.jpg')
    await this.vault.write({ [keptFile(hash)]: bytes })
    this.shown.set(hash, URL.createObjectURL(file))
    return { hash, type: file.type, size: file.size }
  }

  override attachmentAddress(hash: string, key: RecordKey): string {
    return this.shown.get(hash) ?? super.attachmentAddress(hash, key)
  }
}
