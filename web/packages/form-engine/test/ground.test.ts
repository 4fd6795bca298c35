import { describe, expect, it } from 'vitest'
import { groundArea, groundLength } from '../src'

describe('measures on the ground', () => {
  it('knows the length of a degree of latitude, and nothing of a single point', () => {
    expect(
      groundLength([
        [112, 24],
        [112, 25],
      ]),
    ).toBeCloseTo(110.76, 1)
    expect(groundLength([[112, 24]])).toBe(0)
  })
  it('knows the area of a square of some hundred metres, in mu and square kilometres', () => {
    const { mu, km2 } = groundArea([
      [112, 24],
      [112.001, 24],
      [112.001, 24.001],
      [112, 24.001],
    ])
    expect(km2).toBeCloseTo(0.01127, 4)
    expect(mu).toBeCloseTo(km2 * 1500, 1)
    expect(groundArea([[112, 24]]).mu).toBe(0)
  })
})
