// Measures of what is drawn on a map, on the ellipsoid.
import { areaOf, lengthOf } from './measure'
import type { Corners } from './shape'

const squareMetresOfMu = 10_000 / 15

/** The length of a way over the ground in km. */
export function groundLength(way: Corners): number {
  return way.length < 2 ? 0 : lengthOf(JSON.stringify({ type: 'LineString', coordinates: way }))
}

/** The area within corners: mu, and square kilometres. */
export function groundArea(corners: Corners): { mu: number; km2: number } {
  if (corners.length < 3) return { mu: 0, km2: 0 }
  const mu = areaOf(JSON.stringify({ type: 'Polygon', coordinates: [[...corners, corners[0]]] }))
  return { mu, km2: (mu * squareMetresOfMu) / 1e6 }
}
