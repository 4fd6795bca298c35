// What the map draws: a style of our own, without a base map and without anything from elsewhere.
import type { LayerSpecification, Map as Drawing, StyleSpecification, VectorSourceSpecification } from 'maplibre-gl'
import type { AreaShape } from '@jieli/client'
import type { Lang } from '@jieli/form-engine'
import { countSign } from './counts'
import type { Choice } from './layers'

const maxTileZoom = 18

/** Colours of the ground, by the theme of the page. */
export function ground() {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback
  return {
    sea: of('--map-ground', '#eef3f6'),
    land: of('--paper', '#ffffff'),
    line: of('--line-hover', '#a9b8b2'),
    ink: of('--ink-2', '#34423d'),
  }
}

/** Paints the ground anew, after the theme has changed. */
export function paint(map: Drawing) {
  const { sea, land, line, ink } = ground()
  map.setPaintProperty('ground', 'background-color', sea)
  if (map.getLayer('counties')) map.setPaintProperty('counties', 'fill-color', land)
  map.setPaintProperty('county-lines', 'line-color', line)
  for (const names of ['county-names', 'town-names']) {
    map.setPaintProperty(names, 'text-color', ink)
    map.setPaintProperty(names, 'text-halo-color', land)
  }
  if (!map.getLayer(countSign)) return
  map.setPaintProperty(countSign, 'circle-color', land)
  map.setPaintProperty('counts-number', 'text-color', ink)
}

type Shown = { type: 'FeatureCollection'; features: unknown[] }
const collection = (features: unknown[]): Shown => ({ type: 'FeatureCollection', features })

/** A base map that the server hands on, when it is told of one. */
export interface BaseMap {
  tiles: string
  credit: string
}

/** Where a name may stand beside its place, so that it keeps off the numbers: near first. */
const nameOffsets = [0.9, 2.3, 3.4].flatMap((d) => [
  ...['bottom', [0, -d], 'top', [0, d], 'left', [d, 0], 'right', [-d, 0]],
])

/** Outlines and names of areas on paper, or on a base map; nothing is fetched from another site. */
export function paperStyle(shapes: readonly AreaShape[], lang: Lang, base?: BaseMap): StyleSpecification {
  const { sea, land, line, ink } = ground()
  const outlines = shapes.filter((s) => s.rings.length)
  const name = (s: AreaShape) => (lang === 'en' && s.name_en ? s.name_en : s.name)
  const halo = { 'text-color': ink, 'text-halo-color': land, 'text-halo-width': 1.6 }
  return {
    version: 8,
    sources: {
      counties: {
        type: 'geojson',
        data: collection(
          outlines.map((s) => ({
            type: 'Feature',
            properties: { code: s.code },
            geometry: { type: 'MultiPolygon', coordinates: s.rings.map((r) => [r]) },
          })),
        ) as never,
      },
      names: {
        type: 'geojson',
        data: collection(
          shapes.map((s) => ({
            type: 'Feature',
            properties: { name: name(s), wide: s.rings.length > 0 },
            geometry: { type: 'Point', coordinates: s.at },
          })),
        ) as never,
      },
      ...(base
        ? { base: { type: 'raster', tiles: [base.tiles], tileSize: 256, attribution: base.credit, maxzoom: 18 } }
        : {}),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': sea } },
      ...(base
        ? [{ id: 'base', type: 'raster' as const, source: 'base' }]
        : [{ id: 'counties', type: 'fill' as const, source: 'counties', paint: { 'fill-color': land } }]),
      {
        id: 'county-lines',
        type: 'line',
        source: 'counties',
        paint: { 'line-color': line, 'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 12, 1.8] },
      },
      {
        id: 'county-names',
        type: 'symbol',
        source: 'names',
        filter: ['get', 'wide'],
        maxzoom: 11,
        layout: { 'text-field': ['get', 'name'], 'text-size': 13, 'text-font': ['sans-serif'] },
        paint: { ...halo, 'text-opacity': 0.75 },
      },
      {
        id: 'town-names',
        type: 'symbol',
        source: 'names',
        filter: ['!', ['get', 'wide']],
        minzoom: 8.5,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': 13,
          'text-font': ['sans-serif'],
          'text-variable-anchor-offset': nameOffsets as never,
        },
        paint: halo,
      },
    ],
  }
}

/** Where the tiles of a layer are. */
export function tileAddress(
  base: string,
  layer: string,
  on: string,
  colors: readonly string[],
  filters: Record<string, string> = {},
): string {
  const query = new URLSearchParams({ ...filters, on })
  if (colors.length) query.set('color', colors.join(','))
  return `${base}/layers/${layer}/tiles/{z}/{x}/{y}?${query}`
}

export const tiles = (address: string): VectorSourceSpecification => ({
  type: 'vector',
  tiles: [address],
  minzoom: 0,
  maxzoom: maxTileZoom,
})

/** Colours by code: the first eight can be told apart by those who do not see red or green well. */
const palette = ['#0b7a63', '#c2571a', '#5b54b0', '#b3337a', '#5c8a12', '#b8860b', '#35658f', '#7b5a3c', '#6b7280']
export function colorOf(index: number): string {
  return palette[index % palette.length]!
}

/** The signs of single records of a layer; numbers of many are drawn by `drawCounts`. */
export function signsOf(layer: string, kind: string, choices: readonly Choice[], plain: string): LayerSpecification[] {
  const color = choices.length
    ? ['match', ['get', 'color'], ...choices.flatMap((c) => [c.code, c.color]), '#6b7280']
    : plain
  const single = ['!', ['has', 'count']]
  const common = { source: layer, 'source-layer': layer }
  const shapes: LayerSpecification[] =
    kind === 'polygon'
      ? [
          {
            ...common,
            id: `${layer}-fill`,
            type: 'fill',
            filter: single as never,
            paint: { 'fill-color': color as never, 'fill-opacity': 0.45 },
          },
          {
            ...common,
            id: `${layer}-edge`,
            type: 'line',
            filter: single as never,
            paint: { 'line-color': color as never, 'line-width': 1.4 },
          },
        ]
      : kind === 'line'
        ? [
            {
              ...common,
              id: `${layer}-fill`,
              type: 'line',
              filter: single as never,
              paint: { 'line-color': color as never, 'line-width': 3 },
            },
          ]
        : [
            {
              ...common,
              id: `${layer}-fill`,
              type: 'circle',
              filter: single as never,
              paint: {
                'circle-color': color as never,
                'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 3.2, 13, 6, 16, 9] as never,
                'circle-stroke-color': '#ffffff',
                'circle-stroke-width': 1.2,
              },
            },
          ]
  return shapes
}

export const signNames = (layer: string) => ['fill', 'edge'].map((part) => `${layer}-${part}`)
