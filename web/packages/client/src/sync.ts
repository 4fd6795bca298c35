import type { Catalog } from '@jieli/form-engine'
import type { Person } from './cases'
import type { AreaView, TaskView } from './views'

/** A record as it is carried: what can be worked out is left out. */
export interface SyncRecord {
  id: string
  county: string
  version: number
  area: string
  parent?: string
  title: string
  updated_at: string
  updated_by_name?: string
  erased?: boolean
  fields: Record<string, unknown>
  named?: Record<string, string>
  warnings?: { code: string; text: { zh: string; en?: string } }[]
  conflicts?: string[]
  /** Pinyin and initials of what it is searched by. */
  sounds?: string
}

/** One piece of what a device carries. */
export interface SyncPart {
  cursor: string
  more: boolean
  begins: boolean
  ends: boolean
  restored: boolean
  records: Record<string, SyncRecord[]>
  gone: { register: string; id: string }[]
  tasks?: TaskView[]
  kit: string
  now: string
}

/** What a device needs besides records. */
export interface SyncKit {
  version: string
  catalog: Catalog
  areas: AreaView[]
  parameters: Record<string, Record<string, unknown>>
  people: Person[]
}

/** What a device says of itself. */
export interface DeviceReport {
  name: string
  app: string
  pack: string
  unsent: number
  clock: string
}

/** A device as its administrator sees it. */
export interface DeviceView {
  id: string
  account: string
  person: string
  area: string
  area_name: string
  name: string
  app: string
  pack: string
  unsent: number
  ahead: number
  created_at: string
  seen_at: string
  revoked_at: string | null
  wiped_at: string | null
}
