import { words, type FieldView, type Lang, type Value } from '../catalog'
import { halfWidth, problem, type FieldKind, type Lookup, type Parsed, type Problem } from './type'

const notANumber = problem('not_a_number', '请填写数字。', 'Please enter a number.')

/** Words that people put behind a number; units of the field are taken off as well. */
function strip(typed: string, field: FieldView, look: Lookup): string {
  let text = halfWidth(typed)
    .replace(/[,，\s_]/g, '')
    .replace(/^[¥￥]/, '')
  const unit = field.unit ? look.unit?.(field.unit) : undefined
  for (const word of [unit?.zh ?? '', unit?.en ?? '', field.unit ?? '', '元', '人', '户', '个', '%'].filter(Boolean)) {
    if (text.endsWith(word) && text.length > word.length) text = text.slice(0, -word.length)
  }
  return text
}

/**
 * Reads a decimal text as an integer scaled by 10^decimals, exactly. undefined: not a number; null: too many digits
 * behind the point or outside the integers that JSON and the browser keep exactly (±2^53).
 */
export function scaled(text: string, decimals: number): number | undefined | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/.exec(text)
  if (!match) return undefined
  const sign = (match[1] ?? match[4]) === '-' ? -1n : 1n
  const whole = match[2] ?? '0'
  const fraction = (match[3] ?? match[5] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return null
  const exact = sign * BigInt(whole + fraction.padEnd(decimals, '0'))
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : null
}

/** The inverse of scaled, with thousands separators when grouped. */
export function unscaled(value: number, decimals: number, grouped: boolean, fixed = false): string {
  const negative = value < 0
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0')
  let whole = digits.slice(0, digits.length - decimals)
  let fraction = decimals ? digits.slice(-decimals) : ''
  if (!fixed) fraction = fraction.replace(/0+$/, '')
  if (grouped) whole = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return (negative ? '-' : '') + whole + (fraction ? `.${fraction}` : '')
}

function tooFine(decimals: number): Problem {
  return decimals === 0
    ? problem('not_whole', '请填写整数。', 'Please enter a whole number.')
    : problem('too_fine', `小数最多 ${decimals} 位。`, `At most ${decimals} digits behind the point.`)
}

function bounds(value: number, field: FieldView, shown: (n: number) => string): Problem | undefined {
  if (typeof field.min === 'number' && value < field.min) {
    return problem('too_small', `不能小于 ${shown(field.min)}。`, `At least ${shown(field.min)}.`)
  }
  if (typeof field.max === 'number' && value > field.max) {
    return problem('too_large', `不能大于 ${shown(field.max)}。`, `At most ${shown(field.max)}.`)
  }
  return undefined
}

const perWords: Record<string, { zh: string; en: string }> = {
  year: { zh: '年', en: 'year' },
  month: { zh: '月', en: 'month' },
  day: { zh: '日', en: 'day' },
  person: { zh: '人', en: 'person' },
}

function per(field: FieldView, lang: Lang): string {
  if (!field.per) return ''
  return `/${perWords[field.per]?.[lang] ?? field.per}`
}

/** The unit of a number, with its period: "亩", "元/年"; "" for none. */
export function unitOf(field: FieldView, look: Lookup, lang: Lang): string {
  if (field.type === 'money') return (lang === 'en' ? 'yuan' : '元') + per(field, lang)
  if (!field.unit) return ''
  const unit = look.unit?.(field.unit)
  return (unit ? words(unit, lang) : field.unit) + per(field, lang)
}

/** From this on whole numbers are shown with thousands separators; below it they may be years. */
const grouped = 10_000

export const integer: FieldKind = {
  parse(typed, field, look): Parsed {
    const text = strip(typed, field, look)
    if (text === '') return { value: null }
    const value = scaled(text, 0)
    if (value === undefined) return { problem: notANumber }
    return value === null ? { problem: tooFine(0) } : { value }
  },
  check: (value, field) => bounds(Number(value), field, String),
  display: (value) => unscaled(Number(value), 0, Math.abs(Number(value)) >= grouped),
  edit: (value) => String(value),
}

export const number: FieldKind = {
  parse(typed, field, look): Parsed {
    const text = strip(typed, field, look)
    if (text === '') return { value: null }
    const decimals = field.decimals ?? 0
    const value = scaled(text, decimals)
    if (value === undefined) return { problem: notANumber }
    if (value === null) return { problem: tooFine(decimals) }
    return { value: Number(unscaled(value, decimals, false)) }
  },
  check: (value, field) => bounds(Number(value), field, String),
  display(value, field, look, lang) {
    const [whole = '', fraction] = String(value).split('.')
    const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
    const unit = unitOf(field, look, lang)
    return unit ? `${text} ${unit}` : text
  },
  edit: (value) => String(value),
}

/** Money is typed in yuan ("1,200.5", "1.2万") and kept in fen. */
export const money: FieldKind = {
  parse(typed): Parsed {
    let text = halfWidth(typed)
      .replace(/[,，\s_]/g, '')
      .replace(/^[¥￥]/, '')
      .replace(/(元|圆|CNY)$/i, '')
    if (text === '') return { value: null }
    const wan = /万$/.test(text)
    if (wan) text = text.slice(0, -1)
    const value = scaled(text, wan ? 6 : 2)
    if (value === undefined) return { problem: notANumber }
    if (value === null) {
      return { problem: problem('too_fine', '金额最多到分。', 'Amounts go down to 0.01 yuan at most.') }
    }
    return { value }
  },
  check: (value, field) => bounds(Number(value), field, (n) => `${unscaled(n, 2, true)} 元`),
  display: (value, field, look, lang) =>
    `${unscaled(Number(value), 2, true, Number(value) % 100 !== 0)} ${unitOf(field, look, lang)}`,
  edit: (value) => unscaled(Number(value), 2, false),
}

export function isNumeric(value: Value): value is number {
  return typeof value === 'number'
}
