// Counts on the map: those of one layer that would lie on one another become one, those of different layers move apart.
// So each number can be read, and the numbers of a layer still add up to its records.
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as Drawing } from 'maplibre-gl'

/** A number of records of a layer; x and y in pixels of the whole world at the zoom of the map. */
export interface Count {
  layer: string
  x: number
  y: number
  n: number
  /** The area whose records alone it counts. */
  area?: string | undefined
}

const gap = 3 // pixels between two signs
const turns = 80 // of moving apart, at most

/** How large the sign of a number is, in pixels: its area grows with the number, and its digits fit. */
export function radiusOf(n: number): number {
  const digits = String(n).length
  return Math.max(4.4 * digits + 4.5, Math.min(30, 7 + Math.sqrt(n) * 0.75))
}

/** How far two signs reach into each other; not above 0 when they do not. */
export function overlap(a: Count, b: Count): number {
  return radiusOf(a.n) + radiusOf(b.n) + gap - Math.hypot(a.x - b.x, a.y - b.y)
}

/** The same numbers, so that none lies on another. */
export function arrange(counts: readonly Count[]): Count[] {
  const layers = [...new Set(counts.map((c) => c.layer))]
  let out = layers.flatMap((layer) => merged(counts.filter((c) => c.layer === layer)))
  for (let turn = 0; turn < turns && apart(out); turn++);
  // What could not be moved apart, where many layers lie thick, is merged after all.
  out = layers.flatMap((layer) => merged(out.filter((c) => c.layer === layer)))
  return out
}

/** Numbers of one layer: the largest first, each takes in what it would lie on. */
function merged(counts: Count[]): Count[] {
  let list = [...counts].sort((a, b) => b.n - a.n || a.x - b.x || a.y - b.y)
  for (let again = true; again;) {
    again = false
    const kept: Count[] = []
    for (const c of list) {
      const i = kept.findIndex((k) => overlap(k, c) > 0)
      if (i < 0) kept.push({ ...c })
      else {
        kept[i] = sum(kept[i]!, c)
        again = true
      }
    }
    list = kept
  }
  return list
}

/** Two numbers as one, where their records are on the whole. */
function sum(a: Count, b: Count): Count {
  const n = a.n + b.n
  const area = a.area === b.area ? a.area : undefined
  return { layer: a.layer, x: (a.x * a.n + b.x * b.n) / n, y: (a.y * a.n + b.y * b.n) / n, n, area }
}

/** Moves apart what lies on one another, half of it each; false when nothing did. */
function apart(counts: Count[]): boolean {
  let moved = false
  counts.forEach((a, i) => {
    for (const b of counts.slice(i + 1)) {
      const by = overlap(a, b)
      if (by <= 0) continue
      moved = true
      const way = Math.hypot(b.x - a.x, b.y - a.y)
      const [dx, dy] = way > 0.01 ? [(b.x - a.x) / way, (b.y - a.y) / way] : [1, 0]
      const step = by / 2 + 0.05
      a.x -= dx * step
      a.y -= dy * step
      b.x += dx * step
      b.y += dy * step
    }
  })
  return moved
}

const tile = 512 // pixels of a tile's side
/** A place in pixels of the world, and back. */
export function toPixels(lon: number, lat: number, zoom: number): [number, number] {
  const side = tile * 2 ** zoom
  const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)
  return [(lon / 360 + 0.5) * side, y * side]
}
export function toPlace(x: number, y: number, zoom: number): [number, number] {
  const side = tile * 2 ** zoom
  return [(x / side - 0.5) * 360, (Math.atan(Math.sinh(2 * Math.PI * (0.5 - y / side))) * 180) / Math.PI]
}

export const countSource = 'counts'
export const countSign = 'counts-ring'

/** Rings with numbers, unlike the filled dots of single records. */
const signs = (paper: string, ink: string): LayerSpecification[] => [
  {
    id: countSign,
    type: 'circle',
    source: countSource,
    paint: {
      'circle-color': paper,
      'circle-opacity': 0.94,
      'circle-radius': ['get', 'radius'] as ExpressionSpecification,
      'circle-stroke-color': ['get', 'color'] as ExpressionSpecification,
      'circle-stroke-width': 2.5,
    },
  },
  {
    id: 'counts-number',
    type: 'symbol',
    source: countSource,
    layout: {
      'text-field': ['to-string', ['get', 'n']] as ExpressionSpecification,
      'text-size': 12,
      'text-allow-overlap': true,
      'text-padding': 7, // names of towns keep off them
      'text-font': ['sans-serif'],
    },
    paint: { 'text-color': ink },
  },
]

/** Reads the counts of the tiles that the map has of some layers. */
function countsOf(map: Drawing, layers: readonly string[]): Count[] {
  return layers
    .filter((layer) => map.getSource(layer))
    .flatMap((layer) =>
      map.querySourceFeatures(layer, { sourceLayer: layer, filter: ['has', 'count'] as never }).map((f) => {
        const [lon = 0, lat = 0] = (f.geometry as unknown as { coordinates: [number, number] }).coordinates
        const [x, y] = toPixels(lon, lat, map.getZoom())
        const area = f.properties.area as string | undefined
        return { layer, x, y, n: Number(f.properties.count), area }
      }),
    )
}

/** Draws the counts of the layers anew when they or the zoom have changed; gives what is drawn. */
export function drawCounts(
  map: Drawing,
  layers: readonly string[],
  look: { paper: string; ink: string; color: (layer: string) => string },
): Count[] {
  const zoom = map.getZoom()
  const counts = arrange(countsOf(map, layers))
  const features = counts.map((c) => ({
    type: 'Feature',
    properties: { layer: c.layer, n: c.n, area: c.area ?? '', radius: radiusOf(c.n), color: look.color(c.layer) },
    geometry: { type: 'Point', coordinates: toPlace(c.x, c.y, zoom) },
  }))
  const data = { type: 'FeatureCollection', features }
  const told = JSON.stringify(data)
  const known = map.getSource(countSource) as (GeoJSONSource & { told?: string }) | undefined
  if (!known) {
    map.addSource(countSource, { type: 'geojson', data: data as never, tolerance: 0 })
    const [rings, numbers] = signs(look.paper, look.ink)
    map.addLayer(rings!, map.getLayer('county-names') ? 'county-names' : undefined)
    map.addLayer(numbers!)
  } else if (known.told !== told) known.setData(data as never)
  const source = map.getSource(countSource) as { told?: string } | undefined
  if (source) source.told = told
  return counts
}
