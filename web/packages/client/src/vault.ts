// What a phone keeps is sealed: under a key made at random, which is sealed under one that follows from the PIN.

/** Where sealed things are kept, by name. Everything of one write is kept, or nothing. */
export interface Cabinet {
  get(name: string): Promise<unknown>
  /** Names and things whose names begin so, in the order of the names. */
  all(prefix: string): Promise<[string, unknown][]>
  write(put: Record<string, unknown>, drop?: readonly string[]): Promise<void>
  /** Deletes everything. */
  empty(): Promise<void>
}

/** SHA-256 rounds of PBKDF2: what OWASP asks for in 2023; about half a second on a cheap phone. */
export const pinRounds = 600_000
/** Wrong PINs in a row after which everything is deleted. */
export const pinTries = 10
/** Digits of a PIN, at least. */
export const pinDigits = 6

interface Lock {
  salt: Uint8Array<ArrayBuffer>
  rounds: number
  /** The key of the things, sealed under the PIN. */
  key: Uint8Array<ArrayBuffer>
  wrong: number
  device: string
}

const lockName = 'lock'
const ivBytes = 12
const encoder = new TextEncoder()
const decoder = new TextDecoder()

export class WrongPin extends Error {
  constructor(readonly left: number) {
    super('wrong pin')
  }
}

/** Nothing is left: too many wrong PINs, or an order of the server. */
export class Wiped extends Error {}

async function keyOfPin(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', encoder.encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function sealBytes(key: CryptoKey, name: string, plain: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const how = { name: 'AES-GCM', iv, additionalData: encoder.encode(name) } // a thing opens under its own name only
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, plain))
  const out = new Uint8Array(ivBytes + sealed.length)
  out.set(iv)
  out.set(sealed, ivBytes)
  return out
}

async function openBytes(key: CryptoKey, name: string, sealed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const how = { name: 'AES-GCM', iv: sealed.slice(0, ivBytes), additionalData: encoder.encode(name) }
  return crypto.subtle.decrypt(how, key, sealed.slice(ivBytes))
}

/** A cabinet with a lock. What is put in is sealed; names are not, so that nothing may be told by them. */
export class Vault {
  private key?: CryptoKey

  constructor(
    private readonly cabinet: Cabinet,
    private readonly rounds = pinRounds,
  ) {}

  /** The device that it belongs to; undefined while there is none. */
  async device(): Promise<string | undefined> {
    return ((await this.cabinet.get(lockName)) as Lock | undefined)?.device
  }

  get open(): boolean {
    return Boolean(this.key)
  }

  /** Makes a new lock over nothing. */
  async make(pin: string, device: string): Promise<void> {
    await this.cabinet.empty()
    const salt = crypto.getRandomValues(new Uint8Array(16))
    const raw = crypto.getRandomValues(new Uint8Array(32))
    const key = await sealBytes(await keyOfPin(pin, salt, this.rounds), lockName, raw)
    await this.cabinet.write({ [lockName]: { salt, rounds: this.rounds, key, wrong: 0, device } satisfies Lock })
    await this.take(raw)
  }

  /** Opens it. Throws WrongPin with the tries that are left, and Wiped after the last. */
  async unlock(pin: string): Promise<void> {
    const lock = (await this.cabinet.get(lockName)) as Lock | undefined
    if (!lock) throw new Wiped()
    const wrong = lock.wrong + 1
    await this.cabinet.write({ [lockName]: { ...lock, wrong } }) // counted before it is tried: a closed browser helps nobody
    try {
      const pinKey = await keyOfPin(pin, lock.salt, lock.rounds)
      await this.take(new Uint8Array(await openBytes(pinKey, lockName, lock.key)))
    } catch {
      if (wrong < pinTries) throw new WrongPin(pinTries - wrong)
      await this.wipe()
      throw new Wiped()
    }
    await this.cabinet.write({ [lockName]: { ...lock, wrong: 0 } })
  }

  /** Another PIN over the same things. */
  async changePin(old: string, pin: string): Promise<void> {
    await this.unlock(old)
    const lock = (await this.cabinet.get(lockName)) as Lock
    const raw = await openBytes(await keyOfPin(old, lock.salt, lock.rounds), lockName, lock.key)
    const salt = crypto.getRandomValues(new Uint8Array(16))
    const key = await sealBytes(await keyOfPin(pin, salt, this.rounds), lockName, raw)
    await this.cabinet.write({ [lockName]: { ...lock, salt, rounds: this.rounds, key } })
  }

  private async take(raw: Uint8Array<ArrayBuffer>): Promise<void> {
    this.key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    raw.fill(0)
  }

  async wipe(): Promise<void> {
    this.key = undefined
    await this.cabinet.empty()
  }

  private secret(): CryptoKey {
    if (!this.key) throw new Error('the vault is locked')
    return this.key
  }

  /** Keeps values as JSON, bytes as they are; all of them or none. */
  async write(put: Record<string, unknown>, drop: readonly string[] = []): Promise<void> {
    const key = this.secret()
    const sealed = await Promise.all(
      Object.entries(put).map(async ([name, value]) => {
        const plain =
          value instanceof Uint8Array ? (value as Uint8Array<ArrayBuffer>) : encoder.encode(JSON.stringify(value))
        return [name, await sealBytes(key, name, plain)] as const
      }),
    )
    await this.cabinet.write(Object.fromEntries(sealed), drop)
  }

  async read<T>(name: string): Promise<T | undefined> {
    const bytes = await this.bytes(name)
    return bytes && (JSON.parse(decoder.decode(bytes)) as T)
  }

  async bytes(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const sealed = (await this.cabinet.get(name)) as Uint8Array<ArrayBuffer> | undefined
    return sealed && new Uint8Array(await openBytes(this.secret(), name, sealed))
  }

  /** All values whose names begin so, in the order of the names. */
  async readAll<T>(prefix: string): Promise<[string, T][]> {
    const key = this.secret()
    return Promise.all(
      (await this.cabinet.all(prefix)).map(async ([name, sealed]) => {
        const plain = await openBytes(key, name, sealed as Uint8Array<ArrayBuffer>)
        return [name, JSON.parse(decoder.decode(plain)) as T] as [string, T]
      }),
    )
  }
}

/** A cabinet for this page only: tests, and browsers that keep nothing. */
export class MemoryCabinet implements Cabinet {
  readonly things = new Map<string, unknown>()

  async get(name: string): Promise<unknown> {
    return this.things.get(name)
  }
  async all(prefix: string): Promise<[string, unknown][]> {
    return [...this.things].filter(([name]) => name.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1))
  }
  async write(put: Record<string, unknown>, drop: readonly string[] = []): Promise<void> {
    for (const name of drop) this.things.delete(name)
    for (const [name, thing] of Object.entries(put)) this.things.set(name, thing)
  }
  async empty(): Promise<void> {
    this.things.clear()
  }
}

const table = 'things'

/** A cabinet in IndexedDB. */
export class IndexedCabinet implements Cabinet {
  private db?: Promise<IDBDatabase>

  constructor(private readonly database = 'jieli.field') {}

  private opened(): Promise<IDBDatabase> {
    return (this.db ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(table)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    }))
  }

  private async on<T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T> | undefined,
  ): Promise<T> {
    const transaction = (await this.opened()).transaction(table, mode, { durability: 'strict' })
    return new Promise((resolve, reject) => {
      const request = work(transaction.objectStore(table))
      transaction.oncomplete = () => resolve(request?.result as T)
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
    })
  }

  get(name: string): Promise<unknown> {
    return this.on('readonly', (store) => store.get(name))
  }

  async all(prefix: string): Promise<[string, unknown][]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
    const names = await this.on('readonly', (store) => store.getAllKeys(range))
    const things = await this.on('readonly', (store) => store.getAll(range))
    return names.map((name, i) => [String(name), things[i]])
  }

  write(put: Record<string, unknown>, drop: readonly string[] = []): Promise<void> {
    return this.on<void>('readwrite', (store) => {
      for (const name of drop) store.delete(name)
      for (const [name, thing] of Object.entries(put)) store.put(thing, name)
      return undefined
    })
  }

  async empty(): Promise<void> {
    await this.on('readwrite', (store) => store.clear())
  }
}
