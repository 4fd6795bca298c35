import type { FieldView, Lang } from '../catalog'
import { halfWidth, problem, type FieldKind, type Parsed, type Problem } from './type'

const notADate = problem('not_a_date', '请填写日期，如 2022-06-14。', 'Please enter a date such as 2022-06-14.')

/** YYYY-MM-DD of three numbers, or undefined when there is no such day. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  if (year < 1 || at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day)
    return undefined
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Reads 2022-06-14, 2022.6.14, 2022/6/14, 20220614, 2022年6月14日. */
export function parseDay(typed: string): string | undefined {
  const text = halfWidth(typed)
  const parts =
    /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (!parts) return undefined
  return dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

function bounds(value: string, field: FieldView): Problem | undefined {
  if (typeof field.min === 'string' && value < field.min) {
    return problem('too_early', `不能早于 ${field.min}。`, `Not before ${field.min}.`)
  }
  if (typeof field.max === 'string' && value > field.max) {
    return problem('too_late', `不能晚于 ${field.max}。`, `Not after ${field.max}.`)
  }
  return undefined
}

export const date: FieldKind = {
  parse(typed): Parsed {
    if (typed.trim() === '') return { value: null }
    const value = parseDay(typed)
    return value ? { value } : { problem: notADate }
  },
  check: (value, field) => bounds(String(value), field),
  display: (value, _field, _look, lang) => showDay(String(value), lang),
  edit: (value) => String(value),
}

export function showDay(day: string, lang: Lang): string {
  const [year, month, date] = day.split('-').map(Number)
  return lang === 'en' || !date ? day : `${year}年${month}月${date}日`
}

const zone = 8 * 3600_000

/** An instant as people here read it: 2022-06-14 09:30, in the programme's zone (UTC+8). */
export function showInstant(instant: string): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  return new Date(at + zone).toISOString().slice(0, 16).replace('T', ' ')
}

/** The day of an instant in the programme's zone. */
export function dayOfInstant(ms: number): string {
  return new Date(ms + zone).toISOString().slice(0, 10)
}

/** RFC 3339 with +08:00. */
export function instantOf(ms: number): string {
  return new Date(ms + zone).toISOString().replace('Z', '+08:00')
}

export const instant: FieldKind = {
  parse(typed): Parsed {
    const text = halfWidth(typed)
    if (text === '') return { value: null }
    const match = /^(.+?)[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text)
    const day = parseDay(match?.[1] ?? text)
    if (!day)
      return {
        problem: problem(
          'not_an_instant',
          '请填写日期和时间，如 2022-06-14 09:30。',
          'Please enter a date and time such as 2022-06-14 09:30.',
        ),
      }
    const time = `${(match?.[2] ?? '0').padStart(2, '0')}:${match?.[3] ?? '00'}:${match?.[4] ?? '00'}`
    const value = `${day}T${time}+08:00`
    return Number.isNaN(Date.parse(value)) ? { problem: notADate } : { value }
  },
  check: () => undefined,
  display: (value) => showInstant(String(value)),
  edit: (value) => showInstant(String(value)),
}
