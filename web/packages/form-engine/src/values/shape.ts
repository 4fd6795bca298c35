import type { Geometry } from '../catalog'
import { halfWidth } from './type'

/** Longitude and latitude, WGS 84. */
export type Position = readonly [lon: number, lat: number]

/** The corners of an outline, in order, the first not repeated. */
export type Corners = readonly Position[]

export function polygonOf(corners: Corners): Geometry {
  return { type: 'Polygon', coordinates: [[...corners, corners[0]]] }
}

/** The corners of the outer ring; of what is no polygon none. */
export function cornersOf(value: unknown): Corners {
  const shape = value as Geometry | null | undefined
  if (shape?.type !== 'Polygon') return []
  const ring = (shape.coordinates as Position[][])[0] ?? []
  return ring.slice(0, -1)
}

const kmPerDegree = 111.195 // of a great circle, on a sphere of 6371 km

/** Square kilometres within the corners: flat geometry at their mean latitude, good to a per cent over a county. */
export function areaOf(corners: Corners): number {
  if (corners.length < 3) return 0
  const mean = corners.reduce((sum, [, lat]) => sum + lat, 0) / corners.length
  let twice = 0
  corners.forEach(([lon, lat], i) => {
    const [nextLon, nextLat] = corners[(i + 1) % corners.length] as Position
    twice += lon * nextLat - nextLon * lat
  })
  return (Math.abs(twice) / 2) * kmPerDegree ** 2 * Math.cos((mean * Math.PI) / 180)
}

/** Whether two sides of the outline cross: such a shape has no inside that anybody could tell. */
export function crossesItself(corners: Corners): boolean {
  const n = corners.length
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue // neighbours
      const [a, b, c, d] = [corners[i], corners[i + 1], corners[j], corners[(j + 1) % n]] as Position[]
      if (meet(a as Position, b as Position, c as Position, d as Position)) return true
    }
  }
  return false
}

function meet(a: Position, b: Position, c: Position, d: Position): boolean {
  return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0
}

function turn(a: Position, b: Position, c: Position): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

/** Corners as text: one a line, longitude first. */
export function textOfCorners(corners: Corners): string {
  return corners.map((p) => p.join(', ')).join('\n')
}

/** Reads corners from text: one a line or with semicolons between; undefined when a line is none. */
export function readCorners(text: string): Corners | undefined {
  const corners: Position[] = []
  for (const line of text.split(/[\n;；]+/)) {
    const typed = halfWidth(line).trim()
    if (!typed) continue
    const match = /^(-?\d+(?:\.\d+)?)\s*[, ]\s*(-?\d+(?:\.\d+)?)$/.exec(typed)
    const [lon, lat] = [Number(match?.[1]), Number(match?.[2])]
    if (!match || Math.abs(lon) > 180 || Math.abs(lat) > 90) return undefined
    corners.push([lon, lat])
  }
  const [first, last] = [corners[0], corners[corners.length - 1]]
  const closed = corners.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]
  return closed ? corners.slice(0, -1) : corners
}
