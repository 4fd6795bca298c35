// What the map draws: a style of our own, without a base map and without anything from elsewhere.
import type { LayerSpecification, StyleSpecification, VectorSourceSpecification } from 'maplibre-gl'
import type { Choice } from './layers'

interface Outline {
  code: string
  name: string
  rings: number[][][]
}

const maxTileZoom = 18

/** Outlines of counties on paper; nothing is fetched from another site. */
export function paperStyle(outlines: readonly Outline[]): StyleSpecification {
  return {
    version: 8,
    sources: {
      counties: {
        type: 'geojson',
        data: {
          type: 'FeatureCollection',
          features: outlines.map((o) => ({
            type: 'Feature',
            properties: { code: o.code, name: o.name },
            geometry: { type: 'MultiPolygon', coordinates: o.rings.map((r) => [r]) },
          })),
        },
      },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#eef2f0' } },
      { id: 'counties', type: 'fill', source: 'counties', paint: { 'fill-color': '#ffffff' } },
      {
        id: 'county-lines',
        type: 'line',
        source: 'counties',
        paint: { 'line-color': '#9fb3ac', 'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 12, 1.8] },
      },
    ],
  }
}

/** Where the tiles of a layer are. */
export function tileAddress(base: string, layer: string, on: string, colors: readonly string[]): string {
  const query = new URLSearchParams({ on })
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
export const plain = palette[0]!
export function colorOf(index: number): string {
  return palette[index % palette.length]!
}

/** The signs of one layer: counts below, single records above. */
export function signsOf(layer: string, kind: string, choices: readonly Choice[]): LayerSpecification[] {
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
  const size = ['interpolate', ['linear'], ['sqrt', ['get', 'count']], 1, 9, 10, 16, 40, 26, 120, 40]
  return [
    ...shapes,
    {
      ...common,
      id: `${layer}-count`,
      type: 'circle',
      filter: ['has', 'count'] as never,
      paint: {
        'circle-color': plain,
        'circle-opacity': 0.82,
        'circle-radius': size as never,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1.5,
      },
    },
    {
      ...common,
      id: `${layer}-number`,
      type: 'symbol',
      filter: ['has', 'count'] as never,
      layout: {
        'text-field': ['to-string', ['get', 'count']] as never,
        'text-size': 12,
        'text-allow-overlap': true,
        'text-font': ['sans-serif'],
      },
      paint: { 'text-color': '#ffffff' },
    },
  ]
}

export const signNames = (layer: string) => ['fill', 'edge', 'count', 'number'].map((part) => `${layer}-${part}`)
