/** A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness; later ids of one page sort after earlier ones. */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  last = Math.max(now, last + 1)
  new DataView(bytes.buffer).setUint16(0, Math.floor(last / 2 ** 32))
  new DataView(bytes.buffer).setUint32(2, last % 2 ** 32)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
let last = 0

/** What a browser keeps under a name; a private window that refuses storage keeps it for the page only. */
export interface Keep {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

export function browserKeep(): Keep {
  try {
    localStorage.setItem('jieli.probe', '1')
    localStorage.removeItem('jieli.probe')
    return localStorage
  } catch {
    const map = new Map<string, string>()
    return {
      getItem: (key) => map.get(key) ?? null,
      setItem: (key, value) => void map.set(key, value),
      removeItem: (key) => void map.delete(key),
    }
  }
}

/** The device: an id made once, and the number of its next bundle, rising. */
export class Device {
  readonly id: string

  constructor(private readonly keep: Keep = browserKeep()) {
    this.id = keep.getItem('jieli.device') ?? newId()
    keep.setItem('jieli.device', this.id)
  }

  nextSeq(): number {
    const next = Number(this.keep.getItem('jieli.device_seq') ?? '0') + 1
    this.keep.setItem('jieli.device_seq', String(next))
    return next
  }
}
