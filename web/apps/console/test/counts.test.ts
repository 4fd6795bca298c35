import { describe, expect, it } from 'vitest'
import { arrange, overlap, radiusOf, toPixels, toPlace, type Count } from '../src/lib/counts'

/** Dice that fall alike each time. */
function dice(seed: number) {
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647
}

function many(seed: number, layers: number): Count[] {
  const roll = dice(seed)
  return Array.from({ length: 160 }, (_, i) => ({
    layer: `l${i % layers}`,
    x: roll() * 1400,
    y: roll() * 900,
    n: 1 + Math.floor(roll() ** 4 * 3000),
  }))
}

const sumOf = (counts: Count[], layer: string) => counts.filter((c) => c.layer === layer).reduce((n, c) => n + c.n, 0)

describe('counts on the map', () => {
  for (const layers of [1, 2, 3])
    it(`of ${layers} layers lie on no other, and still add up`, () => {
      for (let seed = 1; seed <= 30; seed++) {
        const given = many(seed, layers)
        const got = arrange(given)
        for (const layer of new Set(given.map((c) => c.layer)))
          expect(sumOf(got, layer), `seed ${seed}, ${layer}`).toBe(sumOf(given, layer))
        const lying = got.flatMap((a, i) => got.slice(i + 1).filter((b) => overlap(a, b) > 3))
        expect(lying, `seed ${seed}`).toEqual([])
      }
    })

  it('merge where their records are on the whole, and name an area only while it is one', () => {
    const [one] = arrange([
      { layer: 'a', x: 100, y: 100, n: 30, area: 't1' },
      { layer: 'a', x: 110, y: 100, n: 10, area: 't2' },
    ])
    expect(one).toEqual({ layer: 'a', x: 102.5, y: 100, n: 40, area: undefined })
    const two = arrange([
      { layer: 'a', x: 100, y: 100, n: 30, area: 't1' },
      { layer: 'b', x: 100, y: 100, n: 10, area: 't1' },
    ])
    expect(two.map((c) => [c.layer, c.n, c.area])).toEqual([
      ['a', 30, 't1'],
      ['b', 10, 't1'],
    ])
  })

  it('have room for their digits', () => {
    for (const n of [1, 12, 999, 14487, 1000000]) expect(radiusOf(n)).toBeGreaterThan(String(n).length * 3.6)
  })

  it('are placed back where they were', () => {
    const [lon, lat] = toPlace(...toPixels(112.61, 24.46, 11.3), 11.3)
    expect(lon).toBeCloseTo(112.61, 9)
    expect(lat).toBeCloseTo(24.46, 9)
  })
})
