// Inclusion proofs of the journal, checked here and not believed: RFC 6962, section 2.1.1; the algorithm of checking is
// that of RFC 9162, section 2.1.3.2.

/** An entry as it stands in the journal; body is its canonical bytes as text. */
export interface JournalEntry {
  seq: number
  leaf: string
  body: string
}

export interface InclusionProof {
  seq: number
  /** How many entries the stream has. */
  n: number
  leaf: string
  root: string
  path: string[]
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

function bytes(hex: string): Uint8Array {
  return new Uint8Array((hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16)))
}

function hex(hash: Uint8Array): string {
  return [...hash].map((b) => b.toString(16).padStart(2, '0')).join('')
}

/** The hash of an entry: SHA-256 of a zero byte and the body. */
export async function leafHash(body: string): Promise<string> {
  return hex(await sha256(new Uint8Array([0]), new TextEncoder().encode(body)))
}

async function node(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(new Uint8Array([1]), left, right)
}

/** Whether the leaf stands at seq (from 1) in the tree of n leaves with that root. */
export async function proves(proof: InclusionProof): Promise<boolean> {
  let index = proof.seq - 1
  let last = proof.n - 1
  if (index < 0 || index > last) return false
  let hash = bytes(proof.leaf)
  for (const step of proof.path.map(bytes)) {
    if (last === 0) return false
    if (index % 2 === 1 || index === last) {
      hash = await node(step, hash)
      while (index % 2 === 0 && index !== 0) {
        index = Math.floor(index / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = await node(hash, step)
    }
    index = Math.floor(index / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && hex(hash) === proof.root
}

/** The body of an entry out of the answer's text, byte for byte: decoded and written again it would prove nothing. */
export function bodyOf(answer: string): string {
  const start = answer.indexOf('"body":') + '"body":'.length
  return answer.slice(start, answer.lastIndexOf('}')).trim()
}
