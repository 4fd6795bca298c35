import type { Finding, RecordView, Text } from '@jieli/form-engine'

export interface Grant {
  role: string
  role_label?: Text
  area: string
  area_name: string
}

export interface Account {
  id: string
  name: string
  login: string
  grants: Grant[]
  /** What the roles may do that is about no register: figures, rounds, journal … */
  powers?: string[]
}

export interface SessionView {
  account: Account
  expires_at: string
  /** The server's clock. */
  now?: string
}

export interface DemoAccount {
  login: string
  password: string
  name: string
  role: string
  role_label: Text
  area: string
  area_name: string
}

export interface AreaView {
  code: string
  name: string
  name_en?: string
  level: string
  parent: string
}

/** Where an area lies on the map. */
export interface AreaShape {
  code: string
  name: string
  name_en?: string
  at: [lon: number, lat: number]
  /** Outer edges; none: only a place is known. */
  rings: [lon: number, lat: number][][]
}

export interface RecordPage {
  records: RecordView[]
  next?: string | null
  count?: number | string
}

export interface HistoryChange {
  field: string
  label: Text
  before: unknown
  after: unknown
}

export interface HistoryLine {
  entry: {
    id: string
    county?: string
    stream: string
    seq: number
    action: string
    version: number
    made_at: string
    received_at: string
    actor: string
    actor_name: string
    role: string
    role_label: Text
    device: string
    form?: string
    form_label?: Text
    reason?: string
  }
  changes: HistoryChange[]
  /** What references among the changes point to, by id. */
  named?: Record<string, string>
}

export interface TaskView {
  id: string
  county: string
  kind: string
  label: Text
  why: Text | string
  register: string
  record: string
  title: string
  area: string
  area_name: string
  owner: string
  opened: string
  due: string | null
  overdue: boolean
  form?: string
  /** The round whose targets are left in the area; then `record` is empty. */
  round?: { id: string; county: string; left: number }
  /** 0: the owner's; from 1: it has climbed, because the owner is late. */
  level?: number
  climbed_from?: Text | null
  /** To whom it was handed; then it is theirs first. */
  assignee?: { account: string; name: string } | null
  /** Who handed it on. */
  assigned_by?: { account: string; name: string } | null
  note?: string
  /** The stage whose task it is. */
  case?: { workflow: string; stage: string } | null
  /** What the case is about. */
  subject?: { register: string; county: string; id: string; title: string } | null
  /** Forms that answer it. */
  forms?: string[]
  /** What falls due in a village, each on a day of its own: one trip. */
  group?: { round: string; due: number; next_due?: string | null } | null
}

export interface RoundInstance {
  round: string
  id: string
  county: string
  title: string
  from: string
  to: string | null
  label: Text
  target: string
}

export interface Coverage {
  total: { targets: number; covered: number }
  rows: { area: string; name: string; targets: number; covered: number }[]
  /** The round keeps a list of its targets: it says who is left, to the last one. */
  list?: boolean
}

export interface FigureView {
  id: string
  label: Text
  unit?: Text
  value: string | null
  shown: Text | string | null
  area: string
  area_name: string
  breakdown?: { key: string; label: Text | string; value: string | null }[]
  numerator?: string | null
  denominator?: string | null
  /** When compared: the same day or period a year before. */
  before?: string | null
  /** When compared: what it is held against. */
  plan?: { id: string; label: Text; value: string; share: string | null } | null
}

export interface FiguresQuery {
  as_of?: string
  /** Flows count what came from this day on. */
  since?: string
  compare?: 'yes'
  area?: string
  below?: string
  indicator?: string
}

export type Step = 'day' | 'week' | 'month' | 'year'

export interface SeriesQuery {
  indicator?: string
  area?: string
  from?: string
  to?: string
  by?: Step
}

export interface SeriesView {
  area: string
  by: Step
  /** By name, and the last day that counts. */
  periods: { period: string; day: string }[]
  /** A value for each period. */
  series: { id: string; values: (string | null)[] }[]
}

export interface FiguresView {
  as_of: string
  area: string
  figures: FigureView[]
}

export interface FigureDefinition {
  id: string
  label: Text
  definition?: Text
  unit?: Text
  kind: string
  [key: string]: unknown
}

export interface FigureRecord extends RecordView {
  contribution?: string | number | null
}

export interface ConflictView {
  register: string
  county: string
  record: string
  field: string
  title?: string
  area?: string
  area_name?: string
  label?: Text
  opened_at?: string
  version?: number
  values: ConflictValue[]
}

export interface ConflictValue {
  entry: string
  value: unknown
  actor_name?: string
  made_at?: string
  shown?: boolean
}

export interface Found {
  register: string
  county: string
  id: string
  title: string
  area: string
  area_name: string
}

export interface Bundle {
  id: string
  county: string
  role?: string
  device: string
  device_seq?: number
  made_at: string
  pack?: string
  form?: string
  subject?: string
  base?: number
  record?: string
  answers?: Record<string, unknown>
  entries?: EntryIn[]
}

export interface EntryIn {
  id?: string
  register: string
  record: string
  action: 'create' | 'change' | 'correct' | 'void' | 'erase'
  base?: number
  parent?: string
  reason?: string
  fields?: Record<string, unknown>
}

export interface Receipt {
  bundle: string
  accepted: boolean
  replayed?: boolean
  entries?: {
    id: string
    county: string
    stream: string
    seq: number
    register: string
    record: string
    version: number
  }[]
  findings?: Finding[]
  conflicts?: string[]
}
