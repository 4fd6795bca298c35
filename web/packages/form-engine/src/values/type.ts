import type { ChoiceListView, FieldView, Lang, Text, Value } from '../catalog'
import type { Finding } from '../finding'

/** What a value needs to know besides its field. */
export interface Lookup {
  choices(list: string): ChoiceListView | undefined
  /** The name of an area, or its code when it is unknown. */
  areaName(code: string): string
  /** The words for a unit ("mu": 亩); undefined for one that is not known. */
  unit?(name: string): Text | undefined
}

/** Typing read: a value (null for blank) or what is wrong with it. Never both. */
export type Parsed = { value: Value; problem?: undefined } | { value?: undefined; problem: Problem }

/** A problem before it has a path. */
export type Problem = Omit<Finding, 'path' | 'severity'>

export function problem(code: string, zh: string, en: string): Problem {
  return { code, text: { zh, en } }
}

/** One kind of field. All functions are pure. */
export interface FieldKind {
  /** Reads what a person typed, with the habits of the field. Limits are checked by check. */
  parse(text: string, field: FieldView, look: Lookup): Parsed
  /** What is wrong with a known value, or undefined. */
  check(value: NonNullable<Value>, field: FieldView, look: Lookup): Problem | undefined
  /** Words for people, unit included. */
  display(value: NonNullable<Value>, field: FieldView, look: Lookup, lang: Lang): string
  /** The text that typing this value would have been; parse(edit(v)) is v. */
  edit(value: NonNullable<Value>, field: FieldView): string
}

/** Full-width digits, letters and punctuation to half-width; stray blanks away. */
export function halfWidth(text: string): string {
  return text
    .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[。]/g, '.')
    .replace(/\u3000/g, ' ')
    .trim()
}
