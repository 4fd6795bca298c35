import { isMasked, type FieldType, type FieldView, type Lang, type Value } from '../catalog'
import { choice, choices, yesNo } from './choice'
import { date, instant } from './day'
import { bankAccount, nationalId, personName, phone } from './identity'
import { integer, money, number } from './numeric'
import { area, files, geometry, reference } from './place'
import { text } from './text'
import type { FieldKind, Lookup, Problem } from './type'

const kinds: Record<FieldType, FieldKind> = {
  text,
  integer,
  number,
  money,
  date,
  instant,
  yes_no: yesNo,
  choice,
  choices,
  area,
  point: geometry,
  line: geometry,
  polygon: geometry,
  reference,
  photo: files,
  file: files,
  person_name: personName,
  national_id: nationalId,
  phone,
  bank_account: bankAccount,
}

/** The kind of a field; a type that this version does not know is treated as text, and checked by the server. */
export function kindOf(field: FieldView): FieldKind {
  return kinds[field.type] ?? text
}

export function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

/** Words for a value as the server sent it; masked values show their hint, unknown ones nothing. */
export function display(value: unknown, field: FieldView, look: Lookup, lang: Lang): string {
  if (isMasked(value)) return value.hint ?? '***'
  if (!isKnown(value)) return ''
  return kindOf(field).display(value as NonNullable<Value>, field, look, lang)
}

/** What is wrong with a value by the limits of its field; masked and unknown values are not judged. */
export function check(value: unknown, field: FieldView, look: Lookup): Problem | undefined {
  if (isMasked(value) || !isKnown(value)) return undefined
  return kindOf(field).check(value as NonNullable<Value>, field, look)
}

/** Whether two values in JSON form are the same; null, undefined, "" and [] are all "not known". */
export function same(a: unknown, b: unknown): boolean {
  if (!isKnown(a) || !isKnown(b)) return isKnown(a) === isKnown(b)
  if (a === b) return true
  return typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b)
}

export * from './day'
export { readNationalId, checkDigit, type PersonFacts } from './identity'
export { scaled, unitOf, unscaled } from './numeric'
export { areaLevel, countyOf } from './place'
export {
  areaOf,
  cornersOf,
  crossesItself,
  polygonOf,
  readCorners,
  textOfCorners,
  type Corners,
  type Position,
} from './shape'
export { groundArea, groundLength } from './ground'
export type { FieldKind, Lookup, Parsed, Problem } from './type'
export { halfWidth } from './type'
