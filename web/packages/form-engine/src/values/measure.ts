// Measures on the ellipsoid of WGS 84, by the formulas of the server (value/measure.go, value/centre.go): what a form shows
// while it is filled in is what is kept.

type Position = readonly [number, number]
type Ring = readonly Position[]

interface Shape {
  type: 'Point' | 'LineString' | 'Polygon'
  coordinates: unknown
}

const semiMajor = 6378137
const flattening = 1 / 298.257223563
const squareMetresOfMu = 2000 / 3

const rounded = (v: number, steps: number) => Math.round(v * steps) / steps
const radians = (degrees: number) => (degrees * Math.PI) / 180
const sq = (v: number) => v * v

/** The shape of a text of GeoJSON; throws when it is of another kind, so that the value is not known. */
function shapeOf(text: string, type: Shape['type']): unknown {
  const shape = JSON.parse(text) as Shape
  if (shape.type !== type) throw new Error(`${type} is wanted`)
  return shape.coordinates
}

/** The area of a polygon in mu, holes left out. */
export function areaOf(polygon: string): number {
  const [outer, ...holes] = shapeOf(polygon, 'Polygon') as Ring[]
  const total = holes.reduce((sum, hole) => sum - Math.abs(ringArea(hole)), Math.abs(ringArea(outer ?? [])))
  return rounded(Math.max(0, total) / squareMetresOfMu, 10_000)
}

function ringArea(ring: Ring): number {
  const base = stripTo(ring[0]?.[1] ?? 0)
  let sum = 0
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i] as Position, ring[i + 1] as Position]
    sum += radians(a[0] - b[0]) * ((stripTo(a[1]) + stripTo(b[1])) / 2 - base)
  }
  return ((semiMajor * semiMajor) / 2) * sum
}

function stripTo(latitude: number): number {
  const e = Math.sqrt(flattening * (2 - flattening))
  const s = Math.sin(radians(latitude))
  return (1 - e * e) * (s / (1 - e * e * s * s) + Math.atanh(e * s) / e)
}

/** The shortest way over the ground between two points, in km. */
export function distanceOf(a: string, b: string): number {
  return rounded(metres(shapeOf(a, 'Point') as Position, shapeOf(b, 'Point') as Position) / 1000, 1_000_000)
}

/** The length of a line in km. */
export function lengthOf(line: string): number {
  const list = shapeOf(line, 'LineString') as Position[]
  let total = 0
  for (let i = 0; i + 1 < list.length; i++) total += metres(list[i] as Position, list[i + 1] as Position)
  return rounded(total / 1000, 1_000_000)
}

function metres(p: Position, q: Position): number {
  const reduced = (latitude: number) => Math.atan((1 - flattening) * Math.tan(radians(latitude)))
  const [a, b] = [reduced(p[1]), reduced(q[1])]
  const north = Math.sin((b - a) / 2)
  const east = Math.sin(radians(q[0] - p[0]) / 2)
  const h = Math.min(1, north * north + Math.cos(a) * Math.cos(b) * east * east)
  if (h === 0) return 0
  const way = 2 * Math.asin(Math.sqrt(h))
  const mid = (a + b) / 2
  let mend = ((way + Math.sin(way)) * sq(Math.cos(mid)) * sq(north)) / h
  if (h < 1) mend += ((way - Math.sin(way)) * sq(Math.sin(mid)) * sq(Math.cos((b - a) / 2))) / (1 - h)
  return semiMajor * (way - (flattening / 2) * mend)
}

/** A point that stands for a polygon: its centre of gravity, or the middle of the widest part on that latitude. */
export function centreOf(polygon: string): string {
  const rings = (shapeOf(polygon, 'Polygon') as Ring[]).map((ring) =>
    ring.map((p): Position => [Math.round(p[0] * 1e7), Math.round(p[1] * 1e7)]),
  )
  const [lon, lat] = gravity(rings)
  const cuts = cutsAt(rings, lat)
  const at = insideAt(cuts, lon) ? lon : widest(cuts, lon)
  return JSON.stringify({ coordinates: [Math.round(at) / 1e7, Math.round(lat) / 1e7], type: 'Point' })
}

function gravity(rings: readonly Ring[]): Position {
  const from = rings[0]?.[0] ?? [0, 0]
  let [area, x, y] = [0, 0, 0]
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const [a, b] = [ring[i] as Position, ring[i + 1] as Position]
      const [ax, ay, bx, by] = [a[0] - from[0], a[1] - from[1], b[0] - from[0], b[1] - from[1]]
      const cross = ax * by - bx * ay
      area += cross
      x += (ax + bx) * cross
      y += (ay + by) * cross
    }
  }
  return area === 0 ? from : [from[0] + x / (3 * area), from[1] + y / (3 * area)]
}

/** Where a latitude cuts the rings, from west to east: inside is between the first and the second, and so on. */
function cutsAt(rings: readonly Ring[], lat: number): number[] {
  const cuts: number[] = []
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      const [a, b] = [ring[i] as Position, ring[i + 1] as Position]
      if (a[1] > lat === b[1] > lat) continue
      cuts.push(a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
    }
  }
  return cuts.sort((a, b) => a - b)
}

/** The parts inside, each from its west to its east. */
function* partsOf(cuts: number[]): Generator<[number, number]> {
  for (let i = 0; i + 1 < cuts.length; i += 2) yield [cuts[i] as number, cuts[i + 1] as number]
}

function insideAt(cuts: number[], lon: number): boolean {
  for (const [west, east] of partsOf(cuts)) if (west <= lon && lon <= east) return true
  return false
}

function widest(cuts: number[], lon: number): number {
  let most = 0
  let middle = lon
  for (const [west, east] of partsOf(cuts)) {
    if (east - west > most) [most, middle] = [east - west, (west + east) / 2]
  }
  return middle
}
