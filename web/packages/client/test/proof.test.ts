import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { bodyOf, leafHash, proves } from '../src'

const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leaf = (i: number) => sha(Buffer.from([0]), Buffer.from(`entry ${i}`))

/** The tree and the path of RFC 6962 by their recursive definitions. */
function root(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!
  const k = split(leaves.length)
  return sha(Buffer.from([1]), root(leaves.slice(0, k)), root(leaves.slice(k)))
}
function path(m: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return m < k
    ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))]
}
const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)

test('every leaf of trees of 1 to 20 entries is proved, and no other leaf in its place', async () => {
  for (let n = 1; n <= 20; n++) {
    const leaves = Array.from({ length: n }, (_, i) => leaf(i))
    for (let i = 0; i < n; i++) {
      const proof = {
        seq: i + 1,
        n,
        leaf: leaves[i]!.toString('hex'),
        root: root(leaves).toString('hex'),
        path: path(i, leaves).map((h) => h.toString('hex')),
      }
      expect(await proves(proof)).toBe(true)
      expect(await proves({ ...proof, leaf: leaf(99).toString('hex') })).toBe(false)
      expect(await proves({ ...proof, seq: n + 1 })).toBe(false)
      if (n > 1) expect(await proves({ ...proof, path: proof.path.slice(1) })).toBe(false)
    }
  }
})

test('an entry is hashed byte for byte as it was sent', async () => {
  const answer = '{"seq":3,"leaf":"ab","body":{"a":"\\u003c","b":[1,{"c":2}]}}\n'
  expect(bodyOf(answer)).toBe('{"a":"\\u003c","b":[1,{"c":2}]}')
  expect(await leafHash('entry 1')).toBe(leaf(1).toString('hex'))
})
