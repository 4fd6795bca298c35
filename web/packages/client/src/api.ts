import type { Catalog, RecordView } from '@jieli/form-engine'
import type { CaseView, Person, QueueQuery, QueueView, TaskPerson } from './cases'
import { Http, withQuery, type HttpOptions, type Query } from './http'
import type { ImportKind, ImportResult } from './imports'
import type { AccountsView, StatementQuery, StatementView } from './ledger'
import type { MatchesView } from './matches'
import { bodyOf, type InclusionProof, type JournalEntry } from './proof'
import type { DeviceReport, DeviceView, SyncKit, SyncPart } from './sync'
import type { RuleTrial, RuleTrialInput, RuleView } from './rules'
import type {
  AreaShape,
  AreaView,
  Bundle,
  ConflictView,
  Coverage,
  DemoAccount,
  FigureDefinition,
  FigureRecord,
  FiguresQuery,
  FiguresView,
  Found,
  HistoryLine,
  Receipt,
  RecordPage,
  RoundInstance,
  SeriesQuery,
  SeriesView,
  SessionView,
  TaskView,
} from './views'

/** Where a record is kept. */
export interface RecordKey {
  register: string
  county: string
  id: string
}

const part = encodeURIComponent

function at(key: RecordKey): string {
  return `/registers/${part(key.register)}/records/${part(key.county)}/${part(key.id)}`
}

/** Every call of /api/v1. Refusals are ApiErrors. */
export class Api {
  readonly http: Http

  constructor(options: HttpOptions = {}) {
    this.http = new Http(options)
  }

  signIn(login: string, password: string, device?: string): Promise<SessionView> {
    return this.http.post('/session', { login, password, ...(device ? { device } : {}) })
  }
  signOut(): Promise<void> {
    return this.http.delete('/session')
  }
  session(): Promise<SessionView> {
    return this.http.get('/session')
  }
  demoAccounts(): Promise<DemoAccount[]> {
    return this.http.get('/demo/accounts')
  }
  catalog(): Promise<Catalog> {
    return this.http.get('/catalog')
  }
  areas(query: { within?: string; level?: string } = {}): Promise<AreaView[]> {
    return this.http.get('/areas', query)
  }
  /** Where areas lie on the map, as far as the programme says it. */
  areaShapes(): Promise<AreaShape[]> {
    return this.http.get('/areas/shapes')
  }
  parameters(area: string, day: string): Promise<Record<string, unknown>> {
    return this.http.get('/parameters', { area, day })
  }

  records(register: string, query: Query, signal?: AbortSignal): Promise<RecordPage> {
    return this.http.get(`/registers/${part(register)}/records`, query, signal)
  }
  record(key: RecordKey, asOf?: string): Promise<RecordView> {
    return this.http.get(at(key), { as_of: asOf })
  }
  /** The record that a reference names, in the first county where it is; null where the caller reads none. */
  async named(register: string, id: string, counties: readonly string[]): Promise<RecordView | null> {
    for (const county of new Set(counties)) {
      const found = await this.record({ register, county, id }).catch(() => null)
      if (found) return found
    }
    return null
  }
  /** What a question about a register may be answered with: what the caller reads, and what is kept above them. */
  referable(register: string, q: string): Promise<{ id: string; title: string; area_name: string }[]> {
    return this.http.get(`/registers/${part(register)}/referable`, { q })
  }
  children(key: RecordKey, child: string): Promise<RecordPage> {
    return this.http.get(`${at(key)}/children/${part(child)}`)
  }
  async history(key: RecordKey): Promise<HistoryLine[]> {
    const answer = await this.http.get<HistoryLine[] | { history: HistoryLine[] }>(`${at(key)}/history`)
    return Array.isArray(answer) ? answer : answer.history
  }
  unmask(key: RecordKey, fields: string[], purpose: string): Promise<{ fields: Record<string, unknown> }> {
    return this.http.post(`${at(key)}/unmask`, { fields, purpose })
  }

  send(bundle: Bundle): Promise<Receipt> {
    return this.http.post('/bundles', bundle)
  }
  check(bundle: Bundle): Promise<Receipt> {
    return this.http.post('/bundles/check', bundle)
  }

  async search(q: string, signal?: AbortSignal): Promise<Found[]> {
    return (await this.http.get<{ found: Found[] }>('/search', { q }, signal)).found
  }
  async tasks(): Promise<TaskView[]> {
    return (await this.http.get<{ tasks: TaskView[] }>('/tasks')).tasks
  }
  /** Who may take over a task. */
  async taskPeople(task: Pick<TaskView, 'county' | 'id'>): Promise<TaskPerson[]> {
    const answer = await this.http.get<TaskPerson[] | { people: TaskPerson[] }>(
      `/tasks/${part(task.county)}/${part(task.id)}/people`,
    )
    return Array.isArray(answer) ? answer : answer.people
  }

  /** Who works where the caller does, by part of a name. */
  people(q: string): Promise<Person[]> {
    return this.http.get('/people', { q })
  }

  case(workflow: string, county: string, id: string): Promise<CaseView> {
    return this.http.get(`/cases/${part(workflow)}/${part(county)}/${part(id)}`)
  }
  queue(workflow: string, query: QueueQuery, signal?: AbortSignal): Promise<QueueView> {
    return this.http.get(`/workflows/${part(workflow)}/cases`, { ...query }, signal)
  }
  /** The address of a page to print; it is opened by the browser, not fetched. */
  documentAddress(document: string, key: RecordKey): string {
    return this.http.address(`/documents/${part(document)}/${part(key.register)}/${part(key.county)}/${part(key.id)}`)
  }

  async rules(): Promise<RuleView[]> {
    const answer = await this.http.get<RuleView[] | { rules: RuleView[] }>('/rules')
    return Array.isArray(answer) ? answer : answer.rules
  }
  tryRule(input: RuleTrialInput): Promise<RuleTrial> {
    return this.http.post('/rules/try', input)
  }

  async imports(): Promise<ImportKind[]> {
    const answer = await this.http.get<ImportKind[] | { imports: ImportKind[] }>('/imports')
    return Array.isArray(answer) ? answer : answer.imports
  }
  /** Reads a file of rows; dry: says what would come of it, and writes nothing. */
  sendFile(kind: string, file: File, dry: boolean): Promise<ImportResult> {
    return this.http.upload(`/imports/${part(kind)}${dry ? '?dry=yes' : ''}`, file)
  }

  /** The next part of what a device carries. */
  syncPart(cursor: string, device: string): Promise<SyncPart> {
    return this.http.get('/sync', { cursor, device })
  }
  syncKit(): Promise<SyncKit> {
    return this.http.get('/sync/kit')
  }
  reportDevice(device: string, report: DeviceReport): Promise<void> {
    return this.http.put(`/devices/${part(device)}`, report)
  }
  devices(): Promise<DeviceView[]> {
    return this.http.get('/devices')
  }
  revokeDevice(device: string): Promise<void> {
    return this.http.delete(`/devices/${part(device)}`)
  }
  deviceOrder(device: string): Promise<{ wipe: boolean }> {
    return this.http.get(`/devices/${part(device)}/order`)
  }
  deviceWiped(device: string): Promise<void> {
    return this.http.post(`/devices/${part(device)}/wiped`, undefined)
  }

  /** Keeps a file until its bundle is sent where there is no network; elsewhere the same as upload. */
  attach(file: File): Promise<{ hash: string; type: string; size: number }> {
    return this.upload(file)
  }
  upload(file: File): Promise<{ hash: string; type: string; size: number }> {
    return this.http.upload('/attachments', file)
  }
  attachmentAddress(hash: string, key: RecordKey): string {
    return this.http.address(
      withQuery(`/attachments/${part(hash)}`, { register: key.register, county: key.county, id: key.id }),
    )
  }

  async rounds(): Promise<RoundInstance[]> {
    const answer = await this.http.get<RoundInstance[] | { rounds: RoundInstance[] }>('/rounds')
    return Array.isArray(answer) ? answer : answer.rounds
  }
  coverage(round: RoundInstance, query: { area?: string; level?: string }): Promise<Coverage> {
    return this.http.get(`/rounds/${part(round.round)}/${part(round.county)}/${part(round.id)}/coverage`, query)
  }

  figures(query: FiguresQuery): Promise<FiguresView> {
    return this.http.get('/figures', { ...query })
  }
  /** Figures at the end of each period between two days. */
  series(query: SeriesQuery): Promise<SeriesView> {
    return this.http.get('/series', { ...query })
  }
  figure(id: string): Promise<FigureDefinition> {
    return this.http.get(`/figures/${part(id)}`)
  }
  figureRecords(
    id: string,
    query: { as_of?: string; area?: string; after?: string },
  ): Promise<{ records: FigureRecord[]; next?: string }> {
    return this.http.get(`/figures/${part(id)}/records`, query)
  }
  /** A list as a file, with the filters, order and columns that it is seen with; the server keeps who took it. */
  exportRecords(register: string, query: Query): Promise<{ name: string; content: Blob }> {
    return this.http.file(withQuery(`/registers/${part(register)}/export`, query))
  }
  /** What the accounts of a record hold, and what it has moved. */
  accounts(key: RecordKey): Promise<AccountsView> {
    return this.http.get(`${at(key)}/accounts`)
  }
  /** What fits a record, nearest first. */
  matches(key: RecordKey, match: string): Promise<MatchesView> {
    return this.http.get(`${at(key)}/matches/${part(match)}`)
  }
  /** What came into an account and went out of it; a county has accounts of its own. */
  statement(of: RecordKey | string, query: StatementQuery): Promise<StatementView> {
    const path = typeof of === 'string' ? `/ledger/${part(of)}` : at(of)
    return this.http.get(`${path}/statement`, { ...query })
  }
  async journalEntry(county: string, stream: string, seq: number): Promise<JournalEntry> {
    const answer = await this.http.text(`/journal/${part(county)}/${part(stream)}/${seq}`)
    return { ...(JSON.parse(answer) as { seq: number; leaf: string }), body: bodyOf(answer) }
  }
  proof(county: string, stream: string, seq: number): Promise<InclusionProof> {
    return this.http.get(`/journal/${part(county)}/${part(stream)}/${seq}/proof`)
  }
  async conflicts(): Promise<ConflictView[]> {
    const answer = await this.http.get<ConflictView[] | { conflicts: ConflictView[] }>('/conflicts')
    return Array.isArray(answer) ? answer : answer.conflicts
  }
}
