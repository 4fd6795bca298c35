import { describe, expect, test } from 'vitest'
import { areaOf, cornersOf, crossesItself, polygonOf, readCorners, textOfCorners, type Corners } from '../src'

const square: Corners = [
  [113, 24],
  [113.1, 24],
  [113.1, 24.1],
  [113, 24.1],
]

describe('an outline', () => {
  test('is a closed ring in a record and its corners in a form', () => {
    const shape = polygonOf(square)
    expect((shape.coordinates as unknown[][])[0]).toHaveLength(5)
    expect(cornersOf(shape)).toEqual(square)
    expect(cornersOf({ type: 'Point', coordinates: [113, 24] })).toEqual([])
    expect(cornersOf(null)).toEqual([])
  })

  test('has an area in square kilometres, whichever way it is drawn', () => {
    expect(areaOf(square)).toBeCloseTo(112.9, 0) // 11.12 km × 10.15 km
    expect(areaOf([...square].reverse())).toBeCloseTo(areaOf(square), 6)
    expect(areaOf(square.slice(0, 2))).toBe(0)
  })

  test('that crosses itself is found, a bent one is not', () => {
    const [a, b, c, d] = square as [never, never, never, never]
    expect(crossesItself(square)).toBe(false)
    expect(crossesItself([a, c, b, d])).toBe(true)
    expect(crossesItself([a, b, c, [113.05, 24.05], d])).toBe(false)
    expect(crossesItself(square.slice(0, 3))).toBe(false)
  })

  test('can be typed: one corner a line, in full-width signs too, closed or not', () => {
    expect(readCorners(textOfCorners(square))).toEqual(square)
    expect(readCorners('113，24；113.1，24；113，24.1；113，24')).toEqual([
      [113, 24],
      [113.1, 24],
      [113, 24.1],
    ])
    expect(readCorners('')).toEqual([])
    expect(readCorners('113')).toBeUndefined()
    expect(readCorners('24.1, 113.2')).toBeUndefined()
  })
})
