// A flat map of outlines: longitudes shrunk by the cosine of the latitude of the middle, north above.
import type { Corners, Position } from '@jieli/form-engine'

export interface Outline {
  code: string
  name: string
  rings: number[][][]
}

/** What part of the map is seen, in units of the map. */
export interface View {
  x: number
  y: number
  width: number
  height: number
}

const unit = 1000 // of the map, for a degree of latitude
const shrink = Math.cos((24.3 * Math.PI) / 180)
const fine = 1e5 // parts of a degree that are kept: about a metre

export function toMap([lon, lat]: Position): [x: number, y: number] {
  return [lon * shrink * unit, -lat * unit]
}

export function toPosition(x: number, y: number): Position {
  const round = (n: number) => Math.round(n * fine) / fine
  return [round(x / (shrink * unit)), round(-y / unit)]
}

export function pathOf(rings: readonly Corners[]): string {
  return rings
    .map(
      (ring) =>
        `M${ring
          .map((p) =>
            toMap(p)
              .map((n) => n.toFixed(2))
              .join(' '),
          )
          .join('L')}Z`,
    )
    .join('')
}

const ratio = 4 / 3 // width to height of the map
const margin = 1.12 // so that nothing touches the frame
const least = 8 // units: one sees no less than about a kilometre

/** The view that shows all positions. */
export function viewOf(positions: readonly Position[]): View {
  const points = positions.map(toMap)
  const xs = points.map((p) => p[0])
  const ys = points.map((p) => p[1])
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const width = Math.max(least, (right - left) * margin, (bottom - top) * margin * ratio)
  return around((left + right) / 2, (top + bottom) / 2, width)
}

function around(x: number, y: number, width: number): View {
  const height = width / ratio
  return { x: x - width / 2, y: y - height / 2, width, height }
}

/** Nearer (factor below 1) or farther, around a point or the middle. */
export function zoomed(view: View, factor: number, at?: { x: number; y: number }): View {
  const width = Math.min(4 * unit, Math.max(least, view.width * factor))
  const by = width / view.width
  const x = at?.x ?? view.x + view.width / 2
  const y = at?.y ?? view.y + view.height / 2
  return { x: x - (x - view.x) * by, y: y - (y - view.y) * by, width, height: view.height * by }
}

/** The outlines that an area code lies in, or that lie in it. */
export function outlinesOf(outlines: readonly Outline[], codes: readonly string[]): Outline[] {
  const found = outlines.filter((o) => codes.some((c) => c.startsWith(o.code) || o.code.startsWith(c)))
  return found.length ? found : [...outlines]
}

/** Where the name of an outline stands: the middle of its widest ring. */
export function middleOf(outline: Outline): [x: number, y: number] {
  const ring = [...outline.rings].sort((a, b) => b.length - a.length)[0] ?? []
  const points = ring.map((p) => toMap(p as unknown as Position))
  const mean = (i: 0 | 1) => points.reduce((sum, p) => sum + p[i], 0) / Math.max(1, points.length)
  return [mean(0), mean(1)]
}
