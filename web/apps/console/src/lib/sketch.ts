// What is drawn on the map by hand: a way to measure, an area to measure, an area for a round.
import { computed, ref, shallowRef } from 'vue'
import type { GeoJSONSource, LayerSpecification, Map as Drawing } from 'maplibre-gl'
import { crossesItself, groundArea, groundLength, polygonOf, type Corners, type Position } from '@jieli/form-engine'

export type Tool = 'distance' | 'area' | 'opening'
const source = 'sketch'
const round = (n: number) => Math.round(n * 1e6) / 1e6

const signs: LayerSpecification[] = [
  {
    id: 'sketch-fill',
    type: 'fill',
    source,
    filter: ['==', '$type', 'Polygon'],
    paint: { 'fill-color': '#c2571a', 'fill-opacity': 0.18 },
  },
  { id: 'sketch-line', type: 'line', source, paint: { 'line-color': '#c2571a', 'line-width': 2.4 } },
  {
    id: 'sketch-corner',
    type: 'circle',
    source,
    filter: ['==', '$type', 'Point'],
    paint: {
      'circle-radius': 4.5,
      'circle-color': '#ffffff',
      'circle-stroke-color': '#c2571a',
      'circle-stroke-width': 2,
    },
  },
]

export function useSketch() {
  const tool = ref<Tool>()
  const corners = shallowRef<Corners>([])
  const closed = computed(() => tool.value !== 'distance' && corners.value.length > 2)
  const length = computed(() => groundLength(corners.value))
  const area = computed(() => groundArea(corners.value))
  const crossed = computed(() => closed.value && crossesItself(corners.value))
  const polygon = computed(() => (closed.value && !crossed.value ? polygonOf(corners.value) : undefined))

  function take(next: Tool | undefined) {
    tool.value = tool.value === next ? undefined : next
    corners.value = []
  }
  function add(lon: number, lat: number) {
    corners.value = [...corners.value, [round(lon), round(lat)] as Position]
  }
  const undo = () => (corners.value = corners.value.slice(0, -1))

  /** Draws it; the source is made with the first stroke, above all layers. */
  function draw(map: Drawing) {
    const points = corners.value
    const features = points.map((p) => feature('Point', p))
    if (closed.value) features.unshift(feature('Polygon', [[...points, points[0]]]))
    else if (points.length > 1) features.unshift(feature('LineString', points))
    const data = { type: 'FeatureCollection' as const, features }
    const known = map.getSource(source) as GeoJSONSource | undefined
    if (known) known.setData(data as never)
    else if (points.length) map.addSource(source, { type: 'geojson', data: data as never })
    if (!points.length) return
    for (const sign of signs) {
      if (map.getLayer(sign.id)) map.moveLayer(sign.id)
      else map.addLayer(sign)
    }
  }
  return { tool, corners, closed, length, area, crossed, polygon, take, add, undo, draw }
}

const feature = (type: string, coordinates: unknown) => ({
  type: 'Feature',
  properties: {},
  geometry: { type, coordinates },
})
