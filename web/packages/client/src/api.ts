import type { Catalog, RecordView } from '@jieli/form-engine'
import { Http, type HttpOptions, type Query } from './http'
import { bodyOf, type InclusionProof, type JournalEntry } from './proof'
import type {
  AreaView,
  Bundle,
  ConflictView,
  Coverage,
  DemoAccount,
  FigureDefinition,
  FigureRecord,
  FiguresView,
  Found,
  HistoryLine,
  Receipt,
  RecordPage,
  RoundInstance,
  SessionView,
  TaskView,
  Trend,
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

  signIn(login: string, password: string): Promise<SessionView> {
    return this.http.post('/session', { login, password })
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
  parameters(area: string, day: string): Promise<Record<string, unknown>> {
    return this.http.get('/parameters', { area, day })
  }

  records(register: string, query: Query, signal?: AbortSignal): Promise<RecordPage> {
    return this.http.get(`/registers/${part(register)}/records`, query, signal)
  }
  record(key: RecordKey, asOf?: string): Promise<RecordView> {
    return this.http.get(at(key), { as_of: asOf })
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
  async rounds(): Promise<RoundInstance[]> {
    const answer = await this.http.get<RoundInstance[] | { rounds: RoundInstance[] }>('/rounds')
    return Array.isArray(answer) ? answer : answer.rounds
  }
  coverage(round: RoundInstance, query: { area?: string; level?: string }): Promise<Coverage> {
    return this.http.get(`/rounds/${part(round.round)}/${part(round.county)}/${part(round.id)}/coverage`, query)
  }

  figures(query: { as_of?: string; area?: string; below?: string; indicator?: string }): Promise<FiguresView> {
    return this.http.get('/figures', query)
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
  async trend(id: string, query: { area?: string; from?: string; to?: string; by?: string }): Promise<Trend[]> {
    const answer = await this.http.get<Trend[] | { trend: Trend[] }>(`/figures/${part(id)}/trend`, query)
    return Array.isArray(answer) ? answer : answer.trend
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
