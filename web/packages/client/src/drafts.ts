import type { Draft } from '@jieli/form-engine'
import type { Bundle } from './views'

/** A form half filled in, or sent without an answer: then its bundle id stays, so that sending again is a replay. */
export interface KeptDraft {
  /** form, subject and account: one draft each. */
  key: string
  account: string
  form: string
  title: string
  county: string
  register?: string
  subject?: string
  savedAt: string
  bundle: string
  deviceSeq: number
  draft: Draft
  /** What was sent without an answer so far: it may have been taken. */
  sent?: Bundle
}

export function draftKey(account: string, form: string, subject: string | undefined): string {
  return [account, form, subject ?? 'new'].join('/')
}

export interface DraftStore {
  get(key: string): Promise<KeptDraft | undefined>
  put(draft: KeptDraft): Promise<void>
  remove(key: string): Promise<void>
  /** The drafts of an account, latest first. */
  list(account: string): Promise<KeptDraft[]>
}

const database = 'jieli'
const table = 'drafts'

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: 'key' })
  return promised(request)
}

/** Drafts in IndexedDB: they survive a closed browser, and are not limited to the 5 MB of localStorage. */
export class IndexedDrafts implements DraftStore {
  private db?: Promise<IDBDatabase>

  private async store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    this.db ??= open()
    return (await this.db).transaction(table, mode).objectStore(table)
  }

  async get(key: string): Promise<KeptDraft | undefined> {
    return promised<KeptDraft | undefined>((await this.store('readonly')).get(key))
  }

  async put(draft: KeptDraft): Promise<void> {
    // A plain copy: proxies of a user interface cannot be cloned into the store.
    await promised((await this.store('readwrite')).put(JSON.parse(JSON.stringify(draft))))
  }

  async remove(key: string): Promise<void> {
    await promised((await this.store('readwrite')).delete(key))
  }

  async list(account: string): Promise<KeptDraft[]> {
    return latestFirst(await promised<KeptDraft[]>((await this.store('readonly')).getAll()), account)
  }
}

function latestFirst(all: KeptDraft[], account: string): KeptDraft[] {
  return all.filter((d) => d.account === account).sort((a, b) => b.savedAt.localeCompare(a.savedAt))
}

/** Drafts for this page only, where the browser keeps nothing. */
export class MemoryDrafts implements DraftStore {
  private readonly map = new Map<string, KeptDraft>()

  async get(key: string): Promise<KeptDraft | undefined> {
    return this.map.get(key)
  }
  async put(draft: KeptDraft): Promise<void> {
    this.map.set(draft.key, draft)
  }
  async remove(key: string): Promise<void> {
    this.map.delete(key)
  }
  async list(account: string): Promise<KeptDraft[]> {
    return latestFirst([...this.map.values()], account)
  }
}

/** The best store that this browser has. */
export async function openDrafts(): Promise<DraftStore> {
  try {
    const store = new IndexedDrafts()
    await store.list('')
    return store
  } catch {
    return new MemoryDrafts()
  }
}
