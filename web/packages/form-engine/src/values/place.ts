import type { FieldView, Geometry, Lang } from '../catalog'
import { areaOf, cornersOf } from './shape'
import { halfWidth, problem, type FieldKind, type Parsed, type Problem } from './type'

const lengths: Record<string, number> = { province: 2, city: 4, county: 6, town: 9, village: 12 }

export function areaLevel(code: string): string | undefined {
  return Object.keys(lengths).find((level) => lengths[level] === code.length)
}

/** The county that keeps what belongs to an area: six digits, padded for higher areas (4418 → 441800). */
export function countyOf(area: string): string {
  return area.slice(0, 6).padEnd(6, '0')
}

function checkArea(code: string, field: FieldView): Problem | undefined {
  if (!/^\d+$/.test(code) || !areaLevel(code)) {
    return problem('area', '没有这个行政区划代码。', 'No such area code.')
  }
  if (field.level && areaLevel(code) !== field.level) {
    const zh: Record<string, string> = { city: '市', county: '县', town: '镇', village: '村', province: '省' }
    return problem('area_level', `请选到${zh[field.level] ?? field.level}。`, `Please choose a ${field.level}.`)
  }
  return undefined
}

export const area: FieldKind = {
  parse: (typed): Parsed => ({ value: typed.trim() === '' ? null : halfWidth(typed) }),
  check: (value, field) => checkArea(String(value), field),
  display: (value, _field, look) => look.areaName(String(value)),
  edit: (value) => String(value),
}

export const reference: FieldKind = {
  parse: (typed): Parsed => ({ value: typed.trim() === '' ? null : typed.trim() }),
  check: () => undefined,
  display: (value) => String(value),
  edit: (value) => String(value),
}

/** Points are typed as "longitude, latitude"; lines and areas are drawn, not typed. */
export const geometry: FieldKind = {
  parse(typed): Parsed {
    const text = halfWidth(typed)
    if (text === '') return { value: null }
    const match = /^(-?\d+(?:\.\d+)?)\s*[, ]\s*(-?\d+(?:\.\d+)?)$/.exec(text)
    const lon = Number(match?.[1])
    const lat = Number(match?.[2])
    if (!match || Math.abs(lon) > 180 || Math.abs(lat) > 90) {
      return {
        problem: problem('point', '请填写经度和纬度，如 112.345678, 24.123456。', 'Please enter longitude, latitude.'),
      }
    }
    return { value: { type: 'Point', coordinates: [lon, lat] } }
  },
  check: () => undefined,
  display: (value, _field, _look, lang) => showGeometry(value as Geometry, lang),
  edit(value) {
    const shape = value as Geometry
    return shape.type === 'Point' ? (shape.coordinates as number[]).join(', ') : JSON.stringify(shape)
  },
}

function showGeometry(shape: Geometry, lang: Lang): string {
  if (shape.type === 'Point') return (shape.coordinates as number[]).map((n) => n.toFixed(5)).join(', ')
  const count = shape.type === 'Polygon' ? cornersOf(shape).length : (shape.coordinates as unknown[]).length
  const points = lang === 'en' ? `${count} points` : `${count} 个点`
  if (shape.type !== 'Polygon') return points
  const area = areaOf(cornersOf(shape)).toFixed(2)
  return lang === 'en' ? `${area} km², ${points}` : `${area} 平方公里，${points}`
}

export const files: FieldKind = {
  parse(typed): Parsed {
    const list = typed.split(/[\s,]+/).filter(Boolean)
    return { value: list.length ? list : null }
  },
  check(value, field) {
    const count = (value as readonly string[]).length
    if (field.max_count && count > field.max_count) {
      return problem('too_many', `最多 ${field.max_count} 个。`, `At most ${field.max_count}.`)
    }
    return undefined
  },
  display: (value, _field, _look, lang) => {
    const count = (value as readonly string[]).length
    return lang === 'en' ? `${count} file(s)` : `${count} 个文件`
  },
  edit: (value) => (value as readonly string[]).join(', '),
}
